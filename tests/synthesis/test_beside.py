"""Letters that run beside each other are laid side by side; plain loops say the same."""

import random
from itertools import pairwise

import numpy as np
import pytest

from gandan.synthesis import Corpus, find_copies
from gandan.synthesis.beside import NONE, distance, lay
from gandan.synthesis.slips import LONG

WORDS = 60


def laid(one, other, far):
    """What ``lay`` finds of letters of numbers; 7 and 107, 8 and 108 … are slips of each other."""
    m, n = len(one), len(other)
    tokens = np.array([*one, *other], np.int32)
    codes = np.array([word % 100 + 97 for word in range(200) for _ in "abcdefghi"], np.uint32)
    for word in range(100, 200):
        codes[9 * word] = 97 + 120
    start = np.arange(0, 9 * 201, 9)
    spelled = np.zeros(200, np.uint64), np.full(200, LONG, np.uint8), codes, start
    room = [np.full(m + n, -7, np.int32) for _ in range(4)]
    hashes = [np.array(words, np.uint64) + np.uint64(1) for words in (one, other)]
    found = lay(far, m, n, *hashes, tokens, 0, m, spelled, *room, np.zeros(m + n, np.bool_))
    missing_a, missing_b, hits = map(int, found)
    if missing_a < 0:
        return None
    return room[0][:missing_a].tolist(), room[1][:missing_b].tolist(), hits


def plainly_laid(one, other, far):
    beside = [(i, i + far) for i in range(len(one)) if 0 <= i + far < len(other)]
    missing = [(i, j) for i, j in beside if one[i] % 100 != other[j] % 100]
    held = {i for i, _ in beside}, {j for _, j in beside}
    lost = {i for i, _ in missing}, {j for _, j in missing}
    rest = [
        [k for k in range(len(words)) if k not in own or k in gone]
        for words, own, gone in zip((one, other), held, lost, strict=True)
    ]
    same = [one[i] == other[j] for i, j in beside]
    return *rest, sum(a and b for a, b in pairwise(same))


@pytest.mark.parametrize(("before", "behind"), [(0, 0), (4, 0), (0, 5), (3, 9)])
def test_what_is_missing_is_what_differs_in_its_place_and_what_stands_around(before, behind):
    chance = random.Random(before)
    for _ in range(20):
        one = [chance.randrange(100) for _ in range(WORDS)]
        other = [
            word + 100
            if chance.random() < 0.05
            else chance.randrange(100)
            if chance.random() < 0.15
            else word
            for word in one
        ]
        other = [chance.randrange(100) for _ in range(before)] + other
        other += [chance.randrange(100) for _ in range(behind)]
        assert laid(one, other, before) == plainly_laid(one, other, before)
        assert laid(other, one, -before) == plainly_laid(other, one, -before)


def test_a_letter_that_only_overlaps_another_or_differs_much_is_not_laid_beside_it():
    one = list(range(WORDS))
    assert laid(one, one[5:] + [90] * 5, -5) is None
    assert laid(one, [99 - word for word in one], 0) is None


def test_the_distance_is_told_by_most_of_the_pairs_that_are_found():
    found = np.array([3, 4, -1, 6, 40, 8, -1, -1, 11, 2], np.int32)
    assert distance(found, len(found), 1) == -3
    assert distance(np.array([9, 4, 30, -1], np.int32), 4, 1) == NONE
    assert distance(np.full(4, -1, np.int32), 4, 1) == NONE


def test_a_letter_of_which_every_fourth_word_was_mistyped_is_a_copy():
    chance = random.Random(3)
    words = ["".join(chance.choices("bcdghklmnt", k=5)) for _ in range(90)]
    slips = [word[:2] + "x" + word[3:] if k % 4 == 0 else word for k, word in enumerate(words)]
    texts = [" ".join(words), "Kính chuyển: " + " ".join(slips)]
    found = find_copies(Corpus(["a", "b"], texts, np.array(["2026-01-01"] * 2, "datetime64[D]")))
    assert found.groups() == [[0, 1]]


def test_a_form_filled_in_by_another_person_is_no_copy_though_it_stands_in_its_place():
    chance = random.Random(4)
    words = ["".join(chance.choices("bcdghklmnt", k=5)) for _ in range(90)]
    other = list(words)
    for k, figure in zip(range(5, 90, 9), range(100, 200), strict=False):
        words[k], other[k] = str(figure), str(figure + 500)
    texts = [" ".join(words), " ".join(other)]
    found = find_copies(Corpus(["a", "b"], texts, np.array(["2026-01-01"] * 2, "datetime64[D]")))
    assert found.groups() == []
