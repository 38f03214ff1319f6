"""Where what is kept of very many letters lies: in memory, or in files.

What lies in a file is read from there where memory is short: the system takes pages of it out of
memory as it likes, while what a process keeps in memory has to fit.
"""

from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Piles:
    """Numbered piles of values; what is put on one is taken from it in any order of putting."""

    def __init__(self, count: int) -> None:
        self._parts: list[list[NDArray[Any]]] = [[] for _ in range(count)]

    def __len__(self) -> int:
        return len(self._parts)

    def put(self, pile: int, values: NDArray[Any]) -> None:
        self._parts[pile].append(values)

    def look(self, pile: int) -> list[NDArray[Any]]:
        """What lies on a pile, in pieces."""
        return self._parts[pile]

    def take(self, pile: int) -> list[NDArray[Any]]:
        """What lies on a pile, which is empty afterwards."""
        found, self._parts[pile] = self._parts[pile], []
        return found


class _PilesInFiles(Piles):
    """Each pile is a file without a name, which goes when it is taken."""

    def __init__(self, count: int, kind: DTypeLike, folder: Path) -> None:
        super().__init__(count)
        self._kind, self._folder, self._lock = kind, folder, Lock()
        self._files: dict[int, BinaryIO] = {}

    def put(self, pile: int, values: NDArray[Any]) -> None:
        with self._lock:
            if pile not in self._files:
                self._files[pile] = _nameless(self._folder)
            values.tofile(self._files[pile])

    def look(self, pile: int) -> list[NDArray[Any]]:
        if pile not in self._files:
            return []
        file = self._files[pile]
        file.seek(0)
        return [np.fromfile(file, self._kind)]

    def take(self, pile: int) -> list[NDArray[Any]]:
        found = self.look(pile)
        if pile in self._files:
            self._files.pop(pile).close()
        return found


class Room:
    """Memory: as much of it as the letters take."""

    # So many letters are looked at together.
    letters = 1 << 20

    def empty(self, size: int, kind: DTypeLike) -> NDArray[Any]:
        return np.empty(size, kind)

    def keep(self, values: NDArray[Any]) -> NDArray[Any]:
        """``values`` where there is room for them."""
        return values

    def piles(self, count: int, kind: DTypeLike) -> Piles:
        """Piles that are all taken in the end."""
        return Piles(count)


class RoomInFiles(Room):
    """Files in a folder; they have no names and go with the arrays."""

    letters = 1 << 18

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def empty(self, size: int, kind: DTypeLike) -> NDArray[Any]:
        if not size:  # a file of nothing cannot be mapped
            return np.empty(0, kind)
        with _nameless(self._folder) as file:
            return np.asarray(np.memmap(file, kind, "w+", shape=(size,)))

    def keep(self, values: NDArray[Any]) -> NDArray[Any]:
        out = self.empty(len(values), values.dtype)
        out[:] = values
        return out

    def piles(self, count: int, kind: DTypeLike) -> Piles:
        return _PilesInFiles(count, kind, self._folder)


def _nameless(folder: Path) -> Any:
    return TemporaryFile(dir=folder)


MEMORY = Room()
