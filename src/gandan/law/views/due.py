"""The calculator: a due date with its sum, for a case that is not in the register or to check."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from gandan.core.components.pieces import DayCell
from gandan.core.language import day_of_year, is_english
from gandan.domain.deadlines import (
    ClockError,
    Due,
    NoTimeLimitError,
    Rules,
    UnknownLimitError,
    remaining,
)
from gandan.domain.deadlines import due as due_of
from gandan.law import selectors
from gandan.law.forms.due import DueForm
from gandan.law.presenting import left_words
from gandan.units.policy import today
from gandan.units.requests import StaffRequest

MOST_CELLS = 120


def due(request: StaffRequest) -> HttpResponse:
    rules = selectors.current_rules()
    asked = request.GET if request.GET.get("step") else None
    form = DueForm(asked, book=rules.limits)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        try:
            found = due_of(form.clock(), rules)
        except (ClockError, NoTimeLimitError, UnknownLimitError) as error:
            form.add_error(None, error.message_en if is_english() else str(error))
        else:
            context |= _shown(found, rules)
    return render(request, "law/due.html", context)


def _shown(found: Due, rules: Rules) -> dict[str, Any]:
    return {
        "due": found,
        "sentences": found.explanation_en if is_english() else found.explanation,
        "left": left_words(remaining(found, today(), rules.calendar)),
        "cells": _cells(found, rules),
    }


def _cells(found: Due, rules: Rules) -> list[DayCell]:
    """The days from the event to the last day, each with the reason why it was left out."""
    first, last = sorted((found.clock.start, found.on))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if len(days) > MOST_CELLS:
        return []
    left_out = {day.day: day.reason for day in found.skipped}
    return [_cell(day, found, left_out) for day in days]


def _cell(day: date, found: Due, left_out: dict[date, str]) -> DayCell:
    label = day_of_year(day)
    if day == found.clock.start:
        return DayCell(label, "", "start")
    if day == found.on:
        return DayCell(label, "", "end")
    if any(s.covers(day) for s in found.suspensions):
        return DayCell(label, "", "past")
    return DayCell(label, left_out.get(day, ""), "off" if day in left_out else "")
