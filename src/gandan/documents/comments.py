"""A Word file with remarks as comments on the very words they are about.

The file is copied as it is; only runs are cut where a comment begins or ends inside them.
"""

import io
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from docx import Document as OpenDocument
from docx.oxml.ns import qn
from docx.text.run import Run

from gandan.documents.cleaning import printable
from gandan.documents.review import Remark, Review
from gandan.documents.wordml import repacked, set_font, spaced
from gandan.vietnamese import nfc

AUTHOR, INITIALS = "Gần Dân", "GD"
_HIDDEN = frozenset({qn("w:del"), qn("w:moveFrom")})
_PARAGRAPH, _RUN, _TEXT = qn("w:p"), qn("w:r"), qn("w:t")


def commented(data: bytes, review: Review) -> bytes:
    """Return a copy of a .docx with comments; ``review.text`` is what was read from it.

    Remarks whose words are not found again stand as comments on the first paragraph. Raises
    what python-docx raises on a file that it cannot open.
    """
    paper = OpenDocument(io.BytesIO(data))
    paragraphs = list(_placed(paper, review.text))
    for remark in review.remarks:
        _comment(paper, paragraphs, remark)
    out = io.BytesIO()
    paper.save(out)
    return repacked(out.getvalue())


def written_with_comments(review: Review) -> bytes:
    """Return a new .docx of the text and its tables, with the comments."""
    paper = OpenDocument()
    set_font(paper.styles["Normal"], 13)
    tables = {table[0][0][0]: table for table in review.tables if table and table[0]}
    inside = [(start, max(c[1] for row in t for c in row)) for start, t in tables.items()]
    position = 0
    for line in review.text.split("\n"):
        start, position = position, position + len(line) + 1
        if start in tables:
            _add_table(paper, review.text, tables[start])
        elif line.strip() and not any(a <= start < b for a, b in inside):
            spaced(paper.add_paragraph(printable(line)), after=6)
    out = io.BytesIO()
    paper.save(out)
    return commented(out.getvalue(), review)


def _add_table(paper: Any, text: str, rows: Sequence[Sequence[tuple[int, int, int]]]) -> None:
    width = max(sum(columns for *_, columns in row) for row in rows)
    grid = paper.add_table(rows=len(rows), cols=width)
    grid.style = "Table Grid"
    for number, row in enumerate(rows):
        column = 0
        for start, end, columns in row:
            cell = grid.cell(number, column)
            if columns > 1:
                cell = cell.merge(grid.cell(number, column + columns - 1))
            cell.text = printable(text[start:end])
            column += columns


@dataclass
class _Paragraph:
    """A paragraph and where its words begin in the text; ``start`` -1: not found."""

    element: Any
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _placed(paper: Any, text: str) -> Iterator[_Paragraph]:
    """The paragraphs in reading order, found one after another in the text that was read."""
    position = 0
    for element in paper.element.body.iter(_PARAGRAPH):
        own = nfc("".join(_piece(run) for run in _runs(element)))
        stripped = own.strip()
        if not stripped:
            continue
        found = text.find(stripped, position)
        if found < 0:
            yield _Paragraph(element, -1, own)
            continue
        position = found + len(stripped)
        yield _Paragraph(element, found - (len(own) - len(own.lstrip())), own)


def _runs(paragraph: Any) -> list[Any]:
    """The runs that are shown, also those inside links; text boxes have paragraphs of their own."""
    found = []
    for run in paragraph.iter(_RUN):
        above = list(run.iterancestors())
        nearest = next((a for a in above if a.tag == _PARAGRAPH), None)
        if nearest is paragraph and not any(a.tag in _HIDDEN for a in above):
            found.append(run)
    return found


def _piece(run: Any) -> str:
    return "".join(child.text or "" for child in run if child.tag == _TEXT)


def _comment(paper: Any, paragraphs: Sequence[_Paragraph], remark: Remark) -> None:
    start, end = _first_stretch(paragraphs, remark)
    home = next((p for p in paragraphs if p.start >= 0 and p.start <= start < p.end), None)
    if home is None:
        home = next((p for p in paragraphs if _runs(p.element)), None)
        if home is None:
            return
        start, end = home.start, home.end
    runs = _covering(home, start, min(end, home.end))
    if not runs:
        return
    words = f"[{remark.number}] {remark.word}: {remark.title}\n{remark.text}"
    words += f"\n{remark.advice}" if remark.advice else ""
    first, last = Run(runs[0], paper), Run(runs[-1], paper)
    made = paper.add_comment([first, last], text=_lines(words), author=AUTHOR, initials=INITIALS)
    # python-docx writes the moment of making; equal reviews must give equal files.
    made._comment_elm.attrib.pop(qn("w:date"), None)


def _lines(text: str) -> str:
    return "\n".join(printable(line) for line in text.split("\n"))


def _first_stretch(paragraphs: Sequence[_Paragraph], remark: Remark) -> tuple[int, int]:
    """The focus; else from the first mark to the last one in the same paragraph."""
    if not remark.marks:
        return 0, 1
    start, end = remark.place
    home = next((p for p in paragraphs if 0 <= p.start <= start < p.end), None)
    for first, last in remark.marks if remark.focus is None else ():
        if home is not None and first < home.end:
            end = max(end, last)
    return start, end


def _covering(paragraph: _Paragraph, start: int, end: int) -> list[Any]:
    """The runs of [start, end) of the text, cut at both ends."""
    position = paragraph.start
    found = []
    for run in _runs(paragraph.element):
        piece = nfc(_piece(run))
        first, last = position, position + len(piece)
        position = last
        if last <= start or first >= end or not piece:
            continue
        if last > end:
            _cut(run, end - first)
        if first < start:
            run = _cut(run, start - first)
        found.append(run)
    return found


def _cut(run: Any, length: int) -> Any:
    """Cut a run of plain text after ``length`` letters; return the second part."""
    texts = [child for child in run if child.tag == _TEXT]
    if len(texts) != 1 or len(run) - len(texts) > (run.find(qn("w:rPr")) is not None):
        return run  # a run with tabs, breaks or fields stays whole
    whole = nfc(texts[0].text or "")
    rest = deepcopy(run)
    run.addnext(rest)
    second = next(child for child in rest if child.tag == _TEXT)
    for element, text in ((texts[0], whole[:length]), (second, whole[length:])):
        element.text = text
        element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return rest
