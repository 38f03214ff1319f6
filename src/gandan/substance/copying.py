"""Which passages stood in earlier reports, since when, and what is new in this one.

Five-syllable windows without marks and with every figure as one sign, so that a paragraph whose
dates and counts were changed is still the same paragraph. Of every run of windows the smallest
hash is kept (winnowing), and hits are grown to the syllables around them. What stands in many
reports of different units is the common form and counts for nobody.

Schleimer, Wilkerson, Aiken (2003), "Winnowing: local algorithms for document fingerprinting".
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

from gandan.substance.document import Document
from gandan.vietnamese import fold, sentences, syllable_spans

WINDOW = 5  # syllables of one fingerprint
GUARANTEE = 9  # a run of so many equal syllables is always noticed
LEAST = 12  # shorter equal passages say nothing
GAP = 4  # syllables that may differ inside one passage
COMMON_UNITS = 4  # a window in the reports of so many other units is common form
FORM = re.compile(
    r"(?:căn cứ|kính gửi|nơi nhận|cộng hòa xã hội|độc lập|đảng cộng sản|số\s*:|tm\.|kt\.|t/m)",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"^(?:thực hiện|theo|xét)\b"
    r"|\b(?:luật|nghị định|thông tư|quyết định|chỉ thị|nghị quyết|kế hoạch|điều \d|khoản \d)\b.*"
    r"(?:/|-)(?:nđ|qh|tt|tw|qđ|ct|nq|kh|tu|hđnd|ubnd)\w*",
    re.IGNORECASE,
)
_LEGAL_WORDS = re.compile(
    r"\b(?:luật|nghị định|thông tư|quyết định|chỉ thị|nghị quyết|kế hoạch|điều|khoản)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Passage:
    """A stretch of the document; ``source`` and ``since`` say where it stood first."""

    start: int
    end: int
    source: str = ""
    unit: str = ""
    since: date | None = None
    source_start: int = 0
    source_end: int = 0


@dataclass(frozen=True)
class Novelty:
    """``copied`` passages with their first place; ``new`` ones stand in no earlier report."""

    copied: tuple[Passage, ...]
    new: tuple[Passage, ...]
    share: float  # of the syllables that count


@dataclass(frozen=True)
class _Words:
    spans: list[tuple[int, int]]
    keys: list[int]  # one for each syllable; every figure has the same

    @classmethod
    def of(cls, text: str) -> "_Words":
        folded = fold(text)
        spans = syllable_spans(text)
        keys = []
        for start, end in spans:
            word = folded[start:end]
            keys.append(crc32(b"#" if word[0].isdigit() else word.encode()))
        return cls(*_without_repeated_figures(spans, keys))

    def windows(self) -> list[int]:
        keys = self.keys
        return [hash(tuple(keys[i : i + WINDOW])) for i in range(len(keys) - WINDOW + 1)]


_FIGURE = crc32(b"#")


def _without_repeated_figures(
    spans: list[tuple[int, int]], keys: list[int]
) -> tuple[list[tuple[int, int]], list[int]]:
    """4.079 and 79 are one sign each: figures that follow one another become one."""
    kept_spans: list[tuple[int, int]] = []
    kept: list[int] = []
    for span, key in zip(spans, keys, strict=True):
        if key == _FIGURE and kept and kept[-1] == _FIGURE:
            kept_spans[-1] = (kept_spans[-1][0], span[1])
        else:
            kept_spans.append(span)
            kept.append(key)
    return kept_spans, kept


def winnowed(windows: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The places and values of the smallest hash of each run; the last of equals."""
    run = GUARANTEE - WINDOW + 1
    last = -1
    for start in range(max(1, len(windows) - run + 1)):
        piece = windows[start : start + run]
        if not piece:
            return
        value = min(piece)
        place = start + len(piece) - 1 - piece[::-1].index(value)
        if place != last:
            last = place
            yield place, value


class Earlier:
    """Earlier reports, the oldest first, with the fingerprints of their text."""

    def __init__(self, documents: Iterable[Document], template: Document | None = None) -> None:
        self.documents = sorted(documents, key=lambda d: (d.day or date.max, d.id))
        self.words = [_Words.of(document.text) for document in self.documents]
        self.index: dict[int, list[tuple[int, int]]] = defaultdict(list)
        units: dict[int, set[str]] = defaultdict(set)
        for number, words in enumerate(self.words):
            for place, value in enumerate(words.windows()):
                self.index[value].append((number, place))
                units[value].add(self.documents[number].unit or self.documents[number].id)
        self.common = {value for value, names in units.items() if len(names) > COMMON_UNITS}
        if template is not None:
            self.common |= set(_Words.of(template.text).windows())


def compare(document: Document, earlier: Earlier) -> Novelty:
    """Tell what stood in earlier reports from what is new."""
    words = _Words.of(document.text)
    windows = words.windows()
    counted = _counted(document, words)
    for place, value in enumerate(windows):
        if value in earlier.common:
            counted[place : place + WINDOW] = [False] * WINDOW
    origin: list[tuple[int, int] | None] = [None] * len(words.keys)
    for place, value in winnowed(windows):
        for number, there in earlier.index.get(value, ()):
            if origin[place] is None or number < (origin[place] or (0, 0))[0]:
                _grow(words, earlier.words[number], place, there, number, origin)
    new = list(_new(document, words, origin, counted))
    for passage in new:
        _clear(words, origin, passage)
    copied = list(_passages(document, words, origin, counted, earlier))
    total = sum(counted)
    again = sum(1 for n, o in enumerate(origin) if o is not None and counted[n])
    return Novelty(tuple(copied), tuple(new), again / total if total else 0.0)


def _clear(words: _Words, origin: list[tuple[int, int] | None], passage: Passage) -> None:
    """A few equal syllables inside a new sentence ("Ngày 5 tháng") are not copied."""
    for place, (start, _) in enumerate(words.spans):
        if passage.start <= start < passage.end:
            origin[place] = None


def _counted(document: Document, words: _Words) -> list[bool]:
    """Headings, titles and legal grounds do not count."""
    marks = [True] * len(words.keys)
    position = 0
    for number, line in enumerate(document.text.split("\n")):
        end = position + len(line)
        if _is_form(line, number):
            for n, (start, _) in enumerate(words.spans):
                if position <= start < end:
                    marks[n] = False
        position = end + 1
    return marks


def _is_form(line: str, number: int) -> bool:
    plain = line.strip()
    short = len(plain) < 120 and plain[-1:] not in ".;!?"
    legal = bool(FORM.match(plain)) or bool(LEGAL.search(plain) and _LEGAL_WORDS.search(plain))
    return (
        plain.isupper()
        or (short and number < 4)
        or (short and not re.search(r"\d{2}|,", plain))
        or legal
    )


def _grow(
    here: _Words,
    there: _Words,
    place: int,
    other: int,
    number: int,
    origin: list[tuple[int, int] | None],
) -> None:
    """Mark the syllables around a hit that are equal in both."""
    first, second = place, other
    while first > 0 and second > 0 and here.keys[first - 1] == there.keys[second - 1]:
        first, second = first - 1, second - 1
    while first < len(here.keys) and second < len(there.keys):
        if here.keys[first] != there.keys[second]:
            break
        known = origin[first]
        if known is None or number < known[0]:
            origin[first] = (number, second)
        first, second = first + 1, second + 1


def _passages(
    document: Document,
    words: _Words,
    origin: list[tuple[int, int] | None],
    counted: list[bool],
    earlier: Earlier,
) -> Iterator[Passage]:
    """Copied runs of one sentence or more, bridged over a few changed syllables."""
    for start, end in _runs([o is not None and counted[n] for n, o in enumerate(origin)]):
        if sum(1 for n in range(start, end) if origin[n]) < LEAST:
            continue
        numbers = Counter(o[0] for n in range(start, end) if (o := origin[n]))
        number = min(n for n, times in numbers.items() if 2 * times >= max(numbers.values()))
        source = earlier.documents[number]
        places = [o[1] for n in range(start, end) if (o := origin[n]) and o[0] == number]
        spans = earlier.words[number].spans
        yield Passage(
            words.spans[start][0],
            words.spans[end - 1][1],
            source.id,
            source.unit,
            source.day,
            spans[min(places)][0],
            spans[max(places)][1],
        )


def _runs(marks: Sequence[bool]) -> Iterator[tuple[int, int]]:
    start: int | None = None
    last = -1
    for place, marked in enumerate(marks):
        if marked:
            if start is not None and place - last - 1 > GAP:
                yield start, last + 1
                start = None
            start = place if start is None else start
            last = place
    if start is not None:
        yield start, last + 1


def _new(
    document: Document,
    words: _Words,
    origin: list[tuple[int, int] | None],
    counted: list[bool],
) -> Iterator[Passage]:
    """Clauses of which most is new; neighbours are joined inside a sentence."""
    for start, end in sentences(document.text):
        inside = [n for n, (s, _) in enumerate(words.spans) if start <= s < end]
        if not inside or not any(counted[n] for n in inside):
            continue
        fresh = [n for n in inside if origin[n] is None and counted[n]]
        if 5 * len(fresh) >= 4 * len(inside) and len(inside) >= 4:
            yield Passage(start, end)
            continue
        for first, last in _runs([origin[n] is None and counted[n] for n in inside]):
            if last - first >= 6:
                yield Passage(words.spans[inside[first]][0], words.spans[inside[last - 1]][1])
