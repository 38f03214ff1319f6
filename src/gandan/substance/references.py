"""Numbers that count nothing: document numbers, articles, ordinals, addresses, telephones, hours."""

import re

from gandan.substance.nouns import NONE, noun_at

_PAPER_WORDS = (
    r"chỉ thị|nghị quyết|nghị định|thông tư|kế hoạch|quyết định|công văn|thông báo|kết luận|luật|"
    r"hướng dẫn|quy định|đề án|chương trình|báo cáo|tờ trình|công điện|quy chế|thông tri|pháp lệnh"
)
_PAPER_SHORT = r"CT|NQ|NĐ|NĐ-CP|TT|KH|QĐ|CV|TB|KL|BC|HD|CTr|TTr|ĐA|QC|CĐ|QyĐ|TTLT|VBHN"
_PLACES = (
    r"tổ dân phố|tổ|tdp|thôn|xóm|ấp|bản|khóm|khối|khu phố|khu dân cư|kdc|khu tập thể|khu|cụm|đội|ngõ|ngách|"
    r"hẻm|kiệt|đường|(?<!thành )phố|quốc lộ|ql|tỉnh lộ|tl|số nhà|nhà số|nhà|lô|ô|thửa|tờ bản đồ|tiểu khu|block|"
    r"tòa|tầng|phòng|chung cư|cầu|cống|km|hộp thư|mặt bằng|điểm trường|chợ|cổng|vành đai"
)
_PARTS = (
    r"điều|khoản|điểm|tiêu chí|chỉ tiêu|mục|chương|phần|phụ lục|biểu|biểu số|bảng|mẫu|mẫu số|trang|câu|hình|"
    r"phiếu|danh sách|tiểu mục|dòng|cột|tập|kỳ họp|kỳ họp thứ|phiên họp|phiên|khóa|khoá|lần thứ|lần|"
    r"thứ|loại|cấp|hạng|nhóm|bước|vòng|giai đoạn|đợt|lớp|mức độ|mức|quyển|tuần|tiết|buổi|hội nghị lần|"
    r"đại hội|thế kỷ|top|ca|kênh|tổng đài|đầu số|hotline|đường dây nóng|số"
)
_COUNTED_AFTER = r"(?!\s*(?:%|phần trăm|lượt|đơn\b|vụ|hộ\b|người|đoàn|cuộc|trường hợp|ý kiến|kiến nghị|lần\b|triệu|tỷ|tỉ|nghìn|ngàn|vạn|đồng|m2|m²|ha\b|[.,]\d{3}))"
_NUMBER = r"\d{1,4}[a-zđ]?(?![\d.,/]?\d)"


def _capitalized(words: str) -> str:
    return "|".join(word[0].upper() + word[1:] for word in words.split("|"))


_WRITTEN = (
    # 1. Công tác ..., 2.1. ..., 3) ...: numbers of sections
    r"(?:(?<![^\n])|(?<=\. ))[ \t]*\(?\d{1,2}(?:\.\d{1,2})*[.)]\s+(?=[^\W\d_a-zđ])",
    # 437/BC-UBND, 15-NQ/TU, 10/2022/QH15, 02-HD/BDV: a number and the letters of a body
    rf"(?:(?:{_PAPER_WORDS}|{_PAPER_SHORT}|số)\s*:?\s*(?:số\s*)?)?\d+(?:/\d{{4}})?(?:/|-)[A-ZĐ]{{1,6}}\w*(?:[-/.&][A-ZĐƯÂ][\w]*)*",
    # Chỉ thị 15, Nghị định 71: the names of papers have a capital; "hướng dẫn 97" is a count
    rf"\b(?:{_capitalized(_PAPER_WORDS)})\s+\d+(?:/\d{{4}})?(?!\w|[.,]\d)" + _COUNTED_AFTER,
    # QĐ 858, NQ 25, Chỉ thị 15, Nghị định số 141/2025, CV số 1844
    rf"\b(?:{_PAPER_SHORT})\s*(?:số\s*)?\d+(?:/\d{{4}})?(?!\w|[.,]\d)",
)
_LOWERED = (
    rf"\b(?:{_PAPER_WORDS})\s+số\s*:?\s*\d+(?:/\d{{4}})?(?!\w|[.,]\d)" + _COUNTED_AFTER,
    r"\bsố\s*:?\s*\d+/\d{4}\b",
    # entries of a list inside a line: (1) ...; (2) ...
    r"(?<![^\s:;,.])\(\d{1,2}\)(?=\s+[^\W\d_]|\s+\d+\s*%)",
    # telephones, and the numbers that nothing else has
    r"(?<![\d.,])(?:\+?84|0)\d{1,3}(?:[ .-]?\d{3,4}){2,3}(?![\d])",
    r"(?<![\d.,])1[89]00(?:[ .]?\d{2,4}){1,2}(?!\d)",
    r"\b(?:điện thoại|đt|sđt|hotline|đường dây nóng|tel|fax)\s*(?:số)?\s*:?\s*(?:\d[ .-]?){7,}",
    # hours: 8 giờ 30, 14h, 8h30, lúc 7 giờ, 24/7
    r"(?<!\d)\d{1,2}\s*(?:giờ|h|g)\s*\d{2}(?!\d)(?:\s*phút)?",
    r"\b(?:lúc|hồi|vào|từ|đến|sau|trước)\s+\d{1,2}\s*(?:giờ|h)(?!\w)(?!\s*làm việc)",
    r"(?<!\d)\d{1,2}h(?!\w)",
    r"(?<!\d)24/24(?:\s*giờ|h)?(?!\d)|(?<!\d)24/7(?!\d)",
    # articles, ordinals, addresses
    rf"\b(?!giai đoạn\s+(?:19|20)\d\d)(?:{_PARTS})\s+(?:số\s+)?(?:thứ\s+)?{_NUMBER}"
    + _COUNTED_AFTER,
    rf"(?<!mỗi )\b(?:{_PLACES})\s+(?:số\s+)?{_NUMBER}(?:/\d+)*(?:\s*(?:,|và|-)\s*\d{{1,3}}(?![\d.,/%]?\d)(?=\s*(?:,|và|[.;)]|$|phường|xã|đường|phố)))*"
    + _COUNTED_AFTER,
    r"\b(?:quận|phường|q\.|p\.)\s*\d{1,2}(?!\d|[.,]\d|/|\s*[:(+])" + _COUNTED_AFTER,
    r"\bngõ\s+\d+(?:/\d+)*",
    # ranks, and letters of a formula: xếp 11/61 tỉnh, K=1,8
    r"\b(?:xếp|đứng|hạng|vị trí)(?: (?:hạng|thứ|vị trí))*\s+\d{1,3}(?:\s*/\s*\d{1,3})?(?![\d.,]?\d)",
    r"(?<!\w)[a-zđ]\s*=\s*\d+(?:[.,]\d+)?(?!\d)",
    # names with digits: covid-19, a80, m12, 5g
    r"\b[a-zđ]+-\d+\b",
    r"(?<![\w.,])\d{1,2}g(?!\w)",
)
# "tổng số 52": what follows is counted, it is no number of a paper or a house.
# "yêu cầu 14", "lực lượng vũ trang 310": the end of another word, no bridge and no page.
_COMPOUND = re.compile(
    r"\b(?:(?:yêu|nhu) cầu|(?:vũ|tình) trang|mô hình|truyền hình|(?:đại|phát|tiêu) biểu|(?:quốc|văn|dự) phòng|"
    r"(?:danh|hạng|chuyên) mục|(?:thành|học|cổ) phần|(?:trung|cao|sơ|cung|trợ|nâng) cấp|(?:phân|các|xếp|thể) loại|"
    r"(?:địa|thời|trọng|quan) điểm|(?:bộ|quân) đội|(?:học|luyện|tổng) tập)\s+$"
)
_TOTALS = re.compile(r"(?:tổng|trong|với|cộng)\s+$", re.IGNORECASE)


def references(plain: str, lowered: str) -> list[tuple[int, int]]:
    """The spans of numbers that count nothing, in order, without overlap."""
    taken = bytearray(len(plain))
    spans = []
    for patterns, text in ((_CASED, plain), (_PLAIN, lowered)):
        for pattern in patterns:
            for match in pattern.finditer(text):
                start, end = match.span()
                if any(taken[start:end]) or _is_total(text, start) or _counts(plain, lowered, end):
                    continue
                if _is_compound(lowered, start, end):
                    continue
                taken[start:end] = b"\x01" * (end - start)
                spans.append((start, end))
    return sorted(spans)


def _counts(plain: str, lowered: str, end: int) -> bool:
    """ "phường 27 tổ": a noun follows that names nothing itself ("tổ 5 phường Tân Lập")."""
    noun = noun_at(lowered, end + 1) if lowered[end : end + 1] == " " else NONE
    if not noun or noun.text in {"ngày", "đợt", "kỳ", "lần"} or not lowered[end - 1].isdecimal():
        return False
    after = plain[end + 1 + len(noun.text) :].lstrip()[:1]
    return not (after.isdecimal() or after.isupper())


def _is_compound(lowered: str, start: int, end: int) -> bool:
    first = lowered[start:end].split(" ", 1)[0]
    return bool(_COMPOUND.search(f"{lowered[max(0, start - 14) : start]}{first} "))


def _is_total(text: str, start: int) -> bool:
    return text[start : start + 2].lower() == "số" and bool(
        _TOTALS.search(text[max(0, start - 8) : start])
    )


_CASED = tuple(re.compile(pattern) for pattern in _WRITTEN)
_PLAIN = tuple(re.compile(pattern) for pattern in _LOWERED)
