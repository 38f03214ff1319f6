"""Write JSON lines whole or not at all: a stopped command leaves no half file behind."""

import json
import os
import tempfile
from collections.abc import Iterable
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
