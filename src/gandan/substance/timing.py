"""Days against one another: weekday and date, a term and its ends, steps out of order, past deadlines."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from gandan.substance.findings import Finding, Severity
from gandan.substance.moments import Moment
from gandan.substance.numerals import read_words
from gandan.substance.tokens import Reading

_WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4,
    "bảy": 5, "bẩy": 5, "7": 5,
}  # fmt: skip
_NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_ENGLISH = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY_NAME = r"(?:thứ (?P<n>hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|(?P<sunday>chủ nhật))"
_BEFORE_DATE = re.compile(rf"(?<!\w){_DAY_NAME}\s*[,(]?\s*(?:ngày\s*)?$")
_AFTER_DATE = re.compile(rf"\s*\(\s*(?:nhằm |tức |là )?{_DAY_NAME}\s*\)")
# "lần thứ hai, ngày ..." counts; it names no weekday.
_ORDINAL = re.compile(
    r"\b(?:lần|buổi|đợt|kỳ|phiên|khóa|khoá|tuần|tháng|năm|ngày|đoàn|người|quý|hội nghị|lớp|vòng|nhóm|bước|số)\s*$"
)
_COUNTED = re.compile(r"\bthứ (?:nhất|hai|ba|tư|năm|sáu|bảy|bẩy|tám|chín|mười)\b|\bđầu tiên\b")


def timing_findings(reading: Reading) -> Iterator[Finding]:
    yield from _weekdays(reading)
    yield from _lengths(reading)
    yield from _orders(reading)
    yield from _deadlines(reading)


def _finding(
    rule: str,
    severity: Severity,
    span: tuple[int, int],
    words: tuple[str, str],
    text: str,
    expected: str = "",
) -> Finding:
    return Finding(
        rule,
        severity,
        *span,
        *words,
        expected=expected,
        found=text[span[0] : span[1]].strip(),
        suggestion="Đối chiếu với lịch và văn bản gốc rồi sửa.",
        suggestion_en="Compare with the calendar and the original paper, then correct.",
        marks=(span,),
    )


def _day(moment: Moment, year: int = 0) -> date | None:
    """The day of a moment that names day and month; ``year`` where it does not say its own."""
    known = moment.year or year
    if not (known and moment.day and moment.month and moment.exists):
        return None
    if moment.until_day or not 1 <= known <= 9999:
        return None
    try:
        return date(known, moment.month, moment.day)
    except ValueError:  # 29 February of the year that was filled in
        return None


def _in(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


# -- weekdays -------------------------------------------------------------------------------


def _weekdays(reading: Reading) -> Iterator[Finding]:
    text, lowered = reading.document.text, reading.document.lowered
    for moment in reading.moments:
        day = _day(moment)
        if day is None:
            continue
        lead = max(0, moment.start - 30)
        before = _BEFORE_DATE.search(lowered[lead : moment.start].removesuffix("ngày "))
        after = _AFTER_DATE.match(lowered, moment.end)
        if before and _is_ordinal(reading, lead + before.start(), before["n"] or ""):
            before = None
        match = before or after
        if not match:
            continue
        named = 6 if match["sunday"] else _WEEKDAYS[match["n"]]
        if named == day.weekday():
            continue
        span = (lead + before.start(), moment.end) if before else (moment.start, match.end())
        yield _finding(
            "date.weekday",
            Severity.ERROR,
            span,
            (
                f"Ngày {_in(day)} là {_NAMES[day.weekday()]}, không phải {_NAMES[named]}.",
                f"{_in(day)} is a {_ENGLISH[day.weekday()]}, not a {_ENGLISH[named]}.",
            ),
            text,
            _NAMES[day.weekday()],
        )


def _is_ordinal(reading: Reading, start: int, name: str) -> bool:
    """Whether "thứ hai" at ``start`` counts: "lần thứ hai", "đơn thứ nhất ngày …, thứ hai ngày …".

    A day of the week is written with a capital or a figure, or stands by itself in its sentence.
    """
    text, lowered = reading.document.plain, reading.document.lowered
    if _ORDINAL.search(lowered[max(0, start - 12) : start]):
        return True
    if not name.isalpha() or text[start + len("thứ ")].isupper():
        return False
    sentence = re.split(r"[.;\n]", lowered[max(0, start - 300) : start])[-1]
    return bool(_COUNTED.search(sentence))


# -- how long -------------------------------------------------------------------------------

_TO = re.compile(r"\s*(?:-|–|đến(?: hết)?|tới)\s*(?:hết\s*)?(?:ngày\s*)?$")
_COUNT = r"(?P<n>\d{1,3}|[^\W\d]+(?: [^\W\d]+)?) ngày(?! (?:làm việc|công|đêm|tiếp|lễ|nghỉ))"
_LENGTH_BEFORE = re.compile(
    rf"\b(?:kéo dài|trong|thời gian|thời hạn|đợt|suốt|gồm)\s+(?:là\s+)?{_COUNT}\s*[,(:]?\s*"
    r"(?:kể\s+)?(?:tính\s+)?từ\s*(?:ngày\s*)?$"
)
_LENGTH_AFTER = re.compile(
    rf"\s*(?:\(|, (?:trong|tổng cộng|tức)\s+)(?:tức |trong |là )?{_COUNT}\s*[),.;]"
)


def _lengths(reading: Reading) -> Iterator[Finding]:
    """ "kéo dài 45 ngày, từ 01/9/2025 đến 30/9/2025"."""
    text, lowered = reading.document.text, reading.document.lowered
    for first, last in pairwise(reading.moments):
        if not _TO.fullmatch(lowered[first.end : last.start]):
            continue
        end = _day(last)
        begin = _day(first, end.year if end else 0)
        if begin is None or end is None or end < begin:
            continue
        lead = max(0, first.start - 70)
        before = _LENGTH_BEFORE.search(lowered[lead : first.start])
        after = _LENGTH_AFTER.match(lowered, last.end)
        match = before or after
        said = _number(match["n"]) if match else 0
        days = (end - begin).days
        if not said or said in {days, days + 1}:
            continue
        # A visit of five days may lie anywhere in a month.
        severity = Severity.ERROR if said > days + 1 else Severity.WARNING
        span = (
            (lead + before.start(), last.end)
            if before
            else (first.start, match.end() if match else last.end)
        )
        yield _finding(
            "period.length",
            severity,
            span,
            (
                f"Từ {_in(begin)} đến {_in(end)} là {days + 1} ngày, văn bản ghi {said} ngày.",
                f"From {_in(begin)} to {_in(end)} are {days + 1} days; the text says {said}.",
            ),
            text,
            f"{days + 1} ngày",
        )


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    words = written.split()
    for count in (2, 1):
        try:
            value = read_words(" ".join(words[-count:]))
        except KeyError:
            continue
        if value is not None:
            return int(value)
    return 0


# -- steps ----------------------------------------------------------------------------------

# Of each chain no step comes before an earlier one.
_CHAINS: tuple[tuple[re.Pattern[str], ...], ...] = tuple(
    tuple(re.compile(rf"\b(?:{words})\b") for words in chain)
    for chain in (
        (
            "nhận(?: được)? đơn|nhận(?= ngày)|tiếp nhận(?: đơn| hồ sơ| phản ánh)?|gửi đơn|nộp đơn|có đơn|nhận hồ sơ|phản ánh",
            "thụ lý|phân công xác minh|tổ chức xác minh|xác minh|mời làm việc|làm việc với|kiểm tra hiện trường|đối thoại",
            "ban hành|ra quyết định|có quyết định|trả lời|có văn bản trả lời|kết luận|giải quyết xong",
            "thi hành xong|thực hiện xong|tháo dỡ xong|khắc phục xong",
        ),
        (
            "khảo sát|phê duyệt",
            "khởi công|bắt đầu thi công|động thổ",
            "hoàn thành|nghiệm thu|đưa vào sử dụng|khánh thành|sửa xong",
        ),
        ("phát động|khai mạc|bắt đầu", "kết thúc|bế mạc|tổng kết"),
    )
)
_ASIDE = re.compile(
    r"\b(?:theo|tại|về việc|đối với|không đồng ý|khiếu nại|căn cứ|của|trước|hạn|chậm nhất|dự kiến|phải|sẽ)\b[^,;]*$"
)
_HEAD = re.compile(r"[,;.\n]|\bvà\b")


def _orders(reading: Reading) -> Iterator[Finding]:
    """A letter is answered after it came in; works end after they began."""
    text, lowered = reading.document.text, reading.document.lowered
    steps: list[tuple[int, int, Moment, date]] = []
    last_end = 0
    for moment in reading.moments:
        between = lowered[last_end : moment.start]
        if "\n" in between or re.search(r"[.!?]\s", between):
            steps.clear()
        last_end = moment.end
        day = _day(moment)
        place = _step(between) if day else None
        if day is None or place is None:
            continue
        chain, rank = place
        earlier = [s for s in steps if s[0] == chain and s[1] < rank and s[3] > day]
        if earlier:
            before = max(earlier, key=lambda s: s[3])
            yield _finding(
                "date.order",
                Severity.ERROR,
                (before[2].start, moment.end),
                (
                    f"Việc sau ({_in(day)}) lại xảy ra trước việc trước nó ({_in(before[3])}).",
                    f"The later step ({_in(day)}) comes before the one that precedes it ({_in(before[3])}).",
                ),
                text,
            )
        steps.append((chain, rank, moment, day))


def _step(between: str) -> tuple[int, int] | None:
    """The chain and the step of the words in front of a date, where its clause tells one."""
    clause = _HEAD.split(between)[-1]
    if _ASIDE.search(clause):
        return None
    found = [
        (match.end(), chain, rank)
        for chain, steps in enumerate(_CHAINS)
        for rank, words in enumerate(steps)
        for match in words.finditer(clause)
    ]
    if not found:
        return None
    _, chain, rank = max(found)
    return chain, rank


# -- deadlines ------------------------------------------------------------------------------

_DUE = re.compile(
    r"\b(?:trước|chậm nhất(?: là)?(?: trước)?|hạn(?: chót| cuối| cuối cùng)?(?: là)?|xong (?:trước|trong)|"
    r"không quá|muộn nhất(?: là)?)\s*(?:hết\s*)?(?:ngày\s*)?$"
)
_ORDERED = re.compile(
    r"\b(?:giao|yêu cầu|đề nghị|phải|sẽ|tiếp tục|phân công|chỉ đạo|báo cáo kết quả|gửi|hoàn thành)\b"
)
_PAST = re.compile(r"\b(?:đã|quá hạn|chậm|lẽ ra|nhưng|thời kỳ|kết quả thực hiện)\b")


# "Thông báo ngày 05/6 giao các tổ báo cáo trước ngày ...": the paper and its task in one sentence.
_OF_PAPER = re.compile(
    r"\b(?:thông báo|công văn|kế hoạch|quyết định|kết luận|chỉ thị)\b[^,;.\n]*\bngày\s*$"
)
_TO_BE_DONE = re.compile(
    r"\b(?:báo cáo(?: kết quả)?|hoàn thành|làm xong|trả lời|nộp)\s+(?:trước|chậm nhất(?: là)?)\s*(?:ngày\s*)?$"
)


def _deadlines(reading: Reading) -> Iterator[Finding]:
    """A task that is due before the day of the paper that sets it."""
    document = reading.document
    text, lowered = document.text, document.lowered
    of_title = _day_of_title(reading)
    earlier: tuple[int, date] | None = None
    for moment in reading.moments:
        day = _day(moment)
        before = lowered[max(0, moment.start - 160) : moment.start]
        sentence = re.split(r"[.;\n]\s", before)[-1]
        written = of_title
        if earlier and earlier[0] >= moment.start - len(sentence) and _TO_BE_DONE.search(sentence):
            written = earlier[1]
        if day and _OF_PAPER.search(sentence):
            earlier = moment.start, day
        due = _DUE.search(sentence)
        if day is None or written is None or day >= written or not due:
            continue
        if not _ORDERED.search(sentence) or _PAST.search(sentence):
            continue
        yield _finding(
            "deadline.past",
            Severity.ERROR,
            (moment.start, moment.end),
            (
                f"Hạn {_in(day)} đã qua khi văn bản được ký ({_in(written)}).",
                f"The deadline {_in(day)} was past when the paper was signed ({_in(written)}).",
            ),
            text,
        )


def _day_of_title(reading: Reading) -> date | None:
    """The whole date in the line that names the paper: "số 44-TB/ĐU ngày 07/7/2026"."""
    document = reading.document
    head = document.lowered.find(document.title[:40].lower()) if document.title else -1
    if head < 0:
        return None
    end = head + len(document.title)
    inside = [m for m in reading.moments if head <= m.start < end]
    for before, moment in zip([None, *inside], inside, strict=False):
        lead = document.lowered[before.end if before else head : moment.start]
        day = _day(moment)
        if (
            day
            and re.search(r"\bngày\s*$", lead)
            and not re.search(r"\b(?:từ|đến|tại)\b[^,(]*$", lead)
        ):
            return day
    return None
