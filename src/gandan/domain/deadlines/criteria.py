"""When a matter is complex: seven criteria and a written note.

Decree 31/2019/NĐ-CP, art. 3.2 for denunciations and Decree 155/2026/NĐ-CP, art. 2 for
complaints name the same seven.
"""

from dataclasses import dataclass
from enum import StrEnum


class Criterion(StrEnum):
    SEVERAL_PLACES = "several_places"
    SEVERAL_CONTENTS = "several_contents"
    MANY_PEOPLE = "many_people"
    FOREIGN_ELEMENT = "foreign_element"
    SEVERAL_BODIES = "several_bodies"
    BODIES_DISAGREE = "bodies_disagree"
    CONTRADICTORY_EVIDENCE = "contradictory_evidence"

    @property
    def label(self) -> str:
        return _CRITERIA[self][0]

    @property
    def label_en(self) -> str:
        return _CRITERIA[self][1]


_CRITERIA = {
    Criterion.SEVERAL_PLACES: (
        "Phải xác minh tại từ hai địa điểm trở lên",
        "Two or more places to verify",
    ),
    Criterion.SEVERAL_CONTENTS: ("Có từ hai nội dung trở lên", "Two or more contents"),
    Criterion.MANY_PEOPLE: (
        "Nhiều người cùng nêu hoặc liên quan quyền lợi của nhiều người",
        "Many senders, or the interests of many people",
    ),
    Criterion.FOREIGN_ELEMENT: ("Có yếu tố nước ngoài", "A foreign element"),
    Criterion.SEVERAL_BODIES: (
        "Liên quan trách nhiệm quản lý của nhiều cơ quan",
        "Several managing bodies",
    ),
    Criterion.BODIES_DISAGREE: (
        "Các cơ quan có ý kiến khác nhau",
        "The bodies disagree",
    ),
    Criterion.CONTRADICTORY_EVIDENCE: (
        "Chứng cứ mâu thuẫn, phải kiểm tra lại",
        "Contradictory evidence",
    ),
}


@dataclass(frozen=True)
class Finding:
    """The written finding that a matter is complex: which criteria, and why."""

    criteria: frozenset[Criterion]
    note: str


def complexity_faults(finding: Finding | None, *, needed: int = 1) -> list[str]:
    """What is missing before a matter may be called complex, in words; empty when nothing is."""
    if finding is None:
        return ["Ghi rõ vì sao vụ việc phức tạp: chọn tiêu chí và nêu lý do."]
    faults = []
    if len(finding.criteria) < needed:
        faults.append(f"Cần ít nhất {needed} tiêu chí phức tạp, mới có {len(finding.criteria)}.")
    if not finding.note.strip():
        faults.append("Ghi lý do cụ thể để lưu vào hồ sơ.")
    return faults
