import unicodedata

import pytest
from hypothesis import given

from gandan.vietnamese import (
    clean_controls,
    fold,
    has_diacritics,
    nfc,
    syllable_spans,
    syllables,
    tone_normalized,
)

from .letters import MARKED, any_text, decomposed, vietnamese_text


def test_there_are_134_letters_beyond_ascii():
    assert len(set(MARKED)) == 134


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Đường Đống Đa", "duong dong da"),
        ("HOÀ BÌNH", "hoa binh"),
        ("Nguyễn Thị Thuỷ", "nguyen thi thuy"),
        ("số 12/3B, Q.Bình Tân", "so 12/3b, q.binh tan"),
        ("İstanbul", "istanbul"),
        ("日本", "日本"),
    ],
)
def test_folding_leaves_plain_small_letters(written, folded):
    assert fold(written) == folded
    assert fold(unicodedata.normalize("NFD", written)) == folded


@given(any_text)
def test_folding_keeps_every_offset(text):
    composed = nfc(text)
    assert len(fold(composed)) == len(composed)


@given(any_text)
def test_comparable_forms_are_idempotent(text):
    for form in (nfc, fold, tone_normalized, lambda t: clean_controls(t)[0]):
        once = form(text)
        assert form(once) == once


@given(decomposed)
def test_the_order_of_combining_marks_makes_no_difference(text):
    swapped = text.replace("\u0302\u0301", "\u0301\u0302").replace("\u0323\u0302", "\u0302\u0323")
    assert fold(text) == fold(nfc(text))
    if unicodedata.normalize("NFC", swapped) == nfc(text):
        assert fold(swapped) == fold(text)


def test_a_dot_below_typed_after_the_circumflex_is_the_same_letter():
    assert nfc("vi\u0065\u0302\u0323t") == nfc("vi\u0065\u0323\u0302t") == "việt"


def test_folding_agrees_on_both_tone_placements():
    assert fold("hoà khoẻ thuỷ") == fold("hòa khỏe thủy")


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("hoà", "hòa"),
        ("HOÀ", "HÒA"),
        ("khoẻ", "khỏe"),
        ("thuỷ", "thủy"),
        ("tòan", "toàn"),
        ("hòang", "hoàng"),
        ("qúy", "quý"),
        ("quý", "quý"),
        ("qủa", "quả"),
        ("gìa", "già"),
        ("giá", "giá"),
        ("gì", "gì"),
        ("giếng", "giếng"),
        ("ngừơi", "người"),
        ("đựơc", "được"),
        ("vịêt", "việt"),
        ("cuả", "của"),
        ("khuỷu", "khuỷu"),
        ("ngoáy", "ngoáy"),
        ("thuở", "thuở"),
        ("boóng", "boóng"),
        ("café", "café"),
        ("José", "José"),
    ],
)
def test_a_tone_stands_on_one_letter_only(written, normal):
    assert tone_normalized(written) == normal


@given(vietnamese_text)
def test_placing_tones_keeps_length_and_folded_form(text):
    placed = tone_normalized(text)
    assert len(placed) == len(nfc(text))
    assert fold(placed) == fold(text)


@pytest.mark.parametrize("letter", MARKED)
def test_every_marked_letter_is_seen(letter):
    assert has_diacritics(letter)
    assert has_diacritics(unicodedata.normalize("NFD", letter))
    assert not has_diacritics(fold(letter))


@given(any_text)
def test_spans_and_syllables_tell_the_same(text):
    composed = nfc(text)
    spans = syllable_spans(composed)
    assert ["".join(syllables(composed[a:b])) for a, b in spans] == syllables(composed)


def test_syllables_are_folded_runs_of_letters_and_digits():
    assert syllables("Tổ 3, P.Hòa-Bình; q\u0309ua") == ["to", "3", "p", "hoa", "binh", "qua"]


@pytest.mark.parametrize(
    ("text", "cleaned", "found"),
    [
        ("a\x00b", "ab", ("ký tự NUL",)),
        ("a\u202eb\u2066c\u200f", "abc", ("ký tự đảo chiều",)),
        (
            "\ufeffa\u200bb\u00adc",
            "abc",
            ("dấu thứ tự byte", "khoảng trắng vô hình", "gạch nối ẩn"),
        ),
        ("a\r\nb\rc\td", "a\nb\nc\td", ()),
        ("a\ud800b", "a\ufffdb", ()),
        ("Nguyễn", "Nguyễn", ()),
    ],
    ids=["NUL", "bidi", "invisible", "line ends", "lone surrogate", "clean"],
)
def test_hidden_characters_are_taken_out_and_named(text, cleaned, found):
    assert clean_controls(text) == (cleaned, found)
