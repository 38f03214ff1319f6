"""What people write of a case beside its steps: officer, flags, subjects, conditions, links."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gandan.casework.models import Case
from gandan.casework.services.assigning import NotAnOfficerHereError, assign_officer
from gandan.casework.services.deciding import (
    NothingCheckedError,
    ReasonForDifferingError,
    decide_eligibility,
)
from gandan.casework.services.joining import AlreadyHandledError, attach_supplement
from gandan.casework.services.keeping_away import NobodyClearError
from gandan.casework.services.kinds import set_flags
from gandan.casework.services.opening import follow
from gandan.casework.services.overriding import (
    NoReasonError,
    NotALeaderError,
    override_check,
)
from gandan.casework.services.people import (
    RepresentativesError,
    Subject,
    set_representatives,
    set_respondents,
)
from gandan.casework.services.repeating import NotAnsweredError, report_again
from gandan.casework.services.stepping import CaseMovedOnError
from gandan.casework.services.undoing import last_step
from gandan.casework.views.case_steps import MOVED_ON, own_case
from gandan.casework.views.submissions import own_letters
from gandan.casework.work_forms import (
    AssignForm,
    EligibilityForm,
    FlagsForm,
    RepresentativesForm,
    RespondentsForm,
)
from gandan.core.undo import Undo, done
from gandan.domain.eligibility import conditions_for
from gandan.domain.kinds import Kind
from gandan.law.selectors import current
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest

NOBODY_CLEAR = gettext_lazy(
    "Đơn tố cáo nói về chính đơn vị cao nhất trong hệ thống: không đơn vị nào ở đây được giữ. "
    "Chuyển bản giấy lên cấp trên ngoài hệ thống, rồi ghi bước chuyển đơn."
)


def case_assign(request: StaffRequest, code: str) -> HttpResponse:
    case = own_case(request, code, held_too=True)
    units = [case.unit_id, case.handling_unit_id]
    sent = request.method == "POST"
    initial = {"officer": str(case.officer_id or "")}
    form = AssignForm(request.POST if sent else None, units=units, initial=initial)
    if sent and form.is_valid():
        try:
            assign_officer([case], form.chosen(), by=request.user)
        except NotAnOfficerHereError:
            form.add_error("officer", _("Người này không làm ở đơn vị đang giữ vụ việc."))
        except CaseMovedOnError:
            form.add_error(None, MOVED_ON)
        else:
            done(request, _("Đã giao người xử lý."))
            return redirect("casework:case_detail", code=code)
    return _form_page(request, case, form, _("Giao người xử lý"), _("Giao"))


def case_flags(request: StaffRequest, code: str) -> HttpResponse:
    """Flags decide which steps are open and which clocks run."""
    case = own_case(request, code)
    sent = request.method == "POST"
    form = FlagsForm(request.POST if sent else None, initial={"flags": case.flags})
    if sent and form.is_valid():
        try:
            changed = set_flags(case, form.chosen(), by=request.user)
        except CaseMovedOnError:
            form.add_error(None, MOVED_ON)
        else:
            if changed:
                step = last_step(case)
                undo = Undo(reverse("casework:case_undo", args=[code, step.pk])) if step else None
                done(request, _("Đã ghi đặc điểm của vụ việc."), undo)
            return redirect("casework:case_detail", code=code)
    return _form_page(request, case, form, _("Đặc điểm của đơn, vụ việc"), _("Lưu"))


def case_eligibility(request: StaffRequest, code: str) -> HttpResponse:
    """The checklist of the kind, and the decision with its reason."""
    case, day = own_case(request, code), today()
    if not case.kind:
        messages.error(request, _("Xác định loại đơn trước khi kiểm tra điều kiện."))
        return redirect("casework:case_detail", code=code)
    conditions = conditions_for(Kind(case.kind), day, current().conditions)
    sent = request.method == "POST"
    form = EligibilityForm(request.POST if sent else None, conditions=conditions, case=case)
    if sent and form.is_valid():
        try:
            check = decide_eligibility(
                case,
                form.answers(),
                is_eligible=form.decision(),
                reason=form.cleaned_data["reason"],
                by=request.user,
                on=day,
            )
        except NothingCheckedError as error:
            form.add_error(None, str(error))
        except ReasonForDifferingError:
            form.add_error("reason", _("Kết luận khác danh mục: ghi lý do."))
        except CaseMovedOnError:
            form.add_error(None, MOVED_ON)
        else:
            yes, no = _("Đủ điều kiện xử lý."), _("Không đủ điều kiện xử lý.")
            done(request, yes if check.is_eligible else no)
            return redirect("casework:case_detail", code=code)
    context = {
        "case": case,
        "form": form,
        "rows": [(form[row.code], row) for row in conditions],
        "last": case.eligibility_checks.select_related("by").order_by("-id").first(),
    }
    status = 422 if sent else 200
    return render(request, "casework/case_eligibility.html", context, status=status)


def case_respondents(request: StaffRequest, code: str) -> HttpResponse:
    """Who the letter is about; nobody there is ever suggested to handle it."""
    case = own_case(request, code)
    sent = request.method == "POST"
    form = RespondentsForm(request.POST if sent else None, case=case)
    if sent and form.is_valid():
        try:
            set_respondents(case, _subjects(form), by=request.user)
        except NobodyClearError:
            form.add_error(None, NOBODY_CLEAR)
        except CaseMovedOnError:
            form.add_error(None, MOVED_ON)
        else:
            done(request, _("Đã ghi đơn nói về ai."))
            if not Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
                return redirect("casework:work_list")
            return redirect("casework:case_detail", code=code)
    context = {"case": case, "form": form, "title": _("Đơn nói về ai")}
    status = 422 if sent else 200
    return render(request, "casework/case_pairs.html", context, status=status)


def _subjects(form: RespondentsForm) -> list[Subject]:
    found = []
    for unit_field, person_field in form.pairs():
        pk = form.cleaned_data[unit_field.name]
        person = " ".join(form.cleaned_data[person_field.name].split())
        unit = Unit.objects.filter(pk=int(pk)).first() if pk else None
        if unit or person:
            found.append(Subject(unit, person))
    return found


def case_representatives(request: StaffRequest, code: str) -> HttpResponse:
    """Who speaks for the signers; the signers themselves are counted, never listed."""
    case = own_case(request, code)
    sent = request.method == "POST"
    form = RepresentativesForm(request.POST if sent else None, case=case)
    if sent and form.is_valid():
        try:
            set_representatives(case, form.people(), by=request.user, on=today())
        except RepresentativesError as error:
            form.add_error(None, str(error))
        except CaseMovedOnError:
            form.add_error(None, MOVED_ON)
        else:
            done(request, _("Đã ghi người đại diện."))
            return redirect("casework:case_detail", code=code)
    context = {"case": case, "form": form, "title": _("Người đại diện")}
    status = 422 if sent else 200
    return render(request, "casework/case_pairs.html", context, status=status)


@require_POST
def case_override(request: StaffRequest, code: str) -> HttpResponse:
    """A leader lets the newest answer out although it fails the check."""
    case = own_case(request, code)
    answer = case.answers.filter(is_void=False, told_on=None).order_by("-id").first()
    if answer is None or answer.passes:
        messages.error(request, _("Không có câu trả lời nào chờ quyết định."))
        return redirect("casework:case_detail", code=code)
    try:
        override_check(answer, request.POST.get("reason", "")[:2000], by=request.user)
    except NoReasonError:
        messages.error(request, _("Ghi lý do rồi gửi lại."))
    except NotALeaderError:
        messages.error(request, _("Chỉ lãnh đạo đơn vị phụ trách vụ việc quyết định được."))
    except CaseMovedOnError:
        messages.error(request, MOVED_ON)
    else:
        done(request, _("Đã cho gửi câu trả lời; lý do lưu trong hồ sơ."))
    return redirect("casework:case_detail", code=code)


@require_POST
def case_follow(request: StaffRequest, code: str) -> HttpResponse:
    if follow(own_case(request, code), by=request.user):
        done(request, _("Đã bắt đầu theo dõi thời hạn."))
    return redirect("casework:case_detail", code=code)


@require_POST
def submission_link(request: StaffRequest, code: str) -> HttpResponse:
    """Join a letter to the case it belongs to: a supplement while that is open, else a new round."""
    letter = get_object_or_404(own_letters(request), code=code)
    wanted = request.POST.get("case", "").strip().upper()
    own = reach_of(request.user).rows("unit", request.asked_duties)
    rows = Case.objects.visible_to(request.user).filter(own)
    case = rows.standing().filter(code=wanted).first()
    if case is None:
        messages.error(request, _("Không tìm thấy vụ việc %(code)s.") % {"code": wanted[:24]})
        return redirect("casework:submission_detail", code=code)
    try:
        try:
            opened = report_again(letter, case, by=request.user)
        except NotAnsweredError:
            attach_supplement(letter, case, by=request.user)
            done(request, _("Đã gắn đơn vào vụ việc %(code)s.") % {"code": case.code})
            return redirect("casework:case_detail", code=case.code)
    except (AlreadyHandledError, CaseMovedOnError):
        messages.error(request, _("Đơn này đã được xử lý riêng nên không gắn được nữa."))
        return redirect("casework:submission_detail", code=code)
    text = _("Đã ghi nhận gửi lại lần %(round)d; vụ việc chuyển lên cấp trên trực tiếp.")
    done(request, text % {"round": opened.round})
    return redirect("casework:submission_detail", code=code)


def _form_page(
    request: StaffRequest, case: Case, form: object, title: str, button: str
) -> HttpResponse:
    context = {"case": case, "form": form, "title": title, "button": button}
    status = 422 if request.method == "POST" else 200
    return render(request, "casework/case_form.html", context, status=status)
