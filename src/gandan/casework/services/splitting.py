"""A letter with several contents raises several cases (Law 42/2013/QH13, art. 25.3)."""

from collections.abc import Sequence

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.codes import next_codes
from gandan.casework.models import Case, Raising, Submission
from gandan.casework.rules import rules_in_use
from gandan.casework.services.joining import standing_case
from gandan.casework.services.opening import fresh_case, insert_clocks
from gandan.casework.services.stepping import hold
from gandan.casework.services.writing import write_step
from gandan.core import moment


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
    hold(first)
    first.title = names[0]
    first.save(update_fields=["title"])
    year, rules = moment.today().year, rules_in_use()
    cases = [first]
    for name, code in zip(names[1:], next_codes("VV", year, len(names) - 1), strict=True):
        case, clocks = fresh_case(
            code, name, submission, unit=first.unit, is_followed=first.is_followed, rules=rules
        )
        case.forwarder = first.forwarder
        case.save(force_insert=True)
        Raising.objects.create(submission=submission, case=case, role=Raising.Role.PART, by=by)
        write_step(case, "split", by=by, submission=submission, facts={"from": first.code})
        insert_clocks([(case, clocks)])
        cases.append(case)
    write_step(first, "split", by=by, submission=submission, facts={"into": len(cases)})
    record("submission.split", submission, by=by, cases=[case.code for case in cases])
    return cases
