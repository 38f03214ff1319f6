"""A report form made from a statutory table: its columns as cells, its sums as checks of cells."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.domain.citations import in_vietnamese
from gandan.domain.reporting import Source
from gandan.domain.statistics import Table, slug_of, tables
from gandan.domain.statistics_counting import countings
from gandan.reports.models import FormVersion, Indicator, ReportForm
from gandan.reports.services.defining import CellRow, define_indicator, lay_out, start_form
from gandan.reports.services.refusals import ReportRefusedError
from gandan.reports.statutory_columns import indicator_code, key_of, measure_of


@transaction.atomic
def form_from_table(code: str, *, by: User, day: date) -> FormVersion:
    """A draft with a cell for each column; indicators that are there already are used again.

    Raises ``ReportRefusedError`` when there is a form of this table.
    """
    table, slug = tables()[code], f"bieu-{slug_of(code)}"
    if ReportForm.objects.filter(code=slug).exists():
        raise ReportRefusedError(_("Đã có mẫu báo cáo của biểu này. Sửa mẫu ấy thành bản mới."))
    known = set(Indicator.objects.in_force(day).values_list("code", flat=True))
    for column in table.columns:
        if indicator_code(code, column.number) not in known:
            define_indicator(_indicator(table, column.number, day), by=by)
    name = f"Biểu {code}: {table.name}"
    version = start_form(slug, name, in_vietnamese(table.article), by=by)
    cells = [
        CellRow(
            indicator_code(code, column.number),
            " – ".join(column.heading[:-1])[:160],
            is_required=column.number in countings()[code].rules,
        )
        for column in table.columns
    ]
    lay_out(version, cells, [], by=by, day=day)
    return version


def _indicator(table: Table, number: int, day: date) -> Indicator:
    """The definition is the heading and how the register counts it, word for word."""
    column, rule = table.column(number), countings()[table.code].rules.get(number)
    counted = f"Sổ đếm: {rule.words}." if rule else "Không có trong sổ, đơn vị ghi."
    return Indicator(
        code=indicator_code(table.code, number),
        name=f"({number}) {column.name}"[:200],
        measure=measure_of(table, number),
        definition=f"Biểu {table.code}, cột {number}: {column.name}. {counted}",
        source=Source.REGISTER if rule else Source.ENTERED,
        register_key=key_of(table.code, number) if rule else "",
        since=day,
    )
