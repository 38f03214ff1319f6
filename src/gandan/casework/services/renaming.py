"""Give a case the name that fits the matter."""

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Case
from gandan.casework.services.writing import write_step


@transaction.atomic
def rename_case(case: Case, title: str, *, by: User) -> bool:
    """Return whether the name changed."""
    if case.title == title:
        return False
    record("case.renamed", case, by=by, before=case.title, after=title)
    write_step(case, "renamed", by=by, note=case.title)
    case.title = title
    case.save(update_fields=["title"])
    return True
