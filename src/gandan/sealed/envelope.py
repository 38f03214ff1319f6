"""GDSEAL1: the bytes of a sealed identity.

::

    "GDSEAL1\\n"  cipher(1)  schema(1)  handle(16)  length(4)  body      the locked part
    count(1)  { group(1) suite(1) fingerprint(32) length(2) sealed } …   the slots
    SHA-256(32) over all before                                          the check

The locked part never changes; slots may be added and taken away. The check finds damage; what
an enemy changed is found by the body's tag and by the context of each slot (``locking``).
"""

import hashlib
import struct
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from gandan.sealed.suites import Suite

MAGIC = b"GDSEAL1\n"
HEAD = struct.Struct(">8sBB16sI")
SLOT = struct.Struct(">BB32sH")
CHACHA20_POLY1305 = 1
CHECK = 32
GROUPS = (1, 2)
SUITES = frozenset(suite.value for suite in Suite)
MOST_SLOTS = 64
LARGEST_BODY = 2**26 + 16


class EnvelopeError(Exception):
    """The bytes are no envelope of this version, or are damaged."""


@dataclass(frozen=True)
class Slot:
    """Half of the data key, sealed to one keeper's key; ``group`` is the keeper's body."""

    group: int
    suite: Suite
    fingerprint: bytes
    sealed: bytes

    def encode(self) -> bytes:
        head = SLOT.pack(self.group, self.suite, self.fingerprint, len(self.sealed))
        return head + self.sealed


@dataclass(frozen=True)
class Envelope:
    handle: UUID
    body: bytes
    slots: tuple[Slot, ...]
    schema: int = 1
    cipher: int = CHACHA20_POLY1305

    @cached_property
    def head(self) -> bytes:
        """What the body's tag covers besides the body itself."""
        return HEAD.pack(MAGIC, self.cipher, self.schema, self.handle.bytes, len(self.body))

    @property
    def locked(self) -> bytes:
        return self.head + self.body

    @cached_property
    def digest(self) -> bytes:
        """SHA-256 of the locked part: what every slot is bound to."""
        return hashlib.sha256(self.locked).digest()

    def encode(self) -> bytes:
        """Raises ``EnvelopeError`` when slots are missing, too many or twice the same."""
        ordered = sorted(self.slots, key=lambda slot: (slot.group, slot.fingerprint))
        _check_slots(ordered)
        whole = b"".join([self.locked, bytes([len(ordered)]), *(slot.encode() for slot in ordered)])
        return whole + hashlib.sha256(whole).digest()


def decode(data: bytes) -> Envelope:
    """The envelope whose only encoding is ``data``. Raises ``EnvelopeError``, nothing else."""
    whole, check = data[:-CHECK], data[-CHECK:]
    if hashlib.sha256(whole).digest() != check:
        raise EnvelopeError("damaged")
    handle, body, schema, cipher = _locked(whole)
    slots = _slots(whole[HEAD.size + len(body) :])
    return Envelope(handle, body, slots, schema, cipher)


def decode_locked(data: bytes, slots: tuple[Slot, ...]) -> Envelope:
    """An envelope from its locked part and slots that are kept apart from it."""
    handle, body, schema, cipher = _locked(data)
    if len(data) != HEAD.size + len(body):
        raise EnvelopeError("length")
    _check_slots(sorted(slots, key=lambda slot: (slot.group, slot.fingerprint)))
    return Envelope(handle, body, slots, schema, cipher)


def _locked(data: bytes) -> tuple[UUID, bytes, int, int]:
    if len(data) < HEAD.size:
        raise EnvelopeError("too short")
    magic, cipher, schema, handle, length = HEAD.unpack_from(data)
    if magic != MAGIC:
        raise EnvelopeError("not a sealed identity")
    if cipher != CHACHA20_POLY1305 or schema != 1:
        raise EnvelopeError("written by a newer version")
    body = data[HEAD.size : HEAD.size + length]
    if length > LARGEST_BODY or len(body) != length:
        raise EnvelopeError("length")
    return UUID(bytes=handle), body, schema, cipher


def _slots(data: bytes) -> tuple[Slot, ...]:
    found: list[Slot] = []
    at = 1
    for _ in range(data[0] if data else 0):
        if len(data) < at + SLOT.size:
            raise EnvelopeError("slots")
        group, suite, fingerprint, length = SLOT.unpack_from(data, at)
        at += SLOT.size
        sealed = data[at : at + length]
        at += length
        if suite not in SUITES or len(sealed) != length:
            raise EnvelopeError("slots")
        found.append(Slot(group, Suite(suite), fingerprint, sealed))
    if at != len(data):
        raise EnvelopeError("slots")
    _check_slots(found)
    return tuple(found)


def _check_slots(slots: list[Slot]) -> None:
    """Sorted, each key once, both groups there: one set of slots has one encoding."""
    places = [(slot.group, slot.fingerprint) for slot in slots]
    if len(places) > MOST_SLOTS or places != sorted(set(places)):
        raise EnvelopeError("slots")
    if {slot.group for slot in slots} != set(GROUPS):
        raise EnvelopeError("slots of one body are missing")
