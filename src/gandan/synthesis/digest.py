"""From letters to a digest: copies, suggestions, concerns, extracts, trends, and what is unknown.

``synthesize`` reads from top to bottom as the one flow of the engine; ``digest_to_json`` gives
the documented form (docs/reference/digest.md).
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from gandan.domain.taxonomy import field_name, topic_name
from gandan.synthesis.concerns import Concerns, Decisions, Group, group_concerns
from gandan.synthesis.copies import Copies, find_copies
from gandan.synthesis.corpus import Corpus
from gandan.synthesis.extracts import Sentence, extract
from gandan.synthesis.suggest import Suggester, Suggestions, load_suggester
from gandan.synthesis.trends import Change, Trend, changes

FORMAT = 1
EXTRACTED = 200
WEEKS = 26


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
    found = suggestions or (suggester or load_suggester()).suggest(corpus.texts, corpus.reading)
    copies = find_copies(corpus)
    grouping = group_concerns(corpus, copies, found, decisions)

    def quote(wanted: Sequence[Sequence[int]]) -> list[list[Sentence]]:
        return [extract(corpus, letters) for letters in wanted]

    return assemble(corpus, copies, found, grouping, quote, period=period, previous=previous)


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
    return Digest(
        corpus, period, previous, in_period, in_previous, copies, found, grouping, concerns
    )


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
    live = [g for g in grouping.groups if any(in_period[i] for i in g.letters)]
    now = [sum(bool(in_period[i]) for i in g.letters) for g in live]
    before = [sum(bool(in_previous[i]) for i in g.letters) for g in live]
    exposure = 1.0
    if period and previous:
        exposure = (period.until - period.since) / (previous.until - previous.since)
    compared = changes(now, before, exposure=exposure, known=previous is not None)
    order = sorted(range(len(live)), key=lambda k: (-now[k], live[k].key))
    inside_of = [tuple(i for i in live[k].letters if in_period[i]) for k in order]
    extracts = quote(inside_of[:EXTRACTED])
    out = []
    for place, k in enumerate(order):
        group, inside = live[k], inside_of[place]
        sentences = tuple(extracts[place]) if place < EXTRACTED else ()
        days = [corpus.days[i] for i in group.letters if not np.isnat(corpus.days[i])]
        out.append(
            ConcernInDigest(
                group,
                title_of(group),
                inside,
                _seen_before(compared[k], group, corpus, period),
                min(days).item() if days else None,
                max(days).item() if days else None,
                sentences,
                _weekly(corpus, group.letters, period),
            )
        )
    return out


def _seen_before(change: Change, group: Group, corpus: Corpus, period: PeriodLike | None) -> Change:
    """A concern that had letters before the earlier period is not new, it is back."""
    if change.trend != Trend.NEW or period is None:
        return change
    since = np.datetime64(period.since, "D")
    if any(corpus.days[i] < since for i in group.letters):
        return change.as_known()
    return change


def _weekly(corpus: Corpus, letters: Sequence[int], period: PeriodLike | None) -> tuple[int, ...]:
    """Letters of each of the last weeks up to the end of the period, oldest first."""
    days = corpus.days[list(letters)]
    days = days[~np.isnat(days)]
    if not len(days):
        return ()
    end = np.datetime64(period.until, "D") if period else days.max() + np.timedelta64(1, "D")
    ago = ((end - np.timedelta64(1, "D") - days) / np.timedelta64(7, "D")).astype(np.int64)
    ago = ago[(ago >= 0) & (ago < WEEKS)]
    return tuple(int(n) for n in np.bincount(ago, minlength=WEEKS)[::-1])


def title_of(group: Group) -> str:
    """A name from topic, thing and place: "Thoát nước, ngập úng: ngõ 58 Bến Trúc"."""
    what = topic_name(group.field, group.topic) or field_name(group.field)
    where = ", ".join(dict.fromkeys(part for part in (group.thing, group.place) if part))
    return f"{what}: {where}" if where else what


def digest_to_json(digest: Digest) -> dict[str, Any]:
    """The digest as documented, versioned JSON values."""
    corpus = digest.corpus
    return {
        "version": FORMAT,
        "period": _period(digest),
        "counts": _counts(digest),
        "concerns": [_concern(digest, concern) for concern in digest.concerns],
        "singles": [corpus.ids[i] for i in digest.grouping.singles if digest.in_period[i]],
        "duplicates": list(digest.copies.as_rows()),
        "damaged": [
            corpus.ids[i] for i in corpus.order if corpus.damaged[i] and digest.in_period[i]
        ],
        "unknown": _unknown(digest),
    }


def _period(digest: Digest) -> dict[str, Any]:
    days = digest.corpus.days[~np.isnat(digest.corpus.days)]
    first = days.min().item().isoformat() if len(days) else None
    last = days.max().item() if len(days) else None
    if digest.period is None:
        until = (last + timedelta(days=1)).isoformat() if last else None
        return {"label": "toàn bộ đơn đã nạp", "since": first, "until": until, "previous": None}
    before = digest.previous
    return {
        "label": digest.period.label,
        "since": digest.period.since.isoformat(),
        "until": digest.period.until.isoformat(),
        "previous": before
        and {
            "label": before.label,
            "since": before.since.isoformat(),
            "until": before.until.isoformat(),
        },
    }


def _counts(digest: Digest) -> dict[str, Any]:
    corpus, found, places = digest.corpus, digest.suggestions, digest.grouping.places
    now = [int(i) for i in corpus.order if digest.in_period[i]]
    before = [int(i) for i in corpus.order if digest.in_previous[i]]
    heads = {int(digest.copies.head[i]) for i in now}
    kinds = [guess.slug for guess in found.kinds]
    return {
        "letters": {
            "value": len(now),
            "before": len(before) if digest.previous else None,
            "unit": "đơn",
        },
        "matters": {"value": len(heads), "unit": "vụ việc sau khi gộp bản sao máy tìm được"},
        "copies": {"value": len(now) - len(heads), "unit": "đơn"},
        "by_field": _table(found.fields, now, before, digest),
        "by_kind": _table(kinds, now, before, digest),
        "by_channel": _table(corpus.channels, now, before, digest),
        "by_unit": _table(corpus.units, now, before, digest),
        "by_place": _table([places.ward_name(i) for i in range(len(corpus))], now, before, digest),
    }


def _table(
    labels: Sequence[str], now: list[int], before: list[int], digest: Digest
) -> list[dict[str, Any]]:
    """Rows by label, largest first; the ids that each row counts come with it."""
    ids: dict[str, list[str]] = {}
    for i in now:
        ids.setdefault(labels[i], []).append(digest.corpus.ids[i])
    earlier = Counter(labels[i] for i in before)
    names = sorted({*ids, *earlier}, key=lambda name: (-len(ids.get(name, ())), name))
    return [
        {
            "key": name,
            "value": len(ids.get(name, ())),
            "before": earlier[name] if digest.previous else None,
            "unit": "đơn",
            "ids": ids.get(name, []),
        }
        for name in names
    ]


def _concern(digest: Digest, concern: ConcernInDigest) -> dict[str, Any]:
    group, corpus = concern.group, digest.corpus
    return {
        "id": group.key,
        "title": concern.title,
        "field": group.field,
        "topic": group.topic,
        "place": ", ".join(part for part in (group.thing, group.place) if part),
        "size": len(concern.now),
        "unit": "đơn",
        "before": concern.change.before if digest.previous else None,
        "matters": group.matters,
        "first_on": concern.first_on.isoformat() if concern.first_on else None,
        "last_on": concern.last_on.isoformat() if concern.last_on else None,
        "trend": str(concern.change.trend),
        "weekly": list(concern.weekly),
        "confirmed": group.is_confirmed,
        "sources": [corpus.ids[i] for i in concern.now],
        "extract": [
            {"text": s.text, "source": corpus.ids[s.letter], "start": s.start, "end": s.end}
            for s in concern.extract
        ],
    }


def _unknown(digest: Digest) -> list[dict[str, Any]]:
    """What the digest cannot say, each with the letters it concerns."""
    corpus = digest.corpus
    inside = [int(i) for i in corpus.order if digest.in_period[i]]
    cases = (
        ("no_date", "chưa rõ ngày nhận", [i for i in inside if np.isnat(corpus.days[i])]),
        (
            "no_place",
            "chưa rõ nơi xảy ra",
            [i for i in inside if digest.grouping.places.ward[i] < 0],
        ),
        (
            "no_field",
            "máy chưa đủ căn cứ để gợi ý lĩnh vực",
            [i for i in inside if digest.suggestions.abstained[i]],
        ),
        ("damaged", "chữ hỏng nên không tóm tắt", [i for i in inside if corpus.damaged[i]]),
    )
    return [
        {
            "code": code,
            "text": f"{len(letters)} đơn {what}.",
            "value": len(letters),
            "unit": "đơn",
            "ids": [corpus.ids[i] for i in letters],
        }
        for code, what, letters in cases
        if letters
    ]
