"""Public-key sealing by HPKE (RFC 9180, base mode, one message), in two suites.

The hybrid suite stays closed unless both ML-KEM-768 and X25519 are broken; where the installed
OpenSSL has no ML-KEM, X25519 alone is used. Keys are raw bytes here; what they belong to is
decided above.
"""

from collections.abc import Callable
from enum import IntEnum

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.mlkem import MLKEM768PrivateKey, MLKEM768PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
)
from cryptography.hazmat.primitives.hpke import Suite as Hpke

MLKEM_SEED, MLKEM_PUBLIC, X25519_KEY = 64, 1184, 32


class Suite(IntEnum):
    """The number stands in every slot and key file; a number is never given again."""

    X25519 = 1
    HYBRID = 2

    @property
    def label(self) -> str:
        return {Suite.X25519: "x25519", Suite.HYBRID: "mlkem768-x25519"}[self]


class NotOpenedError(Exception):
    """The key, the context or the sealed bytes are not the ones that belong together."""


def best_suite() -> Suite:
    """The strongest suite that this machine can use."""
    try:
        MLKEM768PrivateKey.generate()
    except UnsupportedAlgorithm:
        return Suite.X25519
    return Suite.HYBRID


def make_pair(suite: Suite) -> tuple[bytes, bytes]:
    """A fresh (private, public) pair."""
    curve = X25519PrivateKey.generate()
    private, public = curve.private_bytes_raw(), curve.public_key().public_bytes_raw()
    if suite is Suite.X25519:
        return private, public
    lattice = MLKEM768PrivateKey.generate()
    seed, open_part = lattice.private_bytes_raw(), lattice.public_key().public_bytes_raw()
    return seed + private, open_part + public


def public_of(suite: Suite, private: bytes) -> bytes:
    """The public key that belongs to ``private``. Raises ``ValueError`` for a wrong length."""
    if suite is Suite.X25519:
        return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    seed, curve = _cut(private, MLKEM_SEED)
    lattice = MLKEM768PrivateKey.from_seed_bytes(seed).public_key().public_bytes_raw()
    return lattice + X25519PrivateKey.from_private_bytes(curve).public_key().public_bytes_raw()


Sealing = Callable[[bytes, bytes], bytes]


def sealer(suite: Suite, public: bytes) -> Sealing:
    """A function of (secret, info) that seals to ``public``, whose key is read only once.

    Raises ``ValueError`` when ``public`` is no key of the suite.
    """
    if suite is Suite.X25519:
        curve_key = X25519PublicKey.from_public_bytes(public)
        return lambda secret, info: _curve().encrypt(secret, curve_key, info)
    lattice, curve = _cut(public, MLKEM_PUBLIC)
    both = MLKEM768X25519PublicKey(
        MLKEM768PublicKey.from_public_bytes(lattice), X25519PublicKey.from_public_bytes(curve)
    )
    return lambda secret, info: _hybrid().encrypt(secret, both, info)


def opener(suite: Suite, private: bytes) -> Sealing:
    """A function of (sealed, info) that opens with ``private``; see ``open_with``.

    Raises ``ValueError`` when ``private`` is no key of the suite.
    """
    if suite is Suite.X25519:
        curve_key = X25519PrivateKey.from_private_bytes(private)
        return lambda sealed, info: _opened(lambda: _curve().decrypt(sealed, curve_key, info))
    seed, curve = _cut(private, MLKEM_SEED)
    both = MLKEM768X25519PrivateKey(
        MLKEM768PrivateKey.from_seed_bytes(seed), X25519PrivateKey.from_private_bytes(curve)
    )
    return lambda sealed, info: _opened(lambda: _hybrid().decrypt(sealed, both, info))


def seal_to(suite: Suite, public: bytes, secret: bytes, info: bytes) -> bytes:
    """Encrypt ``secret`` so that only the owner of ``public`` opens it, in the context ``info``.

    Raises ``ValueError`` when ``public`` is no key of the suite.
    """
    return sealer(suite, public)(secret, info)


def open_with(suite: Suite, private: bytes, sealed: bytes, info: bytes) -> bytes:
    """What ``seal_to`` encrypted. Raises ``NotOpenedError`` for anything that does not fit."""
    try:
        return opener(suite, private)(sealed, info)
    except ValueError as error:
        raise NotOpenedError from error


def _opened(decrypt: Callable[[], bytes]) -> bytes:
    try:
        return decrypt()
    except (InvalidTag, ValueError) as error:
        raise NotOpenedError from error


def _curve() -> Hpke:
    return Hpke(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _hybrid() -> Hpke:
    return Hpke(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _cut(key: bytes, first: int) -> tuple[bytes, bytes]:
    if len(key) != first + X25519_KEY:
        raise ValueError("wrong length of a hybrid key")
    return key[:first], key[first:]
