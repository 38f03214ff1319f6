"""Make a word model: from the ways of saying each topic, and from letters that people confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gandan.synthesis.kinds import LEARNED_KINDS
from gandan.synthesis.learning import Learned, Recipe, learn
from gandan.synthesis.word_model import WordModel, packed
from gandan.synthesis.wording import Wording, examples, kind_examples

# Drawn for each topic besides its entries and letters; more brought nothing on letters of others.
PER_TOPIC = 400
SEED = 20_260_701
# A confirmed letter is worth several examples that were made up.
CONFIRMED_COUNTS = 3.0


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
    recipe: Recipe | None = None,
    per_topic: int = PER_TOPIC,
) -> WordModel:
    """Learn a model.

    Confirmed letters without a topic teach nothing and are counted apart. Kinds are learned from
    whole letters only, upon the same runs of words.

    Raises ``UnknownTopicError``.
    """
    recipe = recipe or Recipe()
    number = {topic: k for k, topic in enumerate(wording.topics)}
    made = list(examples(wording, per_topic=per_topic, seed=SEED))
    taught = [letter for letter in confirmed if letter.topic]
    for letter in taught:
        if (letter.field, letter.topic) not in number:
            raise UnknownTopicError(f"{letter.field}/{letter.topic}")
    texts = [text for text, _ in made] + [letter.text for letter in taught]
    topics = [topic for _, topic in made]
    topics += [number[letter.field, letter.topic] for letter in taught]
    importance = np.ones(len(texts), np.float32)
    importance[len(made) :] = CONFIRMED_COUNTS
    learned = learn(texts, np.array(topics), len(wording.topics), recipe, importance)
    kinds = _learn_kinds(wording, taught, recipe, learned)
    about = {
        "examples": len(made),
        "confirmed": len(taught),
        "without_topic": len(confirmed) - len(taught),
        "wording": wording.fingerprint,
    }
    return packed(learned, wording.topics, about, keep_above=recipe.keep_above, kinds=kinds)


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
    return LEARNED_KINDS, learn(texts, labels, len(number), recipe, importance, known=upon)
