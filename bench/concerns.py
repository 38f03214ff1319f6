"""Concerns: themes of the law set beside the peers, interleaved; quality, CPU, nothing dropped."""

import json
import lzma
import os
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import entropy

from bench import peers, planting, table
from gandan.vietnamese import nfc

REPEATS = int(os.environ.get("BENCH_REPEATS", "5"))
OWN = "this engine"
PEERS = ("Leiden on kNN", "BERTopic's stages")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass
class Runs:
    """Of one engine: CPU seconds of each round as printed, and the labels of the last one."""

    seconds: list[list[float]] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)

    def median(self, place: int) -> float:
        return statistics.median(run[place] for run in self.seconds)


def main() -> None:
    with lzma.open(planting.LAW, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [nfc(row["text"]) for row in rows]
    headings = _numbers([row["de_muc"] for row in rows])
    topics = _numbers([row["chu_de"] for row in rows])
    runs = _run(texts)
    lines_ = [
        f"{len(texts):,} articles of law, {len(set(headings.tolist()))} headings, {REPEATS} rounds,",
        "each engine once a round, one thread for the peers; medians. CPU-s: from texts in memory to",
        "a theme for each text (for the peers: tf-idf of words and pairs, 100 directions, then their",
        "own stages; BERTopic's sentence model is replaced by these, which is in its favour).",
        "V and ARI against the headings, V against the 42 topics; a dropped text is a group of its",
        "own for V and ARI. The resolution (10) of this engine and of Leiden was picked on this set.",
        "",
        "| | CPU-s | CPU-s per 100,000 | peer / engine | groups | dropped | V | ARI | V of topics |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    own = runs[OWN].median(0)
    for name, run in runs.items():
        labels = np.array(run.labels)
        dropped = float((labels < 0).mean())
        labels = np.where(labels < 0, labels.max() + 1 + np.arange(len(labels)), labels)
        v, ari = v_measure(headings, labels), rand_index(headings, labels)
        groups = len(set(run.labels) - {-1})
        ratio = "" if name == OWN else f"{run.median(0) / own:.1f}x"
        lines_.append(
            f"| {name} | {run.median(0):.1f} | {run.median(0) * 1e5 / len(texts):.1f} | {ratio} | "
            f"{groups} | {dropped:.1%} | {v:.3f} | {ari:.3f} | {v_measure(topics, labels):.3f} |"
        )
    lines_ += [
        "",
        f"All before quoting (copies, suggestions, concerns, themes): {runs[OWN].median(1):.1f} CPU-s. "
        "Stages of the peers behind the vectors: "
        + ", ".join(f"{name} {runs[name].median(1):.1f}" for name in PEERS)
        + ". Goals: V at least .562, ARI at least .292, a twentieth of BERTopic's CPU, 0 % dropped.",
    ]
    packages = [*table.installed("numpy", "numba"), *_peer_versions()]
    print(table.write("concerns", "Concerns: the engine and its peers", lines_, packages))


def _run(texts: list[str]) -> dict[str, Runs]:
    runs = {name: Runs() for name in (OWN, *PEERS)}
    script = str(Path(__file__).with_name("peer_concerns.py"))
    environment = os.environ | dict.fromkeys(THREADS, "1")
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        source, out = Path(folder) / "texts.json", Path(folder) / "labels.json"
        source.write_text(json.dumps(texts), "utf-8")
        for _ in range(REPEATS):
            for name, run in runs.items():
                files = [str(source), str(out)]
                own = [sys.executable, "-m", "bench.own_concerns", *files]
                command = own if name == OWN else [str(peers.python()), script, name, *files]
                done = subprocess.run(
                    command, check=True, capture_output=True, text=True,
                    env=os.environ if name == OWN else environment,
                )  # fmt: skip
                run.seconds.append([float(part) for part in done.stdout.split()])
                run.labels = json.loads(out.read_text())
                print(f"{name}: {done.stdout.strip()}", file=sys.stderr)
    return runs


def _numbers(values: list[str]) -> NDArray[np.int64]:
    return np.unique(values, return_inverse=True)[1]


def _table(true: NDArray[np.int64], found: NDArray[np.int64]) -> tuple[NDArray[np.int64], ...]:
    found = np.unique(found, return_inverse=True)[1]
    both = np.unique(true * (found.max() + 1) + found, return_counts=True)[1]
    return both, np.bincount(true), np.bincount(found)


def v_measure(true: NDArray[np.int64], found: NDArray[np.int64]) -> float:
    """Harmonic mean of homogeneity and completeness (Rosenberg and Hirschberg, 2007)."""
    both, rows, columns = (float(entropy(counts)) for counts in _table(true, found))
    return 2 * (rows + columns - both) / (rows + columns)


def rand_index(true: NDArray[np.int64], found: NDArray[np.int64]) -> float:
    """Agreement about pairs, less that of chance (Hubert and Arabie, 1985)."""
    both, rows, columns = (
        float((counts * (counts - 1.0) / 2).sum()) for counts in _table(true, found)
    )
    chance = rows * columns / (len(true) * (len(true) - 1) / 2)
    return (both - chance) / ((rows + columns) / 2 - chance)


def _peer_versions() -> list[str]:
    names = ("scikit-learn", "faiss-cpu", "igraph", "leidenalg", "umap-learn", "hdbscan")
    script = (
        "from importlib.metadata import version\n"
        f"print(*[f'{{n}} {{version(n)}}' for n in {names}], sep=';')"
    )
    done = subprocess.run([str(peers.python()), "-c", script], capture_output=True, text=True)
    return done.stdout.strip().split(";")


if __name__ == "__main__":
    main()
