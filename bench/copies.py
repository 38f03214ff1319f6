"""Copies: speed and quality beside the peers, interleaved, on edits that nothing was tuned on."""

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench import peers, planting, table

ORIGINALS, COPIES, SEED, REPEATS = 10_000, 5_000, 71_993, 5
GOALS = {"datasketch": 50, "rensa": 10, "text-dedup": 100}
TUNED = ("datasketch, tuned", "rensa, tuned")
OWN, OWN_ON_ALL = "this engine", "this engine, on all cores"
GROWTH = tuple(int(n) for n in os.environ.get("BENCH_GROWTH", "10000,100000,1000000").split(","))
_STARTING: list[float] = []


def main() -> None:
    originals = planting.law_texts()
    random.Random(SEED).shuffle(originals)
    planted = planting.plant(originals[:ORIGINALS], COPIES, SEED)
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        speeds, groups = _run(planted, Path(folder))
    lines = [
        f"{ORIGINALS:,} law articles cut to {planting.SYLLABLES} syllables and {COPIES:,} edited",
        f"copies (seed {SEED}); {REPEATS} rounds, each engine once a round; medians of letters per",
        "CPU-second from texts in memory to groups, comparing included. Each engine has one core:",
        "two that work at once share what a core consists of, and who uses both is charged for",
        "waiting; a row of its own shows this engine so. Tuned peers get folded text, 2-word shingles",
        "and 64 x 2 bands; the folding is not charged to them.",
        "",
        "| engine | letters per CPU-s | spread | engine / peer | goal |",
        "|---|---|---|---|---|",
    ]
    own = statistics.median(speeds[OWN])
    for name, found in speeds.items():
        median = statistics.median(found)
        goal = GOALS.get(name, "")
        ratio = "" if name in (OWN, OWN_ON_ALL) else f"{own / median:.1f}x"
        spread = f"{min(found):,.0f}–{max(found):,.0f}"
        lines.append(f"| {name} | {median:,.0f} | {spread} | {ratio} | {goal and f'{goal}x'} |")
    lines += ["", *_quality(planted, groups)]
    lines += ["", *_growth()]
    packages = [*table.installed("numpy", "numba"), *_peer_versions()]
    print(table.write("copies", "Copies: the engine and its peers", lines, packages))


def _run(
    planted: planting.Planted, folder: Path
) -> tuple[dict[str, list[float]], dict[str, list[int]]]:
    from gandan.vietnamese import fold

    plain, folded = folder / "plain.json", folder / "folded.json"
    plain.write_text(json.dumps(planted.texts), "utf-8")
    folded.write_text(json.dumps([fold(text) for text in planted.texts]), "utf-8")
    python = str(peers.python())
    names = (
        OWN,
        OWN_ON_ALL,
        "datasketch",
        "datasketch, tuned",
        "rensa",
        "rensa, tuned",
        "text-dedup",
    )
    speeds: dict[str, list[float]] = {name: [] for name in names}
    groups: dict[str, list[int]] = {}
    for _ in range(REPEATS):
        for name in names:
            out = folder / "groups.json"
            if name in (OWN, OWN_ON_ALL):
                command = [sys.executable, "-m", "bench.own_copies", str(plain), str(out)]
            elif name == "text-dedup":
                speeds[name].append(len(planted.texts) / _text_dedup(python, planted, folder))
                continue
            else:
                source = folded if name in TUNED else plain
                script = str(Path(__file__).with_name("peer_copies.py"))
                command = [python, script, name, str(source), str(out)]
            pinned = None if name == OWN_ON_ALL else _on_one_core
            done = subprocess.run(
                command, check=True, capture_output=True, text=True, preexec_fn=pinned
            )
            speeds[name].append(len(planted.texts) / float(done.stdout.split()[0]))
            if name != OWN_ON_ALL:
                groups[name] = json.loads(out.read_text())
            print(f"{name}: {speeds[name][-1]:,.0f}", file=sys.stderr)
    return speeds, groups


def _on_one_core() -> None:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _text_dedup(python: str, planted: planting.Planted, folder: Path) -> float:
    """CPU seconds of the command, less those of starting it on ten letters."""

    def run(texts: list[str]) -> float:
        source = folder / "td.jsonl"
        source.write_text("".join(json.dumps({"text": t}) + "\n" for t in texts), "utf-8")
        command = [
            python, "-m", "text_dedup.minhash", "--path", "json", "--data_files", str(source),
            "--split", "train", "--column", "text", "--ngram", "3", "--num_perm", "128",
            "--threshold", "0.5", "--num_proc", "2", "--output", str(folder / "td"),
            "--cache_dir", str(folder / f"cache{time.monotonic_ns()}"),
        ]  # fmt: skip
        before = os.times()
        offline = os.environ | {"HF_DATASETS_OFFLINE": "1", "HF_HUB_OFFLINE": "1"}
        subprocess.run(
            command, check=True, capture_output=True, env=offline, preexec_fn=_on_one_core
        )
        after = os.times()
        used = after.children_user + after.children_system
        return used - before.children_user - before.children_system

    if not _STARTING:
        _STARTING.append(run(planted.texts[:10]))
    return max(0.1, run(planted.texts) - _STARTING[0])


def _quality(planted: planting.Planted, groups: dict[str, list[int]]) -> list[str]:
    scores = {name: planting.score(planted, found) for name, found in groups.items()}
    edits = sorted(planting.EDITS)
    lines = [
        "Recall of each kind of edit, and precision: a link is wrong when its letters come from",
        f"two originals whose words do not agree to {planting.SAME:.0%}. The law is full of articles",
        "that repeat another one with an office or a term exchanged; these count as wrong.",
        "",
        "| | " + " | ".join(scores) + " |",
        "|---|" + "---|" * len(scores),
    ]
    for edit in edits:
        cells = " | ".join(f"{score.recall[edit]:.3f}" for score in scores.values())
        lines.append(f"| {edit} | {cells} |")
    for label, value in (("all", "overall"), ("precision", "precision")):
        cells = " | ".join(f"{getattr(score, value):.3f}" for score in scores.values())
        lines.append(f"| **{label}** | {cells} |")
    return lines


def _growth() -> list[str]:
    """Pairs compared against the number of letters, on the synthetic city."""
    lines = [
        "Pairs compared word by word against the number of letters (synthetic city):",
        "",
        "| letters | pairs | pairs a letter | CPU-s |",
        "|---|---|---|---|",
    ]
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        for count in GROWTH:
            source, out = Path(folder) / "d.json", Path(folder) / "g.json"
            source.write_text(json.dumps(planting.demo_texts(count, SEED)), "utf-8")
            command = [sys.executable, "-m", "bench.own_copies", str(source), str(out)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            seconds, pairs = done.stdout.split()
            each = int(pairs) / count
            lines.append(f"| {count:,} | {int(pairs):,} | {each:.1f} | {float(seconds):.1f} |")
    return lines


def _peer_versions() -> list[str]:
    script = (
        "from importlib.metadata import version\n"
        "print(*[f'{n} {version(n)}' for n in ('datasketch', 'rensa', 'text-dedup')], sep=';')"
    )
    done = subprocess.run([str(peers.python()), "-c", script], capture_output=True, text=True)
    return done.stdout.strip().split(";")


if __name__ == "__main__":
    main()
