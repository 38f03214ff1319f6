"""`gandan compile`: compile the engine's loops ahead, so that the first run is as quick as any.

After installing, an installation whose folder will be read-only is compiled once by the person
who installs it; what was compiled lies in the package's own folder.
"""

import argparse
import time
from typing import Any

from gandan.commands.console import EXIT_OK, tell

# Some loops are needed by unusual letters only.
FEW = 5


def add(commands: Any) -> None:
    parser = commands.add_parser("compile", help="biên dịch sẵn bộ máy tổng hợp")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from gandan.demo import generate
    from gandan.synthesis import Corpus, digest_to_json, synthesize
    from gandan.synthesis.compiling import waiting

    started = time.monotonic()
    letters = [letter for letter, _truth in generate(300, 1)]
    days = [letter.received_on.isoformat() for letter in letters]
    corpus = Corpus(
        [letter.id for letter in letters],
        [letter.text for letter in letters],
        days,  # type: ignore[arg-type]
        [letter.place for letter in letters],
    )
    digest_to_json(synthesize(corpus))
    left = ", ".join(waiting())
    kept = f" Chưa lưu được: {left}." if left else ""
    tell(f"Đã biên dịch bộ máy trong {time.monotonic() - started:.0f} giây.{kept}")
    return EXIT_OK


def tell_before_compiling() -> None:
    """Say why the first run takes longer, before it does."""
    from gandan.synthesis.compiling import waiting

    if len(waiting()) > FEW:
        tell("Lần chạy đầu sau khi cài: đang biên dịch bộ máy, khoảng nửa phút…")
