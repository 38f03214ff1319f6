"""Load units from a preset or a file of the same shape; loading twice changes nothing.

The shape is described in presets/SOURCES.md.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.units.models import Appointment, Area, Mark, Succession, Unit, UnitVersion
from gandan.vietnamese import sort_key

PRESETS = ("ha_noi_2011", "ha_noi_2025")


class PresetError(ValueError):
    """The file does not describe units; the message says where it is wrong."""


@dataclass(frozen=True)
class Loaded:
    """How many rows a file added."""

    units: int
    successions: int


def preset(name: str) -> dict[str, Any]:
    """Return a shipped preset. Raises ``PresetError`` for an unknown name."""
    if name not in PRESETS:
        raise PresetError(f"không có bộ đơn vị {name}; có: {', '.join(PRESETS)}")
    text = files("gandan.units").joinpath("presets", f"{name}.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@transaction.atomic
def load_units(content: dict[str, Any], *, by: User | None, synthetic: bool = False) -> Loaded:
    """Add the units, areas and successions that are not there yet.

    Raises ``PresetError`` when a row lacks a field or names a unit that is nowhere.
    """
    try:
        rows = list(content["units"])
        city = str(content["city"]["code"])
        added = _load_rows(rows, city=city, synthetic=synthetic)
        successions = _load_successions(content.get("successions", ()))
    except KeyError as error:
        raise PresetError(f"thiếu hoặc không có: {error}") from error
    record("unit.loaded", city, by=by, units=added, successions=successions)
    return Loaded(added, successions)


def _load_rows(rows: list[dict[str, Any]], *, city: str, synthetic: bool) -> int:
    known = dict(Unit.objects.values_list("code", "id"))
    fresh = [row for row in rows if row["code"] not in known]
    areas = _load_areas(fresh)
    Unit.objects.bulk_create(
        [
            Unit(
                code=row["code"],
                kind=row["kind"],
                area_id=areas.get(row["code"]),
                city=city,
                is_synthetic=synthetic,
            )
            for row in fresh
        ],
        batch_size=500,
    )
    known = dict(Unit.objects.values_list("code", "id"))
    UnitVersion.objects.bulk_create(
        [_version(row, known, synthetic=synthetic) for row in fresh], batch_size=500
    )
    return len(fresh)


def _version(row: dict[str, Any], units: dict[str, int], *, synthetic: bool) -> UnitVersion:
    parent = row.get("parent")
    return UnitVersion(
        unit_id=units[row["code"]],
        name=row["name"],
        short_name=row.get("short_name") or row["name"],
        name_key=sort_key(row["name"])[:320],
        level=row["level"],
        parent_id=units[parent] if parent else None,
        since=date.fromisoformat(row["since"]),
        until=date.fromisoformat(row["until"]) if row.get("until") else None,
        basis=row.get("basis", ""),
        mark=Mark.SYNTHETIC if synthetic else row.get("mark", Mark.UNVERIFIED),
    )


def _load_areas(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    """Areas for the rows that are territories (they have a centroid); by code."""
    known = dict(Area.objects.values_list("code", "id"))
    Area.objects.bulk_create(
        [_area(row) for row in rows if row.get("lat") is not None and row["code"] not in known],
        batch_size=500,
    )
    return dict(Area.objects.values_list("code", "id"))


def _area(row: dict[str, Any]) -> Area:
    column, line = row.get("grid") or (None, None)
    return Area(
        code=row["code"],
        name=row["name"],
        short_name=row.get("short_name") or row["name"],
        name_key=sort_key(row["name"])[:240],
        level=row["level"],
        since=date.fromisoformat(row["since"]),
        until=date.fromisoformat(row["until"]) if row.get("until") else None,
        latitude=row["lat"],
        longitude=row.get("lon"),
        area_km2=row.get("area_km2"),
        population=row.get("population"),
        grid_column=column,
        grid_row=line,
    )


def _load_successions(rows: Iterable[dict[str, Any]]) -> int:
    units = dict(Unit.objects.values_list("code", "id"))
    known = set(Succession.objects.values_list("predecessor_id", "successor_id", "on"))
    fresh = []
    for row in rows:
        on = date.fromisoformat(row["on"])
        key = (units[row["from"]], units[row["to"]], on)
        if key in known:
            continue
        known.add(key)
        fresh.append(
            Succession(
                predecessor_id=key[0],
                successor_id=key[1],
                on=on,
                kind=row["kind"],
                basis=row.get("basis", ""),
                mark=row.get("mark", Mark.UNVERIFIED),
            )
        )
    Succession.objects.bulk_create(fresh, batch_size=500)
    return len(fresh)


def appoint(rows: Iterable[dict[str, Any]], people: dict[str, User]) -> int:
    """Add appointments; ``people`` maps the file's person keys to accounts."""
    units = dict(Unit.objects.values_list("code", "id"))
    created = Appointment.objects.bulk_create(
        [
            Appointment(
                person=people[row["person"]],
                unit_id=units[row["unit"]],
                post=row["post"],
                is_head=bool(row.get("is_head")),
                duties=list(row.get("duties", ())),
                on_standing_committee=bool(row.get("on_standing_committee")),
                since=date.fromisoformat(row["since"]),
                until=date.fromisoformat(row["until"]) if row.get("until") else None,
                decision=row.get("decision", ""),
            )
            for row in rows
        ],
        batch_size=500,
    )
    return len(created)
