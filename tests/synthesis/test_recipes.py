"""How a word model is learned: what each recipe is for, and which of them is chosen."""

from dataclasses import replace

import numpy as np

from gandan.synthesis import Suggester, grams
from gandan.synthesis.choosing import best_recipe, held_back
from gandan.synthesis.learning import LETTERS, MADE, REMARKS, Recipe, learn
from gandan.synthesis.reading import read
from gandan.synthesis.training import LEAST_TO_CHOOSE, Confirmed, recipe_for, train
from gandan.synthesis.word_model import packed
from gandan.synthesis.wording import Wording

THINGS = "cống đèn rác chợ cầu hẻm vỉa ống trạm biển".split()
TWO = Wording(
    (("giao-thong", "duong"), ("dien-nuoc", "dien")),
    (("đường hỏng",), ("mất điện",)),
    ((), ()),
    {},
    ("đề nghị xử lý",),
)


def named_first(n):
    """The same words and pairs stand in remarks of both topics; the one named first is meant."""
    chance = np.random.default_rng(5)
    texts, topics = [], []
    for i in range(n):
        between = " ".join(f"tu{k}" for k in chance.integers(0, 300, 9))
        for topic, (meant, named) in enumerate((("đường", "điện"), ("điện", "đường"))):
            texts.append(f"{meant} ở {named} ở {between}{i % 2} ở {meant} ở {named}")
            topics.append(topic)
    return texts, np.array(topics)


def guesses(recipe, texts, topics, asked, count=2):
    learned = learn(texts, topics, count, recipe)
    names = tuple((str(k), "") for k in range(count))
    model = packed(learned, names, {}, keep_above=recipe.keep_above)
    return model.scores(grams.seen(read(asked)))[0].argmax(axis=1).tolist()


def test_what_a_letter_begins_with_decides_only_where_edges_teach():
    texts, topics = named_first(40)
    asked = ["đường ở điện ở đường ở điện", "điện ở đường ở điện ở đường"]
    assert guesses(MADE, texts, topics, asked) in ([0, 0], [1, 1])
    assert guesses(LETTERS, texts, topics, asked) == [0, 1]
    assert guesses(REMARKS, texts, topics, asked) == [0, 1]


def test_a_model_without_edges_is_asked_as_one_that_never_saw_them():
    learned = learn(["đường hỏng", "mất điện"], np.array([0, 1]), 2, Recipe(least_letters=1))
    assert len(learned.runs) == 12
    with_edges = learn(
        ["đường hỏng", "mất điện"], np.array([0, 1]), 2, Recipe(least_letters=1, edges=True)
    )
    assert len(with_edges.runs) == 20
    assert set(learned.runs.tolist()) < set(with_edges.runs.tolist())


def test_an_empty_letter_has_no_edges():
    learned = learn(["", "mất điện"], np.array([0, 1]), 2, Recipe(least_letters=1, edges=True))
    model = packed(learned, (("a", ""), ("b", "")), {}, keep_above=0.0)
    assert model.scores(grams.seen(read(["", "điện"])))[1].tolist() == [0, 4]


def test_a_small_topic_is_not_lost_beside_a_large_one():
    """Of remarks with a word the large topic has a few more, yet ten times as many without it."""
    texts = [f"thầy giảng bài {THINGS[i % 10]}" for i in range(240)]
    texts += [f"máy lạnh phòng {THINGS[i % 10]}" for i in range(44)]
    topics = np.array([0] * 240 + [1, 0] * 20 + [0] * 4)
    asked = ["máy lạnh phòng"]
    assert guesses(replace(REMARKS, balance=0.0), texts, topics, asked) == [0]
    assert guesses(REMARKS, texts, topics, asked) == [1]


def test_the_recipe_is_chosen_that_tells_held_back_texts_best():
    texts, topics = named_first(60)
    assert best_recipe(texts, topics, 2).edges
    swapped = [f"xin {text}{' cống' if i % 2 else ' đèn'} nhé" for i, text in enumerate(texts)]
    assert best_recipe(swapped, topics, 2) is MADE
    assert best_recipe(["một"], np.array([0]), 2) is MADE


def test_copies_of_a_text_are_held_back_together_or_not_at_all():
    texts = [f"Cống ngõ {n} tắc, nước đen tràn vào nhà ông Tám." for n in range(40)] * 2
    back = held_back(texts)
    assert back[:40].tolist() == back[40:].tolist()
    assert 0 < back.sum() < len(texts) / 2


def test_an_office_with_many_confirmed_letters_learns_as_its_letters_ask_for():
    texts, topics = named_first(LEAST_TO_CHOOSE // 2)
    letters = [
        Confirmed(text, *TWO.topics[topic]) for text, topic in zip(texts, topics, strict=True)
    ]
    assert recipe_for(TWO, letters[: LEAST_TO_CHOOSE - 1], per_topic=5) is MADE
    recipe = recipe_for(TWO, letters, per_topic=5)
    assert recipe in (LETTERS, REMARKS)
    suggester = Suggester(train(TWO, letters, recipe=recipe, per_topic=5))
    told = suggester.suggest(["đường ở điện ở đường", "điện ở đường ở điện"])
    assert list(told.topics) == ["duong", "dien"]
