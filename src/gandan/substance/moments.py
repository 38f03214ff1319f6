"""Days, months, quarters, years and terms written in a text, and what is wrong with them.

None of them is a figure: they are found first, so that no sum is made of a date.
"""

import re
from calendar import monthrange
from dataclasses import dataclass

from gandan.substance.nouns import noun_at

YEARS = range(1900, 2200)
_Y = r"[12]\d{3}"
_LEAD = r"(?:ngày|hôm|sáng|chiều|tối|đến hết|tính đến|từ|đến|tới|trước|sau|hết|hạn|hạn cuối|hạn chót|chậm nhất là|chậm nhất|vào|mùng|mồng|kể từ)"

# Each names its groups d, m, y as far as it has them; the order is the order of trying.
PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("date", re.compile(rf"(?<![\d/.,])(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>{_Y})(?![\d/])")),
    ("date", re.compile(rf"(?<!\d)(?P<d>\d{{1,2}})[^\S\n]*tháng[^\S\n]*(?P<m>\d{{1,2}})(?:[^\S\n]*năm[^\S\n]*(?P<y>{_Y}))?(?!\d)")),
    (
        "range",
        re.compile(
            rf"(?<![\d/])(?P<d>\d{{1,2}})/(?P<m>0?[1-9]|1[0-2])[^\S\n]*[-–][^\S\n]*"
            rf"(?P<d2>\d{{1,2}})/(?P<m2>0?[1-9]|1[0-2])(?:/(?P<y>{_Y}))?(?![\d/])"
        ),
    ),
    ("month", re.compile(rf"\btháng[^\S\n]*(?P<m>\d{{1,2}})[^\S\n]*(?:[/-]|năm)[^\S\n]*(?P<y>{_Y})(?!\d)")),
    ("month", re.compile(r"(?<![\d/.,])(?P<m>\d{1,2})/(?P<y>(?:19|20)\d{2})(?![\d/.,]?\d)")),
    ("quarter", re.compile(rf"\bquý[^\S\n]*(?P<q>iv|v|i{{1,3}}|[1-9])(?!\w)(?:[^\S\n]*(?:[/,-]|năm)?[^\S\n]*(?P<y>{_Y}))?")),
    ("term", re.compile(rf"\bnhiệm kỳ[^\S\n]*(?:\([^\S\n]*)?(?:từ[^\S\n]*)?(?P<y>{_Y})[^\S\n]*(?:[-–/]|đến)[^\S\n]*(?P<y2>{_Y})(?!\d)")),
    (
        "part",
        re.compile(
            rf"(?<![\d.,])(?P<n>\d{{1,2}}|sáu|chín|ba)[^\S\n]*tháng(?:[^\S\n]*(?:của|đầu|cuối)(?:[^\S\n]*năm)?)"
            rf"(?:[^\S\n]*(?P<y>{_Y}))?(?!\d)"
        ),
    ),
    ("part", re.compile(rf"(?<![\d.,])(?P<n>\d{{1,2}})[^\S\n]*tháng[^\S\n]*(?:năm[^\S\n]*)?(?P<y>{_Y})(?!\d)")),
    ("years", re.compile(r"(?<![\d./,])(?P<y>(?:19|20)\d{2})[^\S\n]*[-–][^\S\n]*(?P<y2>(?:19|20)\d{2})(?![\d.,/]?\d)")),
    ("year", re.compile(rf"\b(?:năm học|năm|niên khóa|nien khoa)[^\S\n]*(?P<y>{_Y})(?![\d.,]?\d)")),
    (
        "day",
        re.compile(
            rf"\b{_LEAD}[^\S\n]+(?:(?:ngày|thứ \w+,?)[^\S\n]+)?(?P<d>\d{{1,2}})[^\S\n]*[/-][^\S\n]*(?P<m>\d{{1,2}})(?![\d/]|[.,]\d)"
        ),
    ),
    # "19/5" without a word before it: no part is larger than its whole.
    ("day", re.compile(r"(?<![\d.,/%])(?P<d>1[3-9]|2\d|3[01])/(?P<m>0?[1-9]|1[0-2])(?![\d/%]|[.,]\d)(?![^\S\n]*\()")),
    ("day", re.compile(r"(?<![\d.,/%])(?P<d>0[1-9])/(?P<m>0?[1-9]|1[0-2])(?![\d/%]|[.,]\d)(?![^\S\n]*\()")),
    ("month", re.compile(r"\btháng[^\S\n]*(?P<m>\d{1,2})(?![\d.,]?\d)")),
    ("dayname", re.compile(r"(?<!trong )(?<!mỗi )\b(?:các )?ngày[^\S\n]+(?P<d>0?[1-9]|[12]\d|3[01])(?=[^\S\n]*(?:[,;.)]|và\b|đến\b|hằng|hàng|mỗi|$|\n))")),
)  # fmt: skip
_MARGIN = re.compile(r"\b(?:cùng kỳ|so với|năm trước|kỳ trước|năm ngoái)\b")


@dataclass(frozen=True)
class Moment:
    """A day, month, quarter or year as written; what is not written is 0."""

    kind: str
    start: int
    end: int
    year: int = 0
    month: int = 0
    day: int = 0
    until_year: int = 0
    until_month: int = 0
    until_day: int = 0

    @property
    def exists(self) -> bool:
        """Whether the calendar has such a day (or month)."""
        return all(
            _exists(year, month, day)
            for year, month, day in (
                (self.year, self.month, self.day),
                (self.until_year or self.year, self.until_month, self.until_day),
            )
        )


def _exists(year: int, month: int, day: int) -> bool:
    if not month:
        return day <= 31
    if not 1 <= month <= 12:
        return False
    return not day or 1 <= day <= monthrange(year or 2024, month)[1]


def moments(lowered: str) -> list[Moment]:
    """All days, months, quarters, years and terms of a lower-case text, in order."""
    taken = bytearray(len(lowered))
    found = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(lowered):
            if any(taken[match.start() : match.end()]):
                continue
            if kind == "day" and _is_ratio(lowered, match):
                continue
            if kind == "quarter" and not match["y"] and _counts(lowered, match):
                continue
            taken[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
            found.append(_moment(kind, match))
    return sorted(found, key=lambda moment: moment.start)


def _is_ratio(lowered: str, match: re.Match[str]) -> bool:
    """ "từ 14/15 vụ" is no day: something is counted after it, or no month has that number."""
    if int(match["m"]) > 12 and not match[0].startswith(("ngày", "hôm", "sáng", "chiều")):
        return True
    after = match.end()
    while after < len(lowered) and lowered[after] == " ":
        after += 1
    return not match[0].startswith("ngày") and bool(noun_at(lowered, after))


def _counts(lowered: str, match: re.Match[str]) -> bool:
    """ "tồn cuối quý 9 đơn": the digit counts what follows."""
    return match["q"].isdecimal() and bool(noun_at(lowered, match.end() + 1))


def _moment(kind: str, match: re.Match[str]) -> Moment:
    groups = match.groupdict()

    def number(name: str) -> int:
        return int(groups.get(name) or 0)

    quarter = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}.get(groups.get("q") or "", 0)
    quarter = quarter or (number("q") if (groups.get("q") or "").isdecimal() else 0)
    months = {"sáu": 6, "chín": 9, "ba": 3}.get(groups.get("n") or "", 0)
    months = months or (number("n") if (groups.get("n") or "").isdecimal() else 0)
    first = "d" if groups.get("d") else "m" if groups.get("m") else "y"
    start = match.start(first) if kind in {"day", "dayname"} else match.start()
    return Moment(
        kind,
        start,
        match.end(),
        number("y"),
        3 * quarter or number("m") or months,
        number("d"),
        number("y2"),
        number("m2"),
        number("d2"),
    )
