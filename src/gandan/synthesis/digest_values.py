"""The digest as documented, versioned JSON values (docs/reference/digest.md)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.digest import ConcernInDigest, Digest, Repeated
from gandan.synthesis.places import Places
from gandan.synthesis.surges import Surge
from gandan.synthesis.titles import theme_title

FORMAT = 1


def digest_to_json(digest: Digest) -> dict[str, Any]:
    """The digest as documented, versioned JSON values."""
    corpus = digest.corpus
    now = _inside(digest, corpus.order)
    return {
        "version": FORMAT,
        "period": _period(digest),
        "counts": _counts(digest, now),
        "concerns": [_concern(digest, concern) for concern in digest.concerns],
        "themes": list(_themes(digest)),
        "surges": [_surge(digest, surge) for surge in digest.surges],
        "repeated": list(_all_repeated(digest)),
        "singles": _ids(digest, _inside(digest, digest.grouping.singles)),
        "duplicates": list(digest.copies.as_rows()),
        "damaged": _ids(digest, now[corpus.damaged[now]]),
        "unknown": _unknown(digest, now),
    }


Letters = NDArray[np.int64]


def _inside(digest: Digest, letters: Sequence[int] | Letters) -> Letters:
    """Those of ``letters`` that are of the period."""
    rows = np.asarray(letters, dtype=np.int64)
    return rows[digest.in_period[rows]]


def _ids(digest: Digest, letters: Letters) -> list[str]:
    ids = digest.corpus.ids
    return [ids[i] for i in letters.tolist()]


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


def _counts(digest: Digest, now: Letters) -> dict[str, Any]:
    corpus, found, places = digest.corpus, digest.suggestions, digest.grouping.places
    before = np.flatnonzero(digest.in_previous)
    heads = np.unique(digest.copies.head[now])
    return {
        "letters": {
            "value": len(now),
            "before": len(before) if digest.previous else None,
            "unit": "đơn",
        },
        "matters": {"value": len(heads), "unit": "vụ việc sau khi gộp bản sao máy tìm được"},
        "copies": {"value": len(now) - len(heads), "unit": "đơn"},
        "by_field": _table(*_numbered(found.fields), now, before, digest),
        "by_kind": _table(*_numbered(found.kind_slugs), now, before, digest),
        "by_channel": _table(*_numbered(corpus.channels), now, before, digest),
        "by_unit": _table(*_numbered(corpus.units), now, before, digest),
        "by_place": _table(*_numbered_wards(places), now, before, digest),
    }


def _numbered(labels: Sequence[str]) -> tuple[list[str], Letters]:
    """The different labels, and the number of each letter's."""
    names = list(dict.fromkeys(labels))
    number = {name: k for k, name in enumerate(names)}
    return names, np.array([number[label] for label in labels], dtype=np.int64)


def _numbered_wards(places: Places) -> tuple[list[str], Letters]:
    """As ``_numbered``; wards that are written alike are one."""
    names, number = _numbered([*places.ward_names, ""])
    return names, number[places.ward]


def _table(
    names: list[str], number: Letters, now: Letters, before: Letters, digest: Digest
) -> list[dict[str, Any]]:
    """Rows by label, largest first; the ids that each row counts come with it."""
    by_label = now[np.argsort(number[now], kind="stable")]
    counts = np.bincount(number[now], minlength=len(names))
    letters = np.split(by_label, np.cumsum(counts)[:-1])
    earlier = np.bincount(number[before], minlength=len(names)).tolist()
    shown = [k for k in range(len(names)) if counts[k] or earlier[k]]
    return [
        {
            "key": names[k],
            "value": len(letters[k]),
            "before": earlier[k] if digest.previous else None,
            "unit": "đơn",
            "ids": _ids(digest, letters[k]),
        }
        for k in sorted(shown, key=lambda k: (-len(letters[k]), names[k]))
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


def _all_repeated(digest: Digest) -> Iterator[dict[str, Any]]:
    if digest.repeated:
        concern_of = {i: group.key for group in digest.grouping.groups for i in group.letters}
        for repeated in digest.repeated:
            yield _repeated(digest, repeated, concern_of)


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
    shown = {concern.group.key for concern in digest.concerns}
    alone = np.zeros(len(digest.corpus), dtype=bool)
    alone[digest.grouping.singles] = True
    rows: list[dict[str, Any]] = []
    for theme in digest.grouping.themes:
        letters = np.array(theme.letters, dtype=np.int64)
        now = _inside(digest, letters)
        keys = (digest.grouping.groups[place].key for place in theme.concerns)
        row = {
            "id": theme.key,
            "title": theme_title(theme),
            "field": theme.field,
            "topic": theme.topic,
            "size": len(now),
            "unit": "đơn",
            "before": int(digest.in_previous[letters].sum()) if digest.previous else None,
            "concerns": [key for key in keys if key in shown],
            "singles": _ids(digest, now[alone[now]]),
        }
        rows.append(row)
    yield from sorted((row for row in rows if row["size"]), key=lambda r: (-r["size"], r["id"]))


def _unknown(digest: Digest, now: Letters) -> list[dict[str, Any]]:
    """What the digest cannot say, each with the letters it concerns."""
    corpus = digest.corpus
    cases = (
        ("no_date", "chưa rõ ngày nhận", np.isnat(corpus.days)),
        ("no_place", "chưa rõ nơi xảy ra", digest.grouping.places.ward < 0),
        ("no_field", "máy chưa đủ căn cứ để gợi ý lĩnh vực", digest.suggestions.abstained),
        ("damaged", "chữ hỏng nên không tóm tắt", corpus.damaged),
    )
    return [
        {
            "code": code,
            "text": f"{len(letters)} đơn {what}.",
            "value": len(letters),
            "unit": "đơn",
            "ids": _ids(digest, letters),
        }
        for code, what, is_so in cases
        for letters in [now[is_so[now]]]
        if len(letters)
    ]
