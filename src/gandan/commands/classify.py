"""`gandan classify INPUT... --out FILE.jsonl`: suggested kind, field and topic of each letter."""

import argparse
from pathlib import Path
from typing import Any

from gandan.commands import inputs
from gandan.commands.compiling import tell_before_compiling
from gandan.commands.console import EXIT_OK, check_writable, existing, tell
from gandan.commands.lines import write_jsonl


def add(commands: Any) -> None:
    parser = commands.add_parser("classify", help="gợi ý loại đơn, lĩnh vực, nội dung")
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="tệp, thư mục hoặc .zip")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.jsonl")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    check_writable(args.out)
    loaded = inputs.load(existing(args.inputs))
    from gandan.synthesis import load_suggester

    tell_before_compiling()

    found = load_suggester().suggest(loaded.corpus.texts, reasons=False)
    rows = ({"id": item.id, **found.as_row(index)} for index, item in enumerate(loaded.items))
    count = write_jsonl(args.out, rows)
    unsure = int(found.abstained.sum())
    tell(f"Đã gợi ý cho {count} đơn; {unsure} đơn máy chưa đủ căn cứ. Kết quả: {args.out}")
    return EXIT_OK
