"""Every string of a paper as it will stand, before any file format.

The three renderers draw what is arranged here, so they cannot disagree about words, numbering,
the closing mark or where a line may break.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from gandan.documents.cleaning import glued, printable
from gandan.documents.layouts import Layout
from gandan.documents.model import (
    Annex,
    Block,
    Bullets,
    Centered,
    Code,
    Document,
    Head,
    Heading,
    Note,
    Number,
    Paragraph,
    Plot,
    Run,
    Signatures,
    SignColumn,
    Source,
    Sources,
    Table,
    flat,
)
from gandan.documents.numbers import BLANK, NBSP, long_date
from gandan.domain.dates import format_date

_STATE_NUMBER = re.compile(r"\s*(\d*)\s*/\s*([^\W\d]+)\s*-\s*(.*?)\s*")
_PARTY_NUMBER = re.compile(r"\s*(\d*)\s*-\s*([^\W\d]+)\s*/\s*(.*?)\s*")
# The last level of territory in a body's name, with up to four syllables of its own name.
_PLACE = re.compile(
    r"(?:THÀNH PHỐ|THỊ XÃ|THỊ TRẤN|ĐẶC KHU|PHƯỜNG|HUYỆN|QUẬN|TỈNH|XÃ)(?: \S{1,9}){1,4}$"
)
# Words of two syllables in names of bodies, which a line must not cut.
_COMPOUNDS = re.compile(
    r"\b(?:ỦY BAN|NHÂN DÂN|MẶT TRẬN|TỔ QUỐC|VIỆT NAM|DÂN VẬN|TUYÊN GIÁO|HỘI ĐỒNG|LIÊN HIỆP|PHỤ NỮ|"
    r"LIÊN ĐOÀN|LAO ĐỘNG|NÔNG DÂN|THANH NIÊN|CỘNG SẢN|CHIẾN BINH|THANH TRA|VĂN PHÒNG|MÔI TRƯỜNG|"
    r"XÂY DỰNG|THƯỜNG TRỰC|ĐẢNG BỘ|ĐẢNG ỦY|TIẾP CÔNG DÂN|CÔNG CHỨNG|CHỨNG THỰC|ỦY QUYỀN|THẨM QUYỀN|"
    r"PHÊ DUYỆT|KHIẾU NẠI|TỐ CÁO|BIÊN BẢN|LIÊN QUAN)\b"
)
_HONORIFIC = re.compile(r"^(?:ông|bà|anh|chị|đồng chí)\s+(?=\w)", re.IGNORECASE)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_AUTHORITIES = (r"TM\.|T/M\.?", r"KT\.|K/T\.?", r"TL\.|T/L\.?")


@dataclass(frozen=True)
class SourceEntry:
    """A source ready to print: the quote is cut where its marked words start and end."""

    number: int
    code: str
    about: str
    quote: tuple[tuple[str, bool], ...]
    anchor: str


@dataclass(frozen=True)
class SourceList:
    """The sources in order of their numbers; in an annex of its own it has no title."""

    title: str
    entries: tuple[SourceEntry, ...]


ArrangedBlock = Block | SourceList


@dataclass(frozen=True)
class ArrangedAnnex:
    """``name`` is PHỤ LỤC, with a number when there are several; ``caption`` says whose it is."""

    name: str
    title: str
    caption: str
    body: tuple[ArrangedBlock, ...]


@dataclass(frozen=True)
class Arranged:
    """The final words of each part; "" and () where the paper has none."""

    superior: str
    issuer: str
    number: str
    subject: str
    marks: tuple[str, ...]
    place_day: str
    type_name: str
    abstract: str
    to: tuple[str, ...]
    decided_by: str
    bases: tuple[str, ...]
    body: tuple[ArrangedBlock, ...]
    authority: tuple[str, ...]
    signer_title: str
    signer: str
    recipients: tuple[str, ...]
    annexes: tuple[ArrangedAnnex, ...]
    banner: str
    stamp: str
    title: str
    numbers: frozenset[int]

    @property
    def has_foot(self) -> bool:
        return bool(self.recipients or self.authority or self.signer_title or self.signer)

    def is_last_text(self, place: int) -> bool:
        """Whether the block at ``place`` must share a page with what is signed below it."""
        if place == len(self.body) - 1:
            return self.has_foot
        return isinstance(self.body[place + 1], Signatures)


def arrange(document: Document, layout: Layout) -> Arranged:
    """Put the document's words in their final form for a layout."""
    head, sign = document.head, document.signature
    body, annexes = _split(document.blocks)
    counts = _Counts()
    number = _number(head.number, layout)
    caption = _annex_caption(head.type_name or "Công văn", number, long_date(head.day))
    letter = not head.type_name.strip()
    abstract = _line(head.abstract)
    return Arranged(
        superior=_office(head.superior),
        issuer=_office(head.issuer),
        number=number,
        subject=layout.head.subject + _lower_first(abstract) if letter and abstract else "",
        marks=tuple(_line(mark).upper() for mark in (head.urgency, head.secrecy) if mark.strip()),
        place_day=_place_day(head),
        type_name=_line(head.type_name).upper(),
        abstract="" if letter else abstract,
        to=tuple(_line(name) for name in document.to),
        decided_by=_office(document.decided_by),
        bases=tuple(_ended(_bases(document.bases, layout), layout.bases.ends)),
        body=tuple(_body(body, counts, layout.body.close)),
        authority=tuple(_authorities(sign.authority, layout)) if sign else (),
        signer_title=_line(sign.title).upper() if sign else "",
        signer=_line(sign.name) if sign else "",
        recipients=tuple(_ended(map(_line, document.recipients), layout.recipients.ends)),
        annexes=tuple(_annexes(annexes, counts, caption)),
        banner=_line(document.banner),
        stamp=_line(document.stamp),
        title=abstract or _line(head.type_name) or "Văn bản",
        numbers=frozenset(
            e.number for b in flat(document.blocks) if isinstance(b, Sources) for e in b.entries
        ),
    )


def cite_groups(numbers: Iterable[int]) -> tuple[tuple[str, int], ...]:
    """Numbers as they stand in brackets: runs of three or more are joined, (1–4, 1), (7, 7)."""
    groups: list[list[int]] = []
    for number in sorted(set(numbers)):
        if groups and number == groups[-1][-1] + 1:
            groups[-1].append(number)
        else:
            groups.append([number])
    shown: list[tuple[str, int]] = []
    for group in groups:
        if len(group) > 2:
            shown.append((f"{group[0]}–{group[-1]}", group[0]))
        else:
            shown.extend((str(number), number) for number in group)
    return tuple(shown)


def _line(text: str) -> str:
    return glued(printable(text)).strip(" ")


def _place_day(head: Head) -> str:
    if head.undated:
        return ""
    return ", ".join(part for part in (_line(head.place), long_date(head.day)) if part)


def _office(name: str) -> str:
    """The name of a body in capitals; its place stays on one line when the name is long."""
    written = _COMPOUNDS.sub(lambda found: found.group().replace(" ", NBSP), _line(name).upper())
    return _PLACE.sub(lambda found: found.group().replace(" ", NBSP), written)


def _lower_first(text: str) -> str:
    """Lower the first letter after V/v, but leave names and abbreviations alone."""
    first, _, _ = text.partition(" ")
    return text if first[1:] != first[1:].lower() else text[:1].lower() + text[1:]


@dataclass
class _Counts:
    """Tables and plots are numbered through the paper and its annexes."""

    tables: int = 0
    plots: int = 0


def _split(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Annex, ...]]:
    """Annexes and lists of sources that end a paper follow the signature."""
    last = len(blocks)
    while last and isinstance(blocks[last - 1], Sources | Annex):
        last -= 1
    annexes = []
    for block in blocks[last:]:
        if isinstance(block, Annex):
            annexes.append(block)
        elif isinstance(block, Sources):
            annexes.append(Annex(block.title, (replace(block, title=""),)))
    return blocks[:last], tuple(annexes)


def _annexes(annexes: tuple[Annex, ...], counts: _Counts, caption: str) -> Iterator[ArrangedAnnex]:
    for place, annex in enumerate(annexes):
        name = f"PHỤ LỤC{NBSP}{_ROMAN[place]}" if 1 < len(annexes) <= len(_ROMAN) else "PHỤ LỤC"
        body = tuple(_body(annex.blocks, counts, ""))
        yield ArrangedAnnex(name, _line(annex.title), caption, body)


def _number(number: str | Number | None, layout: Layout) -> str:
    if number is None:
        return ""
    if isinstance(number, str):
        written = printable(number)
        found = _STATE_NUMBER.fullmatch(written) or _PARTY_NUMBER.fullmatch(written)
        if not found:
            prefix = layout.head.number.partition("{")[0]
            return prefix + (written.strip() or BLANK)
        value, kind, body = found[1], found[2], found[3]
    else:
        value = "" if number.value is None else str(number.value)
        kind, body = printable(number.kind), printable(number.body)
    parts = {"number": value.zfill(2) if value else BLANK, "kind": kind, "body": body or BLANK}
    made = layout.head.number
    if not kind:
        made = made.replace("{kind}-", "").replace("-{kind}", "")
    for name, part in parts.items():
        made = made.replace("{" + name + "}", part)
    return made.replace(" ", NBSP)


def symbol_of(number: Number, layout: Layout) -> str:
    """Number and symbol as registers and other papers name them, without "Số:"."""
    return _number(number, layout).removeprefix(
        layout.head.number.partition("{")[0].replace(" ", NBSP)
    )


def _annex_caption(type_name: str, number: str, day: str) -> str:
    written = number[:1].lower() + number[1:]
    return f"(Kèm theo {_line(type_name)} {written.replace(':', '')}, {day})"


def _bases(bases: Iterable[str], layout: Layout) -> Iterator[str]:
    return (layout.bases.lead + _line(base) for base in bases)


def _ended(lines: Iterable[str], ends: tuple[str, ...]) -> Iterator[str]:
    kept = [line.rstrip(" ;,.") if not line.endswith("…") else line for line in lines]
    for place, line in enumerate(kept, start=1):
        yield line + (ends[1] if place == len(kept) else ends[0])


def _authorities(text: str, layout: Layout) -> Iterator[str]:
    for line in filter(str.strip, text.split("\n")):
        written = _line(line).upper()
        for pattern, mark in zip(_AUTHORITIES, layout.signature.authorities, strict=True):
            written = re.sub(rf"^(?:{pattern})(?=\s|$)", mark, written)
        yield written


def _body(blocks: tuple[Block, ...], counts: _Counts, close: str) -> Iterator[ArrangedBlock]:
    level = 0
    signed_under = (Signatures, Code)
    end = max((i for i, b in enumerate(blocks) if not isinstance(b, signed_under)), default=-1)
    for place, block in enumerate(blocks):
        closing = close if place == end else ""
        match block:
            case Heading():
                level = max(1, min(block.level, level + 1))
                yield Heading(level, _line(block.text))
            case Centered() | Signatures() | Code():
                yield _set_apart(block)
            case Paragraph():
                yield Paragraph(_closed(_runs(block.runs), closing))
            case Bullets():
                items = tuple(_runs(item) for item in block.items)
                last = tuple(_closed(item, closing) for item in items[-1:])
                yield Bullets(items[:-1] + last, block.numbered)
            case Note():
                yield Note(_runs(block.runs), _line(block.title))
            case Table():
                counts.tables += bool(block.caption.strip())
                yield _table(block, f"Bảng{NBSP}{counts.tables}. ")
            case Plot():
                counts.plots += 1
                yield _plot(block, f"Biểu đồ{NBSP}{counts.plots}. ")
            case Sources():
                yield _sources(block)
            case _:
                yield block


def _runs(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """Clean the runs; a place to write inside a line is as long as its dots."""
    last = len(runs) - 1
    return tuple(
        replace(run, text=glued(printable(run.text)), leader=run.leader and place == last)
        for place, run in enumerate(runs)
    )


def _set_apart(block: Centered | Signatures | Code) -> Centered | Signatures | Code:
    match block:
        case Centered():
            return Centered(_line(block.text))
        case Signatures():
            return Signatures(tuple(map(_sign_column, block.columns)))
        case Code():
            return Code(block.content, _line(block.label), tuple(map(_line, block.lines)))


def _sign_column(one: SignColumn) -> SignColumn:
    """A name stands below a signature without the "ông" or "bà" that it has in a sentence."""
    title = _COMPOUNDS.sub(lambda found: found.group().replace(" ", NBSP), _line(one.title).upper())
    note = _line(one.note).replace("họ tên", f"họ{NBSP}tên")
    return SignColumn(title, note, _HONORIFIC.sub("", _line(one.name)))


def _closed(runs: tuple[Run, ...], mark: str) -> tuple[Run, ...]:
    """End the last sentence of the paper with the layout's mark, after its citations."""
    if not mark or not any(run.text.strip() for run in runs):
        return runs
    *before, last = runs
    if last.leader:
        return runs
    text = last.text.rstrip()
    if text.endswith(mark) or (mark == "." and text.endswith(("?", "!", "…", ".”"))):
        return runs
    if not last.cites:
        return (*before, replace(last, text=text.removesuffix(".") + mark))
    if mark == ".":
        return (*before, replace(last, text=text + mark))
    return (*before, replace(last, text=text.removesuffix(".")), Run(mark))


def _table(table: Table, lead: str) -> Table:
    return replace(
        table,
        caption=lead + _line(table.caption) if table.caption.strip() else "",
        header=tuple(map(_line, table.header)),
        heads=tuple(
            tuple(replace(cell, text=_line(cell.text)) for cell in row) for row in table.heads
        ),
        rows=tuple(tuple(map(_line, row)) for row in table.rows),
        unit=_line(table.unit),
        notes=tuple(map(_line, table.notes)),
    )


def _plot(plot: Plot, lead: str) -> Plot:
    return replace(
        plot,
        title=lead + _line(plot.title),
        labels=tuple(map(_line, plot.labels)),
        unit=_line(plot.unit),
        finding=_line(plot.finding),
        now_name=_line(plot.now_name),
        before_name=_line(plot.before_name),
        expected_name=_line(plot.expected_name),
        table=_table(plot.table, "") if plot.table else None,
    )


def _sources(block: Sources) -> SourceList:
    return SourceList(_line(block.title), tuple(map(_source, block.entries)))


def _source(entry: Source) -> SourceEntry:
    parts = (entry.kind, entry.day and format_date(entry.day), entry.about)
    return SourceEntry(
        entry.number,
        _line(entry.code),
        ", ".join(_line(part) for part in parts if part),
        tuple(_marked(entry.quote, entry.marks)),
        entry.anchor,
    )


def _marked(quote: str, marks: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, bool]]:
    """Cut before cleaning, so that the marks keep pointing at the words they were made for."""
    place = 0
    for start, end in sorted(marks):
        start = max(start, place)
        if start < end and start < len(quote):
            yield from ((printable(quote[place:start]), False),) if place < start else ()
            yield printable(quote[start:end]), True
            place = end
    if place < len(quote):
        yield printable(quote[place:]), False
