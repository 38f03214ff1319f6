"""Averages: bình quân 0,4 lượt/ngày, mỗi suất 500.000 đồng."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gandan.substance.constraints import Constraint, Quotient
from gandan.substance.figures import Figure
from gandan.substance.relations import Relation, Severity
from gandan.substance.tokens import Reading

_AVERAGE = re.compile(r"\b(?:bình quân|trung bình)\b(?P<words>[^.;]{0,40}?)$")
_EACH = re.compile(r"\b(?:mỗi|một|1)\s+(?P<noun>[^\W\d]+(?:\s[^\W\d]+)?)")
_PER = re.compile(
    r"\s*(?:[^\W\d]+\s){0,3}?[^\W\d]*\s*/\s*(?:1\s*)?(?P<noun>[^\W\d]+(?:\s[^\W\d]+)?)"
)
_PER_EACH = re.compile(r"\s*(?:(?:cho|trên) )?(?:mỗi|một)\s+(?P<noun>[^\W\d]+)")
_EXTREME = re.compile(r"\bnhất(?: là)?\s*$")
_CHANGED = re.compile(r"\b(?:tăng|giảm|thêm)\s*$")
_SPANS = {"years": "năm", "months": "tháng", "weeks": "tuần", "hours": "giờ"}
_TOTAL = re.compile(r"\b(?:tổng|trị giá|kinh phí|số tiền|giá trị|thành tiền)\b[^.;,]{0,40}$")


@dataclass(frozen=True)
class Rate:
    """An amount for each of something: the figure, and the word for what it is each of."""

    figure: Figure
    noun: str
    start: int
    end: int


def rate_relations(reading: Reading) -> Iterator[Relation]:
    lowered = reading.document.lowered
    yield from _worth(reading)
    for place, figure in enumerate(reading.figures):
        rate = _rate(lowered, figure)
        if rate is None:
            continue
        line_start = lowered.rfind("\n", 0, figure.start) + 1
        line_end = lowered.find("\n", figure.end)
        line_end = len(lowered) if line_end < 0 else line_end
        near = [f for f in reading.figures if line_start <= f.start < line_end and f is not figure]
        yield from _of_rate(lowered, rate, near, place)


def _worth(reading: Reading) -> Iterator[Relation]:
    """ "120 suất quà, mỗi suất 300.000 đồng, tổng trị giá 36 triệu đồng"."""
    lowered, figures = reading.document.lowered, reading.figures
    for place in range(1, len(figures) - 1):
        count, each, total = figures[place - 1 : place + 2]
        between = lowered[count.end : each.start]
        said = re.search(r",?\s*mỗi\s+(?P<noun>[^\W\d]+)[^.;]{0,30}$", between)
        after = lowered[each.end : total.start]
        worth = _TOTAL.search(after) and "\n" not in after and ". " not in after
        alike = each.unit == total.unit and count.is_count
        if each.is_count:
            alike = alike and bool(each.noun) and each.noun.text == total.noun.text
        if said and worth and alike and count.value > 0 and _is_of(lowered, count, said["noun"]):
            yield Relation("rate.average", Quotient(each, ((1, total),), ((1, count),), 1))


def _rate(lowered: str, figure: Figure) -> Rate | None:
    if figure.is_share:
        return None
    before = lowered[max(0, figure.start - 60) : figure.start]
    average = _AVERAGE.search(before)
    per = _PER.match(lowered, figure.end) or _PER_EACH.match(lowered, figure.noun_end or figure.end)
    if average and per:
        return Rate(figure, per["noun"], figure.start - len(before) + average.start(), per.end())
    if average and (each := _EACH.search(average["words"])):
        return Rate(figure, each["noun"], figure.start - len(before) + average.start(), figure.end)
    return None


def _of_rate(lowered: str, rate: Rate, near: Sequence[Figure], place: int) -> Iterator[Relation]:
    """The nearest count of what it is each of, and the nearest amount of the same kind."""
    figure = rate.figure
    unders = [
        f
        for f in near
        if _is_of(lowered, f, rate.noun) and not _CHANGED.search(lowered[: f.start][-8:])
    ]
    overs = [
        f
        for f in near
        if f.unit == figure.unit
        and f not in unders
        and f.noun.fits(figure.noun)
        and not _EXTREME.search(lowered[max(0, f.start - 12) : f.start])
        and (not f.is_count or bool(f.noun) == bool(figure.noun))
    ]
    if not unders or not overs:
        return
    unders.sort(key=lambda f: abs(f.start - figure.start))
    overs.sort(key=lambda f: abs(f.start - figure.start))
    readings: list[Constraint] = [
        Quotient(figure, ((1, over),), ((1, under),), 1)
        for under in unders
        for over in overs
        if under.value > 0
    ]
    if readings:
        beside = _in_sentence(lowered, figure, overs[0]) and _in_sentence(
            lowered, figure, unders[0]
        )
        severity = Severity.ERROR if beside or len(overs) == 1 else Severity.WARNING
        yield Relation("rate.average", readings[0], tuple(readings[1:]), severity)


def _in_sentence(lowered: str, one: Figure, two: Figure) -> bool:
    between = lowered[min(one.end, two.end) : max(one.start, two.start)]
    return ". " not in between


def _is_of(lowered: str, figure: Figure, noun: str) -> bool:
    """Whether a figure counts what the rate is each of: 1.160 ngày for "/ngày"."""
    first = noun.split()[0]
    if figure.unit in _SPANS:
        return _SPANS[figure.unit] == first
    after = lowered[figure.end : figure.end + 30].lstrip()
    if not figure.is_count:
        return False
    return after.startswith(noun) or after.split(" ", 1)[0].strip(".,;") == first
