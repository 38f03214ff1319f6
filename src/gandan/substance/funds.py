"""Money of a fund: at the beginning, taken in, paid out, left."""

import re
from collections.abc import Iterator, Sequence

from gandan.substance.constraints import Sum
from gandan.substance.figures import Figure
from gandan.substance.items import Item
from gandan.substance.relations import Relation

_FUND = (
    ("start", re.compile(r"\b(?:dư|tồn)\b.*\bđầu|\bđầu kỳ|\btrước (?:chuyển|mang|còn|tồn)")),
    ("end", re.compile(r"\b(?:còn lại|còn dư|tồn quỹ|(?:dư|tồn) cuối|còn|tồn|dư)\b|\bcuối \w+\b")),
    ("out", re.compile(r"\b(?:đã chi|chi|đã trao|giải ngân)\b(?! bộ| hội| đoàn| cục| phí)")),
    ("in", re.compile(r"\b(?:thu|huy động|vận động|tiếp nhận|bổ sung|ủng hộ)\b(?! hồi)")),
)


def fund_relations(items: Sequence[Item]) -> Iterator[Relation]:
    """Money at the beginning, taken in, paid out and left, each said once in one sentence."""
    sentences: dict[int, list[tuple[str, Figure]]] = {}
    for item in items:
        for figure in item.values:
            if figure.unit == "vnd" and not item.groups:
                role = next((name for name, words in _FUND if words.search(item.lead)), "")
                sentences.setdefault(item.sentence, []).append((role, figure))
    for named in sentences.values():
        roles = dict(named)
        said = [role for role, _ in named]
        if said == ["end", "in", "out", "end"]:  # "Tồn quỹ đến 31/12/2024 ..., đến 31/12/2025"
            roles["start"], said = named[0][1], ["start", *said[1:]]
        if said in (["start", "in", "out", "end"], ["in", "out", "end"]):
            start = [(1, roles["start"])] if "start" in roles else []
            terms = (*start, (1, roles["in"]), (-1, roles["out"]))
            yield Relation("balance.stock", Sum(roles["end"], terms))
