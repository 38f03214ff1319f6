"""Open a file that somebody sent, in a limited child process, before it is kept.

No Django. The parent never looks further than the first bytes; what comes back is a short verdict
and, for a photo, its bytes without what the camera wrote beside the picture.
"""

from gandan.core.sent_files.kinds import LARGEST, Kind, kind_of
from gandan.core.sent_files.process import BusyError, Verdict, nameless_in_child, open_in_child
from gandan.core.sent_files.verdicts import State

__all__ = [
    "LARGEST",
    "BusyError",
    "Kind",
    "State",
    "Verdict",
    "kind_of",
    "nameless_in_child",
    "open_in_child",
]
