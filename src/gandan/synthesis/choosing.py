"""Choose how a word model is learned, by letters that were held back."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis import grams
from gandan.synthesis.copies import find_copies
from gandan.synthesis.corpus import Corpus
from gandan.synthesis.learning import LETTERS, MADE, REMARKS, Recipe, learn
from gandan.synthesis.reading import read
from gandan.synthesis.word_model import packed

RECIPES = (MADE, LETTERS, REMARKS)
_HELD_BACK = 5


def held_back(texts: Sequence[str]) -> NDArray[np.bool_]:
    """About a fifth of the texts, for trying on what is learned from the others.

    Copies of one text stay together.
    """
    n = len(texts)
    days = np.full(n, "NaT", "datetime64[D]")
    family = find_copies(Corpus([f"{i:09d}" for i in range(n)], list(texts), days)).head
    _heads, nth = np.unique(family, return_inverse=True)
    back: NDArray[np.bool_] = nth % _HELD_BACK == 0
    return back


def best_recipe(
    texts: Sequence[str],
    topics: NDArray[np.int64],
    count: int,
    importance: NDArray[np.float32] | None = None,
    *,
    written_from: int = 0,
) -> Recipe:
    """The recipe that tells the topics of held-back texts best; the first of equal ones.

    Of the texts from number ``written_from`` on, which people wrote, a fifth is held back; from
    the others and all before it is learned, once with each recipe. What counts is the mean F1 of
    the topics and that of the letters, added: small topics in the one, what most write in the
    other.
    """
    if importance is None:
        importance = np.ones(len(texts), np.float32)
    is_asked = np.zeros(len(texts), bool)
    is_asked[written_from:] = held_back(texts[written_from:])
    shown, asked = np.flatnonzero(~is_asked), np.flatnonzero(is_asked)
    if not len(shown) or not len(asked):
        return RECIPES[0]
    names = tuple((str(topic), "") for topic in range(count))
    view = grams.seen(read([texts[i] for i in asked.tolist()]))
    taught = [texts[i] for i in shown.tolist()]
    worth = []
    for recipe in RECIPES:
        learned = learn(taught, topics[shown], count, recipe, importance[shown])
        model = packed(learned, names, {}, keep_above=recipe.keep_above)
        worth.append(_worth(topics[asked], model.scores(view)[0].argmax(axis=1), count))
    return RECIPES[int(np.argmax(worth))]


def _worth(truth: NDArray[np.int64], guess: NDArray[np.int64], count: int) -> float:
    """The macro F1 and the weighted F1, added."""
    own, said = np.bincount(truth, minlength=count), np.bincount(guess, minlength=count)
    right = np.bincount(truth[truth == guess], minlength=count)
    f1 = 2.0 * right / np.maximum(own + said, 1)
    return float(f1[own + said > 0].mean() + (f1 * own).sum() / own.sum())
