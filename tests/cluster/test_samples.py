"""The letters that stand for all are the same however letters are cut into partitions."""

import itertools
import random

import numpy as np

from gandan.cluster.samples import NONE, Samples, lowest


def letters(samples):
    bounds = itertools.pairwise(samples.start.tolist())
    own = [samples.values[a:b].tolist() for a, b in bounds]
    return dict(zip(samples.content.tolist(), own, strict=True))


def test_the_lowest_of_all_parts_are_found_from_the_lowest_of_each():
    chance = random.Random(3)
    made = {c: [chance.randrange(99) for _ in range(c % 4)] for c in chance.sample(range(90), 60)}
    # A content comes in two parts where letters are copies.
    contents = [*made, *list(made)[:7]]
    found = NONE
    for low in range(0, len(contents), 13):
        own = contents[low : low + 13]
        values = [np.array(made[c], np.uint64) for c in own]
        found = lowest((found, Samples.of(np.array(own, np.uint64), values, 9)), 9)
    assert letters(found) == {c: made[c] for c in sorted(made)[:9]}
    assert letters(lowest((NONE, NONE), 9)) == {}
