"""The shorthand of messages and forms, and what it stands for (folded words)."""

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
LONGEST_SPELLED_OUT = max(map(len, SPELLED_OUT.values()))
# The other way: what may be written for folded words.
SHORTENED: dict[tuple[str, ...], tuple[str, ...]] = {
    words: tuple(short for short, spelled in SPELLED_OUT.items() if spelled == words)
    for words in SPELLED_OUT.values()
}
