"""Finding cases by words and codes, and what is read of their letters, whatever the number."""

from datetime import date

import pytest

from gandan.casework import desk
from gandan.casework.case_filter import CaseFilter, narrowed_cases
from gandan.casework.case_page import CasePage
from gandan.casework.desk import Desk, narrowed
from gandan.casework.filters import SubmissionFilter, narrow
from gandan.casework.models import Case, Raising, Referral, Submission
from gandan.core import first_found, kept_sql, search
from gandan.core.pages import count_of_all, page_of
from gandan.reception.selectors import earlier_letters
from gandan.units.models import Unit
from gandan.units.policy import reach_of
from gandan.units.selectors import UnitNames
from tests.desk.conftest import DUST, FLOOD

DAY = date(2026, 6, 30)


@pytest.fixture
def cases(letter):
    """Three floods and a dust; the second flood has a second letter."""
    kim_dai = Unit.objects.get(code="mh-p-kim-dai")
    letters = [
        letter(FLOOD, on=date(2026, 6, 3)),
        letter(FLOOD + " Lần hai.", on=date(2026, 6, 9)),
        letter(FLOOD + " Phường bên cũng ngập.", on=date(2026, 6, 5), to=kim_dai),
        letter(DUST, on=date(2026, 6, 7)),
    ]
    found = [one.cases.get() for one in letters]
    more = letter(FLOOD + " Lần ba.", on=date(2026, 6, 10))
    Raising.objects.create(submission=more, case=found[1], role=Raising.Role.SUPPLEMENT)
    return found


def found(person, query):
    """The cases of a search, and their number as the page says it."""
    rows = Case.objects.visible_to(person).standing()
    seen = narrowed_cases(rows, CaseFilter({"q": query}), DAY)
    counted = count_of_all(seen.counted.own_and_referred(person), up_to=100)
    page = page_of(seen.rows, 1, keys=seen.keys, count=counted)
    assert counted == (len(page.rows), False)
    return list(page.rows)


# How many keys are still few, and how many rows are looked at in turn: all, some, too few.
WAYS = [(1_000, ()), (0, (1_000, 4_000)), (0, (2, 3)), (0, (1, 1))]


@pytest.fixture(params=WAYS)
def way(request, monkeypatch):
    """Words are found by their few keys, among the first rows, or by all that hold them."""
    rare, looked = request.param
    monkeypatch.setattr(search, "RARE", rare)
    monkeypatch.setattr(first_found, "LOOKED_AT", looked)


def test_a_word_finds_its_cases_once_and_by_the_day_whether_rare_or_common(cases, people, way):
    extra = Case.objects.get(raisings__submission__text__endswith="Lần ba.", raisings__role="first")
    flood = [extra, cases[1], cases[2], cases[0]]
    assert found(people["xulydon"], "nạo vét") == flood
    assert found(people["xulydon"], "nao vet") == flood
    assert found(people["hangxom"], "nạo vét") == [cases[2]]
    assert found(people["xulydon"], "không có từ này") == []


def test_a_word_finds_its_letters_page_by_page_whether_rare_or_common(cases, people, way):
    asked = narrow(
        Submission.objects.visible_to(people["xulydon"]),
        SubmissionFilter({"q": "nạo vét"}, person=people["xulydon"]),
    )
    days = [10, 9, 5, 3]
    assert [one.received_on.day for one in asked.rows] == days
    assert [one.received_on.day for one in page_of(asked.rows, 1, keys=asked.keys).rows] == days
    if asked.keys:
        keys = [one.pk for one in asked.rows]
        parts = [(0, 2), (1, 4), (3, 9), (4, 9)]
        assert [asked.keys(*part) for part in parts] == [keys[a:b] for a, b in parts]


def test_the_oldest_letters_stand_first_and_those_without_a_day_last(cases, people):
    Submission.objects.filter(received_on=date(2026, 6, 5)).update(received_on=None)
    person = people["xulydon"]
    form = SubmissionFilter({"sort": "oldest"}, person=person)
    asked = narrow(Submission.objects.visible_to(person), form)
    keys = [one.pk for one in asked.rows]
    days = [one.received_on and one.received_on.day for one in asked.rows]
    assert days == [3, 7, 9, 10, None]
    parts = [(0, 2), (2, 9), (3, 5), (4, 5), (5, 9), (0, 50)]
    assert [asked.keys(*part) for part in parts] == [keys[a:b] for a, b in parts]


def test_the_desk_finds_the_newest_letters_whether_rare_or_common(cases, people, way):
    newest = earlier_letters("nạo vét", people["xulydon"])
    assert [one.submission.received_on.day for one in newest] == [10, 9, 5, 3]


def test_letters_of_other_units_are_not_met_by_looking_through_the_newest(cases, people, way):
    person = people["hangxom"]
    form = SubmissionFilter({"q": "nạo vét"}, person=person)
    asked = narrow(Submission.objects.visible_to(person), form)
    shown = page_of(asked.rows, 1, keys=asked.keys).rows
    assert [one.received_on.day for one in shown] == [5]


def test_cases_of_own_units_and_those_referred_to_them_are_counted_once(cases, people):
    person, ward = people["hangxom"], Unit.objects.get(code="mh-p-kim-dai")
    for case in cases[2:]:  # its own, and one of another ward
        Referral.objects.create(
            case=case,
            number=1,
            from_unit=case.unit,
            to_unit=ward,
            step=case.steps.get(),
            sent_on=DAY,
            by=people["xulydon"],
            is_open=True,
        )

    def counted(up_to):
        return count_of_all(Case.objects.visible_to(person).own_and_referred(person), up_to=up_to)

    assert set(Case.objects.visible_to(person)) == {cases[2], cases[3]}
    assert [counted(up_to) for up_to in (3, 2, 1)] == [(2, False), (2, False), (1, True)]


def test_a_code_finds_its_case_where_the_person_may_see_it(cases, people):
    assert found(people["xulydon"], cases[3].code.lower()) == [cases[3]]
    assert found(people["hangxom"], cases[3].code) == []


def test_who_reaches_every_unit_reads_the_letter_of_a_case_that_nobody_referred(cases, people):
    person = people["xulydon"]
    assert len(reach_of(person).units()) >= reach_of(person).unit_count
    page = CasePage(cases[0], person, DAY, UnitNames.on(DAY))
    assert [raising.submission.text for raising in page.letters] == [FLOOD]


@pytest.fixture
def elsewhere(cases, people, unit):
    """The desk of the unit, with one case given away, one outside and one that it holds."""
    other = Unit.objects.get(code="mh-p-kim-dai")
    common = {"is_followed": True, "next_due_code": "NB-DD", "next_due_kind": "limit"}
    for case, day, holder, turn in (
        (cases[0], 20, other, "office"),
        (cases[1], 18, unit, "outside"),
        (cases[3], 10, unit, "office"),
    ):
        due = {"next_due_on": date(2026, 6, day), "handling_unit": holder, "turn": turn}
        Case.objects.filter(pk=case.pk).update(**common, **due)
    return Desk(people["xulydon"], frozenset({unit.pk}), DAY)


def test_what_other_bodies_owe_is_listed_by_its_day_wherever_it_lies(elsewhere, cases):
    assert elsewhere.late_elsewhere(20) == [cases[1].pk, cases[0].pk]
    assert elsewhere.late_elsewhere(1) == [cases[1].pk]


@pytest.mark.parametrize("alone", [0, 8])
def test_a_page_of_what_lies_elsewhere_is_a_part_of_its_tab(elsewhere, cases, monkeypatch, alone):
    monkeypatch.setattr(desk, "ASKED_ALONE", alone)
    monkeypatch.setattr(kept_sql, "_kept", {})
    tab = narrowed(elsewhere.tab("elsewhere"), {}, elsewhere.person)

    whole = list(tab.values_list("pk", flat=True))

    assert whole == [cases[1].pk, cases[0].pk]
    assert elsewhere.elsewhere({}, 0, 50) == whole
    assert elsewhere.elsewhere({}, 1, 2) == whole[1:]
    assert elsewhere.elsewhere({"kind": "complaint"}, 0, 50) == []
