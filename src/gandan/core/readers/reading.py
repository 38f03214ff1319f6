"""Read any mix of files and folders; parsing happens in limited child processes.

Every row and file ends as an item or a problem: nothing is dropped without a word.
"""

import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from gandan.core.readers.folders import files_under
from gandan.core.readers.model import Item, Limits, Problem, error, item_from, warning
from gandan.core.readers.opening import shown_name
from gandan.core.readers.process import Ending, Opened, memory_file, messages

FILES_A_CHILD = 2_000
Progress = Callable[[int], None]


def read_inputs(
    paths: Iterable[Path | str],
    *,
    names: Sequence[str] | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    as_reports: bool = False,
    measured: bool = False,
) -> Iterator[Item | Problem]:
    """Yield items and problems of ``paths`` in a fixed order; folders are read recursively.

    ``names`` replace the names of files that are stored under others; their endings decide how a
    file is read. An id that comes twice is kept as "id#2" with a warning that names both places.
    ``progress`` is called with the number of items so far. Works from any thread.
    ``as_reports`` reads each .docx and .xlsx as one text with its tables (see ``reports``).
    ``measured`` gives ``Item.measured`` too, worked out in the child.
    """
    given = [Path(path) for path in paths]
    shown = list(names) if names else [path.name or str(path) for path in given]
    found = (
        row
        for path, name in zip(given, shown, strict=True)
        for row in (files_under(path) if path.is_dir() else [_file(path, name)])
    )
    found = (
        replace(row, as_report=as_reports, is_measured=measured) if isinstance(row, Opened) else row
        for row in found
    )
    yield from _finished(_all_rows(found, limits or Limits()), progress)


def read_bytes(
    name: str,
    data: bytes,
    *,
    limits: Limits | None = None,
    progress: Progress | None = None,
    as_report: bool = False,
) -> Iterator[Item | Problem]:
    """Like ``read_inputs`` for one file that is held in memory, such as an upload."""
    with memory_file() as file:
        file.write(data)
        file.flush()
        opened = replace(
            _file(Path(f"/dev/fd/{file.fileno()}"), name),
            descriptor=file.fileno(),
            as_report=as_report,
        )
        yield from _finished(_all_rows([opened], limits or Limits()), progress)


def _file(path: Path, name: str) -> Opened:
    shown = shown_name(Path(name).name)
    return Opened(os.path.abspath(path), shown, shown)  # noqa: PTH100 (links stay as they are)


def _finished(
    rows: Iterator[Item | Problem], progress: Progress | None
) -> Iterator[Item | Problem]:
    ids = _Ids()
    count = 0
    for row in rows:
        if isinstance(row, Item):
            count += 1
            if progress:
                progress(count)
            yield from ids.own(row)
        else:
            yield row


class _Ids:
    """Makes ids unique: the first keeps its own, later ones get a number."""

    def __init__(self) -> None:
        self.seen: dict[str, str] = {}
        self.numbers: dict[str, int] = {}

    def own(self, item: Item) -> Iterator[Item | Problem]:
        first = self.seen.get(item.id)
        if first is None:
            self.seen[item.id] = item.address
            yield item
            return
        number = self.numbers.get(item.id, 1) + 1
        while f"{item.id}#{number}" in self.seen:
            number += 1
        self.numbers[item.id] = number
        own = f"{item.id}#{number}"
        self.seen[own] = item.address
        message = f"Mã “{item.id}” đã dùng ở {first}. Đơn này được giữ với mã “{own}”."
        yield warning("same_id", item.address, message, item_id=own)
        yield replace(item, id=own)


def _all_rows(found: Iterable[Opened | Problem], limits: Limits) -> Iterator[Item | Problem]:
    batch: list[Opened] = []
    for file in found:
        if isinstance(file, Problem):
            yield file
            continue
        batch.append(file)
        if len(batch) == FILES_A_CHILD:
            yield from _read_batch(batch, limits)
            batch = []
    yield from _read_batch(batch, limits)


@dataclass
class _Position:
    """Where the child is: which file, how many members of it are begun, at what address."""

    file: int = 0
    member: int = 0
    address: str = ""
    last_row: str = ""


def _read_batch(batch: list[Opened], limits: Limits) -> Iterator[Item | Problem]:
    """Read files in as many children as it takes: one that dies is told and replaced."""
    skip = deaths = 0
    while batch:
        position = _Position(address=batch[0].address)
        ending = Ending()
        yield from _rows(batch, limits, skip, position, ending)
        if not ending.reason:
            return
        if not ending.is_ready:
            yield from (_not_started(file) for file in batch)
            return
        yield _died(position, ending.reason)
        deaths = deaths + 1 if position.file == 0 else 1
        batch, skip = batch[position.file :], position.member
        if not skip or deaths > limits.deaths:
            if skip:
                yield _given_up(batch[0])
            batch, skip, deaths = batch[1:], 0, 0


def _rows(
    batch: list[Opened], limits: Limits, skip: int, position: _Position, ending: Ending
) -> Generator[Item | Problem, None, None]:
    with closing(messages(batch, limits, ending, skip=skip)) as heard:
        for message in heard:
            if plain := message.get("item"):
                item = item_from(plain)
                position.last_row = item.address
                yield item
            elif plain := message.get("problem"):
                problem = Problem(**plain)
                position.last_row = problem.address
                yield problem
            elif "begin" in message:
                position.file = int(message["begin"])
                position.member = int(message["member"])
                position.address = position.last_row = str(message["address"])


REASONS = {
    "silent": "cần quá nhiều thời gian",
    "output": "bung ra quá nhiều dữ liệu",
    "died": "cần quá nhiều bộ nhớ hoặc thời gian, hoặc làm hỏng bộ đọc",
}


def _died(position: _Position, reason: str) -> Problem:
    read = position.last_row if position.last_row != position.address else ""
    so_far = f" Đã đọc đến {read}; phần sau chưa đọc." if read else ""
    message = (
        f"Dừng đọc tệp này vì nó {REASONS[reason]}.{so_far} "
        "Tệp được giữ nguyên; nhờ quản trị xem trước khi mở."
    )
    return error("stopped", position.address, message)


def _given_up(file: Opened) -> Problem:
    message = "Quá nhiều phần trong tệp nén làm hỏng bộ đọc; các phần sau chưa được đọc."
    return error("given_up", file.address, message)


def _not_started(file: Opened) -> Problem:
    message = "Bộ đọc tệp không khởi động được nên tệp chưa được đọc. Chạy “gandan doctor”."
    return error("no_reader", file.address, message)
