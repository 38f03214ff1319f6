"""Make a word model: from the ways of saying each topic, and from letters that people confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gandan.synthesis.choosing import best_recipe
from gandan.synthesis.kinds import LEARNED_KINDS
from gandan.synthesis.learning import MADE, Learned, Recipe, learn
from gandan.synthesis.word_model import WordModel, packed
from gandan.synthesis.wording import Wording, examples, kind_examples

# Drawn for each topic besides its entries and letters; more brought nothing on letters of others.
PER_TOPIC = 400
SEED = 20_260_701
# A confirmed letter is worth several examples that were made up.
CONFIRMED_COUNTS = 3.0
# Fewer confirmed letters cannot tell recipes apart: a fifth of them is asked, and topics are many.
LEAST_TO_CHOOSE = 1_000


class UnknownTopicError(ValueError):
    """A confirmed letter has a topic that the wording does not know."""


@dataclass(frozen=True)
class Confirmed:
    """A letter whose classes a person confirmed; topic and kind (exchange slugs) may be ""."""

    text: str
    field: str
    topic: str
    kind: str = ""


def train(
    wording: Wording,
    confirmed: Sequence[Confirmed] = (),
    *,
    recipe: Recipe = MADE,
    per_topic: int = PER_TOPIC,
) -> WordModel:
    """Learn a model.

    Confirmed letters without a topic teach nothing and are counted apart. Kinds are learned from
    whole letters only, upon the same runs of words, always as from made examples.

    Raises ``UnknownTopicError``.
    """
    taught = [letter for letter in confirmed if letter.topic]
    texts, topics, importance = _lessons(wording, taught, per_topic)
    learned = learn(texts, topics, len(wording.topics), recipe, importance)
    kinds = _learn_kinds(wording, taught, recipe, learned)
    about = {
        "examples": len(texts) - len(taught),
        "confirmed": len(taught),
        "without_topic": len(confirmed) - len(taught),
        "wording": wording.fingerprint,
    }
    return packed(learned, wording.topics, about, keep_above=recipe.keep_above, kinds=kinds)


def recipe_for(
    wording: Wording, confirmed: Sequence[Confirmed], *, per_topic: int = PER_TOPIC
) -> Recipe:
    """How to learn from what this office confirmed: as a fifth of it, held back, is told best.

    Made examples say nothing of where people begin, nor of how much more they write of one topic
    than of another; only their letters do, and some thousand of them. Raises
    ``UnknownTopicError``.
    """
    taught = [letter for letter in confirmed if letter.topic]
    if len(taught) < LEAST_TO_CHOOSE:
        return MADE
    texts, topics, importance = _lessons(wording, taught, per_topic)
    written_from = len(texts) - len(taught)
    return best_recipe(texts, topics, len(wording.topics), importance, written_from=written_from)


def _lessons(
    wording: Wording, taught: Sequence[Confirmed], per_topic: int
) -> tuple[list[str], NDArray[np.int64], NDArray[np.float32]]:
    """Texts, the number of the topic of each, and how much each counts; made ones come first."""
    number = {topic: k for k, topic in enumerate(wording.topics)}
    for letter in taught:
        if (letter.field, letter.topic) not in number:
            raise UnknownTopicError(f"{letter.field}/{letter.topic}")
    made = list(examples(wording, per_topic=per_topic, seed=SEED))
    texts = [text for text, _ in made] + [letter.text for letter in taught]
    topics = [topic for _, topic in made]
    topics += [number[letter.field, letter.topic] for letter in taught]
    importance = np.ones(len(texts), np.float32)
    importance[len(made) :] = CONFIRMED_COUNTS
    return texts, np.array(topics), importance


def _learn_kinds(
    wording: Wording, taught: Sequence[Confirmed], recipe: Recipe, upon: Learned
) -> tuple[tuple[str, ...], Learned] | None:
    """The kinds that letters have, and their weights for the runs of ``upon``."""
    made = [one for one in kind_examples(wording, seed=SEED) if one[1] in LEARNED_KINDS]
    told = [(letter.text, letter.kind) for letter in taught if letter.kind in LEARNED_KINDS]
    if not made:
        return None
    number = {kind: k for k, kind in enumerate(LEARNED_KINDS)}
    importance = np.ones(len(made) + len(told), np.float32)
    importance[len(made) :] = CONFIRMED_COUNTS
    texts = [text for text, _ in (*made, *told)]
    labels = np.array([number[kind] for _, kind in (*made, *told)])
    recipe = replace(MADE, passes=recipe.passes, edges=recipe.edges)
    return LEARNED_KINDS, learn(texts, labels, len(number), recipe, importance, known=upon)
