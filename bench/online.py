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
ASKED, WARMING, BLOCK, SEED = 400, 20, 20_000, 31
ROWS = 1 << 18


def main() -> None:
    from bench.register import databases

    lines = [
        f"{LETTERS:,} synthetic letters in the index; {ASKED} letters asked about, half of them",
        "edited copies (slips 10 %, no diacritics, header), from text to links; the 48 letters that",
        "the index names at most come from memory. Wall time, and time of this process on a core.",
        "",
        "| database | p95 | median | on a core: p95 | median | copies found | linked by the batch | "
        "of these found | target |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        for name, address in databases(Path(folder)):
            environment = {"GANDAN_DATABASE": address, "GANDAN_DATA": str(Path(folder) / name)}
            Path(folder, name).mkdir()
            done = subprocess.run(
                [sys.executable, "-m", "bench.online", "ask"],
                env=os.environ | environment, check=True, capture_output=True, text=True,
            )  # fmt: skip
            *times, found, linked, same = done.stdout.split()[-7:]
            cells = " | ".join(f"{value} ms" for value in times)
            lines.append(f"| {name} | {cells} | {found} | {linked} | {same} | 20 ms |")
            print(lines[-1], file=sys.stderr)
    print(table.write("online", "Copies online", lines, table.installed("django", "numpy")))


def ask() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandan.config.settings")
    os.environ.setdefault("GANDAN_LOCAL", "1")
    import django

    django.setup()
    from gandan.demo import generate

    letters = [(letter.text, letter.received_on) for letter, _truth in generate(LETTERS, SEED)]
    asked = _questions(letters)
    common, groups = _whole_register(letters, asked)
    _fill([text for text, _day in letters])
    walls, cores, found, same = [], [], 0, 0
    for k, (own, text, is_edited) in enumerate(asked):
        day = letters[own][1]
        started, on_core = time.perf_counter(), time.process_time()
        links = _links(text, day, 0 if is_edited else own + 1, letters, common)
        if k >= WARMING:
            walls.append(1000 * (time.perf_counter() - started))
            cores.append(1000 * (time.process_time() - on_core))
        if is_edited:
            found += bool(links)
            same += k in groups and any(pk - 1 in groups[k] for x in links for pk in x[:2])
    print(*map("{:.1f}".format, [*_middle(walls), *_middle(cores)]), end=" ")
    print(f"{found / sum(e for *_, e in asked):.3f} {len(groups)} {same / len(groups):.3f}")


def _questions(letters):
    """(place of the letter, text, whether it is edited): half of them edited copies."""
    from gandan.demo.distortions import NOTES, misspell, without_marks

    rng = random.Random(SEED)
    edits = (lambda t: misspell(t, rng, 0.1), without_marks, lambda t: NOTES[0] + t)
    long_enough = [i for i, (text, _day) in enumerate(letters) if len(text) > 150]
    chosen = [rng.choice(long_enough) for _ in range(ASKED + WARMING)]
    return [
        (own, rng.choice(edits)(letters[own][0]) if k % 2 else letters[own][0], bool(k % 2))
        for k, own in enumerate(chosen)
    ]


def _whole_register(letters, asked):
    """What looking through the whole register finds: common pairs, and groups of the edited.

    Each edited copy of a group of two and more, by its number, with the places of the others.
    """
    import numpy as np

    from gandan.synthesis import Corpus, find_copies

    edited = [k for k, (*_rest, is_edited) in enumerate(asked) if is_edited]
    texts = [text for text, _day in letters] + [asked[k][1] for k in edited]
    days = [day.isoformat() for _text, day in letters]
    days += [letters[asked[k][0]][1].isoformat() for k in edited]
    ids = [f"{i:09d}" for i in range(len(texts))]
    found = find_copies(Corpus(ids, texts, np.array(days, dtype="datetime64[D]")))
    wanted = found.head[len(letters) :]
    members = {int(head): set() for head in wanted}
    for i in np.flatnonzero(np.isin(found.head[: len(letters)], wanted)).tolist():
        members[int(found.head[i])].add(i)
    groups = {k: members[int(head)] for k, head in zip(edited, wanted, strict=True)}
    return found.common, {k: own for k, own in groups.items() if own}


def _middle(times: list[float]) -> tuple[float, float]:
    times.sort()
    return times[int(0.95 * len(times))], statistics.median(times)


def _links(text, day, own, letters, common):
    """What registering asks: which letters share the rarest keys, and are they copies?"""
    from gandan.casework.copy_index import COPY_INDEX
    from gandan.casework.corpus import corpus_of
    from gandan.synthesis import find_copies

    near = COPY_INDEX.sharing(text, without=own)
    rows = [(0, text, day, ""), *((pk, *letters[pk - 1], "") for pk in near)]
    return [x for x in find_copies(corpus_of(rows), common).links() if 0 in x[:2]]


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
            cursor.execute("BEGIN")
            connection.connection.executemany(f"INSERT INTO {COPY_INDEX.name} VALUES (?, ?)", rows)
            cursor.execute("COMMIT")
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
