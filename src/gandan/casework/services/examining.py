"""Let the engine look at the register: suggest classes for new letters, find copies.

Suggestions are kept as suggestions; nothing is confirmed here. Letters are compared within a
window of time, because a copy arrives near its original.
"""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

from gandan.casework.corpus import WINDOW, corpus_of
from gandan.casework.models import CopySuggestion, Submission
from gandan.casework.services.classifying import suggest
from gandan.casework.services.copies import FoundCopy, suggest_copies
from gandan.casework.services.linking import fill_copy_index, keep_common_pairs
from gandan.suggesting.selectors import suggester_in_use
from gandan.synthesis import find_copies

BLOCK = 2_000
Progress = Callable[[int, int], None]


def examine(*, progress: Progress | None = None) -> dict[str, Any]:
    """Suggest classes where there are none yet, then look for copies; return counts."""
    classified = suggest_classes(progress=progress)
    return {"classified": classified, "copies": look_for_copies()}


def suggest_classes(*, progress: Progress | None = None) -> int:
    """Suggest kind, field and topic for every letter that has no suggestion yet."""
    waiting = list(
        Submission.objects.filter(suggestion={}).order_by("id").values_list("id", flat=True)
    )
    suggester = suggester_in_use() if waiting else None
    edges = [*range(0, len(waiting), BLOCK), len(waiting)]
    for start, end in pairwise(edges):
        assert suggester is not None
        rows = list(Submission.objects.filter(id__in=waiting[start:end]).order_by("id"))
        found = suggester.suggest([row.text for row in rows])
        suggest(rows, [found.as_dict(index) for index in range(len(rows))])
        if progress:
            progress(end, len(waiting))
    return len(waiting)


def look_for_copies(today: date | None = None) -> int:
    """Compare the letters of the window and keep what the engine found as suggestions."""
    newest = today or _newest_day()
    rows = Submission.objects.order_by("received_on", "id")
    if newest:
        rows = rows.filter(received_on__gte=newest - WINDOW) | rows.filter(received_on=None)
    values = list(rows.values_list("id", "text", "received_on", "place"))
    if not values:
        return 0
    fill_copy_index()
    corpus = corpus_of(values)
    copies = find_copies(corpus)
    keep_common_pairs(copies.common, len(values))
    keys = [pk for pk, *_rest in values]
    found = [
        FoundCopy(keys[member], keys[head], kind, float(similarity))
        for member, head, kind, similarity in copies.links()
    ]
    return suggest_copies(found, examined=keys)


def _newest_day() -> date | None:
    return (
        Submission.objects.exclude(received_on=None)
        .order_by("-received_on")
        .values_list("received_on", flat=True)
        .first()
    )


def open_copy_suggestions() -> int:
    return CopySuggestion.objects.filter(state=CopySuggestion.State.SUGGESTED).count()
