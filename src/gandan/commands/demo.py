"""`gandan demo`: the made-up city, as a file of letters or loaded into an empty database."""

import argparse
from collections.abc import Iterator
from datetime import date
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
    parser.add_argument(
        "--out",
        type=Path,
        metavar="FILE.jsonl",
        help="chỉ ghi ra tệp; là thư mục đã có thì ghi Parquet, mỗi tệp 50.000 đơn",
    )
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
        if path is not None and not (path is args.out and path.is_dir()):
            check_writable(path)
    from gandan.demo import write_letters

    progress = Progress("Tạo đơn mô phỏng")
    if args.out.is_dir():
        return _write_parts(args, progress)
    write_letters(args.out, args.letters, args.seed, truth_path=args.truth, progress=progress)
    progress.finish(args.letters)
    return EXIT_OK


def _write_parts(args: argparse.Namespace, progress: Progress) -> int:
    """Letters as partitions for `gandan digest --cluster`, in bounded memory."""
    if args.truth is not None:
        raise CommandError("--truth chỉ dùng khi ghi ra một tệp.")
    if any(args.out.iterdir()):
        raise CommandError(f"Thư mục {args.out} phải trống.")
    from gandan.cluster import write_parts
    from gandan.demo import generate

    def rows() -> Iterator[tuple[str, str, date, str, str, str]]:
        for number, (letter, _truth) in enumerate(generate(args.letters, args.seed), start=1):
            yield (
                letter.id, letter.text, letter.received_on, letter.place, letter.channel,
                letter.unit,
            )  # fmt: skip
            if number % 1000 == 0:
                progress(number, args.letters)

    write_parts(rows(), args.out, synthetic=True)
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
