from datetime import date

import pytest

from gandan.accounts.models import User
from gandan.demo import city
from gandan.domain.duties import LABELS
from gandan.units.models import Duty, Unit, UnitVersion
from gandan.units.policy import reach_of
from gandan.units.selectors import UnitNames, coverage_on, units_on
from gandan.units.services import PresetError, appoint, load_units, preset

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


@pytest.mark.django_db
def test_the_presets_of_ha_noi_hold_what_the_law_says():
    old, new = preset("ha_noi_2011"), preset("ha_noi_2025")
    in_2011 = [u for u in old["units"] if u["kind"] == "district" and u["since"] <= "2011-06-01"]
    assert len([u for u in in_2011 if not u["until"] or u["until"] > "2011-06-01"]) == 29
    wards = [u["name"] for u in new["units"] if u["since"] == "2025-07-01"]
    kinds = [name.split()[0] for name in wards]
    assert (len(wards), kinds.count("Phường"), kinds.count("Xã")) == (126, 51, 75)
    codes = [u["code"] for u in new["units"]]
    assert len(set(codes)) == len(codes)
    before = {s["from"] for s in new["successions"]}
    after = {s["to"] for s in new["successions"]}
    assert all(u["code"] in before for u in new["units"] if u["until"])
    assert all(u["code"] in after for u in new["units"] if u["since"] == "2025-07-01")
    assert before | after <= set(codes)
    assert all(
        20.5 < u["lat"] < 21.5 and 105.2 < u["lon"] < 106.1 for u in new["units"] if "lat" in u
    )


@pytest.mark.django_db
def test_ha_noi_2011_is_staffed_twenty_nine_of_twenty_nine():
    load_units(preset("ha_noi_2011"), by=None)
    head = User.objects.create_user("x", None, full_name="Người Thử")
    boards = [v.unit for v in units_on(date(2011, 6, 1)) if v.unit.kind == "district"]
    rows = [
        {
            "person": "x",
            "unit": board.code,
            "post": "Trưởng ban",
            "is_head": True,
            "on_standing_committee": True,
            "since": "2010-01-01",
        }
        for board in boards
    ]
    appoint(rows, {"x": head})
    found = coverage_on(date(2011, 6, 1))
    assert (len(found.staffed), len(found.expected), found.committee_share) == (29, 29, 1.0)


@pytest.mark.django_db
def test_the_presets_load_into_the_database():
    assert load_units(preset("ha_noi_2025"), by=None).units == 683
    assert len([v for v in units_on(date(2026, 1, 1)) if v.unit.kind == "ward"]) == 126
    with pytest.raises(PresetError):
        preset("sai_gon")


def test_the_duties_of_posts_are_names_that_the_rules_know():
    assert set(Duty.values) <= set(LABELS)


def test_the_coverage_page_lists_each_board_and_what_it_lacks_first(people, sign_in):
    page = sign_in("lanhdao").get("/don-vi/bo-tri/?day=2026-06-01").content.decode()
    lacking = page.index("Chưa có người đứng đầu</span>")
    without_seat = page.index("Chưa vào ban thường vụ</span>")
    complete = page.index("Đủ, trong ban thường vụ</span>")
    assert lacking < without_seat < complete
    assert page.count('class="tag ink"') == 10


def test_a_day_before_there_were_boards_has_no_zero_of_zero(people, sign_in):
    page = sign_in("lanhdao").get("/don-vi/bo-tri/?day=2001-01-01").content.decode()
    assert "chưa có đơn vị nào phải có khối dân vận" in page
    assert "0/0" not in page
