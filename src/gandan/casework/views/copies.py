"""Copies that the engine found: one pair at a time or many, confirmed or refused."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gandan.casework.models import CopySuggestion, Submission
from gandan.casework.selectors import open_copy_suggestions
from gandan.casework.services.copies import (
    CopyAlreadyDecidedError,
    confirm_copy,
    reject_copy,
    undo_copy_decision,
)
from gandan.casework.services.joining import AlreadyHandledError
from gandan.casework.services.stepping import CaseMovedOnError
from gandan.casework.views.left_alone import tell_only_read
from gandan.casework.views.submissions import CLASSIFYING, own_letters
from gandan.core.pages import page_of
from gandan.core.undo import Undo, done
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

BULK_LIMIT = 200


def copy_list(request: StaffRequest) -> HttpResponse:
    kind, units = request.GET.get("kind", ""), reach_of(request.user).units(CLASSIFYING)
    rows = open_copy_suggestions(request.user)
    if kind in CopySuggestion.CopyKind.values:
        rows = rows.filter(kind=kind)
    page = page_of(rows, request.GET.get("page"))
    decidable = {
        row.pk for row in page.rows if {row.submission.unit_id, row.original.unit_id} <= units
    }
    return render(
        request,
        "casework/copy_list.html",
        {
            "page": page,
            "decidable": decidable,
            "kind": kind,
            "names": UnitNames.on(today()),
        },
    )


@require_POST
def copy_decide(request: StaffRequest) -> HttpResponse:
    """Confirm or refuse the ticked suggestions; what cannot be done is named and left."""
    rows, only_read = _chosen(request)
    refuse = request.POST.get("action") == "reject"
    decided, refused = _decide_all(request, rows, refuse=refuse)
    if decided:
        count = len(decided)
        text = ngettext("Đã gộp %(count)d bản sao.", "Đã gộp %(count)d bản sao.", count)
        if refuse:
            text = ngettext("Đã bác %(count)d gợi ý.", "Đã bác %(count)d gợi ý.", count)
        undo = Undo(reverse("casework:copy_undo"), [("code", code) for code in decided])
        done(request, text % {"count": count}, undo)
    elif not refused and not only_read:
        messages.error(request, _("Chưa chọn bản nào."))
    _tell_refused(request, refused)
    return redirect(_back(request))


def _tell_refused(request: StaffRequest, refused: list[tuple[str, str]]) -> None:
    for code, why in refused:
        messages.error(request, f"{code}: {why}")


def _decide_all(
    request: StaffRequest, rows: list[CopySuggestion], *, refuse: bool
) -> tuple[list[str], list[tuple[str, str]]]:
    """Codes of the letters decided about, and of the others with the reason."""
    decided, refused = [], []
    for row in rows:
        code = row.submission.code
        try:
            if refuse:
                reject_copy(row, by=request.user)
            else:
                confirm_copy(row, by=request.user)
        except CopyAlreadyDecidedError:
            refused.append((code, _("đã có người quyết định trước")))
        except AlreadyHandledError:
            refused.append((code, _("đơn đã được xử lý riêng nên không gộp được nữa")))
        except CaseMovedOnError:
            refused.append((code, _("đã có người xử lý trước")))
        else:
            decided.append(code)
    return decided, refused


@require_POST
def copy_undo(request: StaffRequest) -> HttpResponse:
    """Take decisions back; only what was taken back is said to be."""
    rows, only_read = _chosen(request)
    refused = []
    for row in rows:
        try:
            undo_copy_decision(row, by=request.user)
        except CopyAlreadyDecidedError:
            refused.append((row.submission.code, _("quyết định đã được hoàn tác trước")))
        except CaseMovedOnError:
            refused.append((row.submission.code, _("đã có người xử lý trước")))
    if len(refused) < len(rows):
        done(request, _("Đã hoàn tác."))
    elif not rows and not only_read:
        messages.error(request, _("Không có gì để hoàn tác."))
    _tell_refused(request, refused)
    return redirect(_back(request))


def _chosen(request: StaffRequest) -> tuple[list[CopySuggestion], list[str]]:
    """Pairs of which both letters are one's own: the copy goes into the case of the original.

    Those of which one is only read are named and left.
    """
    codes = request.POST.getlist("code")[:BULK_LIMIT]
    own = own_letters(request)
    seen = CopySuggestion.objects.visible_to(request.user).filter(submission__code__in=codes)
    rows = list(
        seen.select_related("submission", "original").filter(submission__in=own, original__in=own)
    )
    others = seen.exclude(pk__in=[row.pk for row in rows])
    only_read = list(others.values_list("submission__code", flat=True))
    tell_only_read(request, only_read)
    return rows, only_read


def _back(request: StaffRequest) -> str:
    """Back to the letter when the decision was taken there."""
    code = request.POST.get("back", "")
    if code and Submission.objects.visible_to(request.user).filter(code=code).exists():
        return reverse("casework:submission_detail", args=[code])
    return reverse("casework:copy_list")
