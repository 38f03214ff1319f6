"""The shorthand of messages and forms, spelled out for matching."""

from collections.abc import Sequence

_WRITTEN = """
ko khong|hok khong|hong khong|kg khong|kh khong|k khong|dc duoc|dk duoc|vs voi|wa qua
j gi|ntn nhu the nao|bn bao nhieu|bt biet|bit biet|mn moi nguoi|ng nguoi|nc nuoc|trc truoc|ns noi
tp thanh pho|tx thi xa|tt thi tran|kp khu pho|kdc khu dan cu|tdp to dan pho|kcn khu cong nghiep
ubnd uy ban nhan dan|hdnd hoi dong nhan dan|ubmttq uy ban mat tran to quoc|mttq mat tran to quoc
gpmb giai phong mat bang|qsdd quyen su dung dat|gcn giay chung nhan|bds bat dong san
bhyt bao hiem y te|bhxh bao hiem xa hoi|bhtn bao hiem that nghiep|bv benh vien|attp an toan thuc pham
vsattp ve sinh an toan thuc pham|vsmt ve sinh moi truong|csgt canh sat giao thong
cccd can cuoc cong dan|cmnd chung minh nhan dan|tthc thu tuc hanh chinh
pakn phan anh kien nghi|kntc khieu nai to cao|antt an ninh trat tu|pccc phong chay chua chay
thcs trung hoc co so|thpt trung hoc pho thong|ql quoc lo|tl tinh lo|dt dien thoai|sdt so dien thoai
cty cong ty|vp van phong|gv giao vien|hs hoc sinh|sv sinh vien|nvs nha ve sinh|ktx ky tuc xa
"""
SPELLED_OUT: dict[str, tuple[str, ...]] = {
    short: tuple(words)
    for short, *words in (entry.split() for entry in _WRITTEN.strip().replace("\n", "|").split("|"))
}
# Units of measure after a figure (5 kg, 2 dt); before a figure, parts of an address.
_AFTER_FIGURE_A_UNIT = frozenset("k kg ng dt p".split())
_WARDS = frozenset("p ph q".split())
_BEFORE_FIGURE = {
    "p": ("phuong",),
    "q": ("quan",),
    "ph": ("phuong",),
    "t": ("to",),
    "h": ("huyen",),
}


def expand(tokens: Sequence[str]) -> list[str]:
    """Return folded ``tokens`` with known shorthand spelled out; what is not known stays.

    A single letter is spelled out only where its neighbours settle it: "p 12" is a ward, "15 p"
    are minutes.
    """
    out: list[str] = []
    for place, token in enumerate(tokens):
        after_figure = place > 0 and tokens[place - 1].isdecimal()
        before_figure = place + 1 < len(tokens) and tokens[place + 1].isdecimal()
        if after_figure and token in _AFTER_FIGURE_A_UNIT:
            out.append(token)
        elif before_figure and token in _BEFORE_FIGURE and (not after_figure or token in _WARDS):
            out.extend(_BEFORE_FIGURE[token])
        else:
            out.extend(SPELLED_OUT.get(token, (token,)))
    return out
