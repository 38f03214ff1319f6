"""Text is read where Python keeps it, or from a copy where it is kept in other units."""

import numpy as np
import pytest

from gandan.synthesis.reading import read
from gandan.synthesis.units import inside


def test_units_are_those_of_utf_16_where_the_text_is_kept_so():
    text = "Kính gửi Ủy ban, \ud800 và ĩ"
    is_utf_16, units = inside(text)
    assert is_utf_16
    assert (
        units.tolist() == np.frombuffer(text.encode("utf-16-le", "surrogatepass"), "<u2").tolist()
    )


@pytest.mark.parametrize("text", ["khong dau", "caf\u00e9", "xin \U0001f64f và ĩ"])
def test_text_kept_in_other_units_is_told_apart(text):
    assert not inside(text)[0]


def test_letters_with_and_without_marks_and_signs_beyond_are_read_alike_together():
    texts = ["Cống bị nghẹt", "cong bi nghet", "cống 🙏 nghẹt"]
    together = read(texts)
    for i, text in enumerate(texts):
        alone = read([text])
        own = together.tokens[together.start[i] : together.start[i + 1]].tolist()
        assert [together.written[k] for k in own] == [alone.written[k] for k in alone.tokens]
        low, high = together.start[i], together.start[i + 1]
        assert together.begin[low:high].tolist() == alone.begin.tolist()
