"""One run of one peer over letters, in the peers' own environment; no product code.

Usage: peer_copies.py NAME LETTERS.json GROUPS.json: prints CPU seconds; writes the group of each
letter. The letters come folded where the peer is tuned, and folding is not charged to it.
"""

import json
import re
import sys
import time
from itertools import pairwise
from pathlib import Path

WORD = re.compile(r"\w+")


def shingles(text, size):
    words = WORD.findall(text.lower())
    if size == 2:
        return {f"{a} {b}" for a, b in pairwise(words)} or set(words)
    return {" ".join(words[i : i + size]) for i in range(len(words) - size + 1)} or set(words)


def groups_of(count, pairs):
    parent = list(range(count))

    def find(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for a, b in pairs:
        a, b = find(a), find(b)
        parent[max(a, b)] = min(a, b)
    return [find(i) for i in range(count)]


def datasketch(texts, *, size, threshold, params):
    from datasketch import MinHash, MinHashLSH

    lsh = MinHashLSH(threshold=threshold, num_perm=128, params=params)
    sketches, pairs = [], []
    for i, text in enumerate(texts):
        sketch = MinHash(num_perm=128)
        sketch.update_batch([s.encode() for s in shingles(text, size)])
        for j in lsh.query(sketch):
            if params is None or sketch.jaccard(sketches[j]) >= threshold:
                pairs.append((j, i))
        lsh.insert(i, sketch, check_duplication=False)
        sketches.append(sketch)
    return pairs


def rensa(texts, *, size, threshold, bands):
    from rensa import RMinHash, RMinHashLSH

    lsh = RMinHashLSH(threshold=threshold, num_perm=128, num_bands=bands)
    sketches, pairs = [], []
    for i, text in enumerate(texts):
        sketch = RMinHash(num_perm=128, seed=42)
        sketch.update(list(shingles(text, size)))
        for j in lsh.query(sketch):
            if sketch.jaccard(sketches[j]) >= threshold:
                pairs.append((j, i))
        lsh.insert(i, sketch)
        sketches.append(sketch)
    return pairs


RUNS = {
    "datasketch": lambda texts: datasketch(texts, size=3, threshold=0.5, params=None),
    "datasketch, tuned": lambda texts: datasketch(texts, size=2, threshold=0.3, params=(64, 2)),
    "rensa": lambda texts: rensa(texts, size=3, threshold=0.5, bands=16),
    "rensa, tuned": lambda texts: rensa(texts, size=2, threshold=0.3, bands=64),
}


def main(name, source, target):
    texts = json.loads(Path(source).read_text("utf-8"))
    started = time.process_time()
    pairs = RUNS[name](texts)
    seconds = time.process_time() - started
    Path(target).write_text(json.dumps(groups_of(len(texts), pairs)))
    print(seconds)


if __name__ == "__main__":
    main(*sys.argv[1:])
