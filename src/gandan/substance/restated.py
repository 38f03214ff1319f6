"""One quantity said in two places: are the two the same?

Two figures are of one quantity only where they count the same thing in nearly the same words,
stand in different sentences at the top, and no word sets them apart (another time, another
unit). Words alone are not enough to say that one is wrong: that is asked, not stated, unless
the second is called the total again, or its digits are those of the first in another order.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gandan.substance.constraints import Same
from gandan.substance.document import Document
from gandan.substance.families import places
from gandan.substance.figures import Figure, Mark
from gandan.substance.items import Item, Statement
from gandan.substance.relations import Relation, Severity
from gandan.substance.tokens import Reading

_EMPTY = frozenset(
    "đã được là có về thì với cũng và của các những số tổng nay đến tại ở do ra vào cả toàn trong bị "
    "theo cho từ như này đó kết quả công tác qua tổ chức việc thực hiện phường xã huyện quận tỉnh "
    "thành phố cấp kỳ báo cáo năm tháng quý hơn gần khoảng trên địa bàn lượt đạt nội dung tập hợp tóm tắt chi tiết đánh giá chung hiệu quả kết luận phần mục".split()
)
# What sets two counts apart: time, scope, stage.
_APART = re.compile(
    r"\b(?:cùng kỳ|kỳ trước|năm trước|năm \d{4}|tháng \d|quý [ivx\d]+|lũy kế|luỹ kế|từ đầu|hiện|còn|mới|đầu (?:năm|kỳ|tháng)|"
    r"cuối|trước|sau|thêm|tăng|giảm|mỗi|bình quân|riêng|trong đó|lãnh đạo|thường xuyên|định kỳ|đột xuất|khác|"
    r"chưa|không|đang|tiếp tục|đủ điều kiện|thẩm quyền|cấp \w+|kế hoạch|chỉ tiêu|dự kiến|phấn đấu|sẽ)\b"
)
LEAST_DIGITS = 3
LEAST_ALL = 6  # smaller counts after "cả" are often of something else
ONE_IN = 4


@dataclass(frozen=True)
class _Place:
    item: Item
    figure: Figure
    words: frozenset[str]
    apart: frozenset[str]
    level: str
    is_total: bool
    sentence: int
    order: int

    @property
    def beside_level(self) -> frozenset[str]:
        return self.apart - {self.level, ""}


def restated_relations(reading: Reading, statements: Sequence[Statement]) -> Iterator[Relation]:
    seen: dict[object, list[_Place]] = defaultdict(list)
    for later in _places(reading.document, statements):
        text = reading.document.text[later.figure.start : later.figure.end]
        keys = _keys(later.words, text)
        near = {id(place): place for key in keys for place in seen[key]}
        for earlier in sorted(near.values(), key=lambda place: place.order):
            severity = _same_quantity(earlier, later, reading.document)
            if severity:
                yield Relation("same.value", Same(later.figure, earlier.figure), severity=severity)
                break
        for key in keys:
            seen[key].append(later)


def _keys(words: frozenset[str], written: str) -> list[object]:
    """Two places share a key when their words differ by one in five, or their digits by order."""
    keys: list[object] = [words]
    if len(words) > ONE_IN:
        keys += [words - {word} for word in words]
    digits = sorted(c for c in written if c.isdigit())
    return [*keys, "".join(digits)] if len(digits) >= LEAST_DIGITS else keys


_AGAIN = re.compile(r"^[^.;,\n]{0,40}?\b(?:nêu trên|nói trên|đã nêu|kể trên|trên đây|này)\b")


def again_relations(reading: Reading, statements: Sequence[Statement]) -> Iterator[Relation]:
    """ "152 kiến nghị nêu trên" is a count that stands earlier in the text."""
    lowered = reading.document.lowered
    counted = [f for f in reading.figures if f.noun and f.is_count]
    for place, figure in enumerate(counted):
        after = lowered[figure.noun_end : figure.noun_end + 60]
        if not _AGAIN.match(after):
            continue
        earlier = [
            f for f in counted[:place] if f.noun.text.split()[0] == figure.noun.text.split()[0]
        ]
        if earlier:
            sure = "này" not in after[:12]
            # When none is the same, the one that was most likely meant is named.
            near = sorted(earlier, key=lambda one: abs(one.value - figure.value))
            ways = [Same(figure, one) for one in near]
            severity = Severity.ERROR if sure else Severity.WARNING
            yield Relation("same.value", ways[0], tuple(ways[1:]), severity)


_ALL_OF = re.compile(r"\b(?:toàn bộ|tất cả|cả)\s+$")
_NEAR = 400  # characters back


def whole_relations(reading: Reading) -> Iterator[Relation]:
    """ "Tất cả 37 vụ việc", "cả 47 người": a count of these stands just before."""
    lowered = reading.document.lowered
    counted = [f for f in reading.figures if f.noun and f.is_count and f.mark == Mark.EXACT]
    for place, figure in enumerate(counted):
        lead = lowered[max(0, figure.start - 12) : figure.start]
        if not _ALL_OF.search(lead) or figure.value < LEAST_ALL or _divides(lowered, figure):
            continue
        earlier = [
            f
            for f in counted[:place]
            if f.noun.text.split()[0] == figure.noun.text.split()[0] and f.noun.fits(figure.noun)
        ]
        near = [f for f in earlier if figure.start - f.end < _NEAR]
        if not near or any(f.value == figure.value for f in earlier):
            continue
        if sum(f.value for f in near) == figure.value:
            continue
        last = near[-1]
        swapped = (
            digits_slipped(lowered[last.start : last.end], lowered[figure.start : figure.end])
            or str(last.value) == str(figure.value)[::-1]
        )
        close = 5 * abs(last.value - figure.value) <= max(last.value, figure.value)
        if swapped or close:
            yield Relation("same.value", Same(figure, last), severity=Severity.WARNING)


_BEFORE = re.compile(
    r"\b(?:cùng kỳ|so với|trước|từ|lên|xuống|còn|tăng|giảm|kế hoạch|chỉ tiêu)\b[^,;.]{0,30}$"
)


def swapped_relations(reading: Reading) -> Iterator[Relation]:
    """Two counts of one thing in two sentences that differ by two digits in the other order."""
    lowered = reading.document.lowered
    seen: list[tuple[Figure, str]] = []
    for figure in reading.figures:
        if (
            not figure.is_count
            or figure.mark != Mark.EXACT
            or _BEFORE.search(_clause(lowered, figure))
        ):
            continue
        thing = figure.noun.text or " ".join(lowered[figure.end : figure.end + 24].split()[:2])
        if not thing or not thing[0].isalpha() or figure.value < 10 ** (LEAST_DIGITS - 1):
            continue
        if any(one.value == figure.value for one, _ in seen):
            seen.append((figure, thing))
            continue
        for one, other in seen:
            written = (lowered[f.start : f.end] for f in (one, figure))
            apart = _when(lowered, one) != _when(lowered, figure) or thing != other
            if not apart and digits_slipped(*written) and _sentence_ends(lowered, one, figure):
                yield Relation("same.value", Same(figure, one), severity=Severity.WARNING)
                break
        seen.append((figure, thing))


def _clause(lowered: str, figure: Figure) -> str:
    return re.split(r"[;.\n]", lowered[max(0, figure.start - 60) : figure.start])[-1]


def _sentence_ends(lowered: str, one: Figure, two: Figure) -> bool:
    return bool(re.search(r"[.;]\s|\n", lowered[one.end : two.start]))


def _divides(lowered: str, figure: Figure) -> bool:
    """ "cả 3 cấp", "tất cả 5 loại" count kinds, not the things named before."""
    after = lowered[figure.end : figure.end + 16].lstrip()
    return after.startswith(("cấp", "loại", "nhóm", "lĩnh vực", "đợt", "năm", "nội dung", "mặt"))


def _places(document: Document, statements: Sequence[Statement]) -> Iterator[_Place]:
    order = 0
    for statement in statements:
        for item in statement.items:
            if item.base is not None or not item.values:
                continue
            order += 1
            for figure in item.values:
                if figure.is_count and not figure.noun:
                    continue
                label = f"{item.scope} {_around(document.lowered, statement, figure)}"
                words = frozenset(w for w in re.findall(r"[^\W\d]+", label) if w not in _EMPTY)
                where = places(f"{item.scope} {label}").get("level", "")
                apart = frozenset({*_APART.findall(label), where, _when(document.lowered, figure)})
                total = bool(re.search(r"\btổng\b", f"{item.scope} {item.label}"))
                yield _Place(item, figure, words, apart, where, total, item.sentence, order)


_WHEN = re.compile(r"\b(?:năm \d{4}|quý [ivx]+|tháng \d{1,2})\b")


def _when(lowered: str, figure: Figure) -> str:
    """The year, quarter or month that the line of the figure has named last before it."""
    line = lowered[lowered.rfind("\n", 0, figure.start) + 1 : figure.start]
    found: list[str] = _WHEN.findall(line)
    return found[-1] if found else ""


_EDGE = re.compile(r"[,;:.(\n]")


def _around(lowered: str, statement: Statement, figure: Figure) -> str:
    """The words about a figure between the marks on both sides."""
    before = _EDGE.split(lowered[statement.start : figure.start])[-1]
    before = re.split(r"\d", before)[-1]
    after = _EDGE.split(lowered[figure.end : statement.end])[0]
    return f"{before} {re.split(r'[0-9]', after)[0]}"


_WHOLE = re.compile(r"\b(?:toàn bộ|tất cả|trong số|trong tổng số|tổng số|cả)\s+$")


def _same_quantity(a: _Place, b: _Place, document: Document) -> Severity | None:
    one, two = a.figure, b.figure
    slipped = digits_slipped(document.text[one.start : one.end], document.text[two.start : two.end])
    again = slipped and bool(_WHOLE.search(document.lowered[max(0, two.start - 16) : two.start]))
    if abs(a.sentence - b.sentence) < 2 and a.item.block == b.item.block and not again:
        return None
    if not one.fits(two) or (
        one.noun.text != two.noun.text and not one.noun.classes & two.noun.classes
    ):
        return None
    same_scope = a.apart == b.apart or (slipped and a.beside_level == b.beside_level)
    if one.range.meets(two.range) or not same_scope or a.item.parent or b.item.parent:
        return None
    if again and one.noun.text == two.noun.text:
        return Severity.ERROR
    shared, either = a.words & b.words, a.words | b.words
    if not shared:
        return None
    alike = 10 * len(shared) >= 8 * len(either)
    if slipped and (alike or len(shared - {one.noun.text}) >= 1):
        return Severity.ERROR if alike or b.is_total or a.is_total else Severity.WARNING
    if alike and len(shared) >= 2:
        near = 2 * min(one.value, two.value) > max(one.value, two.value)
        if near and (a.is_total or b.is_total):
            return Severity.ERROR
        return Severity.WARNING if near else None
    return None


def digits_slipped(first: str, second: str) -> bool:
    """Whether two figures differ by two neighbouring digits in the other order."""
    a, b = ("".join(c for c in t if c.isdigit()) for t in (first, second))
    if len(a) != len(b) or len(a) < LEAST_DIGITS:
        return False
    different = [n for n in range(len(a)) if a[n] != b[n]]
    if len(different) != 2:
        return False
    i, j = different
    return j == i + 1 and a[i] == b[j] and a[j] == b[i]
