"""A form's layout as lines that people edit, and from the rows of a workbook."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from gandan.reports.models import FormVersion
from gandan.reports.services.defining import CellRow, SectionRow
from gandan.vietnamese import fold

_ENGLISH = {
    "code": "ma",
    "group": "nhom",
    "required": "bat buoc",
    "section": "muc",
    "question": "cau hoi",
}


class LayoutError(ValueError):
    """The rows cannot be read; the message says which."""


def lines_of(version: FormVersion) -> tuple[str, str]:
    """Cells and sections of a version as the builder's lines."""
    lines, heading = [], ""
    for cell in version.cells.select_related("indicator").order_by("order"):
        if cell.heading != heading:
            heading = cell.heading
            lines.append(f"# {heading}")
        lines.append(cell.indicator.code + ("" if cell.is_required else " ?"))
    parts = [
        f"{'' if s.is_required else '? '}{s.title}" + (f" | {s.asks}" if s.asks else "")
        for s in version.sections.order_by("order")
    ]
    return "\n".join(lines), "\n".join(parts)


def read_cells(text: str) -> list[CellRow]:
    rows, heading = [], ""
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("#"):
            heading = line.lstrip("# ").strip()[:160]
        elif line:
            code = line.rstrip("? ").split()[0].upper()
            rows.append(CellRow(code, heading, not line.endswith("?")))
    return rows


def read_sections(text: str) -> list[SectionRow]:
    rows = []
    for line in (line.strip() for line in text.splitlines()):
        title, _bar, asks = line.lstrip("? ").partition("|")
        if title.strip():
            required = not line.startswith("?")
            rows.append(SectionRow(title.strip()[:160], asks.strip(), required))
    return rows


def from_sheet(rows: Iterable[Sequence[str]]) -> tuple[list[CellRow], list[SectionRow]]:
    """Rows under a header with Mã, Nhóm, Bắt buộc, Mục, Câu hỏi. Raises ``LayoutError``."""
    cells: list[CellRow] = []
    sections: list[SectionRow] = []
    header: dict[str, int] | None = None
    for row in rows:
        if header is None:
            names = [_ENGLISH.get(fold(name).strip(), fold(name).strip()) for name in row]
            if "ma" in names or "muc" in names:
                header = {name: place for place, name in enumerate(names)}
            continue
        code, title = _at(row, header, "ma"), _at(row, header, "muc")
        required = fold(_at(row, header, "bat buoc")) not in {"khong", "0", "no"}
        if code:
            cells.append(CellRow(code.upper(), _at(row, header, "nhom")[:160], required))
        elif title:
            sections.append(SectionRow(title[:160], _at(row, header, "cau hoi"), required))
    if header is None:
        raise LayoutError(_("Không thấy dòng tiêu đề có cột Mã hoặc Mục."))
    if not cells and not sections:
        raise LayoutError(_("Trang tính không có chỉ tiêu và mục nào."))
    return cells, sections


def _at(row: Sequence[str], header: dict[str, int], name: str) -> str:
    place = header.get(name)
    return row[place].strip() if place is not None and place < len(row) else ""
