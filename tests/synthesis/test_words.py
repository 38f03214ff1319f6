"""The word model: what it is learned from, what it says, and that its parts agree."""

from dataclasses import replace
from functools import cache
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gandan.domain.kinds import Kind
from gandan.domain.taxonomy import FIELDS
from gandan.synthesis import Suggester, grams, load_suggester
from gandan.synthesis.learning import Learned, Recipe
from gandan.synthesis.quality import calibration_error, kept_apart, measure
from gandan.synthesis.reading import read
from gandan.synthesis.training import Confirmed, UnknownTopicError, train
from gandan.synthesis.word_model import ModelFileError, model_from_bytes, packed, shipped_model
from gandan.synthesis.wording import Wording, examples, load_wording

SMALL = Wording(
    (("dien-nuoc", "dien"), ("dien-nuoc", "nuoc"), ("khac", "khac")),
    (
        ("mất điện (cả đêm|liên tục)", "đường dây @hong"),
        ("nước máy (đục|yếu)", "vỡ ống nước"),
        ("xin (cảm ơn|chào)",),
    ),
    (("Tối qua cả xóm thắp nến. Mong sớm sáng lại.",), (), ()),
    {"hong": ("hỏng", "đứt")},
    ("đề nghị xử lý",),
    (("phan_anh",), (), ()),
)


def test_every_topic_of_the_taxonomy_has_many_ways_of_saying():
    wording = load_wording()
    known = {(f.slug, t.slug) for f in FIELDS for t in f.topics}
    assert set(wording.topics) - {("khac", "khac")} == known
    assert min(map(len, wording.entries)) >= 30
    assert min(map(len, wording.letters)) >= 14


def test_a_whole_letter_teaches_as_it_stands_and_changed():
    found = [text for text, topic in examples(SMALL, per_topic=0, seed=3) if topic == 0]
    assert "Tối qua cả xóm thắp nến. Mong sớm sáng lại." in found
    assert sum("nến" in text or "nen" in text or "sáng lại" in text for text in found) >= 4


def test_letters_are_told_apart_and_have_a_kind_of_the_exchange_format():
    folder = files("gandan.synthesis").joinpath("data", "letters")
    texts = []
    for file in folder.iterdir():
        for line in file.read_text("utf-8").splitlines():
            if line and not line.startswith("["):
                kind, _colon, text = line.partition(": ")
                assert Kind.from_slug(kind)
                texts.append(text)
    assert len(texts) == len(set(texts)) == sum(map(len, load_wording().letters))


def test_brackets_close_and_every_set_exists():
    wording = load_wording()
    for entry in (e for entries in (*wording.entries, wording.neutral) for e in entries):
        depth = 0
        for sign in entry:
            depth += (sign == "(") - (sign == ")")
            assert 0 <= depth <= 1, entry
        assert depth == 0, entry
    bare = replace(wording, letters=((),) * len(wording.topics))
    texts = [text for text, _ in examples(bare, per_topic=2, seed=1)]
    assert not [text for text in texts if set(text) & set("()|@")]


def test_the_shipped_model_was_learned_from_the_shipped_wording():
    assert shipped_model().about["wording"] == load_wording().fingerprint


def test_the_same_seed_gives_the_same_examples_and_another_does_not():
    first = list(examples(SMALL, per_topic=5, seed=3))
    assert first == list(examples(SMALL, per_topic=5, seed=3))
    assert first != list(examples(SMALL, per_topic=5, seed=4))


def test_a_model_comes_back_from_its_file_as_it_was():
    model = model_with_edges()
    again = model_from_bytes(model.to_bytes())
    assert again.edges
    view = grams.seen(read(["mất điện từ tối", "nước đục ngầu", ""]))
    assert np.array_equal(model.scores(view)[0], again.scores(view)[0])
    assert again.about == model.about


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 nothing", b"x" * 100])
def test_a_file_that_is_no_model_is_refused(data):
    with pytest.raises(ModelFileError):
        model_from_bytes(data)


WORDS = st.sampled_from("nước máy đục điện mất dien nuoc 12 Đường hỏng".split())


@cache
def model_with_edges():
    return train(SMALL, recipe=Recipe(least_letters=1, edges=True), per_topic=20)


@pytest.mark.parametrize("made", [shipped_model, model_with_edges])
@settings(deadline=None, max_examples=40)
@given(texts=st.lists(st.lists(WORDS, max_size=30).map(" ".join), min_size=1, max_size=4))
def test_scores_are_those_of_a_plain_reading(made, texts):
    """The compiled sum over runs is one written out in Python, but for rounding to one byte."""
    model = made()
    view = grams.seen(read(texts))
    reading = view.reading
    runs, lengths = grams.runs_of_all(
        0, len(texts), reading.tokens, reading.start, view.stops, view.folded, view.written,
        model.edges,
    )  # fmt: skip
    scores, known = model.scores(view)
    number = {int(run): k for k, run in enumerate(model.runs)}
    ends = np.cumsum(lengths)
    for i in range(len(texts)):
        found = [number[h] for h in runs[ends[i] - lengths[i] : ends[i]].tolist() if h in number]
        plain = np.zeros(len(model.bias))
        for run in found:
            inside = slice(model.start[run], model.start[run + 1])
            plain[model.pointed[inside]] += (
                model.rarity[run] * model.step * model.weight[inside].astype(float)
            )
        norm = float(np.sqrt(sum(float(model.rarity[run]) ** 2 for run in found))) or 1.0
        assert known[i] == len(found)
        told = (plain / norm + model.bias)[: len(model.topics)]
        rounded = len(found) * model.lookup.steps[: len(model.topics)] / 2 / norm
        assert (np.abs(scores[i] - told) <= rounded + 2e-3 * np.abs(told) + 1e-5).all()


def test_hundreds_of_runs_with_the_largest_weight_are_added_up_in_full():
    view = grams.seen(read([" ".join(f"tu{n}" for n in range(200))]))
    reading = view.reading
    runs, _lengths = grams.runs_of_all(
        0, 1, reading.tokens, reading.start, view.stops, view.folded, view.written, False
    )
    runs, classes = np.sort(runs), 12
    every = np.ones((len(runs), classes), np.float32)
    learned = Learned(runs, np.ones(len(runs), np.float32), every, np.zeros(classes, np.float32))
    names = tuple((str(k), "") for k in range(classes))
    scores, known = packed(learned, names, {}, keep_above=0.1).scores(view)
    assert known.tolist() == [399]
    np.testing.assert_allclose(scores, np.sqrt(399), rtol=1e-3)


def test_letters_are_judged_alike_alone_and_among_thousands(monkeypatch):
    """Parts, and what is remembered of the letters before, change nothing."""
    texts = [f"Cống ngõ {n} tắc, nước đen tràn vào nhà {n % 7}." for n in range(60)]
    alone = load_suggester().suggest(texts, reasons=False)
    monkeypatch.setattr("gandan.synthesis.suggest.PART", 7)
    parted = load_suggester().suggest(texts)
    rows = range(len(texts))
    assert [alone.as_row(i) for i in rows] == [parted.as_row(i) for i in rows]
    assert [parted.as_row(i) for i in (0, 9)] == [
        load_suggester().suggest([texts[i]]).as_row(0) for i in (0, 9)
    ]
    assert len(parted.why) == len(texts)


def test_each_run_counts_once_however_often_it_comes():
    model = shipped_model()
    once, thrice = grams.seen(read(["rác"])), grams.seen(read(["rác\nrác\nrác"]))
    assert model.scores(once)[1][0] <= model.scores(thrice)[1][0]
    both = Suggester(model).suggest(["mất điện", "mất điện. mất điện. mất điện"])
    assert both.fields[0] == both.fields[1] == "ha-tang-ky-thuat"


def test_reasons_are_words_of_the_letter_and_do_not_overlap():
    text = "Quán nhậu hát karaoke ầm ĩ tới khuya, không ai ngủ được. Đề nghị phường xử lý."
    why = load_suggester().suggest([text]).why[0]
    assert why
    assert all(reason in text.lower() for reason in why)
    assert any("hát" in reason or "ầm" in reason for reason in why)
    assert not any("đề nghị" in reason for reason in why)


def test_what_people_confirmed_is_learned():
    told = [
        Confirmed(f"Khu Bằng Lăng lô {n} lại treo biển đỏ", "moi-truong", "tieng-on")
        for n in range(60)
    ]
    taught = Suggester(train(load_wording(), told, recipe=Recipe(passes=2), per_topic=10))
    new = "Khu Bằng Lăng lô 91 lại treo biển đỏ"
    assert load_suggester().suggest([new]).topics[0] != "tieng-on"
    assert taught.suggest([new]).topics[0] == "tieng-on"
    assert taught.model.about["confirmed"] == 60


def test_a_confirmed_topic_that_nobody_knows_is_an_error():
    with pytest.raises(UnknownTopicError, match="khong/co"):
        train(SMALL, [Confirmed("x", "khong", "co")], per_topic=1)


def test_copies_of_one_letter_are_never_on_both_sides():
    letters = [
        Confirmed(f"Cống ngõ {n} tắc từ tháng {k}, nước đen tràn vào nhà ông Tám.", "a", "b")
        for n in range(30)
        for k in (5, 5)
    ]
    shown, apart = kept_apart(letters)
    assert {x.text for x in shown}.isdisjoint({x.text for x in apart})
    assert len(shown) + len(apart) == len(letters)
    assert kept_apart(letters[::-1]) == (shown, apart)


def test_the_calibration_error_is_the_gap_between_what_is_said_and_what_holds():
    said = np.array([0.85] * 10 + [0.35] * 10)
    held = np.array([True] * 8 + [False] * 2 + [True] * 5 + [False] * 5)
    assert calibration_error(said, held) == pytest.approx(0.5 * 0.05 + 0.5 * 0.15)
    assert calibration_error(said[:0], held[:0]) == 0.0


def test_measuring_no_letter_gives_zeros():
    assert measure(load_suggester(), []).letters == 0


def test_the_fields_named_are_those_of_a_plain_softmax_over_the_scores():
    """What the compiled judgement keeps of a letter equals shares written out in full."""
    model = shipped_model()
    texts = ["nước máy đục", "Tố cáo ông A nhận tiền", "", "rác 12 mất điện đường hỏng", "xin chào"]
    view = grams.seen(read(texts))
    names = sorted({field for field, _ in model.topics})
    field_of = np.array([names.index(field) for field, _ in model.topics])
    scores, known = model.scores(view)
    found = model.judge(view, field_of, 9.0, 3)
    assert found.kinds.shape == (len(texts), len(model.kinds))
    assert found.known.tolist() == known.tolist()
    for i in range(len(texts)):
        shares = np.exp(9.0 * (scores[i].astype(float) - scores[i].max()))
        shares /= shares.sum()
        fields = np.array([shares[field_of == f].sum() for f in range(len(names))])
        ranked = np.argsort(-fields, kind="stable")[:3]
        assert found.ranked[i].tolist() == ranked.tolist()
        np.testing.assert_allclose(found.shares[i], fields[ranked], atol=1e-6)
        assert field_of[found.topics[i]] == ranked[0]
        assert scores[i][found.topics[i]] == scores[i][field_of == ranked[0]].max()


def test_reading_without_samples_gives_the_same_suggestions():
    texts = ["Cống ngõ 12 tắc, nước đen tràn vào nhà.", "Đề nghị xem xét lại giá đền bù đất."]
    suggester = load_suggester()
    plain, whole = suggester.suggest(texts), suggester.suggest(texts, read(texts))
    rows = range(len(texts))
    assert [plain.as_dict(i) for i in rows] == [whole.as_dict(i) for i in rows]
    assert list(plain.why) == list(whole.why)
    assert not len(read(texts, sampled=False).sampled)


def test_kinds_are_learned_from_whole_letters_and_from_confirmed_ones():
    told = [
        Confirmed(f"Vụ Hoa Ban số {n} mong được soi xét", "dien-nuoc", "dien", "to_cao")
        for n in range(40)
    ]
    model = train(SMALL, told, recipe=Recipe(least_letters=1, passes=4), per_topic=5)
    view = grams.seen(read(["Vụ Hoa Ban số 7 mong được soi xét", "Tối qua cả xóm thắp nến"]))
    scores = model.judge(view, np.zeros(len(model.topics), np.int64), 1.0, 1).kinds
    assert [model.kinds[k] for k in scores.argmax(axis=1)] == ["to_cao", "phan_anh"]


def test_a_model_made_before_kinds_were_learned_still_suggests():
    bare = replace(SMALL, kinds=())
    model = train(bare, recipe=Recipe(least_letters=1), per_topic=20)
    found = Suggester(model_from_bytes(model.to_bytes())).suggest(["Tố cáo ông A nhận hối lộ"])
    assert model.kinds == ()
    assert found.kinds[0].slug == "to_cao"
