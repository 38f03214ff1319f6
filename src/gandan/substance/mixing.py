"""Types of count that are confused: visits, people, letters, cases, delegations; and units."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from gandan.substance.constraints import Quotient, Same, Sum, Verdict
from gandan.substance.figures import Figure
from gandan.substance.findings import Finding, Severity
from gandan.substance.items import Group, Item, Statement, walk
from gandan.substance.relations import Relation
from gandan.substance.tokens import PUNCTUATION, Reading, Token

LEAST_PEOPLE = 2
MEASURED = frozenset({"m2", "vnd", "kg", "m"})
AGAIN = re.compile(r"^[^.;,\n]{0,40}?\b(?:nêu trên|nói trên|đã nêu|kể trên|trên đây)\b")


def type_findings(reading: Reading, statements: Sequence[Statement]) -> Iterator[Finding]:
    text = reading.document.text
    yield from again_findings(reading)
    for item in {id(i): i for s in statements for i in walk(s.items)}.values():
        for group in item.groups:
            if finding := _of_group(item, group, text):
                yield finding


def _of_group(item: Item, group: Group, text: str) -> Finding | None:
    """Parts that count people and add up to the visits: the noun of the parts is wrong."""
    for total in item.values:
        parts = [part.values[0] for part in group.items if part.values]
        named = [part for part in parts if part.noun.typed]
        if not total.noun.typed or len(parts) < LEAST_PEOPLE or not named:
            continue
        if any(part.noun.fits(total.noun) for part in named) and not _better(item, total, named):
            continue
        if Sum(total, tuple((1, part) for part in parts)).verdict() == Verdict.HOLDS:
            return _mixed(total, parts, named[0], text)
    return None


def _better(item: Item, total: Figure, parts: list[Figure]) -> bool:
    """Whether another value of the item is plainly of the parts' type, and the sum is not it."""
    if not total.noun.text.startswith("lượt"):
        return False
    people = [v for v in item.values if v is not total and v.noun.classes == frozenset({"people"})]
    return bool(people) and all(part.noun.classes == frozenset({"people"}) for part in parts)


def _mixed(total: Figure, parts: list[Figure], other: Figure, text: str) -> Finding:
    figures = [total, *parts]
    one, two = total.noun.text, other.noun.text
    return Finding(
        "type.mixed",
        Severity.WARNING,
        min(f.start for f in figures),
        max(max(f.end, f.noun_end) for f in figures),
        f"Tổng đếm theo “{one}” còn các phần ghi “{two}”, mà cộng lại vừa bằng tổng: một bên ghi nhầm loại.",
        f"The total counts “{one}” while its parts say “{two}” and add up to it: one side is mislabelled.",
        expected=one,
        found=two,
        suggestion="Lượt, người, đơn, vụ việc, đoàn là năm loại khác nhau: ghi đúng loại cho từng số.",
        suggestion_en="Visits, people, letters, cases and delegations differ: name the right one each time.",
        marks=tuple((f.start, f.end) for f in figures),
    )


def again_findings(reading: Reading) -> Iterator[Finding]:
    """ "152 vụ việc nêu trên" where 152 letters stand above: another type of count."""
    text, lowered = reading.document.text, reading.document.lowered
    counted = [f for f in reading.figures if f.noun.typed and f.is_count]
    for place, figure in enumerate(counted):
        if not AGAIN.match(lowered[figure.noun_end : figure.noun_end + 60]):
            continue
        earlier = counted[:place]
        if any(one.noun.fits(figure.noun) for one in earlier):
            continue
        same = [one for one in earlier if one.value == figure.value]
        if same:
            yield _mixed(same[-1], [figure], figure, text)


_TOGETHER = re.compile(r",?\s*(?:tương đương|tức là|tức|hay là|hay|bằng)\s*$")


# "12.600 m2 đất, tức 1,26 ha"
_CALLED = re.compile(
    r"(?: [^\W\d]+){0,4}\s*[,(]\s*(?:tương đương|tức là|tức|quy ra)(?: (?:với|khoảng|gần|hơn|là))?\s*$"
)


def equations(reading: Reading) -> Iterator[Relation]:
    """ "tồn 14 đơn + nhận mới 40 đơn = 54 đơn", with words between."""
    tokens = reading.tokens
    for place, token in enumerate(tokens):
        if token.text != "=" or place + 1 >= len(tokens):
            continue
        before = _side(tokens[:place][::-1])
        after = _side(tokens[place + 1 :])
        for one, many in ((after, before[::-1]), (before, after)):
            if len(many) > 1 and one and not _numbers_columns(one[0], many):
                terms = tuple((1, term) for term in many)
                yield Relation("sum.parts", Sum(one[0], terms), explicit=True)
                break


def _numbers_columns(one: Figure, terms: Sequence[Figure]) -> bool:
    """2 = 3 + 4 over a table tells which columns to add, not how many there were."""
    numbers = sorted(int(term.value) for term in terms if not term.noun)
    total = int(one.value)
    if len(numbers) < len(terms) or one.noun or numbers[-1] > 60:
        return False
    return total < numbers[0] or (total == numbers[-1] + 1 and numbers == _run(numbers))


def _run(numbers: Sequence[int]) -> list[int]:
    return list(range(numbers[0], numbers[0] + len(numbers)))


def _side(tokens: Sequence[Token]) -> list[Figure]:
    """The figures of one side of an equation, up to its end, with a plus between each two."""
    terms: list[Figure] = []
    plus = 0
    for token in tokens:
        if token.text in {"\n", ";", ".", ":", "(", ")", "=", ","}:
            break
        if token.figure:
            if len(terms) > plus:
                break
            terms.append(token.figure)
        elif token.text == "+":
            plus += 1
    return terms if len(terms) == plus + 1 else terms[:1]


def unit_relations(reading: Reading) -> Iterator[Relation]:
    """31.484 m2 (3,15 ha), 3,5 ha, tương đương 35.000 m2: one quantity in two units."""
    lowered = reading.document.lowered
    for one, two in pairwise(reading.figures):
        between = lowered[one.end : two.start]
        if one.unit != two.unit or one.unit not in MEASURED or one.factor == two.factor:
            continue
        if _TOGETHER.fullmatch(between) or _CALLED.fullmatch(between):
            yield Relation("unit.converted", Same(two, one))
    tokens = reading.tokens
    for place in range(len(tokens) - 3):
        first, mark, second, closing = tokens[place : place + 4]
        if not (first.figure and second.figure) or mark.text not in {"(", "="}:
            continue
        if mark.text == "=" and place and tokens[place - 1].text == "+":
            continue  # the end of a sum
        if mark.text == "(" and not (closing.kind == PUNCTUATION and closing.text in ");"):
            continue
        one, two = first.figure, second.figure
        if place >= 2 and mark.text == "=" and tokens[place - 1].text in {"x", "×", "*"}:
            back = tokens[max(0, place - 4) : place - 1]
            factor = next((t.figure for t in reversed(back) if t.figure), None)
            if factor is not None and factor.value > 0 and one.unit == two.unit:
                yield Relation("rate.average", Quotient(one, ((1, two),), ((1, factor),), 1))
            continue
        same = one.unit == two.unit and one.unit in MEASURED
        if same and reading.document.text[one.end : mark.start].strip() == "":
            yield Relation("unit.converted", Same(two, one))
