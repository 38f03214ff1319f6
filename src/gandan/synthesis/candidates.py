"""Pairs of letters that may be copies: those whose samples share rare pairs of words.

A pair of words that few letters have points to the others that have it. Where a letter has
hardly any such pair, because all that it says is said in many letters, it is looked up by its
joined keys and by its rarest pairs two by two. All look-ups are capped, so that the number of letters compared
grows with the number of letters and not with its square.

Values are sorted in slices, letters looked at in blocks, and what very many letters have lies in
a ``Room``; neither slices nor blocks change what is found.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import meeting
from gandan.synthesis.compiling import compiled
from gandan.synthesis.joining import joined_keys
from gandan.synthesis.kernels import distinct
from gandan.synthesis.parallel import by_all_cores
from gandan.synthesis.room import MEMORY, Piles, Room
from gandan.synthesis.sharing import (
    CLOSE,
    CLOSEST,
    how_close,
    note_closest,
    share_enough,
    shorten,
)

# Values are sorted in so many slices at least, on all cores.
SLICES = 16
Values = NDArray[np.uint64]


@dataclass(frozen=True, eq=False)
class Candidates:
    """Pairs of rows, left below right, each once; and how often two letters met.

    Blocks of ``pairs`` follow each other and are sorted; ``close`` says of each pair whether it
    is among the closest of one of both.
    """

    pairs: list[Values]
    close: list[NDArray[np.bool_]]
    met: int

    def blocks(self) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]]:
        """Left and right rows of some pairs after the other, and which of them are close."""
        for own, close in zip(self.pairs, self.close, strict=True):
            right = (own & np.uint64(0xFFFFFFFF)).astype(np.int64)
            yield (own >> np.uint64(32)).astype(np.int64), right, close


@dataclass(frozen=True, eq=False)
class _Letters:
    """n letters: all their sampled values, those that are telling, and the blocks of letters."""

    every: Values
    every_start: NDArray[np.int64]
    told: Values
    start: NDArray[np.int64]
    blocks: list[tuple[int, int]]
    room: Room

    def __len__(self) -> int:
        return len(self.start) - 1

    @property
    def bits(self) -> int:
        return max(1, len(self).bit_length())

    @property
    def slice_bits(self) -> int:
        """Values are in one slice when so many of their highest bits are equal."""
        return max(SLICES, 4 * len(self.blocks)).bit_length() - 1

    @property
    def shift(self) -> int:
        return 64 - self.slice_bits


def candidate_pairs(
    sampled: Values, start: NDArray[np.int64], common: Values, room: Room = MEMORY
) -> Candidates:
    """Pairs among n letters worth comparing word by word.

    Parameters
    ----------
    sampled : ndarray of uint64, shape (s,)
        Sampled word pairs, packed.
    start : ndarray of int64, shape (n + 1,)
        Letter i has ``sampled[start[i]:start[i + 1]]``. Where a crowd is cut, letters that stand
        near each other in this order meet; so it must not depend on the order of the input.
    common : ndarray of uint64
        Set (``kernels.hash_set``) of the pairs that very many letters have.
    room : Room
        Where what is kept of all letters lies.
    """
    n = len(start) - 1
    told, told_start = room.empty(len(sampled), np.uint64), np.zeros(n + 1, np.int64)
    meeting.telling(sampled, start, common, told, told_start)
    blocks = [(low, min(n, low + room.letters)) for low in range(0, n, room.letters)]
    letters = _Letters(sampled, start, told[: told_start[-1]], told_start, blocks, room)
    pairs = room.piles(len(blocks), np.uint64)
    met = _meet(letters, pairs)
    return _close(letters, *_sharing(letters, pairs), met)


def _meet(letters: _Letters, pairs: Piles) -> int:
    """Put the pairs of letters that meet on the pile of the left one's block, some several times.

    Returns how often two letters met.
    """
    ordered = _ordered(letters)
    runs, rare = np.zeros((2, len(letters)), np.int32)
    meeting.count_runs(ordered, letters.bits, runs, rare)
    crowd = letters.room.piles(1 << letters.slice_bits, np.uint64)
    met = 0
    for block, (low, high) in enumerate(letters.blocks):
        room = int(letters.start[high] - letters.start[low])
        run_at, run_size = np.empty(room, np.int64), np.empty(room, np.int32)
        meeting.fill_runs(low, high, ordered, letters.bits, letters.start, run_at, run_size)
        start = letters.start - letters.start[low]
        known = (ordered, letters.bits, start, run_at, run_size, runs, rare)

        def meet(a: int, b: int, low: int = low, known: tuple = known) -> tuple[Values, int]:  # type: ignore[type-arg]
            out = np.empty(8 * (b - a) + 64, np.uint64)
            count, met = meeting.meetings(low + a, low + b, *known, out)
            if count > len(out):
                out = np.empty(count, np.uint64)
                meeting.meetings(low + a, low + b, *known, out)
            return out[:count], int(met)

        for own, count in by_all_cores(meet, high - low, chunk=max(5_000, (high - low) // 16)):
            pairs.put(block, own)
            met += count

        def several(a: int, b: int, low: int = low, known: tuple = known) -> list[Values]:  # type: ignore[type-arg]
            joined = _joined(letters, low + a, low + b, rare)
            two = meeting.combined(low + a, low + b, *known)
            return _dealt(np.concatenate((joined, two)), letters)

        for dealt in by_all_cores(several, high - low, chunk=max(5_000, (high - low) // 8)):
            for slice_of, own in enumerate(dealt):
                crowd.put(slice_of, own)
    del ordered
    in_slices = len(letters) > 1 << 16
    found = by_all_cores(
        lambda low, high: sum(_crowded(letters, crowd, own, pairs) for own in range(low, high)),
        len(crowd),
        chunk=1 if in_slices else len(crowd),
    )
    return met + sum(found)


def _ordered(letters: _Letters) -> Values:
    """Each telling value with its letter's number, sorted."""
    ordered = letters.room.empty(len(letters.told), np.uint64)
    sizes = np.zeros(1 << letters.slice_bits, np.int64)

    def labelled(low: int, high: int) -> Values:
        out = np.empty(letters.start[high] - letters.start[low], np.uint64)
        meeting.label(low, high, letters.told, letters.start, letters.bits, out)
        return out

    for low, high in letters.blocks:
        meeting.count_slices(labelled(low, high), letters.shift, sizes)
    ends = np.cumsum(sizes)
    upto = ends - sizes
    for low, high in letters.blocks:
        meeting.deal(labelled(low, high), letters.shift, upto, ordered)

    def sort(low: int, high: int) -> None:
        for own in range(low, high):
            ordered[ends[own] - sizes[own] : ends[own]].sort()

    several = len(ordered) > 1 << 18
    by_all_cores(sort, len(sizes), chunk=1 if several else len(sizes))
    return ordered


def _joined(letters: _Letters, low: int, high: int, rare: NDArray[np.int32]) -> Values:
    """The joined keys of letters low..high, labelled, of those that share few rare pairs."""
    chosen = low + np.flatnonzero(rare[low:high] < meeting.ENOUGH)
    joined = joined_keys(letters.every, letters.every_start, chosen)
    out = np.empty(joined.size, np.uint64)
    return out[: meeting.label_joined(chosen, joined, letters.bits, out)]


def _dealt(keys: Values, letters: _Letters) -> list[Values]:
    """Keys by their slice."""
    sizes = np.zeros(1 << letters.slice_bits, np.int64)
    meeting.count_slices(keys, letters.shift, sizes)
    ends, out = np.cumsum(sizes), np.empty(len(keys), np.uint64)
    meeting.deal(keys, letters.shift, ends - sizes, out)
    return np.split(out, ends[:-1])


def _crowded(letters: _Letters, crowd: Piles, own: int, pairs: Piles) -> int:
    """Put the pairs that meet in the equal keys of one slice on their piles; how often they met."""
    keys = np.concatenate([np.zeros(0, np.uint64), *crowd.take(own)])
    keys.sort()
    out = np.empty(meeting.CROWD * len(keys), np.uint64)
    met = int(meeting.crowded_meetings(keys, letters.bits, out))
    found = distinct(out[:met])
    highs = np.array([high << 32 for _low, high in letters.blocks], np.uint64)
    by_block = np.split(found, np.searchsorted(found, highs[:-1]))
    for block, part in zip(range(len(pairs)), by_block, strict=False):
        pairs.put(block, part)
    return met


def _sharing(letters: _Letters, pairs: Piles) -> tuple[Piles, Piles]:
    """The different pairs that share enough, by block, and how much."""
    short = letters.room.empty(len(letters.every), np.uint32)
    shorten(letters.every, letters.every_start, letters.told, letters.start, short)
    kept = letters.room.piles(len(pairs), np.uint64)
    shares = letters.room.piles(len(pairs), np.uint8)
    for block, (low, high) in enumerate(letters.blocks):
        own = each_once(pairs.take(block), len(letters), low, high)
        share = np.empty(len(own), np.uint8)

        def fill(a: int, b: int, own: Values = own, share: NDArray[np.uint8] = share) -> None:
            share_enough(own[a:b], short, letters.every_start, share[a:b])

        by_all_cores(fill, len(own), chunk=1 << 17)
        kept.put(block, own[share > 0])
        shares.put(block, share[share > 0])
    return kept, shares


def _close(letters: _Letters, pairs: Piles, shares: Piles, met: int) -> Candidates:
    """The pairs that are among the closest of one of both letters, and others that share much."""
    best = np.zeros((len(letters), CLOSEST), np.uint8)
    for block in range(len(pairs)):
        for own, share in zip(pairs.look(block), shares.look(block), strict=True):
            note_closest(own, share, best)
    chosen, close = [], []
    for block in range(len(pairs)):
        for own, share in zip(pairs.take(block), shares.take(block), strict=True):
            found = how_close(own, share, best)
            own, found = own[found > 0], found[found > 0]
            order = np.argsort(own)
            chosen.append(letters.room.keep(own[order]))
            close.append(letters.room.keep(found[order] == CLOSE))
    return Candidates(chosen, close, met)


def each_once(parts: Sequence[Values], n: int, first: int, last: int) -> Values:
    """The different pairs of all parts, grouped by their left row, which is of first..last.

    Right rows are below ``n``.
    """
    counts = np.zeros(last - first, np.int64)
    for part in parts:
        count_left(part, first, counts)
    ends = np.concatenate(([0], np.cumsum(counts)))
    rights, upto = np.empty(ends[-1], np.uint32), ends[:-1].copy()
    for part in parts:
        put_right(part, first, upto, rights)

    def chosen(low: int, high: int) -> Values:
        out = np.empty(ends[high] - ends[low], np.uint64)
        return out[: pairs_once(low, high, first, n, ends, rights, out)]

    found = by_all_cores(chosen, last - first, chunk=max(5_000, (last - first) // 8))
    return np.concatenate([np.zeros(0, np.uint64), *found])


@compiled
def count_left(pairs, first, counts):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Add to ``counts`` how many pairs each left row from ``first`` on has."""
    for pair in pairs:
        counts[np.int64(pair >> np.uint64(32)) - first] += 1


@compiled
def put_right(pairs, first, upto, rights):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Put the right row of each pair where the left one's go next."""
    for pair in pairs:
        left = np.int64(pair >> np.uint64(32)) - first
        rights[upto[left]] = np.uint32(pair & np.uint64(0xFFFFFFFF))
        upto[left] += 1


@compiled
def pairs_once(low, high, first, n, ends, rights, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """The pairs of left rows low..high behind ``first``, each once; returns how many there are."""
    met = np.zeros(n, np.uint32)
    size = 0
    for i in range(low, high):
        stamp = np.uint32(i - low + 1)
        for k in range(ends[i], ends[i + 1]):
            j = rights[k]
            out[size] = np.uint64(first + i) << np.uint64(32) | np.uint64(j)
            size += met[j] != stamp
            met[j] = stamp
    return size
