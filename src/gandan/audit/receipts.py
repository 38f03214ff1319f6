"""A proof on paper: one entry of the log, its path to the root, and the signed root.

Whoever holds it and the log's public key can show, without the server, that the entry was in
the log. It is short enough for a QR code: base 45 (RFC 9285) uses only signs that such codes
store densely.
"""

import json
import struct
from dataclasses import dataclass
from typing import Any

from gandan.audit.notes import Checkpoint, LogKey, NoteError, read_checkpoint
from gandan.audit.tree import HASH, leaf_hash, root_of_path

PREFIX = "GDR1:"
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
HEAD = struct.Struct(">HQBH")
LONGEST = 8_000
# In a file a space at the end of a line would not survive every editor.
SPACE = "_"


class ReceiptError(ValueError):
    """The text is no receipt of this kind, or was changed."""


@dataclass(frozen=True)
class Receipt:
    """``leaf`` is the entry as the tree holds it, at ``index`` (from 0)."""

    leaf: bytes
    index: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.leaf)
        return found

    @property
    def is_included(self) -> bool:
        found = root_of_path(leaf_hash(self.leaf), self.index, self.checkpoint.size, self.path)
        return found == self.checkpoint.root

    def is_proved_by(self, key: LogKey) -> bool:
        """Whether the owner of ``key`` signed a log that holds this entry."""
        return self.is_included and self.checkpoint.is_signed_by(key)


def write_receipt(receipt: Receipt) -> str:
    """The text of a receipt, on one line."""
    note = receipt.checkpoint.note.encode()
    head = HEAD.pack(len(receipt.leaf), receipt.index, len(receipt.path), len(note))
    return PREFIX + to_base45(head + receipt.leaf + b"".join(receipt.path) + note)


def read_receipt(text: str) -> Receipt:
    """The receipt in ``text``, from a code or from a file; words before it do not matter.

    Raises ``ReceiptError``.
    """
    text = "".join(line.strip("\r\t") for line in text.splitlines()).replace(SPACE, " ")
    start = text.find(PREFIX)
    if start < 0 or len(text) > LONGEST:
        raise ReceiptError("not a receipt")
    try:
        return _parts(from_base45(text[start + len(PREFIX) :]))
    except (ValueError, struct.error) as error:
        raise ReceiptError("not a receipt, or changed") from error


def _parts(data: bytes) -> Receipt:
    leaf_length, index, steps, note_length = HEAD.unpack_from(data)
    edges = [HEAD.size, HEAD.size + leaf_length, HEAD.size + leaf_length + steps * HASH]
    if edges[-1] + note_length != len(data):
        raise ReceiptError("length")
    leaf, path = data[edges[0] : edges[1]], data[edges[1] : edges[2]]
    try:
        checkpoint = read_checkpoint(data[edges[2] :].decode())
    except NoteError as error:
        raise ReceiptError("checkpoint") from error
    if not isinstance(json.loads(leaf), dict):
        raise ReceiptError("leaf")
    hashes = tuple(path[at : at + HASH] for at in range(0, len(path), HASH))
    return Receipt(leaf, index, hashes, checkpoint)


def to_base45(data: bytes) -> str:
    out: list[str] = []
    for at in range(0, len(data), 2):
        pair = data[at : at + 2]
        number = int.from_bytes(pair, "big")
        for _ in range(len(pair) + 1):
            number, digit = divmod(number, 45)
            out.append(ALPHABET[digit])
    return "".join(out)


def from_base45(text: str) -> bytes:
    """Raises ``ValueError``."""
    out = bytearray()
    for at in range(0, len(text), 3):
        part = text[at : at + 3]
        number = sum(ALPHABET.index(sign) * 45**place for place, sign in enumerate(part))
        length = len(part) - 1
        if not length or number >= 256**length:
            raise ValueError("not base 45")
        out += number.to_bytes(length, "big")
    return bytes(out)


def as_file(receipt: Receipt) -> str:
    """The receipt broken into lines, with a word for whoever opens the file."""
    text = write_receipt(receipt).replace(" ", SPACE)
    lines = [text[at : at + 76] for at in range(0, len(text), 76)]
    about = "Biên nhận kiểm chứng được của Gần Dân. Kiểm tra: gandan verify --receipt TỆP"
    return "\n".join([about, "", *lines]) + "\n"
