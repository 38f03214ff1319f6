"""Lists: where parts begin, what they belong to, and headings before a colon."""

import re
from typing import TYPE_CHECKING

from gandan.substance.extents import counts_else, extent, is_moment
from gandan.substance.items import Group, Item, Link
from gandan.substance.phrases import Kind, Phrase

if TYPE_CHECKING:
    from gandan.substance.assembly import Builder

_SORTED_BY = re.compile(r"^(?:phân|chia|theo|trong đó|kết quả phân)\b")


def read_colon(builder: "Builder", row: list[Phrase], index: int) -> int:
    """A list under the current item, or a heading for what follows. 0: go on as usual."""
    if builder.pending and (builder.pending_mark in {";", "."} or builder.current is None):
        builder.scope, last = ", ".join(builder.pending), builder.pending[-1]
        builder.pending.clear()
        if _SORTED_BY.match(last) and (item := _host(builder)):
            return collect(builder, row, index, item, Link.CONSISTS, builder.scope)
        return 0
    if index and is_moment(row[index - 1]) and not row[index - 1].figures():
        return 0  # "Năm 2022: 6 ngõ, 2023: 11 ngõ"
    if builder.current is not None and builder.current.values and builder.current in builder.items:
        words = ", ".join(builder.pending)
        builder.pending.clear()
        return collect(builder, row, index, builder.current, Link.COLON, words)
    return 0


def read_group(builder: "Builder", row: list[Phrase], index: int, *, among: bool) -> int:
    phrase = row[index]
    host = _host(builder)
    if phrase.keyword == "có" and builder.current is None:
        host = None
    if host is None:
        phrase.kind = Kind.PLAIN
        builder.read_plain(row, index)
        return index + 1
    builder.pending.clear()
    link = Link.AMONG if among else Link.CONSISTS
    length = len(phrase.keyword.split())
    phrase.nodes = phrase.nodes[length:]
    phrase.kind, phrase.mark = Kind.PLAIN, ":" if not phrase.nodes else phrase.mark
    if not phrase.nodes:
        row.pop(index)
        colon = index < len(row) and row[index].mark == ":"
        if colon:
            row[index].mark = ","
        return collect(builder, row, index, host, link, phrase.keyword, colon=colon)
    phrase.mark = ","
    return collect(builder, row, index, host, link, phrase.keyword)


def _host(builder: "Builder") -> Item | None:
    """The item whose parts follow: the current one, or the last of the sentence before."""
    if builder.current is not None and builder.current.values:
        return builder.current
    if builder.current is None and not builder.depth and builder.context.earlier:
        return builder.context.earlier[-1]
    return None


def collect(
    builder: "Builder",
    row: list[Phrase],
    index: int,
    host: Item,
    link: Link,
    words: str,
    *,
    colon: bool = False,
) -> int:
    end, cut = extent(row, index, link, nested=builder.depth > 0, colon=colon)
    inner = type(builder)(builder.context, host, builder.depth + 1)
    if index < end:
        row[index].mark = "."
    inner.scope = ""
    parts = inner.build_from(row[index:end])
    if link == Link.COLON and counts_else(host, parts):
        _take_over(builder, host, parts)
        return end if end > index else index + 1
    if any(part.values or part.shares for part in parts):
        first, last = parts[0].start, max(part.end for part in parts)
        others = [] if builder.current is not None else builder.context.earlier[:-1]
        group = Group(link, parts, first, last, cut, words, inner.uncounted, others)
        host.groups.append(group)
    if builder.current is None:
        builder.current = None if host not in builder.items else host
    builder.last_facet = "value"
    return end if end > index else index + 1


def _take_over(builder: "Builder", host: Item, parts: list[Item]) -> None:
    """ "10 xã: 38 đơn, giải quyết 24": the count before the colon is a heading, no total."""
    for part in parts:
        part.parent = builder.parent
        part.scope = part.scope or host.label
    builder.items += parts
    builder.current = parts[-1]
    builder.last_facet = "value"
