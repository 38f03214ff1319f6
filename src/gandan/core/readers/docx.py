"""Word files: the text in reading order, with tables, text boxes, tracked insertions and notes.

The parts are read as XML without any entity or outside reference; nothing else of the file
(macros, links, pictures, embedded objects) is opened.
"""

import zipfile
from collections.abc import Iterator
from typing import IO, Any

from defusedxml.ElementTree import iterparse

from gandan.core.readers.archive import check_zip
from gandan.core.readers.disguise import broken_office
from gandan.core.readers.model import Limits, Rows, error
from gandan.core.readers.rows import Place, item_of

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
# A second copy of a text box for old programs, and text that was struck out.
SKIPPED = frozenset({FALLBACK, f"{WORD}del", f"{WORD}moveFrom", f"{STRICT}del"})


class _TooLongError(ValueError):
    """There is more text than one letter may have."""


def read_docx(source: IO[bytes], name: str, own: str, limits: Limits) -> Rows:
    try:
        with zipfile.ZipFile(source) as packed:
            if fault := check_zip(packed, limits):
                yield error(fault.code, name, fault.message, item_id=own)
                return
            text, margins = _texts(packed, limits)
    except _TooLongError:
        message = "Tệp .docx có quá nhiều chữ cho một đơn. Tách mỗi đơn một tệp rồi nạp lại."
        yield error("too_long", name, message, item_id=own)
        return
    except MemoryError:
        raise
    except Exception:  # zipfile and expat raise many kinds on hostile files
        code, message = broken_office(source, ".docx")
        yield error(code, name, message, item_id=own)
        return
    if not text.strip():
        message = "Tệp .docx không có chữ (có thể chỉ có ảnh). Tệp được giữ; cần gõ lại nội dung."
        yield error("scanned", name, message, margins, own)
        return
    yield from item_of({"text": text}, {"đầu và chân trang": margins}, Place(own, name), limits)


def _texts(packed: zipfile.ZipFile, limits: Limits) -> tuple[str, str]:
    """The body with its notes; headers and footers apart, each once."""
    names = packed.namelist()
    main = main_part(packed)
    folder = main.rpartition("/")[0]
    body = _part(packed, main, limits)
    for kind in ("footnotes", "endnotes"):
        if f"{folder}/{kind}.xml" in names:
            body += _part(packed, f"{folder}/{kind}.xml", limits)
    around = [n for n in sorted(names) if n.startswith((f"{folder}/header", f"{folder}/footer"))]
    margins = [_part(packed, n, limits).strip() for n in around[:20] if n.endswith(".xml")]
    return body.strip("\n"), "\n".join(dict.fromkeys(filter(None, margins)))


def main_part(packed: zipfile.ZipFile) -> str:
    with packed.open("_rels/.rels") as source:
        for _event, element in iterparse(source):
            if element.tag == RELATION and element.get("Type", "").endswith("/officeDocument"):
                return str(element.get("Target", "")).lstrip("/")
    raise KeyError("no main part")


def _part(packed: zipfile.ZipFile, name: str, limits: Limits) -> str:
    pieces: list[str] = []
    length = 0
    with packed.open(name) as source:
        for piece in _pieces(source):
            pieces.append(piece)
            length += len(piece)
            if length > limits.longest_letter:
                raise _TooLongError
    return "".join(pieces)


def _pieces(source: Any) -> Iterator[str]:
    """Text as it comes; each paragraph ends a line, except the last one of a table's cell."""
    skipped = cells = 0
    pending = ""
    for event, element in iterparse(source, events=("start", "end")):
        if element.tag in SKIPPED:
            skipped += 1 if event == "start" else -1
        tag = element.tag.removeprefix(WORD).removeprefix(STRICT)
        if tag == "tc":
            cells += 1 if event == "start" else -1
        if event == "start":
            continue
        if not skipped:
            piece, pending = _ended(tag, element, pending, in_cell=cells > 0)
            yield piece
        if tag in {"p", "tbl", "r"}:
            element.clear()


def _ended(tag: str, element: Any, pending: str, *, in_cell: bool) -> tuple[str, str]:
    """What to write at the end of an element, and the separator that waits for more text."""
    if tag == "t" and element.text:
        return pending + element.text, ""
    if tag in BREAKS:
        return pending + BREAKS[tag], ""
    if tag == "p":
        return ("", pending + "\n") if in_cell else (pending + "\n", "")
    if tag == "tc":
        return "", pending.removesuffix("\n") + "\t"
    if tag == "tr":
        return pending.rstrip("\t") + "\n", ""
    return "", pending
