"""Shares that cannot be: more than all of something, a fall of more than all there was."""

import re
from collections.abc import Iterator, Sequence

from gandan.substance.figures import Figure
from gandan.substance.findings import Finding, Severity
from gandan.substance.items import Share, Statement, walk
from gandan.substance.tokens import Reading

HUNDRED = 100
_MAY_EXCEED = re.compile(
    r"\b(?:kế hoạch|chỉ tiêu|dự toán|mục tiêu|nghị quyết|được giao|giao đầu năm|đăng ký|so với|cùng kỳ|năm trước|kỳ trước|"
    r"vượt|tăng|gấp|thiết kế|công suất|định mức|cùng thời|năm ngoái|tháng trước|quý trước|bình quân)\b"
)
_OF_ALL = re.compile(r"\b(?:chiếm|tỷ lệ|tỉ lệ|tỷ trọng)\b")
_OF_NUMBER = re.compile(
    r"^\s*(?:tổng )?(?:số )?(?:các )?(?:hộ|người|phiếu|đơn|vụ|kiến nghị|ý kiến|đảng viên|cán bộ|dân|cử tri|đại biểu|công dân|lượt|đơn vị|xã|phường|thôn|tổ|gia đình|trường hợp|hồ sơ|phản ánh)\b|^\s*(?:tổng )?số\b"
)


def bound_findings(reading: Reading, statements: Sequence[Statement]) -> Iterator[Finding]:
    text, lowered = reading.document.text, reading.document.lowered
    for statement in statements:
        for item in {id(i): i for i in walk(statement.items)}.values():
            for share in item.shares:
                if severity := _exceeds(share, lowered):
                    yield _over(share.figure, text, severity)
            for change in item.changes:
                for figure in change.shares:
                    if change.direction < 0 and figure.value > HUNDRED:
                        yield _fall(figure, text)


def _exceeds(share: Share, lowered: str) -> Severity | None:
    figure = share.figure
    if figure.value <= HUNDRED or share.of_plan or share.of_before:
        return None
    if _MAY_EXCEED.search(_clause(lowered, figure)):
        return None
    if _OF_ALL.search(lowered[max(0, figure.start - 40) : figure.start].rpartition(",")[2]):
        return Severity.ERROR
    of_number = _OF_NUMBER.match(lowered[figure.end : figure.end + 40])
    if of_number or _OF_ALL.search(share.words):
        return Severity.ERROR
    return Severity.WARNING


def _clause(lowered: str, figure: Figure) -> str:
    """What stands around the figure between semicolons, full stops and line ends."""
    before = re.split(r"[;\n]|\. ", lowered[max(0, figure.start - 150) : figure.start])[-1]
    after = re.split(r"[;\n]|\. ", lowered[figure.end : figure.end + 80])[0]
    return before + after


def _over(figure: Figure, text: str, severity: Severity) -> Finding:
    written = text[figure.start : figure.end]
    return Finding(
        "share.over",
        severity,
        figure.start,
        figure.end,
        f"{written}: một phần không thể nhiều hơn toàn bộ (100%).",
        f"{written}: a part cannot be more than the whole (100 %).",
        expected="≤ 100%",
        found=written,
        suggestion="Kiểm tra số chia và số bị chia; nếu so với kế hoạch hoặc kỳ trước thì ghi rõ.",
        suggestion_en="Check the two counts; if it is against a plan or an earlier period, say so.",
        marks=((figure.start, figure.end),),
    )


def _fall(figure: Figure, text: str) -> Finding:
    written = text[figure.start : figure.end]
    return Finding(
        "share.over",
        Severity.ERROR,
        figure.start,
        figure.end,
        f"Giảm {written}: không thể giảm quá 100%.",
        f"A fall of {written}: nothing falls by more than 100 %.",
        expected="≤ 100%",
        found=written,
        suggestion="Tính lại tỷ lệ giảm trên số của kỳ trước.",
        suggestion_en="Work out the fall on the figure of the earlier period.",
        marks=((figure.start, figure.end),),
    )
