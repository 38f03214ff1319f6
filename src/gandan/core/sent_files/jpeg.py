"""A JPEG without what the camera wrote beside the picture; the picture itself is not coded anew.

Kept: what a decoder needs, the colour profile, and which side is up. Left out: EXIF with place,
time, device and thumbnail, XMP, IPTC, comments, further pictures, whatever follows the end.
"""

import re
import struct
from dataclasses import dataclass, field

SOI, EOI, SOS, APP0, APP1, APP2, APP14, COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)
ORIENTATION = 0x0112


@dataclass
class Picture:
    """``is_whole``: the walk reached the end mark. ``content`` is the cleaned file."""

    content: bytes = b""
    width: int = 0
    height: int = 0
    orientation: int = 1
    is_whole: bool = False
    parts: list[bytes] = field(default_factory=list)


def read_jpeg(data: bytes) -> Picture:
    """Walk the segments. What cannot be walked is kept as it came, behind what could."""
    found = Picture()
    place = 2
    try:
        while not found.is_whole:
            place = _step(data, place, found)
    except (IndexError, struct.error):
        found.parts.append(data[place:])
    upright = [] if found.orientation == 1 else [_orientation_segment(found.orientation)]
    found.content = b"".join([b"\xff\xd8", *upright, *found.parts])
    return found


def _step(data: bytes, place: int, found: Picture) -> int:
    """Take one segment in or leave it out; the place of the next one."""
    if data[place] != 0xFF:
        raise IndexError
    kind = data[place + 1]
    if kind == 0xFF:
        return place + 1
    if kind == EOI:
        found.parts.append(b"\xff\xd9")
        found.is_whole = True
        return place + 2
    if kind in ALONE:
        found.parts.append(data[place : place + 2])
        return place + 2
    (length,) = struct.unpack_from(">H", data, place + 2)
    end = place + 2 + int(length)
    if length < 2 or end > len(data):
        raise IndexError
    body = data[place + 4 : end]
    if kind in FRAMES and not found.width:
        found.height, found.width = struct.unpack_from(">HH", body, 1)
    if kind == APP1 and body.startswith(b"Exif\x00\x00"):
        found.orientation = orientation_of(body[6:]) or found.orientation
    if (kept := _kept(kind, body)) is not None:
        found.parts.append(struct.pack(">BBH", 0xFF, kind, len(kept) + 2) + kept)
    if kind != SOS:
        return end
    match = _NEXT_MARKER.search(data, end)
    found.parts.append(data[end : match.start() if match else len(data)])
    return match.start() if match else len(data)


def _kept(kind: int, body: bytes) -> bytes | None:
    """The segment as it stays; None where it tells of the camera, the place or the program."""
    if kind == APP0:
        # Without the thumbnail that may follow the density.
        return body[:12] + b"\x00\x00" if body.startswith(b"JFIF\x00") else None
    if kind == APP2:
        return body if body.startswith(b"ICC_PROFILE\x00") else None
    if kind == APP14:
        return body[:12] if body.startswith(b"Adobe") else None
    if APP0 <= kind <= 0xEF or kind == COM:
        return None
    return body


def orientation_of(tiff: bytes) -> int:
    """Which side is up by a TIFF block, 1 to 8; 0 where it does not say."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for number in range(min(count, 200)):
            tag, _type, _n, value = struct.unpack_from(
                f"{order}HHIH", tiff, first + 2 + 12 * number
            )
            if tag == ORIENTATION:
                return int(value) if 1 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def orientation_block(orientation: int) -> bytes:
    """A TIFF block that says which side is up and nothing else."""
    head = struct.pack(">2sHIH", b"MM", 42, 8, 1)
    return head + struct.pack(">HHIHHI", ORIENTATION, 3, 1, orientation, 0, 0)


def _orientation_segment(orientation: int) -> bytes:
    body = b"Exif\x00\x00" + orientation_block(orientation)
    return struct.pack(">BBH", 0xFF, APP1, len(body) + 2) + body
