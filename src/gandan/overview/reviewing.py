"""From a file that was read to a checked document, and from findings to a page beside the text.

No Django: the command uses it without a server.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from importlib.resources import files

from gandan.core.readers import Item
from gandan.documents import Remark, Review, review_html
from gandan.substance import BY_CODE, Document, Finding, Rule, Severity
from gandan.substance.dates import written_day
from gandan.substance.plain_tables import tables_of_lines
from gandan.substance.tokens import read
from gandan.vietnamese import nfc

WORDS = {
    "vi": {"error": "Lỗi", "warning": "Cần xem", "remark": "Lưu ý", "new": "Mới"},
    "en": {"error": "Error", "warning": "To check", "remark": "Remark", "new": "New"},
}
PARTS = {
    "vi": {
        "notes": "Ghi chú cho đoạn bên",
        "why": "Quy tắc và cách phản hồi",
        "table": "Bảng trong báo cáo",
    },
    "en": {
        "notes": "Notes on the passage beside",
        "why": "The rule and how to contest it",
        "table": "Table in the report",
    },
}
_ROW = re.compile(r", (?:dòng|mục) \d+$")


def document_of(item: Item) -> Document:
    """The document of one item that ``read_inputs(..., as_reports=True)`` gave.

    Rows of exchange files keep their own text, so that offsets are those of its NFC form; files
    are taken as the reader cleaned them.
    """
    converted = any("phông" in note for note in item.notes)
    is_row = bool(_ROW.search(item.address))
    text = nfc(item.text_as_sent) if is_row and not converted else nfc(item.text)
    tables = item.extra.get("tables") or ()
    document = Document.of(
        text,
        id=item.id,
        title=item.title,
        unit=item.unit or item.place,
        day=item.received_on,
        tables=tables_of_lines(text, tables) if tables and not is_row else (),
    )
    return document if document.day else replace(document, day=written_day(read(document)))


def review_of(
    document: Document,
    findings: Sequence[Finding],
    *,
    language: str = "vi",
    link: Callable[[Rule], str] = lambda rule: f"#quy-tac-{rule.slug}",
) -> Review:
    """The text with a numbered remark for each finding, in the order of the text."""
    remarks = []
    for number, finding in enumerate(sorted(findings, key=_place), start=1):
        rule = BY_CODE[finding.rule]
        look = "new" if finding.rule == "copied.new" else finding.severity.value
        english = language == "en"
        remarks.append(
            Remark(
                number,
                finding.marks or ((finding.start, finding.end),),
                look,  # type: ignore[arg-type]
                WORDS[language][look],
                rule.name_en if english else rule.name,
                finding.message_en if english else finding.message,
                finding.suggestion_en if english else finding.suggestion,
                link(rule),
                finding.focus,
            )
        )
    tables = tuple(
        tuple(tuple((c.start, c.end, c.columns) for c in row) for row in table.rows)
        for table in document.tables
    )
    return Review(document.text, tuple(remarks), tables, "vi", PARTS[language])


def _place(finding: Finding) -> tuple[int, int]:
    focus = finding.focus or (finding.marks[0] if finding.marks else (finding.start, 0))
    return (focus[0], -finding.severity.weight)


def counts(findings: Sequence[Finding]) -> dict[str, int]:
    """How many findings of each severity; what is new is no finding against the report."""
    told = [f for f in findings if f.rule != "copied.new"]
    return {s.value: sum(f.severity == s for f in told) for s in Severity}


def summary(findings: Sequence[Finding], language: str = "vi") -> str:
    """ "2 lỗi, 1 chỗ cần xem, 4 lưu ý"."""
    found = counts(findings)
    if language == "en":
        names = (("error", "errors"), ("warning", "to check"), ("remark", "remarks"))
    else:
        names = (("error", "lỗi"), ("warning", "chỗ cần xem"), ("remark", "lưu ý"))
    return ", ".join(f"{found[key]} {name}" for key, name in names)


def whole_review_page(checked: Sequence[tuple[Document, Sequence[Finding]]]) -> str:
    """A complete HTML file: each document with its remarks, then the rules; styles inside."""
    static = files("gandan.core").joinpath("static", "gandan")
    tokens = static.joinpath("tokens.css").read_text("utf-8")
    tokens = "\n".join(line for line in tokens.splitlines() if not line.startswith("@font-face"))
    base = static.joinpath("base.css").read_text("utf-8")
    parts = []
    used: dict[str, Rule] = {}
    number = 0
    for document, findings in checked:
        used |= {f.rule: BY_CODE[f.rule] for f in findings}
        review = _renumbered(review_of(document, findings), number)
        number += len(review.remarks)
        name = escape(" ".join(document.title.split()) or document.id)
        parts.append(
            f'<section class="sec"><header><h2>{name}</h2><p>{escape(document.id)}: '
            f"{escape(summary(findings))}</p></header>{review_html(review)}</section>"
        )
    title = "Kiểm tra báo cáo"
    lead = (
        "Máy chỉ so các con số với nhau và hỏi lại những chỗ chưa rõ; người viết quyết định. "
        "Cách phản hồi từng quy tắc ở cuối trang."
    )
    return (
        f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{tokens}\n{base}</style></head>"
        f'<body><main><div class="page"><div class="head"><div><h1>{title}</h1><p class="lead">{lead}</p></div></div>'
        f"{''.join(parts)}{_rules(list(used.values()))}</div></main></body></html>"
    )


def _renumbered(review: Review, first: int) -> Review:
    remarks = tuple(replace(r, number=r.number + first) for r in review.remarks)
    return replace(review, remarks=remarks)


def _rules(rules: Sequence[Rule]) -> str:
    if not rules:
        return ""
    items = "".join(
        f'<dt id="quy-tac-{rule.slug}">{escape(rule.name)}</dt><dd>{escape(rule.asks)} '
        f"Ví dụ: {escape(rule.example)}<br>Phản hồi: {escape(rule.contest)}</dd>"
        for rule in sorted(rules, key=lambda rule: rule.name)
    )
    return (
        '<section class="sec"><header><h2>Quy tắc và cách phản hồi</h2></header>'
        f'<dl class="rules">{items}</dl></section>'
    )
