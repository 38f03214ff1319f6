"""Look for secret strings in files, in every form in which software tends to leave them.

``find_canaries(paths, strings)`` reads files and folders as bytes (so a database file shows its
free pages and its journal too), opens what is packed, and reports each place. ``rows_as_file``
adds what a server database keeps in its own compressed form. Used by the tests of sealing and of
casework; ``forms_of`` says which forms are known.
"""

import base64
import bz2
import html
import io
import json
import lzma
import quopri
import unicodedata
import urllib.parse
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DEEPEST = 4
LARGEST_MEMBER = 200 * 1024 * 1024
START, PIECE = 8, 4 * 1024 * 1024


@dataclass(frozen=True)
class Hit:
    """``string`` was found in ``where``, written as ``form``."""

    string: str
    form: str
    where: str


def find_canaries(paths: Iterable[Path], strings: Iterable[str]) -> list[Hit]:
    """Every string that any file below ``paths`` holds, once for each form and place."""
    wanted = Wanted(strings)
    hits: list[Hit] = []
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                hits += _in_bytes(file.read_bytes(), str(file), wanted)
            hits += _in_bytes(file.name.encode(), f"name of {file}", wanted)
    return hits


def find_in_text(text: str, strings: Iterable[str], where: str = "text") -> list[Hit]:
    """The same for a text that is in memory: a page, a captured log."""
    wanted = Wanted(strings)
    return _in_bytes(text.encode("utf-8", "surrogatepass"), where, wanted)


def rows_as_file(connection, path: Path) -> Path:
    """Write every value of every table of a Django connection to ``path``, to be looked through.

    A server stores long values compressed, so its files alone do not show them.
    """
    with path.open("wb") as out, connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    out.write(
                        bytes(value) if isinstance(value, bytes | memoryview) else _text(value)
                    )
                    out.write(b"\n")
    return path


def _text(value: object) -> bytes:
    return str(value).encode("utf-8", "surrogatepass")


def forms_of(string: str) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of each form; forms that are the same bytes come once."""
    seen: set[bytes] = set()
    for written, text in _spellings(string):
        for coded, data in _codings(text):
            if data and data not in seen:
                seen.add(data)
                yield f"{written}, {coded}", data


def _spellings(string: str) -> Iterator[tuple[str, str]]:
    apart = unicodedata.normalize("NFD", string.replace("Đ", "D").replace("đ", "d"))
    unaccented = "".join(c for c in apart if not unicodedata.combining(c))
    for name, text in (
        ("as it is", unicodedata.normalize("NFC", string)),
        ("unaccented", unaccented),
    ):
        yield name, text
        yield f"{name}, lower", text.lower()
        yield f"{name}, upper", text.upper()
        if " " in text:
            for joint in ("", "-", "_", "+"):
                yield f"{name}, joined by {joint!r}", text.lower().replace(" ", joint)
    yield "apart", unicodedata.normalize("NFD", string)


def _codings(text: str) -> Iterator[tuple[str, bytes]]:
    data = text.encode()
    yield "UTF-8", data
    yield "UTF-16LE", text.encode("utf-16-le")
    yield "UTF-16BE", text.encode("utf-16-be")
    yield "URL", urllib.parse.quote(text).encode()
    yield "form", urllib.parse.quote_plus(text).encode()
    yield "JSON", json.dumps(text)[1:-1].encode()
    yield "HTML", html.escape(text).encode()
    yield "HTML decimal", text.encode("ascii", "xmlcharrefreplace")
    yield "HTML hex", "".join(c if c.isascii() else f"&#x{ord(c):x};" for c in text).encode()
    yield "Python", repr(data)[2:-1].encode()
    yield "hex", data.hex().encode()
    yield "HEX", data.hex().upper().encode()
    yield "quoted-printable", quopri.encodestring(data).replace(b"=\n", b"").rstrip(b"\n")
    for phase in range(3):
        yield f"base64, phase {phase}", _in_the_middle_of_base64(data, phase)
        yield (
            f"base64 of UTF-16LE, phase {phase}",
            _in_the_middle_of_base64(text.encode("utf-16-le"), phase),
        )


def _in_the_middle_of_base64(data: bytes, phase: int) -> bytes:
    """The part of the encoding that does not depend on what stands before and behind."""
    whole = base64.b64encode(bytes(phase) + data)
    start = -(-8 * phase // 6)
    end = 8 * (phase + len(data)) // 6
    return whole[start:end] if end - start >= 8 else b""


class Wanted:
    """All forms of all strings, by their first eight bytes: data are looked through once."""

    def __init__(self, strings: Iterable[str]) -> None:
        self.by_start: dict[int, list[tuple[str, str, bytes]]] = defaultdict(list)
        for string in strings:
            for form, data in forms_of(string):
                if len(data) < START:
                    raise ValueError(f"{string!r} is too short to be told from chance")
                start = int.from_bytes(data[:START], "little")
                self.by_start[start].append((string, form, data))
        self.starts = np.array(sorted(self.by_start), dtype=np.uint64)

    def found_in(self, data: bytes) -> set[tuple[str, str]]:
        found: set[tuple[str, str]] = set()
        for begin in range(0, len(data), PIECE):
            part = np.frombuffer(data[begin : begin + PIECE + START - 1], dtype=np.uint8)
            if len(part) < START:
                continue
            windows = np.lib.stride_tricks.sliding_window_view(part, START)
            numbers = np.ascontiguousarray(windows).view("<u8").ravel()
            for at in np.flatnonzero(np.isin(numbers, self.starts)):
                for string, form, whole in self.by_start[int(numbers[at])]:
                    if data.startswith(whole, begin + int(at)):
                        found.add((string, form))
        return found


def _in_bytes(data: bytes, where: str, wanted: Wanted, depth: int = 0) -> list[Hit]:
    hits = [Hit(string, form, where) for string, form in sorted(wanted.found_in(data))]
    if depth < DEEPEST:
        for name, inner in _unpacked(data):
            hits += _in_bytes(inner, f"{where}!{name}", wanted, depth + 1)
    return hits


def _unpacked(data: bytes) -> Iterator[tuple[str, bytes]]:
    """What is packed in ``data``, wherever it starts."""
    if data.find(b"PK\x03\x04", 0, 64 * 1024) >= 0:
        yield from _zip_members(data)
    whole = memoryview(data)
    for name, magic, unpack in (
        ("gzip", b"\x1f\x8b\x08", _gunzip),
        ("zlib", b"x\x9c", _inflate),
        ("zlib", b"x\xda", _inflate),
        ("zlib", b"x\x01", _inflate),
        ("bzip2", b"BZh", lambda part: bz2.BZ2Decompressor().decompress(part, LARGEST_MEMBER)),
        ("xz", b"\xfd7zXZ", lambda part: lzma.LZMADecompressor().decompress(part, LARGEST_MEMBER)),
    ):
        at = data.find(magic)
        while at >= 0:
            try:
                inner = unpack(whole[at:])
            except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError):
                inner = b""
            if len(inner) > 16:
                yield f"{name}@{at}", inner
            at = data.find(magic, at + 1)


def _gunzip(part: bytes) -> bytes:
    return zlib.decompressobj(wbits=31).decompress(part, LARGEST_MEMBER)


def _inflate(part: bytes) -> bytes:
    return zlib.decompressobj().decompress(part, LARGEST_MEMBER)


def _zip_members(data: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                yield member.filename, member.filename.encode() + b"\n" + archive.read(member)
    except (zipfile.BadZipFile, RuntimeError, OSError, zlib.error, NotImplementedError):
        return
