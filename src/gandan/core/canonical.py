"""One way to write a value as JSON, so that its hash and its signature are always the same.

Keys in order, no spaces, UTF-8 as it is. A whole float is written as the integer it equals:
a database may give back one for the other.
"""

import json
from typing import Any

_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
)


class NotCanonicalError(ValueError):
    """The value has no canonical form, or the bytes are not in it."""


def canonical(value: Any) -> bytes:
    """The canonical bytes of a JSON value.

    Raises ``NotCanonicalError`` for what JSON cannot say: NaN, lone surrogates, other types.
    """
    try:
        return _ENCODER.encode(_plain(value)).encode()
    except (TypeError, ValueError, RecursionError) as error:
        raise NotCanonicalError(str(error)) from error


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
    if type(value) is str:
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonicalError("keys must be text")
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value
