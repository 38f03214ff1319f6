"""`gandan doctor`: is this installation sound? One line each, with what to do."""

import argparse
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from typing import Any

from gandan.commands import django_setup
from gandan.commands.console import EXIT_FAULTS, EXIT_OK, CommandError, say

FREE_MIB = 500
Check = tuple[bool, str]


def add(commands: Any) -> None:
    parser = commands.add_parser("doctor", help="kiểm tra máy và cài đặt")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    django_setup.start()
    sound = True
    for good, sentence in checks():
        say(f"{'Được ' if good else 'HỎNG'}  {sentence}")
        sound = sound and good
    return EXIT_OK if sound else EXIT_FAULTS


def checks() -> Iterator[Check]:
    yield sys.version_info >= (3, 11), f"Python {sys.version.split()[0]}"
    yield from _storage()
    yield from _database()
    yield from _keepers()
    yield from _law()
    yield from _documents()


def _storage() -> Iterator[Check]:
    from django.conf import settings

    folder = settings.DATA
    free = shutil.disk_usage(folder).free // 2**20
    yield free >= FREE_MIB, f"Thư mục dữ liệu {folder}, còn trống {free} MiB"
    for name in ("secret_key", "signing_key"):
        key = folder / name
        if key.exists():
            open_to_others = key.stat().st_mode & 0o077
            yield not open_to_others, f"Khóa {name} chỉ chủ máy đọc được"
    # The made-up city has its keepers' keys in a folder of their own; nobody else may.
    private = [path for path in folder.rglob("*.key") if path.parent.name != "demo-keepers"]
    found = f"Khóa riêng nằm trên máy chủ: {private[0]}. Chuyển ra trạm." if private else ""
    yield not private, found or "Không có khóa riêng của người giữ trên máy chủ"


def _database() -> Iterator[Check]:
    from django.db import connection

    from gandan.config.sqlite import FIXED_IN

    try:
        django_setup.require_migrated()
    except CommandError as error:
        yield False, str(error)
        return
    yield True, f"Cơ sở dữ liệu {connection.vendor} đã cập nhật"
    if connection.vendor == "sqlite":
        version = connection.Database.sqlite_version_info  # type: ignore[attr-defined]
        number = ".".join(map(str, version))
        yield version >= FIXED_IN, f"SQLite {number} (cần từ 3.51.3 để ghi WAL an toàn)"
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA quick_check")
            (answer,) = cursor.fetchone()
        yield answer == "ok", f"Kiểm tra tệp dữ liệu: {answer}"
    from gandan.jobs.models import Job, State

    dead = Job.objects.filter(state=State.DEAD).count()
    yield dead == 0, f"Việc nền hỏng: {dead}" + (" (xem trang Việc nền)" if dead else "")
    yield from _mail()


def _mail() -> Iterator[Check]:
    from gandan.notices.models import Mail, MailState
    from gandan.notices.services.outbox import mail_is_on

    if not mail_is_on():
        # Not a fault: notices on the desk and the calendar work without a mail server.
        yield True, "Chưa cài đặt gửi thư (GANDAN_MAIL)"
        return
    dead = Mail.objects.filter(state=MailState.DEAD).count()
    yield dead == 0, f"Thư không gửi được: {dead}" + (" (xem trang Thư nhắc việc)" if dead else "")


def _keepers() -> Iterator[Check]:
    from gandan.sealed.selectors import count_weak, readiness
    from gandan.units.policy import today

    state = readiness(today())
    if not state.can_seal:
        # Not a fault: an office that takes no denunciations needs no keys.
        yield True, f"Chưa niêm phong được danh tính: chưa có khóa của {state.missing_names}"
        return
    yield (
        not state.thin,
        "Người giữ khóa" + (f": chỉ một ở {state.thin_names}" if state.thin else ""),
    )
    weak = count_weak(today())
    yield weak == 0, f"Phong bì có dưới hai khóa đang dùng ở một bên: {weak}"


def _law() -> Iterator[Check]:
    """The calendar of this year must stand; the next year's is told, it comes in autumn."""
    from gandan.law.selectors import current_rules
    from gandan.units.policy import today

    try:
        django_setup.require_migrated()
    except CommandError:
        return
    calendar, year = current_rules().calendar, today().year
    yield calendar.is_confirmed(year), f"Lịch nghỉ năm {year} đã có thông báo chính thức"
    if not calendar.is_confirmed(year + 1):
        yield True, f"Lịch nghỉ năm {year + 1} chưa có thông báo; xem trang Lịch làm việc"


def _documents() -> Iterator[Check]:
    from gandan.documents import fonts_present

    yield fonts_present(), "Phông chữ văn bản Tinos có đủ"
    yield ocr_check()
    yield sqlite3.sqlite_version_info > (3, 9), "Tìm kiếm toàn văn có sẵn"


def ocr_check() -> Check:
    """Reading letters in scans is an extra: its absence is told, never a fault."""
    from gandan.papers import scanning

    if found := scanning.ocr_program():
        return True, f"Đọc chữ trong bản quét: {found}, tiếng Việt"
    install = "apt install tesseract-ocr tesseract-ocr-vie"
    return True, f"Đọc chữ trong bản quét: chưa cài, không bắt buộc ({install})"
