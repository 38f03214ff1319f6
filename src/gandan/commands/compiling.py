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
KINDS_TRIED = 3


def add(commands: Any) -> None:
    parser = commands.add_parser("compile", help="biên dịch sẵn bộ máy tổng hợp")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    from gandan.demo import generate
    from gandan.synthesis import Corpus, digest_to_json, synthesize
    from gandan.synthesis.compiling import not_kept, waiting

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
    _take_in_and_learn(list(corpus.texts))
    lost, left = not_kept(), waiting()
    tell(f"Đã biên dịch bộ máy trong {time.monotonic() - started:.0f} giây.")
    if lost:
        tell(
            f"Không ghi lại được {len(lost)} phần ({', '.join(lost)}): lần chạy sau biên dịch lại."
        )
    if more := len(left) - len(lost):
        tell(f"{more} phần ít dùng được biên dịch khi cần đến.")
    return EXIT_OK


def _take_in_and_learn(texts: list[str]) -> None:
    """What a digest does not do: index new letters, learn from confirmed ones, give reasons."""
    import numpy as np

    from gandan.synthesis import index_keys, load_suggester, read
    from gandan.synthesis.learning import Recipe, learn
    from gandan.synthesis.terms import terms_of

    index_keys(read(texts))
    terms_of(texts, texts)
    learn(texts, np.arange(len(texts)) % KINDS_TRIED, KINDS_TRIED, Recipe())
    load_suggester().suggest(texts[:FEW])


def tell_before_compiling() -> None:
    """Say why the first run takes longer, before it does."""
    from gandan.synthesis.compiling import waiting

    if len(waiting()) > FEW:
        tell("Lần chạy đầu sau khi cài: đang biên dịch bộ máy, khoảng nửa phút…")
