from datetime import date

import pytest

from gandan.demo import city
from gandan.units.models import Duty, Unit, UnitVersion
from gandan.units.policy import reach_of
from gandan.units.selectors import UnitNames, coverage_on, units_on
from gandan.units.services import PresetError, load_units

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


def test_units_exist_as_of_a_day(people):
    before = {v.unit.code for v in units_on(BEFORE)}
    after = {v.unit.code for v in units_on(AFTER)}
    assert "mh-q-minh-bac" in before - after
    assert "mh-p-vinh-tan" in after - before
    assert len([c for c in after if c.startswith("mh-p-")]) == 12


def test_the_same_name_in_two_times_is_two_units(people):
    names = UnitVersion.objects.filter(name="Phường Vĩnh Tân").values_list("unit__code", flat=True)
    assert set(names) == {"mh-p-vinh-tan", "mh-pc-vinh-tan"}


def test_loading_twice_changes_nothing(people):
    assert load_units(city(), by=None).units == 0
    with pytest.raises(PresetError):
        load_units({"units": [{}], "city": {"code": "x"}}, by=None)


def test_a_duty_opens_the_units_below_and_those_they_took_over(people):
    reach = reach_of(people["daumoi"], AFTER)
    opened = set(Unit.objects.filter(pk__in=reach.units()).values_list("code", flat=True))
    assert "mh-pc-kenh-dong" in opened
    assert "mh-p-kim-dai" not in opened
    assert reach.has(Duty.FOCAL_POINT)
    assert not reach_of(people["daumoi"], BEFORE).duties


def test_the_board_reaches_everything(people):
    assert len(reach_of(people["lanhdao"], AFTER).units()) == Unit.objects.count()


def test_an_inactive_person_reaches_nothing(people):
    people["xulydon"].is_active = False
    assert not reach_of(people["xulydon"], AFTER).units()


def test_coverage_counts_districts_before_and_wards_after(people):
    before, after = coverage_on(BEFORE), coverage_on(date(2026, 7, 1))
    assert (len(before.staffed), len(before.expected)) == (3, 3)
    assert (len(after.staffed), len(after.expected)) == (12, 12)
    assert after.without_head == {"mh-p-phu-lieu"}
    assert len(after.heads_on_committee) == 10


def test_names_are_ordered_as_in_a_dictionary(people):
    names = [v.name for v in units_on(date(2026, 7, 1)) if v.unit.kind == "ward"]
    assert names.index("Phường Đồng Vân") < names.index("Phường Gia Hưng")
    assert names[0] == "Phường An Khánh"
    assert UnitNames.on(AFTER)[Unit.objects.get(code="mh-ban").pk].startswith("Ban Tuyên giáo")
