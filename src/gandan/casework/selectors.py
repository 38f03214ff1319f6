"""Read the register: copies of a letter, cases with their letters."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from gandan.accounts.models import User
from gandan.casework.models import Case, CopySuggestion, Raising, Submission
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.kinds import Kind
from gandan.synthesis.training import Confirmed


@dataclass(frozen=True)
class Copies:
    """What a letter is a copy of, and what are copies of it, as far as the person may see."""

    of: CopySuggestion | None
    others: list[CopySuggestion]


def copies_of(submission: Submission, person: User) -> Copies:
    rows = CopySuggestion.objects.visible_to(person).select_related(
        "submission", "original", "decided_by"
    )
    own = rows.filter(submission=submission).first()
    others = rows.filter(original=submission).exclude(state=CopySuggestion.State.REJECTED)
    return Copies(own, list(others.order_by("submission__received_on", "id")[:200]))


def class_of(submission: Submission) -> Confidentiality:
    """The class of data that reading a letter shows: that of the strictest of its cases."""
    found = submission.cases.values_list("confidentiality", flat=True)
    classes = [Confidentiality(value) for value in found]
    return max([Confidentiality.PERSONAL, *classes], key=lambda one: one.rank)


def linked_cases(submission: Submission, person: User) -> list[Raising]:
    visible = Case.objects.visible_to(person)
    rows = (
        Raising.objects.filter(submission=submission)
        .of(visible)
        .select_related("case__merged_into")
    )
    return list(rows.order_by("id"))


def with_letter_counts(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Cases with ``letters``: how many submissions raise each."""
    return cases.annotate(letters=Count("raisings", distinct=True))


def whole_cases() -> QuerySet[Case]:
    """Cases with what a list shows of them, for keys that were found by ``visible_to`` before."""
    return Case.objects.select_related("officer")


def open_copy_suggestions(person: User) -> QuerySet[CopySuggestion]:
    return (
        CopySuggestion.objects.visible_to(person)
        .filter(state=CopySuggestion.State.SUGGESTED)
        .select_related("submission", "original")
        .order_by("-similarity", "id")
    )


def confirmed_letters() -> list[Confirmed]:
    """Letters whose classes a person confirmed, to learn from; damaged ones are left out."""
    rows = (
        Submission.objects.for_many()
        .filter(classified_by=Submission.ClassifiedBy.PERSON, is_damaged=False)
        .order_by("id")
    )
    return [
        Confirmed(text, field, topic, Kind(kind).slug if kind else "")
        for text, field, topic, kind in rows.values_list("text", "field", "topic", "kind")
    ]
