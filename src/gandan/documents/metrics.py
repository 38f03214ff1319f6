"""Widths of text in the document font, read from its own tables.

Tinos has the widths of Times New Roman, so what is measured here also fits the .docx.
"""

import struct
from functools import cache
from importlib.resources import files

MM_PER_PT = 25.4 / 72


def width_pt(text: str, size_pt: float, *, bold: bool = False) -> float:
    """Width of one line; a letter that the font lacks counts as one em."""
    advances, per_em = _advances("Bold" if bold else "Regular")
    units = sum(advances.get(letter, per_em) for letter in text)
    return units * size_pt / per_em


def width_mm(text: str, size_pt: float, *, bold: bool = False) -> float:
    return width_pt(text, size_pt, bold=bold) * MM_PER_PT


def covers(text: str) -> bool:
    """Whether the font draws every letter of ``text``."""
    advances, _ = _advances("Regular")
    return all(letter in advances for letter in text)


@cache
def _advances(face: str) -> tuple[dict[str, int], int]:
    data = files("gandan.documents").joinpath("fonts", f"Tinos-{face}.ttf").read_bytes()
    (count,) = struct.unpack_from(">H", data, 4)
    tables = {}
    for n in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * n)
        tables[tag] = offset
    (per_em,) = struct.unpack_from(">H", data, tables[b"head"] + 18)
    (measured,) = struct.unpack_from(">H", data, tables[b"hhea"] + 34)
    widths = struct.unpack_from(">" + "Hh" * measured, data, tables[b"hmtx"])[::2]
    glyphs = _glyphs(data, tables[b"cmap"])
    return {chr(code): widths[min(g, measured - 1)] for code, g in glyphs.items()}, per_em


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Code point to glyph, from the font's format 4 subtable (OpenType, cmap)."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    for n in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, cmap + 4 + 8 * n)
        start = cmap + offset
        if (platform, encoding) == (3, 1) and struct.unpack_from(">H", data, start) == (4,):
            return _format_4(data, start)
    raise ValueError("the font has no Unicode table")


def _format_4(data: bytes, start: int) -> dict[int, int]:
    double, glyphs = struct.unpack_from(">H", data, start + 6)[0], {}
    size = double // 2
    ends = struct.unpack_from(f">{size}H", data, start + 14)
    starts = struct.unpack_from(f">{size}H", data, start + 16 + double)
    deltas = struct.unpack_from(f">{size}H", data, start + 16 + 2 * double)
    at = start + 16 + 3 * double
    offsets = struct.unpack_from(f">{size}H", data, at)
    for n, (first, last) in enumerate(zip(starts, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offsets[n]:
                place = at + 2 * n + offsets[n] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", data, place)
            if glyph or not offsets[n]:
                glyphs[code] = (glyph + deltas[n]) & 0xFFFF
    return {code: glyph for code, glyph in glyphs.items() if glyph}
