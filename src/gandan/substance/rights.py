"""Text that describes people by faith, ethnicity or opinion: raised, so that it is not passed on.

Facilities, areas and the law may be named (cơ sở tôn giáo, vùng dân tộc thiểu số, Luật Tín ngưỡng);
people are not sorted, listed, watched or counted by what they believe, where they come from, or
what they think.
"""

import re
from collections.abc import Iterator

from gandan.substance.findings import Finding, Severity
from gandan.substance.tokens import Reading

_FAITHS = r"(?:công giáo|thiên chúa giáo|tin lành|phật giáo|phật tử|hòa hảo|cao đài|hồi giáo|đạo lạ|tà đạo|các tôn giáo|tôn giáo)"
_BELIEVERS = r"(?:tín đồ|giáo dân|chức sắc|chức việc|giáo sĩ|linh mục|tu sĩ|mục sư|tăng ni|phật tử|người theo đạo|người có đạo|bà con giáo dân|quần chúng tín đồ|đạo hữu)"
_PEOPLES = r"(?:người|dân tộc|đồng bào|hộ)\s+(?:dân tộc\s+)?(?:mông|h'mông|hmông|dao|thái|tày|nùng|mường|khmer|khơ me|chăm|ê đê|ba na|gia rai|jrai|hoa|cơ ho|mạ|xơ đăng|dtts|thiểu số)"
_PERSONS = r"(?:đối tượng|cá nhân|ông|bà|anh|chị|hộ|người|phần tử|số|nhóm|kẻ|cốt cán|cầm đầu)"
_WATCH = (
    r"(?:theo dõi|giám sát|nắm (?:chắc |danh sách |tư tưởng )?|lập danh sách|phân loại|rà soát danh sách|quản lý|"
    r"thống kê danh sách|đánh giá (?:thái độ|tư tưởng)|kiểm soát|sàng lọc|đấu tranh với|cảm hóa|bóc gỡ|vận động từ bỏ)"
)
_OPINIONS = (
    r"(?:tư tưởng (?:bất mãn|lệch lạc|chống đối|cực đoan|không tốt|xấu)|quan điểm (?:chống đối|trái|sai trái|chính trị)|"
    r"thái độ (?:chống đối|bất mãn|không thiện cảm)|bất mãn(?: chế độ)?|chống đối|cực đoan|phản động|quá khích|"
    r"(?:thiếu|không) thiện cảm|có (?:biểu hiện|tư tưởng) (?:tiêu cực|lệch lạc|chống)|cơ hội chính trị)"
)
_RULES: tuple[tuple[str, Severity, re.Pattern[str]], ...] = (
    (
        "rights.watched",
        Severity.WARNING,
        re.compile(rf"\b{_WATCH}[^.;\n]{{0,60}}?\b(?:{_BELIEVERS}|{_PEOPLES})\b"),
    ),
    (
        "rights.opinion",
        Severity.WARNING,
        re.compile(rf"\b{_PERSONS}\b[^.;,\n]{{0,40}}?\b{_OPINIONS}"),
    ),
    (
        "rights.label",
        Severity.WARNING,
        re.compile(
            rf"\b(?:đối tượng|phần tử|hộ|ông|bà|anh|chị)\b[^.;\n]{{0,40}}?\b(?:theo đạo|{_BELIEVERS}|theo {_FAITHS}|"
            rf"(?:là )?người dân tộc)\b"
        ),
    ),
    (
        "rights.label",
        Severity.WARNING,
        re.compile(
            rf"\b{_PEOPLES}[^.;\n]{{0,30}}?\b(?:lười|lạc hậu|cả tin|nhẹ dạ|dễ bị|thiếu hiểu biết|hung hăng|gây rối|kém|ỷ lại|mê tín)\b"
        ),
    ),
    (
        "rights.counted",
        Severity.REMARK,
        re.compile(rf"\d[\d.,]*\s+(?:hộ |người |lượt |khẩu |nhân khẩu )?(?:{_BELIEVERS}|theo đạo|(?:là )?{_PEOPLES})\b"),
    ),
)  # fmt: skip
_ALLOWED = re.compile(
    r"\b(?:thăm|chúc mừng|tặng quà|gặp mặt|đối thoại|hỗ trợ|đoàn kết|chính sách|quyền|kiến nghị của|đề nghị của|"
    r"trao|chăm lo|lễ|xây dựng nhà|cơ sở tôn giáo|cơ sở thờ tự)\b"
)


def rights_findings(reading: Reading) -> Iterator[Finding]:
    lowered, text = reading.document.lowered, reading.document.text
    taken: list[tuple[int, int]] = []
    for rule, severity, pattern in _RULES:
        for match in pattern.finditer(lowered):
            start, end = match.span()
            if any(start < b and a < end for a, b in taken):
                continue
            if severity == Severity.REMARK and _ALLOWED.search(_sentence(lowered, start, end)):
                continue
            taken.append((start, end))
            yield _finding(rule, severity, start, end, text)


def _sentence(lowered: str, start: int, end: int) -> str:
    first = max(lowered.rfind(". ", 0, start), lowered.rfind("\n", 0, start)) + 1
    last = min(
        (p for p in (lowered.find(". ", end), lowered.find("\n", end)) if p >= 0), default=-1
    )
    return lowered[first : last if last >= 0 else len(lowered)]


def _finding(rule: str, severity: Severity, start: int, end: int, text: str) -> Finding:
    return Finding(
        rule,
        severity,
        start,
        end,
        "Câu này mô tả hoặc đếm người theo tôn giáo, dân tộc hay quan điểm. Không đưa vào báo cáo, không nhập vào sổ.",
        "This describes or counts people by faith, ethnicity or opinion. Keep it out of the report and the register.",
        found=text[start:end],
        suggestion="Nêu việc, nơi và kiến nghị của tổ chức; không gắn nhãn cho người.",
        suggestion_en="Name the matter, the place and what an organization asks; do not label people.",
        marks=((start, end),),
    )
