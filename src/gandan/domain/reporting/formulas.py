"""Formulas of indicators: codes, numbers, + - * / and brackets; exact, and unknown stays unknown."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

_TOKEN = re.compile(r"\s*(?:(?P<code>[A-Z][A-Z0-9_.]*)|(?P<number>\d+)|(?P<mark>[-+*/()]))")
DEEPEST = 20
Values = Mapping[str, Decimal | None]
Node = Callable[[Values], Fraction | None]


class FormulaError(ValueError):
    """The text is no formula; the message says at which sign."""


@dataclass(frozen=True)
class Formula:
    """``codes`` are the indicators it needs, in order of first use."""

    text: str
    codes: tuple[str, ...]
    node: Node

    def value(self, values: Values) -> Fraction | None:
        """The exact value; None where a figure is missing or the formula divides by zero."""
        return self.node(values)


def parse_formula(text: str) -> Formula:
    """Read "DT01 + DT02" or "100 * GQ02 / GQ01". Raises ``FormulaError``."""
    reader = _Reader(text)
    node = reader.sum(0)
    if reader.piece:
        raise FormulaError(f"Thừa “{reader.piece}” trong công thức.")
    return Formula(text.strip(), tuple(dict.fromkeys(reader.codes)), node)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text, self.place, self.piece = text, 0, ""
        self.codes: list[str] = []
        self.next()

    def next(self) -> None:
        rest = self.text[self.place :]
        if not rest.strip():
            self.piece = ""
            return
        match = _TOKEN.match(rest)
        if match is None:
            raise FormulaError(f"Không đọc được “{rest.strip()[:12]}” trong công thức.")
        self.piece = match[0].strip()
        self.place += match.end()

    def sum(self, depth: int) -> Node:
        node = self.product(depth)
        while self.piece in {"+", "-"}:
            sign = self.piece
            self.next()
            node = _joined(node, sign, self.product(depth))
        return node

    def product(self, depth: int) -> Node:
        node = self.factor(depth)
        while self.piece in {"*", "/"}:
            sign = self.piece
            self.next()
            node = _joined(node, sign, self.factor(depth))
        return node

    def factor(self, depth: int) -> Node:
        piece = self.piece
        if depth > DEEPEST or not piece:
            raise FormulaError("Công thức còn thiếu một số hoặc một mã.")
        self.next()
        if piece == "(":
            node = self.sum(depth + 1)
            if self.piece != ")":
                raise FormulaError("Công thức thiếu dấu đóng ngoặc.")
            self.next()
            return node
        if piece.isdecimal():
            number = Fraction(int(piece))
            return lambda values: number
        if not piece[0].isalpha():
            raise FormulaError(f"Dấu “{piece}” đứng sai chỗ trong công thức.")
        self.codes.append(piece)
        return lambda values: _known(values.get(piece))


_OPERATIONS: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def _known(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _joined(left: Node, sign: str, right: Node) -> Node:
    operation = _OPERATIONS[sign]

    def value(values: Values) -> Fraction | None:
        a, b = left(values), right(values)
        if a is None or b is None or (sign == "/" and b == 0):
            return None
        return operation(a, b)

    return value
