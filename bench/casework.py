"""Handling at 300,000 cases: each page of a handler, a focal point and a leader.

`python -m bench.timing_cases 300000` alone fills the database in the environment and times it.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import table
from bench.register import ROOT, databases, run

CASES = 300_000
# (page, person) -> p95, median and p95 of processor time in milliseconds, number of queries
Timed = dict[tuple[str, str], tuple[float, float, float, int]]
HEAD = [
    "| page | person | SQLite p95 (median) | processor p95 | PostgreSQL p95 (median) | processor p95 "
    "| queries |",
    "|---|---|---|---|---|---|---|",
]


def main() -> None:
    found: dict[str, Timed] = {}
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        for name, address in databases(Path(folder)):
            found[name] = measure(address, Path(folder) / name)
    lines = [
        f"{CASES:,} cases, {CASES * 15 // 100:,} of them open. Target: p95 under 150 ms, at most",
        "25 queries a page.",
        "",
        *HEAD,
    ]
    sqlite, postgresql = found["SQLite"], found["PostgreSQL"]
    for page, own in sqlite.items():
        both = " | ".join(
            f"{p95:.0f} ms ({median:.0f} ms) | {cpu:.0f} ms"
            for p95, median, cpu, _queries in (own, postgresql[page])
        )
        lines.append(f"| {page[0]} | {page[1]} | {both} | {max(own[3], postgresql[page][3])} |")
    print(table.write("casework", "Handling", lines, table.installed("django")))


def measure(address: str, folder: Path) -> Timed:
    environment = {"GANDAN_DATABASE": address, "GANDAN_DATA": str(folder)}
    run(["migrate"], **environment)
    run(["demo", "--letters", "10"], **environment)
    done = subprocess.run(
        [sys.executable, "-m", "bench.timing_cases", str(CASES)],
        check=True,
        cwd=ROOT,
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    found = {}
    for line in done.stdout.splitlines():
        page, person, p95, median, cpu, queries = line.split("\t")
        found[page, person] = (float(p95), float(median), float(cpu), int(queries))
    return found


if __name__ == "__main__":
    main()
