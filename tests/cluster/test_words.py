"""Letters taken from the words of partitions are what reading their texts would give."""

import numpy as np

from gandan.cluster import Parts
from gandan.cluster.words import reading_of, save_words, share_words
from gandan.demo import generate
from gandan.synthesis import read


def test_words_from_partitions_are_those_of_the_texts(tmp_path):
    texts = [letter.text for letter, _truth in generate(90, 3)]
    texts[40] = ""
    texts[41] = "Ngõ 𝔸 12/3, ngo 𝔸; Đường Lê-Lợi…"
    cut = [texts[:33], texts[33:34], [], texts[34:]]
    parts = Parts(tuple("abcd"), str(tmp_path))
    for part, own in enumerate(cut):
        save_words(parts, part, read(own))
    share_words(parts)
    starts = np.cumsum([0, *map(len, cut)])[:-1]
    letters = np.array([0, 5, 33, 40, 41, 42, 89])
    found = reading_of(parts, starts, letters)
    expected = read([texts[i] for i in letters.tolist()], sampled=False)
    for name in ("tokens", "start", "word_hash", "word_flags", "length"):
        assert np.array_equal(getattr(found, name), getattr(expected, name)), name
    assert found.spelling == expected.spelling
    assert len(reading_of(parts, starts, letters[:0])) == 0
