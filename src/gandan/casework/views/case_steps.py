"""The steps of a case: the form that asks what the step needs, and the way back."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from gandan.casework.answer_checks import words_of
from gandan.casework.competence import SuggestedBody, suggested_body, superior_for
from gandan.casework.models import Answer, Case, CaseStep
from gandan.casework.next_step import Offer, offers
from gandan.casework.services.effects.answers import AnswerFailsCheckError
from gandan.casework.services.stepping import CaseMovedOnError, take_step
from gandan.casework.services.undoing import (
    NotUndoableError,
    is_final,
    last_step,
    undo_step,
)
from gandan.casework.step_forms import StepForm
from gandan.core.language import localized
from gandan.core.undo import Undo, done
from gandan.domain.procedure import StepNotAllowedError
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

TO_A_BODY = frozenset({"refer", "refer_again", "guide", "superior_decides"})
TO_A_SUPERIOR = frozenset({"return_again", "remind_again", "escalate", "lodge_second"})
MOVED_ON = gettext_lazy("Vụ việc vừa được người khác xử lý. Xem lại rồi quyết định.")


def visible_case(request: StaffRequest, code: str) -> Case:
    rows = Case.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("unit", "officer", "merged_into"), code=code)


def own_case(request: StaffRequest, code: str, *, held_too: bool = False) -> Case:
    """A case to write at: a duty of the route is held over the unit that owns it.

    With ``held_too`` the unit that has it now writes as well. Whoever answers a referral reads
    the file, adds to it and marks proofs; the facts are those of the unit that asked.
    """
    case, reach = visible_case(request, code), reach_of(request.user)
    units = {case.unit_id, case.handling_unit_id} if held_too else {case.unit_id}
    if not units & reach.units(request.asked_duties):
        raise Http404
    return case


def case_step(request: StaffRequest, code: str, step: str) -> HttpResponse:
    """Ask what a step needs and take it; a step that goes outside repeats what it does first."""
    case, day = visible_case(request, code), today()
    offer = next((o for o in offers(case, request.user, day) if o.step.code == step), None)
    if offer is None:
        messages.error(request, _("Bước này không còn làm được ở giai đoạn hiện nay."))
        return redirect("casework:case_detail", code=code)
    names, body = UnitNames.on(day), suggestion(case, offer, day)
    form = step_form(request, case, offer, day, names=names, body=body)
    sent = request.method == "POST" and offer.is_open and form.is_valid()
    if sent and _take(request, case, offer, form):
        return redirect("casework:case_detail", code=code)
    status = 422 if request.method == "POST" else 200
    context = {
        "case": case,
        "offer": offer,
        "form": form,
        "is_final": is_final(offer.step),
        "suggested": body,
        "answer": answer_going_out(case, offer),
        "names": names,
    }
    return render(request, "casework/case_step.html", context, status=status)


def step_form(
    request: StaffRequest,
    case: Case,
    offer: Offer,
    day: date,
    *,
    names: UnitNames,
    body: SuggestedBody | None,
) -> StepForm:
    sent = request.method == "POST"
    unit = Unit.objects.filter(pk=body.unit).first() if body and body.unit else None
    if offer.step.code in TO_A_SUPERIOR:
        above = superior_for(case, offer.step.code, day)
        unit = Unit.objects.filter(pk=above).first() if above else None
    return StepForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        step=offer.step,
        case=case,
        person=request.user,
        day=day,
        names=names,
        suggested=unit,
    )


def suggestion(case: Case, offer: Offer, day: date) -> SuggestedBody | None:
    """The competent body, for steps that send the matter or the sender to one."""
    return suggested_body(case, day) if offer.step.code in TO_A_BODY else None


def answer_going_out(case: Case, offer: Offer) -> Answer | None:
    if offer.step.code not in ("pass_on_answer", "ask_to_mend"):
        return None
    return case.answers.filter(is_void=False).order_by("-id").first()


def _take(request: StaffRequest, case: Case, offer: Offer, form: StepForm) -> bool:
    if form.cleaned_data["version"] != case.version:
        form.add_error(None, MOVED_ON)
        return False
    try:
        row = take_step(case, offer.step.code, by=request.user, facts=form.facts())
    except StepNotAllowedError as error:
        form.show_faults(error.faults, str(error))
    except CaseMovedOnError:
        form.add_error(None, MOVED_ON)
    except AnswerFailsCheckError as error:
        for finding in error.answer.checks:
            if finding["hard"]:
                form.add_error(None, words_of(finding))
        words = _("Sửa câu trả lời, hoặc lãnh đạo ghi lý do vẫn gửi.")
        form.add_error("override_reason" if "override_reason" in form.fields else None, words)
    else:
        name = localized(offer.step.name, offer.step.name_en)
        undo = None
        if not is_final(offer.step):
            undo = Undo(reverse("casework:case_undo", args=[case.code, row.pk]))
        done(request, _("Đã ghi: %(step)s.") % {"step": name}, undo)
        return True
    return False


@require_POST
def case_undo(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Take back the newest step of a case."""
    case = visible_case(request, code)
    step = get_object_or_404(CaseStep, pk=pk, case=case)
    try:
        undo_step(case, step, by=request.user)
    except NotUndoableError as error:
        messages.error(request, str(error))
    except CaseMovedOnError:
        messages.error(request, MOVED_ON)
    else:
        done(request, _("Đã hoàn tác."))
    if not Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        return redirect("casework:work_list")
    return redirect("casework:case_detail", code=code)


@require_POST
def work_undo(request: StaffRequest) -> HttpResponse:
    """Take back the newest step of each case that was just moved from the queue."""
    codes = request.POST.getlist("code")[:50]
    count = 0
    for case in Case.objects.visible_to(request.user).filter(code__in=codes):
        step = last_step(case)
        if step is None:
            continue
        try:
            undo_step(case, step, by=request.user)
        except (NotUndoableError, CaseMovedOnError):
            messages.error(request, _("%(code)s: không hoàn tác được.") % {"code": case.code})
        else:
            count += 1
    if count:
        text = ngettext("Đã hoàn tác %(count)d việc.", "Đã hoàn tác %(count)d việc.", count)
        done(request, text % {"count": count})
    return redirect("casework:work_list")
