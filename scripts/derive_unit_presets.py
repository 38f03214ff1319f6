"""Derive the unit presets of Hà Nội from the data of the package vietnamadminunits 1.0.4 (MIT).

    python scripts/derive_unit_presets.py FOLDER_OF_THE_PACKAGE

Writes ha_noi_2011.json (29 districts, as of 2011) and ha_noi_2025.json (wards and communes
before and since 01/07/2025 with the links between them) into src/gandan/units/presets.
"""

import json
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

OUT = Path(__file__).resolve().parent.parent / "src" / "gandan" / "units" / "presets"
CITY = {"code": "ha-noi", "name": "Thành phố Hà Nội"}
SOURCE = "PyPI package vietnamadminunits 1.0.4 (MIT); see SOURCES.md"
REFORM, SPLIT, MERGER = "2025-07-01", "2014-04-01", "2008-08-01"
BASIS_2025 = "Resolution 1656/NQ-UBTVQH15, 16/06/2025"
BASIS_2014 = "Resolution 132/NQ-CP, 27/12/2013"
ROOT = "hn-tp"


def main(package: Path) -> None:
    base = sqlite3.connect(package / "data" / "dataset.db")
    links = json.loads((package / "data" / "converter_2025.json").read_text("utf-8"))
    old = rows(base, "admin_units_legacy", "01")
    new = rows(base, "admin_units", "01")
    write("ha_noi_2011", districts_2011(old))
    write("ha_noi_2025", wards_2025(old, new, links))


def rows(base: sqlite3.Connection, table: str, province: str) -> list[dict[str, Any]]:
    base.row_factory = sqlite3.Row
    found = base.execute(
        f"SELECT * FROM {table} WHERE provinceCode = ? AND wardCode IS NOT NULL ORDER BY wardCode",
        (province,),
    )
    return [dict(row) for row in found]


def unit(code: str, kind: str, level: str, name: str, short: str, **more: Any) -> dict[str, Any]:
    plain = {"code": code, "kind": kind, "level": level, "name": name, "short_name": short}
    return plain | {"parent": ROOT, "since": MERGER, "until": None, "mark": "secondary"} | more


def root() -> dict[str, Any]:
    return unit(ROOT, "city", "city", "Thành phố Hà Nội", "Hà Nội", parent=None)


def districts_of(old: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["districtCode"]: row for row in old if row["districtCode"]}


def district_code(gso: str) -> str:
    return f"hn-q-{int(gso):03d}"


def districts_2011(old: list[dict[str, Any]]) -> dict[str, Any]:
    """The 30 districts of 2025 with Bắc and Nam Từ Liêm folded back into Từ Liêm: 29."""
    units, successions = [root()], []
    for gso, row in sorted(districts_of(old).items()):
        if int(gso) in {19, 21}:
            since, until = SPLIT, REFORM
            successions.append(link("hn-q-tu-liem", district_code(gso), "split", SPLIT, BASIS_2014))
        else:
            since, until = MERGER, REFORM
        units.append(district(row, since=since, until=until))
    units.append(
        unit(
            "hn-q-tu-liem",
            "district",
            "district",
            "Huyện Từ Liêm",
            "Từ Liêm",
            until=SPLIT,
            mark="unverified",
        )
    )
    return {"city": CITY, "source": SOURCE, "units": units, "successions": successions}


def district(row: dict[str, Any], **more: Any) -> dict[str, Any]:
    code = district_code(row["districtCode"])
    return unit(code, "district", "district", row["district"], row["districtShort"], **more)


def link(before: str, after: str, kind: str, on: str, basis: str) -> dict[str, Any]:
    return {
        "from": before,
        "to": after,
        "kind": kind,
        "on": on,
        "basis": basis,
        "mark": "secondary",
    }


def wards_2025(
    old: list[dict[str, Any]], new: list[dict[str, Any]], links: dict[str, Any]
) -> dict[str, Any]:
    units = [root()]
    for row in districts_of(old).values():
        since = SPLIT if int(row["districtCode"]) in {19, 21} else MERGER
        units.append(district(row, since=since, until=REFORM))
    units += [former(row) for row in old]
    units += [present(row) for row in new]
    return {
        "city": CITY,
        "source": SOURCE,
        "units": sorted(units, key=lambda u: (u["parent"] is not None, u["code"])),
        "successions": successions_2025(old, new, links),
    }


def former(row: dict[str, Any]) -> dict[str, Any]:
    return unit(
        f"hn-x-{row['wardCode']}",
        "ward",
        "ward",
        row["ward"],
        row["wardShort"],
        parent=district_code(row["districtCode"]),
        until=REFORM,
        gso=row["wardCode"],
        lat=row["wardLat"],
        lon=row["wardLon"],
    )


def present(row: dict[str, Any]) -> dict[str, Any]:
    return unit(
        f"hn-p25-{row['wardCode']}",
        "ward",
        "ward",
        row["ward"],
        row["wardShort"],
        since=REFORM,
        gso=row["wardCode"],
        lat=row["wardLat"],
        lon=row["wardLon"],
        area_km2=row["wardAreaKm2"],
    )


def successions_2025(
    old: list[dict[str, Any]], new: list[dict[str, Any]], links: dict[str, Any]
) -> list[dict[str, Any]]:
    city = "thanhphohanoi"
    by_key = {f"{r['provinceKey']}_{r['districtKey']}_{r['wardKey']}": r for r in old}
    after = {r["wardKey"]: f"hn-p25-{r['wardCode']}" for r in new}
    found: list[tuple[str, str, str]] = []
    for ward, parts in links["DICT_PROVINCE_WARD_NO_DIVIDED"][city].items():
        found += [
            (f"hn-x-{by_key[p]['wardCode']}", after[ward], "merge") for p in parts if p in by_key
        ]
    for key, parts in links["DICT_PROVINCE_WARD_DIVIDED"][city].items():
        if key in by_key:
            # The ward that took the larger part comes first and counts as the heir.
            ordered = sorted(parts, key=lambda p: not p["isDefaultNewWard"])
            before = f"hn-x-{by_key[key]['wardCode']}"
            found += [(before, after[p["newWardKey"]], "part") for p in ordered]
    district_of = {f"hn-x-{r['wardCode']}": district_code(r["districtCode"]) for r in old}
    dissolved: dict[str, set[str]] = defaultdict(set)
    for before, successor, _kind in found:
        dissolved[district_of[before]].add(successor)
    rows_ = [link(a, b, kind, REFORM, BASIS_2025) for a, b, kind in found]
    for gone, heirs in sorted(dissolved.items()):
        rows_ += [link(gone, heir, "dissolve", REFORM, BASIS_2025) for heir in sorted(heirs)]
    return rows_


def write(name: str, content: dict[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    text = text.replace('},{"', '},\n{"')
    (OUT / f"{name}.json").write_text(text + "\n", "utf-8")
    print(name, len(content["units"]), "units", len(content["successions"]), "links")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
