"""Text as UTF-16 units: code points of it, and runs of letters eight units at a time."""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import carray, types  # type: ignore[attr-defined]
from numba.extending import intrinsic

from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import zeros_below

_SEED = np.uint64(14695981039346656037)
_PRIME_2 = np.uint64(0x9FB21C651E98DF25)


@compiled
def inside(text):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The units in which Python keeps a text, and whether these are UTF-16: not a copy.

    They are there as long as the text is. A text is kept so when its largest code point is between
    U+0100 and U+FFFF.
    """
    return text._kind == 2, carray(text._data, (text._length,), np.uint16)


@compiled
def decode(data, at, wide):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The code point that begins at ``at`` and where the next one does.

    Only a ``wide`` letter has code points of two units.
    """
    first = np.uint32(data[at])
    if wide and first & np.uint32(0xFC00) == 0xD800:
        second = np.uint32(data[at + 1])
        if second & np.uint32(0xFC00) == 0xDC00:
            high = (first & np.uint32(0x3FF)) << np.uint32(10)
            return np.uint32(0x10000) + (high | second & np.uint32(0x3FF)), at + 2
    return first, at + 1


@compiled
def encode(code, out, size):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Write a code point in UTF-8; returns where the next one goes."""
    if code < 0x80:
        out[size] = code
        return size + 1
    if code < 0x800:
        out[size] = 0xC0 | code >> 6
    else:
        if code < 0x10000:
            out[size] = 0xE0 | code >> 12
        else:
            out[size] = 0xF0 | code >> 18
            size += 1
            out[size] = 0x80 | (code >> 12 & 0x3F)
        size += 1
        out[size] = 0x80 | (code >> 6 & 0x3F)
    out[size + 1] = 0x80 | (code & 0x3F)
    return size + 2


def _eight_units(context, data, at):  # type: ignore[no-untyped-def]
    """Eight units of ``data`` from ``at`` on: which are letters (a bit each), and all, as numbers.

    What is not ASCII counts as a letter here. One load and five operations on all eight at once,
    on whatever vectors the processor has.
    """
    eight = ir.VectorType(ir.IntType(16), 8)

    def all_of(value: int) -> Any:
        return ir.Constant(eight, [value] * 8)

    def generate(context, builder, signature, args):  # type: ignore[no-untyped-def]
        array = context.make_array(signature.args[0])(context, builder, args[0])
        place = builder.gep(array.data, [args[1]])
        units = builder.load(builder.bitcast(place, eight.as_pointer()), align=2)
        small = builder.sub(builder.or_(units, all_of(32)), all_of(ord("a")))
        letter = builder.icmp_unsigned("<", small, all_of(26))
        digit = builder.icmp_unsigned("<", builder.sub(units, all_of(ord("0"))), all_of(10))
        other = builder.icmp_unsigned(">", units, all_of(127))
        found = builder.bitcast(builder.or_(builder.or_(letter, digit), other), ir.IntType(8))
        halves = builder.bitcast(units, ir.VectorType(ir.IntType(64), 2))
        one, two = (builder.extract_element(halves, ir.IntType(32)(k)) for k in (0, 1))
        letters = builder.zext(found, ir.IntType(64))
        return context.make_tuple(builder, signature.return_type, (letters, one, two))

    three = types.UniTuple(types.uint64, 3)  # type: ignore[no-untyped-call]
    return three(data, types.int64), generate


_eight: Any = intrinsic(_eight_units)


@compiled
def _hashed_on(hashed, one, two):  # type: ignore[no-untyped-def]  # pragma: no cover
    """A hash that goes on with eight units more."""
    hashed = (hashed ^ one) * _PRIME_2
    hashed ^= hashed >> np.uint64(32)
    hashed = (hashed ^ two) * _PRIME_2
    return hashed ^ hashed >> np.uint64(32)


@compiled
def _only(count, one, two):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The first ``count`` of eight units, fewer than eight."""
    kept = np.uint64(16) * count
    whole = kept >= np.uint64(64)
    part = (np.uint64(1) << (kept & np.uint64(63))) - np.uint64(1)
    return (one if whole else one & part), (two & part if whole else np.uint64(0))


@compiled
def run_at(data, at):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Hash and length of the run of letters, digits and other units at ``at``.

    What is not ASCII counts as a letter here; who meets a run for the first time looks closer.
    """
    hashed = _SEED
    low = at
    letters, one, two = _eight(data, low)
    while letters == np.uint64(0xFF):
        hashed = _hashed_on(hashed, one, two)
        low += 8
        letters, one, two = _eight(data, low)
    count = zeros_below(~letters)
    one, two = _only(count, one, two)
    hashed = _hashed_on(hashed, one, two)
    return hashed | np.uint64(hashed == 0), low + np.int64(count) - at


@compiled
def part_hash(data, low, high):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The hash that ``run_at`` gives to a run of units low..high."""
    hashed = _SEED
    _letters, one, two = _eight(data, low)
    while high - low >= 8:
        hashed = _hashed_on(hashed, one, two)
        low += 8
        _letters, one, two = _eight(data, low)
    one, two = _only(np.uint64(high - low), one, two)
    hashed = _hashed_on(hashed, one, two)
    return hashed | np.uint64(hashed == 0)
