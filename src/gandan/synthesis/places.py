"""Where: administrative names and named objects in a letter, by their patterns.

An object key such as "kenh vinh tan" ties letters about one canal together, however else they
are worded; a ward key such as "vinh tan" says in whose area they lie.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gandan.synthesis.names import WORD
from gandan.vietnamese import fold, has_diacritics, tone_normalized

_NAME = rf"(?:{WORD}|\d+[A-Za-z]?)"
_NAMES = rf"{_NAME}(?:[ -]{_NAME}){{0,3}}"
_UNIT_WORDS = "phường|xã|thị trấn|đặc khu|phuong|xa|thi tran|Phường|Xã|Thị trấn|PHƯỜNG|Phuong|Xa"
_UNIT = re.compile(rf"(?:\b(?:{_UNIT_WORDS})\s+|\b[PX]\.\s?|\bTT\.?\s)({_NAMES})")
_DISTRICT = re.compile(
    rf"(?:\b(?:quận|huyện|thị xã|thành phố|quan|huyen|Quận|Huyện|Thị xã|Thành phố)\s+|\b(?:Q|H|TX|TP)\.?\s?)({_NAMES})"
)
# Words that open the name of a thing; the longest that fits is taken.
_OBJECTS_WRITTEN = (
    "trường tiểu học|trường mầm non|trường mẫu giáo|trường trung học cơ sở|trường thcs|trường thpt|"
    "trường trung học phổ thông|dự án đường|công ty may|đường|phố|ngõ|ngách|hẻm|kiệt|kênh|mương|rạch|"
    "sông|suối|hồ|ao|cầu|chợ|trường|bệnh viện|trạm y tế|chung cư|khu đô thị|khu tập thể|khu dân cư|"
    "khu tái định cư|bến xe|bến|nghĩa trang|công viên|vườn hoa|quốc lộ|tỉnh lộ|đê|đập|trạm bơm|"
    "cụm công nghiệp|khu công nghiệp|làng nghề|nhà máy|bãi rác|dự án|đình|chùa|nhà văn hóa|"
    "sân vận động|nút giao|ngã tư|ngã ba|tuyến|thôn|tổ|ấp|khối|khu phố|xóm|bản|tòa|lò|xưởng|công ty|"
    "quán|kho|trại|mỏ|bờ kè|kè|cống"
)
# With marks where the letter has them: CỘNG (HÒA) is no cống. Without, the folded words.
_OBJECTS = frozenset(_OBJECTS_WRITTEN.split("|"))
_OBJECTS_FOLDED = frozenset(fold(_OBJECTS_WRITTEN).split("|"))
_LONGEST_OBJECT = 6
_NAME_OF_THING = re.compile(rf"(?<![^\W_]){_NAME}(?:[ -]{_NAME}){{0,4}}")
_NUMBER_WORDS = frozenset({"so", "số"})
_WARD_WORDS = frozenset({"phuong", "xa", "tran", "quan", "huyen"})
# Numbered parts of a ward tie letters together only where nothing more exact does.
_WEAK = frozenset("to thon ap khoi khu pho xom ban tuyen toa".split()) | {"khu pho"}
_TOO_COMMON = frozenset({"duong so", "to dan", "cau thang"})


@dataclass(frozen=True)
class Place:
    """Folded keys with their written form; ``ward`` is "" when none is named."""

    ward: str
    ward_name: str
    objects: tuple[tuple[str, str], ...]
    weak: tuple[str, ...]


def read_place(place: str, text: str) -> Place:
    """Read ward and named objects; the place field counts before the text."""
    ward, ward_name = _ward(place) or _ward(text[:2000]) or _plain(place)
    objects: dict[str, str] = {}
    weak: dict[str, None] = {}
    for source in (place, text[:4000]):
        for word, name, before in _things(source):
            key = f"{fold(word)} {fold(name)}"
            # "Cầu Mây" in "phường Cầu Mây" is the ward and no bridge.
            if key == ward or before in _WARD_WORDS:
                continue
            if fold(word) in _WEAK:
                weak.setdefault(key)
            elif key not in _TOO_COMMON:
                objects.setdefault(key, f"{word.lower()} {name}")
    return Place(ward, ward_name, tuple(objects.items()), tuple(weak))


def _things(source: str) -> Iterator[tuple[str, str, str]]:
    """(object word, name, folded word before them) for each named thing in ``source``."""
    marked = has_diacritics(source)
    plain = tone_normalized(source).lower() if marked else fold(source)
    known = _OBJECTS if marked else _OBJECTS_FOLDED
    if len(plain) != len(source):
        source = plain
    for match in _NAME_OF_THING.finditer(source):
        start, end = match.span()
        before = plain[max(0, start - 40) : start].split()
        written = source[max(0, start - 40) : start].split()
        if before and before[-1] in _NUMBER_WORDS:
            before.pop()
            written.pop()
        words = _object_length(before[::-1], known, backwards=True)
        ahead = plain[start : end + 30].split()
        if words:
            if _object_length([*before[-words:], *ahead], known) == words:
                yield " ".join(written[-words:]), _cut(match[0]), _last(before[:-words])
            continue
        words = _object_length(ahead, known)
        tokens = match[0].split(" ")
        if words and len(tokens) > words:
            yield " ".join(tokens[:words]), _cut(" ".join(tokens[words:])), _last(before)


def _last(words: list[str]) -> str:
    return fold(words[-1]) if words else ""


def _object_length(words: list[str], known: frozenset[str], *, backwards: bool = False) -> int:
    """How many of the first ``words`` make the longest object word; 0 for none."""
    for length in range(min(_LONGEST_OBJECT, len(words)), 0, -1):
        part = words[:length][::-1] if backwards else words[:length]
        if " ".join(part).strip(",.;:()") in known:
            return length
    return 0


def _cut(name: str) -> str:
    """At most four words; a number after words belongs to what follows ("Hoa Mai 35 nghìn")."""
    kept: list[str] = []
    for word in name.split(" ")[:4]:
        if word[0].isdigit() and kept and not kept[-1][0].isdigit():
            break
        kept.append(word)
    return " ".join(kept)


def _ward(text: str) -> tuple[str, str] | None:
    match = _UNIT.search(text) or _DISTRICT.search(text)
    if not match:
        return None
    return fold(match[1]), " ".join(match[0].split())


def _plain(place: str) -> tuple[str, str]:
    """A place field without a unit word: its last part between commas."""
    parts = [part.strip() for part in re.split(r"[,;/\n]", place) if part.strip()]
    return (fold(parts[-1]), parts[-1]) if parts else ("", "")
