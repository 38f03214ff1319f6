"""`gandan duplicates INPUT... --out FILE.jsonl`: groups of exact and near copies."""

import argparse
from pathlib import Path
from typing import Any

from gandan.commands import inputs
from gandan.commands.compiling import tell_before_compiling
from gandan.commands.console import EXIT_OK, check_writable, existing, tell
from gandan.commands.lines import write_jsonl


def add(commands: Any) -> None:
    parser = commands.add_parser("duplicates", help="tìm đơn trùng và gần trùng")
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="tệp, thư mục hoặc .zip")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.jsonl")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    check_writable(args.out)
    loaded = inputs.load(existing(args.inputs))
    from gandan.synthesis import find_copies

    tell_before_compiling()

    copies = find_copies(loaded.corpus)
    count = write_jsonl(args.out, copies.as_rows())
    tell(f"Tìm thấy {count} nhóm trùng trong {len(loaded.items)} đơn. Kết quả: {args.out}")
    return EXIT_OK
