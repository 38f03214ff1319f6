"""Letters in blocks and values in files lead to the same pairs as all in memory at once."""

from pathlib import Path

import numpy as np
import pytest

from gandan.demo import generate
from gandan.synthesis import read
from gandan.synthesis.candidates import candidate_pairs
from gandan.synthesis.copies import different
from gandan.synthesis.kernels import hash_set
from gandan.synthesis.room import MEMORY, Room, RoomInFiles

# The files that this process has open.
OPEN = Path("/proc/self/fd")


def met(room):
    found = read([letter.text for letter, _truth in generate(500, 6)])
    rows = different(found.content, np.arange(len(found)))
    pairs = candidate_pairs(
        *found.subset_of_samples(rows, room), hash_set(np.zeros(0, np.uint64)), room
    )
    return [np.concatenate(own).tolist() for own in zip(*pairs.blocks(), strict=True)], pairs.met


@pytest.mark.parametrize("letters", [60, 300])
def test_neither_blocks_nor_files_change_which_letters_are_compared(letters, tmp_path, monkeypatch):
    expected = met(MEMORY)
    assert len(expected[0][0]) > 300
    for room in (Room(), RoomInFiles(tmp_path)):
        monkeypatch.setattr(type(room), "letters", letters)
        assert met(room) == expected
    assert list(tmp_path.iterdir()) == []


def test_what_was_put_on_a_pile_in_a_file_is_read_again_and_taken_once(tmp_path):
    piles = RoomInFiles(tmp_path).piles(2, np.int64)
    for values in ([3, 1], [], [2]):
        piles.put(1, np.array(values, np.int64))
    assert [own.tolist() for own in piles.look(1)] == [[3, 1, 2]]
    piles.put(1, np.array([7]))
    assert [own.tolist() for own in piles.take(1)] == [[3, 1, 2, 7]]
    assert piles.take(1) == piles.take(0) == []
    piles.put(1, np.array([8]))
    assert [own.tolist() for own in piles.take(1)] == [[8]]


def test_a_thousand_piles_need_few_open_files_which_go_as_they_are_taken(tmp_path):
    piles = RoomInFiles(tmp_path).piles(1000, np.uint64)
    before = len(list(OPEN.iterdir()))
    for turn in range(2):
        for pile in range(1000):
            piles.put(pile, np.arange(pile % 3, dtype=np.uint64) + np.uint64(turn))
    assert len(list(OPEN.iterdir())) - before <= 64
    for pile in range(1000):
        kept = [*range(pile % 3), *range(1, pile % 3 + 1)]
        assert [value for own in piles.take(pile) for value in own.tolist()] == kept
        if pile == 500:
            assert len(list(OPEN.iterdir())) - before <= 33
    assert len(list(OPEN.iterdir())) == before


def test_an_array_of_nothing_has_room_in_files_too(tmp_path):
    assert len(candidate_pairs(
        np.zeros(0, np.uint64), np.zeros(1, np.int64), hash_set(np.zeros(0, np.uint64)),
        RoomInFiles(tmp_path),
    ).pairs) == 0  # fmt: skip
