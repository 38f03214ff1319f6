"""The access decision: every cell against an independent reading, and what must never happen.

golden/access.csv holds rows of precedence that were written from the rules in words; other code
reads them here, over the whole grid at once.
"""

import csv
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.domain import duties
from gandan.domain.access import (
    REASONS,
    WRITES,
    Action,
    Asking,
    CaseState,
    Thing,
    decide,
    decide_for,
)
from gandan.domain.confidentiality import Confidentiality, FieldGroup
from gandan.domain.conflicts import (
    About,
    Conflict,
    Relation,
    common_superior,
    conflict_of,
    is_clear,
    nearest_clear,
    relation_of,
)

GOLDEN = Path(__file__).parent / "golden" / "access.csv"
AXES = {
    "duty": list(duties.LABELS),
    "action": list(Action),
    "class": list(Confidentiality),
    "relation": list(Relation),
    "conflict": list(Conflict),
    "state": list(CaseState),
    "assigned": ["no", "yes"],
    "reason": ["no", "yes"],
    "slot": ["no", "yes"],
}


def golden_rows():
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def expected():
    """For each cell of the grid the number of the first row that fits, -1 for none."""
    verdict = np.full([len(values) for values in AXES.values()], -1, dtype=np.int16)
    for number, row in enumerate(golden_rows()):
        masks = [mask(row[name], values) for name, values in AXES.items()]
        fits = np.ix_(*masks)
        cells = verdict[fits]
        verdict[fits] = np.where(cells == -1, number, cells)
    return verdict


def mask(text, values):
    if text == "*":
        return np.full(len(values), True)
    words = set(text.removeprefix("!").split())
    assert words <= set(map(str, values)), text
    chosen = np.array([str(value) in words for value in values])
    return ~chosen if text.startswith("!") else chosen


EXPECTED = expected()
ROWS = [
    (row["allow"] == "yes", row["code"], frozenset(map(FieldGroup, row["fields"].split())))
    for row in golden_rows()
]


@pytest.mark.parametrize("duty", AXES["duty"])
def test_every_cell_is_decided_as_the_rules_in_words_say(duty):
    here = EXPECTED[AXES["duty"].index(duty)]
    cells = here.reshape(*here.shape[:5], -1).tolist()
    askings = list(askings_of(duty))
    things = list(product(*(enumerate(AXES[name]) for name in ("action", "class", "state"))))
    assert len(askings) * len(things) == here.size
    wrong = []
    for (a, action), (c, confidentiality), (s, state) in things:
        thing = Thing(confidentiality, state)
        for r, k, flags, asking in askings:
            found = decide(asking, action, thing)
            row = ROWS[cells[a][c][r][k][s][flags]]
            if (found.allow, found.reason, found.fields) != row:
                wrong.append((action, asking, thing, found, row))
    assert wrong[:3] == []


def askings_of(duty):
    """Everybody who may ask, with the places of relation, conflict and the flags together."""
    every = list(product(*(AXES[name] for name in ("assigned", "reason", "slot"))))
    for (r, relation), (k, conflict), (number, flags) in product(
        enumerate(AXES["relation"]), enumerate(AXES["conflict"]), enumerate(every)
    ):
        yield r, k, number, Asking(duty, relation, conflict, *(flag == "yes" for flag in flags))


def test_the_rows_cover_every_cell_and_every_row_is_reached():
    assert EXPECTED.min() >= 0
    assert set(np.unique(EXPECTED)) == set(range(len(ROWS)))
    assert EXPECTED.size == 1_440_000


ASKING = st.builds(
    Asking,
    st.sampled_from(list(duties.LABELS)),
    st.sampled_from(list(Relation)),
    st.sampled_from(list(Conflict)),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
THING = st.builds(Thing, st.sampled_from(list(Confidentiality)), st.sampled_from(list(CaseState)))


@given(ASKING, st.sampled_from(list(Action)), THING)
def test_what_is_refused_shows_nothing_and_says_why(asking, action, thing):
    found = decide(asking, action, thing)
    assert found.reason in REASONS
    assert found.allow or not found.fields


@given(ASKING, st.sampled_from(list(Action)), THING)
def test_identity_is_seen_by_a_keeper_with_a_slot_and_a_reason_only(asking, action, thing):
    found = decide(asking, action, thing)
    if FieldGroup.IDENTITY in found.fields:
        assert asking.duty == duties.IDENTITY_KEEPER
        assert asking.holds_slot
        assert asking.has_reason
        assert asking.conflict == Conflict.NONE


@given(st.lists(ASKING, max_size=3), ASKING, st.sampled_from(list(Action)), THING)
def test_a_second_post_never_takes_rights_away_unless_it_brings_a_conflict(
    askings, more, action, thing
):
    before = decide_for(askings, action, thing)
    after = decide_for([*askings, more], action, thing)
    if before.allow and after.reason != "conflict":
        assert after.allow
        assert before.fields <= after.fields


def test_a_conflict_in_one_post_refuses_the_person():
    clear = Asking(duties.LEADER, Relation.OWN)
    accused = Asking(duties.HANDLER, Relation.OWN, Conflict.IN_ACCUSED_UNIT)
    thing = Thing(Confidentiality.DENUNCIATION, CaseState.HANDLING)
    assert decide_for([clear], Action.READ, thing).allow
    assert decide_for([clear, accused], Action.READ, thing).reason == "conflict"
    assert not decide_for([], Action.READ, thing).allow


def test_what_is_not_there_and_what_may_not_be_seen_are_told_in_the_same_words():
    assert REASONS["conflict"] == REASONS["other_unit"]


def test_a_desk_of_the_accused_unit_takes_the_letter_in_and_then_sees_nothing():
    desk = Asking(duties.RECEPTION_OFFICER, Relation.OWN, Conflict.IN_ACCUSED_UNIT)
    thing = Thing(Confidentiality.DENUNCIATION, CaseState.RECEIVED)
    entered = decide(desk, Action.REGISTER, thing)
    assert entered.allow
    assert entered.fields == frozenset()
    for action in set(Action) - {Action.REGISTER}:
        assert not decide(desk, action, thing).allow


def test_nobody_above_changes_what_a_unit_handles():
    for duty in duties.LABELS:
        asking = Asking(duty, Relation.ABOVE, is_assigned=True, has_reason=True)
        for action in WRITES - {Action.ASSIGN, Action.REFER}:
            thing = Thing(Confidentiality.PERSONAL, CaseState.HANDLING)
            assert not decide(asking, action, thing).allow


class City:
    """A city with two wards, an office under one of them, and their heads."""

    parents = {"ward-a": "city", "ward-b": "city", "office": "ward-a", "city": None}
    head_of = {"ward-a": {"an"}, "city": {"chi"}, "office": {"oanh"}}

    def parent(self, unit):
        return self.parents[unit]

    def heads(self, unit):
        return self.head_of.get(unit, set())


CITY = City()


@pytest.mark.parametrize(
    ("person", "units", "about", "expected"),
    [
        ("binh", {"ward-a"}, About(frozenset({"ward-b"})), Conflict.NONE),
        ("binh", {"ward-a"}, About(frozenset({"ward-a"})), Conflict.IN_ACCUSED_UNIT),
        ("em", {"office"}, About(frozenset({"ward-a"})), Conflict.IN_ACCUSED_UNIT),
        ("binh", {"ward-a"}, About(people=frozenset({"binh"})), Conflict.ACCUSED),
        ("em", {"office"}, About(people=frozenset({"an"})), Conflict.UNDER_ACCUSED_HEAD),
        ("chi", {"city"}, About(people=frozenset({"an"})), Conflict.NONE),
        ("binh", {"ward-b"}, About(people=frozenset({"chi"})), Conflict.UNDER_ACCUSED_HEAD),
        ("binh", {"ward-a"}, About(people=frozenset({"dung"})), Conflict.RELATIVE),
    ],
)
def test_who_is_kept_away_follows_the_tree(person, units, about, expected):
    assert conflict_of(person, units, about, CITY, relatives={"dung"}) == expected


def test_a_letter_goes_above_the_unit_and_the_head_that_it_is_about():
    assert nearest_clear("office", About(frozenset({"office"})), CITY) == "ward-a"
    assert nearest_clear("office", About(people=frozenset({"an"})), CITY) == "city"
    assert nearest_clear("ward-b", About(frozenset({"ward-a"})), CITY) == "ward-b"
    assert nearest_clear("office", About(frozenset({"city"})), CITY) is None
    assert not is_clear("office", About(frozenset({"ward-a"})), CITY)


def test_units_know_how_they_stand_to_the_ones_that_handle():
    assert relation_of("ward-a", {"ward-a"}, CITY) == Relation.OWN
    assert relation_of("city", {"office"}, CITY) == Relation.ABOVE
    assert relation_of("office", {"ward-a"}, CITY) == Relation.BELOW
    assert relation_of("ward-b", {"office"}, CITY) == Relation.ELSEWHERE
    assert common_superior("office", "ward-b", CITY) == "city"
    assert common_superior("office", "ward-a", CITY) == "ward-a"


def test_a_circle_in_the_tree_ends_the_walk():
    class Ring:
        def parent(self, unit):
            return {"a": "b", "b": "a"}[unit]

        def heads(self, unit):
            return ()

    assert nearest_clear("a", About(frozenset({"a", "b"})), Ring()) is None
