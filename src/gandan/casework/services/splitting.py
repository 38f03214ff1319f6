"""A letter with several contents raises several cases (Law 42/2013/QH13, art. 25.3)."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.codes import next_codes
from gandan.casework.models import Case, CaseStep, Raising, Submission
from gandan.casework.services.copies import standing_case


class TooFewPartsError(ValueError):
    """Splitting needs at least two contents."""


@transaction.atomic
def split_matter(submission: Submission, titles: Sequence[str], *, by: User) -> list[Case]:
    """Name the first content on the case that stands and raise a case for each other one.

    Raises ``TooFewPartsError``.
    """
    names = list(dict.fromkeys(" ".join(title.split())[:300] for title in titles if title.strip()))
    if len(names) < 2:
        raise TooFewPartsError
    first = standing_case(submission)
    first.title = names[0]
    first.save(update_fields=["title"])
    now = timezone.now()
    codes = next_codes("VV", timezone.localdate().year, len(names) - 1)
    cases = [first]
    for name, code in zip(names[1:], codes, strict=True):
        case = Case.objects.create(
            code=code, title=name, unit=submission.unit, opened_on=submission.received_on
        )
        Raising.objects.create(submission=submission, case=case, role=Raising.Role.PART, by=by)
        CaseStep.objects.create(case=case, submission=submission, name="split", at=now, by=by)
        cases.append(case)
    record("submission.split", submission, by=by, cases=[case.code for case in cases])
    return cases
