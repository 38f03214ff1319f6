"""What is left over of two letters is paired where it stands, with a slip of the pen or without."""

import numpy as np
import pytest

from gandan.synthesis.copies import Comparing
from gandan.synthesis.passages import IS_NUMERAL
from gandan.synthesis.reading import read
from gandan.synthesis.slips import is_slip, match_left_over


def compared(*texts):
    reading = read(texts)
    return reading, Comparing.of(reading, np.zeros(0, np.uint64))


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("thoát", "thóat", False),  # the same word, folded
        ("thoat", "thoar", True),
        ("thoat", "toat", True),
        ("thoat", "tohat", True),
        ("thoat", "thot", True),
        ("thoat", "troan", False),
        ("thoatnuocmua", "thoatnuocmuc", True),
        ("thoatnuocmua", "thaotnuocmua", True),
        ("thoatnuocmua", "thaotnuocmuc", False),
        ("125", "126", False),
        ("a", "b", False),
    ],
)
def test_a_slip_is_a_letter_more_less_other_or_exchanged(one, other, slips):
    reading, comparing = compared(f"{one} {other}")
    a, b = reading.tokens.tolist()
    assert bool(is_slip(a, b, comparing.spelled)) is slips


def matched(one, other, *, beside=None):
    """Which words of both stay unmatched when none is known but those of the same place."""
    reading, comparing = compared(one, other)
    hashes = reading.word_hash[reading.tokens]
    low, high, end = reading.start.tolist()
    m, n = high - low, end - high
    bits = comparing.about[reading.tokens[:high]]
    left, right = np.arange(m, dtype=np.int32), np.arange(n, dtype=np.int32)
    nowhere = np.full(m + n + 1, -1, np.int32)
    stands = nowhere.copy()
    stands[: len(beside or ())] = beside or ()
    lost, extra = match_left_over(
        left, m, right, n, m, n, hashes[:high], hashes[high:], bits, reading.tokens, low, high,
        nowhere, stands, comparing.spelled, np.empty(m + n + 1, np.int32),
        np.empty(m + n + 1, np.bool_),
    )  # fmt: skip
    return left[:lost].tolist(), right[:extra].tolist()


def test_a_word_between_two_others_is_paired_with_the_one_beside_it():
    one, other = "kenh muong duong nghet rac song", "cau pho duomg nghet hoa nha"
    assert matched(one, other, beside=[0, 1, 2, 3, 4, 5]) == ([0, 1, 4, 5], [0, 1, 4, 5])
    assert matched(one, other) == ([0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5])


def test_a_chain_of_slips_is_followed_from_both_ends_of_a_letter():
    one, other = "kenh muong duong cam nghet rac", "kemh muomg pho duong ngheq rax"
    assert matched(one, other) == ([2, 3], [2, 3])


def test_a_number_may_have_moved_and_a_name_may_not():
    reading, comparing = compared("x 125", "125")
    assert comparing.about[reading.tokens[1]] & IS_NUMERAL
    assert matched("to 125 kenh", "cau pho duong 125 song") == ([0, 2], [0, 1, 2, 4])
    assert matched("to Hoa kenh", "cau pho duong Hoa song") == ([0, 1, 2], [0, 1, 2, 3, 4])
