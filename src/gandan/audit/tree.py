"""The Merkle tree of RFC 6962, section 2: roots, inclusion and consistency proofs.

Hashes are kept in tiles of 256: a tile of level 0 holds hashes of leaves, a tile of level L the
roots of full tiles below it. Any proof needs a few tiles, however large the tree.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence

HASH = 32
HEIGHT = 8
WIDTH: int = 2**HEIGHT
EMPTY = hashlib.sha256(b"").digest()
Place = tuple[int, int]
Tiles = Callable[[int, int], bytes]


class NotInTreeError(Exception):
    """A position or a size that the tree does not have."""


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def tiles_from(stored: Mapping[Place, bytes]) -> Tiles:
    """Read tiles from a mapping; a tile that is not there is empty."""
    return lambda level, index: stored.get((level, index), b"")


def extend(size: int, leaves: Sequence[bytes], tiles: Tiles) -> dict[Place, bytes]:
    """The tiles that change when hashes of ``leaves`` follow the first ``size``."""
    changed: dict[Place, bytes] = {}
    level, start, hashes = 0, size, list(leaves)
    while hashes:
        index, filled = divmod(start, WIDTH)
        held = tiles(level, index)[: filled * HASH] if filled else b""
        whole = held + b"".join(hashes)
        full: list[bytes] = []
        for at in range(0, len(whole), WIDTH * HASH):
            part = whole[at : at + WIDTH * HASH]
            changed[level, index + at // (WIDTH * HASH)] = part
            if len(part) == WIDTH * HASH:
                full.append(fold(part))
        level, start, hashes = level + 1, index, full
    return changed


def fold(hashes: bytes) -> bytes:
    """The root over a power of two of hashes that stand one after the other."""
    row = [hashes[at : at + HASH] for at in range(0, len(hashes), HASH)]
    while len(row) > 1:
        row = [node_hash(row[at], row[at + 1]) for at in range(0, len(row), 2)]
    return row[0]


class Tree:
    """The first ``size`` leaves of a log whose tiles are read by ``tiles``."""

    def __init__(self, size: int, tiles: Tiles) -> None:
        self.size, self.tiles = size, tiles

    def root(self, size: int | None = None) -> bytes:
        """The root over the first ``size`` leaves, by default all."""
        size = self.size if size is None else size
        self._check(0 <= size <= self.size)
        return self._range(0, size) if size else EMPTY

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """RFC 6962, section 2.1.1: the path from leaf ``index`` (from 0) to the root."""
        size = self.size if size is None else size
        self._check(0 <= index < size <= self.size)
        path: list[bytes] = []
        start, end = 0, size
        while end - start > 1:
            middle = start + split(end - start)
            if index < middle:
                path.append(self._range(middle, end))
                end = middle
            else:
                path.append(self._range(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, old: int, size: int | None = None) -> list[bytes]:
        """RFC 6962, section 2.1.2: that the first ``old`` leaves are the start of ``size``."""
        size = self.size if size is None else size
        self._check(0 < old <= size <= self.size)
        proof: list[bytes] = []
        start, end, is_whole = 0, size, True
        while old != end:
            middle = start + split(end - start)
            if old <= middle:
                proof.append(self._range(middle, end))
                end = middle
            else:
                proof.append(self._range(start, middle))
                start, is_whole = middle, False
        if not is_whole:
            proof.append(self._range(start, end))
        return proof[::-1]

    def leaf(self, index: int) -> bytes:
        self._check(0 <= index < self.size)
        return self._node(0, index)

    def _range(self, start: int, end: int) -> bytes:
        """The root over leaves ``[start, end)``, as the RFC splits them."""
        count = end - start
        if count & (count - 1) == 0 and start % count == 0:
            return self._node(count.bit_length() - 1, start // count)
        middle = start + split(count)
        return node_hash(self._range(start, middle), self._range(middle, end))

    def _node(self, height: int, index: int) -> bytes:
        """The root over ``2**height`` leaves: the ``index``-th such subtree."""
        level, above = divmod(height, HEIGHT)
        width = 2**above
        tile, at = divmod(index * width, WIDTH)
        part = self.tiles(level, tile)[at * HASH : (at + width) * HASH]
        self._check(len(part) == width * HASH)
        return fold(part)

    @staticmethod
    def _check(is_there: bool) -> None:
        if not is_there:
            raise NotInTreeError


def split(count: int) -> int:
    """The largest power of two smaller than ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def root_of_path(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to; None when it has not the right length.

    RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return None
    node, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if node & 1 or node == last:
            found = node_hash(step, found)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, step)
        node, last = node >> 1, last >> 1
    return found if last == 0 else None


def is_consistent(
    old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether ``proof`` shows that the tree of ``old`` leaves is the start of that of ``size``.

    RFC 9162, section 2.1.4.2.
    """
    if not 0 < old <= size:
        return False
    if old == size:
        return not proof and old_root == root
    steps = list(proof) if old & (old - 1) else [old_root, *proof]
    if not steps:
        return False
    node, last = old - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, step)
        node, last = node >> 1, last >> 1
    return last == 0 and first == old_root and second == root
