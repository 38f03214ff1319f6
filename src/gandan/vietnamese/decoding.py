"""From bytes to text: which encoding is it, and how sure is that?"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

from gandan.vietnamese import legacy
from gandan.vietnamese.capitals import raise_capitals
from gandan.vietnamese.folding import nfc
from gandan.vietnamese.plausibility import SAMPLE, Plausibility, plausibility

FALLBACK = "cp1252"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", *legacy.READERS)
# Below this share of possible words no Vietnamese reading is believed.
_BELIEVED = 0.5
_AT_MOST = 0.99
_BY_CHANCE = 3
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_ORDINARY = re.compile("[\t\n\r\x20-\x7e\xa0-\u024f\u0300-\u0323\u1ea0-\u1ef9\u2010-\u2026\u20ab]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Decoded:
    """Text with the encoding it was read in.

    ``confidence`` in [0, 1] is the chance, as far as the text itself tells, that this reading is
    right. ``alternatives`` are the encodings that come next, best first.
    """

    text: str
    encoding: str
    confidence: float
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Candidate:
    encoding: str
    text: str
    judged: Plausibility


def decode(data: bytes) -> Decoded:
    """Read ``data`` in the encoding that fits best. Never fails; low confidence is said.

    Characters that could not be read stand as U+FFFD. The text is NFC.
    """
    found = _by_byte_order_mark(data) or _as_utf16(data)
    if found:
        return found
    try:
        text = nfc(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _likeliest(data)
    return Decoded(text, "utf-8", 1.0) if _is_surely_utf8(text) else _utf8_or_legacy(data, text)


def encode(text: str, encoding: str) -> bytes:
    """Write ``text`` in one of ``ENCODINGS``. Raises ``UnicodeEncodeError``."""
    if encoding in legacy.READERS:
        return legacy.write(text, encoding)
    return text.encode(encoding)


def _is_surely_utf8(text: str) -> bool:
    """A few letters of VISCII can look like UTF-8 by chance, and its rare capitals like ASCII."""
    if _CONTROL.search(text):
        return False
    beyond = sum(not letter.isascii() for letter in text[:SAMPLE])
    return beyond == 0 or beyond > _BY_CHANCE or plausibility(text).share >= _BELIEVED


def _utf8_or_legacy(data: bytes, text: str) -> Decoded:
    likeliest = _likeliest(data)
    if likeliest.encoding not in ("utf-8", FALLBACK) and likeliest.confidence > _BELIEVED:
        return likeliest
    broken = len(_CONTROL.findall(text)) / len(text)
    return Decoded(text, "utf-8", round(max(0.0, 0.9 - 10 * broken), 3), likeliest.alternatives)


def _by_byte_order_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            text = data[len(mark) :].decode(encoding, "replace")
            return Decoded(nfc(text), encoding, _unbroken(text))
    return None


def _unbroken(text: str) -> float:
    return round(max(0.0, 1 - 10 * text.count("\ufffd") / max(1, len(text))), 3)


def _as_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: no other encoding of text has zero bytes."""
    sample = data[:4000]
    if len(sample) < 2 or b"\0" not in sample:
        return None
    readings = []
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(encoding, "replace")
        readings.append((len(_ORDINARY.findall(text)) / max(1, len(text)), encoding))
    (share, encoding), (other, _) = sorted(readings, reverse=True)
    if share < 0.85 or share == other:
        return None
    return Decoded(nfc(data.decode(encoding, "replace")), encoding, round(share * _AT_MOST, 3))


def _likeliest(data: bytes) -> Decoded:
    candidates = sorted(_candidates(data[:SAMPLE]), key=lambda c: -c.judged.likelihood)
    best = candidates[0]
    rivals = (c.encoding for c in candidates[1:] if c.judged.share > _BELIEVED)
    others = tuple(dict.fromkeys(name for name in rivals if name != best.encoding))
    if best.judged.share < _BELIEVED:
        text = nfc(data.decode(FALLBACK, "replace"))
        return Decoded(text, FALLBACK, round(0.4 * (1 - best.judged.share), 3), (best.encoding,))
    # Readings that give the same text are no rivals.
    odds = sum(
        math.exp(max(-50.0, c.judged.likelihood - best.judged.likelihood))
        for c in candidates
        if c is best or c.text != best.text
    )
    # Few words prove little, however well they fit.
    proof = 1 - 0.45 / best.judged.runs
    confidence = min(_AT_MOST, proof * best.judged.share / odds)
    return Decoded(_read(data, best), best.encoding, round(confidence, 3), others)


def _candidates(sample: bytes) -> Iterator[_Candidate]:
    for encoding in legacy.READERS:
        text = legacy.read(sample, encoding)
        yield _Candidate(encoding, text, plausibility(text))
    windows = _tcvn3_windows(sample)
    yield _Candidate("tcvn3", windows, plausibility(windows))
    utf8 = nfc(sample.decode("utf-8", "replace"))
    # A cut or damaged UTF-8 file is still one when most of its letters come through.
    if utf8.count("\ufffd") * 5 < len(utf8) - len(re.findall("[\x00-\x7f\ufffd]", utf8)):
        yield _Candidate("utf-8", utf8, plausibility(utf8))


def _tcvn3_windows(data: bytes) -> str:
    return raise_capitals(nfc(legacy.read_tcvn3_letters(data.decode(FALLBACK, "replace"))))


def _read(data: bytes, best: _Candidate) -> str:
    if best.encoding == "utf-8":
        return nfc(data.decode("utf-8", "replace"))
    if best.encoding == "tcvn3" and best.text == _tcvn3_windows(data[:SAMPLE]):
        return _tcvn3_windows(data)
    return legacy.read(data, best.encoding)
