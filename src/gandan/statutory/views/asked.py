"""Read from the address which unit, period, table, line and column a page is about."""

from django.http import Http404

from gandan.domain.statistics import Table, slug_of, tables
from gandan.statutory.periods import PeriodForm
from gandan.units.policy import today
from gandan.units.requests import StaffRequest


def period_form(request: StaffRequest) -> PeriodForm:
    return PeriodForm(request.GET, person=request.user, today=today())


def table_of(slug: str) -> Table:
    for code, table in tables().items():
        if slug_of(code) == slug:
            return table
    raise Http404


def number_of(request: StaffRequest, name: str) -> int:
    """A number in the address; 0 when there is none that makes sense."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else 0
