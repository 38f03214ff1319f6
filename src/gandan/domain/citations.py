"""Citations of legal texts: one written form, read and worded.

The form is ``Law 02/2011/QH13, art. 28.1``; several articles ``arts. 27, 36``; several texts
are separated by semicolons. Letters follow the number: ``art. 12.1.đ``.
"""

import re
from dataclasses import dataclass
from functools import cache

from gandan.domain.provisions import Provision, provision_fields, shipped_rows

KINDS = {
    "Law": "Luật",
    "Civil Code": "Bộ luật",
    "Labour Code": "Bộ luật",
    "Decree": "Nghị định",
    "Circular": "Thông tư",
    "Resolution": "Nghị quyết",
    "Joint Resolution": "Nghị quyết liên tịch",
    "Regulation": "Quy định",
    "Decision": "Quyết định",
    "Document": "Văn bản",
}
_ARTICLE = r"\d+[a-z]?(?:\.\d+[a-z]?)*(?:\.[a-zđ])?"
CITATION = re.compile(
    rf"(?P<kind>{'|'.join(sorted(KINDS, key=len, reverse=True))})"
    r" (?P<number>\d+(?:/\d{4})?[/-][A-ZĐa-z0-9/-]*[A-Z0-9])"
    rf"(?:,\s+arts?\.\s+(?P<articles>{_ARTICLE}(?:(?:,\s+(?:and\s+)?|\s+and\s+){_ARTICLE})*))?"
)


class CitationError(ValueError):
    """The text is not a citation in the one form that is read."""


@dataclass(frozen=True)
class Citation:
    """One article of one text; ``article`` is empty when the whole text is meant."""

    kind: str
    number: str
    article: str = ""

    @property
    def instrument(self) -> str:
        return f"{self.kind} {self.number}"

    def __str__(self) -> str:
        return f"{self.instrument}, art. {self.article}" if self.article else self.instrument


@dataclass(frozen=True, kw_only=True)
class Instrument(Provision):
    """A legal text: ``code`` is its citation without an article."""

    title: str
    title_en: str


def find(text: str) -> list[Citation]:
    """All citations in a text, each article by itself, in order; other words are passed over."""
    found = []
    for match in CITATION.finditer(text):
        articles = re.findall(_ARTICLE, match["articles"] or "")
        for article in articles or [""]:
            found.append(Citation(match["kind"], match["number"], article))
    return found


def read(text: str) -> tuple[Citation, ...]:
    """The citations of a row. Raises ``CitationError`` when anything else stands in it."""
    citations: list[Citation] = []
    for part in filter(None, (p.strip() for p in text.split(";"))):
        if not CITATION.fullmatch(part):
            raise CitationError(f"“{part}” không phải dẫn chiếu như “Law 02/2011/QH13, art. 28.1”")
        citations.extend(find(part))
    return tuple(citations)


@cache
def instruments() -> dict[str, Instrument]:
    """The legal texts that the product knows, by their citation."""
    return {
        row["code"]: Instrument(
            **provision_fields(row), title=row["title"], title_en=row["title_en"]
        )
        for row in shipped_rows("instruments", "instrument")
    }


def in_vietnamese(text: str) -> str:
    """Word a row's citations as an office writes them; articles of one text stand together.

    >>> in_vietnamese("Law 02/2011/QH13, arts. 27, 36")
    'Điều 27, Điều 36 Luật Khiếu nại số 02/2011/QH13'
    """
    by_text: dict[str, list[Citation]] = {}
    for citation in read(text):
        by_text.setdefault(citation.instrument, []).append(citation)
    return "; ".join(_worded(citations) for citations in by_text.values())


def _worded(citations: list[Citation]) -> str:
    known = instruments().get(citations[0].instrument)
    name = f"{known.title if known else KINDS[citations[0].kind]} số {citations[0].number}"
    articles = [_article_in_vietnamese(c.article) for c in citations if c.article]
    return f"{', '.join(articles)} {name}" if articles else name


def _article_in_vietnamese(article: str) -> str:
    number, *parts = article.split(".")
    words = [f"khoản {part}" if part[0].isdigit() else f"điểm {part}" for part in reversed(parts)]
    return " ".join([*words, f"Điều {number}"])
