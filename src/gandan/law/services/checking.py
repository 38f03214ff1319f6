"""Say that a row was compared with its source, take that back, answer an open question."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.domain.questions import open_questions
from gandan.law.models import LawRow, QuestionAnswer, RowCheck
from gandan.law.services.rows import LawRowError, StaleRowError


@transaction.atomic
def check_row(row: LawRow, *, on: date, source: str, note: str, by: User) -> RowCheck:
    """Confirm a current row. A row that is replaced later must be confirmed again.

    Raises ``LawRowError`` without a source, or when it is confirmed already, and
    ``StaleRowError`` for a row that was replaced.
    """
    if not source.strip():
        raise LawRowError(_("Ghi nguồn đã đối chiếu, như số công báo hoặc địa chỉ văn bản."))
    if not LawRow.objects.current().filter(pk=row.pk).exists():
        raise StaleRowError
    if row.checks.filter(revoked_at=None).exists():
        raise LawRowError(_("Dòng này đã được xác nhận."))
    check = RowCheck.objects.create(
        row=row,
        checked_by=by,
        checked_on=on,
        source=source.strip(),
        note=note.strip(),
        at=timezone.now(),
    )
    record("law.checked", row, by=by, code=row.code, source=check.source, on=on.isoformat())
    return check


@transaction.atomic
def revoke_check(row: LawRow, *, by: User) -> bool:
    """Take a confirmation back; return whether there was one."""
    if not row.checks.filter(revoked_at=None).update(revoked_at=timezone.now()):
        return False
    record("law.check_revoked", row, by=by, code=row.code)
    return True


@transaction.atomic
def answer_question(code: str, answer: str, *, source: str, by: User) -> QuestionAnswer:
    """Note what was found out about an open question. Raises ``LawRowError``."""
    if code not in {question.code for question in open_questions()}:
        raise LawRowError(_("Không có câu hỏi này."))
    if not answer.strip():
        raise LawRowError(_("Ghi câu trả lời."))
    noted = QuestionAnswer.objects.create(
        question=code, answer=answer.strip(), source=source.strip(), by=by, at=timezone.now()
    )
    record("law.answered", code, by=by, source=noted.source)
    return noted
