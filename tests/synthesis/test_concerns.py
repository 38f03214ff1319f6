"""Concerns by what and where, themes above them: what must hold whatever the letters are."""

import numpy as np
import pytest
from scipy.stats import entropy

from gandan.demo import generate
from gandan.synthesis import (
    Copies,
    Corpus,
    Decisions,
    digest_to_json,
    find_copies,
    group_concerns,
    load_suggester,
    parallel,
    synthesize,
)
from gandan.synthesis.communities import communities
from gandan.synthesis.neighbours import NEAREST, nearest
from gandan.synthesis.vectors import SIZE
from tests.synthesis.builders import DUST, FLOOD, corpus


def made(letters, seed):
    rows = list(generate(letters, seed))
    found = Corpus(
        [one.id for one, _ in rows],
        [one.text for one, _ in rows],
        np.array([one.received_on.isoformat() for one, _ in rows], dtype="datetime64[D]"),
        [one.place for one, _ in rows],
    )
    return found, [truth for _, truth in rows]


@pytest.fixture(scope="module")
def city():
    return made(1_500, 8)


@pytest.fixture(scope="module")
def grouped(city):
    letters, _truth = city
    return group_concerns(letters, find_copies(letters), load_suggester().suggest(letters.texts))


def v_measure(true, found):
    """The harmonic mean of homogeneity and completeness (Rosenberg and Hirschberg, 2007)."""
    table = np.zeros((max(true) + 1, max(found) + 1))
    np.add.at(table, (true, found), 1)
    rows, columns = entropy(table.sum(1)), entropy(table.sum(0))
    shared = rows + columns - entropy(table.ravel())
    return 2 * shared / (rows + columns)


def test_planted_concerns_are_found_again(city, grouped):
    letters, truth = city
    label = np.arange(len(letters))
    for number, group in enumerate(grouped.groups):
        label[list(group.letters)] = len(letters) + number
    planted = [i for i, own in enumerate(truth) if own.concern]
    true = np.unique([truth[i].concern for i in planted], return_inverse=True)[1]
    found = np.unique(label[planted], return_inverse=True)[1]
    assert v_measure(true, found) >= 0.93


def test_themes_are_what_letters_are_about(city, grouped):
    letters, truth = city
    theme = np.arange(len(letters))
    for number, own in enumerate(grouped.themes):
        theme[list(own.letters)] = len(letters) + number
    true = np.unique([own.topic for own in truth], return_inverse=True)[1]
    assert v_measure(true, np.unique(theme, return_inverse=True)[1]) >= 0.7


def test_each_letter_is_in_one_theme_at_most_and_concerns_are_whole(grouped):
    held = [i for theme in grouped.themes for i in theme.letters]
    assert len(held) == len(set(held))
    concerns = [place for theme in grouped.themes for place in theme.concerns]
    assert len(concerns) == len(set(concerns))
    for theme in grouped.themes:
        for place in theme.concerns:
            assert set(grouped.groups[place].letters) <= set(theme.letters)


def test_one_core_gives_what_two_give(city, monkeypatch):
    letters, _truth = city
    both = digest_to_json(synthesize(letters))
    monkeypatch.setattr(parallel, "cores", lambda: 1)
    assert digest_to_json(synthesize(letters)) == both


def test_a_letter_that_names_no_alley_does_not_glue_two_alleys_together():
    about = "{} mất nước sạch từ nửa đêm đến sáng, nước yếu không lên được bồn, bà con phải xách."
    texts = [
        about.format("Ngõ 12 Yết Kiêu"),
        about.format("Ngõ 50 Bạch Mai"),
        about.format("Xóm tôi"),
        *([FLOOD, DUST] * 9),
    ]
    n = len(texts)
    letters = corpus(texts, ["phường Bến Trúc"] * 3 + [f"phường Số {k}" for k in range(n - 3)])
    alone = Copies(letters, np.arange(n), [""] * n, np.zeros(n), 0)
    found = group_concerns(letters, alone, load_suggester().suggest(letters.texts))
    assert [group.letters for group in found.groups] in ([(0, 2)], [(1, 2)])


def test_the_nearest_rows_are_those_that_looking_at_all_finds():
    draw = np.random.default_rng(3)
    vectors = draw.integers(-20, 20, (500, SIZE)).astype(np.int8)
    rows, products = nearest(vectors)
    every = vectors.astype(np.int64) @ vectors.T.astype(np.int64)
    np.fill_diagonal(every, -(2**40))
    for i in range(0, 500, 37):
        order = np.lexsort((np.arange(500), -every[i]))[:NEAREST]
        assert rows[i].tolist() == order.tolist()
        assert products[i].tolist() == every[i][order].tolist()


def test_two_cliques_with_one_edge_between_them_are_two_communities():
    rows = np.array([[j for j in range(4) if j != i] for i in range(4)])
    both = np.concatenate((rows, rows + 4)).astype(np.int32)
    both = np.concatenate((both, np.full((8, 1), -1, np.int32)), axis=1)
    both[0, 3] = 4
    found = communities(both, np.ones(both.shape, np.int32), resolution=1.0)
    assert found.tolist() == [0, 0, 0, 0, 1, 1, 1, 1]


def test_a_suggested_concern_keeps_its_key_when_an_older_letter_comes_late(city):
    letters, _truth = city
    suggestions = load_suggester().suggest(letters.texts)
    every = group_concerns(letters, find_copies(letters), suggestions)
    first = next(g for g in every.groups if len(g.letters) > 3)
    late = min(first.letters, key=lambda i: (letters.days[i], letters.ids[i]))
    rest = [i for i in range(len(letters)) if i != late]
    part = letters.subset(rest)
    before = group_concerns(part, find_copies(part), load_suggester().suggest(part.texts))
    known = {g.key: frozenset(part.ids[i] for i in g.letters) for g in before.groups}
    after = group_concerns(letters, find_copies(letters), suggestions, Decisions(standing=known))
    where = {letters.ids[i]: g.key for g in after.groups for i in g.letters}
    changed = sum(where.get(i) != key for key, ids in known.items() for i in ids)
    assert changed <= 0.01 * sum(len(ids) for ids in known.values())
    assert len({g.key for g in after.groups}) == len(after.groups)
    mine = {where[letters.ids[i]] for i in first.letters}
    assert mine & set(known)
