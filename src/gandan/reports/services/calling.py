"""Open a round: from then on the units under the office owe the report."""

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.domain.periods import Span
from gandan.reports.models import FormVersion, ReportRound
from gandan.reports.selectors import owing_units
from gandan.reports.services.refusals import ReportRefusedError
from gandan.reports.telling import tell_asked
from gandan.units.models import Unit


@transaction.atomic
def open_round(
    version: FormVersion,
    office: Unit,
    span: Span,
    *,
    kinds: Sequence[str],
    due_on: date,
    by: User | None,
) -> ReportRound:
    """Raises ``ReportRefusedError`` for an unpublished form, a due day inside the period, no unit
    that owes it, or a round that is open already."""
    if version.published_at is None:
        raise ReportRefusedError(_("Mẫu chưa đưa vào dùng."))
    if due_on < span.last_day:
        raise ReportRefusedError(_("Ngày gửi phải từ ngày cuối kỳ trở đi."))
    try:
        with transaction.atomic():
            round_ = ReportRound.objects.create(
                version=version,
                office=office,
                kinds=list(kinds),
                label=span.label,
                since_at=span.since,
                until_at=span.until,
                due_on=due_on,
                opened_by=by,
            )
    except IntegrityError as error:
        raise ReportRefusedError(_("Kỳ báo cáo này đã mở.")) from error
    owing = owing_units(round_)
    if not owing:
        raise ReportRefusedError(_("Không có đơn vị nào phải gửi: xem lại loại đơn vị."))
    record("report_round.opened", round_, by=by, label=span.label)
    tell_asked(round_, owing, by=by)
    return round_
