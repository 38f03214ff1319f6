"""The working copy: what was marked is gone, what stays is checked, the accused remains."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.sealed.comparing import plain
from gandan.sealed.leftovers import leftovers
from gandan.sealed.redaction import Mark, Span, SpanError, counted, joined, redact
from gandan.sealed.suggesting import suggest
from gandan.vietnamese import nfc

from .letters import letters

IDENTITY = {
    "name": "Lý Thị Hạ Vy",
    "phone": "0912 345 876",
    "email": "havy.ly@example.vn",
    "id_number": "001185012345",
    "address": "số 17 ngõ 204 phố Đồng Xanh, phường Vĩnh Tân",
}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@st.composite
def marked(draw):
    text = nfc(draw(TEXT.filter(lambda one: nfc(one))))
    edges = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(edges, edges), max_size=6))
    marks = st.sampled_from(list(Mark))
    return text, [Span(min(p), max(p), draw(marks)) for p in pairs if p[0] != p[1]]


@given(marked())
def test_what_is_outside_the_marks_stays_and_nothing_else(case):
    text, spans = case
    inside = {at for span in joined(text, spans) for at in range(span.start, span.end)}
    left = "".join(c for at, c in enumerate(text) if at not in inside)
    shown = redact(text, spans)
    for mark in Mark:
        shown = shown.replace(mark.label, "")
        left = left.replace(mark.label, "")
    assert shown == left


@given(marked())
def test_the_order_of_marks_and_marking_twice_change_nothing(case):
    text, spans = case
    once = redact(text, spans)
    assert redact(text, [*reversed(spans), *spans]) == once
    assert sum(counted(text, spans).values()) == len(joined(text, spans))


def test_a_label_tells_the_kind_and_not_the_length():
    short = redact("Tôi là An ạ", [Span(7, 9, Mark.NAME)])
    long = redact("Tôi là Lý Thị Hạ Vy ạ", [Span(7, 19, Mark.NAME)])
    assert short == long == "Tôi là [họ tên] ạ"


def test_marks_that_touch_become_one():
    assert redact("0912345876", [Span(0, 5, Mark.PHONE), Span(5, 10, Mark.PHONE)]) == (
        "[số điện thoại]"
    )


def test_a_loose_combining_mark_goes_with_its_letter():
    """It would show which letter it stood on."""
    text = "a" + "\u0331" + "b"
    assert redact(text, [Span(0, 1, Mark.OTHER)]) == "[lược bỏ]b"


@pytest.mark.parametrize("span", [Span(3, 3), Span(-1, 2), Span(2, 99), Span(5, 2)])
def test_marks_outside_the_text_are_refused(span):
    with pytest.raises(SpanError):
        redact("mười chữ", [span])


CERTAIN = [
    "Tôi là Lý Thị Hạ Vy.",
    "LÝ THỊ HẠ VY",
    "ly thi ha vy",
    "LyThiHaVy",
    "L ý T h ị H ạ V y",
    "Lý-Thị-Hạ-Vy",
    "Lý\u200bThị\u200bHạ\u200bVy",
    unicodedata.normalize("NFD", "Lý Thị Hạ Vy"),
    "L.T.H.V",
    "chị Hạ Vy nhà bên",
    "bà Vy nói lại",
    "Thị Hạ Vy",
    "gọi 0912345876 nhé",
    "gọi 0912.345.876",
    "+84 912 345 876",
    "+84(912)345-876",
    "０９１２３４５８７６",
    "O912345876",
    "không chín một hai ba bốn năm tám bảy sáu",
    "số 001 185 012 345",
    "0011-8501-2345",
    "havy.ly@example.vn",
    "havy.ly (a còng) example.vn",
    "nhà 17 ngõ 204",
    "số 17 ngõ 204 phố Đồng Xanh",
    "17, ngõ 204",
    "Lý Тhị Нạ Vу",
]


@pytest.mark.parametrize("text", CERTAIN)
def test_an_identity_is_found_however_it_is_written(text):
    found = leftovers(text, IDENTITY)
    assert any(one.is_certain for one in found), found


POSSIBLE = [
    "Vy có mặt hôm đó",
    "gia đình Lý Thị",
    "hạ vy",
    "số đuôi 345876",
    "giấy tờ bắt đầu bằng 001185",
    "ở ngõ 204",
    "khu phố Đồng Xanh",
    "ký tắt LTHV",
]


@pytest.mark.parametrize("text", POSSIBLE)
def test_what_may_be_somebody_else_is_left_to_a_person(text):
    found = leftovers(text, IDENTITY)
    assert found
    assert not any(one.is_certain for one in found)


NOTHING = [
    "Ông Đỗ Văn Khải thu 5.000.000 đồng ngày 03/4/2026.",
    "Đường Lý Thường Kiệt, phường Vĩnh Tân, thành phố Minh Hà",
    "vỹ mô, hạ tầng, thị trường, lý do",
    "Lý Thị Mai Hương làm chứng",
    "quan hệ, hành vi, công vụ",
    "Điện thoại bàn 02438251234",
    "",
]


@pytest.mark.parametrize("text", NOTHING)
def test_other_people_and_ordinary_words_are_let_be(text):
    assert leftovers(text, IDENTITY) == []


def test_a_name_that_is_a_word_does_not_stop_every_letter():
    identity = {"name": "Trần Văn Hóa"}
    assert not any(one.is_certain for one in leftovers("làng văn hóa, đời sống văn hoá", identity))
    assert any(one.is_certain for one in leftovers("ông Văn Hóa đã ký", identity))


@given(TEXT, TEXT)
def test_a_whole_name_between_any_words_is_found(before, after):
    text = f"{before} Lý Thị Hạ Vy {after}"
    assert any(one.is_certain for one in leftovers(text, IDENTITY))


@given(st.text(max_size=120))
def test_any_text_can_be_checked_and_places_lie_inside_it(text):
    for one in [*leftovers(text, IDENTITY), *suggest(text, IDENTITY)]:
        assert 0 <= one.start < one.end <= len(nfc(text))


def likely(text, identity=None):
    return [Span(one.start, one.end, one.mark) for one in suggest(text, identity) if one.is_likely]


def test_five_hundred_letters_keep_no_trace_of_their_writer_and_all_of_the_matter():
    for text, identity, stays in letters(500, seed=56):
        known = identity.strings()
        copy = redact(text, likely(text, known))
        assert not any(one.is_certain for one in leftovers(copy, known)), copy
        for word in (identity.name, identity.phone, identity.id_number, identity.email):
            assert plain(word) not in plain(copy), copy
        for word in stays:
            assert word in copy, copy


def test_most_of_it_is_found_by_rule_even_before_the_desk_has_entered_anything():
    missed = total = 0
    for text, identity, _ in letters(300, seed=8):
        copy = redact(text, likely(text))
        for name, value in identity.strings().items():
            if plain(value) in plain(text):
                total += 1
                missed += plain(value) in plain(copy) and name != "address"
    assert missed <= total * 0.03


def test_the_one_denounced_is_offered_but_not_ticked():
    text = "Tôi là Lý Thị Hạ Vy. Tôi tố cáo ông Đỗ Văn Khải."
    said = {text[one.start : one.end]: one.is_likely for one in suggest(text)}
    assert said == {"Lý Thị Hạ Vy": True, "Đỗ Văn Khải": False}


@pytest.mark.parametrize(
    "text",
    [
        "ĐƠN TỐ CÁO về Đường Lý Thường Kiệt",
        "cán bộ địa chính đã thu 500.000 đồng ngày 03/4/2026",
        "Ủy ban nhân dân phường Vĩnh Tân",
    ],
)
def test_ordinary_passages_are_not_offered(text):
    assert suggest(text) == []
