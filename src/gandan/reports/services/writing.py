"""A unit writes: opens its report with the register's figures in it, saves, explains, proves."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.services.filing import keep
from gandan.casework.services.looking import plain_name
from gandan.core import moment
from gandan.domain.reporting import Source
from gandan.reports.cells import Cell, cells_of
from gandan.reports.checking import Problem
from gandan.reports.models import Explanation, Proof, ReportRound, ReportStep, UnitReport
from gandan.reports.registered import beside_of, counts_of
from gandan.reports.selectors import owing_units
from gandan.reports.services.refusals import ReportChangedError, ReportRefusedError

State = UnitReport.State


@transaction.atomic
def open_report(round_: ReportRound, unit: int, *, by: User) -> UnitReport:
    """The unit's report, made with what the register counts where nobody has opened it yet.

    Where the register counts nothing and the unit had written a figure by hand, the cell stays
    open: nobody knows that it is 0.

    Raises ``ReportRefusedError`` when the unit does not owe it.
    """
    if unit not in owing_units(round_):
        raise ReportRefusedError(_("Đơn vị không phải gửi báo cáo này."))
    report, made = UnitReport.objects.get_or_create(round=round_, unit_id=unit)
    if made:
        cells = cells_of(round_.version)
        counted = register_of(report, cells, by)
        beside = beside_of(counted, unit, round_.span, by)
        unknown = {key for key, one in beside.items() if one.written and not counted[key]}
        report.figures = {
            cell.code: str(counted[cell.register_key])
            for cell in cells
            if cell.source == Source.REGISTER and cell.register_key in counted.keys() - unknown
        }
        report.save(update_fields=["figures"])
        add_step(report, ReportStep.Name.OPENED, by=by)
        record("report.opened", report, by=by)
    return report


def register_of(report: UnitReport, cells: list[Cell], person: User) -> dict[str, float]:
    """What the register counts now for the cells that it fills, by register key."""
    keys = [cell.register_key for cell in cells if cell.source == Source.REGISTER]
    return counts_of(keys, report.unit_id, report.round.span, person)


@transaction.atomic
def save_report(
    report: UnitReport,
    *,
    figures: Mapping[str, Decimal | None],
    words: Mapping[str, str],
    after: int,
    by: User,
) -> UnitReport:
    """Keep the working copy. ``after`` is the revision that the person saw.

    Raises ``ReportChangedError`` or ``ReportRefusedError``.
    """
    if not report.is_open:
        raise ReportRefusedError(_("Báo cáo đã gửi. Mở lại để đính chính."))
    kept = {code: str(value) for code, value in figures.items() if value is not None}
    texts = {order: text for order, text in words.items() if text.strip()}
    if kept == report.figures and texts == report.words and report.revision == after:
        return report
    _change(report, after, figures=kept, words=texts)
    record("report.saved", report, by=by, revision=report.revision)
    return report


def _change(report: UnitReport, after: int, **fields: Any) -> None:
    """Compare-and-set on the revision."""
    moved = UnitReport.objects.filter(pk=report.pk, revision=after, state=report.state).update(
        revision=after + 1, **fields
    )
    if not moved:
        raise ReportChangedError
    report.refresh_from_db()


def move(report: UnitReport, state: str, **fields: Any) -> None:
    """Change the state, if nobody did so meanwhile. Raises ``ReportChangedError``."""
    _change(report, report.revision, state=state, **fields)


def add_step(report: UnitReport, name: str, *, by: User, text: str = "") -> ReportStep:
    return ReportStep.objects.create(report=report, name=name, text=text, by=by, at=moment.now())


@transaction.atomic
def explain(report: UnitReport, problem: Problem, text: str, *, by: User) -> Explanation:
    """Say why a problem stands as it is. Explanations are kept, a new one stands beside the old."""
    if not text.strip():
        raise ReportRefusedError(_("Ghi lý do trước khi lưu giải thích."))
    row = Explanation.objects.create(
        report=report,
        key=problem.key,
        about=problem.about,
        problem=problem.text[:400],
        text=text.strip(),
        by=by,
        at=moment.now(),
    )
    record("report.explained", report, by=by, key=problem.key)
    return row


@transaction.atomic
def add_proof(report: UnitReport, cell: Cell | None, upload: Any, *, by: User) -> Proof:
    """Hang a file on a cell. Raises ``FileRefusedError`` or ``ReportRefusedError``."""
    if not report.is_open:
        raise ReportRefusedError(_("Báo cáo đã gửi. Mở lại để đính chính."))
    row = Proof.objects.create(
        report=report,
        cell_id=cell.pk if cell else None,
        file=keep(upload),
        name=plain_name(upload.name),
        by=by,
    )
    record("report.proof_added", report, by=by, file=row.pk, **row.file.logged)
    return row


@transaction.atomic
def remove_proof(proof: Proof, *, by: User) -> None:
    """Take a file off; its content and the trace stay."""
    if not proof.report.is_open:
        raise ReportRefusedError(_("Báo cáo đã gửi. Mở lại để đính chính."))
    if Proof.objects.filter(pk=proof.pk, is_void=False).update(is_void=True):
        record("report.proof_removed", proof.report, by=by, file=proof.pk, **proof.file.logged)
