import pytest

from gandan.vietnamese import (
    LONGEST_SPELLED_OUT,
    SHORTENED,
    is_folded_syllable,
    is_syllable,
)


@pytest.mark.parametrize(
    "word",
    "nghiêng khuỷu thuở quốc quyết giếng gì giặt ngoằn khuya boong đường Ủy ẤP ý yêu ương tuýp "
    "nguyễn huỳnh phường hoà tòan ngoẵm quýt kỹ".split(),
)
def test_real_syllables_are_possible(word):
    assert is_syllable(word)
    assert is_folded_syllable(word)


@pytest.mark.parametrize(
    "word",
    ["", *"nge ka cê ngh tàt mồc bả́ tr ngưoi vớiSARS 12 jo quu gê phng".split()],
)
def test_impossible_syllables_are_refused(word):
    assert not is_syllable(word)


def test_a_folded_syllable_may_have_had_any_marks():
    assert is_folded_syllable("duong")
    assert is_folded_syllable("tat")
    assert not is_folded_syllable("street")
    assert not is_folded_syllable("phng")


def test_shorthand_is_known_from_both_sides():
    assert "gpmb" in SHORTENED["giai", "phong", "mat", "bang"]
    assert set(SHORTENED["khong",]) >= {"ko", "k"}
    assert max(map(len, SHORTENED)) == LONGEST_SPELLED_OUT
