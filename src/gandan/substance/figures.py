"""Figures of a text: exact value, how exact it is meant, unit, and what it counts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from gandan.substance.document import Document
from gandan.substance.nouns import NONE, Noun, noun_at
from gandan.substance.numerals import (
    DIGITS,
    FOLDS,
    FRACTIONS,
    WORDS,
    last_place,
    read_digits,
    read_fold,
    read_fraction,
    read_words,
)


class Mark(StrEnum):
    """How a writer limits a figure: hơn, gần, khoảng, ít nhất, không quá."""

    EXACT = "exact"
    ABOUT = "about"
    ABOVE = "above"
    BELOW = "below"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"


@dataclass(frozen=True)
class Interval:
    """What a figure may stand for; both ends belong to it."""

    low: Fraction
    high: Fraction

    def __add__(self, other: "Interval") -> "Interval":
        return Interval(self.low + other.low, self.high + other.high)

    def __neg__(self) -> "Interval":
        return Interval(-self.high, -self.low)

    def meets(self, other: "Interval") -> bool:
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class Figure:
    """A figure as written. ``value`` is in the base unit: shares in per cent, money in đồng,
    areas in m2, lengths in m, weights in kg. ``step`` is the place of its last printed digit.
    """

    start: int
    end: int
    value: Fraction
    step: Fraction = Fraction(1)
    mark: Mark = Mark.EXACT
    unit: str = "count"
    noun: Noun = field(default=NONE)
    noun_end: int = 0
    until: Fraction | None = None
    factor: Fraction = Fraction(1)  # base units in the unit that is written: tỷ, ha, km

    @property
    def is_share(self) -> bool:
        return self.unit == "%"

    @property
    def is_count(self) -> bool:
        return self.unit == "count"

    @cached_property
    def range(self) -> Interval:
        """A count is exact; what is measured is rounded to its last digit; "hơn 4.300" is less
        than one more in the last place that is not zero."""
        if self.until is not None:
            return Interval(self.value, self.until)
        place = last_place(self.value, self.step)
        half = Fraction(0) if self.is_count else self.step / 2
        match self.mark:
            case Mark.ABOUT:
                wide = max(place, abs(self.value) / 20)
                return Interval(self.value - wide, self.value + wide)
            case Mark.ABOVE:
                return Interval(self.value, self.value + place)
            case Mark.BELOW:
                return Interval(self.value - place, self.value)
            case Mark.AT_LEAST:
                return Interval(self.value, self.value * 1000 + 1000)
            case Mark.AT_MOST:
                return Interval(Fraction(0), self.value)
        return Interval(self.value - half, self.value + half)

    def fits(self, other: "Figure") -> bool:
        """Whether the two measure the same kind of thing."""
        return self.unit == other.unit and self.noun.fits(other.noun)


_SCALE = {
    "trăm": 100, "nghìn": 10**3, "ngàn": 10**3, "vạn": 10**4, "triệu": 10**6, "tr": 10**6,
    "tỷ": 10**9, "tỉ": 10**9,
}  # fmt: skip
_MEASURE: dict[str, tuple[str, Fraction]] = {
    "%": ("%", Fraction(1)), "phần trăm": ("%", Fraction(1)), "điểm phần trăm": ("points", Fraction(1)),
    "điểm %": ("points", Fraction(1)), "đồng": ("vnd", Fraction(1)), "vnđ": ("vnd", Fraction(1)),
    "vnd": ("vnd", Fraction(1)), "đ": ("vnd", Fraction(1)), "usd": ("usd", Fraction(1)),
    "đô la": ("usd", Fraction(1)), "m2": ("m2", Fraction(1)), "m²": ("m2", Fraction(1)),
    "mét vuông": ("m2", Fraction(1)), "ha": ("m2", Fraction(10_000)), "héc ta": ("m2", Fraction(10_000)),
    "hecta": ("m2", Fraction(10_000)), "km2": ("m2", Fraction(1_000_000)), "km²": ("m2", Fraction(1_000_000)),
    "m3": ("m3", Fraction(1)), "m³": ("m3", Fraction(1)), "km": ("m", Fraction(1000)),
    "mét": ("m", Fraction(1)), "m": ("m", Fraction(1)), "kg": ("kg", Fraction(1)), "tấn": ("kg", Fraction(1000)),
    "tạ": ("kg", Fraction(100)), "yến": ("kg", Fraction(10)), "lít": ("l", Fraction(1)),
    "điểm": ("points", Fraction(1)), "giờ": ("hours", Fraction(1)), "phút": ("minutes", Fraction(1)),
    "tháng": ("months", Fraction(1)), "năm": ("years", Fraction(1)), "tuần": ("weeks", Fraction(1)),
    "tuổi": ("age", Fraction(1)), "lần": ("times", Fraction(1)), "độ": ("degrees", Fraction(1)),
}  # fmt: skip
_CONTINUOUS = frozenset({"vnd", "usd", "m2", "m3", "m", "kg", "l"})
_SCALES = r"trăm|nghìn|ngàn|vạn|triệu|tr(?=\.?\s?đ|đ|ồ)|tỷ|tỉ"
_MEASURES = "|".join(sorted(map(re.escape, _MEASURE), key=len, reverse=True))
_TAIL = re.compile(
    rf"\s*(?P<scale>(?:{_SCALES})(?:\s+(?:{_SCALES}))?(?![^\W\d]))?\.?\s*"
    rf"(?:(?P<unit>{_MEASURES})(?![^\W]))?"
)
_NUMBER = re.compile(rf"(?<![\w])(?<!\d[.,])(?:{DIGITS})(?![.,]?\d)(?=\D|$)")
_RANGE = re.compile(rf"\s*(?:-|–|đến|tới)\s*(?P<high>{DIGITS})(?![.,/]?\d)(?!\s*[-–/]\s*\d)")
_LEADS = tuple(
    (mark, re.compile(rf"(?<!\w)(?:{words})\s*$"))
    for mark, words in (
        (Mark.AT_LEAST, "ít nhất|tối thiểu|không dưới"),
        (Mark.AT_MOST, "không quá|không vượt quá|nhiều nhất|tối đa"),
        (Mark.ABOUT, "(?:khoảng|chừng|cỡ|ước(?: đạt| tính| khoảng)?|xấp xỉ)(?: trên| gần)?"),
        (Mark.BELOW, "gần|ngót|suýt soát|dưới"),
        (Mark.ABOVE, "hơn|trên"),
    )
)
# "một nửa" is said of 48 % as well as of 52 %.
_LOOSE = Fraction(5)
_TENTH = Fraction(1, 10)
_UPWARD = re.compile(r"\s*trở lên")
# "một" counts in a list (một quận, bốn huyện); elsewhere it is an article (của một tỉnh).
_IN_LIST = re.compile(r"(?:[:;,(]|\bvà|\bgồm)\s*$")
# "năm" is five, or a year; "một" is one, or an article: a noun must follow.
_WORD_ALONE = frozenset(
    {"một", "năm", "ba", "hai", "bốn", "sáu", "bảy", "bẩy", "tám", "chín", "mười"}
)


def figures_in(document: Document, taken: bytearray) -> list[Figure]:
    """The figures of a document outside the ``taken`` places (dates, references), in order.

    Marks the places of the figures as taken.
    """
    found = [*_digit_figures(document, taken), *_word_figures(document, taken)]
    return sorted(found, key=lambda figure: figure.start)


def _digit_figures(document: Document, taken: bytearray) -> Iterator[Figure]:
    lowered = document.lowered
    position = 0
    while match := _NUMBER.search(lowered, position):
        position = match.end()
        if any(taken[match.start() : match.end()]):
            continue
        figure = _figure(lowered, match, taken)
        taken[figure.start : figure.end] = b"\x01" * (figure.end - figure.start)
        position = max(position, figure.end)
        yield figure


def _figure(lowered: str, match: re.Match[str], taken: bytearray) -> Figure:
    high = _RANGE.match(lowered, match.end())
    if high and any(taken[match.end() : high.end()]):
        high = None
    end = high.end() if high else match.end()
    scale, unit, end = _tail(lowered, end)
    factor = scale * _MEASURE[unit][1] if unit else Fraction(scale)
    kind = _MEASURE[unit][0] if unit else "count"
    if kind == "count" and scale >= 10**6:
        kind = "vnd"
    decimal = kind != "count" or scale > 1
    value, step = read_digits(match[0], decimal=decimal)
    until = read_digits(high["high"], decimal=decimal)[0] * factor if high else None
    value, step = value * factor, step * factor
    if until is not None and until <= value:  # "5-3" is no range
        return _figure_alone(lowered, match, taken)
    value, step, end = _with_rest(lowered, value, step, scale, kind, end)
    noun, noun_end = _noun(lowered, end) if kind in {"count", "times"} else (NONE, end)
    if not noun and kind == "count" and scale == 1:
        noun = _noun_before(lowered, match.start())
    mark = _mark(lowered, match.start(), noun_end)
    return Figure(
        match.start(), end, value, step, mark, kind, noun, noun_end, until, Fraction(factor)
    )


def _figure_alone(lowered: str, match: re.Match[str], taken: bytearray) -> Figure:
    value, step = read_digits(match[0])
    noun, noun_end = _noun(lowered, match.end())
    return Figure(match.start(), match.end(), value, step, noun=noun, noun_end=noun_end)


def _tail(lowered: str, end: int) -> tuple[int, str, int]:
    """The scale word, the unit of measure, and where they end."""
    match = _TAIL.match(lowered, end)
    if not match or not (match["scale"] or match["unit"]):
        return 1, "", end
    scale = 1
    for word in (match["scale"] or "").split():
        scale *= _SCALE[word]
    unit = match["unit"] or ""
    if unit and not _is_unit(lowered, match):
        unit = ""
    if not unit and not match["scale"]:
        return 1, "", end
    return scale, unit, match.end("unit") if unit else match.end("scale")


def _is_unit(lowered: str, match: re.Match[str]) -> bool:
    """A word is no unit where a noun of the list begins with it (đồng chí, điểm cầu)."""
    noun = noun_at(lowered, match.start("unit"))
    return len(noun.text) <= len(match["unit"])


def _with_rest(
    lowered: str, value: Fraction, step: Fraction, scale: int, kind: str, end: int
) -> tuple[Fraction, Fraction, int]:
    """1 tỷ 300 triệu đồng: the smaller scale after the larger one belongs to it."""
    if scale < 10**6:
        return value, step, end
    more = re.compile(rf"\s+(?P<n>{DIGITS})(?=\s*(?:triệu|nghìn|ngàn))").match(lowered, end)
    if not more:
        return value, step, end
    less, unit, after = _tail(lowered, more.end())
    if less >= scale or (unit and _MEASURE[unit][0] != kind):
        return value, step, end
    amount, place = read_digits(more["n"], decimal=True)
    return value + amount * less, place * less, after


def _noun(lowered: str, end: int) -> tuple[Noun, int]:
    position = end
    while position < len(lowered) and lowered[position] == " ":
        position += 1
    noun = noun_at(lowered, position)
    return (noun, position + len(noun.text)) if noun else (NONE, end)


# "Số cử tri đi bầu: 6.336", "tổng số đơn phải xử lý là 238": what is counted stands before.
_NUMBER_OF = re.compile(
    r"\bsố (?P<rest>(?!\d)[^\d,;:.()\n]{2,60}?)\s*(?::\s*|\s(?:là|còn|có|gồm|được|đạt)\s+|\s+)$"
)


def _noun_before(lowered: str, start: int) -> Noun:
    match = _NUMBER_OF.search(lowered, max(0, start - 80), start)
    return noun_at(lowered, match.start("rest")) if match else NONE


def _mark(lowered: str, start: int, end: int) -> Mark:
    before = lowered[max(0, start - 24) : start]
    for mark, pattern in _LEADS:
        if pattern.search(before) and not _is_comparison(before):
            return mark
    return Mark.AT_LEAST if _UPWARD.match(lowered, end) else Mark.EXACT


_COMPARED = re.compile(r"(?:nhiều|ít|cao|thấp|lớn|nhỏ|tăng|giảm|tốt|kém|đông)\s+hơn\s*$")


def _is_comparison(before: str) -> bool:
    """ "cao hơn 12 vụ" says by how much, not "more than twelve"."""
    return bool(_COMPARED.search(before))


def _word_figures(document: Document, taken: bytearray) -> Iterator[Figure]:
    lowered = document.lowered
    for match in FRACTIONS.finditer(lowered):
        if not any(taken[match.start() : match.end()]):
            taken[match.start() : match.end()] = b"\x01" * len(match[0])
            mark = _mark(lowered, match.start(), match.end())
            share = read_fraction(match) * 100
            yield Figure(match.start(), match.end(), share, _LOOSE, mark, "%")
    for match in FOLDS.finditer(lowered):
        if not any(taken[match.start() : match.end()]):
            taken[match.start() : match.end()] = b"\x01" * len(match[0])
            yield Figure(match.start(), match.end(), read_fold(match), _TENTH, unit="times")
    for match in WORDS.finditer(lowered):
        if not any(taken[match.start() : match.end()]) and (figure := _in_words(lowered, match)):
            taken[figure.start : figure.end] = b"\x01" * (figure.end - figure.start)
            yield figure


def _in_words(lowered: str, match: re.Match[str]) -> Figure | None:
    """Number words count only before a noun of the list; alone they are too often something else."""
    words = match[0]
    if lowered[max(0, match.start() - 3) : match.start()] == "cả ":
        return None  # "cả hai đợt" counts nothing
    noun, noun_end = _noun(lowered, match.end())
    end = match.end()
    if not noun and " " in words:  # "mười năm" ends in a year, "ba ban" is no number
        words, _, _last = words.rpartition(" ")
        end = match.start() + len(words)
        noun, noun_end = _noun(lowered, end)
        if noun:
            return None
        words, end = match[0], match.end()
    value = read_words(words)
    if words == "một" and not _IN_LIST.search(lowered[max(0, match.start() - 8) : match.start()]):
        return None
    if value is None or (not noun and (words in _WORD_ALONE or value < 10)):
        return None
    scaled = re.search(r"(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)$", words)
    unit = "vnd" if scaled and value >= 10**6 else "count"
    if unit == "vnd" and lowered[end : end + 5] == " đồng":
        end += 5
    mark = _mark(lowered, match.start(), end)
    return Figure(match.start(), end, value, Fraction(1), mark, unit, noun, max(noun_end, end))
