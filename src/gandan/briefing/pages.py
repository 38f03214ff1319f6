"""What the pages of a pack show, prepared for templates."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gandan.briefing.assembly import PARTS, Page
from gandan.briefing.models import PackSource
from gandan.briefing.sentences import Sentence
from gandan.core.pages import PAGE
from gandan.core.pages import Page as ListPage

PART_NAMES: dict[str, Promise] = {
    "problems": _("Vấn đề nổi lên"),
    "worse": _("Mới và xấu đi"),
    "late": _("Quá hạn theo sổ"),
    "tasks": _("Việc đã kết luận"),
    "asks": _("Xin ý kiến lãnh đạo"),
    "unknown": _("Chưa biết"),
}
ROUTES = {
    PackSource.Kind.LETTERS: "casework:submission_detail",
    PackSource.Kind.CASES: "casework:case_detail",
    PackSource.Kind.CONCERNS: "concerns:concern_detail",
    PackSource.Kind.REPORTS: "reports:report_differences",
    PackSource.Kind.ROUNDS: "reports:round_detail",
    PackSource.Kind.TASKS: "briefing:task_detail",
}


@dataclass(frozen=True)
class PartShown:
    name: str
    title: Promise
    sentences: list[Sentence]


def parts_of(page: Page) -> dict[str, PartShown]:
    return {name: PartShown(name, PART_NAMES[name], page.parts[name]) for name in PARTS}


@dataclass(frozen=True)
class RowShown:
    """``name`` is what is read; the address may answer "not found" to who may not see the row."""

    name: str
    address: str
    about: str
    on: date | None
    value: Decimal | None


def source_rows(source: PackSource, wanted: str | None) -> tuple[list[RowShown], Any]:
    """The rows of one page of a source, and the pager.

    Nothing is asked of the register: the list is what was counted, the same for every reader
    whatever became of a row since.
    """
    count = len(source.rows)
    last = max(1, -(-count // PAGE))
    number = min(int(wanted), last) if wanted and wanted.isdecimal() and int(wanted) > 0 else 1
    start = (number - 1) * PAGE
    rows = [_shown(source, row) for row in source.rows[start : start + PAGE]]
    page: ListPage[Any] = ListPage(rows, number, count, False, start + PAGE < count)
    return rows, page


def _shown(source: PackSource, row: dict[str, Any]) -> RowShown:
    code, about = row["code"], row.get("about", "")
    kind = PackSource.Kind(source.kind)
    if kind == PackSource.Kind.UNITS:
        address = f"{reverse('casework:late_list')}?{urlencode({'unit': code})}"
    else:
        address = reverse(ROUTES[kind], args=[code])
    # Codes of reports, rounds and tasks are for machines; their unit or text is read.
    spoken = kind in {PackSource.Kind.LETTERS, PackSource.Kind.CASES}
    on = date.fromisoformat(row["on"]) if row.get("on") else None
    value = Decimal(row["value"]) if "value" in row else None
    if spoken or not about:
        return RowShown(code, address, about, on, value)
    return RowShown(about, address, "", on, value)
