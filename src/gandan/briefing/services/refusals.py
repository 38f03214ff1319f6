class PackRefusedError(Exception):
    """A rule forbids the change; the message says which, for the person."""


class PackChangedError(PackRefusedError):
    """Somebody else changed the pack meanwhile."""
