"""Make a word model: from the ways of saying each topic, and from letters that people confirmed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gandan.synthesis.learning import Recipe, learn
from gandan.synthesis.word_model import WordModel, packed
from gandan.synthesis.wording import Wording, examples

# Drawn for each topic besides its entries and letters; more brought nothing on letters of others.
PER_TOPIC = 400
SEED = 20_260_701
# A confirmed letter is worth several examples that were made up.
CONFIRMED_COUNTS = 3.0


class UnknownTopicError(ValueError):
    """A confirmed letter has a topic that the wording does not know."""


@dataclass(frozen=True)
class Confirmed:
    """A letter whose field and topic a person confirmed; the topic may be ""."""

    text: str
    field: str
    topic: str


def train(
    wording: Wording,
    confirmed: Sequence[Confirmed] = (),
    *,
    recipe: Recipe | None = None,
    per_topic: int = PER_TOPIC,
) -> WordModel:
    """Learn a model.

    Confirmed letters without a topic teach nothing and are counted apart.

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
    about = {
        "examples": len(made),
        "confirmed": len(taught),
        "without_topic": len(confirmed) - len(taught),
        "wording": wording.fingerprint,
    }
    return packed(learned, wording.topics, about, keep_above=recipe.keep_above)
