"""Where sentences begin and end in Vietnamese letters."""

import re

# A full stop after these does not end a sentence.
_SHORT = frozenset(
    "p q tp tx tt ts ths pgs gs bs ks ls st ub no nr tr th đ d h kv kp tdp sđt đt vd v.v mr mrs ms".split()
)
_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s|$)|\n+|;(?=\s)")
_WORD_BEFORE = re.compile(r"([^\W_]+)$")
_LIST_MARK = re.compile(r"^(?:\(?\d{1,2}\)|\d{1,2}\.|[a-zđ]\)|[-–—+•*])$", re.IGNORECASE)


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of sentences in ``text``, trimmed of white space, in order.

    A line break ends a sentence. Abbreviations (P., Q., TP.), initials, decimal points, dates
    and list numbers do not.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match[0][0] == "." and not _ends_here(text, start, match):
            continue
        _add(spans, text, start, match.end())
        start = match.end()
    _add(spans, text, start, len(text))
    return spans


def _ends_here(text: str, start: int, match: re.Match[str]) -> bool:
    if len(match[0].rstrip("\"”’')]")) > 1:
        return _next_is_capital(text, match.end())
    before = text[start : match.start()]
    word = _WORD_BEFORE.search(before)
    if not word:
        return True
    if _LIST_MARK.match(before.strip() + "."):
        return False
    token = word[1]
    if token.lower() in _SHORT or (len(token) == 1 and token.isupper()):
        return False
    if token.isdigit() and not _next_is_capital(text, match.end()):
        return False
    return True


def _next_is_capital(text: str, position: int) -> bool:
    rest = text[position : position + 20].lstrip(" \t\"“‘'([-–")
    return not rest or rest[0] == "\n" or not rest[0].islower()


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if end > start and any(c.isalnum() for c in text[start:end]):
        spans.append((start, end))
