"""The peer's side of bench.sense; runs in the peers' environment, so it imports nothing of ours."""

import json
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


def macro_f1(truth: NDArray, guess: NDArray) -> float:
    """The mean of the F1 of all classes that occur."""
    return float(np.mean([f1 for f1, _share in _by_class(truth, guess)]))


def weighted_f1(truth: NDArray, guess: NDArray) -> float:
    return float(sum(f1 * share for f1, share in _by_class(truth, guess)))


def _by_class(truth: NDArray, guess: NDArray) -> list[tuple[float, float]]:
    found = []
    for c in np.unique(np.concatenate((truth, guess))):
        own, said = truth == c, guess == c
        found.append((2 * float((own & said).sum()) / float(own.sum() + said.sum()), own.mean()))
    return found


def main() -> None:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    problem = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    started = time.process_time()
    words = TfidfVectorizer(token_pattern=r"\w+", ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    model = LinearSVC().fit(words.fit_transform(problem["texts"]), problem["labels"])
    fitted = time.process_time()
    guess = model.predict(words.transform(problem["test_texts"]))
    asked = time.process_time()
    print(json.dumps({"fit": fitted - started, "ask": asked - fitted, "guess": guess.tolist()}))


if __name__ == "__main__":
    main()
