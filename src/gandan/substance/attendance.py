"""No more come than are called, no more is done than is given: part and whole by their verbs."""

import re
from collections.abc import Iterator, Sequence

from gandan.substance.constraints import AtMost, Sum, Verdict
from gandan.substance.figures import Figure, Mark
from gandan.substance.items import Item, Statement
from gandan.substance.relations import Relation, Severity

# Of what is called, given or sent out nothing is added later: a part above it is a slip.
_CLOSED = re.compile(
    r"\b(?:có|phải \w+|triệu tập|được triệu tập|mời|được mời|danh sách|được giao|giao|phát ra|gửi đi|phát(?! \w+)|"
    r"theo danh sách|tổng số)\b"
)
# Of what is looked at some has a quality, and no more.
_EXAMINED = re.compile(r"\b(?:kiểm tra|giám sát|khảo sát|rà soát|bình xét|thẩm định)\b")
_FOUND = re.compile(r"^(?:kết quả )?(?:có|phát hiện)$")
# Of what comes in some may be left from before.
_OPEN = re.compile(r"\b(?:tiếp nhận|nhận|thụ lý)\b")
_CAME = re.compile(
    r"\b(?:đi bầu|bỏ phiếu|đi bỏ phiếu|tham gia(?: bỏ phiếu| học| dự| họp)?|tham dự|dự(?: họp| học)?|có mặt|"
    r"đến dự|trả lời phiếu|ký xác nhận)\b"
)
_DONE = re.compile(
    r"\b(?:(?:đã |được )?(?:hoàn thành|giải quyết|xử lý|trả lời|chấm|thẩm định|thu (?:về|vào|lại)|nhận về|"
    r"thực hiện|công nhận|nghiệm thu|bàn giao)|đủ điều kiện)\b"
)
_ABSENT = re.compile(r"\b(?:vắng(?: mặt)?|không (?:tham gia|tham dự|dự|đi bầu|có mặt))\b")
_MORE = re.compile(
    r"\b(?:cùng|thêm|ngoài ra|khách mời|lũy kế|luỹ kế|lượt|tồn|kỳ trước|năm trước|tổng|vượt|kế hoạch|chỉ tiêu|"
    r"trong (?:kỳ|quý|năm|tháng)|từ đầu|năm \d{4}|quý [ivx]+|tháng \d+)\b"
)


def attendance_relations(statements: Sequence[Statement], lowered: str) -> Iterator[Relation]:
    items = [i for s in statements for i in s.items if i.value is not None and i.base is None]
    for place, part in enumerate(items):
        for whole in reversed(items[max(0, place - 2) : place]):
            pair = _pair(whole, part)
            if pair is None:
                continue
            severity = _certainty(whole, part)
            if _has_stock(items[max(0, place - 5) : place + 1], lowered):
                break
            if severity is not None:
                exceeds = AtMost(pair[1], pair[0])
                yield Relation("sum.exceeds", exceeds, severity=severity)
                if exceeds.verdict() == Verdict.HOLDS:
                    yield from _absent(items, part, *pair)
            break


def _pair(whole: Item, part: Item) -> tuple[Figure, Figure] | None:
    one, two = whole.value, part.value
    if one is None or two is None or not (one.is_count and two.is_count):
        return None
    if part.sentence - whole.sentence > 1 or part.section != whole.section:
        return None
    if one.mark != Mark.EXACT or two.mark != Mark.EXACT or whole.changes or part.before:
        return None
    if not one.noun or one.noun.text != two.noun.text:
        return None
    return (one, two)


_STOCK = re.compile(
    r"\b(?:tồn|cũ|kể cả|bao gồm cả|(?:năm|kỳ|quý|tháng) trước|chuyển sang|trước (?:chuyển|còn|để)|đầu (?:năm|quý|kỳ|tháng)|phát sinh|mới)\b"
)


def _has_stock(items: Sequence[Item], lowered: str) -> bool:
    """Whether something was left from before, of which more may be done than came in."""
    beside = lowered[items[-1].end - 1 : items[-1].end + 40]
    told = any(_STOCK.search(f"{item.scope} {item.label}") for item in items)
    inside = any(_STOCK.search(lowered[item.start : item.end]) for item in items[-2:])
    return told or inside or bool(_STOCK.search(beside.split(".")[0]))


def _certainty(whole: Item, part: Item) -> Severity | None:
    """An error where the whole is closed and in the same sentence; else a question, or nothing."""
    words = f"{part.scope} {part.lead}"
    told = f"{part.label} {whole.label}"
    if _ABSENT.search(words) or re.search(r"\b(?:thêm|lũy kế|luỹ kế|vượt|tồn)\b", told):
        return None
    if _EXAMINED.search(whole.lead) and _FOUND.search(part.lead):
        return Severity.WARNING if part.sentence == whole.sentence else None
    came, done = _CAME.search(words), _DONE.search(words)
    if not (came or done) or _CAME.search(whole.lead) or _DONE.search(whole.lead):
        return None
    if _MORE.search(words):
        return None
    if _CLOSED.search(whole.lead):
        beside = part.sentence == whole.sentence
        return Severity.ERROR if beside else Severity.WARNING
    return Severity.WARNING if _OPEN.search(whole.lead) and done else None


def _absent(
    items: Sequence[Item], came: Item, whole: Figure, present: Figure
) -> Iterator[Relation]:
    place = items.index(came) + 1
    if place < len(items) and _ABSENT.search(items[place].lead):
        absent = items[place].value
        if absent is not None and absent.fits(whole) and items[place].sentence == came.sentence:
            yield Relation("balance.left", Sum(whole, ((1, present), (1, absent))))
