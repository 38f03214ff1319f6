"""Link copies: the engine suggests, a person confirms, rejects or takes back.

Confirming moves the copy's link to the case of the original; the copy's own case is marked as
merged and counted no more. Texts and numbers stay.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.models import Case, CopySuggestion, Raising
from gandan.casework.services.joining import merge, standing_case, unmerge
from gandan.casework.services.writing import write_step

State = CopySuggestion.State
ROLES = {
    CopySuggestion.CopyKind.EXACT: Raising.Role.EXACT_COPY,
    CopySuggestion.CopyKind.NEAR: Raising.Role.NEAR_COPY,
    CopySuggestion.CopyKind.CONTAINED: Raising.Role.NEAR_COPY,
}


class CopyAlreadyDecidedError(Exception):
    """Somebody has decided about this copy since it was read."""


@dataclass(frozen=True)
class FoundCopy:
    """The engine's finding; primary keys of submissions, similarity in [0, 1]."""

    submission: int
    original: int
    kind: str
    similarity: float


@transaction.atomic
def suggest_copies(found: Iterable[FoundCopy], *, examined: Sequence[int]) -> int:
    """Replace open suggestions among ``examined`` submissions; decisions stay as they are."""
    decided: set[int] = set()
    for start in range(0, len(examined), 500):
        part = examined[start : start + 500]
        rows = CopySuggestion.objects.filter(submission_id__in=part)
        rows.filter(state=State.SUGGESTED).delete()
        decided.update(rows.values_list("submission_id", flat=True))
    fresh = [
        CopySuggestion(
            submission_id=copy.submission,
            original_id=copy.original,
            kind=copy.kind,
            similarity=copy.similarity,
        )
        for copy in found
        if copy.submission not in decided
    ]
    CopySuggestion.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


@transaction.atomic
def confirm_copy(suggestion: CopySuggestion, *, by: User) -> Case:
    """Merge the copy's case into the original's; return the case that stands.

    Raises ``CopyAlreadyDecidedError`` and ``linking.AlreadyHandledError``.
    """
    _decide(suggestion, State.SUGGESTED, State.CONFIRMED, by=by)
    target = standing_case(suggestion.original)
    own = standing_case(suggestion.submission)
    if own.pk != target.pk:
        role = ROLES[CopySuggestion.CopyKind(suggestion.kind)]
        merge(own, target, role, by=by)
        write_step(target, "copy_linked", by=by, submission=suggestion.submission)
    record("submission.linked", suggestion.submission, by=by, case=target.code, was=own.code)
    return target


@transaction.atomic
def reject_copy(suggestion: CopySuggestion, *, by: User) -> None:
    """Say that this is a matter of its own. Raises ``CopyAlreadyDecidedError``."""
    _decide(suggestion, State.SUGGESTED, State.REJECTED, by=by)
    record("submission.copy_rejected", suggestion.submission, by=by)


@transaction.atomic
def undo_copy_decision(suggestion: CopySuggestion, *, by: User) -> None:
    """Take a decision back; a merged case stands again with the letters it had.

    Raises ``CopyAlreadyDecidedError`` where there is none, or somebody was faster.
    """
    was = suggestion.state
    if was == State.SUGGESTED:
        raise CopyAlreadyDecidedError(str(suggestion))
    _decide(suggestion, was, State.SUGGESTED, by=by)
    if was == State.CONFIRMED:
        _unmerge(suggestion, by=by)
    record("submission.unlinked", suggestion.submission, by=by)


def _unmerge(suggestion: CopySuggestion, *, by: User) -> None:
    own = (
        Case.objects.filter(
            raisings__submission=suggestion.submission, raisings__role=Raising.Role.FIRST
        )
        .exclude(merged_into=None)
        .first()
    )
    if own is None or own.merged_into is None:
        return
    target, letters = own.merged_into, list(own.raisings.values_list("submission_id", flat=True))
    unmerge(own, letters, by=by)
    write_step(target, "copy_unlinked", by=by, submission=suggestion.submission)


def _decide(suggestion: CopySuggestion, was: str, now: str, *, by: User) -> None:
    undone = now == State.SUGGESTED
    moved = CopySuggestion.objects.filter(pk=suggestion.pk, state=was).update(
        state=now,
        decided_by=None if undone else by,
        decided_at=None if undone else timezone.now(),
    )
    if not moved:
        raise CopyAlreadyDecidedError(str(suggestion))
    suggestion.refresh_from_db()
