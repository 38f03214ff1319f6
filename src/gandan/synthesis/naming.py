"""Names of places in text: a word that says what it is, then a name in capitals or a number.

"Đường Trần Quang Diệu", "ngõ 58 Bến Trúc", "P.12": the compiled search walks once over the words.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import tries
from gandan.synthesis.compiling import compiled
from gandan.synthesis.kernels import mix
from gandan.synthesis.parallel import by_all_cores
from gandan.synthesis.reading import HYPHEN, PUNCTUATION, SPACE, Reading
from gandan.synthesis.tries import NOWHERE, Trie, child, opened_by
from gandan.vietnamese import fold

NOTHING, THING, WEAK, UNIT, DISTRICT, CITY = range(6)
# Words that open a name, by what it is the name of; the longest that fits is taken.
_OPENINGS = {
    THING: (
        "trường tiểu học|tiểu học|trường mầm non|mầm non|trường mẫu giáo|trường trung học cơ sở|"
        "trung học cơ sở|trường thcs|thcs|trường thpt|thpt|trường trung học phổ thông|trường|"
        "trung học phổ thông|dự án đường|dự án cầu|dự án|công ty may|công ty|cty|đường|phố|ngõ|"
        "ngách|hẻm|kiệt|kênh|mương|rạch|sông|suối|hồ|ao|cầu|chợ|bệnh viện|bv|trạm y tế|chung cư|"
        "tòa nhà|khu đô thị|khu tập thể|khu dân cư|kdc|khu tái định cư|bến xe|bến|nghĩa trang|"
        "công viên|vườn hoa|quốc lộ|ql|tỉnh lộ|đường tỉnh|đê|đập|trạm bơm|cụm công nghiệp|"
        "khu công nghiệp|làng nghề|nhà máy|bãi rác|đình|chùa|đền|miếu|nhà thờ|nhà văn hóa|"
        "sân vận động|nút giao|ngã tư|ngã ba|vòng xoay|lò|xưởng|quán|kho|trại|mỏ|bờ kè|kè|cống|bãi"
    ),
    WEAK: "tổ dân phố|tdp|tổ|thôn|ấp|khối|khu phố|xóm|bản|tuyến|tòa|tập đoàn|đội|cụm|buôn",
    UNIT: "phường|xã|thị trấn|đặc khu",
    DISTRICT: "quận|huyện|thị xã",
    CITY: "thành phố|tỉnh",
}
# Short forms need a full stop or a number behind them; of a town also a blank.
_SHORT = {UNIT: "p|x", DISTRICT: "q|h"}
_SHORT_TOWNS = {UNIT: "tt", DISTRICT: "tx|tp"}
_HONORIFICS = frozenset("ong ba anh chi co chu bac cu em la ten".split())
_IS_NAME = re.compile(r"(?:[^\W\d_a-z]|\d).*", re.DOTALL)
_LONGEST_OPENING, _LONGEST_NAME = 5, 4
_READ = 4_000
_NAME, _FIGURE, _NUMBER_WORD, _MARKED, _HONORIFIC = 1, 2, 4, 8, 16
_NEEDS_STOP, _TOWN = 16, 32


@dataclass(frozen=True)
class Form:
    """A name as it stands in a letter: what it is, the word that opens it, the name."""

    kind: int
    opening: str
    name: str


def find_names(reading: Reading) -> NDArray[np.int64]:
    """Rows of (letter, first word, name, end, hash of the words) in order of reading.

    Words are counted through all letters; the name is words ``name`` to before ``end``.
    """
    spelled, folded = _tree(marked=True), _tree(marked=False)
    flags = np.array([_flags(w, f) for w, f in zip(reading.written, reading.folded, strict=True)])
    flags = flags.astype(np.uint8) | np.where(reading.is_marked, _MARKED, 0).astype(np.uint8)
    arrays = (
        reading.tokens, reading.start, reading.begin, reading.before, flags,
        *_as_seen(spelled, reading.lowered), *_as_seen(folded, reading.folded),
    )  # fmt: skip
    search: Any = _search

    def search_part(low: int, high: int) -> NDArray[np.int64]:
        out = np.empty((4 * (high - low) + 64, 5), np.int64)
        count = int(search(low, high, *arrays, out))
        if count > len(out):
            out = np.empty((count, 5), np.int64)
            search(low, high, *arrays, out)
        return out[:count].copy()

    found = by_all_cores(search_part, len(reading))
    return np.concatenate([np.zeros((0, 5), np.int64), *found])


def _as_seen(openings: tuple[Trie, NDArray[np.uint8]], words: Sequence[str]) -> tuple[Any, ...]:
    """Openings as the search walks them, and where each of ``words`` leads from the root."""
    trie, ends = openings
    forms = trie.numbers(words)
    return forms, opened_by(trie.keys, trie.nodes, forms), trie.keys, trie.nodes, ends


def form_of(row: NDArray[np.int64], reading: Reading) -> Form:
    """The form that a row of ``find_names`` points to."""
    _letter, first, name, end, _hash = row.tolist()
    words = [reading.written[t] for t in reading.tokens[first:end].tolist()]
    # "số" between the two belongs to neither.
    opening = [w.lower() for w in words[: name - first] if fold(w) != "so"]
    joined = words[name - first]
    for at in range(name + 1, end):
        joined += ("-" if reading.before[at] == HYPHEN else " ") + words[at - first]
    whole = " ".join(opening)
    # A form of an unmarked letter is known by its folded words.
    marked = _kinds(marked=True).get(whole)
    kind = marked if marked is not None else _kinds(marked=False).get(fold(whole), NOTHING)
    return Form(kind & 15, whole, joined)


def opens_a_name(word: str) -> bool:
    """Whether a place's name may follow: đường, ngõ, trường, phường."""
    return word.lower() in _last_words()


@cache
def _last_words() -> frozenset[str]:
    return frozenset(opening.split()[-1] for opening in _kinds(marked=True))


@cache
def _kinds(*, marked: bool) -> dict[str, int]:
    """What each opening opens, with marks or folded."""
    found: dict[str, int] = {}
    for extra, table in ((0, _OPENINGS), (_NEEDS_STOP, _SHORT), (_TOWN, _SHORT_TOWNS)):
        for kind, openings in table.items():
            for opening in openings.split("|"):
                found.setdefault(opening if marked else fold(opening), kind | extra)
    return found


@cache
def _tree(*, marked: bool) -> tuple[Trie, NDArray[np.uint8]]:
    """Openings as a tree and what ends at each node. With marks, CỘNG is no cống."""
    kinds = _kinds(marked=marked)
    trie = tries.build([opening.split() for opening in kinds])
    ends = np.zeros(trie.size, np.uint8)
    ends[trie.ends] = list(kinds.values())
    return trie, ends


def _flags(word: str, folded: str) -> int:
    return (
        _NAME * bool(_IS_NAME.fullmatch(word) and not word[0].islower())
        + _FIGURE * word[0].isdigit()
        + _NUMBER_WORD * (folded == "so")
        + _HONORIFIC * (folded in _HONORIFICS)
    )


@compiled
def _opening(at, stop, tokens, before, forms, opens, keys, nodes, ends):  # type: ignore[no-untyped-def]  # pragma: no cover
    """How many words from ``at`` on make the longest opening, and its kind; (0, 0) for none."""
    longest, kind = 0, 0
    node = opens[tokens[at]]
    for j in range(at + 1, min(stop, at + _LONGEST_OPENING) + 1):
        if node == NOWHERE:
            break
        if ends[node]:
            longest, kind = j - at, ends[node]
        if j == stop or before[j] != SPACE:
            break
        node = child(keys, nodes, node, forms[tokens[j]])
    return longest, kind


@compiled
def _name_after(at, stop, kind, tokens, before, flags):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Where the name behind an opening begins; -1 when there is none."""
    if at == stop:
        return -1
    counted = flags[tokens[at]] & _NUMBER_WORD and before[at] == SPACE and at + 1 < stop
    if counted and flags[tokens[at + 1]] & _FIGURE and before[at + 1] == SPACE:
        return at + 1
    if not flags[tokens[at]] & _NAME:
        return -1
    short = kind & (_NEEDS_STOP | _TOWN)
    if before[at] == SPACE:
        return -1 if kind & _NEEDS_STOP and not flags[tokens[at]] & _FIGURE else at
    return at if short and before[at] == PUNCTUATION else -1


@compiled
def _end_of_name(name, stop, tokens, before, flags, forms, opens, keys, nodes, ends):  # type: ignore[no-untyped-def]  # pragma: no cover
    """A number behind words belongs to what follows (Hoa Mai | 35 hộ), so does another opening."""
    last = name + 1
    while last < min(stop, name + _LONGEST_NAME):
        if before[last] > HYPHEN or not flags[tokens[last]] & _NAME:
            break
        if flags[tokens[last]] & _FIGURE and not flags[tokens[last - 1]] & _FIGURE:
            # "Tân Thuận 1" ends there; in "Hoa Mai 35 hộ" the number counts what comes.
            ends_here = last + 1 == stop or before[last + 1] > HYPHEN
            return last + 1 if ends_here else last
        # A street is called after Hồ Tùng Mậu; a ward or a longer word begins another name.
        length, kind = _opening(last, stop, tokens, before, forms, opens, keys, nodes, ends)
        another = length > 1 or UNIT <= kind & 15 <= CITY
        goes_on = last + length < stop and before[last + length] == SPACE
        if another and goes_on and flags[tokens[last + length]] & _NAME:
            break
        last += 1
    return last


@compiled
def _bounds(i, tokens, start, begin, flags):  # type: ignore[no-untyped-def]  # pragma: no cover
    """The words of letter i that are read, and whether any bears a mark."""
    a, b = start[i], start[i + 1]
    while b > a and begin[b - 1] >= _READ:
        b -= 1
    for j in range(a, b):
        if flags[tokens[j]] & _MARKED:
            return a, b, True
    return a, b, False


@compiled
def _within_a_name(at, a, length, tokens, before, flags):  # type: ignore[no-untyped-def]  # pragma: no cover
    """Whether a capital word is part of somebody's name: ông Hồ Văn A, Lê Hồ Anh."""
    if at == a or length > 1 or before[at] != SPACE or not flags[tokens[at]] & _NAME:
        return False
    last = flags[tokens[at - 1]]
    return bool(last & _HONORIFIC) or (bool(last & _NAME) and not last & _FIGURE)


@compiled
def _search(low, high, tokens, start, begin, before, flags, forms_m, opens_m, keys_m, nodes_m, ends_m, forms_f, opens_f, keys_f, nodes_f, ends_f, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Fill ``out`` with what is found in letters low..high; return how many there are."""
    count = 0
    for i in range(low, high):
        a, b, marked = _bounds(i, tokens, start, begin, flags)
        if marked:
            forms, opens, keys, nodes, ends = forms_m, opens_m, keys_m, nodes_m, ends_m
        else:
            forms, opens, keys, nodes, ends = forms_f, opens_f, keys_f, nodes_f, ends_f
        j = a
        while j < b:
            if opens[tokens[j]] == NOWHERE:
                j += 1
                continue
            length, kind = _opening(j, b, tokens, before, forms, opens, keys, nodes, ends)
            if length == 0 or _within_a_name(j, a, length, tokens, before, flags):
                j += 1
                continue
            name = _name_after(j + length, b, kind, tokens, before, flags)
            if name < 0:
                # "đường tiểu học Yết Kiêu": the shorter opening inside may have the name.
                j += 1
                continue
            end = _end_of_name(name, b, tokens, before, flags, forms, opens, keys, nodes, ends)
            if count < len(out):
                out[count, 0], out[count, 1], out[count, 2], out[count, 3] = i, j, name, end
                hashed = np.uint64(name - j)
                for k in range(j, end):
                    hashed = mix(hashed * np.uint64(3) + np.uint64(tokens[k]) + np.uint64(1))
                out[count, 4] = np.int64(hashed >> np.uint64(1))
            count += 1
            j = end
    return count
