"""Correct what an officer wrote about a submission; the sender's own text never changes."""

from typing import Any

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Case, Raising, Submission
from gandan.casework.search import put_again
from gandan.casework.services.joining import count_signers
from gandan.casework.services.recomputing import restart_from_receipt

CORRECTABLE = ("received_on", "channel", "title", "place", "signers")


@transaction.atomic
def correct(submission: Submission, values: dict[str, Any], *, by: User) -> list[str]:
    """Apply ``values`` and return the names of the fields that changed."""
    changed = [
        name for name in CORRECTABLE if name in values and getattr(submission, name) != values[name]
    ]
    if not changed:
        return []
    before = {name: str(getattr(submission, name) or "") for name in changed}
    for name in changed:
        setattr(submission, name, values[name])
    submission.save(update_fields=changed)
    put_again(submission)
    if "received_on" in changed or "signers" in changed:
        for case in Case.objects.filter(raisings__submission=submission, merged_into=None):
            _carry_over(case, submission, by=by)
    after = {name: str(getattr(submission, name) or "") for name in changed}
    record("submission.corrected", submission, by=by, before=before, after=after)
    return changed


def _carry_over(case: Case, submission: Submission, *, by: User) -> None:
    """Clocks that count from receipt count from the right day; signers are counted again."""
    first = case.raisings.filter(submission=submission, role=Raising.Role.FIRST).exists()
    if first and case.opened_on != submission.received_on:
        restart_from_receipt(case, submission.received_on, by=by)
    count_signers(case)
