"""Where what is kept of very many letters lies: in memory, or in files.

What lies in a file is read from there where memory is short: the system takes pages of it out of
memory as it likes, while what a process keeps in memory has to fit.
"""

from os import SEEK_END
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
    """Neighbouring piles share a file without a name, which goes when all of them are taken."""

    # However many piles there are; a process may not have open as many files as it likes.
    files = 64

    def __init__(self, count: int, kind: DTypeLike, folder: Path) -> None:
        super().__init__(count)
        self._kind, self._folder, self._lock = np.dtype(kind), folder, Lock()
        self._files: dict[int, BinaryIO] = {}
        # Where in the file each piece begins, and how many values it has.
        self._pieces: dict[int, list[tuple[int, int]]] = {}

    def put(self, pile: int, values: NDArray[Any]) -> None:
        if not len(values):
            return
        with self._lock:
            own = self._file_of(pile)
            file = self._files.get(own) or self._files.setdefault(own, _nameless(self._folder))
            at = file.seek(0, SEEK_END)
            values.astype(self._kind, copy=False).tofile(file)
            self._pieces.setdefault(pile, []).append((at, len(values)))

    def look(self, pile: int) -> list[NDArray[Any]]:
        with self._lock:
            pieces = self._pieces.get(pile, [])
            if not pieces:
                return []
            out, upto = np.empty(sum(size for _at, size in pieces), self._kind), 0
            file = self._files[self._file_of(pile)]
            for at, size in pieces:
                file.seek(at)
                out[upto : upto + size] = np.fromfile(file, self._kind, size)
                upto += size
        return [out]

    def take(self, pile: int) -> list[NDArray[Any]]:
        found = self.look(pile)
        with self._lock:
            self._pieces.pop(pile, None)
            own = self._file_of(pile)
            if own in self._files and own not in map(self._file_of, self._pieces):
                self._files.pop(own).close()
        return found

    def _file_of(self, pile: int) -> int:
        return pile * self.files // len(self)


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
