"""Where: the ward and the named things in letters, by their patterns.

A thing such as "kênh Vĩnh Tân" or "ngõ 58 Bến Trúc" ties letters about it together, however else
they are worded; the ward says in whose area they lie.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import naming
from gandan.synthesis.naming import DISTRICT, THING, UNIT, WEAK
from gandan.synthesis.reading import Reading, read
from gandan.vietnamese import fold

# "đường" and "phố", or a school with and without the word "trường", are one thing.
_SAME = {
    "pho": "duong", "truong": "truong", "tieu hoc": "truong tieu hoc", "mam non": "truong mam non",
    "truong thcs": "truong trung hoc co so", "thcs": "truong trung hoc co so",
    "trung hoc co so": "truong trung hoc co so", "truong thpt": "truong trung hoc pho thong",
    "thpt": "truong trung hoc pho thong", "trung hoc pho thong": "truong trung hoc pho thong",
    "hem": "ngo", "kiet": "ngo", "ql": "quoc lo", "tdp": "to dan pho", "to": "to dan pho",
    "kdc": "khu dan cu", "cty": "cong ty", "bv": "benh vien",
}  # fmt: skip
_TOO_COMMON = frozenset({"duong so", "cau thang", "duong day", "cho lon"})
# Without marks the head of a form reads like a sewer, the Front like a village.
_FORM = frozenset({"cong hoa", "cong ha", "cong hoa xa hoi", "ban mat", "ban mat tran"})


@dataclass(frozen=True, eq=False)
class Places:
    """Where n letters say that it is.

    Attributes
    ----------
    ward : ndarray of int32, shape (n,)
        Number of ``ward_keys``; -1 when none is named.
    ward_keys, ward_names : list of str
        Folded, in order, and as they are mostly written.
    things, start : ndarray of int32, shape (m,); of int64, shape (n + 1,)
        Letter i names ``things[start[i]:start[i + 1]]``, numbers of ``thing_keys``, those of its
        field for the place first.
    thing_keys, thing_names : list of str
        Folded, in order, and as they are mostly written.
    is_weak : ndarray of bool, shape (things,)
        Numbered parts of a ward (tổ 5) tie letters together only where nothing more exact does.
    """

    ward: NDArray[np.int32]
    ward_keys: list[str]
    ward_names: list[str]
    things: NDArray[np.int32]
    start: NDArray[np.int64]
    thing_keys: list[str]
    thing_names: list[str]
    is_weak: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.ward)

    def ward_name(self, letter: int) -> str:
        ward = self.ward[letter]
        return self.ward_names[ward] if ward >= 0 else ""

    def things_of(self, letter: int) -> list[int]:
        """Numbers of the things that a letter names."""
        found: list[int] = self.things[self.start[letter] : self.start[letter + 1]].tolist()
        return found

    def things_of_all(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Numbers of the things that letters ``rows`` name, and whose each is, by place in them."""
        counts = self.start[rows + 1] - self.start[rows]
        matter = np.repeat(np.arange(len(rows)), counts)
        begins = np.cumsum(counts) - counts
        return self.things[np.arange(len(matter)) + (self.start[rows] - begins)[matter]], matter

    def subset(self, rows: NDArray[np.int64]) -> "Places":
        """Those of letters ``rows``, without the names that none of them has."""
        counts = self.start[rows + 1] - self.start[rows]
        begins = np.cumsum(counts) - counts
        within = np.arange(int(counts.sum())) + np.repeat(self.start[rows] - begins, counts)
        known, things = np.unique(self.things[within], return_inverse=True)
        wards, ward = np.unique(self.ward[rows], return_inverse=True)
        unnamed = int(len(wards) > 0 and wards[0] < 0)
        return Places(
            (ward - unnamed).astype(np.int32),
            [self.ward_keys[k] for k in wards[unnamed:].tolist()],
            [self.ward_names[k] for k in wards[unnamed:].tolist()],
            things.astype(np.int32),
            np.concatenate(([0], np.cumsum(counts))).astype(np.int64),
            [self.thing_keys[k] for k in known.tolist()],
            [self.thing_names[k] for k in known.tolist()],
            self.is_weak[known],
        )


@dataclass(frozen=True, eq=False)
class Named:
    """What was found in some letters: words of places as written, to be numbered with others.

    ``wards`` and ``things`` are (letter, number of a form, in order); forms are (key, written,
    is weak) and may come several times.
    """

    letters: int
    wards: NDArray[np.int64]
    ward_forms: list[tuple[str, str]]
    things: NDArray[np.int64]
    thing_forms: list[tuple[str, str, bool]]


def read_places(places: Sequence[str], texts: Sequence[str], reading: Reading) -> Places:
    """Where each letter is about; its field for the place counts before its text."""
    return number_places([name_places(places, texts, reading)])


def name_places(places: Sequence[str], texts: Sequence[str], reading: Reading) -> Named:
    """The wards and things of letters, or of a part of them."""
    different = list(dict.fromkeys(places))
    fields = read(different)
    of_field = {place: i for i, place in enumerate(different)}
    field = np.array([of_field[place] for place in places], dtype=np.int64)
    stated, stated_forms = _found(fields)
    named, named_forms = _found(reading)
    stated_wards, stated_of = _wards(stated, stated_forms, len(different))
    named_wards, named_of = _wards(named, named_forms, len(places))
    # What the field for the place names, else the text, else the field as a whole.
    wards = [*stated_wards, *named_wards, *map(_plain, different)]
    plain = len(stated_wards) + len(named_wards) + field
    in_text = np.where(named_of >= 0, named_of + len(stated_wards), plain)
    ward = np.where(stated_of[field] >= 0, stated_of[field], in_text) if len(places) else field
    used, ward = np.unique(ward, return_inverse=True)
    wards = [wards[k] for k in used.tolist()]
    rows = np.stack((np.arange(len(places)), ward.ravel()), axis=1)
    things = _joined(field, stated, stated_forms, named, named_forms)
    forms = [_form(form) for form in stated_forms + named_forms]
    return Named(len(places), rows, wards, things, forms)


def number_places(parts: Sequence[Named]) -> Places:
    """The places of all letters; ``parts`` follow each other."""
    offsets = np.cumsum([0] + [part.letters for part in parts])
    wards = _stacked([part.wards for part in parts], [part.ward_forms for part in parts], offsets)
    things = _stacked(
        [part.things for part in parts], [part.thing_forms for part in parts], offsets
    )
    ward_forms = [form for part in parts for form in part.ward_forms]
    thing_forms = [form for part in parts for form in part.thing_forms]
    ward, ward_keys, ward_names = _numbered(wards, ward_forms)
    thing, thing_keys, thing_names = _numbered(things, [form[:2] for form in thing_forms])
    weak = {key for key, _written, is_weak in thing_forms if is_weak}
    n = int(offsets[-1])
    of = np.full(n, -1, np.int32)
    named = np.array([bool(key) for key in ward_keys], dtype=bool)
    of[wards[:, 0]] = ward
    of[~named[of]] = -1
    # What is called like its ward is the ward: "Cầu Mây" in "phường Cầu Mây" is no bridge.
    letter, thing = _without_wards(things[:, 0], thing, of, ward_keys, thing_keys)
    letter, thing = _once(letter, thing, len(thing_keys))
    start = np.concatenate(([0], np.cumsum(np.bincount(letter, minlength=n))))
    return Places(
        of, ward_keys, ward_names, thing, start.astype(np.int64), thing_keys, thing_names,
        np.array([key in weak for key in thing_keys], dtype=bool),
    )  # fmt: skip


Found = NDArray[np.int64]
Form = naming.Form


def _found(reading: Reading) -> tuple[Found, list[Form]]:
    """Rows of (letter, number of a form) in order of reading, and the different forms."""
    rows = naming.find_names(reading)
    _hashes, first, own = np.unique(rows[:, 4], return_index=True, return_inverse=True)
    forms = [naming.form_of(rows[i], reading) for i in first.tolist()]
    return np.stack((rows[:, 0], own.ravel()), axis=1), forms


def _wards(
    found: Found, forms: list[Form], letters: int
) -> tuple[list[tuple[str, str]], NDArray[np.int64]]:
    """Wards as (key, written), and the number of each letter's: -1 where none is named.

    A letter's ward is the first unit in it, or the first district. A ward with a number for a
    name is one of its district.
    """
    kinds = np.array([form.kind for form in forms] or [0])
    first = np.full((letters, 2), -1, np.int64)
    for column, kind in enumerate((UNIT, DISTRICT)):
        of_kind = found[kinds[found[:, 1]] == kind] if len(found) else found
        first[of_kind[::-1, 0], column] = of_kind[::-1, 1]
    width = len(forms) + 1
    pairs, own = np.unique((first[:, 0] + 1) * width + first[:, 1] + 1, return_inverse=True)
    wards: list[tuple[str, str]] = []
    number = np.full(len(pairs), -1, np.int64)
    for place, pair in enumerate(pairs.tolist()):
        unit, district = pair // width - 1, pair % width - 1
        if unit >= 0 or district >= 0:
            number[place] = len(wards)
            of_district = forms[district] if district >= 0 else None
            wards.append(_ward(forms[unit] if unit >= 0 else forms[district], of_district))
    return wards, number[own.ravel()]


def _ward(form: Form, district: Form | None) -> tuple[str, str]:
    key, written = fold(form.name), f"{form.opening} {form.name}"
    if key[:1].isdigit() and form.kind == UNIT and district is not None:
        key += " " + fold(district.name)
        written += f", {district.opening} {district.name}"
    return key, written


def _form(form: Form) -> tuple[str, str, bool]:
    """Key, written form and weakness of a thing; an empty key for what is none."""
    if form.kind not in {THING, WEAK}:
        return "", "", False
    opening = fold(form.opening)
    key = f"{_SAME.get(opening, opening)} {fold(form.name)}"
    if key in _TOO_COMMON or key in _FORM:
        return "", "", False
    return key, f"{form.opening} {form.name}", form.kind == WEAK


def _joined(
    field: NDArray[np.int64],
    stated: Found,
    stated_forms: list[Form],
    named: Found,
    named_forms: list[Form],
) -> Found:
    """Things of the fields for the place, then of the texts, letter by letter."""
    counts = np.bincount(stated[:, 0], minlength=int(field.max(initial=-1)) + 1)
    starts = np.concatenate(([0], np.cumsum(counts)))
    times = counts[field] if len(field) else np.zeros(0, np.int64)
    letters = np.repeat(np.arange(len(field)), times)
    within = np.arange(len(letters)) - np.repeat(np.cumsum(times) - times, times)
    by_field = stated[:, 1][starts[field[letters]] + within] if len(letters) else letters
    rows = np.concatenate(
        (np.stack((letters, by_field), axis=1), named + np.array([0, len(stated_forms)]))
    )
    kinds = np.array([form.kind for form in stated_forms + named_forms] or [0])
    rows = rows[(kinds[rows[:, 1]] == THING) | (kinds[rows[:, 1]] == WEAK)]
    return np.asarray(rows[np.argsort(rows[:, 0], kind="stable")])


def _stacked(
    rows: Sequence[Found], forms: Sequence[list[Any]], offsets: NDArray[np.int64]
) -> Found:
    """The rows of all parts, letters and forms numbered through."""
    before = np.cumsum([0] + [len(own) for own in forms])
    moved = [
        own + np.array([letters, known])
        for own, letters, known in zip(
            rows, offsets[:-1].tolist(), before[:-1].tolist(), strict=True
        )
    ]
    return np.concatenate([np.zeros((0, 2), np.int64), *moved])


def _numbered(
    rows: Found, forms: list[tuple[str, str]]
) -> tuple[NDArray[np.int32], list[str], list[str]]:
    """The key's number of each row, the keys in order, and how each is mostly written."""
    keys = sorted({key for key, _written in forms})
    place = {key: i for i, (key) in enumerate(keys)}
    of_form = np.array([place[key] for key, _written in forms], dtype=np.int32)
    used = np.bincount(rows[:, 1], minlength=len(forms)).tolist()
    counts: dict[tuple[str, str], int] = {}
    for (key, written), count in zip(forms, used, strict=True):
        counts[key, written] = counts.get((key, written), 0) + count
    best: dict[str, tuple[int, str]] = {}
    for (key, written), count in counts.items():
        best[key] = min(best.get(key, (1, "")), (-count, written))
    number = of_form[rows[:, 1]] if len(forms) else np.zeros(0, np.int32)
    return number, keys, [best[key][1] for key in keys]


def _without_wards(
    letter: NDArray[np.int64],
    thing: NDArray[np.int32],
    ward: NDArray[np.int32],
    ward_keys: list[str],
    thing_keys: list[str],
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    number = {key: i for i, key in enumerate(ward_keys) if key}
    as_ward = np.array([number.get(key, -2) for key in thing_keys] or [-2], dtype=np.int32)
    kept = as_ward[thing] != ward[letter]
    kept &= np.array([bool(key) for key in thing_keys] or [False])[thing]
    return letter[kept], thing[kept]


def _once(
    letter: NDArray[np.int64], thing: NDArray[np.int32], things: int
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Each thing of a letter once, where it comes first."""
    _values, first = np.unique(letter * max(1, things) + thing, return_index=True)
    first.sort()
    return letter[first], thing[first]


def _plain(place: str) -> tuple[str, str]:
    """A place field without a unit word: its last part between commas."""
    parts = [part.strip() for part in place.replace(";", ",").replace("\n", ",").split(",")]
    last = next((part for part in reversed(parts) if part), "")
    return fold(last), last
