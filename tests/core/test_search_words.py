"""What goes into the search index of a text, whichever way it is worked out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gandan.core.search import _two_texts, _written
from gandan.vietnamese import nfc, syllables

LETTERS = st.text(
    alphabet="aăâeêioôơuưyđAĂÂĐÔƠƯ \n.,-_/|0123'’ßİıǅ\u0301\u0323\u0309éếứờịỵ" + "\u1ea0\u1ef8",
    max_size=60,
)


@settings(max_examples=300, derandomize=True)
@given(LETTERS)
def test_words_folded_one_by_one_are_those_of_the_whole_text(text: str) -> None:
    body, folded = _two_texts(text)

    assert (body, folded) == (_written(nfc(text)), syllables(nfc(text)))


def test_both_forms_of_a_letter() -> None:
    body, folded = _two_texts("Ngõ 58 Hoà Bình, ĐẶNG thuỷ")

    assert body == ["ngõ", "58", "hòa", "bình", "đặng", "thủy"]
    assert folded == ["ngo", "58", "hoa", "binh", "dang", "thuy"]
