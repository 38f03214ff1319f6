from datetime import date

import numpy as np

from gandan.synthesis.counting import WEEKS, count_letters
from gandan.synthesis.groups import most_common

DAYS = np.array(
    ["2026-03-30", "2026-04-02", "2026-06-30", "NaT", "2026-07-01", "NaT"], dtype="datetime64[D]"
)
IN_PERIOD = np.array([False, True, True, True, False, True])
IN_PREVIOUS = np.array([True, False, False, False, False, False])


def counted(since=date(2026, 4, 1), until=date(2026, 7, 1)):
    return count_letters([(0, 1, 2, 4), (3, 5)], DAYS, IN_PERIOD, IN_PREVIOUS, since, until)


def test_letters_are_counted_by_period_and_week_and_those_without_a_day_have_no_weeks():
    found = counted()
    assert (found.now, found.before) == ([2, 2], [1, 0])
    assert (found.first, found.last) == ([date(2026, 3, 30), None], [date(2026, 7, 1), None])
    assert found.is_older == [True, False]
    # The last letter came after the period: no week of it has that letter.
    assert sum(found.weekly[0]) == 3
    assert found.weekly[0][-1] == 1
    assert found.weekly[1] == ()


def test_without_a_period_the_weeks_end_with_the_last_letter():
    found = counted(None, None)
    assert len(found.weekly[0]) == WEEKS
    assert found.weekly[0][-1] == 2
    assert found.is_older == [False, False]


def test_the_most_common_code_is_taken_and_of_equal_ones_the_largest():
    group, code = np.array([0, 0, 0, 2, 2, 2, 2]), np.array([4, 1, 1, 0, 3, 3, 0])
    found, times = most_common(group, code, 3)
    assert found.tolist() == [1, -1, 3]
    assert times.tolist() == [2, 0, 2]
