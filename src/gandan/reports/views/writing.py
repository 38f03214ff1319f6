"""A unit's report: read it, write it with its findings beside, send it, correct it, explain."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.casework.models import Submission
from gandan.core.pages import page_of
from gandan.core.undo import done
from gandan.domain.dates import format_date
from gandan.domain.statistics import slug_of
from gandan.reports.cells import cells_of
from gandan.reports.forms import ExplainForm, ProofForm, ReasonForm, WritingForm, initial_of
from gandan.reports.models import UnitReport
from gandan.reports.pages import figure_rows, report_head
from gandan.reports.registered import REGISTERED, rows_of
from gandan.reports.rights import may_receive, may_send, may_write
from gandan.reports.services.deciding import correct, standing_problems, submit
from gandan.reports.services.refusals import ReportChangedError, ReportRefusedError
from gandan.reports.services.writing import explain, save_report
from gandan.reports.statutory_columns import COLUMNS
from gandan.reports.views.fetching import report_for
from gandan.units.requests import StaffRequest


def report_detail(request: StaffRequest, code: str) -> HttpResponse:
    report = report_for(request.user, code)
    problems = standing_problems(report, request.user)
    return render(
        request,
        "reports/report_detail.html",
        report_head(report, request.user)
        | {
            "figures": figure_rows(report, problems, request.user),
            "sections": _sections(report, problems),
            "problems": problems,
            "waiting": [p for p in problems if p.needs_explaining],
            "steps": report.steps.select_related("by").order_by("-id"),
            "versions": report.versions.select_related("by").order_by("-number"),
            "proofs": _proofs(report),
            "may_write": may_write(request.user, report),
            "may_send": may_send(request.user, report),
            "may_receive": may_receive(request.user, report.round),
            "reason": ReasonForm(prefix="correct"),
        },
    )


def _proofs(report: UnitReport) -> Any:
    rows = report.proofs.filter(is_void=False).select_related("file", "cell__indicator", "by")
    return rows.order_by("id")


def _sections(report: UnitReport, problems: list[Any]) -> list[dict[str, Any]]:
    sent = report.latest if not report.is_open and report.latest else None
    words = sent.words if sent else report.words
    return [
        {
            "title": section.title,
            "asks": section.asks,
            "text": words.get(str(section.order), ""),
            "problems": [p for p in problems if p.at == f"s{section.order}"],
        }
        for section in report.round.version.sections.order_by("order")
    ]


def report_edit(request: StaffRequest, code: str) -> HttpResponse:
    """Write and look: what is saved comes back with what was found in it."""
    report = report_for(request.user, code)
    if not may_write(request.user, report):
        raise Http404
    if not report.is_open:
        return redirect("reports:report_detail", code=report.code)
    cells = cells_of(report.round.version)
    sections = list(report.round.version.sections.order_by("order"))
    if request.method != "POST":
        initial = initial_of(cells, report.figures, report.words, report.revision)
        return _edit_page(request, report, WritingForm(cells, sections, initial=initial))
    form = WritingForm(cells, sections, request.POST)
    if not form.is_valid():
        return _edit_page(request, report, form, status=422)
    try:
        save_report(
            report,
            figures=form.figures,
            words=form.words,
            after=form.cleaned_data["after"],
            by=request.user,
        )
    except ReportChangedError:
        report.refresh_from_db()
        form.data = {**request.POST.dict(), "after": str(report.revision)}
        form.add_error(
            None,
            _(
                "Người khác vừa sửa báo cáo này. Nội dung của bạn còn ở dưới; xem bản mới rồi lưu lại."
            ),
        )
        return _edit_page(request, report, form, status=409)
    done(request, _("Đã lưu báo cáo."))
    return redirect(f"{reverse('reports:report_edit', args=[report.code])}#kiem-tra")


def _edit_page(
    request: StaffRequest, report: UnitReport, form: WritingForm, *, status: int = 200
) -> HttpResponse:
    problems = standing_problems(report, request.user)
    rows = figure_rows(report, problems, request.user)
    for row in rows:
        name = f"f_{row.cell.code}"
        row.field = form[name] if name in form.fields else None
    return render(
        request,
        "reports/report_edit.html",
        report_head(report, request.user)
        | {
            "form": form,
            "figures": rows,
            "problems": problems,
            "proofs": _proofs(report),
            "proof_form": ProofForm(cells_of(report.round.version)),
            "may_send": may_send(request.user, report),
            "must_note": report.latest_id is not None,
        },
        status=status,
    )


@require_POST
def report_submit(request: StaffRequest, code: str) -> HttpResponse:
    report = report_for(request.user, code)
    if not may_send(request.user, report):
        raise Http404
    try:
        version = submit(report, note=request.POST.get("note", "")[:300], by=request.user)
    except ReportRefusedError as error:
        messages.error(request, str(error))
        return redirect("reports:report_edit", code=report.code)
    except ReportChangedError:
        messages.error(request, _("Người khác vừa sửa báo cáo này. Xem lại rồi gửi."))
        return redirect("reports:report_edit", code=report.code)
    done(request, _("Đã gửi báo cáo, bản %(number)d.") % {"number": version.number})
    return redirect("reports:report_detail", code=report.code)


@require_POST
def report_correct(request: StaffRequest, code: str) -> HttpResponse:
    """Open a sent report again; what was sent stays and counts until the new version."""
    report = report_for(request.user, code)
    if not may_send(request.user, report):
        raise Http404
    form = ReasonForm(request.POST, prefix="correct")
    try:
        correct(report, form.data.get("correct-text", "")[:2000], by=request.user)
    except ReportRefusedError as error:
        messages.error(request, str(error))
        return redirect("reports:report_detail", code=report.code)
    except ReportChangedError:
        messages.error(request, _("Người khác vừa sửa báo cáo này. Xem lại rồi gửi."))
        return redirect("reports:report_detail", code=report.code)
    done(request, _("Đã mở lại để đính chính. Bản đã gửi vẫn được tính cho đến khi gửi bản mới."))
    return redirect("reports:report_edit", code=report.code)


@require_POST
def report_explain(request: StaffRequest, code: str) -> HttpResponse:
    """Keep why a problem stands as it is."""
    report = report_for(request.user, code)
    receiving = may_receive(request.user, report.round)
    if not (receiving or may_write(request.user, report)):
        raise Http404
    form = ExplainForm(request.POST)
    back = "reports:report_differences" if receiving else "reports:report_detail"
    if not form.is_valid():
        messages.error(request, _("Ghi lý do trước khi lưu giải thích."))
        return redirect(back, code=report.code)
    data = form.cleaned_data
    known = {(p.key, p.about): p for p in standing_problems(report, request.user)}
    problem = known.get((data["key"], data["about"]))
    if problem is None:
        messages.error(request, _("Số liệu đã đổi. Xem lại chỗ cần giải thích."))
        return redirect(back, code=report.code)
    explain(report, problem, data["text"], by=request.user)
    done(request, _("Đã lưu giải thích."))
    return redirect(back, code=report.code)


def report_version(request: StaffRequest, code: str, number: int) -> HttpResponse:
    """A version as it was sent."""
    report = report_for(request.user, code)
    version = get_object_or_404(report.versions.select_related("by"), number=number)
    cells = cells_of(report.round.version)
    rows = figure_rows(report, [], request.user, version=version)
    words = [
        (section.title, version.words.get(str(section.order), ""))
        for section in report.round.version.sections.order_by("order")
    ]
    context = {"version": version, "figures": rows, "words": words, "cells": cells}
    return render(
        request, "reports/report_version.html", report_head(report, request.user) | context
    )


def register_rows(request: StaffRequest, code: str, key: str) -> HttpResponse:
    """The rows that the register counts for a cell."""
    report = report_for(request.user, code)
    if key in COLUMNS:
        return redirect(_column_address(report, key))
    if key not in REGISTERED:
        raise Http404
    rows: Any = rows_of(key, report.unit_id, report.round.span, request.user)
    context = {
        "registered": REGISTERED[key],
        "page": page_of(rows, request.GET.get("page")),
        "are_letters": rows.model is Submission,
    }
    return render(
        request, "reports/register_rows.html", report_head(report, request.user) | context
    )


def _column_address(report: UnitReport, key: str) -> str:
    """Where the rows of a column of a statutory table are shown."""
    code, number = COLUMNS[key].place
    since, until = report.round.span.days
    query = urlencode(
        {
            "don_vi": report.unit.code,
            "ky": "tu-chon",
            "tu": format_date(since),
            "den": format_date(until - timedelta(days=1)),
            "hang": report.unit.code,
            "cot": str(number),
            "bao-cao": "1",
        }
    )
    return f"{reverse('statutory:cell_rows', args=[slug_of(code)])}?{query}"
