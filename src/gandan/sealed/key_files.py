"""Key files: the public one to register, the private one under a passphrase.

The private half is sealed by ChaCha20-Poly1305 under a key that Argon2id makes of the
passphrase with 128 MiB of memory, so guessing is slow on any machine.
"""

import json
import secrets
import unicodedata
from dataclasses import dataclass
from typing import Any

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from gandan.core.canonical import canonical
from gandan.sealed import suites
from gandan.sealed.keys import Body, PrivateKey, PublicKey
from gandan.sealed.signed import SignedFileError, read_signed, texts, write_signed
from gandan.sealed.suites import Suite

PUBLIC = "keeper-key"
PRIVATE = "gandan-private-key-1"
SHORTEST = 16
MEMORY_KIB, PASSES, LANES = 128 * 1024, 3, 1
MOST_MEMORY_KIB, MOST_PASSES = 1024 * 1024, 10
NONCE = bytes(12)
SUITES = {suite.label: suite for suite in Suite}


class KeyFileError(Exception):
    """The file is no key file, or is damaged."""


class WrongPassphraseError(Exception):
    """The passphrase does not open the file (or the file was changed)."""


class WeakPassphraseError(Exception):
    """The passphrase is shorter than ``SHORTEST`` signs."""


@dataclass(frozen=True)
class Cost:
    """What one guess costs; a file says its own, within limits."""

    memory_kib: int = MEMORY_KIB
    passes: int = PASSES
    lanes: int = LANES


DECIDED = Cost()


def write_public(key: PrivateKey) -> str:
    """The file to register, signed by the key itself: who sends it holds the private half."""
    return write_signed(PUBLIC, key.public.as_plain(), key.public.signing, key.sign)


def read_public(text: str) -> PublicKey:
    """Raises ``KeyFileError``."""
    try:
        signed = read_signed(PUBLIC, text)
        key = public_from(dict(signed.payload))
    except SignedFileError as error:
        raise KeyFileError(str(error)) from error
    if key.signing != signed.key:
        raise KeyFileError("the file is signed by another key")
    return key


def public_from(plain: dict[str, Any]) -> PublicKey:
    """The key of ``PublicKey.as_plain``. Raises ``KeyFileError``."""
    try:
        owner, body, suite, sealing, signing = texts(
            plain, "owner", "body", "suite", "sealing", "signing"
        )
        key = PublicKey(
            owner, Body(body), SUITES[suite], bytes.fromhex(sealing), bytes.fromhex(signing)
        )
        # A key that cannot be sealed to must not be found out when an identity comes in.
        suites.seal_to(key.suite, key.sealing, b"", b"")
    except (SignedFileError, ValueError, KeyError) as error:
        raise KeyFileError("not a key") from error
    if len(key.signing) != 32 or not owner.strip():
        raise KeyFileError("not a key")
    return key


def write_private(key: PrivateKey, passphrase: str, cost: Cost | None = None) -> str:
    """The private file. Raises ``WeakPassphraseError``."""
    if len(_normal(passphrase)) < SHORTEST:
        raise WeakPassphraseError
    cost = cost or DECIDED
    head = {
        "form": PRIVATE,
        "public": key.public.as_plain(),
        "salt": secrets.token_hex(16),
        "memory_kib": cost.memory_kib,
        "passes": cost.passes,
        "lanes": cost.lanes,
    }
    secret = canonical({"sealing": key.sealing.hex(), "signing": key.signing.hex()})
    sealed = ChaCha20Poly1305(_key(head, passphrase)).encrypt(NONCE, secret, canonical(head))
    return json.dumps(head | {"sealed": sealed.hex()}, ensure_ascii=False, indent=1) + "\n"


def public_of_private(text: str) -> PublicKey:
    """Whose file it is, without the passphrase. Raises ``KeyFileError``."""
    return public_from(_head(text)["public"])


def read_private(text: str, passphrase: str) -> PrivateKey:
    """Raises ``KeyFileError``, ``WrongPassphraseError``."""
    head = _head(text)
    public = public_from(head["public"])
    sealed = bytes.fromhex(head.pop("sealed"))
    try:
        opened = ChaCha20Poly1305(_key(head, passphrase)).decrypt(NONCE, sealed, canonical(head))
    except InvalidTag as error:
        raise WrongPassphraseError from error
    secret = json.loads(opened)
    return PrivateKey(public, bytes.fromhex(secret["sealing"]), bytes.fromhex(secret["signing"]))


def _head(text: str) -> dict[str, Any]:
    try:
        head = json.loads(text)
        if head["form"] != PRIVATE or set(head) != {
            *("form", "public", "salt", "memory_kib", "passes", "lanes", "sealed"),
        }:
            raise KeyFileError("not a private key file")
        bytes.fromhex(head["salt"] + head["sealed"])
        numbers = [head["memory_kib"], head["passes"], head["lanes"]]
        is_bounded = all(type(number) is int and number > 0 for number in numbers)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise KeyFileError("not a private key file") from error
    if not is_bounded or numbers[0] > MOST_MEMORY_KIB or max(numbers[1:]) > MOST_PASSES:
        raise KeyFileError("not a private key file")
    return dict(head)


def _key(head: dict[str, Any], passphrase: str) -> bytes:
    return hash_secret_raw(
        _normal(passphrase).encode("utf-8", "surrogatepass"),
        bytes.fromhex(head["salt"]),
        time_cost=head["passes"],
        memory_cost=head["memory_kib"],
        parallelism=head["lanes"],
        hash_len=32,
        type=Type.ID,
    )


def _normal(passphrase: str) -> str:
    """The same words typed on another keyboard are the same passphrase."""
    return unicodedata.normalize("NFC", passphrase.strip())
