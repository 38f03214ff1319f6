"""Bring letters of one matter together: copies and supplements join a case, one clock each matter.

The letter keeps its own number and receipt; its own case is marked as merged, its clocks stop
there, and nothing of what was written down is lost.
"""

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import MERGED, Case, Raising, Submission, Turn
from gandan.casework.services import terms
from gandan.casework.services.keeping_away import forget
from gandan.casework.services.remembering import put_back, remember
from gandan.casework.services.stepping import hold
from gandan.casework.services.writing import write_step
from gandan.core import moment
from gandan.domain.procedure import Stage

NO_DUE = ("next_due_on", "next_due_code", "next_due_kind")


class AlreadyHandledError(Exception):
    """The letter's own case has been handled on; it cannot simply disappear in another."""


def standing_case(submission: Submission) -> Case:
    """The case that counts for a submission: its first case, followed through merges."""
    case = Case.objects.filter(raisings__submission=submission).order_by("raisings__id")[0]
    while case.merged_into is not None:
        case = case.merged_into
    return case


def merge(own: Case, target: Case, role: str, *, by: User | None) -> None:
    """Move the letters of ``own`` to ``target`` as ``role``; ``own`` stands no more.

    Raises ``AlreadyHandledError`` when somebody outside has been told of ``own`` already.
    """
    if Stage(own.stage) not in (Stage.RECEIVED, Stage.CLASSIFIED, Stage.CHECKING):
        raise AlreadyHandledError(own.code)
    hold(own)
    before = remember(own)
    for raising in own.raisings.select_related("submission"):
        Raising.objects.get_or_create(
            submission=raising.submission, case=target, defaults={"role": role, "by": by}
        )
    own.stage, own.merged_into, own.turn = MERGED, target, Turn.REST
    own.next_due_on, own.next_due_code, own.next_due_kind = None, "", ""
    own.rested_on = moment.today()
    step = write_step(own, "merged", by=by, before=before, facts={"into": target.code})
    terms.drop(terms.open_clocks(own), [terms.ALL], on=moment.today(), step=step)
    own.save(update_fields=["stage", "merged_into", "turn", *NO_DUE, "rested_on"])
    count_signers(target)
    forget(target)


def unmerge(own: Case, letters: list[int], *, by: User) -> None:
    """Let ``own`` stand again as it stood, with its letters and running clocks."""
    target = own.merged_into
    assert target is not None
    hold(own)
    target.raisings.filter(submission_id__in=letters).exclude(role=Raising.Role.FIRST).delete()
    merged = own.steps.filter(name="merged").order_by("-id")[0]
    put_back(own, merged.before)
    write_step(own, "unmerged", by=by, facts={"from": target.code}, undoes=merged)
    count_signers(target)


def count_signers(case: Case) -> None:
    """People who signed, without counting a copy twice: the largest letter and supplements."""
    roles = (Raising.Role.EXACT_COPY, Raising.Role.NEAR_COPY)
    signed = case.raisings.exclude(role__in=roles).values_list("submission__signers", flat=True)
    known = [count for count in signed if count]
    Case.objects.filter(pk=case.pk).update(signers=max(known, default=None))


@transaction.atomic
def attach_supplement(submission: Submission, case: Case, *, by: User | None) -> None:
    """Join a letter to an open case as a supplement: one receipt each, one clock.

    Raises ``AlreadyHandledError``.
    """
    own = standing_case(submission)
    if own.pk == case.pk:
        return
    merge(own, case, Raising.Role.SUPPLEMENT, by=by)
    write_step(case, "supplement_linked", by=by, submission=submission)
    record("submission.supplement_linked", submission, by=by, case=case.code, was=own.code)
