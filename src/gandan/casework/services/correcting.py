"""Correct what an officer wrote about a submission; the sender's own text never changes."""

from typing import Any

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Submission
from gandan.casework.search import SEARCH, searched_text

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
    SEARCH.replace(submission.pk, searched_text(submission))
    after = {name: str(getattr(submission, name) or "") for name in changed}
    record("submission.corrected", submission, by=by, before=before, after=after)
    return changed
