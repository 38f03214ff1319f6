"""Passages of letters on a page: the words looked for and the words quoted are marked."""

import re
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gandan.vietnamese import fold, has_diacritics, nfc, syllables, tone_normalized

LENGTH, BEFORE = 220, 60
MOST_MARKS = 50
Span = tuple[int, int]


def excerpt(text: str, query: str = "", length: int = LENGTH) -> SafeString:
    """The part of ``text`` around the words looked for, with ``<mark>`` around each hit.

    Hits follow the search: words typed with diacritics match only themselves, words typed
    without match any; all words of the query (or of a quoted part) stand next to each other.
    """
    text = nfc(text)
    found = hits(text, query)
    start, end = _window(text, found[0][0] if found else 0, length)
    inside = [span for span in found if start <= span[0] and span[1] <= end]
    return format_html(
        "{}{}{}",
        "… " if start else "",
        _marked(text, start, end, inside),
        " …" if end < len(text.rstrip()) else "",
    )


def hits(text: str, query: str) -> list[Span]:
    """Spans of ``text`` (in NFC) where the query stands, in order and apart."""
    query, folded = nfc(query), fold(text)
    exact = has_diacritics(query)
    found: list[Span] = []
    for phrase in _phrases(query):
        words = syllables(phrase)
        if not words:
            continue
        pattern = r"(?<!\w)" + r"[\W_]+".join(map(re.escape, words)) + r"(?!\w)"
        for match in re.finditer(pattern, folded):
            if not exact or _same_words(text[match.start() : match.end()], phrase):
                found.append(match.span())
                if len(found) == MOST_MARKS:
                    break
    return _apart(sorted(found))


def quoted(text: str, start: int, end: int, around: int = 0) -> SafeString:
    """``text`` with the passage ``[start, end)`` marked; ``around`` cuts the rest away."""
    left = max(0, start - around) if around else 0
    right = min(len(text), end + around) if around else len(text)
    left, right = (_word_start(text, left), _word_end(text, right)) if around else (left, right)
    return format_html(
        "{}{}{}",
        "… " if left else "",
        _marked(text, left, right, [(start, end)] if start < end else []),
        " …" if right < len(text) else "",
    )


def _phrases(query: str) -> list[str]:
    parts = query.split('"')
    return parts if len(parts) > 2 else [query]


def _same_words(passage: str, phrase: str) -> bool:
    return _spelled(passage) == _spelled(phrase)


def _spelled(text: str) -> list[str]:
    lowered = tone_normalized(text).lower()
    return "".join(c if c.isalnum() else " " for c in lowered).split()


def _apart(spans: list[Span]) -> list[Span]:
    kept: list[Span] = []
    for span in spans:
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


def _window(text: str, hit: int, length: int) -> Span:
    """About ``length`` characters around ``hit``, cut between words."""
    start = max(0, hit - BEFORE)
    if start + length > len(text):
        start = max(0, len(text) - length)
    start = min(_word_start(text, start), hit)
    end = start + length
    return start, len(text) if end >= len(text) else max(_word_end_before(text, end), hit)


def _word_start(text: str, at: int) -> int:
    if at == 0 or text[at - 1 : at].isspace():
        return at
    return at + len(re.match(r"\S*\s*", text[at:])[0])  # type: ignore[index]


def _word_end(text: str, at: int) -> int:
    return at + len(re.match(r"\S*", text[at:])[0])  # type: ignore[index]


def _word_end_before(text: str, at: int) -> int:
    cut = max(text.rfind(" ", 0, at + 1), text.rfind("\n", 0, at + 1))
    return cut if cut > 0 else at


def _marked(text: str, start: int, end: int, spans: list[Span]) -> SafeString:
    pieces: list[Any] = []
    at = start
    for left, right in spans:
        pieces += [text[at:left], format_html("<mark>{}</mark>", text[left:right])]
        at = right
    pieces.append(text[at:end])
    return format_html_join("", "{}", ((piece,) for piece in pieces))
