"""Signed text files: what travels between the server and a keeper's station.

::

    GDSIGN1 order
    {"case":"VV-2026-000012",…}          canonical JSON on one line
    key 3f2a…
    signature 9c41…

The signature covers the three lines above it. Whether the key is trusted is for the reader.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gandan.core.canonical import NotCanonicalError, canonical, read_canonical
from gandan.sealed.keys import is_signed

LONGEST = 200_000
FORM = re.compile(
    r"(?P<message>GDSIGN1 (?P<kind>[a-z-]{1,40})\n(?P<payload>\{.*\})\nkey (?P<key>[0-9a-f]{64})\n)"
    r"signature (?P<signature>[0-9a-f]{128})\n?"
)
Sign = Callable[[bytes], bytes]


class SignedFileError(Exception):
    """The text is no signed file of the kind that is asked for, or was changed."""


@dataclass(frozen=True)
class Signed:
    """A file whose signature is right for ``key``; ``text`` is the file itself."""

    payload: Mapping[str, Any]
    key: bytes
    text: str

    @property
    def digest(self) -> str:
        return digest_of(self.text)


def digest_of(text: str) -> str:
    """How other files name this one."""
    return hashlib.sha256(text.encode()).hexdigest()


def write_signed(kind: str, payload: Mapping[str, Any], key: bytes, sign: Sign) -> str:
    """The text of ``payload``, signed by ``sign`` with the private half of ``key``."""
    message = f"GDSIGN1 {kind}\n{canonical(payload).decode()}\nkey {key.hex()}\n"
    return f"{message}signature {sign(message.encode()).hex()}\n"


def read_signed(kind: str, text: str) -> Signed:
    """Raises ``SignedFileError``."""
    text = text.replace("\r\n", "\n").strip("\n") + "\n"
    found = FORM.fullmatch(text) if len(text) <= LONGEST else None
    if found is None or found["kind"] != kind:
        raise SignedFileError("not a signed file of this kind")
    key = bytes.fromhex(found["key"])
    try:
        payload = read_canonical(found["payload"].encode())
    except (NotCanonicalError, UnicodeEncodeError) as error:
        raise SignedFileError("the content is not in its form") from error
    if not is_signed(key, bytes.fromhex(found["signature"]), found["message"].encode()):
        raise SignedFileError("the signature is wrong")
    return Signed(payload, key, text)


def read_all(kind: str, text: str) -> list[Signed]:
    """The signed files that stand one after the other in ``text``."""
    parts = text.replace("\r\n", "\n").split("GDSIGN1 ")
    if parts[0].strip():
        raise SignedFileError("something stands before the first file")
    return [read_signed(kind, "GDSIGN1 " + part) for part in parts[1:]]


def texts(payload: Mapping[str, Any], *names: str) -> list[str]:
    """The values of ``names``, which must be the only ones and all text."""
    if set(payload) != set(names) or not all(isinstance(payload[name], str) for name in names):
        raise SignedFileError("fields")
    return [payload[name] for name in names]
