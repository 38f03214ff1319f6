"""Papers that a visitor gives: the list, scans and photos, the receipt."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.casework.services.looking import FileRefusedError
from gandan.core.undo import done
from gandan.papers.explanations import issue_text
from gandan.papers.services.drafting import PaperError
from gandan.reception.giving_forms import FilesForm, PaperListForm
from gandan.reception.models import Visit
from gandan.reception.protecting import is_protected
from gandan.reception.services import handing
from gandan.reception.services.papering import (
    NothingHandedError,
    ProtectedVisitError,
    draft_receipt,
)
from gandan.reception.views.visits import case_of, own_visit
from gandan.units.policy import today
from gandan.units.requests import StaffRequest


def visit_papers(request: StaffRequest, code: UUID) -> HttpResponse:
    """The list as a form; a line without a name is taken off."""
    visit = own_visit(request, code)
    rows = list(visit.handed.all())
    if request.method != "POST":
        return _page(request, visit, PaperListForm(rows=rows), mark=handing.mark_of(rows))
    form, mark = PaperListForm(request.POST, rows=rows), request.POST.get("mark", "")
    if not form.is_valid():
        return _page(request, visit, form, mark=mark, status=422)
    try:
        handing.write_list(visit, form.handed(), mark=mark, by=request.user)
    except handing.ListMovedOnError:
        text = _("Người khác vừa sửa danh sách này. Xem lại rồi lưu.")
        return _page(request, visit, form, mark=handing.mark_of(rows), fault=text, status=409)
    if "more" in request.POST:
        return redirect("reception:visit_papers", code=code)
    done(request, _("Đã lưu danh sách tài liệu."))
    return redirect("reception:visit_detail", code=code)


def _page(
    request: StaffRequest,
    visit: Visit,
    form: PaperListForm,
    *,
    mark: str,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "visit": visit,
        "papers": form,
        "mark": mark,
        "fault": fault,
        "has_errors": form.errors or bool(fault),
        "is_protected": is_protected(visit, case_of(request, visit)),
    }
    return render(request, "reception/visit_papers.html", context, status=status)


def visit_files(request: StaffRequest, code: UUID) -> HttpResponse:
    """Upload scans and photos; nothing here looks inside a file."""
    visit = own_visit(request, code)
    case = case_of(request, visit)
    form = FilesForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            files = handing.add_files(visit, case, form.cleaned_data["scans"], by=request.user)
        except FileRefusedError as error:
            form.add_error("scans", str(error))
        except handing.HandwritingError:
            text = _("Tài liệu của tố cáo có nét chữ người viết: giao nhập để niêm phong.")
            form.add_error("scans", text)
        except handing.NoCaseError:
            form.add_error("scans", _("Lượt tiếp này chưa gắn vụ việc nên chưa lưu được tệp."))
        else:
            done(request, _("Đã lưu %(count)d tệp.") % {"count": len(files)})
            return redirect("reception:visit_detail", code=code)
    status = 422 if request.method == "POST" else 200
    context = {"visit": visit, "form": form, "is_protected": is_protected(visit, case)}
    return render(request, "reception/visit_files.html", context, status=status)


@require_POST
def visit_receipt(request: StaffRequest, code: UUID) -> HttpResponse:
    """Draft the receipt of papers and open it: it is printed and numbered with other papers."""
    visit = own_visit(request, code)
    try:
        paper = draft_receipt(visit, case_of(request, visit), by=request.user, day=today())
    except NothingHandedError:
        messages.error(request, _("Chưa ghi tài liệu nào. Ghi danh sách rồi soạn biên nhận."))
        return redirect("reception:visit_papers", code=code)
    except ProtectedVisitError:
        messages.error(request, _("Lượt tiếp được giữ bí mật: tài liệu in ở trang để công dân ký."))
        return redirect("reception:visit_confirmation", code=code)
    except PaperError as error:
        messages.error(request, issue_text(error))
        return redirect("reception:visit_detail", code=code)
    done(request, _("Đã soạn biên nhận. Xem lại rồi in hai bản."))
    return redirect("papers:paper_detail", code=paper.code)
