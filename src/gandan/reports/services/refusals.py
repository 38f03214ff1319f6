"""Why a change to a report is refused; the message is for the person."""


class ReportRefusedError(Exception):
    """The change is not allowed as things stand; ``str`` says why and what to do."""


class ReportChangedError(Exception):
    """Somebody else changed the report meanwhile."""
