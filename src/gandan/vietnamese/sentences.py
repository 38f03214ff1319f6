"""Where sentences begin and end in Vietnamese letters."""

import re

from gandan.vietnamese.spelling import is_folded_syllable, is_syllable

# A full stop after these does not end a sentence: place names, titles, forms of address.
_SHORT = frozenset(
    """
    p q h x t tp tx tt tl ql kp kdc tdp cty cn nxb đ đt sđt dt tel fax hl
    ts ths pgs gs bs ks ls kts cv cki ckii st mr mrs ms dr tr no vd ub
    """.split()
)
# After a figure these are units, and may end a sentence (500.000 đ. Nay ...).
_UNITS = frozenset("đ tr t h".split())
# After these words a single capital is a name, and may end a sentence (khu B. Đề nghị ...).
_LETTERED = frozenset("khu lô nhóm tòa toà block loại dãy lớp đội tổ nhà cổng vitamin hạng".split())
_CLOSING = "\"”’»')\\]"
_OPENING = "\"“‘«'([-–—•*+ \t"
# Each begins with one of few signs, to which the search can jump.
_END = re.compile(
    r"[.!?…\n](?:(?<=\n)\s*|(?<!\n)(?:"
    rf"[.!?…]*[{_CLOSING}]*(?=\s|$)"  # the usual end
    r"|(?<=[^\W\d_]{2}[.!?…])[.!?…]*(?=[^\W\d_])"  # no space typed after the stop
    r"))"
)
_LAST_WORD = re.compile(r"[^\W_]+$")
_LIST_MARK = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[ivx]{1,5}|[^\W\d_])\.?", re.IGNORECASE)
# Shorter lines are headings, places or entries of a list, not text broken to fit a page.
_WRAPPED = 45


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of sentences in ``text``, trimmed of white space, in order.

    Abbreviations (P., Q., TP.), initials, decimal points, dates and list numbers end none. A line
    break ends one, unless a long line goes on in lower case. Spans without letters or digits are
    left out.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _ends_here(text, start, match):
            _add(spans, text, start, match.end())
            start = match.end()
    _add(spans, text, start, len(text))
    return spans


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    mark = match[0]
    following = _following(text, match.end())
    if "\n" in mark:
        return not _is_wrapped(text, start, match, following)
    if match.end() < len(text) and not text[match.end()].isspace():
        return _ends_unspaced(text, match)
    if mark[0] in "!?":
        return not (mark[-1] in "\"”’»'" and following.islower())
    if len(mark.rstrip("\"”’»')]")) > 1 or mark[0] == "…":
        return not following.islower()
    return _full_stop_ends(text[start : match.start()], following)


def _full_stop_ends(before: str, following: str) -> bool:
    found = _LAST_WORD.search(before)
    if not found:
        return True
    word, lead = found[0], before[: found.start()]
    if _LIST_MARK.fullmatch(before.strip(_OPENING + "\n")):
        return False
    if word.isdecimal():
        return not (following.islower() or following.isdecimal())
    if lead.endswith("v.") and word == "v":
        return not following.islower()
    if word.lower() in _UNITS and lead.rstrip()[-1:].isdecimal():
        return not following.islower()
    if word.lower() in _SHORT and not (word.islower() and following.islower() and len(word) > 1):
        return word.lower() == "no" and not following.isdecimal()
    if len(word) == 1:
        return _ends_with_letter(word, lead, following)
    return True


def _ends_with_letter(word: str, lead: str, following: str) -> bool:
    """Initials (Nguyễn V. A.) end nothing; the letter of a lettered place may."""
    if word.islower():
        return is_syllable(word) or not following.islower()
    named = _LAST_WORD.search(lead.rstrip())
    return named is not None and named[0].lower() in _LETTERED and not following.islower()


def _ends_unspaced(text: str, match: re.Match[str]) -> bool:
    """A stop with no space after it ends a sentence between a small word and a capital."""
    word = _LAST_WORD.search(text[max(0, match.start() - 12) : match.start()])
    after = text[match.end() : match.end() + 2]
    return (
        word is not None
        and word[0].islower()
        and word[0] not in _SHORT
        and (is_syllable(word[0]) or is_folded_syllable(word[0]))
        and after[:1].isupper()
        and not after[1:].isupper()
    )


def _is_wrapped(text: str, start: int, match: re.Match[str], following: str) -> bool:
    """Whether the line was broken to fit a page, inside a sentence."""
    if match[0].count("\n") > 1 or not following.islower():
        return False
    line = text[max(start, text.rfind("\n", 0, match.start()) + 1) : match.start()].rstrip()
    next_line = text[match.end() : match.end() + 3]
    is_list = next_line[:1] in "-–—•*+(" or next_line[1:2] in ").–-/" or next_line[:1].isdecimal()
    return len(line) >= _WRAPPED and line[-1] not in ".!?…:;" and not is_list


def _following(text: str, position: int) -> str:
    """The next letter or digit on which the decision rests ("" at the end of a line)."""
    line = text[position : position + 40].lstrip(" \t").partition("\n")[0]
    return line.lstrip(_OPENING)[:1]


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    if any(map(str.isalnum, piece)):
        end = start + len(piece.rstrip())
        spans.append((end - len(piece.strip()), end))
