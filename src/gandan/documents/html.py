"""The document as a fragment of a web page: structure and classes only."""

from collections.abc import Iterator
from html import escape

from gandan.documents.arrangement import (
    Arranged,
    ArrangedAnnex,
    ArrangedBlock,
    SourceEntry,
    SourceList,
    arrange,
)
from gandan.documents.cleaning import safe_address
from gandan.documents.drawings import plot_svg
from gandan.documents.layouts import Layout
from gandan.documents.model import (
    Bullets,
    Centered,
    Code,
    Document,
    HeadCell,
    Heading,
    Note,
    Paragraph,
    Plot,
    Run,
    Signatures,
    Table,
)
from gandan.documents.qr import qr_svg
from gandan.documents.tables import upright_table

# The page that holds the fragment has the first heading.
TOP_LEVEL = 2


def to_html(document: Document, layout: Layout) -> str:
    """Return ``<article class="doc">``; every text is escaped."""
    arranged = arrange(document, layout)
    language = escape(document.language)
    parts = [f'<article class="doc" lang="{language}">']
    if arranged.banner:
        parts.append(f'<p class="synthetic"><b>{escape(arranged.banner)}</b></p>')
    parts += _head(arranged, layout)
    parts += [_block(block, arranged.numbers) for block in arranged.body]
    parts += _foot(arranged, layout)
    parts += [_annex(annex, arranged.numbers) for annex in arranged.annexes]
    if arranged.stamp:
        parts.append(f'<p class="meta">{escape(arranged.stamp)}</p>')
    return "\n".join([*parts, "</article>"])


def _head(arranged: Arranged, layout: Layout) -> Iterator[str]:
    """Who issues it and its number on the left, the motto and the day on the right."""
    issuer = f"<b>{escape(arranged.issuer)}</b>" if arranged.issuer else ""
    star = "*" if layout.head.star and issuer else ""
    marks = [f"<b>{escape(mark)}</b>" for mark in arranged.marks]
    left = [escape(arranged.superior), issuer, star, escape(arranged.number), *marks]
    motto = [f"<b>{escape(line)}</b>" for line in layout.head.motto]
    day = f"<em>{escape(arranged.place_day)}</em>"
    if layout.head.centered:
        yield f'<header class="centered"><p>{"<br>".join(motto)}</p><p class="day">{day}</p>'
    else:
        yield f"<header><p>{'<br>'.join(line for line in left if line)}</p>"
        yield f"<p>{'<br>'.join([*motto, day])}</p>"
    title = [arranged.type_name, arranged.abstract, arranged.subject]
    lines = "<br>".join(escape(line) for line in title if line)
    yield f"<h{TOP_LEVEL}>{lines or escape(arranged.title)}</h{TOP_LEVEL}></header>"
    if len(arranged.to) == 1:
        yield f'<p class="mid">Kính gửi: {escape(arranged.to[0])}</p>'
    elif arranged.to:
        names = "".join(f"<li>{escape(name)}</li>" for name in arranged.to)
        yield f"<p>Kính gửi:</p><ul>{names}</ul>"
    if arranged.decided_by:
        yield f'<p class="mid"><b>{escape(arranged.decided_by)}</b></p>'
    for base in arranged.bases:
        yield f"<p><em>{escape(base)}</em></p>"


def _block(block: ArrangedBlock, numbers: frozenset[int]) -> str:
    match block:
        case Heading():
            level = min(6, TOP_LEVEL + block.level)
            return f"<h{level}>{escape(block.text)}</h{level}>"
        case Paragraph():
            return f"<p>{_runs(block.runs, numbers)}</p>"
        case Centered():
            return f'<p class="mid"><b>{escape(block.text)}</b></p>'
        case Signatures():
            return _signatures(block)
        case Code():
            return _code(block)
        case Bullets():
            tag = "ol" if block.numbered else "ul"
            items = "".join(f"<li>{_runs(item, numbers)}</li>" for item in block.items)
            return f"<{tag}>{items}</{tag}>"
        case Note():
            title = f"<b>{escape(block.title)}.</b> " if block.title else ""
            return f'<p class="note">{title}{_runs(block.runs, numbers)}</p>'
        case Table():
            return _table(block)
        case Plot():
            return _plot(block)
        case SourceList():
            title = f"<h{TOP_LEVEL + 1}>{escape(block.title)}</h{TOP_LEVEL + 1}>"
            return (title if block.title else "") + _sources(block)
        case _:
            return ""


def _signatures(block: Signatures) -> str:
    columns = []
    for one in block.columns:
        parts = [f"<b>{escape(one.title)}</b>"]
        parts += [f"<em>({escape(one.note)})</em>"] if one.note else []
        parts += [f'<b class="name">{escape(one.name)}</b>'] if one.name else []
        columns.append(f"<p>{'<br>'.join(parts)}</p>")
    return f'<div class="signs">{"".join(columns)}</div>'


def _code(block: Code) -> str:
    lines = "<br>".join([f"<b>{escape(block.label)}</b>", *map(escape, block.lines)])
    return f'<div class="code">{qr_svg(block.content)}<p>{lines}</p></div>'


def _runs(runs: tuple[Run, ...], numbers: frozenset[int]) -> str:
    out = []
    for run in runs:
        text = escape(run.text)
        text = f'<span class="blank">{text}</span>' if run.leader else text
        text = f"<b>{text}</b>" if run.bold else text
        out.append(f"<em>{text}</em>" if run.italic else text)
        for n in sorted(set(run.cites)):
            linked = f'<a class="cite" href="#nguon-{n}" aria-label="Nguồn {n}">{n}</a>'
            out.append(linked if n in numbers else f'<span class="cite">{n}</span>')
    return "".join(out)


def _table(table: Table) -> str:
    """A table in a box that scrolls by itself, so that a phone's page does not."""

    last = len(table.rows) - 1
    rows = "".join(
        _row(table, r, total=table.total and i == last) for i, r in enumerate(table.rows)
    )
    unit = f" (đơn vị tính: {table.unit})" if table.unit and table.caption else ""
    caption = f"<caption>{escape(table.caption + unit)}</caption>" if table.caption else ""
    notes = "".join(f'<p class="meta">{escape(note)}</p>' for note in table.notes)
    name = escape(table.caption or "Bảng số")
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{name}"><table>{caption}'
        f"<thead>{_thead(table)}</thead><tbody>{rows}</tbody></table></div>{notes}"
    )


def _thead(table: Table) -> str:
    if not table.heads:
        titles = (
            _cell("th", i, escape(text), table, ' scope="col"') if text else "<td></td>"
            for i, text in enumerate(table.header)
        )
        rows = [f"<tr>{''.join(titles)}</tr>"]
    else:
        rows = [f"<tr>{''.join(map(_merged, row))}</tr>" for row in table.heads]
    if table.numbered:
        numbers = "".join(f"<td>({n})</td>" for n in range(1, len(table.header)))
        rows.append(f"<tr><td></td>{numbers}</tr>")
    return "".join(rows)


def _merged(cell: HeadCell) -> str:
    """A title over several columns belongs to all of them."""
    scope = "colgroup" if cell.columns > 1 else "col"
    spans = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    spans += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return f'<th scope="{scope}"{spans}>{escape(cell.text)}</th>'


def _row(table: Table, values: tuple[str, ...], *, total: bool) -> str:
    texts = (f"<b>{escape(value)}</b>" if total else escape(value) for value in values)
    return f"<tr>{''.join(_cell('td', i, text, table) for i, text in enumerate(texts))}</tr>"


def _cell(tag: str, column: int, inside: str, table: Table, more: str = "") -> str:
    figures = ' class="n"' if column in table.numeric else ""
    return f"<{tag}{figures}{more}>{inside}</{tag}>"


def _plot(plot: Plot) -> str:
    drawing = plot_svg(plot, paper=False)
    table = _table(upright_table(plot)) if plot.labels else ""
    more = f"<details><summary>Bảng số</summary>{table}</details>" if table else ""
    return f"<figure><figcaption>{escape(plot.title)}</figcaption>{drawing}{more}</figure>"


def _foot(arranged: Arranged, layout: Layout) -> Iterator[str]:
    """Recipients on the left; on the right who signs, with room for the signature."""
    if not arranged.has_foot:
        return
    yield '<footer class="signing"><div>'
    if arranged.recipients:
        names = "".join(f"<li>{escape(name)}</li>" for name in arranged.recipients)
        yield f"<p><b><em>{escape(layout.recipients.title)}</em></b></p><ul>{names}</ul>"
    titles = (*arranged.authority, arranged.signer_title)
    signed = [f"<b>{escape(title)}</b>" for title in titles if title]
    yield f"</div><div><p>{'<br>'.join(signed)}</p>"
    yield f"<p><b>{escape(arranged.signer)}</b></p></div></footer>"


def _annex(annex: ArrangedAnnex, numbers: frozenset[int]) -> str:
    body = "".join(_block(block, numbers) for block in annex.body)
    return (
        f'<section class="annex"><h{TOP_LEVEL + 1}>{escape(annex.name)}<br>{escape(annex.title)}'
        f"</h{TOP_LEVEL + 1}><p><em>{escape(annex.caption)}</em></p>{body}</section>"
    )


def _sources(block: SourceList) -> str:
    rows = "".join(_source(entry) for entry in block.entries)
    return f'<ol class="sources numbered">{rows}</ol>'


def _source(entry: SourceEntry) -> str:
    address = safe_address(entry.anchor)
    code = escape(entry.code)
    code = f'<a href="{escape(address)}">{code}</a>' if address else code
    about = f", {escape(entry.about)}" if entry.about else ""
    words = "".join(
        f"<mark>{escape(text)}</mark>" if marked else escape(text) for text, marked in entry.quote
    )
    quote = f"<blockquote>{words}</blockquote>" if words else ""
    return (
        f'<li id="nguon-{entry.number}"><p><span class="no">{entry.number}</span> '
        f"{code}{about}</p>{quote}</li>"
    )
