"""`gandan verify`: recompute the audit log; exit 1 when anything does not agree."""

import argparse
import re
from pathlib import Path
from typing import Any

from gandan.commands import django_setup
from gandan.commands.console import EXIT_FAULTS, EXIT_OK, CommandError, say


def add(commands: Any) -> None:
    parser = commands.add_parser("verify", help="kiểm tra nhật ký và các bản đã chốt")
    parser.add_argument(
        "--against", type=Path, metavar="TỆP", help="mốc kiểm tra đã cất giữ ở nơi khác"
    )
    parser.add_argument("--checkpoint", type=Path, metavar="TỆP", help="ghi mốc mới ra tệp")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    django_setup.start()
    django_setup.require_migrated()
    from gandan.audit.services import chain_entries, verify
    from gandan.overview.verifying import digest_faults

    mark = _read_mark(args.against) if args.against else None
    chain_entries()
    result = verify(against=mark)
    faults = [*result.faults, *digest_faults()]
    for fault in faults:
        say(fault)
    say(f"Nhật ký: {result.entries} mục, mốc cuối {result.end[:16]}.")
    if args.checkpoint:
        args.checkpoint.write_text(f"gandan {result.entries} {result.end}\n", "ascii")
        say(f"Đã ghi mốc kiểm tra vào {args.checkpoint}. Cất tệp này ở nơi khác máy chủ.")
    say("Không khớp." if faults else "Mọi mục đều khớp.")
    return EXIT_FAULTS if faults else EXIT_OK


def _read_mark(path: Path) -> tuple[int, str]:
    try:
        found = re.fullmatch(r"gandan (\d+) ([0-9a-f]{64})\s*", path.read_text("ascii"))
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"Không đọc được mốc kiểm tra {path}: {error}") from error
    if not found:
        raise CommandError(f"{path} không phải mốc kiểm tra do gandan verify ghi.")
    return int(found[1]), found[2]
