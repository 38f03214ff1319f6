"""Joined keys lead to copies where every pair of words stands in very many letters."""

import itertools
import random

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from gandan.demo.distortions import misspell
from gandan.synthesis import index_keys, read
from gandan.synthesis.candidates import candidate_pairs
from gandan.synthesis.joining import joined_keys
from gandan.synthesis.kernels import hash_set
from tests.synthesis import twins
from tests.synthesis.builders import DUST, FLOOD

HASHES = st.lists(st.integers(1, 2**64 - 1), max_size=60, unique=True).map(sorted)
WORDS = [f"{a}{b}" for a in "bcdghklmnrstvx" for b in ("an", "em", "inh", "ong", "ua", "iet")]


def combined_letters(count, chance):
    """Letters of six out of forty sentences each; no two letters of the same ones."""
    sentences = [" ".join(chance.choices(WORDS, k=12)) for _ in range(40)]
    made = {}
    while len(made) < count:
        made.setdefault(tuple(chance.sample(range(40), 6)))
    return [". ".join(sentences[s] for s in chosen) for chosen in made]


@given(st.lists(HASHES, max_size=5))
def test_joined_keys_equal_their_plain_twin(letters):
    start = np.cumsum([0, *map(len, letters)])
    found = joined_keys(np.array([v for own in letters for v in own], np.uint64), start)
    for own, keys in zip(letters, found.tolist(), strict=True):
        assert keys == (twins.joined_keys(own) if own else [0] * twins.LANES)


def test_a_copy_is_found_among_letters_made_of_the_same_sentences():
    chance = random.Random(3)
    letters = combined_letters(1_500, chance)
    copied = chance.sample(range(len(letters)), 40)
    found = read(letters + [misspell(letters[i], chance, 0.1) for i in copied])
    near = candidate_pairs(found.sampled, found.sampled_start, hash_set(np.zeros(0, np.uint64)))
    pairs = {
        pair
        for left, right, _close in near.blocks()
        for pair in zip(left.tolist(), right.tolist(), strict=True)
    }
    assert {(i, 1_500 + k) for k, i in enumerate(copied)} <= pairs
    assert len(pairs) < 10 * len(found)


def test_an_index_keeps_each_key_of_a_letter_once_and_few_of_them():
    keys, start = index_keys(read(["", "Ngập.", "Ngõ ngập sâu.", FLOOD, FLOOD + " " + DUST]))
    own = [keys[a:b].tolist() for a, b in itertools.pairwise(start)]
    assert own[0] == []
    assert all(len(set(found)) == len(found) for found in own)
    assert len(own[1]) == 2
    assert max(map(len, own)) <= 40


def test_copies_share_several_keys_of_an_index_and_other_letters_none():
    texts = [FLOOD, misspell(FLOOD, random.Random(4), 0.1), DUST]
    keys, start = index_keys(read(texts))
    one, other, third = (set(keys[a:b].tolist()) for a, b in itertools.pairwise(start))
    assert len(one & other) >= 6
    assert not third & (one | other)
