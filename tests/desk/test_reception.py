"""Reception: visits and their cases, sessions before the law, refusals, counts that stay apart."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from gandan.audit.models import Entry
from gandan.casework.models import Case, Submission
from gandan.casework.services.joining import standing_case
from gandan.casework.services.people import RepresentativesError, Subject, set_respondents
from gandan.domain.kinds import Channel, Count, CountUnit
from gandan.domain.letters import shipped_numbers
from gandan.domain.periods import month
from gandan.domain.reception import Host
from gandan.reception.book import book_lines
from gandan.reception.counting import counts_by_host
from gandan.reception.models import ReceptionSession, Refusal, Visit
from gandan.reception.selectors import earlier_letters, kept_by
from gandan.reception.services import receiving, refusing, scheduling
from gandan.sealed.models import SealedIdentity
from gandan.sealed.services.sealing import SealingRefusedError
from gandan.units.models import Unit
from gandan.units.selectors import UnitNames
from tests.desk.reception_makers import DAY, SAID, outcome, refusal, session, visit

NAME = "Phạm Văn Mẫu"
NAMES = UnitNames({}, {})


@pytest.fixture
def by(people):
    return people["tiepdan"]


@pytest.fixture
def office(people):
    return Unit.objects.get(code="mh-ban")


def lines(person, with_names=True):
    return book_lines(Visit.objects.visible_to(person), person, NAMES, with_names=with_names)


# --- visits -----------------------------------------------------------------------------------


def test_a_visit_enters_the_register_once_with_its_case(office, by):
    first = visit(office, by, key="k", address="số 5 ngõ 58")
    assert visit(office, by, key="k") == first
    letter = Submission.objects.get()
    assert (letter.channel, letter.sender_name, letter.text) == (Channel.VISIT, NAME, SAID)
    assert letter.signers is None
    assert Case.objects.get().unit == office
    assert Entry.objects.filter(action="visit.registered").count() == 1


def test_a_visit_for_an_earlier_matter_opens_no_second_case(office, by, letter):
    before = letter(to=office)
    again = visit(office, by, earlier=(before, standing_case(before)))
    assert Case.objects.standing().get() == standing_case(again.submission)
    assert again.earlier == before


def test_a_visit_after_the_answer_is_the_next_round(office, by, letter):
    before = letter(to=office)
    case = standing_case(before)
    Case.objects.filter(pk=case.pk).update(answered_on=date(2026, 8, 1))
    case.refresh_from_db()
    again = visit(office, by, earlier=(before, case))
    assert standing_case(again.submission).round == 2


def test_representatives_of_a_group_go_to_its_case_by_the_legal_numbers(office, by):
    people = (("Phạm Văn Mẫu", "0900"), ("Trần Thị Thử", ""))
    made = visit(office, by, people=7, representatives=people)
    case = standing_case(made.submission)
    assert case.signers == 7
    assert [one.name for one in case.representatives.order_by("id")] == [n for n, _c in people]
    three = (*people, ("Lê Văn Ba", ""))
    with pytest.raises(RepresentativesError):
        visit(office, by, "Chợ Hạ họp tràn ra đường.", people=7, representatives=three)
    assert Visit.objects.count() == Submission.objects.count() == 1


def test_a_denouncer_is_sealed_and_stands_nowhere_in_clear(office, by, keepers):
    made = visit(office, by, kind="denunciation", address="số 5 ngõ 58", phone="0900111222")
    assert SealedIdentity.objects.get().handle == made.sealed
    letter = Submission.objects.get()
    assert (letter.sender_name, letter.sender_address, letter.sender_phone) == ("", "", "")
    assert standing_case(letter).kind == "denunciation"
    assert all(NAME not in str(entry.details) for entry in Entry.objects.all())
    assert lines(by)[0][2] == "Danh tính được giữ bí mật"


def test_without_keys_a_denouncers_name_is_not_taken_at_all(office, by):
    with pytest.raises(SealingRefusedError):
        visit(office, by, kind="denunciation")
    assert not Submission.objects.exists()
    assert visit(office, by, kind="denunciation", name="").sealed is None


def test_a_denunciation_does_not_join_a_matter_that_is_none(office, by, letter, keepers):
    before = letter(to=office)
    with pytest.raises(receiving.OtherMatterError):
        visit(office, by, kind="denunciation", earlier=(before, standing_case(before)))


def test_a_visit_counts_at_the_session_of_its_own_day_and_unit(office, by, unit):
    there = session(unit, by)
    with pytest.raises(receiving.WrongSessionError):
        visit(office, by, session=there)
    missed = outcome(session(office, by), by, "missed", reason="Họp đột xuất")
    with pytest.raises(receiving.WrongSessionError):
        visit(office, by, session=missed)


def test_a_correction_of_the_head_count_reaches_the_register(office, by):
    made = visit(office, by)
    assert receiving.correct_visit(made, {"people": 6, "demand": ""}, by=by) == ["people"]
    assert Submission.objects.get().signers == 6
    assert receiving.correct_visit(made, {"people": 6}, by=by) == []


def test_neither_a_neighbour_nor_the_accused_learn_of_a_visit(people, unit, by):
    made = visit(unit, by, kind="denunciation", name="")
    refusal(unit, by, earlier=made.submission)
    assert Visit.objects.visible_to(people["daumoi"]).exists()
    set_respondents(standing_case(made.submission), [Subject(unit)], by=people["lanhdao"])
    for name in ("hangxom", "daumoi"):
        assert not Visit.objects.visible_to(people[name]).exists()
        assert not Refusal.objects.visible_to(people[name]).exists()
        assert lines(people[name]) == []
    assert Visit.objects.visible_to(people["lanhdao"]).exists()


def test_earlier_matters_are_found_by_words_number_and_case_but_only_in_reach(office, by, people):
    made = visit(office, by)
    case = standing_case(made.submission)
    tracking = made.submission.tracking_code
    numbers = (
        made.submission.code,
        case.code,
        case.code.lower(),
        tracking,
        tracking.replace("-", ""),
    )
    for query in ("tram bom", *numbers):
        (found,) = earlier_letters(query, by)
        assert (found.submission, found.case, found.was_visit) == (made.submission, case, True)
    assert earlier_letters("tram bom", people["hangxom"]) == []
    assert earlier_letters("Phạm Văn Mẫu", by) == []


# --- counts and the book ----------------------------------------------------------------------


def test_visits_people_delegations_and_cases_are_counted_apart(office, by):
    held = outcome(session(office, by), by)
    thay = session(office, by, leader="Phó Chủ tịch")
    outcome(thay, by, "delegated", received_by="Lê Văn Ba", reason="Đi công tác")
    first = visit(office, by)
    earlier = (first.submission, standing_case(first.submission))
    visit(office, by, "Vẫn ngập.", people=5, earlier=earlier, session=held)
    visit(office, by, "Chợ Hạ họp tràn ra đường.", people=3, session=thay)
    whole, parts = counts_by_host(Visit.objects.visible_to(by), by, shipped_numbers())
    assert [count.value for count in whole.all] == [3, 9, 1, 2]
    assert [count.unit for count in whole.all] == [
        CountUnit.VISITS,
        CountUnit.PEOPLE,
        CountUnit.DELEGATIONS,
        CountUnit.CASES,
    ]
    of = {part.host: [count.value for count in part.counts.all] for part in parts}
    assert of == {Host.STAFF: [1, 1, 0, 1], Host.HEAD: [1, 5, 1, 1], Host.DELEGATED: [1, 3, 0, 1]}
    with pytest.raises(TypeError):
        whole.visits + Count(1, CountUnit.PEOPLE)


def test_the_book_has_thirteen_columns_filled_from_visit_and_case(office, by):
    held = outcome(session(office, by), by)
    more = {"demand": "Sửa trạm bơm", "settled_by": "UBND phường", "remarks": "Hẹn 10/9"}
    made = visit(office, by, kind="petition", people=6, address="số 5 ngõ 58", session=held, **more)
    (line,) = lines(by)
    assert len(line) == 13
    assert line[:4] == (1, DAY, f"{NAME}, số 5 ngõ 58", "")
    assert made.submission.code in line[4]
    assert "Yêu cầu: Sửa trạm bơm" in line[4]
    assert line[5:10] == ("Kiến nghị", 6, "UBND phường", "", "")
    assert line[12] == "Thủ trưởng tiếp. Định kỳ. Hẹn 10/9"


def test_names_stand_only_in_the_book_of_the_office_that_received(office, by):
    visit(office, by)
    assert lines(by, with_names=False)[0][2] == "Xem sổ tại nơi tiếp"


# --- sessions ---------------------------------------------------------------------------------


def test_sessions_are_held_against_the_least_days_of_the_law(unit, by):
    days = [date(2026, 9, n) for n in (3, 10, 17, 24)]
    held, delegated, missed, moved = session(unit, by, *days)
    outcome(held, by)
    outcome(delegated, by, "delegated", received_by="Phó Chủ tịch", reason="Đi công tác")
    outcome(missed, by, "missed", reason="Họp đột xuất")
    scheduling.postpone(moved, to=date(2026, 10, 1), reason="Bão", posted_on=None, by=by)
    rows = kept_by([unit.pk], month(2026, 9), ReceptionSession.objects.filter(on__month=9))
    (row,) = rows
    found = row.found
    counted = (found.required, found.held, found.delegated, found.missed, found.short)
    assert counted == (2, 1, 1, 1, 1)


def test_a_unit_that_planned_nothing_still_owes_its_days(unit, office):
    (row,) = kept_by([unit.pk, office.pk], month(2026, 9), [])
    assert (row.unit, row.found.required, row.found.short) == (unit.pk, 2, 2)


def test_an_outcome_is_written_once_and_not_before_its_day(unit, by):
    one = session(unit, by)
    with pytest.raises(scheduling.NotYetError):
        outcome(one, by, today=date(2026, 9, 2))
    stale = ReceptionSession.objects.get(pk=one.pk)
    outcome(one, by)
    with pytest.raises(scheduling.SessionMovedOnError):
        outcome(stale, by, "missed", reason="x")
    scheduling.take_outcome_back(one, by=by)
    assert (one.state, one.recorded_by) == ("planned", None)


def test_a_session_with_visitors_was_not_missed_and_is_not_moved(office, by):
    one = session(office, by)
    visit(office, by, session=one)
    with pytest.raises(scheduling.HasVisitsError):
        outcome(one, by, "missed", reason="x")
    with pytest.raises(scheduling.HasVisitsError):
        scheduling.postpone(one, to=date(2026, 9, 9), reason="x", posted_on=None, by=by)


def test_the_same_hour_of_the_same_leader_is_planned_once(unit, by):
    session(unit, by)
    with pytest.raises(scheduling.AlreadyPlannedError):
        session(unit, by, date(2026, 9, 10), DAY)
    assert ReceptionSession.objects.count() == 1


def test_a_missed_session_without_a_reason_is_refused_by_the_database(unit, by):
    one = session(unit, by)
    with pytest.raises(IntegrityError), transaction.atomic():
        outcome(one, by, "missed")


# --- refusals ---------------------------------------------------------------------------------


def test_a_refusal_needs_a_ground_in_force_and_an_explanation(office, by):
    with pytest.raises(refusing.IncompleteRefusalError) as told:
        refusing.refuse(
            refusing.Refused(date(2026, 6, 30), "weapon", "không"), unit=office, by=by, key="a"
        )
    assert len(told.value.faults) == 2
    assert refusal(office, by) == refusal(office, by)


def test_another_than_who_refused_judges_once(office, by, people):
    made = refusal(office, by)
    with pytest.raises(refusing.OwnRefusalError):
        refusing.judge(made, upheld=True, view="Đúng", by=by)
    leader = people["lanhdao"]
    with pytest.raises(refusing.IncompleteRefusalError):
        refusing.judge(made, upheld=True, view=" ", by=leader)
    assert Refusal.objects.waiting_for(leader).count() == 1
    refusing.judge(made, upheld=False, view="Chưa nhắc nội quy trước.", by=leader)
    assert (made.state, made.supervisor) == ("overturned", leader)
    with pytest.raises(refusing.JudgedError):
        refusing.judge(made, upheld=True, view="Đúng", by=leader)
    assert not Refusal.objects.waiting_for(leader).exists()


def test_two_grounds_want_a_notice_in_writing(office, by):
    made = refusal(office, by, "settled_and_notified")
    assert made.lacks_notice
    refusing.note_notice(made, number="12/TB-BTGDV", by=by)
    assert not made.lacks_notice
    assert not refusal(office, by, "weapon", key="other").lacks_notice
