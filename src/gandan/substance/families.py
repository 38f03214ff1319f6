"""Labels that belong together: kinds of petition, ways of reception, levels, results, times.

A family tells whether parts are disjoint, and whether a list of them is complete.
"""

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True)
class Family:
    """``members`` are tried in order; the first that a label holds is its place. A list is
    complete when it holds all members of one of ``whole``."""

    name: str
    members: tuple[tuple[str, re.Pattern[str]], ...]
    whole: tuple[frozenset[str], ...] = ()

    def place(self, label: str) -> str:
        return next((name for name, pattern in self.members if pattern.search(label)), "")


def _family(name: str, whole: str, **members: str) -> Family:
    return Family(
        name,
        tuple((key, re.compile(rf"\b(?:{words})\b")) for key, words in members.items()),
        tuple(frozenset(one.split()) for one in whole.split("|") if one),
    )


OTHERS = re.compile(
    r"\b(?:khác|còn lại|các loại khác|lĩnh vực khác|nội dung khác|không xác định|số còn lại)\b"
)

FAMILIES: tuple[Family, ...] = (
    _family(
        "outcome",
        "right wrong partly|accepted rejected partly",
        partly="có đúng có sai|có đúng, có sai|đúng một phần|đúng 1 phần|có phần đúng|đúng, có sai|"
        "vừa đúng vừa sai|đúng có sai",
        right="đúng|có cơ sở|được công nhận",
        wrong="sai|không có cơ sở|không đúng",
    ),
    _family(
        "kind",
        "complaint denunciation both|complaint denunciation petition reflection",
        both="kiến nghị và phản ánh|kiến nghị, phản ánh|phản ánh, kiến nghị|phản ánh kiến nghị|"
        "kiến nghị phản ánh|pakn|knpa|kiến nghị – phản ánh|kiến nghị - phản ánh|kiến nghị/phản ánh",
        complaint="khiếu nại|kn",
        denunciation="tố cáo|tc",
        petition="kiến nghị",
        reflection="phản ánh",
    ),
    _family(
        "mode",
        "regular leader|regular periodic|regular sudden|leader delegated regular",
        delegated="ủy quyền|uỷ quyền",
        sudden="đột xuất",
        periodic="định kỳ",
        leader="lãnh đạo|thủ trưởng|chủ tịch|giám đốc|người đứng đầu|bí thư",
        regular="thường xuyên",
    ),
    _family("round", "first again", first="lần đầu|lần một|lần 1|mới", again="nhiều lần|lần hai|lần 2|cũ"),
    _family(
        "eligible",
        "yes no",
        no="không đủ điều kiện|chưa đủ điều kiện|không đủ đk|lưu|lưu theo dõi|xếp lưu",
        yes="đủ điều kiện|đủ đk",
    ),
    _family(
        "competence",
        "inside outside",
        outside="không thuộc thẩm quyền|không thuộc|ngoài thẩm quyền",
        inside="thuộc thẩm quyền|trong thẩm quyền",
    ),
    _family("time", "in late", late="quá hạn|trễ hạn|chậm hạn|không đúng hạn", **{"in": "đúng hạn|trong hạn|trước hạn"}),
    _family(
        "carried",
        "before now",
        before="kỳ trước|năm trước|tháng trước|quý trước|chuyển sang|tồn|chuyển tiếp",
        now="trong kỳ|trong tháng|trong quý|trong năm|mới tiếp nhận|tiếp nhận mới|mới phát sinh|phát sinh",
    ),
    _family(
        "done",
        "done open|done working|done working open",
        open="chưa|còn lại|còn|chờ|tồn",
        working="đang",
        done="đã|xong|hoàn thành|đạt",
    ),
    _family(
        "level",
        "city department district commune|department district commune|district commune|"
        "city district commune|city department commune|city commune|department commune",
        department="sở|các sở|sở, ngành|sở ngành|sở, ban, ngành|phòng, ban|các phòng|phòng ban",
        commune="xã|phường|xã, phường|cấp xã|thị trấn",
        district="huyện|quận|cấp huyện|quận, huyện|thị xã",
        city="tỉnh|thành phố|cấp tỉnh|ban tiếp công dân|trụ sở|thanh tra",
    ),
    _family(
        "funds",
        "state people",
        people="xã hội hóa|xã hội hoá|nhân dân|đóng góp|huy động|tài trợ|ủng hộ|doanh nghiệp",
        state="ngân sách|nhà nước",
    ),
    _family("flow", "in out", out="(?:tổng )?chi(?! bộ| hội| đoàn| cục)", **{"in": "(?:tổng )?thu(?! hồi)"}),
    _family("success", "yes no", no="không thành|không hòa giải được", yes="thành|thành công"),
    _family("valid", "yes no", no="không hợp lệ", yes="hợp lệ"),
    _family(
        "agree",
        "yes no",
        no="không đồng ý|không tán thành|chưa đồng ý|không nhất trí",
        yes="đồng ý|tán thành|nhất trí|đồng thuận",
    ),
    _family("registered", "yes no", no="(?:chưa|không) đăng ký", yes="(?:đã )?đăng ký"),
    _family("sex", "men women", men="nam", women="nữ"),
    _family("awarded", "groups persons", groups="tập thể", persons="cá nhân"),
    _family(
        "grade",
        "high fair middle|high fair middle low|top high fair middle|top high fair middle low|top high middle|"
        "high middle low|high fair low",
        top="xuất sắc",
        high="cao|tốt",
        low="thấp|kém|yếu",
        fair="khá",
        middle="trung bình|vừa",
    ),
    _family(
        "satisfied",
        "satisfied accepting dissatisfied|satisfied dissatisfied",
        dissatisfied="không hài lòng|chưa hài lòng",
        accepting="chấp nhận|bình thường|chấp nhận được",
        satisfied="hài lòng",
    ),
)  # fmt: skip


@lru_cache(maxsize=8192)
def places(label: str) -> dict[str, str]:
    """The family names that a label has a member of, with that member."""
    return {family.name: place for family in FAMILIES if (place := family.place(label))}


def common_family(labels: tuple[str, ...]) -> tuple[str, bool]:
    """The family in which the labels are all different members, and whether they are all of it.

    "others" at the end completes any list. ("", False) where there is no such family.
    """
    named = [label for label in labels if not OTHERS.search(label)]
    closed = len(named) < len(labels)
    for family in FAMILIES:
        members = [places(label).get(family.name, "") for label in named]
        if (
            len(named) > 1
            and all(members)
            and len(set(members)) == len(members)
            and len(labels) > 1
        ):
            whole = closed or any(part <= set(members) for part in family.whole)
            return family.name, whole
    return "", closed
