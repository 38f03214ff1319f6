"""Zip containers: what may be unpacked, and what is refused before it is."""

import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO

from gandan.core.readers.model import MIB, Limits
from gandan.vietnamese import decode

LEAST_BOMB = 10 * MIB
ENCRYPTED = 0x1
UTF8_NAME = 0x800
PIECE = 1 << 20


@dataclass(frozen=True)
class Fault:
    code: str
    message: str


class BombError(ValueError):
    """A member unpacks to more than the archive says of it."""


def check_zip(packed: zipfile.ZipFile, limits: Limits) -> Fault | None:
    """Look at the directory of a zip only; nothing is unpacked."""
    members = packed.infolist()
    if len(members) > limits.members:
        message = f"Tệp nén có hơn {limits.members} tệp bên trong. Chia thành nhiều tệp rồi nạp."
        return Fault("too_many_members", message)
    total = sum(member.file_size for member in members)
    if total > limits.unpacked:
        size = limits.unpacked // MIB
        message = f"Tệp nén bung ra lớn hơn {size} MB nên không mở. Chia nhỏ rồi nạp lại."
        return Fault("zip_bomb", message)
    for member in members:
        packed_size = max(1, member.compress_size)
        if member.file_size > max(LEAST_BOMB, packed_size * limits.compression):
            return Fault("zip_bomb", "Tệp nén có phần bung ra lớn bất thường nên không mở.")
    return None


def check_member(member: zipfile.ZipInfo) -> Fault | None:
    """Whether one member may be read: no way out of the folder, no link, no password."""
    name = member.orig_filename.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or name[1:2] == ":" or "\x00" in name:
        return Fault("zip_slip", "Tên tệp chỉ ra ngoài thư mục nên không đọc.")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return Fault("zip_link", "Mục này là liên kết, không phải tệp, nên không đọc.")
    if kind not in {0, stat.S_IFREG}:
        return Fault("zip_link", "Mục này không phải tệp thường nên không đọc.")
    if member.flag_bits & ENCRYPTED:
        return Fault("encrypted", "Tệp có mật khẩu. Bỏ mật khẩu rồi nạp lại.")
    return None


def member_name(member: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 mark were written in whatever encoding; read them again."""
    if member.flag_bits & UTF8_NAME or member.filename.isascii():
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    found = decode(raw)
    return found.text if found.encoding == "utf-8" or found.confidence > 0.5 else member.filename


def unpack(packed: zipfile.ZipFile, member: zipfile.ZipInfo, into: IO[bytes]) -> None:
    """Copy a member, counting what really comes. Raises ``BombError`` and zipfile's errors."""
    left = member.file_size
    for piece in _pieces(packed, member):
        left -= len(piece)
        if left < 0:
            raise BombError
        into.write(piece)


def _pieces(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(member) as source:
        while piece := source.read(PIECE):
            yield piece
