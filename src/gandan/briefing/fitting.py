"""Does the first part stand on one page? Measured on the paper itself, not guessed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pypdfium2

from gandan.briefing.assembly import PARTS, Page
from gandan.briefing.papers import first_page_of
from gandan.documents import layout, to_pdf
from gandan.overview.papers import PaperHead

LINE = 74  # letters of a line in the official size


@dataclass(frozen=True)
class Fit:
    """``over`` is how many lines stand behind the first page."""

    pages: int
    over: int


def fit_of(
    page: Page, content: Mapping[str, Any], *, title: str, head: PaperHead, look: str
) -> Fit:
    made = to_pdf(first_page_of(page, content, title=title, head=head), layout(look))
    document = pypdfium2.PdfDocument(made)
    try:
        texts = [document[n].get_textpage().get_text_bounded() for n in range(len(document))]
    finally:
        document.close()
    over = sum(len([line for line in text.splitlines() if line.strip()]) for text in texts[1:])
    return Fit(len(texts), over)


def longest_part(page: Page) -> str:
    """The part of the page with most lines, the one to shorten first."""
    sizes = {
        "problems": sum(
            len("".join(one.text for one in (p.title, *p.sentences))) // LINE + 1
            for p in page.problems
        ),
        **{part: sum(len(one.text) for one in page.parts[part]) // LINE for part in PARTS},
    }
    return max(sizes, key=lambda part: sizes[part])
