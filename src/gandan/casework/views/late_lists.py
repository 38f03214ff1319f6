"""Late cases by unit, the oldest first: for leaders."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import render

from gandan.casework.desk import rows_of
from gandan.casework.late import late_by_unit, late_cases, late_keys
from gandan.casework.models import Case
from gandan.casework.selectors import whole_cases
from gandan.core.pages import page_of
from gandan.units.models import Unit
from gandan.units.policy import today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


def late_list(request: StaffRequest) -> HttpResponse:
    """Units with late cases; with ``unit`` the cases of that one."""
    day, names = today(), UnitNames.on(today())
    visible = Case.objects.visible_to(request.user)
    units = late_by_unit(visible, day)
    chosen = request.GET.get("unit", "")
    unit = Unit.objects.filter(code=chosen).first() if chosen else None
    cases, total = visible, sum(row.cases for row in units)
    listed = total
    if unit is not None:
        cases = cases.filter(handling_unit=unit)
        listed = sum(row.cases for row in units if row.unit == unit.pk)
    page = page_of(
        late_cases(cases, day),
        request.GET.get("page"),
        whole=whole_cases(),
        keys=partial(late_keys, cases, day),
        count=(listed, False),
    )
    context = {
        "units": units,
        "total": total,
        "page": page,
        "rows": rows_of(page.rows, day, names),
        "unit": unit,
        "names": names,
        "own_units": frozenset(),
        "day": day,
    }
    return render(request, "casework/late_list.html", context)
