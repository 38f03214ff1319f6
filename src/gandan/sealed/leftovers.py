"""What of an identity is still in a text: the check before a working copy may be used.

What is certain must be struck out. What is possible, such as a given name that is a common word
as well, a person looks at and either strikes out or accepts.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from gandan.sealed.comparing import TITLES, Comparable, Digits, Word, plain
from gandan.sealed.redaction import Mark
from gandan.vietnamese import nfc, tone_normalized

LONG = 8
PART_OF_NUMBER = 6
PHONE_TAIL = 9
BEFORE_NAME = TITLES | {"ten", "la", "toi"}
PLACES = ("phuong", "xa", "thitran", "quan", "huyen", "thanhpho", "tp", "tinh", "thixa")


@dataclass(frozen=True, order=True)
class Leftover:
    """Characters ``[start, end)`` of the NFC text that tell, or may tell, who it is."""

    start: int
    end: int
    mark: Mark
    is_certain: bool


def leftovers(text: str, identity: Mapping[str, str]) -> list[Leftover]:
    """Everything of ``identity`` (``Identity.strings``) that ``text`` still shows, in order.

    A passage is given once, as certain if any reading of it is.
    """
    own = Comparable(text)
    found: list[Leftover] = []
    for field, value in identity.items():
        found += FINDERS[field](own, value)
    return _merged(found)


def _merged(found: Iterable[Leftover]) -> list[Leftover]:
    merged: list[Leftover] = []
    for one in sorted(found, key=lambda left: (left.start, -left.end)):
        if merged and one.start < merged[-1].end:
            before = merged.pop()
            certain = before.is_certain or one.is_certain
            one = Leftover(before.start, max(before.end, one.end), before.mark, certain)
        merged.append(one)
    return merged


def _name(own: Comparable, value: str) -> Iterator[Leftover]:
    parts = [word for word in Comparable(value).words if word.plain]
    if not parts:
        return
    yield from _anywhere(own, value, Mark.NAME)
    yield from _initials(own, parts)
    for size in range(len(parts) - 1, 0, -1):
        wanted = [part.plain for part in parts[-size:]]
        for run in own.runs(wanted):
            if (left := _given_name(own, run, parts[-size:])) is not None:
                yield left
    if len(parts) > 2:
        yield from _family_name(own, parts)


def _given_name(own: Comparable, run: list[Word], parts: list[Word]) -> Leftover | None:
    """The end of a name: "Hạ Vy", "Vy"; None where it is plainly another word."""
    start, end = run[0].start, run[-1].end
    if len(run) >= 3:
        return Leftover(start, end, Mark.NAME, is_certain=True)
    if not all(_may_be(word, part) for word, part in zip(run, parts, strict=True)):
        return None
    capital = all(word.is_capital for word in run)
    if len(run) == 2:
        return Leftover(start, end, Mark.NAME, is_certain=capital)
    if not capital:
        return None
    before, after = _neighbours(own, run[0])
    if (
        before is not None
        and before.plain in BEFORE_NAME
        and (after is None or not after.is_capital)
    ):
        return Leftover(start, end, Mark.NAME, is_certain=True)
    stands_alone = not (before and before.is_capital) and not (after and after.is_capital)
    return Leftover(start, end, Mark.NAME, is_certain=False) if stands_alone else None


def _may_be(word: Word, part: Word) -> bool:
    """Vỹ is not Vy; vy without marks may be either."""
    said, own = (tone_normalized(nfc(one.text)).lower() for one in (word, part))
    return said == own or said == part.plain or own == word.plain


def _family_name(own: Comparable, parts: list[Word]) -> Iterator[Leftover]:
    """ "Lý Thị" where no other given name follows that would make it another person."""
    for size in range(len(parts) - 1, 1, -1):
        for run in own.runs([part.plain for part in parts[:size]]):
            _, after = _neighbours(own, run[-1])
            if all(word.is_capital for word in run) and not (after and after.is_capital):
                yield Leftover(run[0].start, run[-1].end, Mark.NAME, is_certain=False)


def _initials(own: Comparable, parts: list[Word]) -> Iterator[Leftover]:
    """ "L.T.H.V" is certain, "LTHV" is possible."""
    wanted = [part.plain[0] for part in parts]
    if len(wanted) < 3:
        return
    for run in own.runs(wanted):
        if all(word.is_capital for word in run):
            yield Leftover(run[0].start, run[-1].end, Mark.NAME, is_certain=True)
    joined = "".join(wanted)
    for word in own.words:
        if word.plain == joined and word.text.isupper():
            yield Leftover(word.start, word.end, Mark.NAME, is_certain=False)


def _neighbours(own: Comparable, word: Word) -> tuple[Word | None, Word | None]:
    """The words beside ``word`` on the same line."""
    place = word.number
    before = own.words[place - 1] if place else None
    after = own.words[place + 1] if place + 1 < len(own.words) else None
    if before and any(c in "\n.!?:;" for c in own.text[before.end : word.start]):
        before = None
    if after and any(c in "\n.!?:;,()" for c in own.text[word.end : after.start]):
        after = None
    return before, after


def _anywhere(own: Comparable, value: str, mark: Mark) -> Iterator[Leftover]:
    """The whole value, whatever stands between its letters."""
    wanted = plain(value)
    letters, places = own.letters
    starts, ends = {w.start for w in own.words}, {w.end for w in own.words}
    at = letters.find(wanted) if wanted else -1
    while at >= 0:
        start, end = places[at], places[at + len(wanted) - 1] + 1
        if len(wanted) >= LONG or (start in starts and end in ends):
            yield Leftover(start, end, mark, is_certain=True)
        elif len(wanted) >= 4:
            yield Leftover(start, end, mark, is_certain=False)
        at = letters.find(wanted, at + 1)


def _phone(own: Comparable, value: str) -> Iterator[Leftover]:
    for digits in Comparable(value).numbers:
        yield from _number(own, digits.digits[-PHONE_TAIL:], Mark.PHONE)


def _id_number(own: Comparable, value: str) -> Iterator[Leftover]:
    yield from _anywhere(own, value, Mark.ID_NUMBER)
    for digits in Comparable(value).numbers:
        yield from _number(own, digits.digits, Mark.ID_NUMBER)


def _number(own: Comparable, wanted: str, mark: Mark) -> Iterator[Leftover]:
    """The whole number is certain; six of its digits in a row are possible."""
    if len(wanted) < PART_OF_NUMBER:
        return
    for digits in own.numbers:
        at = digits.digits.find(wanted)
        if at >= 0:
            yield _at(digits, at, len(wanted), mark, is_certain=True)
            continue
        for start in range(len(wanted) - PART_OF_NUMBER + 1):
            at = digits.digits.find(wanted[start : start + PART_OF_NUMBER])
            if at >= 0:
                yield _at(digits, at, PART_OF_NUMBER, mark, is_certain=False)


def _at(digits: Digits, at: int, length: int, mark: Mark, *, is_certain: bool) -> Leftover:
    start, end = digits.places[at][0], digits.places[at + length - 1][1]
    return Leftover(start, end, mark, is_certain)


def _email(own: Comparable, value: str) -> Iterator[Leftover]:
    yield from _anywhere(own, value, Mark.EMAIL)
    local = value.partition("@")[0]
    if len(plain(local)) >= 5:
        yield from _anywhere(own, local, Mark.EMAIL)


def _address(own: Comparable, value: str) -> Iterator[Leftover]:
    """The house and the street; wards, districts and the city do not tell who it is."""
    for part in nfc(value).replace(";", ",").replace("\n", ",").split(","):
        wanted = [word.plain for word in Comparable(part).words]
        if plain(part).startswith(PLACES):
            continue
        street = 1 + max((n for n, word in enumerate(wanted) if _has_digit(word)), default=-1)
        for size in range(len(wanted), 1, -1):
            for start in range(len(wanted) - size + 1):
                piece = wanted[start : start + size]
                is_numbered = any(map(_has_digit, piece))
                if not is_numbered and piece != wanted[street:]:
                    continue
                certain = is_numbered and size >= 3
                for run in own.runs(piece):
                    yield Leftover(run[0].start, run[-1].end, Mark.ADDRESS, is_certain=certain)


def _has_digit(word: str) -> bool:
    return any(c.isdigit() for c in word)


def _contact(own: Comparable, value: str) -> Iterator[Leftover]:
    """However the person wants to be reached: numbers and names in it."""
    if len(plain(value)) >= 6:
        yield from _anywhere(own, value, Mark.OTHER)
    yield from _phone(own, value)


FINDERS = {
    "name": _name,
    "phone": _phone,
    "email": _email,
    "id_number": _id_number,
    "address": _address,
    "contact": _contact,
}
