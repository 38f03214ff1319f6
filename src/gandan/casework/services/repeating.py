"""A matter that comes back after it was answered: the next round, one level up."""

from datetime import date

from django.db import transaction
from django.db.models import Q

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Case, Submission
from gandan.casework.services.joining import standing_case
from gandan.casework.services.remembering import remember
from gandan.casework.services.stepping import hold, settle_down
from gandan.casework.services.writing import write_step
from gandan.casework.subjects import about
from gandan.core import moment
from gandan.domain.flags import Flag
from gandan.domain.procedure import Milestone, Stage
from gandan.domain.rounds import NextRound, Round, next_round
from gandan.units.hierarchy import Hierarchy
from gandan.units.models import Unit


class NotAnsweredError(Exception):
    """The earlier case has not been answered: the letter joins it as a supplement."""


def chain_of(case: Case) -> list[Case]:
    """All rounds of a matter, first to last, whichever of them is asked."""
    first = case.first_round_id or case.pk
    rows = Case.objects.standing().filter(Q(pk=first) | Q(first_round=first))
    return list(rows.select_related("unit").order_by("round", "id"))


def what_next(earlier: Case, day: date) -> NextRound[int]:
    """Where another letter of the same matter goes, by the rounds so far."""
    rounds = [
        Round(case.round, case.unit_id, case.opened_on or day, _reached(case))
        for case in chain_of(earlier)
    ]
    return next_round(rounds, Hierarchy.on(day), about(earlier))


def _reached(case: Case) -> frozenset[Milestone]:
    days = {
        Milestone.ANSWERED: case.answered_on,
        Milestone.SETTLED: case.settled_on,
        Milestone.CARRIED_OUT: case.carried_out_on,
    }
    return frozenset(milestone for milestone, day in days.items() if day)


@transaction.atomic
def report_again(submission: Submission, earlier: Case, *, by: User | None) -> Case:
    """Make the letter's own case the next round of ``earlier`` and return it.

    ``by`` is None when the sender does it on the public page. The earlier "settled" counts no more. Raises ``NotAnsweredError``.
    """
    last = chain_of(earlier)[-1]
    coming = what_next(last, moment.today())
    if not coming.is_reopened:
        raise NotAnsweredError(last.code)
    own = standing_case(submission)
    if own.pk == last.pk:
        raise NotAnsweredError(last.code)
    _take_settled_back(last, by=by, why=submission.code)
    hold(own)
    before = remember(own)
    at = Unit.objects.get(pk=coming.unit) if coming.unit else last.unit
    changes = {
        "earlier": last,
        "first_round": last.first_round or last,
        "round": coming.number,
        "unit": at,
        "handling_unit": at,
        "flags": sorted({*own.flags, str(Flag.REPEATED)}),
    }
    for name, value in changes.items():
        setattr(own, name, value)
    facts = {"earlier": last.code, "round": coming.number, "unit": at}
    write_step(own, "reported_again", by=by, before=before, facts=facts, submission=submission)
    settle_down(own, changes=changes, on=moment.today())
    record("case.reported_again", own, by=by, earlier=last.code, round=coming.number, to=at.code)
    return own


def _take_settled_back(case: Case, *, by: User | None, why: str) -> None:
    hold(case)
    before = remember(case)
    changes = {"settled_on": None} if case.settled_on else {}
    case.settled_on = None
    write_step(case, "came_back", by=by, before=before, facts={"letter": why})
    if Stage(case.stage).is_resting:
        case.save(update_fields=["settled_on"])
    else:
        settle_down(case, changes=changes, on=moment.today())
