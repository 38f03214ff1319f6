"""Open the cases of letters that were just registered, many at once.

Most letters of a day begin alike, so a case, its clocks and its first step are worked out once
for each way to begin and written for each letter. That is what an import of many needs.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from gandan.accounts.models import User
from gandan.casework.codes import next_codes
from gandan.casework.models import Case, CaseStep, Clock, Raising, Submission
from gandan.casework.procedures import procedure_of
from gandan.casework.rules import rules_in_use
from gandan.casework.services.opening import first_flags, fresh_case
from gandan.core import moment
from gandan.core.bulk import insert_like, keys_of
from gandan.domain.procedure import Stage
from gandan.units.models import Unit


def open_cases(
    headed: Sequence[tuple[Submission, str]], *, unit: Unit, by: User | None, follow: bool
) -> dict[int, str]:
    """Open a case of ``unit`` for each saved letter and its heading, in the caller's transaction.

    Returns the code of the case for the key of each letter. Clocks run only when ``follow``.
    """
    numbers = next_codes("VV", moment.today().year, len(headed))
    letters = [letter for letter, _heading in headed]
    begun = _beginnings(letters, unit=unit, is_followed=follow)
    opened = list(zip(letters, numbers, begun, strict=True))
    insert_like(
        ("code", "title", "signers"),
        (
            (case, (code, heading, one.signers))
            for (one, code, (case, _clocks)), (_one, heading) in zip(opened, headed, strict=True)
        ),
    )
    keys = keys_of(Case, numbers)
    raising, step = Raising(by=by), _received_step(unit, by)
    links = [(keys[code], one.pk, one.received_on) for one, code, _begun in opened]
    insert_like(("case_id", "submission_id"), ((raising, link[:2]) for link in links))
    insert_like(("case_id", "submission_id", "on"), ((step, link) for link in links))
    insert_like(
        ("case_id",),
        ((clock, (keys[code],)) for _one, code, (_case, clocks) in opened for clock in clocks),
    )
    return {one.pk: code for one, code, _begun in opened}


def _beginnings(
    submissions: Sequence[Submission], *, unit: Unit, is_followed: bool
) -> Iterator[tuple[Case, list[Clock]]]:
    """The unsaved case and clocks with which each letter begins, the same for letters alike."""
    known: dict[tuple[date | None, tuple[str, ...]], tuple[Case, list[Clock]]] = {}
    rules = rules_in_use()
    for one in submissions:
        alike = one.received_on, tuple(first_flags(one))
        if alike not in known:
            known[alike] = fresh_case("", "", one, unit=unit, is_followed=is_followed, rules=rules)
        yield known[alike]


def _received_step(unit: Unit, by: User | None) -> CaseStep:
    return CaseStep(
        name="received",
        at=moment.now(),
        by=by,
        procedure=procedure_of("", unit.kind),
        stage_to=Stage.RECEIVED,
    )
