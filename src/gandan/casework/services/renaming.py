"""Give a case the name that fits the matter."""

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Case, Raising
from gandan.casework.search import put_again
from gandan.casework.services.writing import write_step

COPIES = (Raising.Role.EXACT_COPY, Raising.Role.NEAR_COPY)


@transaction.atomic
def rename_case(case: Case, title: str, *, by: User) -> bool:
    """Return whether the name changed."""
    if case.title == title:
        return False
    record("case.renamed", case, by=by, before=case.title, after=title)
    write_step(case, "renamed", by=by, note=case.title)
    case.title = title
    case.save(update_fields=["title"])
    for raising in case.raisings.exclude(role__in=COPIES).select_related("submission"):
        put_again(raising.submission)
    return True
