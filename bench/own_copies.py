"""One run of the engine over the same letters, in a process of its own; prints CPU seconds."""

import json
import sys
import time
from pathlib import Path

import numpy as np

from gandan.synthesis import Corpus, find_copies


def main(source: str, target: str) -> None:
    texts = json.loads(Path(source).read_text("utf-8"))
    days = np.full(len(texts), np.datetime64("2026-01-01", "D"))
    ids = [f"{i:09d}" for i in range(len(texts))]
    find_copies(Corpus(ids[:500], texts[:500], days[:500]))  # loads what was compiled before
    started = time.process_time()
    found = find_copies(Corpus(ids, texts, days))
    seconds = time.process_time() - started
    Path(target).write_text(json.dumps(found.head.tolist()))
    print(seconds, found.pairs_examined)


if __name__ == "__main__":
    main(*sys.argv[1:])
