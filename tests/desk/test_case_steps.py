"""A case moves only by the steps of the tables, one person at a time, and keeps its history."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gandan.audit.models import Entry
from gandan.casework.models import Case, CaseStep, Clock, Referral, Turn
from gandan.casework.services.classifying import Classification, classify, undo_classification
from gandan.casework.services.stepping import CaseMovedOnError, take_step
from gandan.casework.services.undoing import NotUndoableError, last_step, undo_step
from gandan.domain.procedure import Stage, StepNotAllowedError
from gandan.units.models import Unit
from tests.desk.conftest import DUST

PETITION = Classification("reflection", "ha-tang-ky-thuat", "thoat-nuoc-ngap")


@pytest.fixture
def board(people):
    return Unit.objects.get(code="mh-ban")


@pytest.fixture
def case(letter, board):
    """A letter received by the board three days ago."""
    return letter(on=timezone.localdate() - timedelta(days=3), to=board).cases.get()


@pytest.fixture
def classified(case, people):
    classify(list(case.submissions.all()), PETITION, by=people["xulydon"])
    case.refresh_from_db()
    return case


def refer(case, people, to="mh-p-vinh-tan", **facts):
    given = {
        "recipient_unit": Unit.objects.get(code=to),
        "referred_on": timezone.localdate(),
        "document_number": "12/CV",
        "reason": "Việc trên địa bàn phường.",
    }
    return take_step(case, "refer", by=people["xulydon"], facts=given | facts)


def test_a_new_letter_has_a_clock_and_lies_on_the_desk_of_its_unit(case, board):
    assert case.turn == Turn.OFFICE
    assert case.handling_unit == board
    assert case.procedure == "forwarding"
    assert case.next_due_code == "TCD-TL"
    assert case.clocks.get().due_on == case.next_due_on
    assert case.clocks.get().explanation[0].startswith("Mốc: nhận đơn")


def test_classifying_a_letter_takes_its_case_along(classified):
    assert classified.stage == Stage.CLASSIFIED
    assert (classified.kind, classified.field) == ("reflection", "ha-tang-ky-thuat")


def test_a_ward_settles_so_its_case_follows_the_table_of_petitions(letter, people):
    case = letter().cases.get()
    assert case.procedure == "petition"
    assert set(case.clocks.values_list("code", flat=True)) == {"TCD-TL", "KNPA", "XLD-45"}


def test_a_complaint_at_a_ward_gets_the_clock_of_complaints(letter, people):
    submission = letter(on=date(2026, 8, 3))
    case = submission.cases.get()
    classify([submission], Classification("complaint", "dat-dai", ""), by=people["xulydon"])
    case.refresh_from_db()
    running = case.clocks.filter(state=Clock.State.RUNNING)
    assert case.procedure == "complaint_first"
    assert list(running.values_list("code", "due_on")) == [("KN-TL", date(2026, 8, 12))]
    # Left alone for longer than 45 days, by the calendar of the machine.
    assert case.clocks.get(code="XLD-45").state == Clock.State.MISSED
    assert case.clocks.get(code="KNPA").state == Clock.State.DROPPED


def test_a_step_needs_its_facts_its_duty_and_its_stage(classified, case, people):
    with pytest.raises(StepNotAllowedError) as missing:
        take_step(classified, "refer", by=people["xulydon"])
    assert set(missing.value.faults) == {
        "recipient_unit",
        "referred_on",
        "document_number",
        "reason",
    }
    with pytest.raises(StepNotAllowedError, match="việc của"):
        refer(classified, people | {"xulydon": people["tonghop"]})
    with pytest.raises(StepNotAllowedError, match="Không thể"):
        take_step(classified, "confirm_receipt", by=people["xulydon"])
    classified.refresh_from_db()
    assert classified.stage == Stage.CLASSIFIED
    assert not Referral.objects.exists()


def test_a_neighbour_has_no_duty_here(classified, people):
    with pytest.raises(StepNotAllowedError):
        refer(classified, people | {"xulydon": people["hangxom"]})


def test_a_day_that_has_not_come_or_was_before_the_letter_is_refused(classified, people):
    today = timezone.localdate()
    with pytest.raises(StepNotAllowedError, match="không thể sau hôm nay"):
        refer(classified, people, referred_on=today + timedelta(days=1))
    with pytest.raises(StepNotAllowedError, match="trước ngày nhận đơn"):
        refer(classified, people, referred_on=today - timedelta(days=9))


def test_referring_moves_case_clocks_and_desk_and_leaves_a_trace(classified, people, board):
    step = refer(classified, people)
    classified.refresh_from_db()
    referral = classified.referrals.get()
    assert classified.stage == Stage.REFERRED
    assert classified.handling_unit.code == "mh-p-vinh-tan"
    assert classified.unit == board
    assert classified.next_due_code == "NB-NHAN"
    assert classified.clocks.get(code="TCD-TL").state == Clock.State.MET
    assert (referral.number, referral.state) == (1, Referral.State.SENT)
    assert (step.stage_from, step.stage_to) == ("classified", "referred")
    assert step.facts["recipient_unit"] == "mh-p-vinh-tan"
    assert Entry.objects.filter(action="case.step.refer", subject=classified.code).count() == 1


def test_two_officers_cannot_take_a_step_from_the_same_page(classified, people):
    stale = Case.objects.get(pk=classified.pk)
    refer(classified, people)
    with pytest.raises(CaseMovedOnError):
        refer(stale, people, to="mh-p-kim-dai")
    assert Referral.objects.count() == 1


def test_a_step_that_was_taken_by_mistake_is_taken_back_whole(classified, people, board):
    before = classified.next_due_on
    step = refer(classified, people)
    undo_step(classified, step, by=people["xulydon"])
    classified.refresh_from_db()
    assert classified.stage == Stage.CLASSIFIED
    assert classified.handling_unit == board
    assert (classified.next_due_code, classified.next_due_on) == ("TCD-TL", before)
    assert classified.referrals.get().state == Referral.State.RECALLED
    assert classified.steps.count() == 5
    assert list(classified.clocks.filter(state="running").values_list("code", flat=True)) == [
        "TCD-TL"
    ]
    refer(classified, people, to="mh-p-kim-dai")
    assert classified.referrals.count() == 2


def test_only_the_newest_step_is_taken_back_and_only_by_its_author_or_a_leader(classified, people):
    first = last_step(classified)
    step = refer(classified, people)
    with pytest.raises(NotUndoableError, match="bước mới nhất"):
        undo_step(classified, first, by=people["xulydon"])
    with pytest.raises(NotUndoableError, match="lãnh đạo"):
        undo_step(classified, step, by=people["tiepdan"])
    undo_step(classified, step, by=people["lanhdao"])
    with pytest.raises(NotUndoableError):
        undo_step(classified, step, by=people["lanhdao"])


def test_what_was_told_outside_is_not_taken_back(classified, people):
    facts = {
        "competent_unit": "Tòa án nhân dân khu vực 1",
        "guided_on": timezone.localdate(),
        "document_number": "7/HD",
    }
    step = take_step(classified, "guide", by=people["xulydon"], facts=facts)
    classified.refresh_from_db()
    assert classified.turn == Turn.REST
    assert classified.guidance.get().competent_name == "Tòa án nhân dân khu vực 1"
    with pytest.raises(NotUndoableError, match="báo ra ngoài"):
        undo_step(classified, step, by=people["xulydon"])


def test_the_database_refuses_to_change_or_delete_a_step(case):
    step = case.steps.get()
    rows = CaseStep.objects.filter(pk=step.pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(note="khác")
    with pytest.raises(DatabaseError), transaction.atomic():
        rows._raw_delete(connection.alias)
    assert case.steps.get().note == ""


def test_undoing_a_classification_brings_the_case_back_with_its_clocks(letter, people):
    submission = letter()
    case = submission.cases.get()
    handler = people["xulydon"]
    classify([submission], Classification("complaint", "dat-dai", ""), by=handler)
    assert undo_classification([submission], by=handler) == 1
    case.refresh_from_db()
    running = set(case.clocks.filter(state="running").values_list("code", flat=True))
    assert (case.stage, case.procedure, case.kind) == ("received", "petition", "")
    assert running == {"TCD-TL", "KNPA", "XLD-45"}


def test_a_classification_is_not_taken_back_once_the_case_was_referred(classified, people):
    refer(classified, people)
    letters = list(classified.submissions.all())
    assert undo_classification(letters, by=people["xulydon"]) == 0
    classified.refresh_from_db()
    assert classified.stage == Stage.REFERRED


def test_letters_for_the_record_have_no_clock_until_somebody_follows_them(people, board):
    from gandan.casework.services.opening import follow
    from gandan.casework.services.registering import Received, register_many

    received = Received(text=DUST, received_on=date(2026, 5, 4))
    [row] = register_many([("k", received)], unit=board, by=None, batch=None, follow=False)
    case = row.cases.get()
    assert (case.turn, case.next_due_on, case.clocks.count()) == (Turn.REST, None, 0)
    assert follow(case, by=people["xulydon"])
    case.refresh_from_db()
    assert (case.turn, case.next_due_code) == (Turn.OFFICE, "TCD-TL")
    assert not follow(case, by=people["xulydon"])
