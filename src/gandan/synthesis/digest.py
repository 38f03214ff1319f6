"""From letters to a digest: copies, suggestions, concerns, extracts, trends, and what is unknown.

``synthesize`` reads from top to bottom as the one flow of the engine; ``digest_values`` gives
the documented form.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.concerns import Concerns, group_concerns, survey
from gandan.synthesis.copies import Copies, find_copies
from gandan.synthesis.corpus import Corpus
from gandan.synthesis.counting import count_letters
from gandan.synthesis.decisions import Decisions
from gandan.synthesis.extracts import extract
from gandan.synthesis.groups import Group
from gandan.synthesis.quoting import Sentence
from gandan.synthesis.suggest import Suggester, Suggestions, load_suggester
from gandan.synthesis.surges import Surge, find_surges, named_surges
from gandan.synthesis.titles import title_of
from gandan.synthesis.trends import Change, changes

EXTRACTED = 200


class PeriodLike(Protocol):
    @property
    def label(self) -> str: ...
    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date: ...


@dataclass(frozen=True)
class ConcernInDigest:
    group: Group
    title: str
    now: tuple[int, ...]
    change: Change
    first_on: date | None
    last_on: date | None
    extract: tuple[Sentence, ...]
    weekly: tuple[int, ...]


@dataclass(frozen=True)
class Repeated:
    """Letters of the period that came after ``answered``, on the same matter, was answered."""

    answered: int
    answered_on: date
    letters: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Digest:
    """What ``synthesize`` found; positions refer to ``corpus``."""

    corpus: Corpus
    period: PeriodLike | None
    previous: PeriodLike | None
    in_period: NDArray[np.bool_]
    in_previous: NDArray[np.bool_]
    copies: Copies
    suggestions: Suggestions
    grouping: Concerns
    concerns: list[ConcernInDigest]
    surges: list[Surge] = field(default_factory=list)
    repeated: list[Repeated] = field(default_factory=list)


def synthesize(
    corpus: Corpus,
    *,
    period: PeriodLike | None = None,
    previous: PeriodLike | None = None,
    decisions: Decisions | None = None,
    suggester: Suggester | None = None,
    suggestions: Suggestions | None = None,
) -> Digest:
    """Digest ``corpus``: all letters of the period, compared with those of ``previous``.

    Without a period every letter is in it. Letters without a date belong to the period and are
    named among the unknown. ``suggestions`` replaces the engine's own where people have
    confirmed classes.
    """
    # What one core does alone, another one works beside.
    with ThreadPoolExecutor(1) as beside:
        surveyed = beside.submit(survey, corpus)
        found = suggestions or (suggester or load_suggester()).suggest(
            corpus.texts, corpus.reading, reasons=False
        )
        copies = find_copies(corpus)
    grouping = group_concerns(corpus, copies, found, decisions, surveyed.result())

    def quote(wanted: Sequence[Sequence[int]]) -> list[list[Sentence]]:
        return [extract(corpus, letters, common=copies.common) for letters in wanted]

    with ThreadPoolExecutor(1) as beside:
        themes = beside.submit(lambda: grouping.themes)
        digest = assemble(corpus, copies, found, grouping, quote, period=period, previous=previous)
    themes.result()
    return digest


Quote = Callable[[Sequence[Sequence[int]]], list[list[Sentence]]]


def assemble(
    corpus: Corpus,
    copies: Copies,
    found: Suggestions,
    grouping: Concerns,
    quote: Quote,
    *,
    period: PeriodLike | None = None,
    previous: PeriodLike | None = None,
) -> Digest:
    """The digest of what was found; ``quote`` gives an extract for each list of letters."""
    dated = ~np.isnat(corpus.days)
    in_period = _within(corpus, period) | ~dated if period else np.ones(len(corpus), dtype=bool)
    in_previous = _within(corpus, previous) if previous else np.zeros(len(corpus), dtype=bool)
    concerns = _concerns(corpus, grouping, in_period, in_previous, period, previous, quote)
    surges = _surges(corpus, copies, found, grouping, period) if period else []
    return Digest(
        corpus, period, previous, in_period, in_previous, copies, found, grouping, concerns, surges,
        _all_repeated(corpus, copies, grouping, in_period),
    )  # fmt: skip


def _surges(
    corpus: Corpus, copies: Copies, found: Suggestions, grouping: Concerns, period: PeriodLike
) -> list[Surge]:
    """Places and fields with more matters in the period than their history lets expect."""
    ids = corpus.order
    heads = ids[(copies.head[ids] == ids) & ~np.isnat(corpus.days[ids])]
    names = sorted(set(found.fields) - {""})
    number = {name: k for k, name in enumerate(names)} | {"": -1}
    fields = np.array([number[found.fields[i]] for i in heads.tolist()], dtype=np.int64)
    wards = grouping.places.ward[heads].astype(np.int64)
    days = corpus.days[heads]
    since, until = np.datetime64(period.since, "D"), np.datetime64(period.until, "D")
    rows = find_surges(days, wards, fields, since, until)
    inside = (days >= since) & (days < until)
    heads, wards, fields = heads[inside], wards[inside], fields[inside]

    def letters(ward: int, of: int) -> tuple[int, ...]:
        chosen = ((wards == ward) | (ward < 0)) & ((fields == of) | (of < 0))
        return tuple(heads[chosen].tolist())

    own = [letters(ward, of) for ward, of, *_counts in rows]
    return named_surges(rows, grouping.places.ward_names, names, own)


def _within(corpus: Corpus, period: PeriodLike) -> NDArray[np.bool_]:
    since, until = np.datetime64(period.since, "D"), np.datetime64(period.until, "D")
    return np.asarray((corpus.days >= since) & (corpus.days < until))


def _concerns(
    corpus: Corpus,
    grouping: Concerns,
    in_period: NDArray[np.bool_],
    in_previous: NDArray[np.bool_],
    period: PeriodLike | None,
    previous: PeriodLike | None,
    quote: Quote,
) -> list[ConcernInDigest]:
    inside = in_period.tolist()
    live = [g for g in grouping.groups if any(inside[i] for i in g.letters)]
    since, until = (period.since, period.until) if period else (None, None)
    counted = count_letters(
        [group.letters for group in live], corpus.days, in_period, in_previous, since, until
    )
    exposure = 1.0
    if period and previous:
        exposure = (period.until - period.since) / (previous.until - previous.since)
    compared = changes(counted.now, counted.before, exposure=exposure, known=previous is not None)
    order = sorted(range(len(live)), key=lambda k: (-counted.now[k], live[k].key))
    inside_of = [tuple(i for i in live[k].letters if inside[i]) for k in order]
    extracts = quote(inside_of[:EXTRACTED])
    out = []
    for place, k in enumerate(order):
        sentences = tuple(extracts[place]) if place < EXTRACTED else ()
        out.append(
            ConcernInDigest(
                live[k],
                title_of(live[k], sentences),
                inside_of[place],
                compared[k].as_known() if counted.is_older[k] else compared[k],
                counted.first[k],
                counted.last[k],
                sentences,
                counted.weekly[k],
            )
        )
    return out


def _all_repeated(
    corpus: Corpus, copies: Copies, grouping: Concerns, in_period: NDArray[np.bool_]
) -> list[Repeated]:
    """What is reported again after an answer: in a concern, or by copies of a single letter."""
    if np.isnat(corpus.answered_on).all():
        return []
    grouped = {i for group in grouping.groups for i in group.letters}
    together: list[Sequence[int]] = [group.letters for group in grouping.groups]
    together += [own for own in copies.groups() if own[0] not in grouped]
    found = (_repeated(corpus, letters, in_period) for letters in together)
    return [repeated for repeated in found if repeated]


def _repeated(
    corpus: Corpus, letters: Sequence[int], in_period: NDArray[np.bool_]
) -> Repeated | None:
    answered = [i for i in letters if not np.isnat(corpus.answered_on[i])]
    if not answered:
        return None
    first = min(answered, key=lambda i: (corpus.answered_on[i], corpus.ids[i]))
    day = corpus.answered_on[first]
    later = tuple(i for i in letters if in_period[i] and corpus.days[i] > day)
    return Repeated(first, day.item(), later) if later else None
