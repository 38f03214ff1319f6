"""Fetch a report or a round for the person who asks; what is not theirs is not there."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from gandan.accounts.models import User
from gandan.reports.models import ReportRound, UnitReport
from gandan.reports.selectors import may_see_round
from gandan.units.policy import today


def report_for(person: User, code: object) -> UnitReport:
    rows = UnitReport.objects.visible_to(person).select_related(
        "round__version__form", "round__office", "unit", "latest"
    )
    return get_object_or_404(rows, code=code)


def round_for(person: User, code: object) -> ReportRound:
    """A round of an office in reach."""
    rows = ReportRound.objects.received_by(person).select_related("version__form", "office")
    return get_object_or_404(rows, code=code)


def owed_round_for(person: User, code: object) -> ReportRound:
    """A round that the person's unit owes, or that an office in reach receives."""
    rows = ReportRound.objects.select_related("version__form", "office")
    found = get_object_or_404(rows, code=code)
    if not may_see_round(person, found, today()):
        raise Http404
    return found
