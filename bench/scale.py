"""From letters to digest at growing size, in one process and on two workers.

"From memory" begins with letters as strings in memory and ends with the digest as JSON values;
"from file" is the command, from JSON lines to a JSON file, with the reading of untrusted files in
a limited process.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from bench import table

SIZES = tuple(int(n) for n in os.environ.get("BENCH_SCALE", "10000,100000,1000000").split(","))
SEED = 11
SMALL = 0.15


def main() -> None:
    lines = [
        "Synthetic letters, mean 89 syllables. Targets: 10^6 within 60 s and 8 GB on two cores;",
        "time ratio 10^6 : 10^5 at most 12.",
        "",
        "| letters | what | wall s | CPU-s | peak GB of each process |",
        "|---|---|---|---|---|",
    ]
    seen: dict[int, float] = {}
    same: list[str] = []
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
            file, cut = Path(folder) / "letters.jsonl", Path(folder) / "parts"
            cut.mkdir()
            for target in (file, cut):
                _gandan("demo", "--letters", str(size), "--seed", str(SEED), "--out", str(target))
            out, other = (str(Path(folder) / name) for name in ("digest.json", "cluster.json"))
            runs = {
                "from memory": [sys.executable, "-m", "bench.scale", str(size)],
                "from file": _command("digest", str(file), "--out", out, "--period", "2026-Q2"),
                "from Parquet, local:2": _command(
                    "digest", str(cut), "--out", other, "--period", "2026-Q2",
                    "--cluster", "local:2", "--work", folder,
                ),
            }  # fmt: skip
            for name, command in runs.items():
                wall, cpu, peaks, inner = _measure(command)
                if inner:
                    wall = inner
                    seen[size] = inner
                shown = ", ".join(f"{peak:.2f}" for peak in peaks)
                lines.append(f"| {size:,} | {name} | {wall:.1f} | {cpu:.1f} | {shown} |")
                print(lines[-1], file=sys.stderr, flush=True)
            one, two = (json.loads(Path(name).read_text("utf-8")) for name in (out, other))
            same.append(f"{size:,}: {'the same' if one == two else 'NOT the same'}")
    lines += ["", f"Digest of two workers and of one process: {'; '.join(same)}."]
    if {100_000, 1_000_000} <= seen.keys():
        lines += ["", f"Ratio 10^6 : 10^5 from memory: {seen[1_000_000] / seen[100_000]:.1f}."]
    print(table.write("scale", "Scale", lines, table.installed("numpy", "numba", "distributed")))


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "gandan.cli", *arguments]


def _gandan(*arguments: str) -> None:
    subprocess.run(_command(*arguments), check=True, stderr=subprocess.DEVNULL)


def _measure(command: list[str]) -> tuple[float, float, list[float], float]:
    """Wall and CPU seconds, peaks of the processes, and seconds that the first printed itself."""
    before, started = os.times(), time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    peaks: dict[int, float] = {}
    while process.poll() is None:
        for pid in _family(process.pid):
            peaks[pid] = max(peaks.get(pid, 0.0), _peak(pid))
        time.sleep(0.2)
    wall, after = time.perf_counter() - started, os.times()
    assert process.returncode == 0, command
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    printed = process.stdout.read().split() if process.stdout else []
    # Dask's helpers and the limited process that reads files are small.
    own = [peak for peak in peaks.values() if peak > SMALL]
    return wall, cpu, own, float(printed[-1]) if printed else 0.0


def _family(pid: int) -> list[int]:
    """A process and those that it started, however far."""
    found = [pid]
    for own in found:
        with suppress(OSError):
            for task in Path(f"/proc/{own}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def _peak(pid: int) -> float:
    """The most memory that a process had so far, GB."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1e6
    return 0.0


def from_memory(size: int) -> None:
    import numpy as np

    from gandan.demo import generate
    from gandan.domain.periods import quarter
    from gandan.synthesis import Corpus, digest_to_json, synthesize

    rows = [letter for letter, _truth in generate(size, SEED)]
    columns = [
        [getattr(x, name) for x in rows] for name in ("id", "text", "place", "channel", "unit")
    ]
    days = np.array([x.received_on.isoformat() for x in rows], dtype="datetime64[D]")
    del rows
    started = time.perf_counter()
    ids, texts, places, channels, units = columns
    corpus = Corpus(ids, texts, days, places, channels, units)
    period = quarter(2026, 2)
    digest_to_json(synthesize(corpus, period=period, previous=period.previous()))
    print(time.perf_counter() - started)


if __name__ == "__main__":
    from_memory(int(sys.argv[1]))
