"""Questions about a whole report: what it leaves out that a reader must ask for."""

import re
from collections.abc import Iterator, Sequence

from gandan.substance.anchors import anchors_of
from gandan.substance.findings import Finding, Severity
from gandan.substance.items import Statement, walk
from gandan.substance.outline import outline, sentence_spans
from gandan.substance.tokens import Reading

_IS_REPORT = re.compile(
    r"\b(?:báo cáo|giao ban|kết quả|sơ kết|tổng kết|tình hình|kiểm điểm|việc được giao|công tác)\b"
)
_NO_REPORT = re.compile(
    r"\b(?:chỉ thị|kế hoạch|hướng dẫn|quyết định|công văn|lịch|nghị quyết|quy chế|thông báo lịch|chương trình)\b"
)
_WITHIN = re.compile(
    r"\b(?:còn lại|còn|các vụ khác|tất cả|số)\b[^.;\n]{0,60}?\b(?:trong (?:thời )?hạn|đúng (?:thời )?hạn|chưa (?:đến|quá) hạn)\b"
)
_PROVEN = re.compile(r"\b(?:danh sách|phụ lục|biểu|kèm theo|hạn (?:cuối|chót|chậm nhất))\b")
_UNCOUNTED = re.compile(
    r"\b(?:một số|nhiều|hầu hết|đa số|phần lớn|cơ bản)\b(?:\s\w+){0,3}?\s(?:đã xong|đã hoàn thành|đã giải quyết|chưa xong|"
    r"chưa hoàn thành|hoàn thành|giải quyết xong|đã được giải quyết|đã thực hiện)\b"
)
_UNRECORDED = re.compile(
    r"\bcó (?:một số |nhiều |các )?(?:kiến nghị|đề xuất|ý kiến|phản ánh)(?= *(?:[.;(]|$|\n))|\bkhông nêu nội dung\b"
)
_ROADMAP = re.compile(r"\b(?:có|theo|đúng|xây dựng) lộ trình\b")
_PROBLEM = re.compile(
    r"\b(?:nổi lên|nổi cộm|bức xúc (?:về|của|trong|kéo dài|liên quan)|vấn đề phức tạp)\b"
)
_MODELS = re.compile(r"\b(?:dân vận khéo|mô hình|điển hình)\b")
_EFFECT = re.compile(
    r"\b(?:tăng|giảm|trước (?:đây|khi)|sau khi|từ \S+ (?:lên|xuống)|còn|so với|tiết kiệm|thu nhập|hiệu quả|kết quả|được)\b"
)
LOPSIDED = 85  # per cent of a list of fields in one of them
LEAST_TOTAL = 30
FEW = 2


def question_findings(reading: Reading, statements: Sequence[Statement]) -> Iterator[Finding]:
    for start, end in _sentences(reading):
        yield from _of_sentence(reading, start, end)
    yield from _few_figures(reading, statements)
    yield from _lopsided(reading, statements)
    yield from _models(reading, statements)


def _sentences(reading: Reading) -> Iterator[tuple[int, int]]:
    stack = outline(reading.document)
    while stack:
        block = stack.pop()
        stack += block.children
        yield from sentence_spans(reading.document, block)


def _of_sentence(reading: Reading, start: int, end: int) -> Iterator[Finding]:
    text = reading.document.lowered[start:end]
    has = anchors_of(reading, start, end)
    if (match := _WITHIN.search(text)) and not _PROVEN.search(text) and not has.days:
        yield _finding("claim.within_time", Severity.WARNING, start, match)
    if match := _UNCOUNTED.search(text):
        yield _finding("claim.uncounted", Severity.WARNING, start, match)
    if match := _UNRECORDED.search(text):
        yield _finding("claim.unrecorded", Severity.WARNING, start, match)
    if (match := _ROADMAP.search(text)) and not has.days:
        yield _finding("claim.no_date", Severity.WARNING, start, match)
    if (match := _PROBLEM.search(text)) and not (has.figures or has.places or has.bodies):
        yield _finding("problem.unplaced", Severity.WARNING, start, match, whole=end)


def _few_figures(reading: Reading, statements: Sequence[Statement]) -> Iterator[Finding]:
    """A report of a period with one count, or none."""
    title = reading.document.title.lower()
    if not _IS_REPORT.search(title) or _NO_REPORT.search(title) or reading.document.tables:
        return
    counted = [i for s in statements for i in walk(s.items) if i.values or i.shares]
    counts = [i for i in counted if not i.values or i.values[0].unit not in {"years", "months"}]
    if len(counts) < FEW and len(reading.document.text.split()) > 25:
        start = reading.document.text.find(reading.document.title)
        if counts and counts[0].values:
            first = counts[0].values[0]
            span = (first.start, max(v.end for v in counts[0].values))
        else:
            span = (max(0, start), max(0, start) + len(reading.document.title))
        yield _said("report.few_figures", Severity.WARNING, *span)


def _lopsided(reading: Reading, statements: Sequence[Statement]) -> Iterator[Finding]:
    """Nearly everything in one field of a list of fields: the fields tell nothing."""
    for item in {id(i): i for s in statements for i in walk(s.items)}.values():
        for group in item.groups:
            parts = [
                p
                for p in group.items
                if p.values and item.values and p.values[0].fits(item.values[0])
            ]
            if len(parts) < 3 or item.values[0].value < LEAST_TOTAL or _is_kind(parts[0].label):
                continue
            most = max(parts, key=lambda p: p.values[0].value)
            if 100 * most.values[0].value >= LOPSIDED * item.values[0].value:
                yield _said("parts.lopsided", Severity.REMARK, most.start, most.end)


def _is_kind(label: str) -> bool:
    return bool(re.search(r"\b(?:khiếu nại|tố cáo|kiến nghị|phản ánh|kn|tc)\b", label))


def _models(reading: Reading, statements: Sequence[Statement]) -> Iterator[Finding]:
    """Many models and no effect of any of them."""
    title, text = reading.document.title.lower(), reading.document.lowered
    if not re.search(r"\bdân vận khéo\b", title):
        return
    body = text[len(title) :]
    changed = any(i.changes for s in statements for i in walk(s.items))
    if not changed and not re.search(r"\b(?:tăng|giảm|từ \S+ (?:lên|xuống))\b", body):
        start = max(0, text.find(title))
        yield _said("models.no_effect", Severity.WARNING, start, start + len(title))


_TEXTS = {
    "claim.within_time": (
        "Nói còn trong thời hạn mà không có danh sách hay hạn cuối: từ báo cáo không kiểm tra được.",
        "Says that the rest is within its time limit, without a list or a date: it cannot be checked.",
        "Kèm danh sách với ngày thụ lý và hạn của từng vụ.",
        "Add a list with the day of acceptance and the limit of each case.",
    ),
    "claim.uncounted": (
        "Bao nhiêu? Câu này chưa có số.",
        "How many? There is no count.",
        "Ghi số đã xong, đang làm, chưa làm, và tên từng việc.",
        "Give the counts of done, under way and not begun, and name each task.",
    ),
    "claim.unrecorded": (
        "Có kiến nghị mà không ghi nội dung.",
        "Recommendations are mentioned but not recorded.",
        "Ghi từng kiến nghị: nội dung, gửi ai, trả lời thế nào.",
        "Record each: what, to whom, and the answer.",
    ),
    "claim.no_date": (
        "Có lộ trình mà không có mốc thời gian.",
        "A roadmap without a date.",
        "Ghi năm, quý của từng bước.",
        "Give the year or quarter of each step.",
    ),
    "problem.unplaced": (
        "Nêu vấn đề mà không có nơi xảy ra, số người hay đơn vị phải giải quyết.",
        "Problems are named without place, number of people or the body that must act.",
        "Với mỗi vấn đề ghi: ở đâu, bao nhiêu hộ, từ bao giờ, đơn vị nào giải quyết.",
        "For each problem: where, how many households, since when, who must act.",
    ),
    "report.few_figures": (
        "Cả báo cáo gần như không có con số nào về kết quả.",
        "The report has hardly a figure of results.",
        "Bổ sung số lượt, số đơn, số vụ việc và kết quả giải quyết trong kỳ.",
        "Add the counts of visits, letters and cases, and what was settled.",
    ),
    "parts.lopsided": (
        "Gần như tất cả nằm ở một lĩnh vực: cách chia này không cho biết dân hỏi việc gì.",
        "Nearly everything is in one field: the division does not tell what people ask about.",
        "Chia lại theo lĩnh vực chi tiết hơn.",
        "Divide it into narrower fields.",
    ),
    "models.no_effect": (
        "Có mô hình mà không có số trước và sau của mô hình nào.",
        "Models are counted, but no before and after figure is given for any of them.",
        "Chọn một vài mô hình, ghi số trước khi làm và sau khi làm.",
        "Choose a few models and give the figure before and after.",
    ),
}


def _finding(
    rule: str, severity: Severity, start: int, match: re.Match[str], *, whole: int = 0
) -> Finding:
    end = whole or start + match.end()
    return _said(rule, severity, start if whole else start + match.start(), end)


def _said(rule: str, severity: Severity, start: int, end: int) -> Finding:
    message, message_en, suggestion, suggestion_en = _TEXTS[rule]
    return Finding(
        rule,
        severity,
        start,
        end,
        message,
        message_en,
        suggestion=suggestion,
        suggestion_en=suggestion_en,
        marks=((start, end),),
    )
