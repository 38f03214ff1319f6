"""What letters share of their samples is counted by shortened values; plain sets say the same."""

import random
from itertools import accumulate

import numpy as np

from gandan.synthesis.candidates import each_once
from gandan.synthesis.sharing import ALIKE, TELLING, share_enough, shorten


def sampled_letters(count, chance):
    """Letters of up to thirty values out of sixty, of which many begin with the same bits.

    The lowest bits tell values apart, as they nearly always do.
    """
    pool = [
        chance.randrange(4) << 49 | chance.randrange(1 << 32) << 16 | low
        for low in chance.sample(range(1 << 16), 60)
    ]
    rare = set(pool[::2])
    letters = [sorted(chance.sample(pool, chance.randrange(31))) for _ in range(count)]
    return letters, [[value for value in own if value in rare] for own in letters]


def packed(letters):
    start = np.array([0, *accumulate(map(len, letters))])
    return np.array([value for own in letters for value in own], np.uint64), start


def shared(one, other, last):
    """How many values both have, and how many the one has that has fewer, of those up to a last."""
    one, other = ({value for value in own if value >> 49 <= last} for own in (one, other))
    return len(one & other), min(len(one), len(other))


def expected(one, other, rare_one, rare_other):
    if not one or not other:
        return 0
    last = min(one[-1], other[-1]) >> 49  # both could have what is not larger
    both, fewer = shared(one, other, last)
    told, of = shared(rare_one, rare_other, last)
    alike = min(1.0, both / max(1, fewer))
    return int(255 * alike) if alike >= ALIKE and told >= TELLING * of else 0


def test_what_two_letters_share_is_what_sets_of_their_values_share():
    letters, rare = sampled_letters(60, random.Random(5))
    pairs = [(i, j) for i in range(60) for j in range(60) if i != j]
    every, every_start = packed(letters)
    short, out = np.empty(len(every), np.uint32), np.empty(len(pairs), np.uint8)
    shorten(every, every_start, *packed(rare), short)
    joined = np.array([i << 32 | j for i, j in pairs], np.uint64)
    share_enough(joined, short, every_start, out)
    plain = [expected(letters[i], letters[j], rare[i], rare[j]) for i, j in pairs]
    assert out.tolist() == plain
    assert 0.1 < np.mean(out > 0) < 0.9


def test_pairs_met_in_several_ways_come_once_grouped_by_their_left_letter():
    chance = np.random.default_rng(5)
    parts = [
        np.sort(chance.integers(0, 300, 400) << 32 | chance.integers(0, 300, 400)) for _ in "abc"
    ]
    found = each_once([part.astype(np.uint64) for part in parts], 300, 0, 300)
    assert sorted(found.tolist()) == np.unique(np.concatenate(parts)).tolist()
    assert (np.diff((found >> np.uint64(32)).astype(np.int64)) >= 0).all()
    assert each_once([], 0, 0, 0).tolist() == []
