"""What ties a sentence to the world: a figure, a day, a named body or place, a paper."""

import re
from dataclasses import dataclass

from gandan.substance.tokens import FIGURE, MOMENT, REFERENCE, Reading

_BODY = re.compile(
    r"\b(?:UBND|HĐND|UBMTTQ|MTTQ|BTV|Ủy ban|Ban|Sở|Phòng|Hội|Công an|Đồn|Đoàn|Mặt trận|Thường trực|Chi bộ|Đảng ủy|"
    r"Thành ủy|Tỉnh ủy|Huyện ủy|Quận ủy|Văn phòng|Thanh tra|Tòa án|Viện|Chi cục|Cục|Tổng cục|Bộ|Trung tâm|Điện lực|"
    r"Công ty|Trường|Trạm|Khối|Tổ|Hạt|Chủ tịch|Phó Chủ tịch|Bí thư|Giám đốc|Trưởng|Liên đoàn|Chi hội|Đội|Nhà máy|"
    r"Kho bạc|Ngân hàng|Hợp tác xã)\s+(?!đã|được|về|tiếp|của|các|những)[^\W\d_]"
)
_PLACE = re.compile(
    r"\b(?:xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh|thôn|bản|làng|ấp|xóm|khu|phố|đường|ngõ|hẻm|kiệt|"
    r"khu phố|tổ|cầu|chợ|hồ|kênh|sông|trạm|dự án)\s+(?P<name>\w)"
)
_OWN_OFFICES = re.compile(
    r"\b(?:UBND|HĐND|MTTQ|Ủy ban MTTQ|Đảng ủy) (?:xã|phường|huyện|quận|tỉnh|thành phố)\b"
)
# The first words of a sentence have a capital anyway.
_START = 1
_GENERAL = re.compile(
    r"^(?:Công tác|Tình hình|Việc|Vai trò|Hoạt động|Phong trào|Chất lượng|Các|Những|Một số)\b"
)


@dataclass(frozen=True)
class Anchors:
    """Which anchors a stretch of text has."""

    figures: int
    days: int
    papers: int
    bodies: bool
    places: bool

    @property
    def any(self) -> bool:
        return bool(self.figures or self.days or self.papers or self.bodies or self.places)


def anchors_of(reading: Reading, start: int, end: int) -> Anchors:
    """Look for anchors in [start, end)."""
    tokens = reading.between(start, end)
    text = reading.document.plain[start:end]
    counts = [t for t in tokens if t.kind == FIGURE]
    days = [t for t in tokens if t.kind == MOMENT]
    papers = [t for t in tokens if t.kind == REFERENCE and len(t.text) > 2]
    return Anchors(len(counts), len(days), len(papers), _has_body(text), _has_place(text))


def _has_place(text: str) -> bool:
    """A word for a place before a name or number: thôn Hạ, tổ 5 (not "cơ bản ổn định")."""
    return any(m["name"].isupper() or m["name"].isdecimal() for m in _PLACE.finditer(text))


def _has_body(text: str) -> bool:
    if _OWN_OFFICES.search(text):
        return True
    rest = text if not _GENERAL.match(text) else text[_START:]
    return bool(_BODY.search(rest))
