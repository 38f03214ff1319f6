"""A proof for a witness: the log signed today begins with the log signed earlier.

The witness keeps an old signed head, gets this text, and needs nothing else of the server.
"""

import base64
from collections.abc import Sequence

from gandan.audit.notes import Checkpoint, LogKey, NoteError, read_checkpoint
from gandan.audit.tree import HASH, is_consistent

TITLE = "Chứng minh nối tiếp của nhật ký Gần Dân"
LONGEST = 20_000


class ContinuityError(ValueError):
    """The text is no such proof."""


def write_continuity(old: int, proof: Sequence[bytes], note: str) -> str:
    """The text of a proof from ``old`` entries to the head in ``note``."""
    steps = [base64.b64encode(step).decode() for step in proof]
    return "\n".join([TITLE, str(old), *steps, "", note])


def read_continuity(text: str) -> tuple[int, list[bytes], Checkpoint]:
    """The old size, the steps and the new head. Raises ``ContinuityError``."""
    before, _, note = text.replace("\r\n", "\n").partition("\n\n")
    title, *lines = before.split("\n")
    if len(text) > LONGEST or title != TITLE or not lines or not lines[0].isascii():
        raise ContinuityError("not a proof of continuity")
    try:
        steps = [base64.b64decode(line, validate=True) for line in lines[1:]]
        head = read_checkpoint(note)
        old = int(lines[0])
    except (ValueError, NoteError) as error:
        raise ContinuityError("not a proof of continuity") from error
    if any(len(step) != HASH for step in steps):
        raise ContinuityError("not a proof of continuity")
    return old, steps, head


def continues(text: str, old: Checkpoint, key: LogKey) -> bool:
    """Whether ``text`` shows that the log of ``old`` was only added to, signed by ``key``.

    Raises ``ContinuityError``.
    """
    size, steps, head = read_continuity(text)
    return (
        size == old.size
        and old.is_signed_by(key)
        and head.is_signed_by(key)
        and is_consistent(old.size, old.root, head.size, head.root, steps)
    )
