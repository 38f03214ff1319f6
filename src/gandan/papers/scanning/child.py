"""The process that opens a scan, under limits that it sets on itself first.

Reads one JSON request from standard input and writes JSON (read) or a PNG (draw). PDF pages are
drawn by pdfium, pictures by Typst; both give back new pixels and nothing of the file.
"""

import json
import resource
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import pypdfium2

from gandan.core.readers.child import confine
from gandan.core.readers.model import Limits
from gandan.papers.scanning.kinds import media_type_of
from gandan.papers.scanning.pictures import png_of, redrawn, size_of

MOST_PAGES, OCR_PAGES = 300, 30
LONGEST_TEXT = 400_000
# A page with fewer letters than this has no text layer worth the name.
LEAST_LETTERS = 40
CPU_SECONDS = 580
OCR_SECONDS = 60
SCREEN_DPI, OCR_DPI = 110, 200
LARGEST_PAGE_PIXELS = 40_000_000
LOOKALIKES = str.maketrans({"Ð": "Đ", "ð": "đ", "\u00a0": " ", "\u2060": None, "\u200b": None})


class Refused(Exception):  # noqa: N818 (a word for the parent, not a fault of the program)
    """The file is not read; the message is the stable code."""


def main() -> None:
    request = json.load(sys.stdin)
    confine(Limits())
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, resource.RLIM_INFINITY))
    path = Path(request["path"])
    if request["do"] == "draw":
        sys.stdout.buffer.write(draw(path, int(request["page"]), SCREEN_DPI))
        return
    try:
        answer = read(path, request["ocr"])
    except Refused as refused:
        answer = {"problem": str(refused)}
    sys.stdout.write(json.dumps(answer))


def read(path: Path, ocr: str) -> dict[str, Any]:
    kind = kind_of(path)
    pages = 1
    text = ""
    if kind == "application/pdf":
        pages, text = read_pdf(path)
    else:
        size_of(path)
    text = searchable(text)
    if len(text) >= LEAST_LETTERS or not ocr:
        return {"pages": pages, "text": text, "read_by": "file" if text else ""}
    found = "\n\n".join(recognized(path, page, ocr) for page in range(1, min(pages, OCR_PAGES) + 1))
    found = searchable(found).strip()[:LONGEST_TEXT]
    return {"pages": pages, "text": found, "read_by": "ocr" if found else ""}


def searchable(text: str) -> str:
    """``text`` as a person would type it.

    Programs that read letters, and some fonts, give the Icelandic Ð for Đ; files carry signs
    that only say where lines may break.
    """
    return unicodedata.normalize("NFC", text.translate(LOOKALIKES))


def kind_of(path: Path) -> str:
    with path.open("rb") as file:
        kind = media_type_of(file.read(16))
    if not kind:
        raise Refused("unknown_kind")
    return kind


def read_pdf(path: Path) -> tuple[int, str]:
    document = opened(path)
    pages = len(document)
    if pages > MOST_PAGES:
        raise Refused("too_many_pages")
    texts: list[str] = []
    for page in document:
        texts.append(page.get_textpage().get_text_bounded().replace("\r\n", "\n").strip())
        if sum(map(len, texts)) > LONGEST_TEXT:
            break
    return pages, "\n\n".join(text for text in texts if text)[:LONGEST_TEXT]


def opened(path: Path) -> Any:
    try:
        document = pypdfium2.PdfDocument(path)
        len(document)
    except pypdfium2.PdfiumError as error:
        code = "encrypted" if "password" in str(error).lower() else "unreadable"
        raise Refused(code) from error
    return document


def draw(path: Path, page: int, dpi: int) -> bytes:
    if kind_of(path) != "application/pdf":
        return redrawn(path, dpi)
    document = opened(path)
    if not 1 <= page <= len(document):
        raise Refused("no_such_page")
    sheet = document[page - 1]
    scale = dpi / 72
    width, height = sheet.get_size()
    if width * height * scale * scale > LARGEST_PAGE_PIXELS:
        scale = (LARGEST_PAGE_PIXELS / (width * height)) ** 0.5
    return png_of(sheet.render(scale=scale, grayscale=True).to_numpy())


def recognized(path: Path, page: int, ocr: str) -> str:
    """The letters of one page; a page that takes too long is left out."""
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder) / "page.png"
        picture.write_bytes(draw(path, page, OCR_DPI))
        command = [ocr, str(picture), "stdout", "-l", "vie", "--psm", "3"]
        try:
            done = subprocess.run(  # noqa: S603 (the program that the parent found)
                command, capture_output=True, timeout=OCR_SECONDS, check=False
            )
        except subprocess.TimeoutExpired:
            return ""
    return done.stdout.decode("utf-8", "replace").strip()


if __name__ == "__main__":
    main()
