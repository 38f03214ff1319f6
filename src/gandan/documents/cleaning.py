"""Text that a paper can carry, and where its lines may not break."""

import re

from gandan.documents.numbers import NBSP

# XML 1.0 refuses these, and no printed page shows them.
_REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_MISLEADING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SPACES = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029]")

_UNITS = (
    "đơn|vụ|người|lượt|hộ|đoàn|ý kiến|nội dung|kiến nghị|phản ánh|vấn đề|nhóm|bản|mục|câu|trang|"
    "đồng|nghìn|triệu|tỷ|tỉ|ha|km|m|m²|m³|kg|tấn|lít|giờ|phút|ngày|tuần|tháng|quý|năm|lần|%|‰|°C"
)
_BEFORE_FIGURE = (
    "ngày|tháng|năm|quý|tuần|số|điều|khoản|điểm|mục|phần|bảng|phụ lục|tổ|ngõ|ngách|hẻm|kỳ|khóa|lần"
)
_TITLES = "ông|bà|anh|chị|cụ|bác|đồng chí|TP\\.|P\\.|Q\\."
_GLUED = (
    re.compile(rf"(?<=\d) (?=(?:{_UNITS})(?!\w))"),
    re.compile(rf"(?<!\w)((?i:{_BEFORE_FIGURE})) (?=\d|[IVX]+(?!\w))"),
    re.compile(rf"(?<!\w)((?i:{_TITLES})) (?=[^\W\d_a-z])"),
    # The groups of a telephone number.
    re.compile(r"(?<!\w)0\d{1,3}(?: \d{3,4}){1,3}(?!\w)"),
)
_QUOTED = re.compile("(“[^”]*”?)")
_LONG_TOKEN = re.compile(r"\S{31,}")
# The hyphen and the slash inside a symbol such as 215/QĐ-UBND, where no line may end.
SYMBOL_HYPHEN = re.compile(r"(?<=[A-ZĐ0-9])-(?=[A-ZĐ0-9])")
_SYMBOL_SLASH = re.compile(r"(?<=\d)/(?=[\dA-ZĐ])")
WORD_JOINER = "\u2060"


def printable(text: str) -> str:
    """``text`` without characters that break a file or turn its letters around."""
    return _MISLEADING.sub("", _SPACES.sub(" ", _REFUSED.sub("\ufffd", text)))


def glued(text: str) -> str:
    """Keep a figure with its unit and a title with its name on one line.

    Words between “ and ” are a source's own and stay as sent. The length never changes.
    """
    parts = _QUOTED.split(text)
    return "".join(part if i % 2 else _glue(part) for i, part in enumerate(parts))


def _glue(text: str) -> str:
    for pattern in _GLUED:
        text = pattern.sub(lambda found: found.group().replace(" ", NBSP) or NBSP, text)
    return text


def breakable(text: str) -> str:
    """Let words of more than 30 letters break inside a line, and symbols of papers never."""
    text = SYMBOL_HYPHEN.sub(f"-{WORD_JOINER}", text)
    text = _SYMBOL_SLASH.sub(f"/{WORD_JOINER}", text)
    return _LONG_TOKEN.sub(lambda found: "\u200b".join(_pieces(found.group(), 15)), text)


def _pieces(text: str, size: int) -> list[str]:
    return [text[i : i + size] for i in range(0, len(text), size)]


def safe_address(address: str) -> str:
    """``address`` when it may be followed from a page, else ""."""
    cleaned = printable(address).strip()
    local = cleaned.startswith(("/", "#")) and not cleaned.startswith(("//", "/\\"))
    return cleaned if local or cleaned.startswith(("https://", "http://")) else ""
