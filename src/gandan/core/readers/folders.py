"""The files of a folder in a fixed order; what is left out is told."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from gandan.core.readers.model import Problem, error, warning
from gandan.core.readers.opening import shown_name
from gandan.core.readers.process import Opened


def files_under(folder: Path) -> Iterator[Opened | Problem]:
    """Files below ``folder``; their names are the paths from there. Links are not followed."""
    count = 0
    for found in _walk(folder, ""):
        count += 1
        yield found
    if not count:
        yield error("empty_folder", shown_name(folder.name), "Thư mục trống, không có tệp nào.")


def _walk(folder: Path, above: str) -> Iterator[Opened | Problem]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        shown = shown_name(above or folder.name)
        yield error("not_allowed", shown, "Không có quyền mở thư mục. Cấp quyền rồi nạp lại.")
        return
    for entry in entries:
        name = shown_name(f"{above}{entry.name}")
        if entry.is_symlink():
            yield warning("link", name, "Liên kết, không phải tệp; bỏ qua.")
        elif entry.name.startswith("."):
            message = "Tệp hoặc thư mục ẩn, không phải đơn; bỏ qua."
            yield warning("hidden_file", name, message)
        elif entry.is_dir():
            yield from _walk(Path(entry.path), f"{name}/")
        elif stat.S_ISREG(entry.stat().st_mode):
            yield Opened(os.path.abspath(entry.path), name, name)  # noqa: PTH100
        else:
            yield error("not_a_file", name, "Không phải tệp thường nên không đọc.")
