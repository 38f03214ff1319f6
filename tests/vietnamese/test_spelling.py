import pytest

from gandan.vietnamese import expand, fold, is_folded_syllable, is_syllable


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


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ko dc", "khong duoc"),
        ("UBND TP ntn", "uy ban nhan dan thanh pho nhu the nao"),
        ("p 12 q 5", "phuong 12 quan 5"),
        ("15 p", "15 p"),
        ("5 kg", "5 kg"),
        ("20 k", "20 k"),
        ("12 h 30", "12 h 30"),
        ("rác thải", "rac thai"),
    ],
)
def test_shorthand_is_spelled_out_where_it_is_safe(written, meant):
    assert " ".join(expand(fold(written).split())) == meant
