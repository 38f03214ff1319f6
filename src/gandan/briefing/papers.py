"""From the page of a pack to the official paper: one page, then the annexes. Pure.

``outward`` makes the copy that leaves the network: small counts of people and letters are hidden,
and no code of a letter, case or report stands in it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from gandan.briefing.assembly import Page, Problem
from gandan.briefing.sentences import Sentence
from gandan.documents import Annex, Document, Head, Paragraph, Run, Source, Sources, Table
from gandan.documents.numbers import number, percent, signed
from gandan.domain.reporting.protection import SMALL, hidden_cells
from gandan.overview.papers import PaperHead

SHOWN_ROWS = 200
LETTERS = "abcdefghijklmnopqrstuvwxyz"
SMALL_BASE = 10
TRENDS = {"new": "mới", "growing": "tăng", "steady": "", "fading": "giảm", "unknown": ""}
LEADS = {
    "worse": "2. Mới và xấu đi. ",
    "late": "3. Quá hạn. ",
    "tasks": "4. Việc đã kết luận. ",
    "asks": "6. Xin ý kiến. ",
    "unknown": "7. Chưa biết. ",
}
PROBLEM_LEADS = {"who": "Phải làm: ", "done": "Đã làm: ", "next": "Bước tiếp: "}


@dataclass
class _Cites:
    """Numbers sources in order of first use; an outward copy has none."""

    known: Mapping[str, Mapping[str, Any]]
    outward: bool
    numbers: dict[str, int] = field(default_factory=dict)

    def of(self, keys: Iterable[str]) -> tuple[int, ...]:
        if self.outward:
            return ()
        own = [key for key in keys if key in self.known]
        return tuple(self.numbers.setdefault(key, len(self.numbers) + 1) for key in own)

    def block(self) -> list[Sources]:
        if not self.numbers:
            return []
        entries = tuple(
            Source(n, self.known[key]["label"], _about(self.known[key]), "")
            for key, n in self.numbers.items()
        )
        return [Sources("Nguồn của từng số liệu", entries)]


def paper_of(
    page: Page,
    content: Mapping[str, Any],
    sources: Mapping[str, Mapping[str, Any]],
    *,
    title: str,
    head: PaperHead | None = None,
    stamp: str = "",
    outward: bool = False,
) -> Document:
    """The whole paper; ``sources`` are label, unit, total and first codes by key."""
    cites = _Cites(sources, outward)
    first = first_part(page, content, cites)
    annexes = [
        _concerns(content, outward),
        _units(content, outward),
        *([] if outward else [_reports(content)]),
        _definitions(content, cites),
        _tasks(content),
    ]
    blocks = [*first, *(annex for annex in annexes if annex), *cites.block()]
    return _document(blocks, title, head or PaperHead(), stamp)


def first_page_of(
    page: Page, content: Mapping[str, Any], *, title: str, head: PaperHead
) -> Document:
    """The first part alone, to see whether it stands on one page."""
    cites = _Cites({}, outward=False)
    return _document(first_part(page, content, cites), title, head, "Bản nháp")


def _document(blocks: Sequence[Any], title: str, head: PaperHead, stamp: str) -> Document:
    """A paper for a meeting: it has no number and is not signed; the stamp says who froze it."""
    return Document(
        Head(
            head.superior,
            head.issuer or "……………………",
            None,
            head.place,
            head.day,
            "Tài liệu giao ban",
            title,
        ),
        tuple(blocks),
        banner="Dữ liệu mô phỏng. Thành phố Minh Hà không có thật." if head.synthetic else "",
        stamp=stamp,
    )


def first_part(page: Page, content: Mapping[str, Any], cites: _Cites) -> list[Any]:
    blocks: list[Any] = []
    if not page.problems:
        none = "trong kỳ chưa thấy vấn đề nào có từ hai vụ việc trở lên."
        blocks.append(Paragraph((Run("1. Vấn đề: ", bold=True), Run(none))))
    for place, problem in enumerate(page.problems, start=1):
        blocks.append(_problem(place, problem, cites))
    for part in ("worse", "late", "tasks"):
        blocks += _part(part, page.parts[part], cites)
    blocks += _figures(page.figures, content, cites)
    for part in ("asks", "unknown"):
        blocks += _part(part, page.parts[part], cites)
    return blocks


def _problem(place: int, problem: Problem, cites: _Cites) -> Paragraph:
    mark = "" if problem.row["confirmed"] else " (máy gợi ý)"
    lead = "1. Vấn đề. " if place == 1 else ""
    runs = [Run(f"{lead}{LETTERS[place - 1]}) {problem.title.text}{mark}: ", bold=True)]
    for about, one in problem.labelled:
        if lead := PROBLEM_LEADS.get(about, ""):
            runs.append(Run(lead, italic=True))
        runs += _runs(one, cites)
    return Paragraph(tuple(runs[:-1]))


def _part(part: str, found: Sequence[Sentence], cites: _Cites) -> list[Paragraph]:
    """A part is one paragraph with its name at the head: a page has no room for more."""
    if not found:
        return []
    runs = [Run(LEADS[part], bold=True)]
    for one in found:
        runs += _runs(one, cites)
    return [Paragraph(tuple(runs[:-1]))]


def _runs(one: Sentence, cites: _Cites) -> list[Run]:
    """The sentence with its sources behind it; an outward copy hides small figures."""
    text = "".join(
        _outward(piece.text) if cites.outward and piece.source else piece.text
        for piece in one.pieces
    )
    return [Run(text, cites=cites.of(one.sources)), Run(" ")]


def _outward(text: str) -> str:
    """“3 đơn” reads “dưới 5 đơn”."""
    figure, separator, unit = text.partition("\u00a0")
    if figure.isdigit() and 0 < int(figure) < SMALL:
        return f"dưới {SMALL}{separator}{unit}"
    return text


def _figures(
    figures: Sequence[Mapping[str, Any]], content: Mapping[str, Any], cites: _Cites
) -> list[Any]:
    if not figures:
        return []
    return [_figure_table("", "5. Số liệu", first_figures(content), content, cites)]


def first_figures(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Those of the first page: of the register first, and one that only units can tell."""
    figures, most = content["figures"], content["figures_on_page"]
    register = [figure for figure in figures if figure["origin"] == "register"]
    told = [figure for figure in figures if figure["origin"] != "register"][:1]
    return [*register[: most - len(told)], *told]


def _figure_table(
    caption: str,
    name: str,
    figures: Sequence[Mapping[str, Any]],
    content: Mapping[str, Any],
    cites: _Cites,
) -> Table:
    rows = tuple(_figure(figure, cites) for figure in figures)
    before = content["period"]["previous"]
    header = (name, "Kỳ\u00a0này", before[:1].upper() + before[1:], "Thay đổi", "Ghi chú")
    return Table(caption, header, rows, frozenset({1, 2, 3}), dense=True)


def _figure(figure: Mapping[str, Any], cites: _Cites) -> tuple[str, ...]:
    now = Decimal(figure["value"])
    before = Decimal(figure["before"]) if figure["before"] is not None else None
    cited = cites.of([figure["source"]])
    name = f"{figure['name']} ({figure['unit']})"
    marks = [figure["coverage"]] if figure["coverage"] else []
    if figure["differs"]:
        marks.append(f"▲ {len(figure['differs'])} đơn vị báo cáo khác sổ")
    if cited:
        marks.append(f"nguồn {cited[0]}")
    return (
        name,
        _shown(now, cites.outward),
        "chưa có" if before is None else _shown(before, cites.outward),
        "" if cites.outward and _is_small(now, before) else _change(now, before),
        "; ".join(marks),
    )


def _is_small(*values: Decimal | None) -> bool:
    return any(value is not None and 0 < value < SMALL for value in values)


def _shown(value: Decimal, outward: bool) -> str:
    if outward and _is_small(value):
        return f"< {SMALL}"
    return number(float(value))


def _change(now: Decimal, before: Decimal | None) -> str:
    if before is None:
        return "không so được"
    difference = now - before
    if before < SMALL_BASE or not difference:
        return signed(float(difference))
    return ("+" if difference > 0 else "−") + percent(float(abs(difference) / before))


def _about(source: Mapping[str, Any]) -> str:
    total = f"{number(float(source['total']))} {source['unit']}"
    codes = ", ".join(source["codes"])
    more = ", …" if source["more"] else ""
    return f"{total}: {codes}{more}" if codes else total


def _concerns(content: Mapping[str, Any], outward: bool) -> Annex | None:
    found = content["concerns"]
    if not found:
        return None
    rows = tuple(
        (
            one["title"],
            _shown(Decimal(one["now"]), outward),
            _shown(Decimal(one["before"]), outward),
            TRENDS[one["trend"]],
            "đã xác nhận" if one["confirmed"] else "máy gợi ý",
        )
        for one in found[:SHOWN_ROWS]
    )
    header = ("Vấn đề", "Số đơn", "Kỳ trước", "So sánh", "Căn cứ")
    left = len(found) - SHOWN_ROWS
    notes = (f"{left} vấn đề nhỏ hơn không kể ở đây.",) if left > 0 else ()
    table = Table(
        "Mọi vấn đề có đơn trong kỳ", header, rows, frozenset({1, 2}), notes=notes, dense=True
    )
    return Annex("Các vấn đề trong kỳ", (table,))


def _units(content: Mapping[str, Any], outward: bool) -> Annex | None:
    found = content["units"]
    if not found:
        return None
    columns = {name: _column(found, name, outward) for name in ("now", "before", "late")}
    rows = [
        (row["unit"], columns["now"][i], columns["before"][i], columns["late"][i])
        for i, row in enumerate(found)
    ]
    sums = ("Cộng", *(number(sum(row[name] for row in found)) for name in columns))
    header = ("Đơn vị", "Đơn nhận", "Kỳ trước", "Vụ việc quá hạn")
    notes = (f"“< {SMALL}” thay số nhỏ, và số làm lộ số nhỏ.",) if outward else ()
    table = Table(
        "Đơn nhận và vụ việc quá hạn theo đơn vị", header, (*rows, sums), frozenset({1, 2, 3}),
        total=True, notes=notes,
    )  # fmt: skip
    return Annex("Số liệu theo đơn vị", (table,))


def _column(found: Sequence[Mapping[str, Any]], name: str, outward: bool) -> list[str]:
    values = {i: Decimal(row[name]) for i, row in enumerate(found)}
    hidden = hidden_cells(values) if outward else frozenset()
    return [f"< {SMALL}" if i in hidden else number(float(v)) for i, v in values.items()]


def _reports(content: Mapping[str, Any]) -> Annex | None:
    """Where reports and register differ, and what the check of each report found."""
    told = content["reports"]
    blocks: list[Any] = []
    if told["differences"]:
        rows = tuple(
            (
                row["unit"],
                row["name"],
                row["said"],
                row["counted"],
                row["explained"] or "chưa giải thích",
            )
            for row in told["differences"]
        )
        header = ("Đơn vị", "Chỉ tiêu", "Báo cáo ghi", "Sổ, công thức", "Giải thích")
        blocks.append(Table("Báo cáo khác sổ", header, rows, frozenset({2, 3})))
    if told["findings"]:
        found = tuple(
            (
                row["unit"],
                number(row["count"]),
                number(row["errors"]),
                "; ".join(name if n == 1 else f"{name} ({n})" for name, n in row["rules"]),
            )
            for row in told["findings"]
        )
        columns = ("Đơn vị", "Chỗ", "Lỗi số", "Quy tắc")
        blocks.append(
            Table("Chỗ cần xem trong báo cáo, theo quy tắc kiểm", columns, found, frozenset({1, 2}))
        )
    return Annex("Báo cáo của đơn vị", tuple(blocks)) if blocks else None


def _definitions(content: Mapping[str, Any], cites: _Cites) -> Annex | None:
    """All figures again, the first page has only some, and what each of them means."""
    figures = content["figures"]
    if not figures:
        return None
    rows = tuple(
        (
            figure["name"],
            figure["unit"],
            figure["definition"],
            "sổ đếm" if figure["origin"] == "register" else f"báo cáo kỳ, {figure['coverage']}",
        )
        for figure in figures
    )
    header = ("Số liệu", "Đơn vị tính", "Định nghĩa", "Nguồn")
    values = _figure_table("Mọi số liệu của kỳ", "Số liệu", figures, content, cites)
    return Annex("Số liệu và định nghĩa", (values, Table("Định nghĩa", header, rows)))


def _tasks(content: Mapping[str, Any]) -> Annex | None:
    rows = tuple((row["owner"], row["text"], row["said"]) for row in content["tasks"])
    if not rows:
        return None
    table = Table("Việc của các kết luận trước", ("Đơn vị", "Việc", "Tình trạng, minh chứng"), rows)
    return Annex("Việc đã kết luận", (table,))
