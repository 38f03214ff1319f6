"""Is a new letter a copy? Answered from the index in the database, on both databases.

Runs itself once for each database: the index alone is filled with the keys of synthetic letters,
then new letters, half of them edited copies, are asked about. Texts of the letters that the index
names come from memory; the product fetches these 48 rows by their primary keys.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import table

LETTERS = int(os.environ.get("BENCH_ONLINE_LETTERS", 1_000_000))
ASKED, BLOCK, SEED = 400, 20_000, 31
ROWS = 1 << 18


def main() -> None:
    from bench.register import databases

    lines = [
        f"{LETTERS:,} synthetic letters in the index; {ASKED} letters asked about, half of them",
        "edited copies (slips 10 %, no diacritics, header), from text to links; the 48 letters that",
        "the index names at most come from memory. Wall time, and time of this process on a core.",
        "",
        "| database | p95 | median | on a core: p95 | median | copies found | target |",
        "|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        for name, address in databases(Path(folder)):
            environment = {"GANDAN_DATABASE": address, "GANDAN_DATA": str(Path(folder) / name)}
            Path(folder, name).mkdir()
            done = subprocess.run(
                [sys.executable, "-m", "bench.online", "ask"],
                env=os.environ | environment, check=True, capture_output=True, text=True,
            )  # fmt: skip
            *times, found = done.stdout.split()[-5:]
            cells = " | ".join(f"{value} ms" for value in times)
            lines.append(f"| {name} | {cells} | {found} | 20 ms |")
            print(lines[-1], file=sys.stderr)
    print(table.write("online", "Copies online", lines, table.installed("django", "numpy")))


def ask() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandan.config.settings")
    os.environ.setdefault("GANDAN_LOCAL", "1")
    import django

    django.setup()
    from gandan.demo import generate
    from gandan.demo.distortions import NOTES, misspell, without_marks

    letters = [(letter.text, letter.received_on) for letter, _truth in generate(LETTERS, SEED)]
    _fill([text for text, _day in letters])
    rng = random.Random(SEED)
    edits = (lambda t: misspell(t, rng, 0.1), without_marks, lambda t: NOTES[0] + t)
    long_enough = [i for i, (text, _day) in enumerate(letters) if len(text) > 150]
    walls, cores, found = [], [], 0
    for k in range(ASKED + 20):
        own = rng.choice(long_enough)
        text, day = letters[own]
        text = rng.choice(edits)(text) if k % 2 else text
        started, on_core = time.perf_counter(), time.process_time()
        links = _links(text, day, 0 if k % 2 else own + 1, letters)
        if k >= 20:
            walls.append(1000 * (time.perf_counter() - started))
            cores.append(1000 * (time.process_time() - on_core))
            found += bool(k % 2 and links)
    print(*map("{:.1f}".format, [*_middle(walls), *_middle(cores)]), f"{2 * found / ASKED:.3f}")


def _middle(times: list[float]) -> tuple[float, float]:
    times.sort()
    return times[int(0.95 * len(times))], statistics.median(times)


def _links(text, day, own, letters):
    """What registering asks: which letters share the rarest keys, and are they copies?"""
    import numpy as np

    from gandan.casework.copy_index import COPY_INDEX
    from gandan.casework.corpus import corpus_of
    from gandan.synthesis import find_copies

    near = COPY_INDEX.sharing(text, without=own)
    rows = [(0, text, day, ""), *((pk, *letters[pk - 1], "") for pk in near)]
    return [x for x in find_copies(corpus_of(rows), np.zeros(0, np.uint64)).links() if 0 in x[:2]]


def _fill(texts):
    """Create the index and put the keys of all letters into it, numbered from one."""
    import numpy as np
    from django.db import connection

    from gandan.casework.copy_index import COPY_INDEX
    from gandan.synthesis import index_keys, read

    keys, owners = [], []
    for low in range(0, len(texts), BLOCK):
        own, start = index_keys(read(texts[low : low + BLOCK]))
        keys.append(own)
        owners.append(low + 1 + np.repeat(np.arange(len(start) - 1), np.diff(start)))
    key, owner = np.concatenate(keys), np.concatenate(owners)
    order = np.lexsort((owner, key))
    key, owner = key[order], owner[order]
    with connection.schema_editor() as editor:
        COPY_INDEX.create(editor)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            into = f"COPY {COPY_INDEX.name} (key, submission) FROM STDIN (FORMAT BINARY)"
            with cursor.copy(into) as copy:
                for part in _binary(key, owner):
                    copy.write(part)
            cursor.execute("VACUUM ANALYZE")
        else:
            # Past Django, which takes three times as long.
            rows = zip(key.tolist(), owner.tolist(), strict=True)
            connection.connection.executemany(f"INSERT INTO {COPY_INDEX.name} VALUES (?, ?)", rows)
            cursor.execute("ANALYZE")


def _binary(key, owner):
    """The rows as PostgreSQL's binary format has them: a header, each field behind its length."""
    import numpy as np

    yield b"PGCOPY\n\xff\r\n\0" + bytes(8)
    for low in range(0, len(key), ROWS):
        own = slice(low, low + ROWS)
        rows = np.zeros(len(key[own]), ">i2,>i4,>i8,>i4,>i8")
        rows["f0"], rows["f1"], rows["f3"] = 2, 8, 8
        rows["f2"], rows["f4"] = key[own], owner[own]
        yield rows.tobytes()
    yield b"\xff\xff"


if __name__ == "__main__":
    ask() if sys.argv[1:] == ["ask"] else main()
