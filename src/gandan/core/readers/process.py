"""Start the limited child, listen to it with a time limit, and say how it ended."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

import gandan
from gandan.core.readers.ahead import PIECE, Ahead
from gandan.core.readers.model import MIB, Limits

# Of an import of letters, somewhat more than is written to the database at once.
AHEAD = 16 * MIB
# Isolated mode reads no PYTHON* variable and no folder but the installation's own.
BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from gandan.core.readers.child import main; main()"
ROOT = str(Path(gandan.__file__).parents[1])
# Nothing of the parent's environment (keys, passwords) goes to the process that reads files.
ENVIRONMENT = {"LANG": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


@dataclass(frozen=True)
class Opened:
    """A file for the child: where it is, its id, its name for people, and how it is read.

    ``as_report`` keeps the tables of a Word file or workbook instead of looking for letters.
    ``is_measured`` asks for ``Item.measured``.
    """

    path: str
    own: str
    address: str
    descriptor: int | None = None
    as_report: bool = False
    is_measured: bool = False


@dataclass
class Ending:
    """How the child ended: ``reason`` is "" when it had read everything."""

    reason: str = ""
    is_ready: bool = False


def messages(
    files: Sequence[Opened], limits: Limits, ending: Ending, *, skip: int = 0
) -> Generator[dict[str, Any], None, None]:
    """Yield the child's messages; on the way out the child is gone, whatever happened."""
    child = subprocess.Popen(  # noqa: S603 (our own interpreter, our own module)
        [sys.executable, "-I", "-c", BOOT, ROOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        pass_fds=[file.descriptor for file in files if file.descriptor is not None],
    )
    assert child.stdout
    ahead = Ahead(child.stdout.fileno(), AHEAD)
    try:
        _ask(child, files, limits, skip)
        yield from _listen(ahead, limits, ending)
        if not ending.reason and child.wait() != 0:
            ending.reason = "died"
    finally:
        if child.poll() is None:
            child.kill()
        child.wait()
        ahead.stop()
        child.stdout.close()


def _ask(
    child: "subprocess.Popen[bytes]", files: Sequence[Opened], limits: Limits, skip: int
) -> None:
    request = {
        "limits": asdict(limits),
        "files": [
            [file.path, file.own, file.address, file.as_report, file.is_measured] for file in files
        ],
        "skip": skip,
    }
    assert child.stdin
    try:
        child.stdin.write(json.dumps(request).encode())
        child.stdin.close()
    except BrokenPipeError:  # the child is gone; its exit code tells
        pass


def _listen(ahead: Ahead, limits: Limits, ending: Ending) -> Iterator[dict[str, Any]]:
    """Only the time spent waiting for the child counts, not what the caller does in between."""
    longest = 16 * limits.longest_letter + 16 * MIB
    waiting: list[bytes] = []
    pending = total = 0
    while True:
        piece = ahead.piece(limits.silent_seconds)
        if piece is None:
            ending.reason = "silent"
            return
        if not piece:
            return
        total += len(piece)
        pending += len(piece)
        if total > limits.output or pending > longest + PIECE:
            ending.reason = "output"
            return
        if b"\n" not in piece:
            waiting.append(piece)
            continue
        *lines, rest = b"".join([*waiting, piece]).split(b"\n")
        waiting, pending = [rest], len(rest)
        for line in lines:
            message = json.loads(line)
            ending.is_ready = True
            yield message


def memory_file() -> BinaryIO:
    """A file without a name; in memory only where the system can, for it may hold secrets."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("gandan"), "w+b")
    return cast("BinaryIO", tempfile.TemporaryFile())
