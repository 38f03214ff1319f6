"""The leader's page: one screen, every figure a link to the rows it counts."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.core.cartogram import State, Tile
from gandan.core.components.units import counted, unit
from gandan.core.language import day as written_day
from gandan.core.language import day_of_year, field_name
from gandan.core.plots import Trend
from gandan.domain.dates import format_date
from gandan.domain.periods import Period, PeriodError, read_period
from gandan.overview.forms import period_fault
from gandan.overview.selectors import Board, board_of, periods_to_choose, recent_months
from gandan.units.policy import today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import coverage_on

FIELDS_SHOWN = 12
LATE_SHOWN = 5


def leader(request: StaffRequest) -> HttpResponse:
    day = today()
    recent = recent_months(request.user, day)
    period = _wanted(request) or recent.telling
    board = board_of(request.user, period, recent, today=day)
    return render(
        request,
        "overview/leader.html",
        {
            "board": board,
            "periods": periods_to_choose(recent.newest.last_day, period),
            "coverage": coverage_on(day),
            "rows_url": _rows_url(period),
            "tiles": _tiles(board),
            "growth": _growth(board),
            "weeks": _weeks(board),
            "risen_url": _field_url(board, period),
            "fields": _fields(board, _rows_url(period)),
            "day": day,
            "cases_url": _cases_url(period),
            "late_rows": _late_rows(board, day),
        },
    )


def _wanted(request: StaffRequest) -> Period | None:
    """The period asked for; one that cannot be read is told, and the usual one is shown."""
    wanted = request.GET.get("ky", "")
    try:
        return read_period(wanted) if wanted else None
    except PeriodError:
        messages.error(request, period_fault(wanted))
        return None


def _rows_url(period: Period) -> str:
    """The address of the letters that the period's figures count."""
    query = {"since": format_date(period.since), "until": format_date(period.last_day)}
    return f"{reverse('casework:submission_list')}?{urlencode(query)}"


def _cases_url(period: Period) -> str:
    """The address of the cases that were opened in the period."""
    query = {"since": format_date(period.since), "until": format_date(period.last_day)}
    return f"{reverse('casework:case_list')}?{urlencode(query)}"


def _late_rows(board: Board, day: date) -> list[dict[str, object]]:
    """The units whose late cases are oldest, each with the way to them."""
    shown = board.late_units[:LATE_SHOWN]
    return [
        {
            "name": board.unit_names[row.unit],
            "url": f"{reverse('casework:late_list')}?unit={row.code}",
            "cases": row.cases,
            "oldest": (day - row.oldest).days,
        }
        for row in shown
    ]


def _tiles(board: Board) -> list[Tile]:
    """Wards with letters per 10,000 people; small counts are hidden before they are drawn."""
    tiles = []
    for row in board.tiles:
        area = row["area"]
        cell = (area.grid_column, area.grid_row) if area.grid_column is not None else None
        state: State = "suppressed" if row["hidden"] else "value"
        if row["rate"] is None:
            state = "unreported"
        value = row["rate"] if state == "value" else None
        tiles.append(Tile(area.short_name, value, state, "", cell, area.latitude, area.longitude))
    return tiles


def _weeks(board: Board) -> Trend | None:
    """All letters by week; None when there was none in half a year."""
    counts = [count for _first, count in board.weeks]
    if not any(counts):
        return None
    peak = max(range(len(counts)), key=lambda i: counts[i])
    finding = _("Nhiều nhất %(count)s trong tuần từ %(day)s; tuần cuối kỳ %(last)s") % {
        "count": counted(counts[peak], "letters"),
        "day": written_day(board.weeks[peak][0]),
        "last": counted(counts[-1], "letters"),
    }
    labels = [day_of_year(first) for first, _count in board.weeks]
    return Trend(labels, [float(n) for n in counts], finding, unit(counts[peak], "letters"))


def _field_url(board: Board, period: Period) -> str:
    """The letters of the field that rose most."""
    return f"{_rows_url(period)}&field={board.risen['field']}" if board.risen else ""


def _growth(board: Board) -> list[tuple[str, int, int, str, str]]:
    words = {"new": _("mới"), "growing": _("tăng")}
    return [
        (
            row["concern"].title,
            row["now"],
            row["before"],
            words[row["trend"]],
            reverse("concerns:concern_detail", args=[row["concern"].code]),
        )
        for row in board.growth
    ]


def _fields(board: Board, rows_url: str) -> list[tuple[str, int, int, str, str]]:
    return [
        (
            field_name(row["field"]) or _("Chưa phân loại"),
            row["now"],
            row["before"],
            "",
            f"{rows_url}&field={row['field']}"
            if row["field"]
            else f"{rows_url}&state=unclassified",
        )
        for row in board.fields[:FIELDS_SHOWN]
    ]
