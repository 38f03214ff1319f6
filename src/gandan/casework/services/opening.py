"""Open cases: what a letter begins with, and the next round of a matter."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.codes import next_codes
from gandan.casework.models import Case, CaseStep, Clock, Raising, Submission, Turn
from gandan.casework.procedures import procedure_of
from gandan.casework.rules import rules_in_use
from gandan.casework.services import terms
from gandan.core import moment
from gandan.core.bulk import insert_rows
from gandan.domain.deadlines import Rules
from gandan.domain.flags import Flag
from gandan.domain.kinds import Channel, Kind
from gandan.domain.letters import is_joint
from gandan.domain.procedure import Procedure, Stage, opening
from gandan.units.models import Unit


def fresh_case(
    code: str,
    title: str,
    submission: Submission,
    *,
    unit: Unit,
    is_followed: bool,
    rules: Rules,
) -> tuple[Case, list[Clock]]:
    """An unsaved case for a letter with its flags, and the clocks that start when it is saved."""
    case = Case(
        code=code,
        title=title,
        unit=unit,
        handling_unit=unit,
        opened_on=submission.received_on,
        signers=submission.signers,
        procedure=procedure_of("", unit.kind),
        flags=first_flags(submission),
        is_followed=is_followed,
        turn=Turn.OFFICE if is_followed else Turn.REST,
    )
    clocks = opening_clocks(case, step=None, rules=rules) if is_followed else []
    if due := terms.next_due(clocks):
        case.next_due_on, case.next_due_code, case.next_due_kind = due.on, due.code, due.kind
    return case, clocks


def first_flags(submission: Submission) -> list[str]:
    """What the entry itself says of the matter."""
    flags = set()
    day = submission.received_on or moment.today()
    if submission.signers and is_joint(submission.signers, day):
        flags.add(str(Flag.JOINT))
    if submission.channel == Channel.REFERRED:
        flags.add(str(Flag.FORWARDED))
    return sorted(flags)


def opening_clocks(case: Case, *, step: CaseStep | None, rules: Rules) -> list[Clock]:
    """The unsaved clocks that run from receipt; none while the day is not known."""
    if case.opened_on is None:
        return []
    return [
        terms.new_clock(
            start.code, case.opened_on, case=case, step=step, rules=rules, unit_code=case.unit.code
        )
        for start in opening(Procedure(case.procedure), case.flag_set)
    ]


def insert_clocks(opened: Iterable[tuple[Case, list[Clock]]]) -> None:
    """Start the clocks of new cases that are saved by now, many at once."""
    started = []
    for case, clocks in opened:
        for clock in clocks:
            clock.case = case  # which has its key now
            started.append(clock)
    insert_rows(started)


def open_round(earlier: Case, *, at: Unit, by: User | None, on: date, second: bool = False) -> Case:
    """The same matter one round further at another unit, with the letters that it rests on.

    The earlier file stays as it is; its "settled" was taken back by the step that led here.
    """
    kind = Kind.COMPLAINT if second else earlier.kind
    flags = {flag for flag in earlier.flags if not Flag(flag).is_set_by_work}
    case = Case.objects.create(
        code=next_codes("VV", moment.today().year, 1)[0],
        title=earlier.title,
        unit=at,
        handling_unit=at,
        opened_on=on,
        kind=earlier.kind,
        field=earlier.field,
        procedure=procedure_of(kind, at.kind, second=second),
        flags=sorted(flags if second else {*flags, str(Flag.REPEATED)}),
        confidentiality=earlier.confidentiality,
        signers=earlier.signers,
        forwarder=earlier.forwarder,
        round=earlier.round + 1,
        earlier=earlier,
        first_round=earlier.first_round or earlier,
        is_followed=True,
        turn=Turn.OFFICE,
    )
    Raising.objects.bulk_create(
        Raising(submission=raising.submission, case=case, role=raising.role, by=by)
        for raising in earlier.raisings.select_related("submission")
    )
    for respondent in earlier.respondents.all():
        respondent.pk, respondent.case = None, case
        respondent.save(force_insert=True)
    step = CaseStep.objects.create(
        case=case,
        name="round_opened",
        at=moment.now(),
        on=on,
        by=by,
        procedure=case.procedure,
        stage_to=case.stage,
        facts={"earlier": earlier.code, "round": case.round},
    )
    begin(case, step=step)
    record("case.round_opened", case, by=by, earlier=earlier.code, round=case.round)
    return case


def begin(case: Case, *, step: CaseStep | None) -> None:
    """Start the clocks of receipt on a case that is saved already, and set its nearest day."""
    clocks = opening_clocks(case, step=step, rules=rules_in_use())
    for clock in clocks:
        clock.save(force_insert=True)
    due = terms.next_due(clocks)
    case.is_followed, case.turn = True, Turn.OFFICE
    case.rested_on = None
    case.next_due_on = due.on if due else None
    case.next_due_code = due.code if due else ""
    case.next_due_kind = due.kind if due else ""
    case.save(
        update_fields=[
            "is_followed",
            "turn",
            "rested_on",
            "next_due_on",
            "next_due_code",
            "next_due_kind",
        ]
    )


@transaction.atomic
def follow(case: Case, *, by: User) -> bool:
    """Begin to follow the time limits of a case that was kept for the record only."""
    taken = Case.objects.filter(pk=case.pk, is_followed=False, merged_into=None)
    if case.stage != Stage.RECEIVED or not taken.update(is_followed=True):
        return False
    step = CaseStep.objects.create(case=case, name="followed", at=moment.now(), by=by)
    begin(case, step=step)
    record("case.followed", case, by=by)
    return True
