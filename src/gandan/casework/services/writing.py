"""Write down what happens to a case besides the steps of the workflow tables."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from gandan.accounts.models import User
from gandan.casework.models import Case, CaseStep, Submission
from gandan.casework.services.remembering import plain_facts
from gandan.core import moment


def write_step(
    case: Case,
    name: str,
    *,
    by: User | None,
    on: date | None = None,
    before: Mapping[str, Any] | None = None,
    facts: Mapping[str, Any] | None = None,
    submission: Submission | None = None,
    note: str = "",
    undoes: CaseStep | None = None,
) -> CaseStep:
    """Append one row to the life of a case; ``stage_from`` is what ``before`` remembers."""
    was = before["case"]["stage"] if before else case.stage
    return CaseStep.objects.create(
        case=case,
        name=name,
        at=moment.now(),
        on=on or moment.today(),
        by=by,
        procedure=case.procedure,
        stage_from=was,
        stage_to=case.stage,
        facts=plain_facts(facts or {}),
        before=dict(before or {}),
        submission=submission,
        note=note[:500],
        undoes=undoes,
    )
