"""Turn untrusted files into letters. No Django: the command uses it without a server."""

from gandan.core.readers.model import (
    ERROR,
    WARNING,
    Item,
    Limits,
    Measured,
    Problem,
    measure,
)
from gandan.core.readers.reading import read_bytes, read_inputs

__all__ = [
    "ERROR",
    "WARNING",
    "Item",
    "Limits",
    "Measured",
    "Problem",
    "measure",
    "read_bytes",
    "read_inputs",
]
