"""Whatever somebody does to a log is found, and the first damaged entry is named."""

import random
from datetime import timedelta
from functools import cache

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gandan.audit.leaves import commitments, erase, leaf_of
from gandan.audit.notes import LogKey
from gandan.audit.tree import HASH

from .makers import log, row

WHOLE = log(5, 4, 6)
OUTSIDE = WHOLE.heads[-1]
CHANGES = 10_000


def test_an_untouched_log_agrees():
    assert WHOLE.faults() == []
    assert WHOLE.faults(OUTSIDE, WHOLE.heads[0]) == []
    assert log(300, 300).faults() == []
    assert log().faults() == []


def update(chance, harmed):
    """One field of one entry, to another value of its kind."""
    at = chance.randrange(len(harmed.rows))
    old = harmed.rows[at]
    name = chance.choice([name for name in old._fields if name != "position"])
    value = getattr(old, name)
    if name == "at":
        new = value + timedelta(microseconds=chance.choice([-1, 1, 10**6]))
    elif name == "actor":
        new = (value or 0) + chance.randint(1, 9)
    elif name == "details":
        new = chance.choice([{**value, "n": -1}, {**value, "x": 1}, {**value, "reason": "khác"}])
    elif name == "erased":
        new = {"hashes": {"n": "00"}, "salts": {}}
    elif name == "salt" and not old.details:
        # Without details the salt protects nothing; change what it could have protected.
        name, new = "details", {"n": 0}
    elif name in {"uid", "salt"}:
        new = f"{chance.getrandbits(128):032x}"
    else:
        new = value + chance.choice("xyz")
    harmed.rows[at] = old._replace(**{name: new})


def delete(chance, harmed):
    del harmed.rows[chance.randrange(len(harmed.rows))]


def delete_and_close_up(chance, harmed):
    """The gap is closed by moving the later entries down, as a careful hand would."""
    delete(chance, harmed)
    harmed.rows = [one._replace(position=n) for n, one in enumerate(harmed.rows, 1)]


def insert(chance, harmed):
    at = chance.randint(0, len(harmed.rows))
    harmed.rows.insert(at, row(900 + chance.randrange(90)))
    harmed.rows = [one._replace(position=n) for n, one in enumerate(harmed.rows, 1)]


def swap(chance, harmed):
    one, other = chance.sample(range(len(harmed.rows)), 2)
    first, second = harmed.rows[one], harmed.rows[other]
    harmed.rows[one] = second._replace(position=first.position)
    harmed.rows[other] = first._replace(position=second.position)


def truncate(chance, harmed):
    """Entries at the end, with or without the heads that cover them."""
    keep = chance.randrange(len(harmed.rows))
    harmed.rows = harmed.rows[:keep]
    if chance.random() < 0.5:
        harmed.heads = [one for one in harmed.heads if one[0] <= keep]


def roll_back(chance, harmed):
    """Everything as it was after an earlier batch, as a restored backup would have it."""
    earlier = chance.choice([log(), log(5), log(5, 4)])
    harmed.rows, harmed.tiles, harmed.heads = earlier.rows, earlier.tiles, earlier.heads


def change_tile(chance, harmed):
    place = chance.choice(list(harmed.tiles))
    data = bytearray(harmed.tiles[place])
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    harmed.tiles[place] = bytes(data)


def change_head(chance, harmed):
    at = chance.randrange(len(harmed.heads))
    size, note = harmed.heads[at]
    place = chance.randrange(len(note) - 1)
    sign = chance.choice([c for c in "AZaz09+\n" if c != note[place]])
    harmed.heads[at] = (size, note[:place] + sign + note[place + 1 :])


def rewrite(chance, harmed):
    """An entry with the tree over it, but without the key that signs heads."""
    at = chance.randrange(len(harmed.rows))
    rows = list(harmed.rows)
    rows[at] = rows[at]._replace(subject="khác")
    harmed.rows, harmed.tiles = [], {}
    heads = harmed.heads
    harmed.add(rows)
    harmed.heads = heads


KINDS = (
    update,
    delete,
    delete_and_close_up,
    insert,
    swap,
    truncate,
    roll_back,
    change_tile,
    change_head,
    rewrite,
)


def test_ten_thousand_random_changes_are_all_found(monkeypatch):
    # Most heads stay as they were: each signature is worked out once.
    monkeypatch.setattr(LogKey, "verifies", cache(LogKey.verifies))
    chance = random.Random(20261125)
    missed = []
    for number in range(CHANGES):
        kind = KINDS[number % len(KINDS)]
        harmed = WHOLE.copy()
        kind(chance, harmed)
        if not harmed.faults(OUTSIDE):
            missed.append((number, kind.__name__))
    assert missed == []


@pytest.mark.parametrize("kind", [update, delete, delete_and_close_up, swap, change_tile, rewrite])
def test_most_changes_are_found_without_a_head_from_outside(kind):
    chance = random.Random(7)
    for _ in range(200):
        harmed = WHOLE.copy()
        kind(chance, harmed)
        assert harmed.faults()


@pytest.mark.parametrize("position", [1, 5, 6, 15])
def test_the_damaged_entry_is_named(position):
    harmed = WHOLE.copy()
    harmed.rows[position - 1] = harmed.rows[position - 1]._replace(actor_name="Người khác")
    assert [(f.code, f.first) for f in harmed.faults()] == [("changed", position)]


def test_deleted_entries_are_named_and_nothing_else_is_blamed():
    harmed = WHOLE.copy()
    del harmed.rows[6:9]
    assert [(f.code, f.first, f.last) for f in harmed.faults()] == [("missing", 7, 9)]


def test_an_entry_changed_with_its_tree_is_found_between_two_heads():
    harmed = WHOLE.copy()
    rows = list(harmed.rows)
    rows[7] = rows[7]._replace(subject="khác")
    heads, harmed.rows, harmed.tiles = harmed.heads, [], {}
    harmed.add(rows)
    harmed.heads = heads
    assert (harmed.faults()[0].code, harmed.faults()[0].first, harmed.faults()[0].last) == (
        "root",
        6,
        9,
    )


def test_a_log_rewritten_with_its_own_heads_is_found_only_by_a_head_kept_outside():
    forged = log()
    for count, start in ((5, 0), (4, 5), (6, 9)):
        rows = [row(start + n) for n in range(1, count + 1)]
        if start == 5:
            rows[0] = rows[0]._replace(subject="khác")
        forged.add(rows)
    assert forged.faults() == []
    assert [fault.code for fault in forged.faults(OUTSIDE)] == ["root"]


def test_a_restored_old_copy_is_found_by_a_head_kept_outside():
    assert log(5, 4).faults() == []
    assert [(f.code, f.first, f.last) for f in log(5, 4).faults(OUTSIDE)] == [("cut", 10, 15)]


def test_a_head_of_a_stranger_proves_nothing_and_a_retired_key_is_known_by_name():
    stranger = Ed25519PrivateKey.from_private_bytes(b"s" * 32)
    harmed = WHOLE.copy()
    note = harmed.signed_head(stranger)
    harmed.heads.append((15, note))
    assert [fault.code for fault in harmed.faults()] == ["signature"]
    origin = note.split("\n")[0]
    assert harmed.faults(retired=frozenset({origin})) == []


def erased(names, *, said=True):
    """The log after details of entry 5 were taken out and the erasure was recorded."""
    harmed = WHOLE.copy()
    details, left = erase(harmed.rows[4], frozenset(names))
    harmed.rows[4] = harmed.rows[4]._replace(details=details, erased=left, salt="")
    if said:
        statement = row(
            16,
            action="entry.erased",
            subject=harmed.rows[4].uid,
            details={"names": sorted(names), "basis": "Luật 91/2025/QH15"},
        )
        harmed.add([statement])
    return harmed


@pytest.mark.parametrize("names", [{"reason"}, {"reason", "n"}])
def test_a_log_with_lawfully_erased_details_agrees(names):
    harmed = erased(names)
    assert harmed.faults(OUTSIDE) == []
    assert not names & set(harmed.rows[4].details)
    assert leaf_of(harmed.rows[4]) == leaf_of(WHOLE.rows[4])


def test_details_may_be_erased_one_after_the_other():
    harmed = erased({"reason"})
    details, left = erase(harmed.rows[4], frozenset({"n"}))
    assert details == {}
    assert commitments(harmed.rows[4]._replace(details=details, erased=left)) == commitments(
        WHOLE.rows[4]
    )


def test_an_erasure_that_nobody_recorded_is_a_fault():
    assert [(f.code, f.first) for f in erased({"reason"}, said=False).faults()] == [("erased", 5)]


def test_what_stays_after_an_erasure_cannot_be_changed():
    harmed = erased({"reason"})
    harmed.rows[4] = harmed.rows[4]._replace(details={"n": 6})
    assert [fault.code for fault in harmed.faults()] == ["changed"]


def test_an_erased_detail_cannot_be_guessed_from_what_is_left():
    """The salt is gone: only who knew it can tell whether a guess is right."""
    harmed = erased({"reason"})
    left = harmed.rows[4]
    assert left.salt == ""
    assert set(left.erased["salts"]) == {"n"}
    assert WHOLE.rows[4].salt not in str(left)


def test_the_same_entry_twice_has_two_leaves():
    """Nobody learns from equal hashes that two hidden entries say the same."""
    one, other = row(1), row(1, uid=f"{77:032x}")
    assert leaf_of(one) != leaf_of(other)


def test_a_lost_end_of_the_tree_is_a_fault():
    harmed = WHOLE.copy()
    harmed.tiles[0, 0] = harmed.tiles[0, 0][: 10 * HASH]
    assert {fault.code for fault in harmed.faults()} >= {"beyond"}
    harmed = WHOLE.copy()
    harmed.heads.pop()
    assert [fault.code for fault in harmed.faults()] == ["uncovered"]
