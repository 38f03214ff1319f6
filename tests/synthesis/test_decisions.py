"""What people confirmed stays as they confirmed it, whatever letters come later."""

import numpy as np
import pytest

from gandan.synthesis import Corpus, Decisions, find_copies, group_concerns, load_suggester

CANAL = (
    "Kênh Nhiêu Lộc ở phường Hòa Bình ngập rác đã ba tuần, mùi hôi vào từng nhà, đề nghị dọn sớm"
)
DAYS = np.array(["2026-05-04", "2026-05-02", "2026-05-03", "2026-05-05"], "datetime64[D]")


def concerns_of(texts, confirmed):
    ids = ["a", "b", "c", "d"][: len(texts)]
    corpus = Corpus(ids, texts, DAYS[: len(texts)], ["Phường Hòa Bình"] * len(texts))
    suggestions = load_suggester().suggest(corpus.texts, corpus.reading, reasons=False)
    decisions = Decisions(confirmed={key: frozenset(own) for key, own in confirmed.items()})
    found = group_concerns(corpus, find_copies(corpus), suggestions, decisions)
    named = {group.key: "".join(ids[i] for i in group.letters) for group in found.groups}
    return named, "".join(ids[i] for i in found.singles), found


@pytest.mark.parametrize("confirmed", [{"one": "ac", "two": "b"}, {"one": "a", "two": "bc"}])
def test_copies_that_were_confirmed_apart_stay_where_they_were_confirmed(confirmed):
    named, singles, found = concerns_of([CANAL] * 3, confirmed)
    assert (named, singles) == (confirmed, "")
    assert all(group.is_confirmed for group in found.groups)


def test_a_new_copy_goes_with_the_letter_it_is_a_copy_of_or_else_with_most():
    # d came last, so b, which came first, stands for all four.
    assert concerns_of([CANAL] * 4, {"one": "a", "two": "bc"})[0] == {"one": "a", "two": "bcd"}
    # b itself is of no concern: it and d go where most of the others are.
    assert concerns_of([CANAL] * 4, {"one": "a", "two": "c"})[0] == {"one": "abd", "two": "c"}


def test_a_damaged_letter_which_no_machine_groups_stays_where_it_was_confirmed():
    damaged = (
        "K?nh Nhi?u L?c ? ph??ng H?a B?nh ng?p r?c ?? ba tu?n, m?i h?i v?o t?ng nh?, ?? ngh? d?n"
    )
    assert concerns_of([CANAL, damaged], {})[0] == {}
    assert concerns_of([CANAL, damaged], {"one": "ab"})[0] == {"one": "ab"}


def test_letters_in_are_letters_out_and_each_is_in_one_theme_at_most():
    _named, _singles, found = concerns_of([CANAL] * 4, {"one": "a", "two": "bc"})
    letters = [i for group in found.groups for i in group.letters] + found.singles
    assert sorted(letters) == [0, 1, 2, 3]
    themes = [i for theme in found.themes for i in theme.letters]
    assert len(themes) == len(set(themes))
