"""Keys of keepers: who holds one, for which body, and the digits that are read aloud.

A key has two halves: a sealing key (HPKE) and a signing key (Ed25519) for the records that
its owner's station writes.
"""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from gandan.core.canonical import canonical
from gandan.sealed import suites
from gandan.sealed.suites import Suite

DIGITS, GROUP = 40, 5


class Body(StrEnum):
    """The two bodies without which nothing opens, and a reader, who only receives."""

    RECEIVING = "receiving"
    OVERSEEING = "overseeing"
    READER = "reader"

    @property
    def group(self) -> int:
        """The number of the body in a slot; a reader has none."""
        return {Body.RECEIVING: 1, Body.OVERSEEING: 2}[self]


KEEPER_BODIES = (Body.RECEIVING, Body.OVERSEEING)


@dataclass(frozen=True)
class PublicKey:
    """What others know of a key."""

    owner: str
    body: Body
    suite: Suite
    sealing: bytes
    signing: bytes

    @cached_property
    def fingerprint(self) -> bytes:
        """SHA-256 over the key with its owner and body: none can be exchanged unnoticed."""
        return hashlib.sha256(b"GDKEY1\n" + canonical(self.as_plain())).digest()

    def as_plain(self) -> dict[str, str]:
        return {
            "owner": self.owner,
            "body": self.body.value,
            "suite": self.suite.label,
            "sealing": self.sealing.hex(),
            "signing": self.signing.hex(),
        }

    def verifies(self, signature: bytes, message: bytes) -> bool:
        return is_signed(self.signing, signature, message)


@dataclass(frozen=True)
class PrivateKey:
    """Both private halves, in memory only while a station works."""

    public: PublicKey
    sealing: bytes
    signing: bytes

    def __repr__(self) -> str:
        return f"PrivateKey({self.public.owner})"

    def sign(self, message: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self.signing).sign(message)


def make_key(owner: str, body: Body, suite: Suite | None = None) -> PrivateKey:
    """A fresh key of the strongest suite, or of ``suite``."""
    suite = suite or suites.best_suite()
    sealing, sealing_public = suites.make_pair(suite)
    signing = Ed25519PrivateKey.generate()
    public = PublicKey(owner, body, suite, sealing_public, signing.public_key().public_bytes_raw())
    return PrivateKey(public, sealing, signing.private_bytes_raw())


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether ``signature`` over ``message`` was made with the private half of ``public``."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def spoken_of_server(public: bytes) -> str:
    """The digits of a server's signing key, for the keepers who must trust it."""
    return spoken(hashlib.sha256(b"GDSERVER1\n" + public).digest())


def spoken(fingerprint: bytes) -> str:
    """Forty digits in groups of five, about 132 bits: what two people read to each other."""
    number = int.from_bytes(fingerprint, "big") % 10**DIGITS
    digits = f"{number:0{DIGITS}d}"
    return " ".join(digits[i : i + GROUP] for i in range(0, DIGITS, GROUP))
