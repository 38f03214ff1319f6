import pytest
from hypothesis import given

from gandan.vietnamese import sentences

from .letters import any_text

WHOLE = [
    "Nhà ở P. 12, Q. Bình Tân, TP. Hồ Chí Minh bị ngập.",
    "Tại TP.HCM và Q.Bình Tân có 4.079 vụ, tăng 1,5 lần.",
    "Ngày 20. 9. 2013 và 20.9.2013 tôi gửi đơn.",
    "Nhà số 12. và số 13 bị ngập.",
    "Ông Nguyễn V. A. trình bày.",
    "GS.TS. Nguyễn Văn Ba nói.",
    "Sơn, bột trét, v.v. và các loại.",
    "2.1. Đường Lê Lợi hỏng.",
    "II. Về môi trường",
    "a) Rác thải tồn đọng.",
    '"Khi nào làm?" ông hỏi.',
    "Gửi abc.def@tinh.gov.vn hoặc xem www.tinh.gov.vn/trang nhé.",
    "hẻm hẹp quá.. xe không vào được",
    "Đường hỏng... mà không ai sửa.",
    "Luật số 02/2011/QH13 và Nghị định 30/2020/NĐ-CP.",
    "Tôi làm đơn này kính đề nghị quý cơ quan xem xét việc xây dựng\ntrái phép tại hẻm 12.",
]
SEVERAL = [
    ["Nhà số 12.", "Đường hẹp."],
    ["(1) Rác thải.", "(2) Tiếng ồn."],
    ["1. Rác không thu.", "2. Đèn hỏng."],
    ["Thu 500.000 đ.", "Nay đòi thêm."],
    ["Bao giờ xong?", "Xin trả lời!", "Cảm ơn."],
    ["Khói nhiều.", "mong sửa."],
    ["Ở khu B.", "Đề nghị sửa."],
    ["Vật tư, xi măng, v.v.", "Đề nghị kiểm tra."],
    ["Nước ngập 0,5 m.", "Xe chết máy."],
    ["Dân kêu mãi…", "Không ai nghe."],
    ["Ông nói: “Sẽ làm.”", "Rồi thôi."],
]


@pytest.mark.parametrize("text", WHOLE)
def test_a_stop_inside_a_sentence_does_not_end_it(text):
    assert sentences(text) == [(0, len(text))]


@pytest.mark.parametrize("parts", SEVERAL, ids=" ".join)
def test_sentences_are_told_apart(parts):
    text = " ".join(parts)
    assert [text[a:b] for a, b in sentences(text)] == parts


def test_a_stop_without_a_space_ends_a_sentence_too():
    text = "Xả khói gây ô nhiễm.Đề nghị xử lý"
    assert [text[a:b] for a, b in sentences(text)] == ["Xả khói gây ô nhiễm.", "Đề nghị xử lý"]


def test_short_lines_are_sentences_of_their_own():
    text = "P.Hòa An, TP Sao Mai\nkhu chợ bị lấn chiếm\n\n- rác\n- đèn hỏng"
    found = [text[a:b] for a, b in sentences(text)]
    assert found == ["P.Hòa An, TP Sao Mai", "khu chợ bị lấn chiếm", "- rác", "- đèn hỏng"]


@given(any_text)
def test_spans_are_in_order_trimmed_and_hold_every_letter(text):
    spans = sentences(text)
    edges = [edge for span in spans for edge in span]
    assert edges == sorted(edges)
    assert all(text[a:b] == text[a:b].strip() != "" for a, b in spans)
    inside = "".join(text[a:b] for a, b in spans)
    assert sum(map(str.isalnum, inside)) == sum(map(str.isalnum, text))
