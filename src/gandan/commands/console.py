"""How commands speak: results on standard output, progress and errors on standard error."""

import signal
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

EXIT_OK = 0
EXIT_FAULTS = 1
EXIT_USAGE = 2


class CommandError(Exception):
    """A sentence for the person at the terminal: what is wrong and what to do."""


def say(text: str) -> None:
    print(text, file=sys.stdout, flush=True)


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Progress:
    """One line that is rewritten on a terminal, a line now and then in a log file."""

    def __init__(self, label: str, unit: str = "đơn") -> None:
        self.label, self.unit = label, unit
        self.started = self.shown = time.monotonic()
        self.live = sys.stderr.isatty()

    def __call__(self, done: int, total: int | None = None) -> None:
        now = time.monotonic()
        if now - self.shown < (0.2 if self.live else 5.0):
            return
        self.shown = now
        self._write(done, total, end="\r" if self.live else "\n")

    def finish(self, done: int) -> None:
        self._write(done, None, end="\n")

    def _write(self, done: int, total: int | None, *, end: str) -> None:
        count = f"{done:,}".replace(",", ".")
        of = f"/{total:,}".replace(",", ".") if total else ""
        seconds = time.monotonic() - self.started
        sys.stderr.write(f"{self.label}: {count}{of} {self.unit}, {seconds:.0f} giây{end}")
        sys.stderr.flush()


def existing(paths: Iterable[str]) -> list[Path]:
    """The paths, or a ``CommandError`` that names the first one that is not there."""
    found = [Path(path) for path in paths]
    for path in found:
        if not path.exists():
            raise CommandError(f"Không tìm thấy {path}. Kiểm tra lại tên tệp hoặc thư mục.")
    return found


def check_writable(out: Path) -> None:
    """Refuse before the work, not after it, when the result could not be written."""
    if out.is_dir():
        raise CommandError(f"{out} là thư mục. Ghi rõ tên tệp kết quả.")
    if not out.parent.is_dir():
        raise CommandError(f"Không có thư mục {out.parent}. Tạo thư mục rồi chạy lại.")


@contextmanager
def ending_on_sigterm() -> Iterator[None]:
    """Let SIGTERM leave the block as Ctrl+C does, so that what the block opened is closed.

    A second one does not break into that. Only the main thread is told of signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise SystemExit(128 + signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
