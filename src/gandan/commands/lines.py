"""Write JSON lines whole or not at all: a stopped command leaves no half file behind."""

import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from json.encoder import encode_basestring as _quoted
from pathlib import Path
from typing import Any


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


def indented(value: Any, depth: int = 0) -> Iterator[bytes]:
    """JSON with an indent of one, as ``json.dumps`` writes it, a piece at a time.

    Lists of many thousand ids are written in one go; ``json`` takes them one by one, in Python.
    """
    before, after = ",\n" + " " * (depth + 1), "\n" + " " * depth
    if isinstance(value, dict) and value:
        yield b"{"
        for place, (key, own) in enumerate(value.items()):
            yield (before[not place :] + json.dumps(key, ensure_ascii=False) + ": ").encode()
            yield from indented(own, depth + 1)
        yield (after + "}").encode()
    elif isinstance(value, list) and value and all(isinstance(own, str) for own in value):
        yield ("[" + before[1:] + before.join(map(_quoted, value)) + after + "]").encode()
    elif isinstance(value, list) and value:
        yield b"["
        for place, own in enumerate(value):
            yield before[not place :].encode()
            yield from indented(own, depth + 1)
        yield (after + "]").encode()
    else:
        yield json.dumps(value, ensure_ascii=False).encode()
    if not depth:
        yield b"\n"


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
