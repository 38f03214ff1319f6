"""The list of statutory tables, one table of a unit and a period, the rows behind a cell."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from gandan.core.language import localized
from gandan.domain.citations import in_vietnamese
from gandan.domain.statistics import Equality, slug_of, tables
from gandan.domain.statistics_counting import countings
from gandan.domain.statistics_heading import heads_of
from gandan.statutory.cell_rows import left_over, rows_of
from gandan.statutory.grids import Grid
from gandan.statutory.left_out import left_out_of, told_words, written_before
from gandan.statutory.pages import (
    Filled,
    column_rows,
    counted_by,
    faults_of,
    outside_form,
    reading_of,
    table_name,
    unchecked_words,
)
from gandan.statutory.periods import chosen_of
from gandan.statutory.rights import may_enter
from gandan.statutory.views.asked import number_of, period_form, table_of
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


def table_list(request: StaffRequest) -> HttpResponse:
    """Every table, and what those of one register say; nothing is counted before it is asked.

    To count all ten of a whole city takes seconds, and most visitors want one of them.
    """
    form = period_form(request)
    if not form.is_valid():
        context: dict[str, Any] = {"form": form, "names": [_named(code) for code in tables()]}
        return render(request, "statutory/table_list.html", context, status=422)
    chosen = chosen_of(form)
    filled, counted = Filled.of(chosen, request.user), request.GET.get("dem", "")
    rows = [
        _state(filled.grid(code))
        if not one.rules or one.register == counted
        else _named(code) | {"register": one.register}
        for code, one in countings().items()
    ]
    context = {
        "form": form,
        "chosen": chosen,
        "rows": rows,
        "is_synthetic": chosen.unit.is_synthetic,
    }
    return render(request, "statutory/table_list.html", context)


def _named(code: str) -> dict[str, Any]:
    table = tables()[code]
    return {"code": code, "slug": slug_of(code), "name": table_name(table), "table": table}


def _state(grid: Grid) -> dict[str, Any]:
    missing = [cell for cell in grid.total.cells if not cell.is_counted]
    return _named(grid.table.code) | {
        "grid": grid,
        "first": grid.total.cells[0],
        "faults": len(faults_of(grid)),
        "columns": len(grid.total.cells),
        "unchecked": len(grid.unchecked),
        "open": sum(cell.value is None for cell in missing),
    }


def table_detail(request: StaffRequest, slug: str) -> HttpResponse:
    table = table_of(slug)
    form = period_form(request)
    context: dict[str, Any] = {
        "form": form, "table": table, "slug": slug, "name": table_name(table),
        "article": localized(in_vietnamese(table.article), table.article),
    }  # fmt: skip
    if not form.is_valid():
        return render(request, "statutory/table_detail.html", context, status=422)
    chosen = chosen_of(form)
    filled = Filled.of(chosen, request.user)
    grid = filled.grid(table.code)
    shown = next((r for r in grid.lines if r.line.code == request.GET.get("hang")), grid.total)
    left_out = left_out_of(filled.registers.asked, grid.counting)
    written = written_before(grid.counting, shown.line, filled.entered)
    context |= {
        "chosen": chosen,
        "grid": grid,
        "heads": heads_of(table.columns),
        "faults": faults_of(grid),
        "unchecked": unchecked_words(grid),
        "shown": shown,
        "outside": outside_form(grid, shown),
        "column_rows": list(column_rows(grid, shown)),
        "may_enter": may_enter(request.user, shown.line),
        "entry_code": chosen.codes.get(shown.line.unit or 0, "") if shown.line.is_single else "",
        "entry_query": chosen.query_of(chosen.codes.get(shown.line.unit or 0, "")),
        "left_out": left_out,
        "written_before": written,
        "told": told_words(left_out, written),
        "reading": reading_of(grid.counting),
        "is_synthetic": chosen.unit.is_synthetic,
    }
    return render(request, "statutory/table_detail.html", context)


def cell_rows(request: StaffRequest, slug: str) -> HttpResponse:
    """The rows that a cell counts, or those that a failing sum loses."""
    table = table_of(slug)
    form = period_form(request)
    if not form.is_valid():
        return redirect(
            f"{reverse('statutory:table_detail', args=[slug])}?{request.GET.urlencode()}"
        )
    chosen = chosen_of(form)
    as_report = "bao-cao" in request.GET
    filled = Filled.of(chosen, request.user, as_report=as_report)
    line, counting = filled.line(request.GET.get("hang", "")), countings()[table.code]
    number, page = number_of(request, "cot"), number_of(request, "page")
    if line is None or number not in counting.rules:
        raise Http404
    equality = _equality(request, number)
    if equality and equality not in table.equalities:
        raise Http404
    if equality:
        found = left_over(counting, equality, line, filled.registers, page=page)
    else:
        found = rows_of(counting, number, line, filled.registers, page=page)
    names = UnitNames.on(chosen.period.last_day)
    context = {
        "chosen": chosen,
        "table": table,
        "slug": slug,
        "name": table_name(table),
        "line": line,
        "column": table.column(number),
        "counted_by": counted_by(counting, number),
        "equality": equality,
        "as_report": as_report,
        "page": found,
        "rows": [(row, names[row.at]) for row in found.rows],
    }
    return render(request, "statutory/cell_rows.html", context)


def _equality(request: StaffRequest, total: int) -> Equality | None:
    parts = [part for part in request.GET.get("phan", "").split(",") if part.isdigit()]
    return Equality(total, tuple(map(int, parts))) if parts else None
