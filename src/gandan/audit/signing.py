"""The server's own signing key: made once, in the data folder, readable by the owner only.

It signs tree heads and opening orders. It opens nothing.
"""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from gandan.audit.notes import LogKey

NAME = "signing_key"


class SigningKeyError(Exception):
    """The key file is there but cannot be used."""


def signing_key() -> Ed25519PrivateKey:
    """The key, made on first use. Raises ``SigningKeyError``."""
    folder = Path(settings.DATA)
    file = folder / NAME
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _make(file)
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(file.read_text("ascii")))
    except (OSError, ValueError) as error:
        raise SigningKeyError(f"{file}: {error}") from error


def log_key() -> LogKey:
    """The public half, with the name of this log."""
    return LogKey.of(signing_key())


def _make(file: Path) -> None:
    """Two processes may start at once: the whole key appears, and the first one stays."""
    own = file.with_name(f".{NAME}.{os.getpid()}")
    handle = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as out:
        out.write(Ed25519PrivateKey.generate().private_bytes_raw().hex())
        out.flush()
        os.fsync(out.fileno())
    try:
        file.hardlink_to(own)
    except FileExistsError:
        pass
    finally:
        own.unlink()
