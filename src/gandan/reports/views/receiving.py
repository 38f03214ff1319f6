"""The receiving office: rounds, who is silent, sums, differences; sends back or accepts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.core.pages import page_of
from gandan.core.undo import done
from gandan.domain.reporting import Standing, hidden_cells
from gandan.reports.cells import Cell
from gandan.reports.checking import FORMULA, REGISTER
from gandan.reports.forms import ReasonForm, RoundForm
from gandan.reports.models import ReportRound, UnitReport
from gandan.reports.pages import figure_rows, report_head
from gandan.reports.rights import may_receive
from gandan.reports.selectors import COUNTED, Sums, owed_of, owing_units, sums_of
from gandan.reports.services.calling import open_round
from gandan.reports.services.deciding import accept, send_back, standing_problems
from gandan.reports.services.refusals import ReportChangedError, ReportRefusedError
from gandan.reports.sheets import write_sums
from gandan.reports.views.fetching import report_for, round_for
from gandan.reports.views.workbooks import XLSX
from gandan.reports.words import LOOKS, standing_word
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


def round_list(request: StaffRequest) -> HttpResponse:
    sent = Count("reports", filter=Q(reports__state__in=COUNTED))
    rows = ReportRound.objects.received_by(request.user).select_related("version__form", "office")
    page = page_of(rows.annotate(sent=sent).order_by("-until_at", "-id"), request.GET.get("page"))
    names = UnitNames.on(today())
    shown = [
        {"round": r, "office": names[r.office_id], "owing": len(owing_units(r)), "sent": r.sent}  # type: ignore[attr-defined]
        for r in page.rows
    ]
    return render(request, "reports/round_list.html", {"page": page, "rows": shown})


def round_new(request: StaffRequest) -> HttpResponse:
    office = get_object_or_404(Unit, pk=reach_of(request.user).home(request.asked_duties))
    form = RoundForm(request.POST or None, today=today())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = open_round(
                data["version"],
                office,
                data["span"],
                kinds=data["kinds"],
                due_on=data["due_on"],
                by=request.user,
            )
        except ReportRefusedError as error:
            form.add_error(None, str(error))
        else:
            done(request, _("Đã mở kỳ báo cáo. Các đơn vị thấy ngay trong mục Báo cáo kỳ."))
            return redirect("reports:round_detail", code=made.code)
    name = UnitNames.on(today())[office.pk]
    status = 422 if request.method == "POST" else 200
    return render(
        request, "reports/round_new.html", {"form": form, "office_name": name}, status=status
    )


def round_detail(request: StaffRequest, code: str) -> HttpResponse:
    """Who reported, who is late, who is silent."""
    round_ = round_for(request.user, code)
    names = UnitNames.on(round_.span.last_day)
    owed = owed_of(round_, owing_units(round_), today())
    order = list(Standing)
    owed.sort(key=lambda one: (_first(one.standing), order.index(one.standing)))
    rows = [
        {
            "owed": one,
            "unit": names[one.unit],
            "look": LOOKS[one.standing],
            "word": standing_word(one.standing, one.late),
        }
        for one in owed
    ]
    return render(
        request,
        "reports/round_detail.html",
        {
            "round": round_,
            "form_name": round_.version.form.name,
            "office_name": names[round_.office_id],
            "rows": rows,
            "owing": len(owed),
            "sent": sum(one.standing.has_reported for one in owed),
            "missing": sum(one.standing == Standing.MISSING for one in owed),
            "late": sum(bool(one.late) and one.standing.has_reported for one in owed),
        },
    )


def _first(standing: Standing) -> int:
    """What waits for the office first, then what is missing."""
    return {Standing.SUBMITTED: 0, Standing.MISSING: 1, Standing.RETURNED: 2}.get(standing, 3)


def round_sums(request: StaffRequest, code: str) -> HttpResponse:
    """The sums along the tree, as it was or following who took over."""
    round_ = round_for(request.user, code)
    follow = request.GET.get("cay") == "nay"
    for_print = request.GET.get("cong_khai") == "1"
    sums = sums_of(round_, follow=follow, today=today())
    hidden = hidden_of(sums) if for_print else {}
    return render(
        request,
        "reports/round_sums.html",
        {
            "round": round_,
            "form_name": round_.version.form.name,
            "office_name": sums.names[round_.office_id],
            "columns": [_column(sums, cell, hidden) for cell in sums.cells],
            "units": [
                (sums.names[line.unit], len(line.reported), len(line.expected))
                for line in sums.children
            ],
            "top": sums.top,
            "follow": follow,
            "for_print": for_print,
            "silent": [
                sums.names[unit]
                for unit in sorted(sums.top.silent, key=lambda u: sums.names.keys.get(u, ""))
            ],
        },
    )


def _column(sums: Sums, cell: Cell, hidden: dict[int, frozenset[str]]) -> dict[str, Any]:
    return {
        "cell": cell,
        "total": sums.top.values.get(cell.code),
        "told": sums.top.told.get(cell.code, 0),
        "values": [
            {
                "unit": sums.names[line.unit],
                "value": line.values.get(cell.code),
                "hidden": cell.code in hidden.get(line.unit, ()),
            }
            for line in sums.children
        ],
    }


def hidden_of(sums: Sums) -> dict[int, frozenset[str]]:
    """What may not be published, by unit: small counts and what gives them away."""
    found: dict[int, set[str]] = {}
    for cell in sums.cells:
        if not cell.measure.is_additive:
            continue
        column = {line.unit: line.values.get(cell.code) for line in sums.children}
        for unit in hidden_cells(column):
            found.setdefault(unit, set()).add(cell.code)
    return {unit: frozenset(codes) for unit, codes in found.items()}


def round_sheet(request: StaffRequest, code: str) -> FileResponse:
    round_ = round_for(request.user, code)
    sums = sums_of(round_, follow=request.GET.get("cay") == "nay", today=today())
    hidden = hidden_of(sums) if request.GET.get("cong_khai") == "1" else {}
    name = f"tong-hop-{round_.span.last_day:%Y-%m-%d}.xlsx"
    file = write_sums(sums, label=round_.label, hidden=hidden)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def report_differences(request: StaffRequest, code: str) -> HttpResponse:
    """Unit says, register says, explanation; what is in the text below."""
    report = report_for(request.user, code)
    problems = standing_problems(report, request.user)
    return render(
        request,
        "reports/report_differences.html",
        report_head(report, request.user)
        | {
            "differences": [p for p in problems if p.kind in {REGISTER, FORMULA}],
            "findings": [p for p in problems if p.kind not in {REGISTER, FORMULA}],
            "figures": figure_rows(report, problems, request.user),
            "waiting": sum(p.needs_explaining for p in problems),
            "may_receive": may_receive(request.user, report.round),
            "is_sent": report.state == UnitReport.State.SUBMITTED,
            "explanations": report.explanations.select_related("by").order_by("-id"),
        },
    )


@require_POST
def report_send_back(request: StaffRequest, code: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    reason = form.data.get("text", "")[:2000]
    return _decide(
        request,
        code,
        lambda report: send_back(report, reason, by=request.user),
        _("Đã trả lại báo cáo cho đơn vị."),
    )


@require_POST
def report_accept(request: StaffRequest, code: str) -> HttpResponse:
    return _decide(
        request, code, lambda report: accept(report, by=request.user), _("Đã nhận báo cáo.")
    )


def _decide(
    request: StaffRequest, code: str, decide: Callable[[UnitReport], None], told: str
) -> HttpResponse:
    report = report_for(request.user, code)
    if not may_receive(request.user, report.round):
        raise Http404
    try:
        decide(report)
    except ReportRefusedError as error:
        messages.error(request, str(error))
    except ReportChangedError:
        messages.error(request, _("Người khác vừa sửa báo cáo này. Xem lại rồi quyết định."))
    else:
        done(request, told)
        return redirect("reports:round_detail", code=report.round.code)
    return redirect("reports:report_differences", code=report.code)
