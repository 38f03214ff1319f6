"""The weekly trend starts at zero, names its highest value and shows what is not finished."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.core.plots import Trend, weekly

from .rendering import Markup


def trend(values, **more):
    return Trend([f"tuần {i}" for i in range(len(values))], values, "Từ 0 lên 12", "đơn", **more)


counts = st.lists(st.integers(0, 100_000), min_size=1, max_size=80)


@given(counts, st.booleans(), st.sampled_from([340, 620]))
def test_every_point_lies_inside_the_drawing(values, unfinished, width):
    shown = weekly(trend(values, unfinished=unfinished), width=width)
    assert Markup(shown).faults == []
    for x, y in re.findall(r'cx="([\d.-]+)" cy="([\d.-]+)"', shown):
        assert 0 <= float(x) <= width
        assert 0 <= float(y) <= 200


def test_the_axis_starts_at_zero():
    shown = weekly(trend([50, 60]))
    assert ">0<" in shown
    assert shown.index('class="axis"') < shown.index('class="grid"')


def test_the_unfinished_period_is_dotted_with_a_hollow_point():
    shown = Markup(weekly(trend([1, 2, 3], unfinished=True)))
    assert [c["class"] for c in shown.all("circle")] == ["dot", "dot", "dot open"]
    assert "path part-week" in [p.get("class") for p in shown.all("path")]


def test_a_finished_trend_has_no_hollow_point():
    assert "open" not in weekly(trend([1, 2, 3]))


def test_the_usual_level_is_drawn_in_pencil():
    shown = weekly(trend([1, 2], expected=[1, 1], expected_text="mức thường thấy"))
    assert 'class="path pencil"' in shown
    assert "mức thường thấy" in shown


def test_the_highest_value_is_named_with_its_unit():
    assert ">1.248 đơn<" in weekly(trend([3, 1248, 5]))


def test_the_drawing_says_its_finding_and_escapes_it():
    shown = weekly(Trend(["<a>"], [1], '"><b>'))
    assert "<b>" not in shown
    assert "<a>" not in shown
    assert 'role="img"' in shown


def test_nothing_to_draw_is_no_drawing():
    assert weekly(trend([])) == ""


def test_all_zero_is_a_flat_line_not_an_error():
    assert 'points="' in weekly(trend([0, 0, 0]))


@pytest.mark.parametrize("more", [{"expected": [1]}, {}], ids=["expected", "labels"])
def test_lengths_that_disagree_are_refused(more):
    with pytest.raises(ValueError, match=r"value|period"):
        Trend(["a", "b"], [1, 2] if more else [1], "x", **more)
