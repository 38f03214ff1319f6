"""Read any mix of files and folders; parsing happens in limited child processes.

Every row and file ends as an item or a problem: nothing is dropped without a word.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO

from gandan.core.readers.model import ERROR, WARNING, Item, Limits, Problem, from_plain

File = tuple[Path, str]
FILES_A_CHILD = 2_000


def read_inputs(
    paths: Iterable[Path | str],
    *,
    names: Sequence[str] | None = None,
    limits: Limits | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Item | Problem]:
    """Yield items and problems of ``paths`` in a fixed order; folders are read recursively.

    ``names`` replace the names of files that are stored under others.
    An id that comes twice is kept as "id#2" with a warning that names both places.
    """
    limits = limits or Limits()
    seen: dict[str, str] = {}
    count = 0
    for row in _all_rows([Path(path) for path in paths], names, limits):
        if isinstance(row, Item):
            count += 1
            if progress:
                progress(count)
            yield from _with_own_id(row, seen)
        else:
            yield row


def _all_rows(
    paths: Sequence[Path], names: Sequence[str] | None, limits: Limits
) -> Iterator[Item | Problem]:
    waiting: list[File] = []
    for path, name in zip(paths, names or [path.name for path in paths], strict=True):
        for found in _files(path, name):
            if isinstance(found, Problem):
                yield found
            else:
                waiting.append(found)
    while waiting:
        batch, waiting = waiting[:FILES_A_CHILD], waiting[FILES_A_CHILD:]
        while batch:
            done = yield from _read_batch(batch, limits)
            batch = batch[done:]


def _files(path: Path, name: str) -> Iterator[File | Problem]:
    if not path.is_dir():
        yield path.resolve(), name
        return
    for file in sorted(path.rglob("*")):
        name = file.relative_to(path).as_posix()
        if file.is_symlink():
            yield Problem("link", WARNING, name, "Liên kết, không phải tệp; bỏ qua.")
        elif file.is_file() and any(part.startswith(".") for part in Path(name).parts):
            yield Problem("hidden_file", WARNING, name, "Tệp ẩn, không phải đơn; bỏ qua.")
        elif file.is_file():
            yield file.resolve(), name


def _read_batch(batch: list[File], limits: Limits) -> Generator[Item | Problem, None, int]:
    """Read files in one child; returns how many of them are dealt with."""
    child = subprocess.Popen(
        [sys.executable, "-I", "-m", "gandan.core.readers.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert child.stdin
    assert child.stdout
    watch = _Watch(child, limits.silent_seconds)
    current = -1
    try:
        _send(child.stdin, batch, limits)
        written = 0
        for line in child.stdout:
            watch.heard()
            written += len(line)
            message = json.loads(line)
            if "begin" in message:
                current = int(message["begin"])
            else:
                yield from_plain(message)
            if written > limits.output:
                child.kill()
                break
        code = child.wait()
    finally:
        watch.stop()
        if child.poll() is None:
            child.kill()
            child.wait()
        child.stdout.close()
    if code == 0:
        return len(batch)
    yield _died(batch[max(current, 0)][1], timed_out=watch.timed_out)
    return max(current, 0) + 1


def _send(pipe: IO[bytes], batch: list[File], limits: Limits) -> None:
    request = {"limits": asdict(limits), "files": [[str(path), name] for path, name in batch]}
    try:
        pipe.write(json.dumps(request).encode())
        pipe.close()
    except BrokenPipeError:  # the child is gone; its exit code tells
        pass


def _died(name: str, *, timed_out: bool) -> Problem:
    why = "quá lâu" if timed_out else "quá nhiều bộ nhớ hoặc thời gian, hoặc làm hỏng bộ đọc"
    message = (
        f"Dừng đọc tệp này vì nó cần {why}. Tệp được giữ nguyên; nhờ quản trị xem trước khi mở."
    )
    return Problem("stopped", ERROR, name, message)


class _Watch:
    """End a child that says nothing for too long."""

    def __init__(self, child: "subprocess.Popen[bytes]", seconds: float) -> None:
        self.child, self.seconds = child, seconds
        self.timed_out = False
        self._heard = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def heard(self) -> None:
        self._heard.set()

    def stop(self) -> None:
        self._stopped.set()
        self._heard.set()

    def _run(self) -> None:
        while not self._stopped.is_set():
            if not self._heard.wait(self.seconds):
                self.timed_out = True
                self.child.kill()
                return
            self._heard.clear()


def _with_own_id(item: Item, seen: dict[str, str]) -> Iterator[Item | Problem]:
    first = seen.setdefault(item.id, item.address)
    if first is item.address:
        yield item
        return
    number = 2
    while f"{item.id}#{number}" in seen:
        number += 1
    own = f"{item.id}#{number}"
    seen[own] = item.address
    message = f"Mã “{item.id}” đã dùng ở {first}. Đơn này được giữ với mã “{own}”."
    yield Problem("same_id", WARNING, item.address, message, item_id=own)
    yield replace(item, id=own)
