"""A PNG without what a program wrote beside the picture: only chunks that draw it are kept."""

import struct
import zlib

from gandan.core.sent_files.jpeg import Picture, orientation_block, orientation_of

START = b"\x89PNG\r\n\x1a\n"
# A colour profile (iCCP) is left out: that of a screen shot names the screen.
KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"IDAT", b"IEND"})


def read_png(data: bytes) -> Picture:
    """Walk the chunks. What cannot be walked is kept as it came, behind what could."""
    found, place = Picture(), len(START)
    while not found.is_whole:
        if place + 12 > len(data):
            found.parts.append(data[place:])
            break
        length, name = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data):
            found.parts.append(data[place:])
            break
        body = data[place + 8 : end - 4]
        if name == b"IHDR" and len(body) >= 8:
            found.width, found.height = struct.unpack_from(">II", body)
        if name == b"eXIf":
            found.orientation = orientation_of(body) or 1
            if found.orientation != 1:
                found.parts.append(_chunk(name, orientation_block(found.orientation)))
        if name in KEPT:
            found.parts.append(data[place:end])
        found.is_whole = name == b"IEND"
        place = end
    found.content = START + b"".join(found.parts)
    return found


def _chunk(name: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check
