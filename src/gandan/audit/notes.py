"""Signed tree heads as text, in the note form of C2SP's tlog-checkpoint.

::

    gandan.log/3f2a…            whose log it is
    1048                        how many entries
    base64 of the root
    2026-11-25T08:31:00Z        when it was signed

    — gandan.log/3f2a… base64 of key id and Ed25519 signature

A witness that knows the form can keep and compare them without this program.
"""

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = b"\x01"
KEY_ID = 4
LONGEST = 4_000
BODY = re.compile(
    r"(?P<body>(?P<origin>\S+)\n(?P<size>0|[1-9]\d{0,18})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\n)\n"
    r"(?P<signatures>(?:— \S+ [A-Za-z0-9+/=]+\n)+)"
)


class NoteError(ValueError):
    """The text is no checkpoint, or no public key, in the form written here."""


@dataclass(frozen=True)
class Checkpoint:
    """The log had ``size`` entries and this root; ``note`` is the signed text."""

    origin: str
    size: int
    root: bytes
    at: datetime
    body: str
    signatures: tuple[tuple[str, bytes], ...]
    note: str

    def is_signed_by(self, key: "LogKey") -> bool:
        return any(
            name == key.name and blob[:KEY_ID] == key.id and key.verifies(blob[KEY_ID:], self.body)
            for name, blob in self.signatures
        )


@dataclass(frozen=True)
class LogKey:
    """The public key of a log, as ``name+id+key`` on one line."""

    name: str
    public: bytes

    @classmethod
    def of(cls, private: Ed25519PrivateKey) -> "LogKey":
        """The key of this installation; its name is made of the key, so no two are alike."""
        public = private.public_key().public_bytes_raw()
        return cls(f"gandan.log/{hashlib.sha256(public).hexdigest()[:16]}", public)

    @classmethod
    def read(cls, text: str) -> "LogKey":
        """Raises ``NoteError``."""
        name, _, rest = text.strip().partition("+")
        written, _, blob = rest.partition("+")
        try:
            data = _decoded(blob)
        except ValueError as error:
            raise NoteError("not a public key") from error
        key = cls(name, data[1:])
        if data[:1] != ED25519 or len(key.public) != 32 or key.id.hex() != written:
            raise NoteError("not a public key")
        return key

    @property
    def id(self) -> bytes:
        named = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(named).digest()[:KEY_ID]

    @property
    def text(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    def verifies(self, signature: bytes, body: str) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, body.encode())
        except InvalidSignature:
            return False
        return True


def write_checkpoint(size: int, root: bytes, at: datetime, private: Ed25519PrivateKey) -> str:
    """The signed text of a tree head."""
    key = LogKey.of(private)
    moment = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    body = f"{key.name}\n{size}\n{base64.b64encode(root).decode()}\n{moment}\n"
    blob = base64.b64encode(key.id + private.sign(body.encode())).decode()
    return f"{body}\n— {key.name} {blob}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """Raises ``NoteError``. The signature is not looked at: ``is_signed_by`` does that."""
    found = BODY.fullmatch(text.replace("\r\n", "\n")) if len(text) <= LONGEST else None
    if found is None:
        raise NoteError("not a checkpoint")
    try:
        at = datetime.strptime(found["at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        root = _decoded(found["root"])
        signatures = tuple(
            (name, _decoded(blob))
            for _, name, blob in (line.split(" ") for line in found["signatures"].splitlines())
        )
    except ValueError as error:
        raise NoteError("not a checkpoint") from error
    return Checkpoint(
        found["origin"], int(found["size"]), root, at, found["body"], signatures, found[0]
    )


def _decoded(text: str) -> bytes:
    """The bytes whose only base 64 form is ``text``; bits that decoders ignore must be zero."""
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("not in canonical form")
    return data
