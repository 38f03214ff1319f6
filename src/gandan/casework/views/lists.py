"""The list of submissions: search, filter, saved views, bulk confirmation, export."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper
from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gandan.audit.services import record
from gandan.casework.exports import EXPORT_UP_TO, write_submissions
from gandan.casework.filters import SubmissionFilter, narrow, suggested_copies
from gandan.casework.models import SavedView, Submission
from gandan.casework.services.classifying import classify, undo_classification
from gandan.casework.views.left_alone import tell_only_read
from gandan.casework.views.submissions import CLASSIFYING, own_letters
from gandan.core.pages import COUNT_FOUND_UP_TO, COUNT_UP_TO, count_of, page_of
from gandan.core.undo import Undo, done
from gandan.units.policy import reach_of
from gandan.units.requests import StaffRequest

PARAMETERS = ("q", "state", "kind", "field", "channel", "unit", "since", "until", "batch", "sort")
LIST_PAGE = "submissions"
BULK_LIMIT = 200


def submission_list(request: StaffRequest) -> HttpResponse:
    form = SubmissionFilter(request.GET or {}, person=request.user)
    rows = Submission.objects.visible_to(request.user).select_related("copy_suggestion")
    rows = rows.defer("text_as_sent", "extra", "notes")
    narrowed = narrow(rows, form)
    count_up_to = COUNT_FOUND_UP_TO if request.GET.get("q") else COUNT_UP_TO
    wanted = request.GET.get("page")
    copies = ExpressionWrapper(suggested_copies(request.user), output_field=BooleanField())
    whole = rows.annotate(is_suggested_copy=copies)
    page = page_of(narrowed.rows, wanted, whole=whole, keys=narrowed.keys, count_up_to=count_up_to)
    return render(
        request,
        "casework/submission_list.html",
        {
            "form": form,
            "page": page,
            "in_use": narrowed.in_use,
            "names": form.names,
            "confirmable": _confirmable(request, page.rows),
            "query": _known(request.GET),
            "saved_views": SavedView.objects.filter(person=request.user, page=LIST_PAGE),
        },
    )


def _confirmable(request: StaffRequest, rows: Iterable[Submission]) -> set[int]:
    """Letters of the page with a suggestion that this person may confirm: only they are ticked."""
    units = reach_of(request.user).units(CLASSIFYING)
    machine = Submission.ClassifiedBy.MACHINE
    return {row.pk for row in rows if row.unit_id in units and row.classified_by == machine}


def submission_export(request: StaffRequest) -> HttpResponse | FileResponse:
    """The filtered list as .xlsx; every cell is a typed value, never a formula."""
    form = SubmissionFilter(request.GET or {}, person=request.user)
    narrowed = narrow(Submission.objects.visible_to(request.user), form)
    query = _known(request.GET)
    total, more = count_of(narrowed.rows)
    if more or total > EXPORT_UP_TO:
        messages.error(request, _("Danh sách quá dài để xuất một lần. Thu hẹp bộ lọc rồi xuất."))
        return _back_to_list(query)
    file = write_submissions(narrowed.rows, form.names, by=request.user, query=query)
    record("submissions.exported", LIST_PAGE, by=request.user, rows=total, query=query)
    return FileResponse(file, as_attachment=True, filename="so-don.xlsx")


@require_POST
def submission_bulk(request: StaffRequest) -> HttpResponse:
    """Confirm the suggestions of the ticked rows; each one's own, never a common guess."""
    codes = request.POST.getlist("code")[:BULK_LIMIT]
    rows = list(own_letters(request).filter(code__in=codes))
    seen = Submission.objects.visible_to(request.user).filter(code__in=codes)
    only_read = list(seen.exclude(pk__in=[row.pk for row in rows]).values_list("code", flat=True))
    tell_only_read(request, only_read)
    if not rows and not only_read:
        messages.error(request, _("Chưa chọn đơn nào."))
    elif request.POST.get("action") == "undo":
        _undo(request, rows)
    elif rows:
        _confirm(request, rows)
    return _back_to_list(_known(QueryDict(request.POST.get("query", "")[:1000])))


def _confirm(request: StaffRequest, rows: list[Submission]) -> None:
    ready = [row for row in rows if row.classified_by == Submission.ClassifiedBy.MACHINE]
    if ready:
        count = classify(ready, None, by=request.user)
        codes = [("code", row.code) for row in ready]
        undo = Undo(reverse("casework:submission_bulk"), [("action", "undo"), *codes])
        text = ngettext("Đã xác nhận %(count)d đơn.", "Đã xác nhận %(count)d đơn.", count)
        done(request, text % {"count": count}, undo)
    if skipped := len(rows) - len(ready):
        text = ngettext(
            "%(count)d đơn không có gợi ý để xác nhận.",
            "%(count)d đơn không có gợi ý để xác nhận.",
            skipped,
        )
        messages.info(request, text % {"count": skipped})


def _undo(request: StaffRequest, rows: list[Submission]) -> None:
    count = undo_classification(rows, by=request.user)
    if count:
        done(request, _("Đã hoàn tác xác nhận."))
    if left := len(rows) - count:
        text = ngettext(
            "%(count)d đơn đã được xử lý tiếp nên không hoàn tác được nữa.",
            "%(count)d đơn đã được xử lý tiếp nên không hoàn tác được nữa.",
            left,
        )
        messages.error(request, text % {"count": left})


@require_POST
def view_save(request: StaffRequest) -> HttpResponse:
    name = " ".join(request.POST.get("name", "").split())[:80]
    query = _known(QueryDict(request.POST.get("query", "")[:1000]))
    if not name:
        messages.error(request, _("Đặt tên cho bộ lọc rồi lưu lại."))
    else:
        SavedView.objects.update_or_create(
            person=request.user, page=LIST_PAGE, name=name, defaults={"query": query}
        )
        done(request, _("Đã lưu bộ lọc “%(name)s”.") % {"name": name})
    return _back_to_list(query)


@require_POST
def view_delete(request: StaffRequest, pk: int) -> HttpResponse:
    view = get_object_or_404(SavedView, pk=pk, person=request.user)
    view.delete()
    done(request, _("Đã xóa bộ lọc “%(name)s”.") % {"name": view.name})
    return redirect("casework:submission_list")


def _back_to_list(query: str) -> HttpResponse:
    return redirect(f"{reverse('casework:submission_list')}?{query}")


def _known(given: QueryDict) -> str:
    """The filter part of an address: known parameters only, in a fixed order."""
    return urlencode([(name, value) for name in PARAMETERS if (value := given.get(name))])
