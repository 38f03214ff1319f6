"""Files that carry many slots: a request from the server, the answer from a keeper's station.

Records follow one another behind the magic; a signed text with the digest of all records and
its length stand at the end, so both sides write as a stream and never hold the whole.
"""

import hashlib
import os
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO
from uuid import UUID

MAGIC = b"GDWRAP1\n"
REQUEST = "rewrap-request"
HEAD = struct.Struct(">16s32sB")
PART = struct.Struct(">32sH")
TAIL = struct.Struct(">I")
LONGEST_TAIL = 200_000
MOST_PARTS = 32
PIECE = 1 << 20


class RewrapFileError(Exception):
    """The file is not one of these, or is damaged."""


@dataclass(frozen=True)
class SlotList:
    """Some slots of one envelope, by fingerprint: one to open, or those that were made."""

    handle: UUID
    digest: bytes
    slots: Mapping[bytes, bytes]

    def encode(self) -> bytes:
        parts = [HEAD.pack(self.handle.bytes, self.digest, len(self.slots))]
        for fingerprint, sealed in self.slots.items():
            parts.append(PART.pack(fingerprint, len(sealed)) + sealed)
        return b"".join(parts)


class Writer:
    """Writes records, then the signed end."""

    def __init__(self, out: BinaryIO) -> None:
        self.out, self.count = out, 0
        self.hash = hashlib.sha256()
        out.write(MAGIC)

    def add(self, lists: Iterable[SlotList]) -> None:
        for one in lists:
            data = one.encode()
            self.hash.update(data)
            self.out.write(data)
            self.count += 1

    @property
    def digest(self) -> str:
        return self.hash.hexdigest()

    def finish(self, signed: str) -> None:
        tail = signed.encode()
        self.out.write(tail + TAIL.pack(len(tail)))


def tail_of(file: BinaryIO) -> tuple[str, int]:
    """The signed text at the end, and where the records end. Raises ``RewrapFileError``."""
    size = file.seek(0, os.SEEK_END)
    if size < len(MAGIC) + TAIL.size:
        raise RewrapFileError("too short")
    file.seek(size - TAIL.size)
    (length,) = TAIL.unpack(file.read(TAIL.size))
    end = size - TAIL.size - length
    if length > LONGEST_TAIL or end < len(MAGIC):
        raise RewrapFileError("no end")
    file.seek(0)
    if file.read(len(MAGIC)) != MAGIC:
        raise RewrapFileError("not such a file")
    file.seek(end)
    try:
        return file.read(length).decode(), end
    except UnicodeDecodeError as error:
        raise RewrapFileError("no end") from error


def records_digest(file: BinaryIO, end: int) -> str:
    """The digest of all records, which the signed end must name."""
    found = hashlib.sha256()
    file.seek(len(MAGIC))
    left = end - len(MAGIC)
    while left and (piece := file.read(min(PIECE, left))):
        found.update(piece)
        left -= len(piece)
    return found.hexdigest()


def read_lists(file: BinaryIO, end: int) -> Iterator[SlotList]:
    """The records. Raises ``RewrapFileError``."""
    file.seek(len(MAGIC))
    while (here := file.tell()) < end:
        handle, digest, count = HEAD.unpack(_exactly(file, HEAD.size, end))
        if count > MOST_PARTS:
            raise RewrapFileError(f"record at {here}")
        slots: dict[bytes, bytes] = {}
        for _ in range(count):
            fingerprint, length = PART.unpack(_exactly(file, PART.size, end))
            slots[fingerprint] = _exactly(file, length, end)
        if len(slots) != count:
            raise RewrapFileError(f"record at {here}")
        yield SlotList(UUID(bytes=handle), digest, slots)


def _exactly(file: BinaryIO, size: int, end: int) -> bytes:
    if file.tell() + size > end:
        raise RewrapFileError("cut off")
    data = file.read(size)
    if len(data) != size:
        raise RewrapFileError("cut off")
    return data


def request_payload(
    code: str, opener: bytes, takers: Iterable[Mapping[str, Any]], writer: Writer
) -> dict[str, Any]:
    """What the server signs at the end of a request."""
    return {
        "code": code,
        "from": opener.hex(),
        "to": list(takers),
        "count": writer.count,
        "sha256": writer.digest,
    }
