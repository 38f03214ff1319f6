"""One run of the engine over texts without places; prints CPU seconds, writes the theme of each.

The first figure is for reading, vectors and themes, the second for all that a digest does before
it quotes: copies and suggestions too, and concerns of both levels.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

from gandan.synthesis import Corpus, find_copies, group_concerns, load_suggester
from gandan.synthesis.concerns import lay_vectors
from gandan.synthesis.themes import theme_numbers


def made(texts: list[str]) -> Corpus:
    days = np.full(len(texts), np.datetime64("2026-01-01", "D"))
    return Corpus([f"{i:09d}" for i in range(len(texts))], texts, days)


def themes(texts: list[str]) -> np.ndarray:
    corpus = made(texts)
    every = np.arange(len(texts))
    return theme_numbers(lay_vectors(corpus, every), corpus.reading.content)


def whole(texts: list[str]) -> int:
    corpus = made(texts)
    suggestions = load_suggester().suggest(corpus.texts, corpus.reading, reasons=False)
    found = group_concerns(corpus, find_copies(corpus), suggestions)
    held = [i for group in found.groups for i in group.letters] + found.singles
    assert sorted(held) == list(range(len(texts)))
    return len(found.groups)


def main(source: str, target: str) -> None:
    texts = json.loads(Path(source).read_text("utf-8"))
    whole(texts[:2_000])  # loads what was compiled before
    started = time.process_time()
    found = themes(texts)
    seconds = time.process_time() - started
    started = time.process_time()
    groups = whole(texts)
    everything = time.process_time() - started
    Path(target).write_text(json.dumps(found.tolist()))
    print(seconds, everything, groups)


if __name__ == "__main__":
    main(*sys.argv[1:])
