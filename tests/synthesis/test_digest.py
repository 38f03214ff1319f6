import math
import unicodedata
from datetime import date
from fractions import Fraction

import numpy as np
import pytest

from gandan.demo import generate
from gandan.domain.periods import month
from gandan.synthesis import (
    Corpus,
    CorpusError,
    Decisions,
    changes,
    digest_to_json,
    extract,
    find_copies,
    group_concerns,
    load_suggester,
    synthesize,
)
from tests.synthesis.builders import DUST, FLOOD, corpus

WARD = "phường Bến Trúc"


@pytest.fixture(scope="module")
def city():
    rows = list(generate(600, 3))
    letters = [letter for letter, _ in rows]
    days = np.array([letter.received_on.isoformat() for letter in letters], dtype="datetime64[D]")
    found = Corpus(
        [letter.id for letter in letters],
        [letter.text for letter in letters],
        days,
        [letter.place for letter in letters],
    )
    return found, {truth.id: truth for _, truth in rows}


def test_every_sentence_stands_in_its_source_and_no_letter_is_lost(city):
    letters, _ = city
    content = digest_to_json(synthesize(letters))
    texts = dict(zip(letters.ids, letters.texts, strict=True))
    quoted = [s for c in content["concerns"] for s in c["extract"]]
    assert quoted
    for sentence in quoted:
        assert texts[sentence["source"]][sentence["start"] : sentence["end"]] == sentence["text"]
    grouped = {i for c in content["concerns"] for i in c["sources"]}
    assert grouped | set(content["singles"]) == set(letters.ids)
    assert not grouped & set(content["singles"])


def test_turning_the_input_around_changes_nothing(city):
    letters, _ = city
    back = letters.subset(range(len(letters) - 1, -1, -1))
    assert digest_to_json(synthesize(letters)) == digest_to_json(synthesize(back))


def test_planted_copies_and_concerns_of_the_synthetic_city_are_found(city):
    letters, truth = city
    copies = find_copies(letters)
    root = [truth[i].copy_of or truth[i].id for i in letters.ids]
    found = {(letters.ids[m], letters.ids[h]) for m, h, _k, _s in copies.links()}
    right = sum(
        truth[m].copy_of == (truth[h].copy_of or h) or truth[h].copy_of == m for m, h in found
    )
    assert right >= 0.97 * len(found)
    planted = len(root) - len(set(root))
    assert right >= 0.97 * planted
    groups = group_concerns(letters, copies, load_suggester().suggest(letters.texts)).groups
    for group in groups[:5]:
        keys = [truth[letters.ids[i]].concern for i in group.letters]
        assert max(keys.count(k) for k in set(keys)) >= 0.8 * len(keys)


def test_unrelated_letters_do_not_break_a_concern():
    again = "Ngõ 58 Bến Trúc ngập sâu sau mỗi trận mưa, nước rút rất chậm, ai cũng khổ."
    texts = [FLOOD, again, DUST]
    more = [*texts, *(f"Chuyện khác số {n} ở phường xa." for n in range(30))]
    few = digest_to_json(synthesize(corpus(texts, [WARD] * 3)))
    many = digest_to_json(synthesize(corpus(more, [WARD] * 3 + ["phường Xa"] * 30)))
    flood = [
        next(c["sources"] for c in found["concerns"] if "d0000" in c["sources"])
        for found in (few, many)
    ]
    assert flood == [["d0000", "d0001"]] * 2


def test_names_and_numbers_of_people_are_never_quoted():
    text = "Ông Nguyễn Văn Thử đổ rác ra ngõ. Gọi số 0900 000 123 để biết thêm chi tiết về việc này. Rác chất đống ở ngõ 12 Hàng Bún cả tuần."
    found = extract(corpus([text, text + " Hôi lắm không chịu được."]), [0, 1])
    assert found
    assert all("Thử" not in s.text and "0900" not in s.text for s in found)


def test_a_damaged_letter_is_kept_but_never_quoted():
    broken = "ng d n ph ng c kh u n i v b i th ng đ t đai kh ng đ c gi i quy t"
    content = digest_to_json(synthesize(corpus([broken, FLOOD])))
    assert content["damaged"] == ["d0000"]
    assert all(s["source"] != "d0000" for c in content["concerns"] for s in c["extract"])


def test_a_confirmed_concern_keeps_its_name_and_gains_new_letters():
    other = FLOOD.replace("nửa tiếng", "một lát") + " Xe máy chết máy hết."
    letters = corpus([FLOOD, other, DUST], [WARD] * 3)
    decisions = Decisions(confirmed={"giu-ten": frozenset({"d0000"})})
    found = group_concerns(
        letters, find_copies(letters), load_suggester().suggest(letters.texts), decisions
    )
    kept = next(g for g in found.groups if g.key == "giu-ten")
    assert kept.letters == (0, 1)
    assert kept.is_confirmed


def test_letters_that_were_split_stay_apart():
    other = FLOOD.replace("nửa tiếng", "một lát") + " Xe máy chết máy hết, hàng quán đóng cửa sớm."
    letters = corpus([FLOOD, other], [WARD] * 2)
    copies = find_copies(corpus([FLOOD, DUST]))
    suggestions = load_suggester().suggest(letters.texts)
    alone = type(copies)(letters, np.arange(2), ["", ""], np.zeros(2), 0)
    assert len(group_concerns(letters, alone, suggestions).groups) == 1
    apart = Decisions(apart=frozenset({("d0000", "d0001")}))
    assert group_concerns(letters, alone, suggestions, apart).groups == []


def test_letters_without_a_date_are_in_the_period_and_named_as_unknown():
    letters = corpus([FLOOD, DUST], days=["2026-06-03", "NaT"])
    june = month(2026, 6)
    content = digest_to_json(synthesize(letters, period=june, previous=june.previous()))
    assert content["counts"]["letters"]["value"] == 2
    assert [u["ids"] for u in content["unknown"] if u["code"] == "no_date"] == [["d0001"]]


def test_growth_needs_more_than_chance():
    found = changes([40, 6, 3, 0], [10, 5, 0, 9])
    assert [c.trend for c in found] == ["growing", "steady", "new", "fading"]
    assert changes([5], [0], known=False)[0].trend == "unknown"
    with pytest.raises(ValueError, match="shape"):
        changes([1, 2], [1])


@pytest.mark.parametrize(("now", "before"), [(9, 2), (3, 3), (0, 7), (40, 18), (700, 610)])
def test_how_probable_a_change_is_agrees_with_exact_counting(now, before):
    n = now + before
    ways = [math.comb(n, k) for k in range(n + 1)]
    exact = Fraction(sum(w for w in ways if w <= ways[now]), 2**n)
    assert changes([now], [before])[0].p_value == pytest.approx(float(exact), rel=1e-9)


def test_the_corpus_refuses_what_it_cannot_work_on():
    with pytest.raises(CorpusError, match="twice"):
        corpus(["a", "b"], ids=["x", "x"])
    with pytest.raises(CorpusError, match="NFC"):
        corpus([unicodedata.normalize("NFD", "đường hỏng ở ngõ")])
    with pytest.raises(CorpusError, match="entries"):
        Corpus(["a"], ["x", "y"], np.array([date(2026, 1, 1)], dtype="datetime64[D]"))
