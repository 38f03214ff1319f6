"""What is asked for, by the words that say so; a denunciation is rather over-suspected.

A denunciation that is taken for something else may expose its writer, so a doubtful one keeps
"to_cao" among the alternatives.
"""

import re
from dataclasses import dataclass

from gandan.vietnamese import fold

KINDS = ("phan_anh", "kien_nghi", "khieu_nai", "to_cao", "khieu_nai_to_cao", "hoi")


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(phrases) + r")\b")


_COMPLAIN = _any("khieu nai", "khieu kien", "khong dong y voi quyet dinh", "xem xet lai quyet dinh")
_COMPLAIN_SOFT = _any(
    r"chua (?:duoc|dc) (?:giai quyet|huong|boi thuong|chi tra|tra)",
    "khong duoc huong",
    "khong duoc giai quyet",
    r"bi cat (?:tro cap|che do|ho tro)",
    "khong giai quyet che do",
    "khong thoa dang",
    "khong boi thuong",
    r"nhieu ho (?:dan )?phan doi",
    "khong dung doi tuong",
    r"khong (?:dong y|thong nhat) (?:voi )?(?:muc|gia|phuong an) (?:den bu|boi thuong)",
    "tu chia",
    "khong ky nhan",
    "quyet dinh cuong che",
    "quyet dinh thu hoi",
    "quyet dinh xu phat",
)
_PERSONAL = _any(
    "gia dinh toi",
    "nha toi",
    "cua toi",
    "gia dinh",
    "toi la",
    "me toi",
    "bo toi",
    "chung toi",
    "chong toi",
    "vo toi",
    "con toi",
)
_DENOUNCE = _any("to cao", "to giac")
_WRONGDOING = _any(
    "tham o",
    "nhan hoi lo",
    "nhung nhieu",
    "an chan",
    "bao che",
    "chiem doat tien",
    "nhan tien",
    "voi tien",
    "voi vinh",
    "hanh vi tieu cuc",
    "lam khong ho so",
    "lap khong",
    "khai khong",
    "lot tay",
    "loi dung chuc vu",
    "lam quyen",
    "truc loi",
    "bien thu",
    "doi tien",
    "sach nhieu",
    "an bot",
    "ho so khong",
    "lam gia ho so",
    "thong dong",
    "doi hoi lo",
    "chung chi",
    "mai lo",
)
_OFFICIAL = _any(
    "can bo",
    "chu tich",
    "bi thu",
    "truong phong",
    "cong an",
    "canh sat",
    "giam doc",
    "ke toan",
    "truong thon",
    "to truong",
    "hieu truong",
    "lanh dao",
    "nhan vien",
    "cong chuc",
    "pho chu tich",
    "truong ban",
    "dia chinh",
    "thanh tra",
    "kiem lam",
    "truong ap",
    "bac si",
    "can bo xa",
)
_QUESTION = _any(
    r"(?:co )?(?:duoc|dc) .{2,60}(?:khong|ko)",
    "xin hoi",
    "cho hoi",
    "hoi ve",
    "can giay to gi",
    "thu tuc the nao",
    "thu tuc gi",
    "o dau",
    "bao lau",
    "bao nhieu",
    "nhu the nao",
    "lam the nao",
    "can nhung gi",
    "khi nao",
    "huong dan giup",
    "xin duoc huong dan",
    "gom nhung gi",
)
_ASK = _any(
    "de nghi",
    "kien nghi",
    "mong muon",
    "mong",
    "cu tri",
    "can som",
    "som",
    "xin",
    "yeu cau",
    "dau tu",
    "nang cap",
    "xay dung them",
    "bo sung",
    "bo tri them",
    "ho tro",
    "tang cuong",
    "day nhanh",
    "quan tam",
    "dieu chinh",
    "nen",
    "can",
    "bao dam",
    "them",
)
_ASK_FIRST = re.compile(
    r"^(?:cu tri .{0,40}?)?(?:de nghi|kien nghi|mong|dau tu|nang cap|xay dung|bo sung|day nhanh|bao dam|"
    r"dam bao|tang|mo rong|lap dat|lap them|them|xu ly|som|can som|can|bo tri|ho tro|quan tam|sua|cai tao|xem xet|giao|cho phep|tao dieu kien|giai quyet|di doi|cong khai|thanh lap|to chuc|cap)\b"
)
_POLICY = _any(
    "quy hoach",
    "chinh sach",
    "du an",
    "dau tu",
    "nang cap",
    "mo rong",
    "xay them",
    "xay dung",
    "co che",
    "de an",
    "chu truong",
    "ngan sach",
    "giay chung nhan",
    "dieu chinh",
    "nhieu lan kien nghi",
    "da kien nghi",
    "luong",
    "phu cap",
    "tieu thuong",
    "ban quan tri",
    "thanh tra toan bo",
    "giam sat",
    "sap nhap",
    "quy bao tri",
    "tai dinh cu",
    "nha van hoa",
    "giai thich ro rang",
    "tham nhung",
)
_STATE = _any(
    "bi",
    "khong co nguoi",
    "gay",
    "hong",
    "o nhiem",
    "mat",
    "ngap",
    "on",
    "do rac",
    "lan chiem",
    "danh bac",
    "boc mui",
    "nguy hiem",
    "thuong xuyen",
    "lien tuc",
    "dang",
    "tran lan",
    "hu",
    "tac",
    "chiem",
)
_REPLY = re.compile(r"\[\s*tra loi.*", re.DOTALL)


@dataclass(frozen=True)
class KindGuess:
    slug: str
    confidence: float
    alternatives: tuple[tuple[str, float], ...]


def guess_kind(text: str) -> KindGuess:
    """Guess the kind from the sender's own words; an answer quoted in the text is left out."""
    own = _REPLY.sub("", fold(text))
    lines = [line.strip() for line in own.splitlines() if line.strip()]
    body = (
        " ".join(lines[1:]) if len(lines) > 1 and len(lines[0].split()) <= 12 else " ".join(lines)
    )
    points = dict.fromkeys(KINDS, 0.2)
    points["phan_anh"] += 0.9
    complains, denounces = bool(_COMPLAIN.search(body)), bool(_DENOUNCE.search(body))
    wrong, official = bool(_WRONGDOING.search(body)), bool(_OFFICIAL.search(body))
    if complains:
        points["khieu_nai"] += 3.0
    if _COMPLAIN_SOFT.search(body):
        points["khieu_nai"] += 1.3 + 0.5 * bool(_PERSONAL.search(body))
    if denounces:
        points["to_cao"] += 3.0
    if wrong and official:
        points["to_cao"] += 2.6
    elif wrong:
        points["to_cao"] += 0.7
    if complains and (denounces or (wrong and official)):
        points["khieu_nai_to_cao"] += 5.0
    _ask(points, body, own)
    total = sum(value**2 for value in points.values())
    ranked = sorted(((value**2 / total, slug) for slug, value in points.items()), reverse=True)
    return KindGuess(
        ranked[0][1],
        round(ranked[0][0], 3),
        tuple((slug, round(share, 3)) for share, slug in ranked[1:3]),
    )


def _ask(points: dict[str, float], body: str, own: str) -> None:
    """Questions, petitions (about policy and works to come) and plain reports of a bad state."""
    if "?" in own and (_QUESTION.search(body) or own.rstrip().endswith("?")):
        points["hoi"] += 2.2
    elif _QUESTION.search(body) and re.search(r"\b(?:xin hoi|cho hoi|huong dan)\b", body):
        points["hoi"] += 1.8
    if _ASK_FIRST.search(body):
        points["kien_nghi"] += 1.6
    elif _ASK.search(body):
        points["kien_nghi"] += 0.35
    if _POLICY.search(body):
        points["kien_nghi"] += 0.9
    if re.search(r"\bkien nghi\b|\bcu tri\b", body):
        points["kien_nghi"] += 1.0
    if _STATE.search(body):
        points["phan_anh"] += 0.4
