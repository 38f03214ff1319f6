"""What people hear of cases: given to them, referred to their unit, answered, due."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from gandan.casework.models import Case, Respondent, Turn
from gandan.casework.services.assigning import assign_officer
from gandan.casework.services.classifying import classify
from gandan.casework.telling import STEP_WORDS, late_at, mine
from gandan.core import moment
from gandan.domain.kinds import Kind
from gandan.domain.procedure import Stage
from gandan.notices.due import MOST, due_for
from gandan.notices.models import Notice
from gandan.notices.navigation import unread_count
from gandan.notices.services.calendars import make_address
from gandan.notices.services.digesting import late_below
from gandan.units.models import Unit
from tests.desk.test_case_steps import PETITION, refer

FAR = 400


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def case(letter, people, today):
    """A letter that the board received three days ago."""
    board = Unit.objects.get(code="mh-ban")
    return letter(on=today - timedelta(days=3), to=board).cases.get()


@pytest.fixture
def classified(case, people):
    classify(list(case.submissions.all()), PETITION, by=people["xulydon"])
    case.refresh_from_db()
    return case


def owed(person, today):
    return [one.code for one in mine(person, today + timedelta(days=FAR), MOST)]


def told(person):
    return [one.words for one in Notice.objects.visible_to(person)]


def test_an_officer_hears_of_a_case_that_somebody_else_gave(classified, people):
    assign_officer([classified], people["xulydon"], by=people["lanhdao"])
    assert told(people["xulydon"]) == [f"Anh/chị được giao vụ việc {classified.code}."]


def test_what_one_takes_oneself_is_no_news(classified, people):
    assign_officer([classified], people["xulydon"], by=people["xulydon"])
    assert told(people["xulydon"]) == []


def test_the_unit_hears_of_a_referral_and_finds_the_case(classified, people, sign_in):
    refer(classified, people)
    assert told(people["daumoi"]) == [f"Vụ việc {classified.code} được chuyển đến đơn vị."]
    assert told(people["hangxom"]) == []
    shown = sign_in("daumoi").get("/thong-bao/").content.decode()
    assert f"/{classified.code}/" in shown


def test_a_notice_ends_with_the_right_to_see_the_case(classified, people):
    refer(classified, people)
    classified.referrals.update(is_open=False)
    assert told(people["daumoi"]) == []
    assert Notice.objects.filter(person=people["daumoi"]).exists()


def test_a_unit_that_a_denunciation_is_about_hears_nothing_of_it(
    classified, people, today, sign_in
):
    refer(classified, people)
    day = today + timedelta(days=FAR)
    client, secret = sign_in("daumoi"), make_address(people["daumoi"], language="vi")

    def seen():
        due = due_for(people["daumoi"], today, ahead=FAR)
        pages = [client.get(f"/thong-bao/{name}").content for name in ("", "viec-den-han/")]
        codes = [one.code for one in due.items]
        feed = Client().get(f"/thong-bao/lich/{secret}.ics").content
        return codes, classified.code.encode() in b"".join([*pages, feed])

    assert seen() == ([classified.code], True)
    unit = Unit.objects.get(code="mh-p-vinh-tan")
    Respondent.objects.create(case=classified, unit=unit, by=people["xulydon"])
    Case.objects.update(kind=Kind.DENUNCIATION)
    assert seen() == ([], False)
    assert told(people["daumoi"]) == []
    assert list(mine(people["daumoi"], day, MOST)) == []
    assert unread_count(people["daumoi"]) is None


def test_nobody_hears_of_history_that_is_written_down(classified, people, today):
    with moment.replaying(today - timedelta(days=1)):
        assign_officer([classified], people["xulydon"], by=people["lanhdao"])
    assert told(people["xulydon"]) == []


def test_a_case_that_nobody_holds_is_owed_by_those_who_take_cases(case, people, today):
    assert owed(people["xulydon"], today) == [case.code]
    assert owed(people["lanhdao"], today) == []
    assert owed(people["hangxom"], today) == []


def test_a_case_that_somebody_holds_is_owed_by_that_person_alone(classified, people, today):
    assign_officer([classified], people["lanhdao"], by=people["xulydon"])
    assert owed(people["lanhdao"], today) == [classified.code]
    assert owed(people["xulydon"], today) == []


def test_a_referred_case_is_owed_by_the_recipient_and_followed_by_its_officer(
    classified, people, today
):
    assign_officer([classified], people["xulydon"], by=people["lanhdao"])
    refer(classified, people)
    assert owed(people["daumoi"], today) == [classified.code]
    assert owed(people["xulydon"], today) == [classified.code]
    (item,) = mine(people["daumoi"], today + timedelta(days=FAR), MOST)
    assert (item.step, item.due_on) == ("Theo dõi trả lời", classified.next_due_on)


def test_what_waits_for_the_sender_is_owed_by_nobody(case, people, today):
    Case.objects.update(turn=Turn.SENDER)
    assert owed(people["xulydon"], today) == []


def test_a_leader_hears_of_late_cases_of_the_unit_and_of_wards_after_ten_days(
    case, letter, people, today
):
    Case.objects.filter(pk=case.pk).update(next_due_on=today - timedelta(days=1))
    ward = letter(on=today - timedelta(days=3)).cases.get()
    Case.objects.filter(pk=ward.pk).update(next_due_on=today - timedelta(days=10))
    found = late_below(people["lanhdao"], today)
    assert (found.count, found.oldest_on) == (1, today - timedelta(days=1))
    Case.objects.filter(pk=ward.pk).update(next_due_on=today - timedelta(days=11))
    assert late_below(people["lanhdao"], today).count == 2
    foreign = frozenset({Unit.objects.get(code="mh-ban").pk})
    assert late_at(people["hangxom"], foreign, today).count == 0


def test_no_step_in_a_calendar_says_what_kind_of_matter_it_is():
    shared = {str(words) for words in STEP_WORDS.values()}
    assert shared == {"Phân loại", "Xem xét", "Theo dõi trả lời", "Trả lời", "Theo dõi kết quả"}
    # Stages that only denunciations pass share their words with stages of other matters.
    for stage in (Stage.CHECKING, Stage.CONCLUDED, Stage.REPORT_DEMANDED):
        assert [s for s in STEP_WORDS if STEP_WORDS[s] == STEP_WORDS[stage]] != [stage]
    for stage in (Stage.REDACTED, Stage.MANAGEMENT_CHECK, Stage.VERIFYING):
        assert stage not in STEP_WORDS
