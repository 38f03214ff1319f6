"""Suggest kind, field and topic by machine; a person confirms, corrects or takes back."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from gandan.accounts.models import User
from gandan.audit.models import Entry
from gandan.audit.services import entry_for
from gandan.casework.models import Submission

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
    now = timezone.now()
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
    return len(submissions)


@transaction.atomic
def undo_classification(submissions: Sequence[Submission], *, by: User) -> int:
    """Go back to the machine's suggestion, or to nothing when there was none."""
    for submission in submissions:
        _apply_suggestion(submission)
        submission.classified_person = submission.classified_at = None
    fields = ["kind", "field", "topic", "classified_by", "classified_person", "classified_at"]
    Submission.objects.bulk_update(submissions, fields, batch_size=200)
    Entry.objects.bulk_create(
        [entry_for("submission.classification_undone", s, by=by) for s in submissions], 500
    )
    return len(submissions)


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
