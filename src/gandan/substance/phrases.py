"""Cut a sentence into phrases: at commas, semicolons, colons, and at the words that relate figures."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from gandan.substance.tokens import FIGURE, MOMENT, PUNCTUATION, WORD, Token


class Kind(StrEnum):
    """What a phrase does, by the words that open it."""

    PLAIN = "plain"
    CHANGE = "change"
    SHARE = "share"
    COMPARE = "compare"
    GROUP = "group"
    AMONG = "among"
    COLON = "colon"


@dataclass
class Bracket:
    """What stands between brackets, cut into phrases on demand."""

    start: int
    end: int
    tokens: list["Token | Bracket"]


Node = Token | Bracket


@dataclass
class Phrase:
    """``mark`` is what stands before it: "" "," ";" "và" ":" or "." at the beginning."""

    kind: Kind
    mark: str
    nodes: list[Node] = field(default_factory=list)
    keyword: str = ""

    @property
    def start(self) -> int:
        return self.nodes[0].start

    @property
    def end(self) -> int:
        return self.nodes[-1].end

    def figures(self) -> list[Token]:
        """The figure tokens outside brackets."""
        return [n for n in self.nodes if isinstance(n, Token) and n.kind == FIGURE]


# Longest first. A word is a keyword only where ``_opens`` agrees.
KEYWORDS: tuple[tuple[Kind, tuple[str, ...]], ...] = tuple(
    (kind, tuple(words.split()))
    for kind, phrases in (
        (
            Kind.AMONG,
            "trong đó có|trong số đó có|trong số đó|trong số này có|trong số này|trong đó|riêng|có",
        ),
        (
            Kind.GROUP,
            "bao gồm cả|bao gồm các|bao gồm|gồm có|gồm các|gồm|chia ra|chia thành|chia theo|chia làm|phân ra|"
            "phân thành|phân loại theo|phân loại|phân theo|cụ thể là|cụ thể như sau|cụ thể|như sau|"
            "theo loại|cơ cấu|phân tích theo|kết quả phân loại|kết quả phân tích|được chia",
        ),
        (Kind.CHANGE, "tăng|giảm|nhiều hơn|ít hơn|cao hơn|thấp hơn|gấp|tăng thêm|giảm đi|vượt"),
        (
            Kind.SHARE,
            "chiếm tỷ lệ|chiếm tỉ lệ|chiếm|đạt tỷ lệ|đạt tỉ lệ|đạt|tỷ lệ|tỉ lệ|tương đương|tương ứng|"
            "ứng với|bằng|tỷ trọng|tức",
        ),
        (Kind.COMPARE, "so với|cùng kỳ|so cùng kỳ|cùng thời điểm|cùng thời gian"),
    )
    for words in phrases.split("|")
    for phrases in (words,)
)
_BY_FIRST: dict[str, list[tuple[Kind, tuple[str, ...]]]] = {}
for _kind, _words in sorted(KEYWORDS, key=lambda entry: -len(entry[1])):
    _BY_FIRST.setdefault(_words[0], []).append((_kind, _words))

# "tăng cường", "giảm nghèo" tell of no change; nor does "hoạt động riêng".
_NOT_CHANGE = frozenset("cường nghèo thiểu tốc trưởng gia thu tải phát nhẹ án".split())
REACH = 7  # tokens in which the figure must follow its keyword
_SEPARATORS = frozenset({",", ";", ":", ".", "\n"})


def nested(tokens: Sequence[Token]) -> list[Node]:
    """The tokens with brackets made one; a bracket that never closes is left out."""
    stack: list[list[Node]] = [[]]
    opened: list[int] = []
    for token in tokens:
        if token.kind == PUNCTUATION and token.text in "([":
            stack.append([])
            opened.append(token.start)
        elif token.kind == PUNCTUATION and token.text in ")]":
            if opened:
                inside = stack.pop()
                stack[-1].append(Bracket(opened.pop(), token.end, inside))
        else:
            stack[-1].append(token)
    while opened:
        inside = stack.pop()
        opened.pop()
        stack[-1].extend(inside)
    return stack[0]


def phrases(nodes: Sequence[Node]) -> list[Phrase]:
    """Cut at marks and keywords; empty phrases are left out, their marks go on."""
    out: list[Phrase] = []
    current = Phrase(Kind.PLAIN, ".")
    index = 0
    while index < len(nodes):
        node = nodes[index]
        mark = _mark(nodes, index)
        if mark:
            current = _next(out, current, mark)
            index += 1
            continue
        keyword = _keyword(nodes, index)
        if keyword:
            kind, length = keyword
            before = _next(out, current, "")
            words = " ".join(n.text for n in nodes[index : index + length] if isinstance(n, Token))
            current = Phrase(kind, before.mark, list(nodes[index : index + length]), words)
            index += length
            continue
        current.nodes.append(node)
        index += 1
    _next(out, current, "")
    return out


def _next(out: list[Phrase], current: Phrase, mark: str) -> Phrase:
    if current.nodes:
        out.append(current)
        return Phrase(Kind.PLAIN, mark)
    current.mark = _stronger(current.mark, mark)
    return current


def _stronger(first: str, second: str) -> str:
    order = ["", "và", ",", ";", ".", ":"]
    return max(first, second, key=order.index)


def _mark(nodes: Sequence[Node], index: int) -> str:
    node = nodes[index]
    if not isinstance(node, Token):
        return ""
    if node.kind == PUNCTUATION and node.text in _SEPARATORS:
        return ";" if node.text in "\n." else node.text
    if node.text == "thì" and _joins_figures(nodes, index) and _text(nodes[0]) != "cứ":
        return ","  # "có 640 doanh nghiệp thì 544 doanh nghiệp đã đối thoại"
    return "và" if node.text == "và" and _joins_figures(nodes, index) else ""


def _joins_figures(nodes: Sequence[Node], index: int) -> bool:
    """Whether a figure stands on both sides of "và" before the next mark."""
    return _figure_near(nodes, index, -1) and _figure_near(nodes, index, 1)


def _figure_near(nodes: Sequence[Node], index: int, step: int) -> bool:
    place = index + step
    while 0 <= place < len(nodes):
        node = nodes[place]
        if isinstance(node, Token):
            if node.kind == FIGURE:
                return True
            if node.text in _SEPARATORS or (node.text == "và" and place != index):
                return False
        place += step
    return False


def _keyword(nodes: Sequence[Node], index: int) -> tuple[Kind, int] | None:
    node = nodes[index]
    if not isinstance(node, Token) or node.kind != WORD:
        return None
    for kind, words in _BY_FIRST.get(node.text, ()):
        here = nodes[index : index + len(words)]
        if len(here) == len(words) and all(
            isinstance(n, Token) and n.text == w for n, w in zip(here, words, strict=True)
        ):
            if _opens(kind, nodes, index, len(words)):
                return kind, len(words)
            return None
    return None


def _opens(kind: Kind, nodes: Sequence[Node], index: int, length: int) -> bool:
    """Whether the words relate figures here, rather than merely occur."""
    following = nodes[index + length : index + length + REACH]
    first = following[0] if following else None
    if kind == Kind.CHANGE:
        if isinstance(first, Token) and first.text in _NOT_CHANGE:
            return False
        if _text(nodes[index]) == "vượt" and not _figure_soon(following):
            return False  # "đơn vượt cấp", "vượt chỉ tiêu 2 đồng chí"
        return any(map(_has_figure, _until_mark(following)))
    if kind == Kind.SHARE:
        return any(map(_is_share, _until_mark(following)))
    word = _text(nodes[index])
    # "Kết quả cụ thể: ..." is a heading, "quá hạn phân loại" tells of no list.
    if kind == Kind.GROUP and word in {"cụ", "cơ", "kết", "phân", "theo", "chia", "được"}:
        return index == 0 or _mark(nodes, index - 1) != ""
    if kind == Kind.AMONG and length == 1 and word == "riêng":
        return index == 0 or _mark(nodes, index - 1) != ""
    if kind == Kind.AMONG and length == 1:  # "Trong tổng số 849 đơn có 234 đơn khiếu nại"
        return index > 2 and _text(nodes[0]) in {"trong", "qua"} and _figure_soon(following)
    return True


def _text(node: Node) -> str:
    return node.text if isinstance(node, Token) else ""


def _figure_soon(nodes: Sequence[Node]) -> bool:
    if len(nodes) > 1 and _text(nodes[0]) in {"hơn", "gần", "khoảng", "tới", "trên"}:
        nodes = nodes[1:]
    return bool(nodes) and isinstance(nodes[0], Token) and nodes[0].kind == FIGURE


def _until_mark(nodes: Sequence[Node]) -> list[Node]:
    out: list[Node] = []
    for node in nodes:
        if isinstance(node, Token) and node.text in _SEPARATORS:
            break
        out.append(node)
    return out


def _has_figure(node: Node) -> bool:
    if isinstance(node, Bracket):
        return any(map(_has_figure, node.tokens))
    return node.kind == FIGURE


def _is_share(node: Node) -> bool:
    return isinstance(node, Token) and node.figure is not None and node.figure.is_share


def words_of(nodes: Sequence[Node]) -> str:
    """The words outside brackets and figures, joined."""
    return " ".join(n.text for n in nodes if isinstance(n, Token) and n.kind == WORD)


def has_moment(nodes: Sequence[Node]) -> bool:
    return any(isinstance(n, Token) and n.kind == MOMENT for n in nodes)
