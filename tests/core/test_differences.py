"""Two letters side by side: nothing is lost, and only what differs is marked."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from gandan.core.components.differences import beside
from gandan.vietnamese import nfc

FIRST = "Cống đầu ngõ 12 tắc cả tuần, nước đọng đến đầu gối."
SECOND = "Cống đầu ngõ 14 tắc cả tháng, nước đọng đến đầu gối, muỗi nhiều."


def marked(shown, tag):
    return [unescape(found) for found in re.findall(rf"<{tag}>(.*?)</{tag}>", shown, re.DOTALL)]


def plain(shown):
    return unescape(re.sub(r"</?(?:ins|del)>", "", shown))


def test_only_the_words_that_differ_are_marked():
    left, right = beside(FIRST, SECOND)
    assert marked(left, "ins") == ["12", "tuần,"]
    assert marked(right, "del") == ["14", "tháng,", "muỗi nhiều."]


def test_equal_texts_carry_no_mark():
    left, right = beside(FIRST, FIRST)
    assert "<ins>" not in left
    assert "<del>" not in right


def test_a_copy_typed_without_diacritics_is_no_other_text():
    left, right = beside(FIRST, "CONG dau ngo 12 tac ca tuan, nuoc dong den dau goi")
    assert "<ins>" not in left
    assert "<del>" not in right


def test_a_letter_stays_text():
    left, _right = beside("<script>alert(1)</script> rác", "rác")
    assert "<script>" not in left
    assert marked(left, "ins") == ["<script>alert(1)</script>"]


def test_a_long_letter_says_that_there_is_more():
    left, right = beside("rác " * 900, "rác " * 10)
    assert left.endswith(" …")
    assert not right.endswith("…")


@given(st.text(), st.text())
def test_no_word_is_lost_on_either_side(first, second):
    left, right = beside(first, second)
    assert plain(left).split() == nfc(first).split()
    assert plain(right).split() == nfc(second).split()
