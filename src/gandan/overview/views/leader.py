"""The leader's page: one screen, every figure a link to the rows it counts."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from gandan.documents.plots import pairs, spark
from gandan.domain.dates import format_date
from gandan.domain.periods import Period, PeriodError, read_period
from gandan.domain.taxonomy import field_name
from gandan.overview.cartogram import LIMITS, Tile, draw
from gandan.overview.selectors import Board, board_of, default_period, periods_to_choose
from gandan.units.policy import today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import coverage_on


def leader(request: StaffRequest) -> HttpResponse:
    day = today()
    period = _period(request)
    board = board_of(request.user, period, today=day)
    for row in board.concerns:
        weeks = row["weeks"]
        row["spark"] = spark(weeks, f"12 tuần: từ {weeks[0]} đến {weeks[-1]} đơn một tuần")
    return render(
        request,
        "overview/leader.html",
        {
            "board": board,
            "periods": periods_to_choose(default_period(request.user, day).last_day),
            "coverage": coverage_on(day),
            "rows_url": _rows_url(period),
            "map": _map(board),
            "limits": LIMITS,
            "growth": _growth(board),
            "fields": _fields(board),
            "day": day,
        },
    )


def _period(request: StaffRequest) -> Period:
    wanted = request.GET.get("ky", "")
    if wanted:
        try:
            return read_period(wanted)
        except PeriodError as error:
            messages.error(request, str(error))
    return default_period(request.user, today())


def _rows_url(period: Period) -> str:
    """The address of the letters that the period's figures count."""
    query = {"since": format_date(period.since), "until": format_date(period.last_day)}
    return f"{reverse('casework:submission_list')}?{urlencode(query)}"


def _map(board: Board) -> str:
    tiles = [
        Tile(
            row["area"].short_name,
            row["area"].grid_column,
            row["area"].grid_row,
            row["rate"],
            row["hidden"],
        )
        for row in board.tiles
    ]
    first = board.tiles[0]["area"].name if board.tiles else ""
    return draw(
        tiles, finding=f"Đơn trên 10.000 dân theo phường; cao nhất: {first}. Bảng số ở dưới."
    )


def _growth(board: Board) -> str:
    rows = [(c["concern"].title, c["now"], c["before"]) for c in board.growth]
    return pairs(rows, finding="Các vấn đề mới và tăng; bảng số ở dưới", width=420) if rows else ""


def _fields(board: Board) -> str:
    rows = [
        (field_name(row["field"]) or "Chưa phân loại", row["now"], row["before"])
        for row in board.fields[:8]
    ]
    return pairs(rows, finding="Đơn theo lĩnh vực, kỳ này và kỳ trước", width=420) if rows else ""
