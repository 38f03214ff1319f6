"""Small compiled loops that several parts of the engine share."""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled

MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
# So many hashes of a letter are sorted by where they fall in so many equal parts.
MOST_PLACED, PLACES = 192, 64
_EVERY = np.uint64(0xFFFFFFFFFFFFFFFF)


@compiled
def mix(value):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The splitmix64 finalizer."""
    value = (value ^ (value >> np.uint64(30))) * MIX_1
    value = (value ^ (value >> np.uint64(27))) * MIX_2
    return value ^ (value >> np.uint64(31))


@compiled
def pair_hash(first, second):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The hash of two words in their order."""
    return mix(first * np.uint64(3) + second)


def _counting_zeros_below(context, value):  # type: ignore[no-untyped-def]
    def generate(context, builder, signature, args):  # type: ignore[no-untyped-def]
        return builder.cttz(args[0], ir.IntType(1)(0))

    return types.uint64(types.uint64), generate


def _counting_zeros_above(context, value):  # type: ignore[no-untyped-def]
    def generate(context, builder, signature, args):  # type: ignore[no-untyped-def]
        return builder.ctlz(args[0], ir.IntType(1)(0))

    return types.uint64(types.uint64), generate


# One instruction of the processor each: zeros below the lowest set bit and above the highest.
zeros_below: Any = intrinsic(_counting_zeros_below)
zeros_above: Any = intrinsic(_counting_zeros_above)


def _fetching(context, array, at):  # type: ignore[no-untyped-def]
    def generate(context, builder, signature, args):  # type: ignore[no-untyped-def]
        data = context.make_array(signature.args[0])(context, builder, args[0]).data
        byte, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
        call = builder.module.declare_intrinsic("llvm.prefetch", [byte], kind)
        place = builder.bitcast(builder.gep(data, [args[1]]), byte)
        builder.call(call, [place, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.none(array, types.int64), generate


# Ask for the line of memory that holds an entry of an array soon to be read; the place may lie
# outside of the array.
fetch: Any = intrinsic(_fetching)


@compiled
def highest_bit(value):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The number of the highest set bit."""
    return np.uint64(63) - zeros_above(value)


@compiled
def hash_set(values):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Values in open addressing; 0 marks an empty slot."""
    size = 16
    while size < 4 * len(values):
        size *= 2
    out = np.zeros(size, np.uint64)
    for value in values:
        slot = value & np.uint64(size - 1)
        while out[slot]:
            slot = (slot + np.uint64(1)) & np.uint64(size - 1)
        out[slot] = value
    return out


@compiled
def in_set(table, value):  # type: ignore[no-untyped-def]  # pragma: no cover
    mask = np.uint64(len(table) - 1)
    slot = value & mask
    while table[slot]:
        if table[slot] == value:
            return True
        slot = (slot + np.uint64(1)) & mask
    return False


@compiled
def sort_hashes(values, low, high, limit, ends, placed):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Sort ``values[low:high]``, hashes up to ``limit``, each once; returns their new end.

    Hashes are spread evenly: each is put where its size lets expect it, and then moved past the
    few of the same place that are larger. ``ends`` has ``PLACES + 1`` entries, ``placed`` has
    ``MOST_PLACED``.
    """
    count = high - low
    if count > MOST_PLACED:
        placed = np.sort(values[low:high])
    else:
        half = np.uint64(32)
        scale = (np.uint64(PLACES) << half) // ((limit >> half) + np.uint64(1))
        ends[:] = 0
        for j in range(low, high):
            ends[((values[j] >> half) * scale >> half) + np.uint64(1)] += 1
        for k in range(1, PLACES):
            ends[k] += ends[k - 1]
        for j in range(low, high):
            place = (values[j] >> half) * scale >> half
            placed[ends[place]] = values[j]
            ends[place] += 1
    kept = low
    for j in range(count):
        value, k = placed[j], kept
        while k > low and values[k - 1] > value:
            k -= 1
        if k == low or values[k - 1] != value:
            for m in range(kept, k, -1):
                values[m] = values[m - 1]
            values[k] = value
            kept += 1
    return kept


@compiled
def pair_hashes(tokens, start, words, letters):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The distinct word pairs of each of ``letters``, one letter after the other."""
    total = 0
    for i in letters:
        total += max(0, start[i + 1] - start[i] - 1)
    out = np.empty(total, np.uint64)
    ends, placed = np.empty(PLACES + 1, np.int64), np.empty(MOST_PLACED, np.uint64)
    count = 0
    for i in letters:
        first = count
        for j in range(start[i], start[i + 1] - 1):
            out[count] = pair_hash(words[np.uint64(tokens[j])], words[np.uint64(tokens[j + 1])])
            count += 1
        count = sort_hashes(out, first, count, _EVERY, ends, placed)
    return out[:count]


def distinct(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The different values, sorted; by sorting, which beats ``np.unique``'s hashing here."""
    values = np.sort(values)
    keep = np.ones(len(values), dtype=bool)
    keep[1:] = values[1:] != values[:-1]
    return values[keep]
