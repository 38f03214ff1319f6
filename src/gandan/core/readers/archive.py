"""Zip containers: what may be unpacked, and what is refused before it is."""

import stat
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from gandan.core.readers.model import Limits


@dataclass(frozen=True)
class Fault:
    code: str
    message: str


def check_zip(packed: zipfile.ZipFile, limits: Limits) -> Fault | None:
    """Look at the directory of a zip only; nothing is unpacked."""
    members = packed.infolist()
    if len(members) > limits.members:
        return Fault("too_many_members", f"Tệp nén có hơn {limits.members} tệp bên trong.")
    total = sum(member.file_size for member in members)
    if total > limits.unpacked:
        size = limits.unpacked // 1024**2
        return Fault("zip_bomb", f"Tệp nén bung ra lớn hơn {size} MB nên không mở.")
    for member in members:
        if (
            member.file_size > 10 * 1024**2
            and member.file_size > member.compress_size * limits.compression
        ):
            return Fault("zip_bomb", "Tệp nén có phần bung ra lớn bất thường nên không mở.")
    return None


def check_member(member: zipfile.ZipInfo) -> Fault | None:
    """Whether one member may be read: no way out of the folder, no link, no password."""
    name = member.filename.replace("\\", "/")
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":"):
        return Fault("zip_slip", "Tên tệp chỉ ra ngoài thư mục nên không đọc.")
    if stat.S_ISLNK(member.external_attr >> 16):
        return Fault("zip_link", "Mục này là liên kết, không phải tệp, nên không đọc.")
    if member.flag_bits & 1:
        return Fault("encrypted", "Tệp có mật khẩu. Bỏ mật khẩu rồi nạp lại.")
    return None
