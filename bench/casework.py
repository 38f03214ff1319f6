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
HEAD = [
    "| page | person | SQLite p95 (median) | PostgreSQL p95 (median) | queries |",
    "|---|---|---|---|---|",
]


def main() -> None:
    found: dict[str, dict[tuple[str, str], tuple[float, float, int]]] = {}
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
    for page, (p95, median, queries) in sqlite.items():
        other = postgresql[page]
        lines.append(
            f"| {page[0]} | {page[1]} | {p95:.0f} ms ({median:.0f} ms) "
            f"| {other[0]:.0f} ms ({other[1]:.0f} ms) | {max(queries, other[2])} |"
        )
    print(table.write("casework", "Handling", lines, table.installed("django")))


def measure(address: str, folder: Path) -> dict[tuple[str, str], tuple[float, float, int]]:
    """(page, person) -> p95 and median in milliseconds, and the number of queries."""
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
        page, person, p95, median, queries = line.split("\t")
        found[page, person] = (float(p95), float(median), int(queries))
    return found


if __name__ == "__main__":
    main()
