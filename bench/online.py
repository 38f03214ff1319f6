"""Is a new letter a copy? Answered from the index in the database, on both databases.

Runs itself once for each database: a register of synthetic letters is filled (submissions and
index alone), then new letters, half of them edited copies, are asked about.
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
ASKED, BLOCK, SEED = 400, 2_000, 31


def main() -> None:
    from bench.register import databases, run

    lines = [
        f"{LETTERS:,} synthetic letters in the register; {ASKED} letters asked about, half of them",
        "edited copies (slips 10 %, no diacritics, header), from text to answer, database included.",
        "",
        "| database | p95 | median | copies found | target |",
        "|---|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        for name, address in databases(Path(folder)):
            environment = {"GANDAN_DATABASE": address, "GANDAN_DATA": str(Path(folder) / name)}
            run(["migrate"], **environment)
            run(["demo", "--letters", "10"], **environment)
            done = subprocess.run(
                [sys.executable, "-m", "bench.online", "ask"],
                env=os.environ | environment, check=True, capture_output=True, text=True,
            )  # fmt: skip
            p95, median, found = done.stdout.split()[-3:]
            lines.append(f"| {name} | {p95} ms | {median} ms | {found} | 20 ms |")
    print(table.write("online", "Copies online", lines, table.installed("django", "numpy")))


def ask() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandan.config.settings")
    os.environ.setdefault("GANDAN_LOCAL", "1")
    import django

    django.setup()
    from gandan.casework.models import Submission
    from gandan.casework.services.linking import copies_of_new
    from gandan.demo.distortions import NOTES, misspell, without_marks

    texts = _fill()
    rng = random.Random(SEED)
    edits = (lambda t: misspell(t, rng, 0.1), without_marks, lambda t: NOTES[0] + t)
    times, found = [], 0
    long_enough = [pk for pk, text in texts.items() if len(text) > 150]
    for k in range(ASKED + 20):
        pk = rng.choice(long_enough)
        asked = Submission.objects.get(pk=pk)
        if k % 2:
            asked.text = rng.choice(edits)(asked.text)
            asked.pk = 0
        started = time.perf_counter()
        answer = copies_of_new(asked) if asked.pk else _of_text(asked)
        if k >= 20:
            times.append(1000 * (time.perf_counter() - started))
            found += bool(k % 2 and answer)
    times.sort()
    print(
        f"{times[int(0.95 * len(times))]:.1f} {statistics.median(times):.1f} {2 * found / ASKED:.3f}"
    )


def _of_text(asked):
    """What registering asks, for a text that has no row yet."""
    from gandan.casework.copy_index import COPY_INDEX
    from gandan.casework.corpus import corpus_of
    from gandan.casework.models import Submission
    from gandan.casework.services.linking import known_common_pairs
    from gandan.synthesis import find_copies

    near = COPY_INDEX.sharing(asked.text, without=0)
    rows = Submission.objects.filter(pk__in=near)
    values = [(0, asked.text, asked.received_on, "")]
    values += rows.values_list("id", "text", "received_on", "place")
    return [x for x in find_copies(corpus_of(values), known_common_pairs()).links() if 0 in x[:2]]


def _fill():
    from django.db import connection, transaction

    from gandan.casework.copy_index import COPY_INDEX
    from gandan.casework.models import Submission
    from gandan.demo import generate
    from gandan.units.models import Unit

    unit = Unit.objects.first()
    texts, block = {}, []

    def put():
        with transaction.atomic():
            Submission.objects.bulk_create(block, batch_size=500)
            COPY_INDEX.put((row.pk, row.text) for row in block)
        if len(texts) < 20_000:
            texts.update((row.pk, row.text) for row in block)
        block.clear()

    for k, (letter, _truth) in enumerate(generate(LETTERS, SEED)):
        block.append(
            Submission(
                code=f"X{k}",
                tracking_code=f"X{k}",
                source_key=f"X{k}",
                unit=unit,
                text=letter.text,
                received_on=letter.received_on,
                place=letter.place,
            )
        )
        if len(block) == BLOCK:
            put()
    put()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return texts


if __name__ == "__main__":
    ask() if sys.argv[1:] == ["ask"] else main()
