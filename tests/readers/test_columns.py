import pytest

from gandan.core.readers.columns import NAMES, HeaderError, is_header, read_header


def meanings(*names):
    return {names[c]: meaning for c, meaning in read_header(names).meanings.items()}


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Mã đơn", "id"),
        ("MA DON", "id"),
        ("Số đến", "id"),
        ("stt", "id"),
        ("Ngày tiếp nhận", "received_on"),
        ("ngay_den", "received_on"),
        ("Date", "received_on"),
        ("Địa bàn", "place"),
        ("Địa chỉ", "place"),
        ("Nguồn", "channel"),
        ("Họ và tên", "sender_name"),
        ("Điện thoại", "sender_phone"),
        ("Trích yếu", "title"),
        ("Cơ quan", "unit"),
    ],
)
def test_names_are_known_without_diacritics_and_case(name, meaning):
    assert meanings(name, "NỘI DUNG") == {name: meaning, "NỘI DUNG": "text"}


@pytest.mark.parametrize(
    ("names", "meaning", "column"),
    [
        (("STT", "Mã đơn", "Nội dung"), "id", "Mã đơn"),
        (("Tóm tắt", "Nội dung"), "text", "Nội dung"),
        (("Ngày gửi", "Ngày nhận", "Nội dung"), "received_on", "Ngày nhận"),
        (("Người gửi", "Địa chỉ", "Nội dung"), "sender_address", "Địa chỉ"),
        (("Địa chỉ", "Nơi xảy ra", "Nội dung"), "place", "Nơi xảy ra"),
    ],
    ids=["number", "summary", "date", "home", "scene"],
)
def test_the_better_name_has_the_meaning(names, meaning, column):
    assert names[read_header(names).column_of(meaning)] == column


def test_two_columns_of_text_are_an_error_and_no_guess():
    with pytest.raises(HeaderError, match="“Nội dung” và cột “Content”") as caught:
        read_header(["Nội dung", "Content"])
    assert caught.value.code == "two_text_columns"


def test_no_column_of_text_names_the_columns_seen():
    with pytest.raises(HeaderError, match="“Cột lạ”, “Ngày”"):
        read_header(["Cột lạ", None, "Ngày"])


def test_two_equal_names_elsewhere_are_a_doubt_and_the_first_counts():
    header = read_header(["Ngày nhận", "Ngày tiếp nhận", "Nội dung"])
    assert header.column_of("received_on") == 0
    assert "Ngày tiếp nhận" in header.doubts[0]


@pytest.mark.parametrize("label", ["kind", "field", "topic", "flags", "Loại", "Lĩnh vực"])
def test_labels_have_no_meaning(label):
    assert label not in meanings(label, "text")


def test_a_value_that_is_also_a_name_is_no_header():
    assert not is_header(["17", "Phản ánh", "Ngõ 58 ngập sâu sau mưa"])
    assert is_header(["Tóm tắt"])


def test_no_name_has_two_meanings():
    names = [name for groups in NAMES.values() for group in groups for name in group.split()]
    assert len(names) == len(set(names))
