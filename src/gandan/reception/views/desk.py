"""The desk: look for the matter first, then enter the visit; who receives and who came today."""

from django.http import HttpResponse
from django.shortcuts import render

from gandan.law.selectors import current
from gandan.reception.counting import counts_by_host
from gandan.reception.models import Visit
from gandan.reception.selectors import (
    bookings_of_day,
    conclusions_followed,
    earlier_letters,
    sessions_of_day,
)
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

SHOWN_AT_MOST = 100
FOLLOWED_AT_MOST = 8


def desk(request: StaffRequest) -> HttpResponse:
    query = " ".join(request.GET.get("q", "").split())[:200]
    day, person = today(), request.user
    own = reach_of(person).own_units
    visits = Visit.objects.visible_to(person).filter(unit__in=own, submission__received_on=day)
    counts, _parts = counts_by_host(visits, person, current().numbers)
    return render(
        request,
        "reception/desk.html",
        {
            "query": query,
            "found": earlier_letters(query, person),
            "day": day,
            "sessions": sessions_of_day(person, day),
            "visits": visits.select_related("submission", "session").order_by("-id")[
                :SHOWN_AT_MOST
            ],
            "counts": counts,
            "bookings": bookings_of_day(person, day),
            "conclusions": conclusions_followed(person)[:FOLLOWED_AT_MOST],
            "today": day,
            "names": UnitNames.on(day),
        },
    )
