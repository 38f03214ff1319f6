"""Find letters and visits by the name of who wrote or came; every search is on record."""

from django.http import HttpResponse
from django.shortcuts import render

from gandan.audit.services import entry_for, record_read
from gandan.casework.models import Submission
from gandan.core.bulk import insert_rows
from gandan.domain.confidentiality import Confidentiality
from gandan.reception.forms import NameForm
from gandan.reception.search import FOUND_AT_MOST, letters_of
from gandan.reception.selectors import with_cases
from gandan.units.policy import today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


def visitor_find(request: StaffRequest) -> HttpResponse:
    """The name is posted and kept nowhere; the log says which letters were shown to whom."""
    form = NameForm(request.POST or None)
    context: dict[str, object] = {"form": form, "most": FOUND_AT_MOST}
    if request.method == "POST" and form.is_valid():
        letters = letters_of(form.cleaned_data["name"], request.user, request.asked_duties)
        _record(request, letters)
        context |= {
            "is_searched": True,
            "found": with_cases(letters, request.user),
            "names": UnitNames.on(today()),
        }
    status = 422 if form.errors else 200
    return render(request, "reception/visitor_find.html", context, status=status)


def _record(request: StaffRequest, letters: list[Submission]) -> None:
    """Not what was typed: that may be the name of somebody whose letter is kept apart."""
    personal = Confidentiality.PERSONAL
    count = len(letters)
    record_read("visitors.searched", "desk", by=request.user, data_class=personal, found=count)
    action = "submission.found_by_name"
    insert_rows([entry_for(action, one, by=request.user, data_class=personal) for one in letters])
