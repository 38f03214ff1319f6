"""What the decision of a case orders, and what was carried out of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from gandan.casework.execution import Execution, decision_of, execution_of, may_order, may_report
from gandan.casework.execution_forms import AnnulForm, OrderingForm, ReopenForm, ResultForm
from gandan.casework.execution_words import (
    amount_words,
    annulling_words,
    done_label,
    reopening_words,
)
from gandan.casework.models import CarriedOut, Case, CaseStep
from gandan.casework.services.executing import (
    NoPaperError,
    Ordered,
    Result,
    ResultDayError,
    WhyNeededError,
    annul_result,
    write_ordering,
    write_result,
)
from gandan.casework.services.looking import FileRefusedError
from gandan.casework.services.reopening import ending_of, reopen_execution
from gandan.casework.services.stepping import CaseMovedOnError
from gandan.casework.services.undoing import NotUndoableError, step_of_table
from gandan.casework.views.case_steps import MOVED_ON, own_case
from gandan.core.language import day as in_words
from gandan.core.language import localized
from gandan.core.undo import done
from gandan.domain.execution import ExecutionError, OrderedMeasure
from gandan.domain.procedure import Party, Stage
from gandan.units.policy import today
from gandan.units.requests import StaffRequest


def case_ordering(request: StaffRequest, code: str) -> HttpResponse:
    """What the decision orders; written again, it is a new version with a reason."""
    case = own_case(request, code)
    known = _known(case)
    if not may_order(request.user, case):
        raise Http404
    form = OrderingForm(request.POST or None, known=known)
    if request.method == "POST" and form.is_valid() and _write_ordering(request, known, form):
        return redirect("casework:case_detail", code=code)
    context = {"case": case, "known": known, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "casework/case_ordering.html", context, status=status)


def _write_ordering(request: StaffRequest, known: Execution, form: OrderingForm) -> bool:
    data, case = form.cleaned_data, known.case
    if data["version"] != case.version:
        form.add_error(None, MOVED_ON)
        return False
    given = Ordered(form.is_needed, form.amounts, data["other"], data.get("why", ""))
    try:
        write_ordering(case, given, by=request.user)
    except ExecutionError as error:
        form.show(error.findings)
    except CaseMovedOnError:
        form.add_error(None, MOVED_ON)
    else:
        done(request, _("Đã ghi nội dung phải thi hành."))
        return True
    return False


def case_result(request: StaffRequest, code: str) -> HttpResponse:
    """What was carried out on a day, with the paper that proves it."""
    case = own_case(request, code, held_too=True)
    known = _known(case)
    if not may_report(request.user, case):
        raise Http404
    if not known.needed:
        messages.error(request, _why_no_results(known))
        return redirect("casework:case_detail", code=code)
    form = ResultForm(request.POST or None, request.FILES or None, known=known, day=today())
    if request.method == "POST" and form.is_valid() and _write_result(request, known, form):
        return redirect("casework:case_detail", code=code)
    context = {"case": case, "known": known, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "casework/case_result.html", context, status=status)


def _why_no_results(known: Execution) -> str:
    if known.ordering is None:
        return _("Ghi nội dung phải thi hành trước, rồi ghi kết quả.")
    return _(
        "Sổ ghi là không có nội dung phải thi hành, nên chưa ghi kết quả được. Nếu có, người xử lý "
        "hoặc lãnh đạo sửa nội dung phải thi hành trước."
    )


def _write_result(request: StaffRequest, known: Execution, form: ResultForm) -> bool:
    data, case = form.cleaned_data, known.case
    if data["version"] != case.version:
        form.add_error(None, MOVED_ON)
        return False
    given = Result(form.amounts, data["on"], data["paper"], data["why_over"], data["file"])
    try:
        write_result(case, given, by=request.user)
    except ExecutionError as error:
        form.show(error.findings)
    except WhyNeededError:
        form.ask_why()
    except NoPaperError:
        words = _("Đây là lời hệ thống ghi. Ghi tên và số của giấy tờ chứng minh.")
        form.add_error("paper", words)
    except ResultDayError:
        words = _("Ngày thi hành phải từ %(day)s, ngày ra quyết định, kết luận, đến hôm nay.")
        form.add_error("on", words % {"day": in_words(known.decided_on)})
    except FileRefusedError as error:
        form.add_error("file", str(error))
    except CaseMovedOnError:
        form.add_error(None, MOVED_ON)
    else:
        done(request, _("Đã ghi kết quả thi hành."))
        return True
    return False


def case_result_annul(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Take a wrong result out of the sums; it stays in the file with the reason."""
    case = own_case(request, code, held_too=True)
    if not may_report(request.user, case):
        raise Http404
    rows = CarriedOut.objects.standing().filter(case=case)
    row = get_object_or_404(rows.select_related("case"), pk=pk)
    row.case = case
    form = AnnulForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            annul_result(row, form.cleaned_data["why"], by=request.user)
        except ExecutionError as error:
            form.add_error(None, annulling_words(error.findings))
        except CaseMovedOnError:
            form.add_error(None, MOVED_ON)
        else:
            done(request, _("Đã hủy kết quả thi hành; dòng cũ vẫn lưu trong hồ sơ."))
            return redirect("casework:case_detail", code=code)
    measure = OrderedMeasure(row.measure)
    said = f"{done_label(measure)}: {amount_words(measure, row.amount)}"
    title = _("Hủy kết quả thi hành")
    context = {
        "case": case,
        "form": form,
        "title": title,
        "about": said,
        "button": _("Hủy dòng này"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "casework/case_form.html", context, status=status)


def case_execution_reopen(request: StaffRequest, code: str) -> HttpResponse:
    """Open again what was closed by mistake; the case stands as before those steps."""
    case = own_case(request, code)
    ending = ending_of(case)
    if not ending:
        messages.error(request, _("Vụ việc này không kết thúc như vậy; xem lịch sử bên dưới."))
        return redirect("casework:case_detail", code=code)
    form = ReopenForm(request.POST or None, initial={"version": case.version})
    if request.method == "POST" and form.is_valid() and _reopen(request, case, form):
        return redirect("casework:case_detail", code=code)
    context = {
        "case": case,
        "form": form,
        "title": _("Mở lại việc thi hành"),
        "about": _what_reopening_does(case, ending),
        "button": _("Mở lại"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "casework/case_form.html", context, status=status)


def _what_reopening_does(case: Case, ending: list[CaseStep]) -> str:
    last = ending[-1]
    row = step_of_table(last.procedure, last.name)
    stage = Stage(last.stage_from)
    return reopening_words(
        localized(stage.label, stage.label_en),
        [step.name for step in ending],
        is_told=row is not None and Party.SENDER in row.tells,
    )


def _reopen(request: StaffRequest, case: Case, form: ReopenForm) -> bool:
    if form.cleaned_data["version"] != case.version:
        form.add_error(None, MOVED_ON)
        return False
    try:
        reopen_execution(case, form.cleaned_data["why"], by=request.user)
    except NotUndoableError as error:
        form.add_error(None, str(error))
    except CaseMovedOnError:
        form.add_error(None, MOVED_ON)
    else:
        done(request, _("Đã mở lại việc thi hành. Ghi lại cho đúng ở bước tiếp theo."))
        return True
    return False


def _known(case: Case) -> Execution:
    decision = decision_of(case)
    if decision is None:
        raise Http404
    return execution_of(case, decision)
