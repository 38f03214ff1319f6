"""The working copy: the letter with everything struck out that tells who wrote it.

Law 25/2018/QH14, art. 56: strike the denouncer out of the letter before it goes to those who
verify. Each struck passage becomes a label of its kind, so its length says nothing.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from gandan.vietnamese import nfc


class Mark(StrEnum):
    """What kind of thing was struck out."""

    NAME = "name"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    ADDRESS = "address"
    EMAIL = "email"
    OTHER = "other"

    @property
    def label(self) -> str:
        """What stands in the working copy, in the language of the letter."""
        return LABELS[self]


LABELS = {
    Mark.NAME: "[họ tên]",
    Mark.PHONE: "[số điện thoại]",
    Mark.ID_NUMBER: "[số giấy tờ]",
    Mark.ADDRESS: "[địa chỉ]",
    Mark.EMAIL: "[thư điện tử]",
    Mark.OTHER: "[lược bỏ]",
}


@dataclass(frozen=True, order=True)
class Span:
    """Characters ``[start, end)`` of the NFC text to strike out."""

    start: int
    end: int
    mark: Mark = Mark.OTHER


class SpanError(ValueError):
    """A span that is empty or lies outside the text."""


def redact(text: str, spans: Iterable[Span]) -> str:
    """``text`` in NFC with each span replaced by the label of its kind.

    Spans that overlap or touch become one. Raises ``SpanError``.
    """
    text = nfc(text)
    out: list[str] = []
    end = 0
    for span in joined(text, spans):
        out += [text[end : span.start], span.mark.label]
        end = span.end
    return "".join([*out, text[end:]])


def joined(text: str, spans: Iterable[Span]) -> list[Span]:
    """Spans in order without overlaps; the kind of the longest part stays."""
    found: list[Span] = []
    for span in sorted(spans):
        if not 0 <= span.start < span.end <= len(text):
            raise SpanError(f"{span.start}-{span.end}")
        end = span.end
        # A combining mark that is left behind would show which letter it stood on.
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        span = Span(span.start, end, span.mark)
        if found and span.start <= found[-1].end:
            before = found.pop()
            longer = max(before, span, key=lambda one: one.end - one.start)
            span = Span(before.start, max(before.end, span.end), longer.mark)
        found.append(span)
    return found


def counted(text: str, spans: Iterable[Span]) -> dict[str, int]:
    """How many passages of each kind are struck out: what may be said of a redaction."""
    return dict(Counter(span.mark.value for span in joined(nfc(text), spans)))
