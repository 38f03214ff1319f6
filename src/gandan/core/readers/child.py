"""The process that parses untrusted files, under limits that it sets on itself first.

Reads a JSON request from standard input: files and limits. Writes JSON lines: a mark before
each file and each member of a zip, then its rows. It may die at any time; the parent then knows
where it was.
"""

import json
import os
import resource
import stat
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from gandan.core.readers.model import MIB, Item, Limits, Problem, Rows, error, measure, to_plain
from gandan.core.readers.opening import STREAMS, File, Opener

OPEN_FILES = 64
DEEPEST = 800


def main() -> None:
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    confine(limits)
    _send({"ready": True})
    for index, (path, own, address, as_report, is_measured) in enumerate(request["files"]):
        skip = int(request["skip"]) if index == 0 else 0
        file = File(BytesIO(), 0, address, own, as_report=as_report, is_measured=is_measured)
        _read_file(index, path, file, skip, limits)


def confine(limits: Limits) -> None:
    """Bound memory and files; no core dump that would hold the letters."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.unpacked, limits.unpacked))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    sys.setrecursionlimit(DEEPEST)


def _allow_cpu(limits: Limits, name: str, size: int, *, is_measured: bool) -> None:
    """Give the next file its own share of processor time; past it the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    grows = PurePosixPath(name).suffix.lower() in STREAMS
    share = (limits.cpu_seconds + (size // MIB if grows else 0)) * (2 if is_measured else 1)
    soft = int(used.ru_utime + used.ru_stime) + share
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def _read_file(index: int, path: str, asked: File, skip: int, limits: Limits) -> None:
    own, address = asked.own, asked.address

    def begins(member: int, where: str, size: int) -> None:
        _allow_cpu(limits, where, size, is_measured=asked.is_measured)
        _send({"begin": index, "member": member + 1, "address": where})

    _send({"begin": index, "member": 0, "address": address})
    try:
        # A pipe or a device would block for ever, or never end.
        opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        found = os.fstat(opened)
    except OSError as fault:
        _write(iter([_unopened(fault, address, own)]))
        return
    with os.fdopen(opened, "rb") as stream:
        if not stat.S_ISREG(found.st_mode):
            message = "Không phải tệp thường (ống dẫn hoặc thiết bị) nên không đọc."
            _write(iter([error("not_a_file", address, message)]))
            return
        _allow_cpu(limits, own, found.st_size, is_measured=asked.is_measured)
        file = replace(asked, stream=stream, size=found.st_size)
        rows = Opener(limits, begins).read(file, skip=skip)
        _write(map(_measured, rows) if file.is_measured else rows)


def _unopened(fault: OSError, address: str, own: str) -> Any:
    if isinstance(fault, FileNotFoundError):
        return error("not_found", address, "Không tìm thấy tệp. Kiểm tra lại tên.", item_id=own)
    if isinstance(fault, PermissionError):
        message = "Không có quyền đọc tệp. Cấp quyền đọc rồi nạp lại."
        return error("not_allowed", address, message, item_id=own)
    message = f"Không mở được tệp ({type(fault).__name__}). Tệp được giữ nguyên."
    return error("unreadable", address, message, item_id=own)


def _measured(row: Item | Problem) -> Item | Problem:
    return replace(row, measured=measure(row.text)) if isinstance(row, Item) else row


def _write(rows: Rows) -> None:
    out = sys.stdout.buffer
    for row in rows:
        kind = "item" if isinstance(row, Item) else "problem"
        line = json.dumps({kind: to_plain(row)}, ensure_ascii=False)
        out.write(line.encode("utf-8", "replace") + b"\n")


def _send(mark: dict[str, Any]) -> None:
    """Marks are flushed, so that whatever came before them has arrived if the process dies."""
    sys.stdout.buffer.write(json.dumps(mark).encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
