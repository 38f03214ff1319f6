"""“Việc hôm nay”: the queue of a handler or focal point, its export and what is done to many."""

from functools import partial
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.audit.services import record_read
from gandan.casework.desk import (
    COUNT_UP_TO,
    LATE_ELSEWHERE_SHOWN,
    TABS,
    Desk,
    grouped,
    narrowed,
    rows_of,
)
from gandan.casework.exports import EXPORT_UP_TO, write_work
from gandan.casework.selectors import whole_cases
from gandan.casework.work_forms import WorkFilter
from gandan.core.pages import count_of, in_order, page_of
from gandan.domain.confidentiality import Confidentiality
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

# A unit is no narrowing: it chooses the desk itself.
NARROWING = ("kind", "field", "officer")
PARAMETERS = ("tab", "unit", "sort", *NARROWING)


def work_list(request: StaffRequest) -> HttpResponse:
    """The first page of a handler: late, today, in seven days; then what others owe."""
    seen = _View(request)
    counts = seen.desk.counts()
    # What a tab holds is counted once, when nothing narrows it.
    known = None if seen.is_narrowed else counts[seen.tab]
    wanted = request.GET.get("page")
    page = page_of(
        seen.keys.only("pk"), wanted, keys=seen.near, count=known, count_up_to=COUNT_UP_TO
    )
    own = [case.pk for case in page.rows]
    others: list[int] = []
    if seen.tab == "todo" and page.number == 1:
        others = seen.desk.late_elsewhere(LATE_ELSEWHERE_SHOWN)
    cases = in_order([*own, *others], whole_cases())
    both = rows_of(cases, seen.day, seen.names, person=request.user)
    late_elsewhere = [row for row in both if row.case.pk in others]
    rows = [row for row in both if row.case.pk not in others]
    return render(
        request,
        "casework/work_list.html",
        {
            "page": page,
            "groups": grouped(rows),
            "late_elsewhere": late_elsewhere,
            "late_count": seen.desk.late_count(),
            "today_count": seen.desk.today_count(),
            "tabs": [(name, *counts[name]) for name in TABS],
            "tab": seen.tab,
            "form": seen.form,
            "names": seen.names,
            "own_units": reach_of(request.user).own_units,
            "day": seen.day,
            "query": seen.query,
        },
    )


def work_export(request: StaffRequest) -> HttpResponse | FileResponse:
    """The tab as .xlsx: what is to be done, by when, by whom; no sender's name."""
    seen = _View(request)
    total, more = count_of(seen.rows)
    if more or total > EXPORT_UP_TO:
        messages.error(request, _("Danh sách quá dài để xuất một lần. Thu hẹp bộ lọc rồi xuất."))
        return redirect(f"{reverse('casework:work_list')}?{seen.query}")
    file = write_work(seen.rows, seen.names, by=request.user, day=seen.day, query=seen.query)
    record_read(
        "cases.exported",
        "work",
        by=request.user,
        data_class=Confidentiality.INTERNAL,
        rows=total,
        query=seen.query,
    )
    return FileResponse(file, as_attachment=True, filename="viec-hom-nay.xlsx")


class _View:
    """What a person asked to see of the queue."""

    def __init__(self, request: StaffRequest) -> None:
        self.day = today()
        self.names = UnitNames.on(self.day)
        self.form = WorkFilter(request.GET or {}, person=request.user, names=self.names)
        chosen = self.form.chosen()
        wanted = request.GET.get("tab", "")
        self.tab = wanted if wanted in TABS else "todo"
        unit = int(chosen["unit"]) if chosen.get("unit") else None
        self.desk = Desk.of(request.user, self.day, unit=unit)
        self.is_narrowed = any(chosen.get(name) for name in NARROWING)
        self.keys = narrowed(self.desk.tab(self.tab), chosen, request.user)
        # The tab in its usual order is put together from parts that are in that order.
        is_usual = self.tab == "elsewhere" and not chosen.get("sort")
        self.near = partial(self.desk.elsewhere, chosen) if is_usual else None
        self.rows = self.keys.select_related("unit", "officer")
        self.query = known_query(request.GET)


def known_query(given: QueryDict) -> str:
    return urlencode([(name, value) for name in PARAMETERS if (value := given.get(name))])
