"""What is inside an envelope: the identity block, the letter as it came, the scans.

Content is the length of the JSON part in four bytes, that part in canonical form, then the
attachments one after the other. Padding to a few sizes hides how long it is.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from itertools import accumulate, pairwise
from typing import Any

from gandan.core.canonical import NotCanonicalError, canonical, read_canonical

KIB = 1024
SCHEMA = 1
LENGTH = 4
# Four-fold steps while they are cheap, then doubling, or a large scan would cost four-fold room.
BUCKETS = (
    *(KIB * 4**step for step in range(4)),
    *(64 * KIB * 2**step for step in range(1, 11)),
)
LARGEST = BUCKETS[-1] - 2 * LENGTH


class ContentError(Exception):
    """The content is too large, or is not what this version writes.

    ``code`` is ``too_large``, ``empty``, ``not_text`` or ``damaged``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Identity:
    """Who denounced and how to reach them (Law 25/2018/QH14, art. 56 keeps all of it secret).

    ``reference`` is the code on the receipt, so that those who open it see which letter it is;
    ``original_text`` is the letter before anything was struck out.
    """

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    id_number: str = ""
    contact: str = ""
    original_text: str = ""
    reference: str = ""
    note: str = ""

    def __repr__(self) -> str:
        """A name must not reach a log through a traceback."""
        return "Identity(…)"

    def strings(self) -> dict[str, str]:
        """What must not be found in a working copy, by the name of its field."""
        secret = ("name", "address", "phone", "email", "id_number", "contact")
        return {name: value for name in secret if (value := getattr(self, name).strip())}


@dataclass(frozen=True)
class Attachment:
    name: str
    media_type: str
    data: bytes

    def __repr__(self) -> str:
        return f"Attachment({len(self.data)} bytes)"


def pack(identity: Identity, attachments: Sequence[Attachment] = ()) -> bytes:
    """The content of an envelope, not padded yet. Raises ``ContentError``."""
    if not any(asdict(identity).values()) and not attachments:
        raise ContentError("empty")
    listed = [
        {
            "name": one.name,
            "type": one.media_type,
            "size": len(one.data),
            "sha256": hashlib.sha256(one.data).hexdigest(),
        }
        for one in attachments
    ]
    try:
        block = canonical({"identity": asdict(identity), "attachments": listed})
    except NotCanonicalError as error:
        raise ContentError("not_text") from error
    return b"".join([_length(block), block, *(one.data for one in attachments)])


def unpack(content: bytes) -> tuple[Identity, list[Attachment]]:
    """The identity and attachments of ``pack``. Raises ``ContentError``."""
    end = LENGTH + int.from_bytes(content[:LENGTH], "big")
    try:
        block = read_canonical(content[LENGTH:end])
        identity = _identity(block["identity"])
        attachments = _attachments(block["attachments"], content[end:])
    except (NotCanonicalError, KeyError, TypeError, ValueError) as error:
        raise ContentError("damaged") from error
    return identity, attachments


def pad(content: bytes) -> bytes:
    """``content`` behind its length, filled with zeros up to the next size."""
    whole = _length(content) + content if len(content) <= LARGEST else b""
    size = next((size for size in BUCKETS if whole and len(whole) <= size), None)
    if size is None:
        raise ContentError("too_large")
    return whole.ljust(size, b"\0")


def unpad(padded: bytes) -> bytes:
    """What ``pad`` was given; anything that it would not have written is refused."""
    end = LENGTH + int.from_bytes(padded[:LENGTH], "big")
    content = padded[LENGTH:end]
    if len(padded) not in BUCKETS or end > len(padded) or pad(content) != padded:
        raise ContentError("damaged")
    return content


def _length(part: bytes) -> bytes:
    return len(part).to_bytes(LENGTH, "big")


def _identity(block: Any) -> Identity:
    names = {field.name for field in fields(Identity)}
    if set(block) != names or not all(isinstance(value, str) for value in block.values()):
        raise ValueError("unknown fields")
    return Identity(**block)


def _attachments(listed: Any, rest: bytes) -> list[Attachment]:
    edges = [0, *accumulate(int(one["size"]) for one in listed)]
    if edges[-1] != len(rest) or any(end < start for start, end in pairwise(edges)):
        raise ValueError("sizes do not add up")
    found = [
        Attachment(str(one["name"]), str(one["type"]), rest[start:end])
        for one, (start, end) in zip(listed, pairwise(edges), strict=True)
    ]
    for one, attachment in zip(listed, found, strict=True):
        if hashlib.sha256(attachment.data).hexdigest() != one["sha256"]:
            raise ValueError("an attachment is damaged")
    return found
