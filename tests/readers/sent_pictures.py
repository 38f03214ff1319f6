"""Pictures as telephones and hostile people send them, built byte by byte."""

import base64
import struct
import zlib

PLAIN = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAA0JCgsKCA0LCgsODg0PEyAVExISEyccHhcgLikxMC4p"
    "LSwzOko+MzZGNywtQFdBRkxOUlNSMj5aYVpQYEpRUk//2wBDAQ4ODhMREyYVFSZPNS01T09PT09P"
    "T09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT09PT0//wAARCAAQABgDASIA"
    "AhEBAxEB/8QAFgABAQEAAAAAAAAAAAAAAAAAAAQG/8QAFhABAQEAAAAAAAAAAAAAAAAAABNh/8QA"
    "FQEBAQAAAAAAAAAAAAAAAAAAAAX/xAAWEQADAAAAAAAAAAAAAAAAAAAAFWH/2gAMAwEAAhEDEQA/"
    "AMxbS2oLFlhDC+6pfbRBYEMDqn//2Q=="
)
PLACE = b"N 20 51 40 E 106 41 02"
DEVICE = b"May anh cua nguoi gui"


def segment(kind: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, kind, len(body) + 2) + body


def tiff(orientation: int = 6) -> bytes:
    """EXIF with a device, a place (as bytes that can be searched for) and which side is up."""
    place = 8 + 2 + 3 * 12 + 4
    device = place + len(PLACE)
    rows = struct.pack("<HHII", 0x010F, 2, len(DEVICE), device)
    rows += struct.pack("<HHIHH", 0x0112, 3, 1, orientation, 0)
    rows += struct.pack("<HHII", 0x8825, 4, len(PLACE), place)
    return b"II*\x00" + struct.pack("<IH", 8, 3) + rows + bytes(4) + PLACE + DEVICE


def photo(orientation: int = 6, *, behind: bytes = b"") -> bytes:
    """A photo with EXIF, XMP, a comment, and whatever follows its end."""
    told = (
        segment(0xE1, b"Exif\x00\x00" + tiff(orientation))
        + segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + PLACE)
        + segment(0xED, b"Photoshop 3.0\x00" + DEVICE)
        + segment(0xFE, b"<html><script>" + DEVICE)
    )
    return PLAIN[:2] + told + PLAIN[2:] + behind


def huge_jpeg(width: int = 60_000, height: int = 60_000) -> bytes:
    """A few hundred bytes that call themselves 3.6 thousand million pixels."""
    frame = PLAIN.index(b"\xff\xc0")
    return PLAIN[: frame + 5] + struct.pack(">HH", height, width) + PLAIN[frame + 9 :]


def chunk(name: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check


def png(width: int = 8, height: int = 8, *, told: bool = True) -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    lines = chunk(b"IDAT", zlib.compress((b"\x00" + bytes(8)) * 8))
    words = chunk(b"tEXt", b"Author\x00" + DEVICE) + chunk(b"eXIf", tiff()) if told else b""
    return b"\x89PNG\r\n\x1a\n" + head + words + lines + chunk(b"IEND", b"") + b"<html>"
