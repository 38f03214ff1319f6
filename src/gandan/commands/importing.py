"""`gandan import INPUT... --unit CODE`: files into the register; the same file adds nothing."""

import argparse
from typing import Any

from gandan.commands import django_setup
from gandan.commands.console import (
    EXIT_OK,
    CommandError,
    Progress,
    existing,
    say,
    tell,
)
from gandan.commands.people import person_named

SHOWN_PROBLEMS = 20


def add(commands: Any) -> None:
    parser = commands.add_parser("import", help="nạp tệp đơn vào sổ")
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="tệp, thư mục hoặc .zip")
    parser.add_argument("--unit", metavar="MÃ", help="mã đơn vị nhận đơn")
    parser.add_argument("--by", metavar="TÊN", help="tên đăng nhập của người nạp")
    parser.add_argument(
        "--no-examine", action="store_true", help="chưa chạy gợi ý phân loại và tìm bản sao"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    paths = existing(args.inputs)
    django_setup.start()
    django_setup.require_migrated()
    from gandan.casework.services.examining import examine
    from gandan.casework.services.importing import import_paths

    progress = Progress("Nạp vào sổ", "dòng")
    batch = import_paths(
        paths,
        unit=_unit(args.unit),
        by=person_named(args.by),
        name=", ".join(path.name for path in paths),
        progress=progress,
    )
    progress.finish(batch.rows)
    for problem in batch.problems.all()[:SHOWN_PROBLEMS]:
        tell(f"{problem.address}: {problem.message}")
    if not args.no_examine and batch.added:
        tell("Gợi ý phân loại và tìm bản sao…")
        examine()
    say(
        f"Đọc {batch.rows} đơn: thêm {batch.added}, đã có {batch.already_there}; "
        f"{batch.problems_count} chỗ cần xem."
    )
    return EXIT_OK


def _unit(code: str | None) -> Any:
    from gandan.units.models import Unit

    if code is None:
        first = Unit.objects.filter(versions__parent=None, versions__until=None).first()
        if first is None:
            raise CommandError("Chưa có đơn vị nào. Nạp danh mục đơn vị: gandan units load")
        return first
    found = Unit.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"Không có đơn vị mang mã {code}.")
    return found
