"""Text that reached Unicode by the wrong road: fonts from before Unicode, UTF-8 read as 1252."""

import re
from collections.abc import Callable

from gandan.vietnamese import legacy
from gandan.vietnamese.capitals import raise_capitals
from gandan.vietnamese.decoding import Decoded
from gandan.vietnamese.folding import nfc
from gandan.vietnamese.plausibility import SAMPLE, plausibility
from gandan.vietnamese.spelling import is_syllable

FEWEST_RUNS = 2
_VALID_AFTER = 0.75
_VALID_BEFORE = 0.5
_MARKED = 0.25
# The TCVN3 letter ư is the soft hyphen, which some programs print as a hyphen.
_HYPHENATED = re.compile(r"(?<![^\W\d_])[^\W\d_]*-[^\W\d_]+(?![^\W\d_])")


def recover(text: str) -> Decoded | None:
    """Read text typed with a TCVN3 or VNI font, or saved as UTF-8 and opened as code page 1252.

    Each line is converted only if it gains, so a letter that is partly in Unicode is right as a
    whole. Returns None where no reading makes clearly more Vietnamese than the text as it stands.
    Call it before ``clean_controls``: the letter ư of TCVN3 is a soft hyphen.
    """
    if text.isascii():
        return None
    text = nfc(text)
    if plausibility(text).share > _VALID_BEFORE and not _has_broken_line(text):
        return None
    readings = [(name, _by_line(text, read)) for name, read in _READINGS.items()]
    name, found = max(readings, key=lambda reading: plausibility(reading[1]).likelihood)
    if found == text:
        return None
    share = _gain_share(text, found)
    return Decoded(found, name, round(min(0.99, share), 3)) if share >= _VALID_AFTER else None


def _tcvn3(line: str) -> str:
    read = legacy.read_tcvn3_letters(line)
    return raise_capitals(nfc(_HYPHENATED.sub(_unhyphenated, read)))


def _unhyphenated(match: re.Match[str]) -> str:
    whole = match[0].replace("-", "ư", 1)
    parts = match[0].split("-", 1)
    return whole if is_syllable(whole) and not all(map(is_syllable, parts)) else match[0]


def _misread_utf8(line: str) -> str:
    data = b"".join(_byte(letter) for letter in line)
    return nfc(data.decode("utf-8", "replace"))


def _byte(letter: str) -> bytes:
    """Code page 1252 leaves five codes empty; programs read them as control characters."""
    for codec in ("cp1252", "latin-1"):
        try:
            return letter.encode(codec)
        except UnicodeEncodeError:
            continue
    return b"\xff"


_READINGS: dict[str, Callable[[str], str]] = {
    "tcvn3": _tcvn3,
    "vni": legacy.read_vni_letters,
    "utf-8": _misread_utf8,
}


def _by_line(text: str, read: Callable[[str], str]) -> str:
    return "\n".join(_better(line, read) for line in text.split("\n"))


def _better(line: str, read: Callable[[str], str]) -> str:
    if line.isascii():
        return line
    converted = read(line)
    before, after = plausibility(line), plausibility(converted)
    gained = after.likelihood > before.likelihood and before.share <= _VALID_BEFORE
    # In Vietnamese most words are marked; a sign here and there is something else.
    dense = after.runs >= _MARKED * len(line.split())
    return converted if gained and dense and after.share >= _VALID_AFTER else line


def _has_broken_line(text: str) -> bool:
    if "\n" not in text[:SAMPLE]:
        return False  # the one line is as sound as the whole
    return any(
        judged.runs >= FEWEST_RUNS and judged.share <= _VALID_BEFORE
        for judged in map(plausibility, text[:SAMPLE].split("\n"))
    )


def _gain_share(before: str, after: str) -> float:
    """Of the words on converted lines, the share that is Vietnamese now; 0 if they are few."""
    pairs = zip(before.split("\n"), after.split("\n"), strict=True)
    converted = plausibility("\n".join(new for old, new in pairs if new != old))
    return converted.share if converted.runs >= FEWEST_RUNS else 0.0
