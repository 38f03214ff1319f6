"""Passages to strike out, found by rule; a person decides on each.

``is_likely`` ones are ticked beforehand: what the letter says of its own writer, and numbers.
Other names are offered unticked, for the one denounced must stay in the working copy.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gandan.sealed.comparing import TITLES, Comparable, Word
from gandan.sealed.leftovers import leftovers
from gandan.sealed.redaction import Mark
from gandan.vietnamese import fold, has_diacritics, nfc

FAMILY_NAMES = frozenset(
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đào đoàn trịnh "
    "trương mai tô hà lương lưu cao chu tạ thái tống vương quách la nghiêm kiều phùng tăng triệu "
    "từ vi sầm nông bế hứa giàng vàng lò cầm quàng lù má lục hầu khuất bạch âu ông mạc thẩm lâm "
    "khổng thân quản diệp đàm".split()
)
# For letters typed without marks.
PLAIN_FAMILY_NAMES = frozenset(map(fold, FAMILY_NAMES))
STREETS = frozenset("duong pho ngo ngach hem truong cho cau chua dinh cong toa khu".split())
MOST_SYLLABLES = 5
# What the writer says of themselves; matched on the folded text, which keeps every offset.
SELF = re.compile(
    r"\b(?:ten (?:toi|em|chau) la|(?:toi|em|chau) (?:ten la|la|ten)|ho (?:va )?ten|"
    r"nguoi (?:to cao|lam don|viet don|gui don|ky don)|ky ten|nay ky|kinh don)\b\s*[:,\-]?\s*"
)
PHONE = re.compile(r"(?<![\d.])(?:\+?84|0)(?:[\s.\-()]{0,2}\d){8,10}(?!\d)")
ID_NUMBER = re.compile(
    r"(?:(?:cccd|cmnd|can cuoc(?: cong dan)?|chung minh(?: nhan dan)?|dinh danh|ho chieu)"
    r"[^\d\n]{0,20})(?P<number>[a-z]?\d(?:[\s.]?\d){6,11})|(?<!\d)(?P<bare>\d{12})(?!\d)"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
ADDRESS = re.compile(
    r"\b(?:dia chi|tru tai|thuong tru(?: tai)?|tam tru(?: tai)?|cho o(?: hien nay)?|nha toi o|"
    r"hien o(?: tai)?|o tai|ngu tai|sinh song tai)\b\s*[:,\-]?\s*(?P<said>[^\n;.]{4,160}?)"
    r"(?=[\n;.]|$|,?\s+(?:dien thoai|so dien thoai|sdt|cccd|cmnd|email|toi|xin|lam don|viet don)\b)"
)
HOUSE = re.compile(r"\b(?:so nha|nha so|so)\s+\d+\w*(?:[^\n,;.]{0,40})")


@dataclass(frozen=True)
class Suggestion:
    """Characters ``[start, end)`` of the NFC text; ``why`` is a code, see ``WHY`` of the pages."""

    start: int
    end: int
    mark: Mark
    why: str
    is_likely: bool


def suggest(text: str, identity: Mapping[str, str] | None = None) -> list[Suggestion]:
    """Passages that may tell who wrote ``text``, in order, none inside another.

    ``identity`` is what the desk entered (``Identity.strings``): what matches it comes first.
    """
    text = nfc(text)
    found = [
        Suggestion(left.start, left.end, left.mark, "as_entered", left.is_certain)
        for left in leftovers(text, identity or {})
    ]
    folded = fold(text)
    found += _numbers(text, folded)
    found += _addresses(folded)
    found += _names(Comparable(text), folded)
    return _apart(found)


def _apart(found: list[Suggestion]) -> list[Suggestion]:
    """Earlier kinds win where two overlap, unless the later one reaches further."""
    kept: list[Suggestion] = []
    for one in found:
        clash = [other for other in kept if one.start < other.end and other.start < one.end]
        if all(one.start <= c.start and one.end >= c.end for c in clash):
            likely = one.is_likely or any(c.is_likely for c in clash)
            kept = [other for other in kept if other not in clash]
            kept.append(Suggestion(one.start, one.end, one.mark, one.why, likely))
    return sorted(kept, key=lambda one: one.start)


def _numbers(text: str, folded: str) -> Iterator[Suggestion]:
    for match in EMAIL.finditer(text):
        yield Suggestion(*match.span(), Mark.EMAIL, "email", is_likely=True)
    for match in ID_NUMBER.finditer(folded):
        group = "number" if match["number"] else "bare"
        yield Suggestion(*match.span(group), Mark.ID_NUMBER, "id_number", is_likely=True)
    for match in PHONE.finditer(folded):
        yield Suggestion(*match.span(), Mark.PHONE, "phone", is_likely=True)


def _addresses(folded: str) -> Iterator[Suggestion]:
    for match in ADDRESS.finditer(folded):
        start, end = match.span("said")
        yield Suggestion(start, start + len(folded[start:end].rstrip()), Mark.ADDRESS, "home", True)
    for match in HOUSE.finditer(folded):
        yield Suggestion(*match.span(), Mark.ADDRESS, "house", is_likely=False)


def _names(own: Comparable, folded: str) -> Iterator[Suggestion]:
    after_self = {match.end() for match in SELF.finditer(folded)}
    place = 0
    while place < len(own.words):
        run = _capital_run(own, place)
        before = own.words[place - 1] if place else None
        why = _why(run, before, after_self)
        if not why:
            place += 1
            continue
        is_self = why == "self"
        yield Suggestion(run[0].start, run[-1].end, Mark.NAME, why, is_likely=is_self)
        place += len(run)


def _capital_run(own: Comparable, place: int) -> list[Word]:
    """Words with capitals from ``place`` on, with nothing but spaces between them."""
    run: list[Word] = []
    for word in own.words[place : place + MOST_SYLLABLES]:
        gap = own.text[run[-1].end : word.start] if run else ""
        if not word.is_capital or not word.text.isalpha() or gap.strip(" ") or len(gap) > 2:
            break
        run.append(word)
    return run


def _why(run: list[Word], before: Word | None, after_self: set[int]) -> str:
    if not run:
        return ""
    if run[0].start in after_self:
        return "self"
    beside = before.plain if before else ""
    if beside in STREETS:
        return ""
    if beside in TITLES:
        return "title"
    first = run[0].text.lower()
    known = (
        FAMILY_NAMES if has_diacritics("".join(word.text for word in run)) else PLAIN_FAMILY_NAMES
    )
    return "family_name" if len(run) >= 2 and first in known else ""
