"""Write JSON lines whole or not at all: a stopped command leaves no half file behind."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring as _quoted
from pathlib import Path
from typing import Any

_scalar = json.JSONEncoder(ensure_ascii=False).encode


def write_jsonl(out: Path, rows: Iterable[dict[str, Any]]) -> int:
    """Write ``rows`` to ``out``; return how many."""
    count = 0

    def lines() -> Iterable[bytes]:
        nonlocal count
        for row in rows:
            count += 1
            yield (json.dumps(row, ensure_ascii=False) + "\n").encode()

    write_whole(out, lines())
    return count


def indented(content: dict[str, Any]) -> Iterator[bytes]:
    """JSON with an indent of one, as ``json.dumps`` writes it, an entry at a time.

    Lists of many thousand ids are written in one go; ``json`` takes them one by one, in Python.
    """
    yield b"{"
    for place, (key, value) in enumerate(content.items()):
        yield f"{',' if place else ''}\n {_quoted(key)}: {_indented(value, 1)}".encode()
    yield b"\n}\n"


def _indented(value: Any, depth: int) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if type(value) is int:
        return str(value)
    if not isinstance(value, dict | list) or not value:
        return _scalar(value)
    between, end = ",\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, dict):
        own = [f"{_quoted(key)}: {_indented(found, depth + 1)}" for key, found in value.items()]
        return "{" + between[1:] + between.join(own) + end + "}"
    own = [_quoted(e) if isinstance(e, str) else _indented(e, depth + 1) for e in value]
    return "[" + between[1:] + between.join(own) + end + "]"


def write_whole(out: Path, pieces: Iterable[bytes]) -> None:
    """Write to a file beside ``out`` and put it in its place when it is complete."""
    handle, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        Path(name).chmod(0o644)
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
