"""Bring the shipped law into the database; doing it again changes nothing.

What an office has changed stays: a newer shipped row is then only noted in the history.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from gandan.audit.services import record
from gandan.domain.workdays import CalendarDay, standard_calendar
from gandan.law.models import CalendarRow, LawRow, digest_of
from gandan.law.services.changing import announce, next_change
from gandan.law.services.rows import search_key
from gandan.law.tables import ShippedRow, plain, shipped


@dataclass(frozen=True)
class Seeded:
    """How many rows were new, replaced by a newer release, taken out, or left to the office."""

    added: int = 0
    updated: int = 0
    retired: int = 0
    kept: int = 0

    @property
    def changed(self) -> int:
        return self.added + self.updated + self.retired


@transaction.atomic
def seed(*, by: Any = None) -> Seeded:
    """Add shipped rows and days that are missing, and follow a newer release where nobody
    changed them.
    """
    number = _Number()
    rows = _seed_rows(list(shipped()), number)
    days = _seed_days(standard_calendar().rows, number)
    total = Seeded(*(one + other for one, other in zip(rows, days, strict=True)))
    if total.changed or total.kept:
        record(
            "law.seeded",
            "law",
            by=by,
            added=total.added,
            updated=total.updated,
            retired=total.retired,
            kept=total.kept,
        )
    if number.value > 1 and total.changed:
        announce(number.value, by=by)
    return total


class _Number:
    """The number of this change, taken only when something changes."""

    value = 0

    def take(self) -> int:
        self.value = self.value or next_change()
        return self.value


def _seed_rows(fresh: list[ShippedRow], number: _Number) -> tuple[int, int, int, int]:
    current = {
        (row.table, row.key, row.valid_from.isoformat()): row
        for row in LawRow.objects.current().defer("search_key", "note")
    }
    seen = set(LawRow.objects.exclude(shipped_digest="").values_list("shipped_digest", flat=True))
    new: list[LawRow] = []
    updated = kept = 0
    places = set()
    for row in fresh:
        place = (row.table, row.key, str(row.content["valid_from"]))
        places.add(place)
        digest = _digest(row)
        standing = current.get(place)
        if digest in seen and standing is not None:
            continue
        if standing is None:
            new.append(_law_row(row, digest, number.take()))
        elif standing.is_shipped:
            LawRow.objects.filter(pk=standing.pk).update(replaced_in=number.take())
            new.append(_law_row(row, digest, number.take(), replaces=standing))
            updated += 1
        else:
            # Kept in the history beside the office's own row, never in force.
            beside = _law_row(row, digest, number.take(), replaces=standing)
            beside.replaced_in = beside.entered_in
            new.append(beside)
            kept += 1
    gone = [row.pk for place, row in current.items() if place not in places and row.is_shipped]
    if gone:
        LawRow.objects.filter(pk__in=gone).update(replaced_in=number.take())
    LawRow.objects.bulk_create(new, batch_size=200)
    return len(new) - updated - kept, updated, len(gone), kept


def _digest(row: ShippedRow) -> str:
    return digest_of([row.table, row.key, row.name, row.name_en, row.content])


def _law_row(row: ShippedRow, digest: str, number: int, replaces: LawRow | None = None) -> LawRow:
    content = row.content
    built = LawRow(
        table=row.table,
        key=row.key,
        code=content["code"],
        name=row.name,
        name_en=row.name_en,
        content=content,
        article=content.get("article", ""),
        mark=content["mark"],
        valid_from=content["valid_from"],
        valid_to=content.get("valid_to"),
        doubt=content.get("doubt", ""),
        note=content.get("note", ""),
        shipped_digest=digest,
        replaces=replaces,
        entered_at=timezone.now(),
        entered_in=number,
    )
    built.search_key = search_key(built)
    return built


def _seed_days(fresh: Iterable[CalendarDay], number: _Number) -> tuple[int, int, int, int]:
    current = {row.day: row for row in CalendarRow.objects.current()}
    seen = set(
        CalendarRow.objects.exclude(shipped_digest="").values_list("shipped_digest", flat=True)
    )
    new, updated = [], 0
    for day in fresh:
        values = {
            "kind": str(day.kind),
            "name": day.name,
            "source": day.source,
            "is_confirmed": day.is_confirmed,
        }
        digest = digest_of(plain({"day": day.day, **values}))
        if digest in seen:
            continue
        standing = current.get(day.day)
        if standing is not None and not standing.shipped_digest:
            continue
        if standing is not None:
            CalendarRow.objects.filter(pk=standing.pk).update(replaced_in=number.take())
            updated += 1
        new.append(
            CalendarRow(
                day=day.day,
                **values,
                shipped_digest=digest,
                entered_at=timezone.now(),
                entered_in=number.take(),
            )
        )
    CalendarRow.objects.bulk_create(new, batch_size=200)
    return len(new) - updated, updated, 0, 0
