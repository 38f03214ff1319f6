"""Capitals of the TCVN3 capital fonts, in which the letter à has the look and the code of À."""

import re

_WORD = re.compile(r"[^\W\d_]+")
_PLAIN_CAPITALS = re.compile("[A-ZĂÂÊÔƠƯĐ]")


def raise_capitals(text: str) -> str:
    """Raise marked letters where the plain ones show that the line is in capitals.

    "THàNH PHố Hà NộI" becomes "THÀNH PHỐ HÀ NỘI"; "Thành phố Hà Nội" stays.
    """
    return "\n".join(map(_raised_line, text.split("\n")))


def _raised_line(line: str) -> str:
    words = list(_WORD.finditer(line))
    capital = [_certainty(match[0]) for match in words]
    if True not in capital:
        return line
    out, end = [], 0
    for place, match in enumerate(words):
        in_capitals = capital[place]
        if in_capitals is None:
            in_capitals = _nearest(capital, place)
        word = match[0].upper() if in_capitals else match[0]
        out += [line[end : match.start()], word]
        end = match.end()
    return "".join([*out, line[end:]])


def _certainty(word: str) -> bool | None:
    """Whether a word is in capitals; None where its plain letters do not tell (Hà, ở)."""
    plain = [c for c in word if c.isascii()]
    if any(c.islower() for c in plain):
        return False
    if len(_PLAIN_CAPITALS.findall(word)) >= 2 and len(word) <= 7:
        return True
    return None


def _nearest(certainties: list[bool | None], place: int) -> bool:
    """What the nearest word on each side says; both must agree where both exist."""
    before = next((c for c in reversed(certainties[:place]) if c is not None), None)
    after = next((c for c in certainties[place + 1 :] if c is not None), None)
    return False not in (before, after)
