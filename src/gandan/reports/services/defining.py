"""Indicators and form versions: what is in use is never edited, a change is a new row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.domain.reporting import FormulaError, parse_formula
from gandan.reports.models import FormCell, FormSection, FormVersion, Indicator, ReportForm
from gandan.reports.services.refusals import ReportRefusedError


@dataclass(frozen=True)
class CellRow:
    code: str
    heading: str = ""
    is_required: bool = True


@dataclass(frozen=True)
class SectionRow:
    title: str
    asks: str = ""
    is_required: bool = True


@transaction.atomic
def define_indicator(indicator: Indicator, *, by: User | None) -> Indicator:
    """Add a definition; the one before it ends on the day it begins.

    Raises ``ReportRefusedError`` for a bad formula or a day before the last definition's.
    """
    if indicator.formula:
        try:
            parse_formula(indicator.formula)
        except FormulaError as error:
            raise ReportRefusedError(str(error)) from error
    earlier = Indicator.objects.filter(code=indicator.code).order_by("-since").first()
    if earlier is not None:
        if earlier.since >= indicator.since:
            raise ReportRefusedError(
                _("Định nghĩa mới phải dùng từ sau ngày của định nghĩa đang có.")
            )
        Indicator.objects.filter(pk=earlier.pk, until=None).update(until=indicator.since)
    indicator.save(force_insert=True)
    record("indicator.defined", indicator, by=by, since=indicator.since.isoformat())
    return indicator


@transaction.atomic
def start_form(code: str, name: str, basis: str, *, by: User) -> FormVersion:
    form = ReportForm.objects.create(code=code, name=name, basis=basis)
    version = FormVersion.objects.create(form=form, number=1, by=by)
    record("report_form.started", form, by=by)
    return version


@transaction.atomic
def next_version(form: ReportForm, *, by: User) -> FormVersion:
    """A draft with the cells and sections of the version in use; the open draft if there is one."""
    draft = form.versions.filter(published_at=None).first()
    if draft is not None:
        return draft
    latest = form.versions.order_by("-number").first()
    number = (form.versions.aggregate(n=Max("number"))["n"] or 0) + 1
    draft = FormVersion.objects.create(form=form, number=number, by=by)
    if latest is not None:
        FormCell.objects.bulk_create(
            FormCell(
                version=draft,
                order=cell.order,
                heading=cell.heading,
                indicator=cell.indicator,
                is_required=cell.is_required,
            )
            for cell in latest.cells.select_related("indicator")
        )
        FormSection.objects.bulk_create(
            FormSection(
                version=draft,
                order=part.order,
                title=part.title,
                asks=part.asks,
                is_required=part.is_required,
            )
            for part in latest.sections.all()
        )
    record("report_form.changed", form, by=by, number=number)
    return draft


@transaction.atomic
def lay_out(
    version: FormVersion,
    cells: Sequence[CellRow],
    sections: Sequence[SectionRow],
    *,
    by: User,
    day: date,
) -> None:
    """Put cells and sections into a draft, in order. Raises ``ReportRefusedError``."""
    if not FormVersion.objects.filter(pk=version.pk, published_at=None).exists():
        raise ReportRefusedError(_("Bản này đã đưa vào dùng. Mở bản mới để sửa."))
    known = {one.code: one for one in Indicator.objects.in_force(day)}
    codes = [row.code for row in cells]
    if unknown := [code for code in codes if code not in known]:
        raise ReportRefusedError(
            _("Không có chỉ tiêu %(codes)s trong danh mục.") % {"codes": ", ".join(unknown)}
        )
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise ReportRefusedError(
            _("Chỉ tiêu %(codes)s có hai lần trong mẫu.") % {"codes": ", ".join(twice)}
        )
    version.cells.all().delete()
    version.sections.all().delete()
    FormCell.objects.bulk_create(
        FormCell(
            version=version,
            order=order,
            heading=row.heading,
            indicator=known[row.code],
            is_required=row.is_required,
        )
        for order, row in enumerate(cells, 1)
    )
    FormSection.objects.bulk_create(
        FormSection(
            version=version,
            order=order,
            title=row.title,
            asks=row.asks,
            is_required=row.is_required,
        )
        for order, row in enumerate(sections, 1)
    )
    record("report_form.changed", version.form, by=by, number=version.number)


@transaction.atomic
def publish(version: FormVersion, *, note: str, by: User) -> None:
    """Put a draft into use. Raises ``ReportRefusedError`` when a formula misses a cell."""
    cells = list(version.cells.select_related("indicator"))
    if not cells and not version.sections.exists():
        raise ReportRefusedError(_("Mẫu chưa có chỉ tiêu và mục nào."))
    codes = {cell.indicator.code for cell in cells}
    for cell in cells:
        if cell.indicator.formula:
            missing = set(parse_formula(cell.indicator.formula).codes) - codes
            if missing:
                raise ReportRefusedError(
                    _("Công thức của %(code)s cần %(missing)s mà mẫu không có.")
                    % {"code": cell.indicator.code, "missing": ", ".join(sorted(missing))}
                )
    moved = FormVersion.objects.filter(pk=version.pk, published_at=None).update(
        published_at=timezone.now(), note=note
    )
    if not moved:
        raise ReportRefusedError(_("Bản này đã đưa vào dùng từ trước."))
    record("report_form.published", version.form, by=by, number=version.number)
