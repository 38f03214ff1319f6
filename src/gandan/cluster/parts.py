"""Letters in partitions: Parquet files of rows, and their texts where any one can be fetched.

Every file is written beside its place and then put there, so a task that is run again after its
worker died leaves the same files.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

PART = 50_000
COLUMNS = pa.schema(
    [
        ("id", pa.string()),
        ("text", pa.string()),
        ("received_on", pa.date32()),
        ("place", pa.string()),
        ("channel", pa.string()),
        ("unit", pa.string()),
    ]
)
# An array of nothing cannot be mapped.
_EMPTY = 128
Letter = tuple[str, str, Any, str, str, str]


@dataclass(frozen=True)
class Parts:
    """The partitions of one work: input files in order, and a folder for what is between."""

    files: tuple[str, ...]
    folder: str

    def path(self, kind: str, part: int) -> Path:
        return Path(self.folder) / f"{kind}-{part:05d}"

    def share(self, name: str, **arrays: NDArray[Any]) -> None:
        """Keep arrays that every worker needs; a file, so that they outlive any worker."""
        save(Path(self.folder) / name, **arrays)

    def shared(self, name: str) -> dict[str, NDArray[Any]]:
        """What was shared; read once in each process."""
        path = Path(self.folder) / name
        return _loaded(path, path.with_name(name + ".npz").stat().st_mtime_ns)

    def rows(self, part: int) -> dict[str, list[Any]]:
        """The columns of a partition; an unknown place, channel or unit is ""."""
        table = pq.read_table(self.files[part], columns=COLUMNS.names)
        return {
            name: ["" if v is None and name != "received_on" else v for v in column.to_pylist()]
            for name, column in zip(table.column_names, table.columns, strict=True)
        }


def write_parts(
    letters: Iterable[Letter], folder: Path, *, size: int = 0, synthetic: bool = False
) -> Parts:
    """Write letters (id, text, day or None, place, channel, unit) as Parquet.

    A file holds ``size`` of them, ``PART`` unless said; ``synthetic`` marks letters that nobody
    wrote.
    """
    files = []
    for part, block in enumerate(_blocks(letters, size or PART)):
        path = folder / f"letters-{part:05d}.parquet"
        columns = list(zip(*block, strict=True))
        arrays = [
            pa.array(column, kind) for column, kind in zip(columns, COLUMNS.types, strict=True)
        ]
        table = pa.Table.from_arrays(arrays, schema=COLUMNS)
        if synthetic:
            table = table.append_column("synthetic", pa.array([True] * len(block)))
        pq.write_table(table, path, compression="zstd")
        files.append(str(path))
    return Parts(tuple(files), str(folder))


def _blocks(letters: Iterable[Letter], size: int) -> Iterator[list[Letter]]:
    block: list[Letter] = []
    for letter in letters:
        block.append(letter)
        if len(block) == size:
            yield block
            block = []
    if block:
        yield block


def write_result(folder: Path, part: int, columns: dict[str, Sequence[Any]]) -> None:
    """One partition of the result, a row for each letter in the order of the input."""
    table = pa.table({name: pa.array(list(values)) for name, values in columns.items()})
    target = folder / f"letters-{part:05d}.parquet"
    beside = target.with_suffix(f".{uuid4().hex}")
    pq.write_table(table, beside, compression="zstd")
    beside.replace(target)


def save(path: Path, **arrays: NDArray[Any]) -> None:
    """Keep arrays of one partition."""
    beside = path.with_name(f"{path.name}.{uuid4().hex}.npz")
    np.savez(beside, **arrays)  # type: ignore[arg-type]
    beside.replace(path.with_name(path.name + ".npz"))


def load(path: Path) -> dict[str, NDArray[Any]]:
    with np.load(path.with_name(path.name + ".npz")) as found:
        return dict(found)


@lru_cache(maxsize=8)
def _loaded(path: Path, stamp: int) -> dict[str, NDArray[Any]]:
    """``stamp`` tells one work in a folder from the next."""
    return load(path)


def save_array(path: Path, array: NDArray[Any]) -> None:
    """Keep an array so that parts of it can be looked at without reading it all."""
    beside = path.with_name(f"{path.name}.{uuid4().hex}.npy")
    np.save(beside, array)
    beside.replace(path.with_name(path.name + ".npy"))


def mapped(path: Path) -> NDArray[Any]:
    """An array as it lies on disk."""
    file = path.with_name(path.name + ".npy")
    return np.asarray(np.load(file, mmap_mode="c" if file.stat().st_size > _EMPTY else None))


def save_texts(path: Path, texts: Sequence[str]) -> None:
    """Keep texts so that single ones can be fetched without reading the others."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    ends = np.cumsum(np.fromiter(map(len, encoded), np.int64, len(encoded)))
    for name, data in (("utf8", b"".join(encoded)), ("ends", ends.tobytes())):
        beside = path.with_name(f"{path.name}.{uuid4().hex}")
        beside.write_bytes(data)
        beside.replace(path.with_name(f"{path.name}.{name}"))


def fetch_texts(path: Path, rows: NDArray[np.int64]) -> list[str]:
    """The texts at ``rows`` of one partition."""
    ends = np.memmap(path.with_name(path.name + ".ends"), np.int64, "r")
    found = []
    with path.with_name(path.name + ".utf8").open("rb") as file:
        for row in rows.tolist():
            low = int(ends[row - 1]) if row else 0
            data = os.pread(file.fileno(), int(ends[row]) - low, low)
            found.append(data.decode("utf-8", "surrogatepass"))
    return found
