"""From bytes to text: which encoding is it, and how sure is that?

Each candidate is tried and scored by the share of its marked words that are possible
Vietnamese syllables; the distance to the next candidate makes the confidence.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from gandan.vietnamese import legacy
from gandan.vietnamese.folding import nfc
from gandan.vietnamese.spelling import is_syllable

SAMPLE = 20_000
SURE_ENOUGH = 0.75
_MARKED_WORD = re.compile(r"[^\W\d_]*[^\x00-\x7f\W\d_][^\W\d_]*")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffd\ufffe\uffff]")
LEGACY: dict[str, Callable[[bytes], str]] = {
    "tcvn3": lambda data: legacy.read_single_byte(data, "tcvn3"),
    "vni": legacy.read_vni,
    "viscii": lambda data: legacy.read_single_byte(data, "viscii"),
    "cp1258": legacy.read_cp1258,
}
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", *LEGACY)


@dataclass(frozen=True)
class Decoded:
    """Text with the encoding it was read in; ``confidence`` in [0, 1]."""

    text: str
    encoding: str
    confidence: float
    alternatives: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Read ``data`` in the encoding that fits best. Never fails; low confidence is said.

    Characters that could not be read stand as U+FFFD.
    """
    if marked := _byte_order_mark(data):
        return marked
    if utf16 := _looks_like_utf16(data):
        return Decoded(nfc(data.decode(utf16, "replace")), utf16, 0.95)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _best_legacy(data)
    if data.isascii() and _CONTROL.search(text):
        found = _best_legacy(data)
        if found.confidence >= SURE_ENOUGH:
            return found
    return Decoded(nfc(text), "utf-8", 1.0)


def encode(text: str, encoding: str) -> bytes:
    """Write ``text`` in one of ``ENCODINGS``. Raises ``UnicodeEncodeError``."""
    if encoding in LEGACY:
        return legacy.write(text, encoding)
    return text.encode(encoding)


def recover(text: str) -> Decoded | None:
    """Read text that was typed with a TCVN3 or VNI font and pasted as if it were Unicode.

    Returns None unless the reading makes clearly more Vietnamese than the text as it stands.
    """
    # The letter ư of TCVN3 is the soft hyphen, which programs turn into a minus sign.
    text = text.replace("\u2212", "\u00ad")
    try:
        data = text.encode("cp1252")
    except UnicodeEncodeError:
        data = text.encode("latin-1", "replace")
        if data.count(b"?") - text.count("?") > len(text) // 50:
            return None
    words = _MARKED_WORD.findall(text[:SAMPLE])
    if len(words) < 2:
        return None
    as_it_stands = _share(words)
    best = max(
        (
            Decoded(LEGACY[name](data), name, _score(LEGACY[name](data)))
            for name in ("tcvn3", "vni")
        ),
        key=lambda found: found.confidence,
    )
    if best.confidence >= 0.8 and best.confidence - as_it_stands >= 0.3:
        return Decoded(nfc(best.text), best.encoding, best.confidence)
    return None


def _byte_order_mark(data: bytes) -> Decoded | None:
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if data.startswith(mark):
            text = data[len(mark) :].decode(name, "replace")
            return Decoded(nfc(text), name, 0.5 if "\ufffd" in text else 1.0)
    return None


def _looks_like_utf16(data: bytes) -> str | None:
    sample = data[:4000]
    if len(sample) < 4 or len(data) % 2:
        return None
    even, odd = sample[::2], sample[1::2]
    # Spaces, digits and plain letters have a zero high byte; about half of Vietnamese text.
    if odd.count(0) > len(odd) * 0.3 and even.count(0) < len(even) * 0.05:
        return "utf-16-le"
    if even.count(0) > len(even) * 0.3 and odd.count(0) < len(odd) * 0.05:
        return "utf-16-be"
    return None


def _best_legacy(data: bytes) -> Decoded:
    sample = data[:SAMPLE]
    scored = sorted(
        ((_score(read(sample)), -index, name) for index, (name, read) in enumerate(LEGACY.items())),
        reverse=True,
    )
    (best, _, name), (second, _, _) = scored[0], scored[1]
    utf8 = data.decode("utf-8", "replace")
    damaged = utf8.count("\ufffd") / max(1, len(utf8))
    # A few broken bytes in a UTF-8 file do not make it a legacy file.
    if damaged < 0.01 and _score(utf8[:SAMPLE]) > best:
        return Decoded(nfc(utf8), "utf-8", 0.6, (name,))
    words = len(_MARKED_WORD.findall(LEGACY[name](sample)))
    certainty = min(1.0, words / 5)
    confidence = max(0.0, best * (0.5 + 0.5 * certainty) * min(1.0, 0.6 + 2 * (best - second)))
    others = tuple(n for score, _, n in scored[1:] if score > 0.5)
    return Decoded(nfc(LEGACY[name](data)), name, round(confidence, 3), others)


def _score(text: str) -> float:
    """Share of marked words that are Vietnamese syllables, less what cannot stand in text."""
    words = _MARKED_WORD.findall(nfc(text))
    faults = len(_CONTROL.findall(text))
    symbols = sum(1 for c in text if "\x80" <= c <= "\xff" and not c.isalnum() and not c.isspace())
    if not words:
        return 0.0
    return _share(words) - min(1.0, (faults + 0.5 * symbols) / len(words))


def _share(words: list[str]) -> float:
    return sum(map(is_syllable, words)) / len(words) if words else 0.0
