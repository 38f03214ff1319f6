"""Counts over a list of names or numbered entries: "4 xã: Hòa Bình, Tân Tiến và Đại Áng" has three."""

import re
from collections.abc import Iterator

from gandan.substance.figures import Figure, Mark
from gandan.substance.findings import Finding, Severity
from gandan.substance.outline import Block, outline
from gandan.substance.tokens import Reading

MOST = 20
LEAST = 2
_PLACE_NOUNS = re.compile(
    r"^(?:xã, phường|phường, xã|xã|phường|thị trấn|huyện|quận|thị xã|tỉnh|thôn|tổ dân phố|tổ|bản|ấp|khóm|khu phố|"
    r"khu dân cư|thôn, tổ dân phố|tuyến đường|tuyến|chợ|trường|địa bàn|điểm)\b"
)
_TASK_NOUNS = re.compile(
    r"^(?:việc|nhiệm vụ|nội dung|vấn đề|giải pháp|nhóm|đề xuất|yêu cầu|hạn chế|tồn tại|nguyên nhân|bài học|"
    r"mục tiêu|biện pháp|ý kiến|kiến nghị|đầu việc|công việc|chuyên đề|cuộc|hội nghị|điểm|khâu|mô hình|công trình)\b"
)
_TASK_WORDS = re.compile(
    r"\s*(?:việc|nhiệm vụ|nội dung|vấn đề|giải pháp|nhóm|đề xuất|yêu cầu|hạn chế|tồn tại|nguyên nhân|bài học|"
    r"mục tiêu|biện pháp|chuyên đề|khâu)\b"
)
_SOME = re.compile(
    r"\b(?:trong đó|tiêu biểu|điển hình|nổi bật|như|nhất là|một số|chủ yếu|đặc biệt|ví dụ|nhiều nhất|riêng|còn)\b"
)
_OPEN_END = re.compile(r"\.\.\.|…|\bv\.?v|\bvân vân\b|\bkhác\b")
_CUT_SHORT = re.compile(r"\b(?:TP|Tp|TX|Q|P|H|X)$")
_NAMED = re.compile(
    r"(?P<words>[^\d:;.(\n]{0,70}?)(?::|\bgồm(?: có| các)?:?|\blà:?|\()\s*(?P<list>[^:;.()\n]{3,200})(?=[.;)\n]|$)"
)
_KIND = r"(?:(?:xã|phường|thị trấn|huyện|quận|thị xã|tỉnh|thôn|tổ dân phố|tổ|bản|ấp|khóm|khu phố|chợ|trường|khu)\s+)?"
_WORD = r"[A-ZĐÀ-ỸƯƠĂÂÊÔ][^\W\d_]*"
_NAME = re.compile(rf"{_KIND}(?:{_WORD}(?: {_WORD}){{0,3}}(?: \d{{1,2}})?|(?:số )?\d{{1,3}})")
_MARKS = re.compile(r"(?<![^\s:;,.])\((?P<n>\d{1,2})\)(?=\s*[^\W_])")
_SPOKEN = ("thứ nhất", "thứ hai", "thứ ba", "thứ tư", "thứ năm", "thứ sáu", "thứ bảy", "thứ tám")
_ITEMS = ("một là", "hai là", "ba là", "bốn là", "năm là", "sáu là", "bảy là", "tám là")


def enumeration_findings(reading: Reading) -> Iterator[Finding]:
    """A count that differs from the length of the list it announces."""
    told: set[int] = set()
    for figure, counted, end in (*_by_names(reading), *_by_marks(reading), *_by_lines(reading)):
        if counted != figure.value and figure.start not in told:
            told.add(figure.start)
            yield _finding(reading, figure, counted, end)


def _may_announce(figure: Figure) -> bool:
    exact = figure.mark == Mark.EXACT and figure.until is None
    return exact and figure.is_count and LEAST <= figure.value <= MOST


def _by_names(reading: Reading) -> Iterator[tuple[Figure, int, int]]:
    """Places by their names: each entry must be one, else the list is no plain list."""
    plain, lowered = reading.document.plain, reading.document.lowered
    for figure in reading.figures:
        if not _may_announce(figure) or not _PLACE_NOUNS.match(figure.noun.text):
            continue
        match = _NAMED.match(plain, figure.noun_end)
        if not match or _SOME.search(match["words"].lower()) or _OPEN_END.search(match["list"]):
            continue
        if match["words"] != match["words"].lower() or _CUT_SHORT.search(match["list"]):
            continue  # "hai xã Đồng Văn và Hoành Mô (huyện …)"; "gồm Hà Nội, TP. …"
        if re.search(
            r"(?:trong|trên|/)\s*(?:tổng )?(?:số )?$",
            lowered[max(0, figure.start - 14) : figure.start],
        ):
            continue
        entries = [e.strip() for e in re.split(r",|\bvà\b", match["list"]) if e.strip()]
        if len(entries) >= LEAST and all(_NAME.fullmatch(entry) for entry in entries):
            yield figure, len(entries), match.end("list")


def _by_marks(reading: Reading) -> Iterator[tuple[Figure, int, int]]:
    """ "3 cuộc: (1) ...; (2) ...", "hai việc: một là ..., hai là ...", in one line."""
    lowered = reading.document.lowered
    for figure in reading.figures:
        if not _may_announce(figure) or not _is_listed_noun(lowered, figure):
            continue
        end = lowered.find("\n", figure.end)
        line = lowered[figure.noun_end : end if end >= 0 else len(lowered)]
        colon = re.match(r"[^\d:.;\n]{0,60}(?::|[.](?= (?:một là|thứ nhất)))\s*", line)
        if not colon or _SOME.search(colon[0]):
            continue
        rest = line[colon.end() :]
        for count in (_numbered(rest), _said(rest, _ITEMS), _said(rest, _SPOKEN)):
            if count >= LEAST:
                yield figure, count, figure.noun_end + len(line)
                break


def _is_listed_noun(lowered: str, figure: Figure) -> bool:
    return bool(_TASK_NOUNS.match(figure.noun.text) or _TASK_WORDS.match(lowered, figure.end))


def _numbered(rest: str) -> int:
    numbers = [int(match["n"]) for match in _MARKS.finditer(rest)]
    runs = numbers == list(range(1, len(numbers) + 1)) and rest.startswith("(1)")
    return len(numbers) if runs else 0


def _said(rest: str, words: tuple[str, ...]) -> int:
    if not rest.startswith(words[0]):
        return 0
    place = count = 0
    for word in words:
        place = rest.find(word, place)
        if place < 0:
            break
        count += 1
    return count


def _by_lines(reading: Reading) -> Iterator[tuple[Figure, int, int]]:
    """ "Hội nghị thống nhất ba việc:" over lines with marks."""
    document = reading.document
    stack = outline(document)
    while stack:
        block = stack.pop()
        stack += block.children
        opening = document.plain[block.start : block.end].rstrip()
        children = block.children
        alike = len({child.rank for child in children}) == 1
        if not opening.endswith(":") or len(children) < LEAST or not alike:
            continue
        own = [f for f in reading.figures if block.start <= f.start < block.end]
        if not own or not _may_announce(own[-1]) or not _is_listed_noun(document.lowered, own[-1]):
            continue
        after = document.lowered[own[-1].noun_end : block.end]
        counted = [
            f for c in children for f in _first(reading, c) if f.noun.fits(own[-1].noun) and f.noun
        ]
        if not _SOME.search(after) and not re.search(r"\d", after) and not counted:
            yield own[-1], len(children), block.end


def _first(reading: Reading, block: Block) -> list[Figure]:
    return [f for f in reading.figures if block.start <= f.start < block.end][:2]


def _finding(reading: Reading, figure: Figure, counted: int, end: int) -> Finding:
    text = reading.document.text
    written = text[figure.start : max(figure.end, figure.noun_end)]
    return Finding(
        "list.count",
        Severity.WARNING,
        figure.start,
        min(end, figure.start + 400),
        f"Văn bản ghi {written} nhưng danh sách ngay sau có {counted}.",
        f"The text says {written}, but the list that follows has {counted}.",
        expected=str(counted),
        found=written,
        suggestion="Đếm lại danh sách; nếu chỉ nêu một số, ghi “trong đó có”.",
        suggestion_en="Count the list again; if it names some only, say so (“among them”).",
        marks=((figure.start, figure.end),),
    )
