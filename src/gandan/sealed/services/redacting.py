"""Make the working copy of a denunciation, and refuse one that still tells who wrote it.

Of a file (.docx, .pdf, .eml) the working copy is its text only, read in the limited child; of
an image there is none until somebody types it. The file itself goes into the envelope.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from gandan.core.readers import Item, Limits, read_bytes
from gandan.sealed.leftovers import Leftover, leftovers
from gandan.sealed.redaction import Span, counted, redact

MIB = 1024 * 1024
# One letter: what needs more than this is not read, and is typed by a person.
LETTER_LIMITS = Limits(letter_file=64 * MIB, cpu_seconds=20, silent_seconds=30, pages=200)


@dataclass(frozen=True)
class WorkingCopy:
    """What handlers see; ``struck`` counts passages by kind and may go on record."""

    text: str
    sha256: str
    struck: Mapping[str, int]


class IdentityLeftError(Exception):
    """The copy still tells, or may tell, who wrote the letter.

    ``text`` is the copy as it would be and ``left`` its passages in question, for the page that
    asks: strike out, or for those that are not certain, accept.
    """

    def __init__(self, text: str, left: list[Leftover]) -> None:
        super().__init__(f"{len(left)} passages")
        self.text, self.left = text, left


@dataclass(frozen=True)
class FileText:
    """The text of a file, and what kept some of it from being read."""

    text: str
    problems: tuple[str, ...] = ()


def make_working_copy(
    text: str,
    spans: Iterable[Span],
    identity: Mapping[str, str],
    *,
    accepted: Collection[tuple[int, int]] = (),
) -> WorkingCopy:
    """Strike ``spans`` out of ``text`` and check what is left against ``identity``.

    ``identity`` is ``Identity.strings``. ``accepted`` are places in the copy that a person has
    looked at and found to be about somebody else; what is certain cannot be accepted.

    Raises ``IdentityLeftError``, ``SpanError``.
    """
    marks = list(spans)
    copy = redact(text, marks)
    left = [
        one
        for one in leftovers(copy, identity)
        if one.is_certain or (one.start, one.end) not in accepted
    ]
    if left:
        raise IdentityLeftError(copy, left)
    digest = hashlib.sha256(copy.encode("utf-8", "surrogatepass")).hexdigest()
    return WorkingCopy(copy, digest, counted(text, marks))


def text_of_file(name: str, data: bytes) -> FileText:
    """The text of a received file; no byte of it is written to a disk on the way."""
    texts: list[str] = []
    problems: list[str] = []
    for row in read_bytes(name, data, limits=LETTER_LIMITS):
        if isinstance(row, Item):
            texts.append(row.text)
        else:
            problems.append(row.message)
    return FileText("\n\n".join(texts), tuple(problems))
