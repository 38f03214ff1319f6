"""Pictures without a picture library: sizes from headers, PNG out, JPEG and PNG drawn anew."""

import struct
import tempfile
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import typst

LARGEST_PIXELS = 100_000_000
# How wide a photographed page is drawn, as if it were on A4.
PAGE_WIDTH_PT = 595


class PictureError(ValueError):
    """The picture is broken or too large."""


def size_of(path: Path) -> tuple[int, int]:
    """Width and height from the header. Raises ``PictureError``."""
    data = path.read_bytes()
    width, height = _png_size(data) if data[:1] == b"\x89" else _jpeg_size(data)
    if not 0 < width * height <= LARGEST_PIXELS:
        raise PictureError
    return width, height


def _png_size(data: bytes) -> tuple[int, int]:
    if len(data) < 24 or data[12:16] != b"IHDR":
        raise PictureError
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _jpeg_size(data: bytes) -> tuple[int, int]:
    """Walk the segments to the frame header (SOF)."""
    place = 2
    while place + 9 < len(data):
        if data[place] != 0xFF:
            raise PictureError
        kind = data[place + 1]
        if kind == 0xFF or 0xD0 <= kind <= 0xD8:
            place += 1 if kind == 0xFF else 2
            continue
        if 0xC0 <= kind <= 0xCF and kind not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        place += 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
    raise PictureError


def png_of(pixels: Any) -> bytes:
    """A grey PNG from an array of shape (height, width) or (height, width, 1), 8 bits."""
    grey = np.ascontiguousarray(pixels, dtype=np.uint8).reshape(pixels.shape[0], -1)
    height, width = grey.shape
    # Each line begins with its filter; none (0) keeps the writer short.
    lines = np.zeros((height, width + 1), dtype=np.uint8)
    lines[:, 1:] = grey
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(lines.tobytes(), 6)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + check


def redrawn(path: Path, dpi: int) -> bytes:
    """A JPEG or PNG drawn anew on a page as wide as A4. Raises ``PictureError``."""
    size_of(path)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        kind = "png" if path.read_bytes()[:1] == b"\x89" else "jpg"
        (root / f"scan.{kind}").write_bytes(path.read_bytes())
        source = root / "page.typ"
        page = f"#set page(width: {PAGE_WIDTH_PT}pt, height: auto, margin: 0pt)\n"
        source.write_text(f'{page}#image("scan.{kind}", width: 100%)', "utf-8")
        try:
            made = typst.compile(
                source, root=root, ignore_system_fonts=True, format="png", ppi=float(dpi)
            )
        except RuntimeError as error:
            raise PictureError from error
    return bytes(made[0] if isinstance(made, list) else made)
