"""Run the engine over a scope and keep what it found as suggestions.

People's decisions go in as conditions and come out unchanged: a confirmed concern keeps its
identity and members and may gain new letters; parts that were split stay apart; what was
dismissed is not suggested again.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.casework.codes import next_codes
from gandan.concerns.corpus import ScopeLetters, letters_of
from gandan.concerns.models import Concern, EngineRun, Membership
from gandan.synthesis import (
    ENGINE,
    Decisions,
    Group,
    Sentence,
    extract,
    find_copies,
    group_concerns,
    title_of,
)
from gandan.units.models import Unit

SMALLEST = 2
State = Concern.State
Decided = Membership.Decided
Progress = Callable[[int, int], None]


def run_engine(
    scope: Unit, *, day: date, by: User | None, progress: Progress | None = None
) -> EngineRun:
    """Group the letters of ``scope`` as of ``day`` and store the concerns."""
    started = timezone.now()
    letters = letters_of(scope, day)
    copies = find_copies(letters.corpus)
    if progress:
        progress(1, 3)
    found = group_concerns(letters.corpus, copies, letters.suggestions, decisions_of(scope))
    if progress:
        progress(2, 3)
    groups = [g for g in found.groups if g.is_confirmed or len(g.letters) >= SMALLEST]
    extracts = {g.key: extract(letters.corpus, g.letters, common=copies.common) for g in groups}
    with transaction.atomic():
        run = EngineRun.objects.create(
            scope=scope,
            started_at=started,
            finished_at=timezone.now(),
            by=by,
            engine_version=ENGINE,
            letters=len(letters.corpus),
            groups=len(groups),
        )
        _store(run, letters, groups, extracts)
        record("engine.run", str(run.pk), by=by, letters=run.letters, groups=run.groups)
    if progress:
        progress(3, 3)
    return run


def decisions_of(scope: Unit) -> Decisions:
    """What people decided about the concerns of a scope, as the engine's conditions."""
    members: dict[int, set[str]] = defaultdict(set)
    removed: dict[int, set[str]] = defaultdict(set)
    rows = Membership.objects.filter(concern__scope=scope).values_list(
        "concern_id", "submission__code", "decided"
    )
    for concern, code, decided in rows:
        (removed if decided == Decided.REMOVED else members)[concern].add(code)
    concerns = list(Concern.objects.filter(scope=scope))
    confirmed = {
        c.engine_key: frozenset(members[c.pk]) for c in concerns if c.state == State.CONFIRMED
    }
    dismissed = [frozenset(members[c.pk]) for c in concerns if c.state == State.DISMISSED]
    apart = {
        (code, other)
        for concern, codes in removed.items()
        for code in codes
        for other in members[concern]
    }
    standing = {
        c.engine_key: frozenset(members[c.pk]) for c in concerns if c.state == State.SUGGESTED
    }
    return Decisions(confirmed, frozenset(apart), dismissed, standing)


def _as_values(letters: ScopeLetters, sentences: Sequence[Sentence]) -> list[dict[str, Any]]:
    return [
        {
            "text": sentence.text,
            "source": letters.corpus.ids[sentence.letter],
            "start": sentence.start,
            "end": sentence.end,
        }
        for sentence in sentences
    ]


def _store(
    run: EngineRun,
    letters: ScopeLetters,
    groups: list[Group],
    extracts: dict[str, list[Sentence]],
) -> None:
    standing = {
        c.engine_key: c
        for c in Concern.objects.filter(
            scope=run.scope, state__in=[State.SUGGESTED, State.CONFIRMED]
        )
    }
    keys = {group.key for group in groups}
    gone = [c.pk for key, c in standing.items() if key not in keys and c.state == State.SUGGESTED]
    for start in range(0, len(gone), 500):
        Concern.objects.filter(pk__in=gone[start : start + 500]).delete()
    fresh = [group for group in groups if group.key not in standing]
    for group, code in zip(
        fresh, next_codes("VĐ", timezone.localdate().year, len(fresh)), strict=True
    ):
        standing[group.key] = Concern(code=code, engine_key=group.key, scope=run.scope)
    for group in groups:
        _fill(standing[group.key], run, letters, group, extracts[group.key])
    Concern.objects.bulk_create([standing[group.key] for group in fresh], batch_size=200)
    known = [standing[g.key] for g in groups if standing[g.key].pk and g not in fresh]
    fields = ["title", "field", "topic", "place", "first_on", "last_on", "size", "extract", "run"]
    Concern.objects.bulk_update(known, fields, batch_size=200)
    _store_members(letters, [(standing[group.key], group) for group in groups])


def _fill(
    concern: Concern,
    run: EngineRun,
    letters: ScopeLetters,
    group: Group,
    sentences: list[Sentence],
) -> None:
    days = sorted(
        day.item() for day in letters.corpus.days[list(group.letters)] if day.item() is not None
    )
    if concern.state != State.CONFIRMED:
        concern.title = title_of(group, sentences)[:200]
        concern.field, concern.topic = group.field, group.topic
        concern.place = ", ".join(p for p in (group.thing, group.place) if p)[:200]
    concern.first_on, concern.last_on = (days[0], days[-1]) if days else (None, None)
    concern.size = len(group.letters)
    concern.extract = _as_values(letters, sentences)
    concern.run = run


def _store_members(letters: ScopeLetters, pairs: list[tuple[Concern, Group]]) -> None:
    """Machine memberships follow the run; what a person kept or removed stays."""
    held: dict[int, set[int]] = defaultdict(set)
    rows = Membership.objects.filter(concern__in=[c.pk for c, _ in pairs])
    stale: list[int] = []
    wanted = {c.pk: {letters.keys[i] for i in g.letters} for c, g in pairs}
    for pk, concern, submission, decided in rows.values_list(
        "id", "concern_id", "submission_id", "decided"
    ):
        if decided == Decided.MACHINE and submission not in wanted[concern]:
            stale.append(pk)
        else:
            held[concern].add(submission)
    for start in range(0, len(stale), 500):
        Membership.objects.filter(pk__in=stale[start : start + 500]).delete()
    Membership.objects.bulk_create(
        [
            Membership(concern_id=concern, submission_id=submission)
            for concern, submissions in wanted.items()
            for submission in sorted(submissions - held[concern])
        ],
        batch_size=500,
    )
