"""The words looked for and the words quoted are marked; the rest of a letter is escaped."""

import re
from html import unescape
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.core.components.excerpts import excerpt, hits, quoted
from gandan.vietnamese import nfc

TEXT = (
    "Nước thải nhuộm đổ ra kênh Vĩnh Tân. Nuoc thai hoi lam. Nước sạch thì thiếu, nước  thải thừa."
)


def marked(shown: str) -> list[str]:
    return [unescape(found) for found in re.findall(r"<mark>(.*?)</mark>", shown, re.DOTALL)]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("nuoc thai", ["Nước thải", "Nuoc thai", "nước  thải"]),
        ("nước thải", ["Nước thải", "nước  thải"]),
        ("NƯỚC THẢI", ["Nước thải", "nước  thải"]),
        ("thai nuoc", []),
        ('"kenh" "sach"', ["kênh", "sạch"]),
        ("nu", []),
        ("", []),
        ("???", []),
    ],
    ids=[
        "without marks",
        "with marks",
        "capitals",
        "other order",
        "quoted",
        "part of a word",
        "none",
        "no word",
    ],
)
def test_hits_follow_the_rules_of_the_search(query, found):
    assert marked(excerpt(TEXT, query, 1000)) == found


def test_tone_placement_does_not_matter():
    assert marked(excerpt("Khu vực Hoà Bình", "hòa bình")) == ["Hoà Bình"]


def test_text_in_decomposed_form_is_found_too():
    decomposed = "Nu\u031bo\u031b\u0301c tha\u0309i"
    assert marked(excerpt(decomposed, "nước thải")) == ["Nước thải"]


def test_a_letter_cannot_write_markup_inside_or_around_a_hit():
    shown = excerpt("<img src=x> kênh <b>Vĩnh</b> Tân", "kenh")
    assert "<img" not in shown
    assert "<b>" not in shown
    assert marked(shown) == ["kênh"]


def test_a_long_letter_is_cut_between_words_around_the_first_hit():
    shown = excerpt("mở đầu " * 100 + "kênh đen " + "và hết " * 100, "kenh den", 120)
    assert marked(shown) == ["kênh đen"]
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    words = set(re.sub(r"</?mark>", "", shown).replace("…", "").split())
    assert words <= {"mở", "đầu", "kênh", "đen", "và", "hết"}


def test_one_endless_word_still_shows_the_hit():
    assert marked(excerpt("x" * 500 + " kênh " + "y" * 500, "kenh", 120)) == ["kênh"]


def test_without_a_hit_the_beginning_is_shown():
    assert excerpt("Kính gửi Ủy ban", "kênh") == "Kính gửi Ủy ban"


@given(st.text(max_size=300), st.text(max_size=20), st.integers(20, 200))
def test_an_excerpt_is_part_of_the_text_whatever_stands_in_it(text, query, length):
    shown = str(excerpt(text, query, length))
    plain = unescape(re.sub(r"</?mark>", "", shown))
    assert plain.removeprefix("… ").removesuffix(" …") in nfc(text) or plain in nfc(text)
    assert re.sub(r"</?mark>", "", shown).count("<") == 0


@given(st.text("nước thải NUOC,. ", max_size=80))
def test_hits_are_in_order_and_apart(text):
    spans = hits(nfc(text), "nuoc")
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_the_quoted_passage_is_marked_where_it_stands():
    assert quoted("a <b> c", 2, 5) == "a <mark>&lt;b&gt;</mark> c"


def test_a_quotation_can_be_cut_to_its_surroundings():
    text = "đầu " * 50 + "cầu Sắt" + " cuối" * 50
    shown = quoted(text, 200, 207, 20)
    assert marked(shown) == ["cầu Sắt"]
    assert len(shown) < 100
