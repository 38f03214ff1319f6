"""`gandan keys`: keys of keepers and readers, on an offline station; no database is opened."""

import argparse
import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gandan.commands.console import EXIT_FAULTS, EXIT_OK, CommandError, Progress, say, tell
from gandan.commands.station import (
    asked,
    check_offline,
    holder_at,
    new_passphrase,
    read_text,
    server_key,
    station_errors,
)

if TYPE_CHECKING:
    from gandan.sealed.identity import Attachment, Identity

BODIES = {
    "receiving": "bên tiếp nhận",
    "overseeing": "bên giám sát",
    "reader": "người đọc (không giữ khóa)",
}


def add(commands: Any) -> None:
    parser = commands.add_parser("keys", help="khóa của người giữ danh tính (trạm ngoại tuyến)")
    actions = parser.add_subparsers(title="việc", metavar="VIỆC", required=True)
    new = actions.add_parser("new", help="tạo khóa")
    new.add_argument("--out", type=Path, required=True, metavar="THƯ_MỤC")
    new.add_argument("--owner", required=True, metavar="HỌ_TÊN")
    new.add_argument("--body", required=True, choices=sorted(BODIES))
    new.add_argument("--suite", choices=["x25519", "mlkem768-x25519"], help="mặc định: mạnh nhất")
    new.set_defaults(run=run_new)
    show = actions.add_parser("show", help="xem khóa và các nhóm số để đọc cho nhau")
    show.add_argument("file", type=Path, metavar="TỆP")
    show.set_defaults(run=run_show)
    wrap = actions.add_parser("rewrap", help="trao ô khóa cho khóa mới, hoặc diễn tập")
    wrap.add_argument("request", type=Path, metavar="YÊU_CẦU")
    wrap.add_argument("--key", type=Path, required=True, metavar="TỆP.key")
    wrap.add_argument("--out", type=Path, required=True, metavar="TỆP")
    wrap.add_argument("--server-key", type=Path, metavar="TỆP", help="khóa công khai của máy chủ")
    _lan(wrap)
    wrap.set_defaults(run=run_rewrap)
    opened = actions.add_parser("open", help="mở tệp danh tính đã mã hóa cho người đọc")
    opened.add_argument("file", type=Path, metavar="TỆP")
    opened.add_argument("--key", type=Path, required=True, metavar="TỆP.key")
    opened.add_argument("--out", type=Path, metavar="THƯ_MỤC", help="nơi ghi tệp đính kèm")
    _lan(opened)
    opened.set_defaults(run=run_open)


def _lan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lan", action="store_true", help="máy này nằm trên mạng nội bộ độc lập, đã được phép"
    )


@station_errors
def run_new(args: argparse.Namespace) -> int:
    from gandan.sealed.key_files import SUITES
    from gandan.sealed.keys import Body
    from gandan.sealed.station import make_key_files

    tell("Khóa riêng được niêm phong bằng câu mật khẩu. Mất câu này là mất khóa.")
    passphrase = new_passphrase()
    suite = SUITES[args.suite] if args.suite else None
    private, public = make_key_files(args.out, args.owner, Body(args.body), passphrase, suite=suite)
    say(f"Khóa riêng: {private} (giữ kín, không chép lên máy có mạng)")
    say(f"Khóa công khai: {public} (gửi quản trị để đăng ký)")
    _show(public)
    return EXIT_OK


@station_errors
def run_show(args: argparse.Namespace) -> int:
    _show(args.file)
    return EXIT_OK


def _show(path: Path) -> None:
    from gandan.audit.notes import LogKey, NoteError
    from gandan.sealed.key_files import KeyFileError, public_of_private, read_public
    from gandan.sealed.keys import spoken, spoken_of_server

    text = read_text(path)
    with contextlib.suppress(NoteError):
        server = LogKey.read(text)
        say(f"Khóa ký của máy chủ {server.name}")
        say(f"Đọc cho nhau: {spoken_of_server(server.public)}")
        return
    try:
        key = public_of_private(text) if text.lstrip().startswith("{") else read_public(text)
    except KeyFileError as error:
        raise CommandError(f"{path} không phải tệp khóa, hoặc đã hỏng.") from error
    say(f"Người giữ: {key.owner}; {BODIES[key.body]}; loại khóa {key.suite.label}")
    say(f"Đọc cho nhau: {spoken(key.fingerprint)}")


@station_errors
def run_rewrap(args: argparse.Namespace) -> int:
    from gandan.sealed.keys import spoken
    from gandan.sealed.station import read_request, rewrap

    check_offline(args.lan)
    server = server_key(args.server_key, args.key)
    holder = holder_at(args.key)
    with _opened(args.request) as file:
        request = read_request(file, holder, server)
        for taker in request.takers:
            tell(f"Trao cho: {taker.owner}; {spoken(taker.fingerprint)}")
        if (
            request.takers
            and asked("Các nhóm số trên đúng như người nhận đọc? (đúng/sai): ") != "đúng"
        ):
            raise CommandError("Dừng lại, chưa trao gì. Xác nhận lại khóa với người nhận.")
        if not request.takers:
            tell("Diễn tập: chỉ thử mở, không trao cho ai.")
        progress = Progress("Trao ô khóa", "phong bì")
        part = args.out.with_name(f".{args.out.name}.part")
        with part.open("wb") as out:
            done, failed = rewrap(
                file, out, request, holder, now=datetime.now(UTC), progress=progress
            )
            out.flush()
            os.fsync(out.fileno())
        part.replace(args.out)
    say(f"Mở được {done} phong bì, không mở được {failed}. Chép {args.out} về máy chủ.")
    return EXIT_FAULTS if failed else EXIT_OK


def _opened(path: Path) -> Any:
    try:
        return path.open("rb")
    except OSError as error:
        raise CommandError(f"Không đọc được {path}: {error}") from error


@station_errors
def run_open(args: argparse.Namespace) -> int:
    from gandan.commands.station import show_identity, write_attachments
    from gandan.sealed.handover import HandoverError, read_for_reader
    from gandan.sealed.identity import unpack

    check_offline(args.lan)
    holder = holder_at(args.key)
    try:
        content = read_for_reader(args.file.read_bytes(), holder.key)
    except (HandoverError, OSError) as error:
        raise CommandError(f"{args.file} không phải cho khóa này, hoặc đã hỏng.") from error
    found: tuple[Identity, list[Attachment]] = unpack(content)
    show_identity(*found)
    if args.out:
        write_attachments(found[1], args.out)
    return EXIT_OK
