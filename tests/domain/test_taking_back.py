"""Which steps a late correction takes back, and what an older step must not put back."""

import pytest

from gandan.domain.procedure import shipped_table
from gandan.domain.procedure.taking_back import ENDINGS, changed_since, ending


@pytest.mark.parametrize(
    ("moves", "taken"),
    [
        (["carry_out", "take_effect", "decide"], 1),
        (["close_without_execution", "take_effect"], 1),
        (["close", "carry_out", "take_effect"], 2),
        (["close", "answer_with_explanation"], 0),
        (["confirm_settled", "carry_out"], 0),
        (["take_effect", "carry_out"], 0),
        ([], 0),
    ],
)
def test_only_the_newest_moves_that_ended_the_execution_are_taken_back(moves, taken):
    assert ending(moves) == taken


def test_the_moves_that_end_an_execution_are_steps_of_the_tables():
    assert {name for moves in ENDINGS for name in moves} <= {s.code for s in shipped_table().steps}


def test_what_has_a_step_of_its_own_since_is_not_put_back():
    assert changed_since(["officer_set", "renamed"]) == {"officer_id", "title"}
    assert "unit_id" in changed_since(["handed_over"]) & changed_since(["kept_away"])
    assert changed_since(["supplement_linked", "remind"]) == frozenset()
