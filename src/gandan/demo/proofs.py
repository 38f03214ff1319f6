"""A picture that stands for proof in the made-up city: drawn here, so it shows nobody's place."""

import struct
import zlib
from functools import cache

WIDTH, HEIGHT = 320, 200


@cache
def picture(seed: int) -> bytes:
    """A small PNG of slanted bands; the same seed gives the same bytes."""
    rows = bytearray()
    for y in range(HEIGHT):
        rows.append(0)
        for x in range(WIDTH):
            band = (x + y * 2 + seed * 37) // 24 % 2
            shade = 120 + (seed * 53) % 60 + band * 40
            rows += bytes((shade, min(255, shade + 14), max(0, shade - 18)))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, body) for kind, body in parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
