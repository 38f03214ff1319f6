"""The document as a fragment of a web page: structure and classes only."""

from html import escape

from gandan.documents.layouts import Layout
from gandan.documents.model import (
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Plot,
    Run,
    Sources,
    Table,
)
from gandan.documents.pdf import long_date
from gandan.documents.plots import line, pairs


def to_html(document: Document, layout: Layout) -> str:
    """Return ``<article class="doc">``; every text is escaped."""
    head = document.head
    parts = ['<article class="doc">']
    if document.banner:
        parts.append(f'<p class="synthetic"><b>{escape(document.banner)}</b></p>')
    parts.append(
        f"<header><p>{escape(head.superior)}<br><b>{escape(head.issuer)}</b><br>"
        f"{escape(layout.number_prefix + head.number)}</p>"
        f"<p>{escape(head.place)}, {escape(long_date(head.day))}</p>"
        f"<h2>{escape(head.type_name)}: {escape(head.abstract)}</h2></header>"
    )
    parts.extend(_block(block) for block in document.blocks)
    if document.signature:
        sign = document.signature
        parts.append(
            f"<p>{escape(sign.authority)} {escape(sign.title)}<br><b>{escape(sign.name)}</b></p>"
        )
    if document.recipients:
        names = "".join(f"<li>{escape(name)}</li>" for name in document.recipients)
        parts.append(f"<p>{escape(layout.recipients_title)}</p><ul>{names}</ul>")
    parts.append("</article>")
    return "\n".join(parts)


def _block(block: Block) -> str:
    match block:
        case Heading():
            level = min(6, block.level + 2)
            return f"<h{level}>{escape(block.text)}</h{level}>"
        case Paragraph():
            return f"<p>{_runs(block.runs)}</p>"
        case Bullets():
            tag = "ol" if block.numbered else "ul"
            items = "".join(f"<li>{_runs(item)}</li>" for item in block.items)
            return f"<{tag}>{items}</{tag}>"
        case Table():
            return _table(block)
        case Plot():
            draw = (
                pairs(
                    [(a, b, 0.0) for a, b in zip(block.labels, block.values, strict=True)],
                    finding=block.finding,
                    unit=block.unit,
                )
                if block.kind == "bars"
                else line(block.labels, block.values, finding=block.finding, unit=block.unit)
            )
            return f"<figure><figcaption>{escape(block.title)}</figcaption>{draw}</figure>"
        case Sources():
            return _sources(block)


def _runs(runs: tuple[Run, ...]) -> str:
    out = []
    for run in runs:
        text = escape(run.text)
        text = f"<b>{text}</b>" if run.bold else text
        out.append(f"<em>{text}</em>" if run.italic else text)
        out.extend(f'<a class="cite" href="#nguon-{n}">{n}</a>' for n in run.cites)
    return "".join(out)


def _table(block: Table) -> str:
    def cell(tag: str, column: int, text: str) -> str:
        figures = ' class="n"' if column in block.numeric else ""
        scope = ' scope="col"' if tag == "th" else ""
        return f"<{tag}{figures}{scope}>{escape(text)}</{tag}>"

    head = "".join(cell("th", i, text) for i, text in enumerate(block.header))
    rows = "".join(
        "<tr>" + "".join(cell("td", i, text) for i, text in enumerate(row)) + "</tr>"
        for row in block.rows
    )
    caption = f"<caption>{escape(block.caption)}</caption>" if block.caption else ""
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _sources(block: Sources) -> str:
    rows = []
    for entry in block.entries:
        code = escape(entry.code)
        code = f'<a href="{escape(entry.anchor)}">{code}</a>' if entry.anchor else code
        quote = f"<blockquote>{escape(entry.quote)}</blockquote>" if entry.quote else ""
        rows.append(
            f'<li id="nguon-{entry.number}"><span class="no">{entry.number}</span> {code} '
            f"{escape(entry.about)}{quote}</li>"
        )
    return f'<h3>{escape(block.title)}</h3><ol class="sources numbered">{"".join(rows)}</ol>'
