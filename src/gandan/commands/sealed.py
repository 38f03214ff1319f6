"""`gandan sealed`: hand slots of sealed identities over, on the server; it opens nothing.

Counts of envelopes are told here and on no page: how many there are is not for everybody.
"""

import argparse
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from gandan.commands import django_setup
from gandan.commands.console import (
    EXIT_FAULTS,
    EXIT_OK,
    CommandError,
    Progress,
    check_writable,
    say,
)
from gandan.commands.people import person_named

FAULTS = {
    "opener": "Khóa này chưa được xác nhận nên chưa có ô nào.",
    "taker": "Chỉ trao cho khóa đang dùng, cùng bên giữ và khác khóa trao.",
    "answer": "Tệp không phải kết quả của trạm cho một yêu cầu ở đây, hoặc đã bị sửa.",
    "changed": "Kết quả nói về phong bì không có ở đây hoặc đã khác lúc gửi. Lập yêu cầu mới.",
    "thin": "Còn phong bì chỉ có ô của khóa này. Trao ô khóa cho khóa khác trước.",
    "open": "Khóa còn đang dùng. Cho thôi dùng ở trang Người giữ khóa trước.",
}


def add(commands: Any) -> None:
    parser = commands.add_parser("sealed", help="trao ô khóa của danh tính niêm phong (máy chủ)")
    actions = parser.add_subparsers(title="việc", metavar="VIỆC", required=True)
    request = actions.add_parser("request", help="ghi yêu cầu cho trạm; không có --to là diễn tập")
    request.add_argument("--from", dest="opener", required=True, metavar="MÃ_KHÓA")
    request.add_argument("--to", action="append", default=[], metavar="MÃ_KHÓA")
    request.add_argument("--out", type=Path, required=True, metavar="TỆP")
    request.set_defaults(run=run_request)
    answer = actions.add_parser("import", help="nhận kết quả của trạm; chạy lại không sao")
    answer.add_argument("file", type=Path, metavar="TỆP")
    answer.set_defaults(run=run_import)
    records = actions.add_parser("records", help="nhận sổ dùng khóa (.records)")
    records.add_argument("file", type=Path, metavar="TỆP")
    records.set_defaults(run=run_records)
    remove = actions.add_parser("remove", help="xóa ô của khóa đã thôi dùng hoặc đã mất")
    remove.add_argument("key", metavar="MÃ_KHÓA")
    remove.set_defaults(run=run_remove)
    listed = actions.add_parser("keys", help="các khóa và số phong bì thiếu ô")
    listed.set_defaults(run=run_keys)
    for action in (request, answer, records, remove):
        action.add_argument("--by", metavar="TÊN", help="tên đăng nhập của người làm")


def _refusals(command: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    def run(args: argparse.Namespace) -> int:
        django_setup.start()
        django_setup.require_migrated()
        from gandan.sealed.services.rewrapping import RewrapRefusedError

        try:
            return command(args)
        except RewrapRefusedError as error:
            raise CommandError(FAULTS[error.code]) from error

    return run


def _key(written: str) -> Any:
    from gandan.sealed.models import KeeperKey

    found = list(KeeperKey.objects.filter(fingerprint__startswith=written.lower())[:2])
    if len(written) < 6 or len(found) != 1:
        raise CommandError(f"Không có đúng một khóa mang mã {written}. Xem: gandan sealed keys")
    return found[0]


@_refusals
def run_request(args: argparse.Namespace) -> int:
    from gandan.sealed.services.rewrapping import write_request
    from gandan.units.policy import today

    check_writable(args.out)
    progress = Progress("Ghi yêu cầu", "phong bì")
    takers = [_key(one) for one in args.to]
    part = args.out.with_name(f".{args.out.name}.part")
    try:
        with part.open("wb") as out:
            change = write_request(
                _key(args.opener),
                takers,
                out,
                by=person_named(args.by),
                day=today(),
                progress=progress,
            )
            out.flush()
            os.fsync(out.fileno())
        part.replace(args.out)
    finally:
        part.unlink(missing_ok=True)
    say(f"Yêu cầu {change.code}: {args.out}. Chép sang trạm: gandan keys rewrap {args.out.name} …")
    return EXIT_OK


@_refusals
def run_import(args: argparse.Namespace) -> int:
    from gandan.sealed.services.rewrapping import import_answer
    from gandan.units.policy import today

    progress = Progress("Nhận kết quả", "phong bì")
    try:
        file = args.file.open("rb")
    except OSError as error:
        raise CommandError(f"Không đọc được {args.file}: {error}") from error
    with file:
        found = import_answer(file, by=person_named(args.by), day=today(), progress=progress)
    say(f"Đã ghi {found.made} ô khóa; {found.failed} phong bì trạm không mở được.")
    return EXIT_FAULTS if found.failed else EXIT_OK


@_refusals
def run_records(args: argparse.Namespace) -> int:
    from gandan.sealed.services.recording import RecordsRefusedError, import_records

    try:
        text = args.file.read_text("utf-8")
        found = import_records(text, by=person_named(args.by))
    except (OSError, UnicodeDecodeError, RecordsRefusedError) as error:
        raise CommandError(
            f"{args.file} không phải sổ dùng khóa của một khóa đã đăng ký, hoặc đã bị sửa."
        ) from error
    say(f"Biên bản mới: {found.new}; đã có: {found.known}.")
    return EXIT_OK


@_refusals
def run_remove(args: argparse.Namespace) -> int:
    from gandan.sealed.services.rewrapping import remove_slots
    from gandan.units.policy import today

    count = remove_slots(_key(args.key), by=person_named(args.by), day=today())
    say(f"Đã xóa {count} ô khóa. Bản sao lưu cũ vẫn còn các ô này cho đến khi bị hủy.")
    return EXIT_OK


@_refusals
def run_keys(args: argparse.Namespace) -> int:
    from gandan.sealed.models import KeeperKey
    from gandan.sealed.selectors import ENOUGH, count_weak
    from gandan.units.policy import today

    for key in KeeperKey.objects.order_by("body", "id"):
        say(f"{key.short}  {key.get_body_display()}, {key.owner}: {key.get_state_display()}")
    weak = count_weak(today())
    say(f"Phong bì có dưới {ENOUGH} khóa đang dùng ở một bên: {weak}.")
    return EXIT_FAULTS if weak else EXIT_OK
