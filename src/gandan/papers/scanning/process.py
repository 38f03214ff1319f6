"""Start the limited child for one scan and take its answer."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import gandan
from gandan.core.readers.process import ENVIRONMENT
from gandan.papers.scanning.program import ocr_program

# Isolated mode reads no PYTHON* variable and no folder but the installation's own.
BOOT = (
    "import sys; sys.path.insert(0, sys.argv[1]); "
    "from gandan.papers.scanning.child import main; main()"
)
ROOT = str(Path(gandan.__file__).parents[1])
PAGE_SECONDS, READ_SECONDS = 30, 600
LARGEST_ANSWER = 60 * 1024 * 1024


class ScanError(Exception):
    """The file cannot be read as a scan; ``code`` is stable: unreadable, too_many_pages, …"""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_scan(path: Path) -> dict[str, Any]:
    """Return ``{"pages": n, "text": str, "read_by": "file" | "ocr" | ""}``.

    Text comes from the file itself where it has some, else from OCR where that is installed.
    Raises ``ScanError``.
    """
    answer = _ask({"do": "read", "path": str(path), "ocr": ocr_program()}, READ_SECONDS)
    read: dict[str, Any] = json.loads(answer)
    if "problem" in read:
        raise ScanError(str(read["problem"]))
    return read


def draw_page(path: Path, page: int) -> bytes:
    """Return page ``page`` (from 1) as a freshly drawn PNG. Raises ``ScanError``."""
    answer = _ask({"do": "draw", "path": str(path), "page": page}, PAGE_SECONDS)
    if not answer.startswith(b"\x89PNG"):
        raise ScanError("unreadable")
    return answer


def _ask(request: dict[str, Any], seconds: int) -> bytes:
    """The child's answer; when its time is up the child and what it started are ended."""
    child = subprocess.Popen(  # noqa: S603 (our own interpreter, our own module)
        [sys.executable, "-I", "-c", BOOT, ROOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=ENVIRONMENT | {"OMP_THREAD_LIMIT": "1"},
        start_new_session=True,
    )
    try:
        answer, _nothing = child.communicate(json.dumps(request).encode(), timeout=seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
        raise ScanError("too_slow") from None
    if child.returncode != 0 or not answer or len(answer) > LARGEST_ANSWER:
        raise ScanError("unreadable")
    return answer
