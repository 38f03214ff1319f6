"""A duty opens what is written in the units where it is held, not wherever the person reads."""

import pytest
from django.urls import reverse

from gandan.casework.models import Case
from gandan.config.access import ACCESS
from gandan.units.services import appoint
from tests.desk.case_makers import board_case, refer, unit_of

pytestmark = pytest.mark.django_db
# Reading is opened by any duty; steps and papers of a case ask for the unit in a way of their own.
READ = {"case_detail", "case_list", "case_readers", "case_slip", "case_file", "case_step"}
OWN_WAY = {"case_undo", "case_override", "case_paper", "case_take_up", "case_send_back"}
HELD_TOO = {"case_assign", "case_file_add", "case_file_remove", "case_file_show"}
LETTERS = {"edit", "classify", "classify_undo", "split", "link"}


def names(prefix):
    found = (route.removeprefix("casework:") for route in ACCESS if route.startswith("casework:"))
    return {name for name in found if name.startswith(prefix)}


def written(name, case):
    more = {"pk": 1} if name in {"case_file_remove", "case_file_show"} else {}
    return reverse(f"casework:{name}", kwargs={"code": case.code, **more})


@pytest.fixture
def reader(people):
    """Inspects the whole city and besides handles letters in one ward."""
    post = {"unit": "mh-p-kim-dai", "post": "Xử lý đơn", "duties": ["handler", "leader"]}
    appoint([{"person": "kiemtra", "since": "2025-08-01", **post}], people)


def test_who_inspects_a_city_and_handles_in_a_ward_writes_in_the_ward_only(
    sign_in, people, letter, reader
):
    case, client = board_case(letter, people), sign_in("kiemtra")
    before = Case.objects.values().get(pk=case.pk)
    assert client.get(reverse("casework:case_detail", args=[case.code])).status_code == 200
    for name in sorted(names("case_") - READ - OWN_WAY):
        if name != "case_file_add":  # an inspector adds minutes where they inspect
            assert client.post(written(name, case), {"title": "x"}).status_code == 404, name
    code = case.submissions.get().code
    for name in sorted(LETTERS):
        address = reverse(f"casework:submission_{name}", args=[code])
        assert client.post(address, {"titles": "a\nb", "confirm": "1"}).status_code == 404, name
    client.post(reverse("casework:submission_bulk"), {"code": code, "action": "undo"})
    after = Case.objects.values().get(pk=case.pk)
    assert after == before
    assert case.submissions.get().classified_by == "person"


def test_who_has_a_case_by_referral_reads_it_and_leaves_its_facts_alone(sign_in, people, letter):
    case = refer(board_case(letter, people), people)
    client = sign_in("phuongxl" if "phuongxl" in people else "daumoi")
    assert client.get(reverse("casework:case_detail", args=[case.code])).status_code == 200
    for name in sorted(names("case_") - READ - OWN_WAY - HELD_TOO):
        assert client.post(written(name, case), {"title": "x"}).status_code == 404, name
    assert client.get(written("case_file_add", case)).status_code == 200
    assert unit_of("mh-p-vinh-tan").pk == case.handling_unit_id
