"""The digest as documented, versioned JSON values (docs/reference/digest.md)."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import numpy as np

from gandan.synthesis.digest import ConcernInDigest, Digest, Repeated
from gandan.synthesis.surges import Surge
from gandan.synthesis.titles import theme_title

FORMAT = 1


def digest_to_json(digest: Digest) -> dict[str, Any]:
    """The digest as documented, versioned JSON values."""
    corpus = digest.corpus
    concern_of = {i: group.key for group in digest.grouping.groups for i in group.letters}
    return {
        "version": FORMAT,
        "period": _period(digest),
        "counts": _counts(digest),
        "concerns": [_concern(digest, concern) for concern in digest.concerns],
        "themes": list(_themes(digest)),
        "surges": [_surge(digest, surge) for surge in digest.surges],
        "repeated": [_repeated(digest, row, concern_of) for row in digest.repeated],
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
    return {
        "letters": {
            "value": len(now),
            "before": len(before) if digest.previous else None,
            "unit": "đơn",
        },
        "matters": {"value": len(heads), "unit": "vụ việc sau khi gộp bản sao máy tìm được"},
        "copies": {"value": len(now) - len(heads), "unit": "đơn"},
        "by_field": _table(found.fields, now, before, digest),
        "by_kind": _table(found.kind_slugs, now, before, digest),
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


def _surge(digest: Digest, surge: Surge) -> dict[str, Any]:
    return {
        "place": surge.ward,
        "field": surge.field,
        "value": surge.matters,
        "expected": round(surge.expected, 1),
        "upper": surge.upper,
        "unit": "vụ việc",
        "ids": [digest.corpus.ids[i] for i in surge.letters],
    }


def _repeated(digest: Digest, repeated: Repeated, concern_of: Mapping[int, str]) -> dict[str, Any]:
    ids = digest.corpus.ids
    return {
        "concern": concern_of.get(repeated.answered),
        "answered": ids[repeated.answered],
        "answered_on": repeated.answered_on.isoformat(),
        "value": len(repeated.letters),
        "unit": "đơn",
        "ids": [ids[i] for i in repeated.letters],
    }


def _themes(digest: Digest) -> Iterator[dict[str, Any]]:
    """Themes with letters in the period, largest first."""
    ids, inside = digest.corpus.ids, digest.in_period
    shown = {concern.group.key for concern in digest.concerns}
    alone = set(digest.grouping.singles)
    rows: list[dict[str, Any]] = []
    for theme in digest.grouping.themes:
        now = [i for i in theme.letters if inside[i]]
        keys = (digest.grouping.groups[place].key for place in theme.concerns)
        row = {
            "id": theme.key,
            "title": theme_title(theme),
            "field": theme.field,
            "topic": theme.topic,
            "size": len(now),
            "unit": "đơn",
            "before": sum(bool(digest.in_previous[i]) for i in theme.letters)
            if digest.previous
            else None,
            "concerns": [key for key in keys if key in shown],
            "singles": [ids[i] for i in now if i in alone],
        }
        rows.append(row)
    yield from sorted((row for row in rows if row["size"]), key=lambda r: (-r["size"], r["id"]))


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
