"""One way to write a value as JSON, so that its hash and its signature are always the same.

Keys in order, no spaces, UTF-8 as it is. A whole float is written as the integer it equals:
a database may give back one for the other.
"""

import json
from typing import Any

_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)

_PLAIN = frozenset({str, int, bool, type(None)})


class NotCanonicalError(ValueError):
    """The value has no canonical form, or the bytes are not in it."""


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value.

    Raises ``NotCanonicalError`` for what JSON cannot say: NaN, lone surrogates, other types.
    """
    try:
        return encode(_plain(value))
    except (TypeError, ValueError, RecursionError) as error:
        raise NotCanonicalError(str(error)) from error


def encode(value: Any) -> bytes:
    """``canonical`` for a value that is known to hold text, whole numbers and None only."""
    return _ENCODER.encode(value).encode()


def read_canonical(data: bytes) -> Any:
    """The value whose canonical bytes are exactly ``data``.

    Raises ``NotCanonicalError`` for anything else, so that one value has one spelling.
    """
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise NotCanonicalError("not JSON") from error
    if canonical(value) != data:
        raise NotCanonicalError("not in canonical form")
    return value


def _plain(value: Any) -> Any:
    """``value`` with whole floats as integers; itself, not a copy, where there are none."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonicalError("keys must be text")
        if all(type(inner) in _PLAIN for inner in value.values()):
            return value
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
