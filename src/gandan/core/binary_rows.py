"""Rows of whole numbers as PostgreSQL's COPY reads them in binary, made by the array.

Written as text, half a thousand numbers of each letter would be turned into digits here and back
into numbers there.
"""

import struct
from collections.abc import Iterable, Sequence

import numpy as np
from django.db import connection
from numpy.typing import NDArray

_BEGIN = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_END = b"\xff\xff"
_INT4, _SIZE4, _SIZE8 = 23, 4, 8


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[bytes]) -> None:
    """Insert ``rows`` in PostgreSQL, in the caller's transaction; each may be many in one."""
    quote = connection.ops.quote_name
    into = f"{quote(table)} ({', '.join(map(quote, columns))})"
    with (
        connection.cursor() as cursor,
        connection.wrap_database_errors,
        cursor.copy(f"COPY {into} FROM STDIN (FORMAT BINARY)") as stream,
    ):
        stream.write(_BEGIN)
        for row in rows:
            stream.write(row)
        stream.write(_END)


def row_with_arrays(key: int, *arrays: NDArray[np.int32]) -> bytes:
    """A row of a bigint and some int[]."""
    return struct.pack(">hiq", 1 + len(arrays), _SIZE8, key) + b"".join(map(_array, arrays))


def _array(numbers: NDArray[np.int32]) -> bytes:
    cells = np.empty((len(numbers), 2), ">i4")
    cells[:, 0], cells[:, 1] = _SIZE4, numbers
    shape = struct.pack(">5i", 1, 0, _INT4, len(numbers), 1) if len(numbers) else _NO_ARRAY
    return struct.pack(">i", len(shape) + cells.nbytes) + shape + cells.tobytes()


_NO_ARRAY = struct.pack(">3i", 0, 0, _INT4)


def rows_of_two(first: NDArray[np.int64], second: NDArray[np.int64]) -> bytes:
    """Rows of two bigints each."""
    rows = np.empty(
        len(first), [("n", ">i2"), ("a", ">i4"), ("x", ">i8"), ("b", ">i4"), ("y", ">i8")]
    )
    rows["n"], rows["a"], rows["b"] = 2, _SIZE8, _SIZE8
    rows["x"], rows["y"] = first, second
    return rows.tobytes()
