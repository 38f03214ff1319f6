"""Suggest kind, field and topic by machine; a person confirms, corrects or takes back."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.models import Entry
from gandan.audit.services import entry_for
from gandan.casework.models import Case, Raising, Submission
from gandan.casework.services.kinds import TooLateForKindError, classify_case
from gandan.casework.services.undoing import NotUndoableError, last_step, undo_step
from gandan.core import moment

MACHINE = Submission.ClassifiedBy.MACHINE
PERSON = Submission.ClassifiedBy.PERSON


@dataclass(frozen=True)
class Classification:
    """A decision: stored codes of kind, field and topic (topic may be "")."""

    kind: str
    field: str
    topic: str = ""


class NothingSuggestedError(Exception):
    """There is no machine suggestion to confirm."""


@transaction.atomic
def classify(
    submissions: Sequence[Submission], decision: Classification | None, *, by: User
) -> int:
    """Confirm the decision for each submission, or each one's own suggestion when None.

    Raises ``NothingSuggestedError`` when a submission has no suggestion to confirm.
    """
    now = moment.now()
    entries: list[Entry] = []
    for submission in submissions:
        chosen = decision or _suggested(submission)
        before = [submission.kind, submission.field, submission.topic, submission.classified_by]
        submission.kind, submission.field = chosen.kind, chosen.field
        submission.topic = chosen.topic
        submission.classified_by = PERSON
        submission.classified_person, submission.classified_at = by, now
        entries.append(
            entry_for(
                "submission.classified",
                submission,
                by=by,
                before=before,
                after=[chosen.kind, chosen.field, chosen.topic],
            )
        )
    fields = ["kind", "field", "topic", "classified_by", "classified_person", "classified_at"]
    Submission.objects.bulk_update(submissions, fields, batch_size=200)
    Entry.objects.bulk_create(entries, batch_size=500)
    for case, submission in _own_cases(submissions):
        # A case that has moved on keeps its kind; the letter still gets the right field.
        with suppress(TooLateForKindError):
            classify_case(case, submission.kind, submission.field, by=by)
    return len(submissions)


def _own_cases(submissions: Sequence[Submission]) -> list[tuple[Case, Submission]]:
    """The standing cases that these letters opened; a copy says nothing new of its case."""
    opened = Raising.objects.filter(submission__in=submissions, role=Raising.Role.FIRST)
    rows = opened.filter(case__merged_into=None).select_related("case__unit", "submission")
    return [(raising.case, raising.submission) for raising in rows.order_by("id")]


@transaction.atomic
def undo_classification(submissions: Sequence[Submission], *, by: User) -> int:
    """Go back to the machine's suggestion, or to nothing when there was none.

    Return how many were taken back; a letter whose case has been handled on stays as it is.
    """
    handled = {
        submission.pk for case, submission in _own_cases(submissions) if not _take_back(case, by=by)
    }
    chosen = [s for s in submissions if s.pk not in handled]
    for submission in chosen:
        _apply_suggestion(submission)
        submission.classified_person = submission.classified_at = None
    fields = ["kind", "field", "topic", "classified_by", "classified_person", "classified_at"]
    Submission.objects.bulk_update(chosen, fields, batch_size=200)
    Entry.objects.bulk_create(
        [entry_for("submission.classification_undone", s, by=by) for s in chosen], 500
    )
    return len(chosen)


def _take_back(case: Case, *, by: User) -> bool:
    """Undo the steps that classifying took; whether nothing else had been done since."""
    while (step := last_step(case)) is not None and step.name in ("classify", "kind_set"):
        try:
            undo_step(case, step, by=by)
        except NotUndoableError:
            return False
        case.refresh_from_db()
    return step is None


def suggest(submissions: Sequence[Submission], suggestions: Sequence[dict[str, object]]) -> None:
    """Keep the machine's suggestion beside each submission; a person's decision stays.

    A suggestion is {"kind", "field", "topic", "confidence", "abstained", "alternatives",
    "why", "version"}; damaged texts and abstentions are never classified by machine.
    """
    for submission, suggestion in zip(submissions, suggestions, strict=True):
        submission.suggestion = suggestion
        confidence = suggestion.get("confidence")
        submission.confidence = float(confidence) if isinstance(confidence, float | int) else None
        if submission.classified_by != PERSON:
            _apply_suggestion(submission)
    fields = ["suggestion", "confidence", "kind", "field", "topic", "classified_by"]
    Submission.objects.bulk_update(submissions, fields, batch_size=200)


def _suggested(submission: Submission) -> Classification:
    suggestion = submission.suggestion
    if submission.is_damaged or not suggestion or suggestion.get("abstained"):
        raise NothingSuggestedError(submission.code)
    return Classification(suggestion["kind"], suggestion["field"], suggestion.get("topic", ""))


def _apply_suggestion(submission: Submission) -> None:
    try:
        chosen = _suggested(submission)
    except NothingSuggestedError:
        submission.kind = submission.field = submission.topic = ""
        submission.classified_by = Submission.ClassifiedBy.NOBODY
        return
    submission.kind, submission.field = chosen.kind, chosen.field
    submission.topic = chosen.topic
    submission.classified_by = MACHINE
