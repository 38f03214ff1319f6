"""The nearest letters of each letter by their vectors: looked for in the cells around it.

Vectors are whole numbers, so products and ties come out the same everywhere.

References
----------
Jégou, H., Douze, M. and Schmid, C. (2011). Product quantization for nearest neighbor search. IEEE
    TPAMI 33, 117-128 (the inverted file of cells).
"""

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic
from numpy.typing import NDArray

from gandan.synthesis.compiling import compiled
from gandan.synthesis.parallel import by_all_cores
from gandan.synthesis.vectors import LENGTH, SIZE, Vectors

NEAREST = 15
# So many cells around a letter are searched; below this number of letters there is one cell.
PROBES, ONE_CELL = 6, 1_000
_TRAINED, _ROUNDS = 8_000, 3


def nearest(vectors: Vectors) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The ``NEAREST`` rows of each row and the products with them, both of shape (n, NEAREST).

    Missing ones (few rows, or none with a positive product) are -1 with product 0. Of equal ones
    the earlier row is taken, so the rows must stand in an order of their own.
    """
    n = len(vectors)
    rows = np.full((n, NEAREST), -1, np.int32)
    products = np.zeros((n, NEAREST), np.int32)
    centres = cell_centres(vectors)
    cell = closest(vectors, centres)
    order = np.argsort(cell, kind="stable").astype(np.int32)
    bounds = np.searchsorted(cell[order], np.arange(len(centres) + 1)).astype(np.int64)
    packed = np.ascontiguousarray(vectors[order])
    by_all_cores(
        lambda low, high: _search(low, high, packed, order, bounds, centres, rows, products), n
    )
    return rows, products


def cell_centres(vectors: Vectors) -> Vectors:
    """Centres of about √n cells, by k-means with centres scaled to the common length."""
    count = int(np.sqrt(len(vectors))) if len(vectors) > ONE_CELL else 1
    step = max(1, len(vectors) // _TRAINED)
    trained = np.ascontiguousarray(vectors[::step])
    centres = np.ascontiguousarray(trained[:: max(1, len(trained) // count)][:count])
    for _ in range(_ROUNDS if count > 1 else 0):
        centres = means(trained, closest(trained, centres), centres)
    return centres


def means(vectors: Vectors, group: NDArray[np.int32], centres: Vectors) -> Vectors:
    """The mean of each group at the common length; an empty group keeps its centre."""
    sums = np.zeros((len(centres), SIZE), np.int64)
    add_up(vectors, group, sums)
    return at_length(sums, centres)


def at_length(sums: NDArray[np.int64], otherwise: Vectors | None = None) -> Vectors:
    """Sums of vectors as vectors; a sum of nothing is zero, or what is given instead."""
    lengths = np.sqrt((sums.astype(np.float64) ** 2).sum(axis=1))
    scaled = np.round(sums * (LENGTH / np.maximum(lengths, 1e-9))[:, None]).astype(np.int8)
    if otherwise is not None:
        scaled[lengths == 0] = otherwise[lengths == 0]
    return np.asarray(scaled)


def closest(vectors: Vectors, centres: Vectors) -> NDArray[np.int32]:
    """The centre with the largest product for each row; shape (n,)."""
    out = np.empty(len(vectors), np.int32)
    by_all_cores(lambda low, high: _closest(vectors[low:high], centres, out[low:high]), len(out))
    return out


def _multiplying(context, vectors, row, others, other):  # type: ignore[no-untyped-def]
    """The product of two rows: their cosine times LENGTH².

    All numbers at once, on whatever vectors the processor has. No number is beyond LENGTH, so
    the sum of two products fits into 16 bits.
    """
    if vectors.layout != "C" or others.layout != "C":
        raise TypeError("vectors lie one behind the other")

    def generate(context, builder, signature, args):  # type: ignore[no-untyped-def]
        byte, short, whole, place = (ir.IntType(bits) for bits in (8, 16, 32, 64))
        half = ir.VectorType(whole, SIZE // 2)

        def loaded(kind: Any, array: Any, row: Any) -> Any:
            data = context.make_array(kind)(context, builder, array).data
            first = builder.gep(data, [builder.mul(row, place(SIZE))])
            pointer = builder.bitcast(first, ir.VectorType(byte, SIZE).as_pointer())
            return builder.sext(builder.load(pointer, align=1), ir.VectorType(short, SIZE))

        every = builder.mul(
            loaded(signature.args[0], args[0], args[1]), loaded(signature.args[2], args[2], args[3])
        )
        low, high = (
            builder.shuffle_vector(every, every, ir.Constant(half, list(numbers)))
            for numbers in (range(SIZE // 2), range(SIZE // 2, SIZE))
        )
        name = f"llvm.vector.reduce.add.v{SIZE // 2}i32"
        reduce = builder.module.globals.get(name) or ir.Function(
            builder.module, ir.FunctionType(whole, [half]), name
        )
        return builder.call(reduce, [builder.sext(builder.add(low, high), half)])

    return types.int32(vectors, types.int64, others, types.int64), generate


product: Any = intrinsic(_multiplying)


@compiled
def add_up(vectors, group, sums):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Add each row to the sum of its group."""
    for i in range(len(vectors)):
        for d in range(SIZE):
            sums[group[i], d] += vectors[i, d]


@compiled
def _closest(vectors, centres, out):  # type: ignore[no-untyped-def]  # pragma: no cover
    for i in range(len(vectors)):
        best = np.int32(-(2**30))
        for c in range(len(centres)):
            alike = product(vectors, i, centres, c)
            if alike > best:
                best = alike
                out[i] = c


@compiled
def _probes(packed, at, centres, cells, alike):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The cells whose centres are nearest, nearest first; returns how many."""
    count = 0
    for c in range(len(centres)):
        own = product(packed, at, centres, c)
        if count == len(cells) and own <= alike[count - 1]:
            continue
        k = min(count, len(cells) - 1)
        while k > 0 and alike[k - 1] < own:
            alike[k], cells[k] = alike[k - 1], cells[k - 1]
            k -= 1
        alike[k], cells[k] = own, c
        count = min(count + 1, len(cells))
    return count


@compiled
def _search(low, high, packed, order, bounds, centres, rows, products):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Fill in the nearest rows of those at places low..high of ``order``."""
    cells, alike = np.empty(PROBES, np.int32), np.empty(PROBES, np.int32)
    for at in range(low, high):
        own = order[at]
        found = 0
        for c in range(_probes(packed, at, centres, cells, alike)):
            for other in range(bounds[cells[c]], bounds[cells[c] + 1]):
                value = product(packed, at, packed, other)
                least = products[own, NEAREST - 1] if found == NEAREST else np.int32(0)
                if value < least or value <= 0 or other == at:
                    continue
                row = order[other]
                if value == least and (found < NEAREST or row > rows[own, NEAREST - 1]):
                    continue
                k = min(found, NEAREST - 1)
                while k > 0 and (
                    products[own, k - 1] < value
                    or (products[own, k - 1] == value and rows[own, k - 1] > row)
                ):
                    products[own, k], rows[own, k] = products[own, k - 1], rows[own, k - 1]
                    k -= 1
                products[own, k], rows[own, k] = value, row
                found = min(found + 1, NEAREST)
