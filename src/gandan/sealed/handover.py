"""What one station hands to another person: a half for the other keeper, an identity for a reader.

Both are sealed to the one who gets them; on the way nobody reads them.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from gandan.sealed.envelope import Envelope
from gandan.sealed.identity import ContentError, unpad
from gandan.sealed.identity import pad as padded
from gandan.sealed.key_files import KeyFileError, public_from
from gandan.sealed.keys import Body, PrivateKey, PublicKey
from gandan.sealed.locking import Half
from gandan.sealed.signed import SignedFileError, read_signed, write_signed
from gandan.sealed.suites import NotOpenedError, open_with, seal_to

HALF = "opening-half"
READ = b"GDREAD1\n"
NONCE = bytes(12)


class HandoverError(Exception):
    """The file is not for this envelope, order or person, or was changed."""


@dataclass(frozen=True)
class HandedHalf:
    """A half and whose it is; the giver's own record number goes with it."""

    half: Half
    giver: PublicKey
    record: int


def write_half(
    half: Half, giver: PrivateKey, taker: PublicKey, envelope: Envelope, order: str, record: int
) -> str:
    """The file with ``half`` for ``taker`` under the order with the digest ``order``."""
    payload: dict[str, Any] = {
        "giver": giver.public.as_plain(),
        "envelope": str(envelope.handle),
        "order": order,
        "record": record,
        "sealed": seal_to(
            taker.suite, taker.sealing, half.secret, _half_info(envelope, order, half.group, taker)
        ).hex(),
    }
    return write_signed(HALF, payload, giver.public.signing, giver.sign)


def read_half(text: str, taker: PrivateKey, envelope: Envelope, order: str) -> HandedHalf:
    """The half that another keeper handed to ``taker``.

    Raises ``HandoverError``.
    """
    try:
        signed = read_signed(HALF, text)
        giver = public_from(dict(signed.payload["giver"]))
        return _checked(signed.payload, signed.key, giver, taker, envelope, order)
    except (SignedFileError, KeyFileError, NotOpenedError, KeyError, TypeError, ValueError) as e:
        raise HandoverError(str(e)) from e


def _checked(
    payload: Mapping[str, Any],
    key: bytes,
    giver: PublicKey,
    taker: PrivateKey,
    envelope: Envelope,
    order: str,
) -> HandedHalf:
    group = giver.body.group
    has_slot = any(
        slot.fingerprint == giver.fingerprint and slot.group == group for slot in envelope.slots
    )
    if key != giver.signing or not has_slot or payload["order"] != order:
        raise HandoverError("another order or another keeper")
    info = _half_info(envelope, order, group, taker.public)
    sealed = bytes.fromhex(payload["sealed"])
    secret = open_with(taker.public.suite, taker.sealing, sealed, info)
    if len(secret) != 32:
        raise HandoverError("not a half")
    return HandedHalf(Half(group, secret), giver, int(payload["record"]))


def _half_info(envelope: Envelope, order: str, group: int, taker: PublicKey) -> bytes:
    return b"".join(
        [
            b"GDHALF1\n",
            envelope.handle.bytes,
            envelope.digest,
            bytes.fromhex(order),
            bytes([group]),
            taker.fingerprint,
        ]
    )


def write_for_reader(content: bytes, reader: PublicKey) -> bytes:
    """The opened content, sealed to the one who asked for it."""
    if reader.body is not Body.READER:
        raise ValueError("an identity is handed to a reader's key")
    key = secrets.token_bytes(32)
    sealed = seal_to(reader.suite, reader.sealing, key, READ + reader.fingerprint)
    head = READ + reader.fingerprint + len(sealed).to_bytes(2, "big") + sealed
    return head + ChaCha20Poly1305(key).encrypt(NONCE, padded(content), head)


def read_for_reader(data: bytes, reader: PrivateKey) -> bytes:
    """What ``write_for_reader`` sealed. Raises ``HandoverError``."""
    start = len(READ) + 32
    end = start + 2 + int.from_bytes(data[start : start + 2], "big")
    if not data.startswith(READ) or data[len(READ) : start] != reader.public.fingerprint:
        raise HandoverError("not for this key")
    try:
        info = READ + reader.public.fingerprint
        key = open_with(reader.public.suite, reader.sealing, data[start + 2 : end], info)
        return unpad(ChaCha20Poly1305(key).decrypt(NONCE, data[end:], data[:end]))
    except (NotOpenedError, InvalidTag, ValueError, ContentError) as error:
        raise HandoverError("damaged") from error
