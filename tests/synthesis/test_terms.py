"""The numbers by which a search finds a text are those of its words and neighbours."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gandan.synthesis.terms import FOLDED, WRITTEN, numbers_of, terms_of

KNOWN = ["đường", "ngập", "x", "12", "漢字", "\U00020000", "ngap"]
WORDS = st.lists(st.sampled_from(KNOWN), max_size=30)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=5))
def test_many_texts_at_once_have_the_numbers_of_their_words(texts):
    terms, start = terms_of([" ".join(w) for w, _ in texts], [" ".join(f) for _, f in texts])

    parts = [terms[low:high].tolist() for low, high in pairwise(start.tolist())]
    for (written, folded), looked_up, checked in zip(texts, parts[::2], parts[1::2], strict=True):
        numbers = numbers_of(written, WRITTEN)
        words = zip(written, numbers, strict=False)
        own = {number for word, number in words if not word.isascii()}
        assert looked_up == sorted(own | {*numbers_of(folded, FOLDED)})
        assert checked == sorted({*numbers} - own)


def test_the_numbers_of_earlier_versions_stay():
    assert numbers_of(["ngập", "úng"], WRITTEN) == [1253345555, 198941852, 1150199208]
    assert numbers_of(["ngap", "ung"], FOLDED) == [-1403774498, 708802309, -1961683502]
