"""Small questions about the words, figures and brackets of a phrase."""

import re
from collections.abc import Sequence

from gandan.substance.figures import Figure, Mark
from gandan.substance.phrases import Bracket, Kind, Node, Phrase, phrases
from gandan.substance.tokens import FIGURE, MOMENT, PUNCTUATION, WORD, Token

# Words that say nothing of what is counted.
_EMPTY = frozenset(
    "đã được là có về thì tức với cũng vẫn lại và của các những số tổng nay đến tại ở do "
    "hơn trên gần khoảng ước ra vào cả toàn trong được bị".split()
)


def figure_of(node: Node) -> Figure | None:
    return node.figure if isinstance(node, Token) and node.kind == FIGURE else None


def figure_first(phrase: Phrase) -> bool:
    for node in phrase.nodes:
        if figure_of(node):
            return True
        if isinstance(node, Token) and node.kind == WORD and node.text not in _EMPTY:
            return False
    return False


def content_words(nodes: Sequence[Node]) -> list[str]:
    """Words that are neither empty, nor the noun of a figure, nor a keyword of shares."""
    skipped = {"chiếm", "đạt", "bằng", "tỷ", "tỉ", "lệ", "tương", "đương", "ứng", "tức", "là"}
    out, inside = [], 0
    for node in nodes:
        if isinstance(node, Bracket):
            continue
        if figure := node.figure:
            inside = figure.noun_end
        elif (
            node.kind == WORD
            and node.start >= inside
            and node.text not in _EMPTY
            and node.text not in skipped
        ):
            out.append(node.text)
    return out


def content_of(phrase: Phrase) -> list[str]:
    return content_words(phrase.nodes)


def label_of(phrase: Phrase, main: Figure) -> tuple[str, str]:
    """The words before the main figure, and those after it up to the next figure."""
    before, after = [], []
    stopped = False
    for node in phrase.nodes:
        if not isinstance(node, Token):
            continue
        if node.figure and node.figure != main and node.start > main.start:
            stopped = True
        if node.kind not in {WORD, MOMENT} or stopped:
            continue
        if node.start < main.start:
            before.append(node.text)
        elif node.start >= (main.noun_end if main.noun.typed else main.end):
            after.append(node.text)
    return " ".join(before), " ".join(after)


def base_of(nodes: Sequence[Node], index: int) -> tuple[Figure | None, int]:
    """The figure after "/" or "trên tổng số", and the place after it."""
    if index + 2 < len(nodes) and is_mark(nodes[index + 1], "/"):
        place = index + 2
        while place < len(nodes) and word_of(nodes[place]) in {"tổng", "số"}:
            place += 1
        if place < len(nodes) and (figure := figure_of(nodes[place])):
            return figure, place + 1
    words = [word_of(node) for node in nodes[index + 1 : index + 6]]
    for lead in ("trên tổng số", "trong tổng số", "trên tổng", "trong tổng", "trên số"):
        text = " ".join(words)
        if lead in text:
            place = index + 1 + text[: text.index(lead)].count(" ") + len(lead.split())
            if place < len(nodes) and (figure := figure_of(nodes[place])):
                return figure, place + 1
    return None, index


def is_mark(node: Node, text: str) -> bool:
    return isinstance(node, Token) and node.kind == PUNCTUATION and node.text == text


def word_of(node: Node) -> str:
    return node.text if isinstance(node, Token) else ""


def is_ratio(figure: Figure, base: Figure) -> bool:
    """14/15 khiếu nại is a ratio; 866 lượt / 964 người are two values."""
    if figure.unit != base.unit:
        return False
    return not figure.noun or (figure.noun.fits(base.noun) and bool(base.noun))


def is_own_share(nodes: Sequence[Node], index: int) -> bool:
    """A share in the phrase of a count tells of it unless it is a limit: "trên 70% 212 nhà",
    "4 tòa chưa đủ 50% người ở"."""
    figure = figure_of(nodes[index])
    if figure is None or figure.mark != Mark.EXACT or figure.until is not None:
        return False
    before = [n for n in nodes[:index] if (f := figure_of(n)) and not f.is_share]
    if not before:
        return True
    last = figure_of(before[-1])
    between = [n for n in nodes[:index] if last is not None and n.start >= last.noun_end]
    return not any(isinstance(n, Token) and n.kind == WORD for n in between)


def is_rate(nodes: Sequence[Node], index: int) -> bool:
    """ "mỗi suất 500.000 đồng", "2,5 lượt/ngày": an amount for each, not one more value."""
    before = " ".join(word_of(node) for node in nodes[max(0, index - 3) : index])
    if "mỗi" in before:
        return True
    return index + 2 < len(nodes) and any(
        is_mark(nodes[place], "/") and not figure_of(nodes[place + 1])
        for place in range(index + 1, min(index + 3, len(nodes) - 1))
    )


def is_sum(nodes: Sequence[Node]) -> bool:
    """229+159 and nothing else."""
    marks = [node for node in nodes if is_mark(node, "+")]
    figures = [node for node in nodes if figure_of(node)]
    return (
        bool(marks)
        and len(figures) == len(marks) + 1
        and not any(is_mark(node, "=") for node in nodes)
    )


def opens_change(nodes: Sequence[Node]) -> bool:
    first = next(iter(phrases(nodes)), None)
    return first is not None and first.kind == Kind.CHANGE


def is_before(nodes: Sequence[Node]) -> bool:
    """ "2019: 12/241", "cùng kỳ 117 lượt", "năm trước là 12": what was before."""
    first = next((n for n in nodes if isinstance(n, Token)), None)
    if first is None:
        return False
    text = " ".join(word_of(n) for n in nodes[:4])
    if re.match(
        r"(?:so với |so )?(?:cùng kỳ|năm trước|kỳ trước|năm ngoái|tháng trước|quý trước)", text
    ):
        return True
    return first.kind == MOMENT and not content_words(nodes)


def begins_among(nodes: Sequence[Node]) -> bool:
    return " ".join(word_of(n) for n in nodes[:2]) == "trong đó" or word_of(nodes[0]) in {
        "riêng",
        "có",
    }
