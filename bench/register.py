"""The register: import, search and digest at 100,000 synthetic letters, on both databases."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bench import table

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts"))
QUERIES = (
    "ngập",
    "ngap ung",
    "kênh Vĩnh Tân",
    "đường",
    "mat dien",
    "giấy chứng nhận",
    "rac thai",
    "ngõ 58",
    "karaoke",
    "bồi thường",
    "trường tiểu học",
    "cán bộ",
    "nuoc may",
    "phường Kim Đài",
)


LETTERS = 100_000
# As docs/how-to/operate.md advises; what comes with PostgreSQL is meant for the smallest machines.
SETTING = "shared_buffers=1GB"


def main() -> None:
    lines = [
        f"{LETTERS:,} synthetic letters. PostgreSQL with `{SETTING}` and without waiting for the disk.",
        "",
        "| what | result | target |",
        "|---|---|---|",
    ]
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        file = Path(folder) / "letters.jsonl"
        run(["demo", "--letters", str(LETTERS), "--seed", "11", "--out", str(file)])
        seconds, peak = run(
            ["digest", str(file), "--out", str(Path(folder) / "d.json"), "--period", "2026-Q2"]
        )
        lines.append(f"| digest from file to JSON | {seconds:.1f} s, {peak:.2f} GB | 60 s, 2 GB |")
        for name, address in databases(Path(folder)):
            lines += database_lines(name, address, file, Path(folder), LETTERS)
    print(table.write("register", "Register", lines, table.installed("django", "numpy")))


def run(arguments: list[str], **environment: str) -> tuple[float, float]:
    """Run a command of gandan; return seconds and the peak memory of it and its children."""
    started = time.perf_counter()
    command = [sys.executable, "-m", "gandan.cli", *arguments]
    subprocess.run(command, check=True, env=os.environ | environment, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - started
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6


def databases(folder: Path) -> Iterator[tuple[str, str]]:
    yield "SQLite", ""
    from prove import postgresql

    with postgresql(SETTING) as address:
        yield "PostgreSQL", address


def database_lines(name: str, address: str, file: Path, folder: Path, letters: int) -> list[str]:
    environment = {"GANDAN_DATABASE": address, "GANDAN_DATA": str(folder / name)}
    run(["migrate"], **environment)
    run(["demo", "--letters", "10"], **environment)
    seconds, _ = run(["import", str(file), "--no-examine"], **environment)
    rate = letters / seconds
    script = [sys.executable, "-m", "bench.searching", *map(str, QUERIES)]
    done = subprocess.run(
        script, check=True, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True
    )
    p95, median = map(float, done.stdout.split()[-2:])
    return [
        f"| {name}: import | {rate:,.0f} letters/s | 1,000 |",
        f"| {name}: search page, p95 (median) | {1000 * p95:.0f} ms ({1000 * median:.0f} ms) | 150 ms |",
    ]


if __name__ == "__main__":
    main()
