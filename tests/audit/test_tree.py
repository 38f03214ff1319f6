"""The tree against the definitions of RFC 6962, for every small size and for random large ones."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gandan.audit.tree import (
    EMPTY,
    NotInTreeError,
    Tree,
    extend,
    is_consistent,
    leaf_hash,
    root_of_path,
    tiles_from,
)

from . import definitions

# The eight leaves with which Certificate Transparency's own programs test themselves.
KNOWN = [bytes.fromhex(x) for x in ("", "00", "10", "2021", "3031", "40414243")] + [
    bytes.fromhex("5051525354555657"),
    bytes.fromhex("606162636465666768696a6b6c6d6e6f"),
]
KNOWN_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def leaves(count):
    return [b"leaf %d" % n for n in range(count)]


def grown(data, steps):
    """A tree to which ``data`` came in batches of the sizes ``steps``, then the rest."""
    stored, size = {}, 0
    for step in [*steps, len(data)]:
        part = data[size : size + step]
        stored |= extend(size, [leaf_hash(one) for one in part], tiles_from(stored))
        size += len(part)
    return Tree(len(data), tiles_from(stored))


@pytest.mark.parametrize("size", KNOWN_ROOTS)
def test_known_roots(size):
    assert grown(KNOWN[:size], []).root().hex() == KNOWN_ROOTS[size]
    assert definitions.head(KNOWN[:size]).hex() == KNOWN_ROOTS[size]


def test_every_root_and_proof_of_small_trees_is_the_one_that_the_rfc_defines():
    data = leaves(40)
    tree = grown(data, [])
    assert tree.root(0) == EMPTY
    for size in range(1, 41):
        root = definitions.head(data[:size])
        assert tree.root(size) == root
        for index in range(size):
            path = tree.inclusion(index, size)
            assert path == definitions.path(index, data[:size])
            assert root_of_path(leaf_hash(data[index]), index, size, path) == root
        for old in range(1, size + 1):
            proof = tree.consistency(old, size)
            assert proof == definitions.proof(old, data[:size])
            assert is_consistent(old, definitions.head(data[:old]), size, root, proof)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(250, 1400),
    st.lists(st.integers(1, 600), max_size=5),
    st.randoms(use_true_random=False),
)
def test_trees_of_several_tiles_agree_however_they_grew(count, steps, chance):
    data = leaves(count)
    tree = grown(data, steps)
    size = chance.randint(1, count)
    index, old = chance.randrange(size), chance.randint(1, size)
    assert tree.root() == definitions.head(data)
    assert tree.root(size) == definitions.head(data[:size])
    assert tree.inclusion(index, size) == definitions.path(index, data[:size])
    assert tree.consistency(old, size) == definitions.proof(old, data[:size])
    assert tree.leaf(index) == leaf_hash(data[index])


def test_a_tree_of_three_levels_of_tiles_proves_its_ends():
    count = 2**16 + 300
    hashes = [leaf_hash(b"%d" % n) for n in range(count)]
    stored = extend(0, hashes[:65000], tiles_from({}))
    stored |= extend(65000, hashes[65000:], tiles_from(stored))
    tree = Tree(count, tiles_from(stored))
    assert (2, 0) in stored
    for index in (0, 255, 256, 65535, 65536, count - 1):
        assert root_of_path(hashes[index], index, count, tree.inclusion(index)) == tree.root()
    for old in (1, 256, 65000, 65536, 65537):
        proof = tree.consistency(old)
        assert is_consistent(old, tree.root(old), count, tree.root(), proof)


def test_no_changed_proof_is_taken():
    chance = random.Random(6962)
    data = leaves(50)
    tree = grown(data, [])
    for _ in range(3000):
        size = chance.randint(2, 50)
        index, old = chance.randrange(size), chance.randint(1, size - 1)
        path, proof = tree.inclusion(index, size), tree.consistency(old, size)
        broken = [harmed(path, chance), harmed(proof, chance)]
        if broken[0] != path:
            found = root_of_path(leaf_hash(data[index]), index, size, broken[0])
            assert found != tree.root(size)
        if broken[1] != proof:
            assert not is_consistent(old, tree.root(old), size, tree.root(size), broken[1])
        other = chance.choice([n for n in range(size) if n != index])
        assert root_of_path(leaf_hash(data[index]), other, size, path) != tree.root(size)
        assert root_of_path(leaf_hash(b"forged"), index, size, path) != tree.root(size)
        assert not is_consistent(old, tree.root(size), size, tree.root(size), proof)


def harmed(steps, chance):
    steps = list(steps)
    kind = chance.randrange(4)
    if kind == 0 and steps:
        del steps[chance.randrange(len(steps))]
    elif kind == 1:
        steps.insert(chance.randint(0, len(steps)), chance.randbytes(32))
    elif kind == 2 and steps:
        at = chance.randrange(len(steps))
        steps[at] = bytes([steps[at][0] ^ 1]) + steps[at][1:]
    elif len(steps) > 1:
        steps.reverse()
    return steps


@pytest.mark.parametrize(
    "ask",
    [
        lambda tree: tree.root(11),
        lambda tree: tree.inclusion(10),
        lambda tree: tree.inclusion(-1),
        lambda tree: tree.inclusion(3, 3),
        lambda tree: tree.consistency(0),
        lambda tree: tree.consistency(11),
        lambda tree: tree.consistency(5, 4),
        lambda tree: tree.leaf(10),
    ],
)
def test_what_the_tree_does_not_have_is_refused(ask):
    with pytest.raises(NotInTreeError):
        ask(grown(leaves(10), []))


def test_a_tree_with_a_lost_tile_says_so_instead_of_proving_something_else():
    with pytest.raises(NotInTreeError):
        Tree(10, tiles_from({})).root()
