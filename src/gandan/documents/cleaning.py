"""Text that a paper can carry."""

import re

# XML 1.0 refuses these, and no printed page shows them.
_REFUSED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_MISLEADING = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """``text`` without characters that break a file or turn its letters around."""
    return _MISLEADING.sub("", _REFUSED.sub("\ufffd", text))
