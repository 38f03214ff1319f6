"""An amount for each, times how many: 120 suất, mỗi suất 300.000 đồng, tổng 36 triệu đồng."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from gandan.substance.constraints import Constraint, Quotient, Same, Sum
from gandan.substance.figures import Figure, Mark
from gandan.substance.relations import Relation, Severity
from gandan.substance.tokens import Reading

_EACH = re.compile(r"\bmỗi (?P<noun>[^\W\d]+(?: [^\W\d]+)?)\b[^.;:\d]{0,40}$")
_PER = re.compile(r"\s*/\s*(?:1\s*)?(?P<noun>[^\W\d]+(?: [^\W\d]+)?)")
_AVERAGE = re.compile(
    r"\b(?:bình quân|trung bình|từ|đến|ít nhất|tối thiểu|không quá)\b[^.;]{0,40}$"
)
_TOTAL = re.compile(
    r"\b(?:tổng|trị giá|kinh phí|số tiền|giá trị|thành tiền|cả thảy|tất cả)\b[^.;,]{0,40}$"
)
_ONE_EACH = re.compile(
    r"\bmỗi (?P<one>[^\W\d]+(?: [^\W\d]+)?) (?:chỉ )?(?:phụ trách|có|cử|nhận|theo dõi|đảm nhiệm|bố trí|là|thành lập) "
    r"(?:một|1|01) (?P<other>[^\W\d]+(?: [^\W\d]+)?)"
)


def product_relations(reading: Reading) -> Iterator[Relation]:
    yield from _one_each(reading)
    for line in _lines_of(reading):
        rates = [r for r in (_rate(reading.document.lowered, f, line) for f in line) if r]
        for count, each in rates:
            if sum(other is count for other, _ in rates) > 1:
                continue  # "xây mới 60 triệu đồng/nhà, sửa chữa 27,5 triệu đồng/nhà"
            yield from _of_rate(reading.document.lowered, count, each, line)
        yield from _sum_of_products(reading.document.lowered, rates, line)


def _lines_of(reading: Reading) -> Iterator[list[Figure]]:
    lowered = reading.document.lowered
    line: list[Figure] = []
    for figure in reading.figures:
        if line and "\n" in lowered[line[-1].end : figure.start]:
            yield line
            line = []
        line.append(figure)
    yield line


def _rate(lowered: str, figure: Figure, line: Sequence[Figure]) -> tuple[Figure, Figure] | None:
    """A figure that is for each of something, with the count of it that stands before it."""
    before = lowered[max(0, figure.start - 70) : figure.start]
    if figure.is_share or figure.until is not None or figure.mark != Mark.EXACT:
        return None
    each, per = _EACH.search(before), _PER.match(lowered, figure.noun_end or figure.end)
    match = each or per
    if not match or _AVERAGE.search(before):
        return None
    counts = [f for f in line if f is not figure and _counts(lowered, f, match["noun"])]
    before_it = [f for f in counts if f.end <= figure.start]
    after_it = [
        f for f in counts if f.start > figure.start and not _ends_between(lowered, f, figure)
    ]
    found = before_it[-1:] or after_it[:1]
    return (found[0], figure) if found else None


def _counts(lowered: str, figure: Figure, noun: str) -> bool:
    if not figure.is_count or figure.mark != Mark.EXACT or figure.value <= 0:
        return False
    after = lowered[figure.end : figure.end + 40].lstrip()
    first = noun.split()[0]
    return after.startswith((noun, f"{first} ", f"{first},", f"{first}.", f"{first};", f"{first}:"))


def _of_rate(
    lowered: str, count: Figure, each: Figure, line: Sequence[Figure]
) -> Iterator[Relation]:
    """The total that is called so, in the sentence of the rate."""
    near = [
        f
        for f in line
        if f not in (count, each)
        and f.unit == each.unit
        and not _ends_between(lowered, f, each)
        and (not f.is_count or (bool(each.noun) and f.noun.text == each.noun.text))
        and not _PER.match(lowered, f.end)
    ]
    called = [f for f in near if _TOTAL.search(lowered[max(0, f.start - 50) : f.start])]
    if len(called) != 1 or count.value <= 1:
        return
    ways = [_product(count, each, f) for f in (*called, *near)]
    yield Relation("rate.average", ways[0], tuple(ways[1:]))


def _product(count: Figure, each: Figure, total: Figure) -> Constraint:
    """What everyone gets is exact, so the total is too; an amount that is counted stays a quotient."""
    if each.is_count or each.step < each.factor or each.mark != Mark.EXACT:
        return Quotient(each, ((1, total),), ((1, count),), 1)
    paid = replace(
        each, start=min(count.start, each.start), value=count.value * each.value, step=Fraction(1)
    )
    return Sum(total, ((1, paid),))


def _ends_between(lowered: str, one: Figure, two: Figure) -> bool:
    first, last = sorted((one, two), key=lambda figure: figure.start)
    return bool(re.search(r"[.;]\s", lowered[first.end : last.start]))


def _sum_of_products(
    lowered: str, rates: Sequence[tuple[Figure, Figure]], line: Sequence[Figure]
) -> Iterator[Relation]:
    """ "45 tập thể, mức 2 triệu đồng/tập thể, 30 cá nhân, mức 1 triệu đồng/cá nhân; tổng 120 triệu"."""
    if len(rates) < 2 or len({each.unit for _, each in rates}) > 1 or rates[0][1].is_count:
        return
    if len({count.start for count, _ in rates}) < len(rates):
        return
    after = [f for f in line if f.start > rates[-1][1].end and f.unit == rates[0][1].unit]
    if len(after) != 1 or not re.search(
        r"\btổng\b[^;]{0,50}$", lowered[rates[-1][1].end : after[0].start]
    ):
        return
    terms = tuple(
        (1, replace(each, start=count.start, value=count.value * each.value))
        for count, each in rates
    )
    yield Relation("sum.parts", Sum(after[0], terms), severity=Severity.WARNING)


def _one_each(reading: Reading) -> Iterator[Relation]:
    """ "6 đồng chí phụ trách 5 cụm, mỗi đồng chí phụ trách một cụm"."""
    lowered = reading.document.lowered
    for match in _ONE_EACH.finditer(lowered):
        start = max(lowered.rfind("\n", 0, match.start()), lowered.rfind(". ", 0, match.start()))
        near = [f for f in reading.figures if start < f.start < match.start()]
        ones = [f for f in near if _counts(lowered, f, match["one"])]
        others = [f for f in near if _counts(lowered, f, match["other"])]
        pairs = [(a, b) for a in ones for b in others if a is not b]
        if pairs and any(first is second for first, second in pairwise([*ones, *others])):
            continue
        if pairs:
            ways = [Same(b, a) for a, b in reversed(pairs)]
            yield Relation("same.value", ways[0], tuple(ways[1:]), Severity.WARNING)
