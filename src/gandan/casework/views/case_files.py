"""Files of a case: added, opened on record, taken off."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.services import record
from gandan.casework.file_response import NotGivenError, stored_response
from gandan.casework.files_of_case import class_of_file, files_of, gives_nameless
from gandan.casework.models import Attachment, Case
from gandan.casework.services.filing import NotShowableError, attach, remove, show_to_sender
from gandan.casework.services.looking import FileRefusedError
from gandan.casework.views.case_steps import own_case, visible_case
from gandan.casework.work_forms import FilesForm
from gandan.core.undo import done
from gandan.units.requests import StaffRequest


def case_file_add(request: StaffRequest, code: str) -> HttpResponse:
    case = own_case(request, code, held_too=True)
    form = FilesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            attach(case, data["uploads"], purpose=data["purpose"], by=request.user)
        except FileRefusedError as error:
            form.add_error("uploads", str(error))
        else:
            done(request, _("Đã thêm tệp."))
            return redirect("casework:case_detail", code=code)
    context = {"case": case, "form": form, "title": _("Thêm tệp"), "button": _("Thêm")}
    status = 422 if request.method == "POST" else 200
    return render(request, "casework/case_form.html", context, status=status)


def case_file(request: StaffRequest, code: str, pk: int) -> FileResponse | HttpResponse:
    """The file; pictures that were opened show in place, everything else is saved first.

    Of a denunciation nobody gets the names that programs wrote into it.
    """
    case = visible_case(request, code)
    row = get_object_or_404(files_of(case, request.user), pk=pk)
    nameless, data_class = gives_nameless(row, case), class_of_file(row, case)
    try:
        response = stored_response(row.file, row.shown_name, in_place=True, nameless=nameless)
    except NotGivenError as error:
        messages.error(request, str(error))
        return redirect("casework:case_detail", code=code)
    record("case.file_viewed", case, by=request.user, data_class=data_class, **row.logged)
    return response


@require_POST
def case_file_remove(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """The unit that owns the case takes any file off; whoever has it now, what they added."""
    case = own_case(request, code, held_too=True)
    file = _file(case, pk)
    if file.by_id != request.user.pk:
        case = own_case(request, code)
    remove(file, by=request.user)
    done(request, _("Đã gỡ tệp khỏi vụ việc; bản gốc vẫn lưu."))
    return redirect("casework:case_detail", code=code)


@require_POST
def case_file_show(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    """Mark a proof for the sender, or take the mark away."""
    case = own_case(request, code, held_too=True)
    shown = request.POST.get("shown") == "1"
    try:
        show_to_sender(_file(case, pk), shown=shown, by=request.user)
    except NotShowableError:
        messages.error(request, _("Tệp này không cho người gửi xem được: xem loại tệp và vụ việc."))
    else:
        words = _("Người gửi xem được tệp này ở trang theo dõi, khi câu trả lời đã gửi.")
        done(request, words if shown else _("Người gửi không xem được tệp này nữa."))
    return redirect("casework:case_detail", code=code)


def _file(case: Case, pk: int) -> Attachment:
    rows = case.attachments.filter(is_void=False).select_related("file")
    return get_object_or_404(rows, pk=pk)
