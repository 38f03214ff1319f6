"""A text with remarks beside it, as a fragment of a web page: each passage, then its notes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Literal

Look = Literal["error", "warning", "remark", "new"]
Span = tuple[int, int]
FIGURE = ' class="n"'


@dataclass(frozen=True)
class Remark:
    """``marks`` are spans of the text; ``word`` says the look in words; ``link`` leads to the rule."""

    number: int
    marks: tuple[Span, ...]
    look: Look
    word: str
    title: str
    text: str
    advice: str = ""
    link: str = ""
    focus: Span | None = None

    @property
    def place(self) -> Span:
        """Where the remark is put: its focus, else its first mark."""
        return self.focus or (self.marks[0] if self.marks else (0, 0))


@dataclass(frozen=True)
class Review:
    """``tables`` hold rows of cells (start, end, columns) inside the text."""

    text: str
    remarks: tuple[Remark, ...]
    tables: tuple[tuple[tuple[tuple[int, int, int], ...], ...], ...] = ()
    language: str = "vi"
    words: dict[str, str] = field(default_factory=dict)

    def word(self, key: str, default: str) -> str:
        return self.words.get(key, default)


def review_html(review: Review) -> str:
    """Return ``<div class="review">``; every text is escaped."""
    passages = list(_passages(review))
    placed: dict[int, list[Remark]] = {}
    for remark in review.remarks:
        first = remark.place[0]
        place = next((n for n, p in enumerate(passages) if first < p.end), len(passages) - 1)
        placed.setdefault(max(0, place), []).append(remark)
    parts = ['<div class="review">']
    for number, passage in enumerate(passages):
        parts.append(_passage(review, passage, placed.get(number, [])))
    return "\n".join([*parts, "</div>"])


@dataclass(frozen=True)
class _Passage:
    start: int
    end: int
    table: int = -1


def _passages(review: Review) -> Iterator[_Passage]:
    """Lines of the text; a table is one passage."""
    inside = [
        (table[0][0][0], max(cell[1] for row in table for cell in row), number)
        for number, table in enumerate(review.tables)
        if table and table[0]
    ]
    position = 0
    for line in review.text.split("\n"):
        start, end = position, position + len(line)
        position = end + 1
        own = next((t for t in inside if t[0] <= start < max(t[1], t[0] + 1)), None)
        if own is not None:
            if start <= own[0]:
                yield _Passage(own[0], own[1], own[2])
        elif line.strip():
            yield _Passage(start, end)


def _passage(review: Review, passage: _Passage, notes: Sequence[Remark]) -> str:
    language = escape(review.language)
    if passage.table >= 0:
        body = _table(review, passage)
    else:
        body = f"<p>{_marked(review, passage.start, passage.end)}</p>"
    aside = ""
    if notes:
        label = escape(review.word("notes", "Ghi chú cho đoạn bên"))
        items = "".join(_note(review, remark) for remark in notes)
        aside = f'<ol class="review-notes plain" aria-label="{label}">{items}</ol>'
    return f'<div class="passage"><div class="passage-text" lang="{language}">{body}</div>{aside}</div>'


def _note(review: Review, remark: Remark) -> str:
    advice = f'<p class="advice">{escape(remark.advice)}</p>' if remark.advice else ""
    why = escape(review.word("why", "Quy tắc và cách phản hồi"))
    link = f'<p class="meta"><a href="{escape(remark.link)}">{why}</a></p>' if remark.link else ""
    return (
        f'<li id="ghi-{remark.number}" class="{remark.look}"><h3><span class="no">{remark.number}</span> '
        f'<span class="tag {_TAGS[remark.look]}">{escape(remark.word)}</span> {escape(remark.title)}</h3>'
        f"<p>{escape(remark.text)}</p>{advice}{link}</li>"
    )


_TAGS = {"error": "late", "warning": "soon", "remark": "pencil", "new": "done"}


def _table(review: Review, passage: _Passage) -> str:
    rows = []
    figures = {
        column
        for row in review.tables[passage.table][1:]
        for column, (a, b, _) in enumerate(row)
        if review.text[a:b].strip()[:1].isdecimal()
    }
    for number, row in enumerate(review.tables[passage.table]):
        tag = "th" if number == 0 else "td"
        scope = ' scope="col"' if number == 0 else ""
        cells = "".join(
            f"<{tag}{FIGURE if column in figures else ''}{scope}{_span(columns)}>"
            f"{_marked(review, a, b)}</{tag}>"
            for column, (a, b, columns) in enumerate(row)
        )
        rows.append(f"<tr>{cells}</tr>")
    name = escape(review.word("table", "Bảng trong báo cáo"))
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{name}">'
        f"<table>{''.join(rows)}</table></div>"
    )


def _span(columns: int) -> str:
    return f' colspan="{columns}"' if columns > 1 else ""


def _marked(review: Review, start: int, end: int) -> str:
    """The text with its marks; where marks overlap, the piece carries all their numbers."""
    touching = [
        (max(a, start), min(b, end), remark)
        for remark in review.remarks
        for a, b in remark.marks
        if a < end and start < b
    ]
    edges = sorted({start, end, *(edge for a, b, _ in touching for edge in (a, b))})
    out = []
    for first, last in pairwise(edges):
        over = [remark for a, b, remark in touching if a <= first and last <= b]
        piece = escape(review.text[first:last])
        if not over:
            out.append(piece)
            continue
        look = min((remark.look for remark in over), key=list(_TAGS).index)
        out.append(f'<mark class="{look}">{piece}</mark>')
        ending = [r for a, b, r in touching if b == last and _ends(r, last)]
        out += [f'<a class="cite" href="#ghi-{r.number}">{r.number}</a>' for r in ending]
    return "".join(out)


def _ends(remark: Remark, position: int) -> bool:
    return remark.marks[-1][1] == position
