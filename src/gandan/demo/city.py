"""The made-up city of Minh Hà: units, successions, people; synthetic throughout."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

REFORM = date(2025, 7, 1)


@dataclass(frozen=True)
class Ward:
    """A ward on some day; ``now`` is the ward that stands there since the reform."""

    code: str
    name: str
    district: str
    now: str


@cache
def city() -> dict[str, Any]:
    """The city file, in the shape of the unit presets."""
    text = files("gandan.demo").joinpath("data", "minh_ha.json").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


@cache
def wards(before_reform: bool) -> tuple[Ward, ...]:
    """The wards before or since the reform, in the order of the file."""
    units = {unit["code"]: unit for unit in city()["units"]}
    heirs = {s["from"]: s["to"] for s in reversed(city()["successions"]) if s["kind"] == "merge"}
    found = []
    for unit in units.values():
        if unit["kind"] == "ward" and bool(unit["until"]) == before_reform:
            district = units[unit["parent"]]["name"] if before_reform else ""
            code = unit["code"]
            found.append(Ward(code, unit["name"], district, heirs.get(code, code)))
    return tuple(found)
