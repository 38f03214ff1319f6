"""Send, send back, accept, correct: each a step on record and a compare-and-set."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.core import moment
from gandan.reports.cells import cells_of
from gandan.reports.checking import Problem, Subject, problems_of, proven_cells
from gandan.reports.models import ReportStep, ReportVersion, UnitReport
from gandan.reports.selectors import earlier_texts
from gandan.reports.services.refusals import ReportRefusedError
from gandan.reports.services.writing import add_step, move, register_of
from gandan.reports.telling import tell_returned, tell_submitted

State = UnitReport.State


def standing_problems(report: UnitReport, person: User) -> list[Problem]:
    """What stands against a report now: its working copy while open, else what was sent."""
    cells = cells_of(report.round.version)
    sections = list(report.round.version.sections.order_by("order"))
    sent = None if report.is_open else report.latest
    subject = Subject(
        cells,
        sections,
        sent.figures if sent else report.figures,
        sent.words if sent else report.words,
        sent.register if sent else register_of(report, cells, person),
        proven_cells(report),
    )
    return problems_of(
        subject,
        explained=report.explanations.order_by("id"),
        earlier=earlier_texts(report),
        title=f"{report.round.version.form.name} {report.round.label}",
    )


@transaction.atomic
def submit(report: UnitReport, *, note: str, by: User) -> ReportVersion:
    """Freeze the working copy as the next version and send it.

    Raises ``ReportRefusedError`` while a figure, a text or a proof is missing.
    """
    if not report.is_open:
        raise ReportRefusedError(_("Báo cáo đã gửi."))
    missing = [p for p in standing_problems(report, by) if p.stops_sending]
    if missing:
        raise ReportRefusedError(
            ngettext(
                "Còn %(n)d chỗ thiếu. %(first)s",
                "Còn %(n)d chỗ thiếu, như: %(first)s",
                len(missing),
            )
            % {"n": len(missing), "first": missing[0].text}
        )
    number = (report.versions.aggregate(n=Max("number"))["n"] or 0) + 1
    if number > 1 and not note.strip():
        raise ReportRefusedError(_("Ghi đã sửa gì so với bản trước."))
    cells = cells_of(report.round.version)
    version = ReportVersion.objects.create(
        report=report,
        number=number,
        figures=report.figures,
        words=report.words,
        register=register_of(report, cells, by),
        note=note.strip(),
        by=by,
        at=moment.now(),
    )
    first = report.first_sent_on or moment.today()
    move(report, State.SUBMITTED, latest=version, first_sent_on=first)
    add_step(report, ReportStep.Name.SUBMITTED, by=by, text=note.strip())
    record("report.submitted", report, by=by, number=number)
    tell_submitted(report, by=by)
    return version


@transaction.atomic
def send_back(report: UnitReport, reason: str, *, by: User) -> None:
    """Return a report with reasons; the unit writes in it again."""
    if report.state != State.SUBMITTED:
        raise ReportRefusedError(_("Chỉ trả lại báo cáo đã gửi mà chưa nhận."))
    if not reason.strip():
        raise ReportRefusedError(_("Ghi lý do trả lại để đơn vị biết phải sửa gì."))
    move(report, State.RETURNED)
    add_step(report, ReportStep.Name.RETURNED, by=by, text=reason.strip())
    record("report.returned", report, by=by)
    tell_returned(report, by=by)


@transaction.atomic
def accept(report: UnitReport, *, by: User) -> None:
    """Take a report in. Raises ``ReportRefusedError`` while an error is unexplained."""
    if report.state != State.SUBMITTED:
        raise ReportRefusedError(_("Chỉ nhận báo cáo đã gửi."))
    waiting = [p for p in standing_problems(report, by) if p.needs_explaining]
    if waiting:
        raise ReportRefusedError(
            ngettext(
                "Còn %(n)d chỗ sai hoặc khác sổ chưa được giải thích. %(first)s",
                "Còn %(n)d chỗ sai hoặc khác sổ chưa được giải thích, như: %(first)s",
                len(waiting),
            )
            % {"n": len(waiting), "first": waiting[0].text}
        )
    move(report, State.ACCEPTED)
    add_step(report, ReportStep.Name.ACCEPTED, by=by)
    record("report.accepted", report, by=by)


@transaction.atomic
def correct(report: UnitReport, reason: str, *, by: User) -> None:
    """Open a report that was sent, to send a corrected version; the earlier ones stay."""
    if report.is_open:
        raise ReportRefusedError(_("Báo cáo đang mở để viết."))
    if not reason.strip():
        raise ReportRefusedError(_("Ghi vì sao phải đính chính."))
    move(report, State.CORRECTING)
    add_step(report, ReportStep.Name.CORRECTING, by=by, text=reason.strip())
    record("report.correcting", report, by=by)
