"""Lock an identity so that it opens only when both bodies take part.

The body is encrypted under a random key that is used once. The key is the exclusive-or of two
halves; each half is sealed to every key of one body. One half says nothing about the key.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from gandan.sealed.envelope import GROUPS, MAGIC, Envelope, Slot
from gandan.sealed.identity import pad, unpad
from gandan.sealed.keys import KEEPER_BODIES, PrivateKey, PublicKey
from gandan.sealed.suites import NotOpenedError, Sealing, opener, sealer

KEY = 32
# The key encrypts one message in its life, so the nonce need not differ.
NONCE = bytes(12)


class MissingBodyError(Exception):
    """A body has no key to seal to, or gave no half to open with."""


class NoSlotError(Exception):
    """The envelope has no slot for this key."""


@dataclass(frozen=True)
class Half:
    """One body's half of the data key."""

    group: int
    secret: bytes

    def __repr__(self) -> str:
        return f"Half({self.group})"


def lock(content: bytes, keys: Sequence[PublicKey], handle: UUID) -> Envelope:
    """Seal ``content`` under ``handle`` to all ``keys``.

    Raises ``MissingBodyError`` unless both bodies have a key, ``ContentError`` when too large.
    """
    keepers = [key for key in keys if key.body in KEEPER_BODIES]
    if {key.body.group for key in keepers} != set(GROUPS):
        raise MissingBodyError
    key, first = secrets.token_bytes(KEY), secrets.token_bytes(KEY)
    halves = {1: first, 2: _xor(key, first)}
    padded = pad(content)
    blank = Envelope(handle, bytes(len(padded) + 16), ())
    body = ChaCha20Poly1305(key).encrypt(NONCE, padded, blank.head)
    locked = Envelope(handle, body, ())
    slots = (
        make_slot(Half(one.body.group, halves[one.body.group]), one, handle, locked.digest)
        for one in keepers
    )
    return Envelope(handle, body, tuple(slots))


def open_half(envelope: Envelope, key: PrivateKey) -> Half:
    """The half that is sealed to ``key``. Raises ``NoSlotError``, ``NotOpenedError``."""
    for slot in envelope.slots:
        if slot.fingerprint == key.public.fingerprint:
            return open_slot(slot, key, envelope.handle, envelope.digest)
    raise NoSlotError


def open_slot(
    slot: Slot, key: PrivateKey, handle: UUID, digest: bytes, opening: Sealing | None = None
) -> Half:
    """The half in one slot, without the rest of the envelope.

    ``opening`` is ``suites.opener`` of the key, for whoever opens many.
    """
    info = slot_info(slot.group, key.public, handle, digest)
    opening = opening or opener(key.public.suite, key.sealing)
    secret = opening(slot.sealed, info)
    if len(secret) != KEY or slot.suite is not key.public.suite:
        raise NotOpenedError
    return Half(slot.group, secret)


def make_slot(
    half: Half, key: PublicKey, handle: UUID, digest: bytes, sealing: Sealing | None = None
) -> Slot:
    """Seal ``half`` to ``key``, which must be of the half's own body.

    ``sealing`` is ``suites.sealer`` of the key, for whoever makes many.
    """
    if key.body.group != half.group:
        raise ValueError("a half is only sealed to keys of its own body")
    info = slot_info(half.group, key, handle, digest)
    sealed = (sealing or sealer(key.suite, key.sealing))(half.secret, info)
    return Slot(half.group, key.suite, key.fingerprint, sealed)


def unlock(envelope: Envelope, halves: Iterable[Half]) -> bytes:
    """The content. Raises ``MissingBodyError`` without both halves, ``NotOpenedError`` if the
    halves do not belong to this envelope or a byte of it was changed."""
    by_group = {half.group: half.secret for half in halves}
    if set(by_group) != set(GROUPS):
        raise MissingBodyError
    try:
        cipher = ChaCha20Poly1305(_xor(by_group[1], by_group[2]))
        padded = cipher.decrypt(NONCE, envelope.body, envelope.head)
    except (InvalidTag, ValueError) as error:
        raise NotOpenedError from error
    return unpad(padded)


def slot_info(group: int, key: PublicKey, handle: UUID, digest: bytes) -> bytes:
    """The context of a slot, all parts of fixed length: it opens in no other place."""
    return MAGIC + handle.bytes + digest + bytes([group, key.suite]) + key.fingerprint


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
