"""What other apps keep of a case, and who must not see it: rules that they ask of this app."""

from typing import Any

from django.db.models import Q

from gandan.accounts.models import User
from gandan.audit import veils
from gandan.casework.models import Case, Submission, kept_from
from gandan.casework.models.cases import denounced
from gandan.domain.confidentiality import Confidentiality
from gandan.papers import visibility
from gandan.papers.models import IncomingEntry, Paper

SOURCE = "case"


def register() -> None:
    veils.hide(entries_kept)
    veils.register(entries_seen)
    visibility.narrow(SOURCE, papers_seen)


def entries_kept(person: Any) -> Q:
    """Entries of the log about denunciations of a unit in the line of ``person``."""
    cases = Case.objects.filter(pk__in=denounced(person)).values("code")
    letters = kept_from(person).values("submission__code")
    about = {"source_kind": SOURCE, "source_code__in": cases}
    # The log writes these codes in two ways, neither of which is that of the column.
    papers = [str(code) for code in Paper.objects.filter(**about).values_list("code", flat=True)]
    lines = IncomingEntry.objects.filter(**about).values_list("code", flat=True)
    return (
        Q(subject_kind="casework.case", subject__in=cases)
        | Q(subject_kind="casework.submission", subject__in=letters)
        | Q(subject_kind="papers.paper", subject__in=papers)
        | Q(subject_kind="incoming", subject__in=[code.hex for code in lines])
    )


def entries_seen(person: Any) -> Q:
    """Entries about denunciations that ``person`` may know of."""
    cases = Case.objects.visible_to(person).filter(
        confidentiality__in=[one.value for one in Confidentiality if one.is_hidden]
    )
    letters = Submission.objects.visible_to(person).filter(cases__in=cases)
    return Q(subject_kind="casework.case", subject__in=cases.values("code")) | Q(
        subject_kind="casework.submission", subject__in=letters.values("code")
    )


def papers_seen(person: User) -> Q:
    """Papers about a case: those of a denunciation are seen by whoever sees the case."""
    kept = Case.objects.filter(pk__in=denounced(person)).values("code")
    seen = Case.objects.visible_to(person).values("code")
    return ~Q(source_code__in=kept) & (Q(data_class__in=visibility.OPEN) | Q(source_code__in=seen))
