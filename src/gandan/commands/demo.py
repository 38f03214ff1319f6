"""`gandan demo`: the made-up city, as a file of letters or loaded into an empty database."""

import argparse
from pathlib import Path
from typing import Any

from gandan.commands import django_setup
from gandan.commands.console import (
    EXIT_OK,
    CommandError,
    Progress,
    check_writable,
    say,
    tell,
)

LETTERS = 2_000
SEED = 20260630


def add(commands: Any) -> None:
    parser = commands.add_parser("demo", help="thành phố mô phỏng: tạo đơn hoặc nạp vào sổ")
    parser.add_argument("--letters", type=int, default=LETTERS, metavar="N")
    parser.add_argument("--seed", type=int, default=SEED, metavar="S")
    parser.add_argument("--out", type=Path, metavar="FILE.jsonl", help="chỉ ghi ra tệp")
    parser.add_argument("--truth", type=Path, metavar="FILE", help="ghi đáp án ra tệp")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.letters < 1:
        raise CommandError("--letters phải từ 1 trở lên.")
    if args.out is None and args.truth is None:
        return _load(args.letters, args.seed)
    if args.out is None:
        raise CommandError("--truth cần đi cùng --out.")
    for path in (args.out, args.truth):
        if path is not None:
            check_writable(path)
    from gandan.demo import write_letters

    progress = Progress("Tạo đơn mô phỏng")
    write_letters(args.out, args.letters, args.seed, truth_path=args.truth, progress=progress)
    progress.finish(args.letters)
    return EXIT_OK


def _load(letters: int, seed: int) -> int:
    django_setup.start()
    django_setup.require_migrated()
    if not load_if_empty(letters, seed):
        raise CommandError("Cơ sở dữ liệu đã có đơn vị; dữ liệu mô phỏng chỉ nạp vào chỗ trống.")
    from gandan.demo.loading import sign_ins

    for line in sign_ins():
        say(line)
    return EXIT_OK


def load_if_empty(letters: int = LETTERS, seed: int = SEED) -> bool:
    """Load the demo city unless there are units already; say whether it was loaded."""
    from gandan.units.models import Unit

    if Unit.objects.exists():
        return False
    from gandan.demo.loading import load

    tell("Nạp thành phố mô phỏng Minh Hà…")
    load(letters, seed, tell=tell)
    return True
