"""Answers to petitions: is the question answered, was something found, who decided, when, what proves it.

Five failures that are met again and again: nothing found at the time, only a plan, a promise
without a day, received and passed on, an answer to another question. ``check_answer`` may be
asked before an answer goes out.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from gandan.substance.document import Document
from gandan.substance.figures import Figure
from gandan.substance.findings import Finding, Severity
from gandan.substance.tokens import Reading, read
from gandan.vietnamese import syllables

NOTHING = re.compile(
    r"\b(?:không|chưa) (?:phát hiện|thấy|ghi nhận|có (?:dấu hiệu|hiện tượng|tình trạng|hành vi|việc)|xảy ra|xác định được)"
    r"|\bkhông có (?:cơ sở|căn cứ)\b"
)
PLAN = re.compile(
    r"\b(?:đưa (?:công trình |dự án |nội dung |việc |hạng mục )?vào (?:kế hoạch|danh mục|chương trình|quy hoạch|lộ trình)|"
    r"có (?:kế hoạch|chủ trương|phương án|lộ trình|đề xuất)|đang (?:lập|xây dựng|hoàn thiện|nghiên cứu|xem xét)|"
    r"nằm trong (?:kế hoạch|quy hoạch)|bổ sung vào (?:kế hoạch|danh mục)|theo lộ trình|đã đề xuất|khi (?:có|bố trí được) (?:kinh phí|vốn|nguồn vốn))\b"
)
PROMISE = re.compile(
    r"\b(?:sẽ (?:sớm |khẩn trương |tiếp tục |chỉ đạo |yêu cầu |cho |phối hợp |cố gắng )?|cam kết|hứa|"
    r"trong thời gian (?:sớm nhất|tới|gần nhất)|sớm (?:khắc phục|giải quyết|hoàn thành|xử lý|sửa))"
)
RECEIVED = re.compile(
    r"\b(?:(?:đã )?(?:tiếp nhận|ghi nhận|tiếp thu|nhận được)(?: và)?(?: [^.;]{0,40}?)?(?:chuyển|giao|gửi|kiến nghị|ý kiến|phản ánh|xử lý|theo quy định)|"
    r"(?:đã )?chuyển (?:đến |cho |tới )?[^.;]{0,60}?(?:xử lý|giải quyết|xem xét|theo quy định|theo thẩm quyền))\b"
)
RESULT = re.compile(
    r"\b(?:xử phạt|lập biên bản|đình chỉ|thu hồi|tháo dỡ|sửa xong|khắc phục xong|hoàn thành|nghiệm thu|thay|lắp|cấp|trả|"
    r"giải quyết xong|buộc|bồi thường|chi trả|nạo vét|ban hành|đã xử lý|yêu cầu|quyết định|bàn giao|đưa vào sử dụng)\b"
)
ACTIVITY = re.compile(
    r"\b(?:tuyên truyền|tổ chức|hội thi|tập huấn|hội nghị|phát động|quán triệt|cấp|xây|trao|lượt người|tỷ lệ|phong trào|buổi)\b"
)
_ANSWER = re.compile(
    r"\b(?:trả lời|kết quả xử lý|kết quả giải quyết|ý kiến trả lời|phúc đáp|giải trình)\s*(?:như sau\s*)?:\s*"
)
_REPLY = re.compile(
    r"\b(?:trả lời|phúc đáp|thông báo|báo cáo) (?:như sau|kết quả|nội dung)?\s*:\s*"
)
_ITEM = re.compile(
    r"(?:^|\n)\s*(?:\d{1,2}[.)]|ý kiến \d+|kiến nghị \d+|câu \d+|[-+*])\s*", re.IGNORECASE
)
_TITLE = re.compile(
    r"\b(?:trả lời|phúc đáp|giải đáp|kết quả (?:xử lý|giải quyết) (?:phản ánh|kiến nghị|đơn))\b"
)
_THANKS = re.compile(r"\b(?:cảm ơn|trân trọng|mong tiếp tục)\b")
# Words of every petition and every answer; they do not show that the two are about one thing.
_COMMON = frozenset(
    "cu tri xa phuong thi tran huyen quan thanh pho tinh de nghi phan anh kien nghi hoi bao gio nguoi dan "
    "cac ho cua va co duoc da dang se cho tai trong tren theo ve viec nay do la thi khong chua mot nhung "
    "voi den tu vao ra nhieu can bo ubnd uy ban nhan nam thang ngay lan so dan to y tra loi don vi".split()
)


def check_answer(question: str, answer: str) -> list[Finding]:
    """Findings about one answer; offsets are code points of the NFC ``answer``."""
    reading = read(Document.of(answer, title=" "))
    return list(_check(question, reading, 0, len(reading.document.text)))


def answer_findings(reading: Reading) -> list[Finding]:
    """Findings about every answer of a document that answers petitions."""
    found: list[Finding] = []
    for question, start, end in answers_in(reading):
        found += _check(question, reading, start, end)
    return found


def answers_in(reading: Reading) -> Iterator[tuple[str, int, int]]:
    """Each question with the span of its answer."""
    lowered = reading.document.lowered
    marks = list(_ANSWER.finditer(lowered))
    if not marks:
        if _TITLE.search(reading.document.title.lower()):
            yield from _letter(reading)
        return
    for place, mark in enumerate(marks):
        previous = marks[place - 1].end() if place else 0
        starts = [m.start() for m in _ITEM.finditer(lowered, previous, mark.start())]
        begin = starts[-1] if starts else max(previous, lowered.rfind("\n", 0, mark.start()))
        question = reading.document.text[max(0, begin) : mark.start()]
        following = _ITEM.search(lowered, mark.end())
        line_end = lowered.find("\n", mark.end())
        end = following.start() if following else line_end if line_end >= 0 else len(lowered)
        yield question, mark.end(), end


def _letter(reading: Reading) -> Iterator[tuple[str, int, int]]:
    """A letter that answers one petition: what comes before "như sau:" is the question."""
    lowered = reading.document.lowered
    mark = _REPLY.search(lowered, len(reading.document.title))
    start = mark.end() if mark else len(reading.document.title)
    yield reading.document.text[:start], start, len(lowered)


def _check(question: str, reading: Reading, start: int, end: int) -> Iterator[Finding]:
    clauses = list(_clauses(reading.document.lowered, start, end))
    for place, (first, last) in enumerate(clauses):
        rest = clauses[place + 1 :]
        finding = _of_clause(question, reading, first, last, rest)
        if finding is not None:
            yield finding


def _of_clause(
    question: str, reading: Reading, start: int, end: int, rest: list[tuple[int, int]]
) -> Finding | None:
    text = reading.document.lowered[start:end]
    if _THANKS.search(text):
        return None
    later = " ".join(reading.document.lowered[a:b] for a, b in rest)
    if match := NOTHING.search(text):
        acted = RESULT.search(later) or RESULT.search(text[match.end() :])
        return None if acted and _has_day(reading, rest) else _finding("nothing_found", start, end)
    days = _days(reading, start, end)
    measured = _figures(reading, start, end)
    if PLAN.search(text) and not days and not measured:
        return _finding("plan_only", start, end)
    if RECEIVED.search(text) and not days and not RESULT.search(text + later):
        return _finding("received_only", start, end)
    if (
        PROMISE.search(text)
        and not days
        and not RESULT.search(text.split("sẽ")[0] if "sẽ" in text else "")
    ):
        return _finding("promise_no_date", start, end)
    dated = any(start <= m.start < end and m.day for m in reading.moments)
    if not dated and _is_other(question, text, measured):
        return _finding("other_question", start, end)
    return None


def _is_other(question: str, text: str, measured: list[Figure]) -> bool:
    """Counts of activities with no word of the question among them."""
    if not measured or len(ACTIVITY.findall(text)) < 1 or not question.strip():
        return False
    # An answer in a letter names its own subject first: "Về quỹ bảo trì, ...".
    subject = re.match(r"(?:về|đối với|riêng) ([^,]{3,60}),", text)
    asked = _content(subject[1]) if subject else _content(question)
    said = _content(text[subject.end() :] if subject else text)
    shared = asked & said
    return len(shared) <= (0 if subject else 2) and len(measured) >= 2


def _content(text: str) -> set[tuple[str, str]]:
    words = syllables(text)
    return {
        (a, b)
        for a, b in pairwise(words)
        if not (a in _COMMON and b in _COMMON) and not a.isdecimal() and not b.isdecimal()
    }


def _clauses(lowered: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for match in re.finditer(r"[;\n]|\.(?=\s|$)", lowered[start:end]):
        stop = start + match.start()
        yield from _trimmed(lowered, position, stop)
        position = start + match.end()
    yield from _trimmed(lowered, position, end)


def _trimmed(lowered: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = lowered[start:end]
    if piece.strip():
        start += len(piece) - len(piece.lstrip())
        yield start, start + len(piece.strip())


def _days(reading: Reading, start: int, end: int) -> bool:
    return any(start <= m.start < end and (m.day or m.month or m.year) for m in reading.moments)


def _has_day(reading: Reading, spans: list[tuple[int, int]]) -> bool:
    return any(_days(reading, start, end) for start, end in spans)


def _figures(reading: Reading, start: int, end: int) -> list[Figure]:
    return [f for f in reading.figures if start <= f.start < end]


_TEXTS = {
    "nothing_found": (
        "Chỉ nói tại lúc kiểm tra không thấy gì. Người hỏi cần biết sẽ kiểm tra lại khi nào, ai theo dõi.",
        "Only says that nothing was found at the time. When will it be checked again, and by whom?",
        "Kiểm tra vào lúc người dân phản ánh, ghi ảnh hoặc biên bản, và hẹn ngày kiểm tra lại.",
        "Check at the hour that was reported, keep a photo or record, give the day of the next check.",
    ),
    "plan_only": (
        "Chỉ nói có kế hoạch, chủ trương; chưa rõ năm nào, vốn bao nhiêu, ai làm.",
        "Only a plan: no year, no money, no one in charge.",
        "Ghi năm thực hiện, nguồn vốn, đơn vị làm; nếu chưa có thì nói rõ lý do.",
        "Give the year, the money, the unit; if there is none, say why.",
    ),
    "promise_no_date": (
        "Hứa mà không có ngày.",
        "A promise without a day.",
        "Ghi ngày hoàn thành và người chịu trách nhiệm.",
        "Give the day of completion and who answers for it.",
    ),
    "received_only": (
        "Chỉ nói đã nhận, đã chuyển; chưa có kết quả.",
        "Only says that it was received or passed on; there is no result.",
        "Ghi chuyển cho ai, số văn bản, ngày phải trả lời và kết quả đến nay.",
        "Say to whom, the number of the paper, when an answer is due and what is done so far.",
    ),
    "other_question": (
        "Trả lời bằng số liệu hoạt động khác, không phải điều được hỏi.",
        "Answers with counts of other activities, not what was asked.",
        "Trả lời thẳng điều được hỏi: có hay không, vì sao, khi nào xong.",
        "Answer what was asked: yes or no, why, and when.",
    ),
}


def _finding(kind: str, start: int, end: int) -> Finding:
    message, message_en, suggestion, suggestion_en = _TEXTS[kind]
    return Finding(
        f"answer.{kind}",
        Severity.WARNING,
        start,
        end,
        message,
        message_en,
        suggestion=suggestion,
        suggestion_en=suggestion_en,
        marks=((start, end),),
    )
