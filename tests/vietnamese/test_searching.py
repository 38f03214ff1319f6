"""What goes into the search index of a text, whichever way it is worked out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from gandan.vietnamese import nfc, search_forms, syllables, words_as_written

LETTERS = st.text(
    alphabet="aăâeêioôơuưyđAĂÂĐÔƠƯ \n.,-_/|0123'’ßİıǅ\u0301\u0323\u0309éếứờịỵ" + "\u1ea0\u1ef8",
    max_size=60,
)


@settings(max_examples=300, derandomize=True)
@given(LETTERS)
def test_words_folded_one_by_one_are_those_of_the_whole_text(text: str) -> None:
    written, folded = search_forms(text)

    assert written.split() == words_as_written(nfc(text))
    assert folded.split() == syllables(nfc(text))


def test_both_forms_of_a_letter() -> None:
    written, folded = search_forms("Ngõ 58 Hoà Bình, ĐẶNG thuỷ")

    assert written == "ngõ 58 hòa bình đặng thủy"
    assert folded == "ngo 58 hoa binh dang thuy"
