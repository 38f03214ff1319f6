"""What is done to many cases of the queue at once: confirm, refer, give to an officer, print."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseNotFound, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gandan.casework.models import Case, Submission
from gandan.casework.services.assigning import NotAnOfficerHereError, assign_officer
from gandan.casework.services.classifying import classify
from gandan.casework.services.stepping import CaseMovedOnError, take_step
from gandan.casework.step_forms import StepForm
from gandan.casework.views.left_alone import tell_only_read
from gandan.casework.views.slips import slips
from gandan.casework.views.submissions import CLASSIFYING
from gandan.casework.views.work import known_query
from gandan.casework.work_forms import AssignForm
from gandan.core.undo import Undo, done
from gandan.domain.procedure import Procedure, Stage, StepNotAllowedError, WorkflowStep, next_steps
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

BULK_LIMIT = 50


@require_POST
def work_bulk(request: StaffRequest) -> HttpResponse:
    """One action on the ticked cases; what cannot be done is named and left as it was."""
    codes = request.POST.getlist("code")[:BULK_LIMIT]
    rows = Case.objects.visible_to(request.user).filter(code__in=codes).select_related("unit")
    cases = list(rows.order_by("next_due_on", "id"))
    action = ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        return HttpResponseNotFound()
    if not cases:
        messages.error(request, _("Chưa chọn việc nào."))
        return _back(request)
    return action(request, cases)


def _back(request: StaffRequest) -> HttpResponse:
    query = known_query(QueryDict(request.POST.get("query", "")[:500]))
    return redirect(f"{reverse('casework:work_list')}?{query}")


def _confirm(request: StaffRequest, cases: list[Case]) -> HttpResponse:
    """Confirm the machine's suggestion of each letter; each one's own, never a common guess."""
    ready = Submission.objects.visible_to(request.user).filter(
        raisings__case__in=cases,
        raisings__role="first",
        classified_by=Submission.ClassifiedBy.MACHINE,
    )
    reached, found = reach_of(request.user).units(CLASSIFYING), list(ready.distinct())
    letters = [letter for letter in found if letter.unit_id in reached]
    tell_only_read(request, [letter.code for letter in found if letter.unit_id not in reached])
    if letters:
        count = classify(letters, None, by=request.user)
        text = ngettext("Đã xác nhận %(count)d đơn.", "Đã xác nhận %(count)d đơn.", count)
        undo = Undo(
            reverse("casework:submission_bulk"),
            [("action", "undo"), *(("code", letter.code) for letter in letters)],
        )
        done(request, text % {"count": count}, undo)
    elif not found:
        messages.error(request, _("Các việc đã chọn không có gợi ý để xác nhận."))
    return _back(request)


def _refer(request: StaffRequest, cases: list[Case]) -> HttpResponse:
    step = _common_step(cases)
    if step is None:
        messages.error(
            request, _("Chỉ chuyển một lượt các việc đã phân loại và cùng một loại thủ tục.")
        )
        return _back(request)
    sent = "sent" in request.POST
    form = StepForm(
        request.POST if sent else None,
        step=step,
        case=cases[0],
        person=request.user,
        day=today(),
        names=UnitNames.on(today()),
    )
    form.fields["version"].required = False
    if sent and form.is_valid():
        moved, refused = _take_all(request, cases, step.code, form)
        _tell(request, moved, refused)
        return _back(request)
    return _page(request, cases, form, "refer", status=422 if sent else 200)


def _common_step(cases: list[Case]) -> WorkflowStep | None:
    """The step "refer" when it is open to every one of the cases."""
    found = []
    for case in cases:
        if case.merged_into_id:
            return None
        rows = next_steps(
            Procedure(case.procedure), Stage(case.stage), day=today(), flags=case.flag_set
        )
        row = next((r.step for r in rows if r.step.code == "refer" and r.is_open), None)
        if row is None:
            return None
        found.append(row)
    return found[0] if found and len({id(row) for row in found}) == 1 else None


def _take_all(
    request: StaffRequest, cases: list[Case], code: str, form: StepForm
) -> tuple[list[Case], list[tuple[str, str]]]:
    moved, refused = [], []
    for case in cases:
        try:
            take_step(case, code, by=request.user, facts=form.facts())
        except StepNotAllowedError as error:
            refused.append((case.code, str(error)))
        except CaseMovedOnError:
            refused.append((case.code, _("đã có người xử lý trước")))
        else:
            moved.append(case)
    return moved, refused


def _tell(request: StaffRequest, moved: list[Case], refused: list[tuple[str, str]]) -> None:
    if moved:
        count = len(moved)
        text = ngettext("Đã chuyển %(count)d việc.", "Đã chuyển %(count)d việc.", count)
        undo = Undo(reverse("casework:work_undo"), [("code", case.code) for case in moved])
        done(request, text % {"count": count}, undo)
    for code, why in refused:
        messages.error(request, f"{code}: {why}")


def _assign(request: StaffRequest, cases: list[Case]) -> HttpResponse:
    reached = reach_of(request.user).units(request.asked_duties)
    chosen, cases = cases, [c for c in cases if {c.unit_id, c.handling_unit_id} & reached]
    tell_only_read(request, [case.code for case in chosen if case not in cases])
    if not cases:
        return _back(request)
    units = sorted({unit for case in cases for unit in (case.unit_id, case.handling_unit_id)})
    sent = "sent" in request.POST
    form = AssignForm(request.POST if sent else None, units=units)
    if sent and form.is_valid():
        try:
            count = assign_officer(cases, form.chosen(), by=request.user)
        except NotAnOfficerHereError:
            form.add_error("officer", _("Người này không làm ở đơn vị đang giữ mọi việc đã chọn."))
        except CaseMovedOnError:
            form.add_error(None, _("Có việc vừa được người khác xử lý; xem lại rồi giao."))
        else:
            text = ngettext("Đã giao %(count)d việc.", "Đã giao %(count)d việc.", count)
            done(request, text % {"count": count})
            return _back(request)
    return _page(request, cases, form, "assign", status=422 if sent else 200)


def _page(
    request: StaffRequest, cases: list[Case], form: object, action: str, status: int = 200
) -> HttpResponse:
    context = {
        "cases": cases,
        "form": form,
        "action": action,
        "query": request.POST.get("query", ""),
        "names": UnitNames.on(today()),
    }
    return render(request, "casework/work_bulk.html", context, status=status)


ACTIONS: dict[str, Callable[[StaffRequest, list[Case]], HttpResponse]] = {
    "confirm": _confirm,
    "refer": _refer,
    "assign": _assign,
    "print": slips,
}
