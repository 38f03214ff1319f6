"""Checklists, competence, representatives and repeated letters."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.domain import citations, competence, eligibility, letters
from gandan.domain.competence import Matter, suggest
from gandan.domain.conflicts import About
from gandan.domain.eligibility import conditions_for
from gandan.domain.flags import Flag
from gandan.domain.kinds import Kind
from gandan.domain.letters import handling_faults, is_joint, representative_faults
from gandan.domain.procedure import Milestone
from gandan.domain.rounds import Round, next_round, reached

DAY = date(2026, 8, 3)


def answers_for(kind, **changed):
    good = {row.code: row.wanted for row in conditions_for(kind, DAY)}
    return good | changed


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.DENUNCIATION, Kind.PETITION])
def test_a_letter_with_everything_can_be_handled(kind):
    found = eligibility.eligibility(kind, answers_for(kind), day=DAY)
    assert found.is_eligible
    assert found.words == "Đủ điều kiện xử lý."


@pytest.mark.parametrize("kind", [Kind.COMPLAINT, Kind.DENUNCIATION, Kind.REFLECTION])
def test_each_thing_that_is_missing_is_said_in_words(kind):
    for row in conditions_for(kind, DAY):
        answers = answers_for(kind, **{row.code: not row.wanted})
        found = eligibility.eligibility(kind, answers, day=DAY)
        assert found.missing == (row.missing,)
        assert not found.is_eligible


def test_what_nobody_looked_at_is_not_taken_for_granted():
    answers = answers_for(Kind.COMPLAINT, signed=None)
    found = eligibility.eligibility(Kind.COMPLAINT, answers, day=DAY)
    assert not found.is_eligible
    assert found.words == "Chưa kiểm tra: Có chữ ký hoặc điểm chỉ."


def test_a_nameless_denunciation_with_evidence_counts_and_a_nameless_complaint_does_not():
    nameless = {"sender_name": False, "sender_address": False, "signed": False, "checkable": True}
    answers = answers_for(Kind.DENUNCIATION, contact=False, **nameless)
    assert eligibility.eligibility(Kind.DENUNCIATION, answers, day=DAY).is_eligible
    answers["checkable"] = False
    assert len(eligibility.eligibility(Kind.DENUNCIATION, answers, day=DAY).missing) == 4
    complaint = answers_for(Kind.COMPLAINT, **nameless)
    assert len(eligibility.eligibility(Kind.COMPLAINT, complaint, day=DAY).missing) == 3


class Province:
    """A province with a department and its agency, two wards, and a district of before."""

    parents = {
        "ministry": None,
        "province": "ministry",
        "department": "province",
        "agency": "department",
        "ward": "province",
        "other": "province",
        "old-ward": "province",
        "gone": "ward",
        "split": "province",
    }
    levels = {
        "ministry": "ministry",
        "province": "province",
        "department": "department",
        "agency": "department_agency",
    }
    after = {"old-ward": ["ward"], "split": ["ward", "other"]}
    head_of = {"ward": {"an"}, "province": {"chi"}}

    def parent(self, unit):
        return self.parents[unit]

    def heads(self, unit):
        return self.head_of.get(unit, set())

    def level(self, unit):
        return self.levels.get(unit, "commune")

    def successors(self, unit):
        return self.after.get(unit, [])

    def exists(self, unit):
        return unit not in {"old-ward", "gone", "split"}


TREE = Province()


@pytest.mark.parametrize(
    ("subject", "unit", "role", "instance", "expected"),
    [
        ("complaint", "ward", "body", 1, "ward"),
        ("complaint", "ward", "body", 2, "province"),
        ("complaint", "agency", "body", 1, "agency"),
        ("complaint", "agency", "body", 2, "department"),
        ("complaint", "department", "body", 2, "province"),
        ("complaint", "province", "body", 1, "province"),
        ("complaint", "province", "body", 2, "ministry"),
        ("complaint", "ministry", "body", 2, None),
        ("discipline", "ward", "body", 2, "province"),
        ("denunciation", "ward", "staff", 1, "ward"),
        ("denunciation", "ward", "head", 1, "province"),
        ("denunciation", "ward", "body", 1, "province"),
        ("petition", "ward", "body", 1, "ward"),
    ],
)
def test_the_competent_body_follows_from_level_role_and_instance(
    subject, unit, role, instance, expected
):
    found = suggest(Matter(subject, unit, role, instance), TREE, day=DAY)
    assert found.unit == expected
    assert found.rule is not None
    assert found.reasons


def test_the_second_settlement_moved_from_the_district_to_the_province():
    before = [r for r in competence.shipped_rules() if r.code == "TQ-KN-XA-2"]
    by_day = {
        day: next(r.competent for r in before if r.in_force(day))
        for day in (date(2025, 6, 30), date(2025, 7, 1), date(2026, 7, 1))
    }
    assert list(by_day.values()) == ["district", "province", "province"]


def test_a_letter_about_a_body_or_its_head_goes_to_the_nearest_superior():
    about_ward = About(frozenset({"ward"}))
    found = suggest(Matter("petition", "ward", about=about_ward), TREE, day=DAY)
    assert found.unit == "province"
    assert "cấp trên trực tiếp gần nhất" in found.reasons[-1]
    about_head = About(people=frozenset({"an"}))
    assert suggest(Matter("petition", "ward", about=about_head), TREE, day=DAY).unit == "province"
    both = About(frozenset({"ward"}), frozenset({"chi"}))
    assert suggest(Matter("petition", "ward", about=both), TREE, day=DAY).unit == "ministry"
    everyone = About(frozenset({"ministry"}))
    assert suggest(Matter("petition", "ward", about=everyone), TREE, day=DAY).unit is None


def test_after_a_reorganization_the_successor_leads_and_a_dissolved_body_goes_to_its_manager():
    merged = suggest(Matter("denunciation", "old-ward", "staff"), TREE, day=DAY)
    assert (merged.unit, merged.reasons[0]) == (
        "ward",
        "Đơn vị đã sáp nhập: đơn vị kế thừa chủ trì.",
    )
    dissolved = suggest(Matter("denunciation", "gone", "staff"), TREE, day=DAY)
    assert dissolved.unit == "ward"
    assert "giải thể" in dissolved.reasons[0]
    split = suggest(Matter("denunciation", "split", "staff"), TREE, day=DAY)
    assert "chọn lại nếu khác" in split.reasons[0]


def test_a_breach_in_a_field_goes_to_the_body_in_charge_of_it():
    matter = Matter("denunciation", "ward", "field", field_units=("department",))
    assert suggest(matter, TREE, day=DAY).unit == "department"


def test_where_no_rule_is_recorded_a_person_decides():
    found = suggest(Matter("complaint", "ward", instance=3), TREE, day=DAY)
    assert found.rule is None
    assert "tự xác định" in found.reasons[-1]


@pytest.mark.parametrize(
    ("people", "representatives", "is_right"),
    [
        (1, 0, True),
        (5, 0, False),
        (5, 1, True),
        (5, 2, True),
        (5, 3, False),
        (10, 2, True),
        (10, 3, False),
        (11, 3, True),
        (11, 5, True),
        (11, 6, False),
        (2, 2, True),
    ],
)
def test_representatives_keep_to_the_legal_numbers(people, representatives, is_right):
    assert (representative_faults(people, representatives, DAY) == []) == is_right


@given(st.integers(1, 500), st.integers(0, 20))
def test_more_people_never_make_a_number_of_representatives_wrong(people, representatives):
    if people > 1 and not representative_faults(people, representatives, DAY):
        assert not representative_faults(people + 1, representatives, DAY)


def test_five_signers_make_a_joint_letter():
    assert not is_joint(4, DAY)
    assert is_joint(5, DAY)
    assert letters.superior_decides(2, DAY)
    assert not letters.superior_decides(1, DAY)


def test_the_same_content_is_guided_or_referred_once():
    assert handling_faults(Kind.COMPLAINT, {Flag.GUIDED_BEFORE})
    assert handling_faults(Kind.DENUNCIATION, {Flag.REFERRED_BEFORE})
    assert not handling_faults(Kind.PETITION, {Flag.GUIDED_BEFORE, Flag.REFERRED_BEFORE})


ANSWERED = frozenset({Milestone.ANSWERED, Milestone.SETTLED})


def test_a_letter_after_an_answer_opens_the_next_round_one_level_up():
    first = Round(1, "agency", date(2026, 3, 2), ANSWERED)
    second = next_round([first], TREE)
    assert (second.label, second.unit, second.is_reopened) == ("lần 2", "department", True)
    third = next_round([first, Round(2, "department", date(2026, 5, 4), ANSWERED)], TREE)
    assert (third.label, third.unit) == ("lần 3", "province")


def test_a_letter_before_the_answer_is_a_supplement():
    found = next_round([Round(1, "ward", date(2026, 3, 2))], TREE)
    assert (found.number, found.unit, found.is_reopened) == (1, "ward", False)


def test_a_round_passes_over_a_superior_that_the_letter_is_about():
    rounds = [Round(1, "agency", date(2026, 3, 2), ANSWERED)]
    about = About(frozenset({"department"}))
    assert next_round(rounds, TREE, about).unit == "province"
    top = [Round(1, "ministry", date(2026, 3, 2), ANSWERED)]
    assert "phải xem xét lại" in next_round(top, TREE).reason


def test_settled_no_longer_counts_once_the_matter_came_back():
    rounds = [Round(1, "ward", date(2026, 3, 2), ANSWERED), Round(2, "province", DAY)]
    assert reached(rounds) == {Milestone.ANSWERED}
    assert reached(rounds[:1]) == ANSWERED
    assert reached([]) == frozenset()


def test_rows_start_no_earlier_than_the_texts_they_cite():
    known = citations.instruments()
    rows = [
        *eligibility.shipped_conditions(),
        *competence.shipped_rules(),
        *letters.shipped_numbers().rows,
    ]
    for row in rows:
        for citation in citations.read(row.article):
            assert row.valid_from >= known[citation.instrument].valid_from, (row.code, citation)
