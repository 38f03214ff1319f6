"""The letters of a scope as the engine's arrays, with places named as they are today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from gandan.casework.models import Raising, Submission
from gandan.domain.kinds import Kind
from gandan.synthesis import Corpus, Decisions, Suggestions
from gandan.units.models import Succession, Unit, UnitVersion
from gandan.units.policy import UnitTree
from gandan.units.selectors import UnitNames
from gandan.vietnamese import fold


@dataclass(frozen=True, eq=False)
class ScopeLetters:
    """``keys[i]`` is the primary key of the submission whose code is ``corpus.ids[i]``."""

    keys: list[int]
    corpus: Corpus
    suggestions: Suggestions
    codes: dict[str, int]


def letters_of(scope: Unit, day: date, *, since: date | None = None) -> ScopeLetters:
    """Every letter that the scope unit, those below it and their predecessors received.

    Denunciations that name a unit are left out: many read what is made of these letters, and
    those they are about must not learn of them.
    """
    tree = UnitTree.on(day)
    units = tree.with_predecessors(tree.subtree(scope.pk))
    rows = Submission.objects.for_many().order_by("id")
    if len(units) < Unit.objects.count():
        rows = rows.filter(unit_id__in=units)
    if since:
        rows = rows.filter(received_on__gte=since) | rows.filter(received_on=None)
    values = list(
        rows.values_list(
            "id",
            "code",
            "text",
            "received_on",
            "place",
            "channel",
            "unit_id",
            "kind",
            "field",
            "topic",
        )
    )
    heirs = heirs_of_places(day)
    names = current_names(day)
    corpus = Corpus(
        [row[1] for row in values],
        [row[2] for row in values],
        np.array(
            [row[3].isoformat() if row[3] else "NaT" for row in values], dtype="datetime64[D]"
        ),
        [today_place(row[4], heirs) for row in values],
        [row[5] for row in values],
        [names.get(row[6], "") for row in values],
        answers_of([row[0] for row in values]),
    )
    suggestions = Suggestions.from_labels(
        [Kind(row[7]).slug if row[7] else "" for row in values],
        [row[8] for row in values],
        [row[9] for row in values],
    )
    keys = [row[0] for row in values]
    return ScopeLetters(keys, corpus, suggestions, dict(zip(corpus.ids, keys, strict=True)))


def answers_of(keys: Sequence[int]) -> NDArray[np.datetime64]:
    """The day on which the matter of each letter was answered first, NaT where it was not."""
    rows = Raising.objects.exclude(case__answered_on=None).order_by()
    days: dict[int, date] = {}
    for key, day in rows.values_list("submission_id", "case__answered_on"):
        assert day is not None
        days[key] = min(day, days.get(key, day))
    found = [days[key].isoformat() if key in days else "NaT" for key in keys]
    return np.array(found, dtype="datetime64[D]")


def current_names(day: date, known: UnitNames | None = None) -> dict[int, str]:
    """The name of each unit on ``day``; a unit that has ended goes by its heir's name.

    ``known`` are the names of that day, where the caller has them.
    """
    of_day = known or UnitNames.on(day)
    names = dict(of_day.names)
    for before, after in _heirs(day).items():
        if before not in of_day.living and after in names:
            names[before] = names[after]
    return names


def _heirs(day: date) -> dict[int, int]:
    """The unit that took over the larger part of each one that has ended."""
    heirs: dict[int, int] = {}
    links = Succession.objects.filter(on__lte=day).exclude(kind="dissolve").order_by("id")
    for before, after, kind in links.values_list("predecessor_id", "successor_id", "kind"):
        if before not in heirs or kind == "merge":
            heirs[before] = after
    return heirs


def heirs_of_places(day: date) -> dict[str, str]:
    """Folded names of wards that are gone, with the name of the ward that stands there now.

    A name that is still in use stands for the ward of today.
    """
    names = current_names(day)
    gone: dict[str, str] = {}
    alive: set[str] = set()
    for unit, name, until in UnitVersion.objects.values_list("unit_id", "name", "until"):
        if until and until <= day:
            gone[fold(name)] = names.get(unit, name)
        else:
            alive.add(fold(name))
    return {name: heir for name, heir in gone.items() if name not in alive and fold(heir) != name}


def today_place(place: str, heirs: dict[str, str]) -> str:
    """``place`` with the ward named as today; what stood there is kept behind it."""
    first = fold(place.split(",")[0]).strip()
    return f"{heirs[first]} ({place})" if first in heirs else place


def with_labels(letters: ScopeLetters, keep: Sequence[int]) -> tuple[Corpus, Suggestions]:
    """The part of the letters at positions ``keep``."""
    found = letters.suggestions
    return letters.corpus.subset(keep), Suggestions.from_labels(
        [found.kinds[i].slug for i in keep],
        [found.fields[i] for i in keep],
        [found.topics[i] for i in keep],
    )


__all__ = ["Decisions", "ScopeLetters", "letters_of", "with_labels"]
