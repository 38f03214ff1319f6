"""What the child says of a file."""

from enum import StrEnum


class State(StrEnum):
    """How far a file could be opened. Anything but ``REFUSED`` is kept, the rest with its mark."""

    OPENED = "opened"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    MACROS = "macros"
    OLD_OFFICE = "old_office"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why a file is not kept at all: opening it would harm whoever opens it next."""

    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_MANY_PAGES = "too_many_pages"
    BOMB = "bomb"
    WAY_OUT = "way_out"
    BEYOND_LIMITS = "beyond_limits"
    # Of a copy to give out, never of a file to keep.
    NAMES_LEFT = "names_left"


class RefusedError(Exception):
    """The file is not taken in."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


class NotOpenedError(Exception):
    """The file does not open as what its first bytes say."""

    def __init__(self, state: State) -> None:
        super().__init__(state)
        self.state = state


class NotCleanedError(Exception):
    """A name may be left in the copy, so there is none."""
