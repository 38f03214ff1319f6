"""What the station's commands share: passphrases, offline check, the screen."""

import argparse
import functools
import getpass
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gandan.commands.console import CommandError, say, tell

if TYPE_CHECKING:
    from gandan.audit.notes import LogKey
    from gandan.sealed.identity import Attachment, Identity
    from gandan.sealed.station import Holder

SERVER_KEY = "khoa-nhat-ky.txt"
ROUTES = (Path("/proc/net/route"), Path("/proc/net/ipv6_route"))
LABELS = {
    "reference": "Mã đơn",
    "name": "Họ tên",
    "address": "Địa chỉ",
    "phone": "Điện thoại",
    "email": "Thư điện tử",
    "id_number": "Số giấy tờ",
    "contact": "Cách liên lạc",
    "note": "Ghi chú",
    "original_text": "Đơn gốc",
}
Command = Callable[[argparse.Namespace], int]


def station_errors(command: Command) -> Command:
    """Tell what the station refuses in one sentence."""

    @functools.wraps(command)
    def run(args: argparse.Namespace) -> int:
        from gandan.sealed.identity import ContentError
        from gandan.sealed.station import StationError

        try:
            return command(args)
        except StationError as error:
            raise CommandError(str(error)) from error
        except ContentError as error:
            raise CommandError("Nội dung bên trong phong bì không đọc được.") from error

    return run


def asked(question: str) -> str:
    """What the person types; "" when nobody can answer."""
    sys.stderr.write(question)
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def passphrase_for(who: str) -> str:
    return getpass.getpass(f"Câu mật khẩu của {who}: ")


def new_passphrase() -> str:
    first = getpass.getpass("Câu mật khẩu (ít nhất 16 ký tự): ")
    if first != getpass.getpass("Nhập lại: "):
        raise CommandError("Hai lần nhập không giống nhau.")
    return first


def read_text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Không đọc được {path}: {error}") from error


def holder_at(path: Path) -> "Holder":
    """Ask for the passphrase of the key at ``path`` and open it."""
    from gandan.sealed.key_files import KeyFileError, public_of_private
    from gandan.sealed.station import load_holder

    try:
        owner = public_of_private(read_text(path)).owner
    except KeyFileError as error:
        raise CommandError(f"{path} không phải tệp khóa riêng, hoặc đã hỏng.") from error
    return load_holder(path, passphrase_for(owner))


def server_key(path: Path | None, beside: Path) -> "LogKey":
    """The server's public key, which the keepers compared when they got it."""
    from gandan.audit.notes import LogKey, NoteError

    path = path or beside.parent / SERVER_KEY
    if not path.is_file():
        raise CommandError(
            f"Cần khóa công khai của máy chủ: tải {SERVER_KEY} ở trang Người giữ khóa, "
            "so với quản trị rồi đặt cạnh tệp khóa, hoặc dùng --server-key."
        )
    try:
        return LogKey.read(read_text(path))
    except NoteError as error:
        raise CommandError(f"{path} không phải khóa công khai của máy chủ.") from error


def is_networked() -> bool:
    """Whether this machine has a way to another one, as far as the kernel tells."""
    for path in ROUTES:
        try:
            lines = path.read_text("ascii").splitlines()
        except OSError:
            continue
        if any(not re.search(r"(^|\s)(lo|Iface)(\s|$)", line) for line in lines):
            return True
    return False


def check_offline(allowed: bool) -> None:
    """Raises ``CommandError`` on a machine with a network, unless that was allowed."""
    if not is_networked():
        return
    if not allowed:
        raise CommandError(
            "Máy này đang nối mạng. Danh tính người tố cáo chỉ được mở trên máy không nối mạng; "
            "nếu đây là mạng nội bộ độc lập đã được phép, thêm --lan."
        )
    tell("CHÚ Ý: máy này đang nối mạng. Chỉ dùng với thông tin không thuộc bí mật nhà nước.")


def is_screen() -> bool:
    """Whether what is printed goes to a terminal, not into a file or a pipe."""
    return sys.stdout.isatty()


def check_screen() -> None:
    """Refuse to write an identity into a file by redirection."""
    if not is_screen():
        raise CommandError(
            "Danh tính chỉ hiện trên màn hình. Muốn ghi ra tệp đã mã hóa: --to KHÓA_NGƯỜI_ĐỌC.pub."
        )


def show_identity(identity: "Identity", attachments: "Sequence[Attachment]") -> None:
    check_screen()
    for name, label in LABELS.items():
        if value := getattr(identity, name):
            say(f"{label}: {value}")
    for one in attachments:
        say(f"Tệp kèm: {one.name} ({len(one.data)} byte)")
    tell("Xóa màn hình sau khi đọc.")


def write_attachments(attachments: "Sequence[Attachment]", folder: Path) -> None:
    """Write the scans where the reader asked for them, readable by the reader only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number, one in enumerate(attachments, 1):
        ending = re.sub(r"[^A-Za-z0-9.]", "", Path(one.name).suffix)[:10]
        path = folder / f"tep-{number}{ending}"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as out:
            out.write(one.data)
        tell(f"Đã ghi {path}. Xóa sau khi dùng xong.")
