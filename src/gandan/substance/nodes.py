"""Small questions about the words, figures and brackets of a phrase."""

import re
from collections.abc import Sequence
from dataclasses import replace

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
    if (base := _beside(nodes, index)) is not None:
        return base
    words = [word_of(node) for node in nodes[index + 1 : index + 10]]
    for lead in ("trên tổng số", "trong tổng số", "trên tổng", "trong tổng", "trên số", "trong số"):
        text = " ".join(words)
        if lead in text:
            place = index + 1 + text[: text.index(lead)].count(" ") + len(lead.split())
            if place < len(nodes) and (figure := figure_of(nodes[place])):
                return figure, place + 1
    return None, index


def _beside(nodes: Sequence[Node], index: int) -> tuple[Figure, int] | None:
    """ "126 hộ trên 5.040 hộ", "144 trong 480 phản ánh": two counts of one noun side by side."""
    figure = figure_of(nodes[index])
    if figure is None or not figure.is_count:
        return None
    place = index + 1
    while place < len(nodes) and nodes[place].start < figure.noun_end:
        place += 1
    within = place < len(nodes) and word_of(nodes[place]) in {"trong", "trên"}
    place += within
    base = figure_of(nodes[place]) if place < len(nodes) else None
    if base is None or not base.is_count or not base.noun or "days" in base.noun.classes:
        return None
    alike = base.noun == figure.noun or (within and not figure.noun)
    alike = alike and figure.mark == Mark.EXACT
    over = within or base.mark == Mark.ABOVE
    if not alike or not over or base.value < figure.value:
        return None
    return replace(base, mark=Mark.EXACT), place + 1


def is_mark(node: Node, text: str) -> bool:
    return isinstance(node, Token) and node.kind == PUNCTUATION and node.text == text


def word_of(node: Node) -> str:
    return node.text if isinstance(node, Token) else ""


def is_ratio(figure: Figure, base: Figure) -> bool:
    """14/15 khiếu nại is a ratio; 866 lượt / 964 người are two values."""
    if figure.unit != base.unit:
        return False
    return not figure.noun or (figure.noun.fits(base.noun) and bool(base.noun))


_OTHER_BASE = re.compile(r"\b(?:dân số|diện tích|sản lượng|doanh thu|giá trị|thu nhập|tiền|vốn)\b")


def bases_of_share(nodes: Sequence[Node]) -> list[Figure]:
    """Counts in the phrase of a share, unless it is of something else that belongs to them:
    "34,8% dân số 7 xã"."""
    found: list[Figure] = []
    words = ""
    for node in nodes:
        if figure := figure_of(node):
            if not _OTHER_BASE.search(words):
                found.append(figure)
            words = ""
        else:
            words += f" {word_of(node)}"
    return found


def scaled(figure: Figure, base: Figure) -> Figure:
    """ "3,6/4,8 tỷ đồng": the measure after the second figure is that of both."""
    if figure.unit != "count" or figure.noun or base.is_count or figure.step > 1:
        return figure
    return replace(
        figure,
        value=figure.value * base.factor,
        step=figure.step * base.factor,
        unit=base.unit,
        factor=base.factor,
    )


def is_own_share(nodes: Sequence[Node], index: int) -> bool:
    """A share in the phrase of a count tells of it unless it is a limit: "trên 70% 212 nhà",
    "4 tòa chưa đủ 50% người ở"."""
    figure = figure_of(nodes[index])
    if figure is None or figure.until is not None:
        return False
    if figure.mark != Mark.EXACT and not _is_counted_beside(nodes, index):
        return False
    before = [n for n in nodes[:index] if (f := figure_of(n)) and not f.is_share]
    if not before:
        return not _tells_of_later(nodes, index, figure)
    last = figure_of(before[-1])
    between = [n for n in nodes[:index] if last is not None and n.start >= last.noun_end]
    return not any(isinstance(n, Token) and n.kind == WORD for n in between)


def _is_counted_beside(nodes: Sequence[Node], index: int) -> bool:
    """ "gần một nửa (142/300 công nhân)": the count in brackets is that of the share."""
    beside = nodes[index + 1] if index + 1 < len(nodes) else None
    inside = beside.tokens if isinstance(beside, Bracket) else []
    return sum(figure_of(node) is not None for node in inside) == 2


def _tells_of_later(nodes: Sequence[Node], index: int, share: Figure) -> bool:
    """ "26% ý kiến trả lời chậm trên 15 ngày": words stand between the share and the count."""
    place = next(
        (n for n in range(index + 1, len(nodes)) if (f := figure_of(nodes[n])) and not f.is_share),
        None,
    )
    between = nodes[index + 1 : place] if place is not None else []
    return any(
        isinstance(n, Token) and n.kind == WORD and n.start >= share.noun_end for n in between
    )


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
