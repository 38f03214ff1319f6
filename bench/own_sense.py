"""This engine's side of bench.sense, in a process of its own as the peer is."""

import json
import sys
import time
from pathlib import Path

import numpy as np

from gandan.synthesis import grams
from gandan.synthesis.choosing import best_recipe
from gandan.synthesis.learning import learn
from gandan.synthesis.reading import read
from gandan.synthesis.word_model import WordModel, packed


def main() -> None:
    problem = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    count = max(problem["labels"]) + 1
    made = _made(problem["texts"][:50], problem["labels"][:50], count)
    made.scores(grams.seen(read(problem["test_texts"][:50])))
    started = time.process_time()
    model = _made(problem["texts"], problem["labels"], count)
    fitted = time.process_time()
    scores, _known = model.scores(grams.seen(read(problem["test_texts"])))
    guess = scores.argmax(axis=1)
    asked = time.process_time()
    print(json.dumps({"fit": fitted - started, "ask": asked - fitted, "guess": guess.tolist()}))


def _made(texts: list[str], labels: list[int], count: int) -> WordModel:
    topics = np.array(labels)
    recipe = best_recipe(texts, topics, count)
    learned = learn(texts, topics, count, recipe)
    names = tuple((str(label), "") for label in range(count))
    return packed(learned, names, {}, keep_above=recipe.keep_above)


if __name__ == "__main__":
    main()
