"""The process that parses untrusted files, under limits that it sets on itself first.

Reads a JSON request from standard input: files and limits. Writes JSON lines: a mark before
each file, then its rows. It may die at any time; the parent then knows at which file.
"""

import json
import resource
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from gandan.core.readers import letters, tables
from gandan.core.readers.archive import check_member, check_zip
from gandan.core.readers.model import ERROR, WARNING, Item, Limits, Problem, to_plain

Rows = Iterator[Item | Problem]
READABLE = frozenset({".jsonl", ".json", ".csv", ".xlsx", ".txt", ".docx", ".pdf", ".eml", ".zip"})
SINGLE = frozenset({".txt", ".docx", ".eml"})


def main() -> None:
    request = json.load(sys.stdin)
    limits = Limits(**request["limits"])
    confine(limits)
    out = sys.stdout
    for index, (path, name) in enumerate(request["files"]):
        out.write(json.dumps({"begin": index}) + "\n")
        out.flush()
        allow_cpu(limits)
        for row in read_file(Path(path), name, limits):
            out.write(json.dumps(to_plain(row), ensure_ascii=True) + "\n")
        out.flush()


def confine(limits: Limits) -> None:
    """Bound memory and files; no core dump that would hold the letters."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.unpacked, limits.unpacked))
    sys.setrecursionlimit(800)


def allow_cpu(limits: Limits) -> None:
    """Give the next file its own share of processor time; past it the kernel ends the process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + limits.cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


def read_file(path: Path, name: str, limits: Limits, *, inside: bool = False) -> Rows:
    """Yield the rows of one file; every failure that Python can see becomes a problem."""
    try:
        yield from _read(path, name, limits, inside=inside)
    except MemoryError:
        yield Problem("too_large", ERROR, name, "Tệp cần quá nhiều bộ nhớ nên không đọc hết.")
    except RecursionError:
        yield Problem("too_deep", ERROR, name, "Tệp lồng nhau quá sâu nên không đọc.")
    except Exception as error:
        message = f"Không đọc được tệp ({type(error).__name__}). Tệp được giữ nguyên."
        yield Problem("unreadable", ERROR, name, message)


def _read(path: Path, name: str, limits: Limits, *, inside: bool) -> Rows:
    kind = Path(name).suffix.lower()
    size = path.stat().st_size
    if size == 0:
        yield Problem("empty", ERROR, name, "Tệp trống, không có chữ nào.")
    elif size > limits.largest_file or (kind in SINGLE and size > 8 * limits.longest_letter):
        message = f"Tệp lớn {size // 1024**2} MB, quá mức cho phép. Chia nhỏ rồi nạp lại."
        yield Problem("too_large", ERROR, name, message)
    elif kind == ".txt":
        yield from _txt(path, name, size, limits)
    elif kind in {".jsonl", ".json"}:
        with path.open("rb") as source:
            yield from tables.read_jsonl(source, name, limits)
    elif kind == ".csv":
        yield from tables.read_csv(path, name, limits)
    elif kind == ".xlsx":
        yield from tables.read_xlsx(path, name, limits)
    elif kind == ".docx":
        yield from letters.read_docx(path, name, limits)
    elif kind == ".pdf":
        yield from letters.read_pdf(path, name, limits)
    elif kind == ".eml":
        yield from letters.read_eml(
            path, name, limits, lambda data, part: _attachment(data, part, limits)
        )
    elif kind == ".zip" and not inside:
        yield from _zip(path, name, limits)
    else:
        yield _unknown(name, kind, inside=inside)


def _txt(path: Path, name: str, size: int, limits: Limits) -> Rows:
    if size > 2 * limits.longest_letter:
        with path.open("rb") as source:
            kept = source.read(4000).decode("utf-8", "replace")
        message = (
            f"Tệp chữ lớn {size // 1024**2} MB, quá dài cho một đơn. "
            "Phần đầu được giữ lại; tách mỗi đơn một tệp rồi nạp lại."
        )
        yield Problem("too_large", ERROR, name, message, kept)
        return
    yield from letters.read_txt(path, name, limits)


def _unknown(name: str, kind: str, *, inside: bool) -> Problem:
    if kind == ".zip" and inside:
        return Problem("nested_zip", ERROR, name, "Tệp nén trong tệp nén không được mở.")
    known = ", ".join(sorted(READABLE))
    message = f"Chưa đọc được loại tệp {kind or 'không có đuôi'}. Các loại đọc được: {known}."
    return Problem("unknown_kind", ERROR, name, message)


def _zip(path: Path, name: str, limits: Limits) -> Rows:
    try:
        packed = zipfile.ZipFile(path)
    except zipfile.BadZipFile:
        yield Problem("broken_zip", ERROR, name, "Tệp nén hỏng, không mở được.")
        return
    with packed:
        if fault := check_zip(packed, limits):
            yield Problem(fault.code, ERROR, name, fault.message)
            return
        for member in packed.infolist():
            if not member.is_dir():
                yield from _member(packed, member, name, limits)


def _member(packed: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limits: Limits) -> Rows:
    inner = _member_name(member)
    if inner.startswith("__MACOSX/") or Path(inner).name.startswith("."):
        message = "Tệp ẩn của hệ thống, không phải đơn; bỏ qua."
        yield Problem("hidden_file", WARNING, f"{name}/{inner}", message)
        return
    if fault := check_member(member):
        yield Problem(fault.code, ERROR, f"{name}/{inner}", fault.message)
        return
    with tempfile.NamedTemporaryFile(suffix=Path(inner).suffix) as unpacked:
        with packed.open(member) as source:
            copied = _copy(source, unpacked, member.file_size)
        unpacked.flush()
        if not copied:
            message = "Phần này bung ra lớn hơn kích thước ghi trong tệp nén nên không đọc."
            yield Problem("zip_bomb", ERROR, f"{name}/{inner}", message)
            return
        yield from read_file(Path(unpacked.name), f"{name}/{inner}", limits, inside=True)


def _member_name(member: zipfile.ZipInfo) -> str:
    """Names without the UTF-8 flag were written in whatever encoding; read them again."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return member.filename


def _copy(source: IO[bytes], target: Any, size: int) -> bool:
    left = size
    while piece := source.read(min(1 << 20, left + 1)):
        left -= len(piece)
        if left < 0:
            return False
        target.write(piece)
    return True


def _attachment(data: bytes, name: str, limits: Limits) -> Rows:
    with tempfile.NamedTemporaryFile(suffix=Path(name).suffix) as file:
        file.write(data)
        file.flush()
        yield from read_file(Path(file.name), name, limits, inside=True)


if __name__ == "__main__":
    main()
