"""A duty opens what is written in the units where it is held, not wherever the person reads."""

import re
from datetime import date

import pytest
from django.urls import resolve, reverse

from gandan.casework.models import Case, CopySuggestion
from gandan.casework.services.examining import examine
from gandan.concerns.models import Concern
from gandan.config.access import ACCESS
from gandan.overview.models import Digest
from gandan.papers.models import IncomingEntry, OutgoingEntry, Paper
from gandan.units.models import Duty
from gandan.units.policy import reach_of
from gandan.units.services import appoint
from tests.desk.case_makers import board_case, refer, today, unit_of
from tests.desk.conftest import DUST
from tests.desk.paper_makers import papers_of
from tests.desk.reception_makers import reception_of

pytestmark = pytest.mark.django_db
# Reading is opened by any duty; steps and papers of a case ask for the unit in a way of their own.
READ = {"case_detail", "case_list", "case_readers", "case_slip", "case_file", "case_step"}
OWN_WAY = {"case_undo", "case_override", "case_paper", "case_take_up", "case_send_back"}
HELD_TOO = {"case_assign", "case_file_add", "case_file_remove", "case_file_show"}
LETTERS = {"edit", "classify", "classify_undo", "split", "link"}
WARD_DUTIES = ["handler", "leader", "synthesis_officer"]
WITH_A_UNIT = (
    "casework:submission_new casework:import_new papers:outgoing_new papers:incoming_new "
    "reception:visit_new reception:booking_new reception:session_new reception:refusal_new"
).split()


def names(prefix):
    found = (route.removeprefix("casework:") for route in ACCESS if route.startswith("casework:"))
    return {name for name in found if name.startswith(prefix)}


def written(name, case):
    of_a_row = {"case_file_remove", "case_file_show", "case_result_annul"}
    more = {"pk": 1} if name in of_a_row else {}
    return reverse(f"casework:{name}", kwargs={"code": case.code, **more})


@pytest.fixture
def reader(people):
    """Inspects the whole city and besides handles letters in one ward."""
    post = {"unit": "mh-p-kim-dai", "post": "Xử lý đơn", "duties": WARD_DUTIES}
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


@pytest.fixture
def rows(letter, people):
    """One row of each kind at the city board, and the code that each route takes."""
    board, by = unit_of("mh-ban"), people["xulydon"]
    case = board_case(letter, people)
    june = {"since": date(2026, 6, 1), "until": date(2026, 7, 1), "label": "6/2026"}
    digest = Digest.objects.create(title="T6", scope=board, created_by=by, **june)
    concern = Concern.objects.create(code="VĐ-1", engine_key="x", scope=board, title="Ngập")
    codes = papers_of(board, by) | reception_of(board, by)
    codes |= {"casework:case": case.code, "casework:submission": case.submissions.get().code}
    return codes | {"concerns:": concern.code, "overview:digest": digest.code}


def read_only(route):
    """Whether inspectors stay outside and some duty of the ward is asked."""
    who = ACCESS.get(route, "")
    ward = isinstance(who, frozenset) and not who.isdisjoint(WARD_DUTIES)
    return ward and Duty.INSPECTOR not in who


def addresses_of(rows):
    """Addresses of what is written at a row of the board, by route."""
    found = {}
    for route in filter(read_only, ACCESS):
        code = next((code for prefix, code in rows.items() if route.startswith(prefix)), "")
        for args in ([code], [code, 1], [code, "x"]):
            try:
                found[route] = reverse(route, args=args)
            except Exception:
                continue
            break
    return found


def test_no_route_lets_a_duty_of_a_ward_write_at_the_rows_of_the_city(sign_in, rows, reader):
    client, addresses = sign_in("kiemtra"), addresses_of(rows)
    kinds = {route.partition("_")[0] for route in addresses}
    assert kinds >= {
        *("papers:paper", "papers:outgoing", "papers:incoming", "papers:scan", "overview:digest"),
        *("reception:visit", "reception:session", "reception:refusal", "reception:booking"),
        *("reception:conclusion", "reception:task", "concerns:concern", "casework:submission"),
    }
    # A new paper is written at no row; its unit is asked for below.
    del addresses["papers:paper_new"]
    given = {"title": "x", "reason": "x", "action": "x", "number": "1"}
    for route, address in addresses.items():
        assert client.post(address, given).status_code == 404, route
    assert Paper.objects.filter(state="draft").count() == 2
    assert not OutgoingEntry.objects.filter(is_cancelled=True).exists()


def test_forms_and_new_rows_ask_for_the_units_of_the_duty(sign_in, people, rows, reader):
    ward, client = str(unit_of("mh-p-kim-dai").pk), sign_in("kiemtra")
    # A ward also writes for those that it took over from.
    of_ward = {str(pk) for pk in reach_of(people["kiemtra"]).units(WARD_DUTIES)}
    assert str(unit_of("mh-ban").pk) not in of_ward
    for route in [*WITH_A_UNIT, "papers:paper_new"]:
        args = [rows[route]] if route == "papers:paper_new" else []
        form = client.get(reverse(route, args=args)).context["form"]
        choices = {pk for pk, _name in form.fields["unit"].choices}
        assert ward in choices, route
        assert choices <= of_ward, route
        chosen = form["unit"].initial
        assert chosen in {ward, None, ""}, route
    before = IncomingEntry.objects.count()
    taken = {
        "unit": unit_of("mh-ban").pk,
        "arrived_on": "01/9/2026",
        "author": "x",
        "abstract": "x",
    }
    assert client.post(reverse("papers:incoming_new"), taken).status_code == 422
    assert IncomingEntry.objects.count() == before
    assert client.get(reverse("casework:handover_new", args=["mh-ban"])).status_code == 404
    assert client.get(reverse("casework:handover_new", args=["mh-p-kim-dai"])).status_code == 200
    assert reach_of(people["kiemtra"]).home(["synthesis_officer"]) == int(ward)


def offered(client, rows):
    """Routes of the addresses that the pages of the rows offer."""
    found = set()
    for route, prefix in {
        "casework:case_detail": "casework:case",
        "casework:submission_detail": "casework:submission",
        "papers:paper_detail": "papers:paper",
        "papers:outgoing_detail": "papers:outgoing",
        "papers:incoming_detail": "papers:incoming",
        "papers:scan_detail": "papers:scan",
        "reception:visit_detail": "reception:visit",
        "reception:conclusion_detail": "reception:conclusion",
        "reception:session_detail": "reception:session",
        "reception:refusal_detail": "reception:refusal",
        "concerns:concern_detail": "concerns:",
    }.items():
        if prefix not in rows:
            continue
        page = client.get(reverse(route, args=[rows[prefix]]))
        assert page.status_code == 200, route
        body = page.content.decode().partition("<main")[2]
        for address in re.findall(r'\s(?:href|action|formaction)="(/[^"#?]*)', body):
            if not address.startswith("/static/"):
                match = resolve(address)
                found |= {match.view_name} if match.kwargs else set()
    return {route for route in found if read_only(route)}


def test_pages_offer_nothing_that_is_refused(sign_in, rows, reader):
    letters = {prefix: code for prefix, code in rows.items() if prefix != "concerns:"}
    assert offered(sign_in("xulydon"), letters) >= {
        *("casework:case_rename", "casework:submission_classify", "papers:paper_edit"),
        *("papers:outgoing_edit", "papers:incoming_edit", "reception:visit_edit"),
        *("reception:session_outcome", "reception:conclusion_told"),
    }
    concerns = {"concerns:": rows["concerns:"]}
    assert offered(sign_in("tonghop"), concerns) >= {"concerns:concern_confirm"}
    assert offered(sign_in("kiemtra"), rows) == set()


def test_a_letter_of_the_ward_is_not_merged_into_a_case_of_the_city(
    sign_in, people, letter, reader
):
    original = board_case(letter, people).submissions.get()
    copy = letter(DUST, on=today(), to=unit_of("mh-p-kim-dai"))
    pair = CopySuggestion.objects.create(
        submission=copy, original=original, kind="near", similarity=0.9
    )
    client = sign_in("kiemtra")
    client.post(reverse("casework:copy_decide"), {"code": copy.code, "action": "confirm"})
    pair.refresh_from_db()
    assert pair.state == "suggested"
    told = client.get(reverse("casework:copy_list"))
    assert f"Để nguyên 1 dòng vì thuộc đơn vị chỉ được xem, không được xử lý: {copy.code}." in (
        told.content.decode()
    )
    assert ticks(told) == []


def ticks(page):
    """Codes of the rows that the page lets a person choose."""
    return re.findall(r'<input type="checkbox" name="code" value="([^"]+)"', page.content.decode())


def test_only_letters_that_the_person_may_confirm_are_ticked(sign_in, people, letter, reader):
    read = board_case(letter, people, classified=False).submissions.get()
    own = letter(DUST, on=today(), to=unit_of("mh-p-kim-dai"))
    examine()
    nothing_said = letter("Đèn đường tắt.", on=today(), to=unit_of("mh-p-kim-dai"))
    client = sign_in("kiemtra")
    page = client.get(reverse("casework:submission_list"))
    assert nothing_said.code in page.content.decode()
    assert read.code in page.content.decode()
    assert ticks(page) == [own.code]
    both = {"action": "confirm", "code": [own.code, read.code]}
    page = client.post(reverse("casework:submission_bulk"), both, follow=True)
    told = [str(message) for message in page.context["messages"]]
    assert told[0].startswith("Để nguyên 1 dòng vì thuộc đơn vị chỉ được xem")
    assert told[0].endswith(f"{read.code}.")
    assert "Đã xác nhận 1 đơn." in told[1]


def test_many_cases_at_once_name_those_that_are_only_read(sign_in, people, letter, reader):
    case = board_case(letter, people, classified=False)
    letter_of = case.submissions.get()
    letter_of.classified_by, letter_of.kind = "machine", "reflection"
    letter_of.save(update_fields=["classified_by", "kind"])
    client = sign_in("kiemtra")
    for action, code in {"assign": case.code, "confirm": letter_of.code}.items():
        page = client.post(
            reverse("casework:work_bulk"), {"action": action, "code": case.code}, follow=True
        )
        told = [str(message) for message in page.context["messages"]]
        why = "vì thuộc đơn vị chỉ được xem, không được xử lý"
        assert told == [f"Để nguyên 1 dòng {why}: {code}."], action
