"""Headings, paragraphs and entries of lists, with what stands under what."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from gandan.substance.document import Document
from gandan.vietnamese import sentences

_MARKERS = (
    (0, re.compile(r"phần (?:thứ )?(?:nhất|hai|ba|tư|bốn|năm|\d|[ivx]+)\b[.:]?", re.IGNORECASE)),
    (1, re.compile(r"[IVX]{1,5}\s*[.)/-]\s*")),
    (2, re.compile(r"[A-Z]\s*[.)]\s+")),
    (3, re.compile(r"\d{1,2}\s*[.)]\s*(?=[^\d\s])")),
    (4, re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+")),
    (5, re.compile(r"\(?(?:[a-zđ]|[ivx]{1,4})\s*[.)]\s+")),
    (6, re.compile(r"\(\d{1,2}\)\s*")),
    (7, re.compile(r"[-–•●▪■*]\s*(?=\S)")),
    (8, re.compile(r"[+○◦·›]\s*(?=\S)")),
)
PLAIN = 9
_FIGURE = re.compile(r"\d")
_HEADING_LENGTH = 160


@dataclass
class Block:
    """A line of the text: its content without the marker, and the entries under it."""

    start: int
    end: int
    rank: int = PLAIN
    is_heading: bool = False
    section: str = ""
    children: list["Block"] = field(default_factory=list)


def outline(document: Document) -> list[Block]:
    """The blocks in order, tables left out; entries of a list hang under the line before it."""
    blocks = _lines(document)
    text = document.plain
    section = ""
    top: list[Block] = []
    stack: list[Block] = []
    for block in blocks:
        if block.is_heading:
            section = text[block.start : block.end].strip()
            stack.clear()
        block.section = section
        while stack and not _hangs(block, stack[-1], text):
            stack.pop()
        (stack[-1].children if stack else top).append(block)
        stack.append(block)
    return top


def _lines(document: Document) -> list[Block]:
    blocks = []
    position = 0
    inside = [(table.start, table.end) for table in document.tables]
    for line in document.plain.split("\n"):
        start, end = position, position + len(line)
        position = end + 1
        start += len(line) - len(line.lstrip())
        end = start + len(line.strip())
        if start >= end or any(a <= start < b for a, b in inside):
            continue
        rank, content = _marked(document.plain, start, end)
        heading = _is_heading(document.plain[content:end], rank)
        blocks.append(Block(content, end, rank, heading))
    return blocks


def _marked(text: str, start: int, end: int) -> tuple[int, int]:
    """The rank of the marker, and where the content begins. Several may follow one another."""
    rank, content = PLAIN, start
    for _ in range(3):
        for own, pattern in _MARKERS:
            match = pattern.match(text, content, end)
            if match and match.end() < end:
                rank, content = own, match.end()
                break
        else:
            break
    return rank, content


def _is_heading(content: str, rank: int) -> bool:
    """Short, without a figure or an end of sentence; in capitals, or with a numbered marker."""
    if len(content) > _HEADING_LENGTH or content.rstrip()[-1:] in ".;,:":
        return False
    return content.isupper() or (rank <= 4 and not _FIGURE.search(content))


def _hangs(block: Block, above: Block, text: str) -> bool:
    """Whether a line is an entry of the list that the line above opens."""
    if above.is_heading or block.is_heading:
        return False
    opens = text[above.start : above.end].rstrip().endswith(":") or _opens(text, above)
    if block.rank == PLAIN:
        return (opens and not above.children) or _continues(above, text)
    if above.rank == PLAIN or block.rank > above.rank:
        return opens or (block.rank > 6 and text[above.end - 1] not in ".;!?")
    return False


_OPENING = re.compile(
    r"(?:trong đó|gồm|bao gồm|cụ thể|như sau|gồm có|chia ra)\s*[:.;,]?\s*$", re.IGNORECASE
)


def _opens(text: str, block: Block) -> bool:
    return bool(_OPENING.search(text[block.start : block.end]))


def _continues(above: Block, text: str) -> bool:
    """Entries without markers: each ends with a semicolon until the last one."""
    if not above.children or above.children[-1].rank != PLAIN:
        return False
    last = above.children[-1]
    return text[last.start : last.end].rstrip().endswith(";")


# "... đang 91. 10 vụ ...": a stop between figures ends a sentence here.
_FIGURE_STOP = re.compile(r"(?<=\d)\. (?=\d)")


def sentence_spans(document: Document, block: Block) -> list[tuple[int, int]]:
    """The sentences of a block, in offsets of the text."""
    text = document.plain[block.start : block.end]
    spans = []
    for start, end in sentences(text):
        edges = [start, *(m.end() for m in _FIGURE_STOP.finditer(text, start, end)), end]
        spans += list(pairwise(edges))
    return [(block.start + start, block.start + end) for start, end in spans]
