"""Start the limited child for one sent file and take its verdict."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import gandan
from gandan.core.readers.process import ENVIRONMENT, memory_file
from gandan.core.sent_files.kinds import LARGEST, Kind
from gandan.core.sent_files.verdicts import Reason, State

# Isolated mode reads no PYTHON* variable and no folder but the installation's own.
BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from gandan.core.sent_files.child import main; main()"
)
ROOT = str(Path(gandan.__file__).parents[1])
SECONDS = 40
# More files at once wait: each child may take a processor and a gigabyte.
AT_ONCE, PATIENCE = 2, 60
REMEMBERED = 256
_TURNS = threading.BoundedSemaphore(AT_ONCE)
_known: dict[tuple[str, str], "Verdict"] = {}


class BusyError(Exception):
    """Too many files are being opened; try again in a minute."""


@dataclass(frozen=True)
class Verdict:
    """``content`` is what to keep where that is not the file as it came; ``sent_sha256`` of that."""

    state: State
    reason: str = ""
    content: bytes | None = None
    sent_sha256: str = ""


def open_in_child(pieces: Iterable[bytes], kind: Kind, *, seconds: float = SECONDS) -> Verdict:
    """Open a file; whatever it does to the child, an answer comes. Raises ``BusyError``.

    A file that opened and needed no change is not opened twice: a form that is sent again, and
    the step after it, bring the same bytes.
    """
    with memory_file() as source, memory_file() as answer:
        total = hashlib.sha256()
        for piece in pieces:
            total.update(piece)
            source.write(piece)
        sent = total.hexdigest()
        if known := _known.get((sent, kind.media_type)):
            return known
        verdict = _asked(source, answer, [kind.media_type], sent, seconds)
    if verdict.state == State.OPENED and verdict.content is None:
        if len(_known) >= REMEMBERED:
            _known.clear()
        _known[sent, kind.media_type] = verdict
    return verdict


def nameless_in_child(
    pieces: Iterable[bytes], kind: Kind, *, seconds: float = SECONDS
) -> bytes | None:
    """A copy without who made the file; None where a name may be left. Raises ``BusyError``."""
    with memory_file() as source, memory_file() as answer:
        for piece in pieces:
            source.write(piece)
        verdict = _asked(source, answer, [kind.media_type, "nameless"], "", seconds)
        if verdict.state != State.OPENED:
            return None
        if verdict.content is not None:
            return verdict.content
        source.seek(0)
        return source.read()


def _asked(
    source: BinaryIO, answer: BinaryIO, arguments: list[str], sent: str, seconds: float
) -> Verdict:
    source.seek(0)
    if not _TURNS.acquire(timeout=PATIENCE):
        raise BusyError
    try:
        ended_well = _run(source, answer, arguments, seconds)
    finally:
        _TURNS.release()
    verdict = _verdict(answer, sent) if ended_well else None
    return verdict or Verdict(State.REFUSED, str(Reason.BEYOND_LIMITS), sent_sha256=sent)


def _run(source: BinaryIO, answer: BinaryIO, arguments: list[str], seconds: float) -> bool:
    """Whether the child came to its end by itself, in time."""
    child = subprocess.Popen(  # noqa: S603 (our own interpreter, our own module)
        [sys.executable, "-I", "-c", BOOT, ROOT, *arguments],
        stdin=source,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT,
        start_new_session=True,
    )
    try:
        return child.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        return False


def _verdict(answer: BinaryIO, sent: str) -> Verdict | None:
    answer.seek(0)
    try:
        head = json.loads(answer.readline(1_000))
        content = answer.read(LARGEST + 1) if head["changed"] else None
        return Verdict(State(head["state"]), str(head["reason"]), content, sent)
    except (ValueError, KeyError):
        return None
