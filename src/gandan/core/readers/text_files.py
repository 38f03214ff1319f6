"""Bytes of a text file as lines of text, in whatever encoding they came."""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from gandan.core.readers.model import Limits
from gandan.vietnamese import Decoded, decode

PIECE = 1 << 20
UTF8_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class TextFile:
    """``stream`` keeps line ends as they are. ``confidence`` is of the encoding, in [0, 1]."""

    stream: IO[str]
    encoding: str
    confidence: float


class TooLargeToDecodeError(ValueError):
    """The file is not UTF-8 and too large to be decoded as a whole."""


def open_text(source: IO[bytes], size: int, limits: Limits) -> TextFile:
    """A stream for UTF-8, which is checked to the end first; else the decoded whole.

    Raises ``TooLargeToDecodeError``.
    """
    head = source.read(PIECE)
    # A head cut inside a letter would not be UTF-8 any more.
    judged = decode(head[: head.rfind(b"\n") + 1] if len(head) == PIECE else head)
    source.seek(0)
    if judged.encoding == "utf-8" and is_utf8(source):
        source.seek(0)
        stream = io.TextIOWrapper(source, encoding="utf-8-sig", newline="")
        return TextFile(stream, "utf-8", judged.confidence)
    if size > limits.decoded_at_once:
        raise TooLargeToDecodeError
    source.seek(0)
    decoded = decode_as_sent(source.read())
    return TextFile(io.StringIO(decoded.text, newline=""), decoded.encoding, decoded.confidence)


def is_utf8(source: IO[bytes]) -> bool:
    check = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := source.read(PIECE):
            check.decode(piece)
        check.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def decode_as_sent(data: bytes) -> Decoded:
    """Like ``decode``, but text that was Unicode already keeps its own composition."""
    found = decode(data)
    if found.encoding != "utf-8":
        return found
    text = data.removeprefix(UTF8_MARK).decode("utf-8", "replace")
    return Decoded(text, found.encoding, found.confidence, found.alternatives)


def lines_within(stream: IO[str], longest: int) -> Iterator[tuple[str, bool]]:
    """Lines with their ends, and whether each is whole; of a longer one the head only."""
    while line := stream.readline(longest + 1):
        if len(line) <= longest:
            yield line, True
            continue
        rest = line
        while rest and not rest.endswith(("\n", "\r")):
            rest = stream.readline(longest + 1)
        yield line[:longest], False
