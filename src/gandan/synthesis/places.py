"""Where: administrative names and named objects in a letter, by their patterns.

An object key such as "kenh vinh tan" ties letters about one canal together, however else they
are worded; a ward key such as "vinh tan" says in whose area they lie.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numba import njit
from numpy.typing import NDArray

from gandan.synthesis import tries
from gandan.synthesis.names import WORD
from gandan.synthesis.reading import HYPHEN, SPACE, Reading, read
from gandan.synthesis.tries import NOWHERE, ROOT, Trie, child
from gandan.vietnamese import fold

_NAME = rf"(?:{WORD}|\d+[A-Za-z]?)"
_IS_NAME = re.compile(_NAME)
_NAMES = rf"{_NAME}(?:[ -]{_NAME}){{0,3}}"
_UNIT_WORDS = "phường|xã|thị trấn|đặc khu|phuong|xa|thi tran|Phường|Xã|Thị trấn|PHƯỜNG|Phuong|Xa"
_UNIT = re.compile(rf"(?:\b(?:{_UNIT_WORDS})\s+|\b[PX]\.\s?|\bTT\.?\s)({_NAMES})")
_DISTRICT = re.compile(
    rf"(?:\b(?:quận|huyện|thị xã|thành phố|quan|huyen|Quận|Huyện|Thị xã|Thành phố)\s+|\b(?:Q|H|TX|TP)\.?\s?)({_NAMES})"
)
_UNIT_SIGNS = frozenset("phuong xa tran khu p x tt quan huyen pho q h tx tp".split())
# Words that open the name of a thing; the longest that fits is taken.
_OBJECTS = (
    "trường tiểu học|trường mầm non|trường mẫu giáo|trường trung học cơ sở|trường thcs|trường thpt|"
    "trường trung học phổ thông|dự án đường|công ty may|đường|phố|ngõ|ngách|hẻm|kiệt|kênh|mương|rạch|"
    "sông|suối|hồ|ao|cầu|chợ|trường|bệnh viện|trạm y tế|chung cư|khu đô thị|khu tập thể|khu dân cư|"
    "khu tái định cư|bến xe|bến|nghĩa trang|công viên|vườn hoa|quốc lộ|tỉnh lộ|đê|đập|trạm bơm|"
    "cụm công nghiệp|khu công nghiệp|làng nghề|nhà máy|bãi rác|dự án|đình|chùa|nhà văn hóa|"
    "sân vận động|nút giao|ngã tư|ngã ba|tuyến|thôn|tổ|tổ dân phố|ấp|khối|khu phố|xóm|bản|tòa|lò|xưởng|công ty|"
    "quán|kho|trại|mỏ|bờ kè|kè|cống|thành phố"
).split("|")
_LONGEST_OBJECT = 6
_LONGEST_RUN = 5
_LONGEST_NAME = 4
_WARD_WORDS = frozenset({"phuong", "xa", "tran", "quan", "huyen"})
# Numbered parts of a ward tie letters together only where nothing more exact does.
_WEAK = frozenset({"to", "to dan pho", "thon", "ap", "khoi", "khu pho", "xom", "ban", "tuyen", "toa"})
# A city is known as an object so that "thành phố Minh Hà" holds no street Minh Hà.
_NO_THING = frozenset({"thanh pho"})
_TOO_COMMON = frozenset({"duong so", "to dan", "cau thang"})
_WARD_WITHIN, _READ = 2_000, 4_000
_NAME_BIT, _FIGURE, _NUMBER_WORD, _WARD_WORD, _MARKED, _UNIT_SIGN = 1, 2, 4, 8, 16, 32

# The folded word that says what it is, the folded key, and the written form.
Thing = tuple[str, str, str]


@dataclass(frozen=True)
class Place:
    """Folded keys with their written form; ``ward`` is "" when none is named."""

    ward: str
    ward_name: str
    objects: tuple[tuple[str, str], ...]
    weak: tuple[str, ...]


def read_places(places: Sequence[str], texts: Sequence[str], reading: Reading) -> list[Place]:
    """Read ward and named objects of each letter; the place field counts before the text."""
    different = list(dict.fromkeys(places))
    named = dict(zip(different, _objects(different, read(different)), strict=True))
    wards = {place: _ward(place) for place in different}
    made: dict[tuple[object, ...], Place] = {}
    out = []
    hints = _hints(reading)
    for i, (place, found) in enumerate(zip(places, _objects(texts, reading), strict=True)):
        ward = wards[place] or (hints[i] and _ward(texts[i][:_WARD_WITHIN])) or _plain(place)
        sure = (ward, *named[place], *found)
        if sure not in made:
            made[sure] = _place(ward, [*named[place], *found])
        out.append(made[sure])
    return out


def _place(ward: tuple[str, str], found: list[Thing]) -> Place:
    objects: dict[str, str] = {}
    weak: dict[str, None] = {}
    for word, key, written in found:
        # "Cầu Mây" in "phường Cầu Mây" is the ward and no bridge.
        if key == ward[0] or word in _NO_THING:
            continue
        if word in _WEAK:
            weak.setdefault(key)
        elif key not in _TOO_COMMON:
            objects.setdefault(key, written)
    return Place(*ward, tuple(objects.items()), tuple(weak))


def _objects(texts: Sequence[str], reading: Reading) -> list[tuple[Thing, ...]]:
    """The named things in each text."""
    spelled, folded = _tree(marked=True), _tree(marked=False)
    flags = np.array([_flags(w, f) for w, f in zip(reading.written, reading.folded, strict=True)])
    flags = flags.astype(np.uint8) | np.where(reading.is_marked, _MARKED, 0).astype(np.uint8)
    found = _find(
        reading.tokens, reading.start, reading.begin, reading.before, flags,
        spelled.numbers(reading.lowered), spelled.keys, spelled.nodes, _ends(spelled),
        folded.numbers(reading.folded), folded.keys, folded.nodes, _ends(folded),
    )  # fmt: skip
    out: list[tuple[Thing, ...]] = [()] * len(texts)
    for letter, things in _by_letter(found, reading):
        out[letter] = things
    return out


def _by_letter(
    found: NDArray[np.int64], reading: Reading
) -> Iterator[tuple[int, tuple[Thing, ...]]]:
    known: dict[tuple[int, ...], Thing] = {}
    letter = -1
    things: list[Thing] = []
    tokens = reading.tokens
    for own, word, name, end in found.tolist():
        if own != letter:
            if things:
                yield letter, tuple(dict.fromkeys(things))
            letter, things = own, []
        words = (name - word, *tokens[word:end].tolist())
        if words not in known:
            known[words] = _thing(words, reading)
        things.append(known[words])
    if things:
        yield letter, tuple(dict.fromkeys(things))


def _thing(words: tuple[int, ...], reading: Reading) -> Thing:
    count, *tokens = words
    # "số" between the two belongs to neither.
    opening = [t for t in tokens[:count] if reading.folded[t] != "so"]
    name = [reading.written[t] for t in tokens[count:]]
    word = " ".join(reading.folded[t] for t in opening)
    written = " ".join([*(reading.written[t].lower() for t in opening), *name])
    return word, f"{word} {fold(' '.join(name))}", written


def _flags(word: str, folded: str) -> int:
    return (
        _NAME_BIT * bool(_IS_NAME.fullmatch(word))
        + _FIGURE * word[0].isdigit()
        + _NUMBER_WORD * (folded == "so")
        + _WARD_WORD * (folded in _WARD_WORDS)
        + _UNIT_SIGN * (folded in _UNIT_SIGNS)
    )


def _hints(reading: Reading) -> list[bool]:
    """Which letters hold a word that may introduce a unit."""
    signs = np.array([word in _UNIT_SIGNS for word in reading.folded], dtype=bool)
    if not len(signs):
        return [False] * len(reading)
    counts = np.concatenate(([0], np.cumsum(signs[reading.tokens])))
    return list((counts[reading.start[1:]] > counts[reading.start[:-1]]).tolist())


@cache
def _tree(*, marked: bool) -> Trie:
    """Objects by their words with marks; without where a letter has none. CỘNG is no cống."""
    return tries.build([(name if marked else fold(name)).split() for name in _OBJECTS])


def _ends(trie: Trie) -> NDArray[np.bool_]:
    out = np.zeros(trie.size, dtype=bool)
    out[trie.ends] = True
    return out


@njit(cache=True, nogil=True)
def _longest(at, stop, tokens, before, forms, keys, nodes, ends):  # type: ignore[no-untyped-def]  # pragma: no cover
    """How many words from ``at`` on make the longest object word; 0 for none."""
    longest = 0
    node = ROOT
    for j in range(at, stop):
        if j > at and before[j] != SPACE:
            break
        node = child(keys, nodes, node, forms[tokens[j]])
        if node == NOWHERE:
            break
        if ends[node]:
            longest = j - at + 1
    return longest


@njit(cache=True, nogil=True)
def _search(tokens, start, begin, before, flags, forms_m, keys_m, nodes_m, ends_m, forms_f, keys_f, nodes_f, ends_f, out):  # type: ignore[no-untyped-def]  # pragma: no cover  # fmt: skip
    """Fill ``out`` with (letter, object word, name, end); return how many there are."""
    count = 0
    for i in range(len(start) - 1):
        a, b = start[i], start[i + 1]
        while b > a and begin[b - 1] >= _READ:
            b -= 1
        marked = False
        for j in range(a, b):
            if flags[tokens[j]] & _MARKED:
                marked = True
                break
        j = a
        while j < b:
            if not flags[tokens[j]] & _NAME_BIT:
                j += 1
                continue
            end = j + 1
            while end < b and end - j < _LONGEST_RUN and flags[tokens[end]] & _NAME_BIT and before[end] <= HYPHEN:  # fmt: skip
                end += 1
            back = j
            if back > a and before[back] == SPACE and flags[tokens[back - 1]] & _NUMBER_WORD:
                back -= 1
            word = name = -1
            if back > a and before[back] == SPACE:
                for length in range(min(_LONGEST_OBJECT, back - a), 0, -1):
                    at = back - length
                    if marked:
                        found = _longest(at, back, tokens, before, forms_m, keys_m, nodes_m, ends_m)
                    else:
                        found = _longest(at, back, tokens, before, forms_f, keys_f, nodes_f, ends_f)
                    if found == length:
                        # Not where it goes on as a longer object word: trường | Tiểu Học.
                        stop = min(b, at + _LONGEST_OBJECT)
                        if marked:
                            found = _longest(at, stop, tokens, before, forms_m, keys_m, nodes_m, ends_m)
                        else:
                            found = _longest(at, stop, tokens, before, forms_f, keys_f, nodes_f, ends_f)
                        if found == length:
                            word, name = at, j
                        break
            if word < 0:
                stop = min(b, j + _LONGEST_OBJECT)
                if marked:
                    found = _longest(j, stop, tokens, before, forms_m, keys_m, nodes_m, ends_m)
                else:
                    found = _longest(j, stop, tokens, before, forms_f, keys_f, nodes_f, ends_f)
                if found and j + found < end:
                    word, name = j, j + found
            if word >= 0 and not (word > a and before[word] == SPACE and flags[tokens[word - 1]] & _WARD_WORD):  # fmt: skip
                # A number after words belongs to what follows: Hoa Mai | 35 nghìn.
                last = name + 1
                while last < min(end, name + _LONGEST_NAME):
                    if flags[tokens[last]] & _FIGURE and not flags[tokens[last - 1]] & _FIGURE:
                        break
                    last += 1
                if count < len(out):
                    out[count, 0], out[count, 1], out[count, 2], out[count, 3] = i, word, name, last
                count += 1
            j = end
    return count


def _find(tokens: NDArray[np.int32], start: NDArray[np.int64], *rest: object) -> NDArray[np.int64]:
    out = np.empty((4 * len(start) + 64, 4), np.int64)
    count = int(_search(tokens, start, *rest, out))
    if count > len(out):
        out = np.empty((count, 4), np.int64)
        _search(tokens, start, *rest, out)
    return out[:count]


def _ward(text: str) -> tuple[str, str] | None:
    match = _UNIT.search(text) or _DISTRICT.search(text)
    if not match:
        return None
    return fold(match[1]), " ".join(match[0].split())


def _plain(place: str) -> tuple[str, str]:
    """A place field without a unit word: its last part between commas."""
    parts = [part.strip() for part in re.split(r"[,;/\n]", place) if part.strip()]
    return (fold(parts[-1]), parts[-1]) if parts else ("", "")
