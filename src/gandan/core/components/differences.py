"""Two texts side by side: the words that only one of them has are marked."""

import re
from difflib import SequenceMatcher
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from gandan.vietnamese import fold, nfc

# Comparing costs the product of the lengths, and a page shows many pairs.
LONGEST = 400


def beside(text: str, other: str, words: int = LONGEST) -> tuple[SafeString, SafeString]:
    """Both texts, ``<ins>`` around what only the first has and ``<del>`` around what it lacks.

    Diacritics, capitals and signs make no difference: a copy typed without them is a copy. Only
    the first ``words`` words of each are compared and shown; "…" says that there are more.
    """
    own, whole = _words(text, words)
    others, other_whole = _words(other, words)
    matcher = SequenceMatcher(None, _bare(own), _bare(others), autojunk=False)
    left: list[Any] = []
    right: list[Any] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        left.append(_piece("ins", own[a:b], marked=kind != "equal"))
        right.append(_piece("del", others[c:d], marked=kind != "equal"))
    return _joined(left, whole=whole), _joined(right, whole=other_whole)


def _words(text: str, most: int) -> tuple[list[str], bool]:
    """Words with the space before them, and whether these are all."""
    found = re.findall(r"\s*\S+", nfc(text))
    return found[:most], len(found) <= most


def _bare(words: list[str]) -> list[str]:
    return [re.sub(r"\W", "", fold(word)) or word.strip() for word in words]


def _piece(mark: str, words: list[str], *, marked: bool) -> SafeString:
    text = "".join(words)
    if not marked or not text:
        return format_html("{}", text)
    space = text[: len(text) - len(text.lstrip())]
    return format_html("{}<{}>{}</{}>", space, SafeString(mark), text.lstrip(), SafeString(mark))


def _joined(pieces: list[Any], *, whole: bool) -> SafeString:
    return format_html_join("", "{}", [(piece,) for piece in [*pieces, "" if whole else " …"]])
