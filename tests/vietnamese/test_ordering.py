import re

import pytest
from hypothesis import given

from gandan.vietnamese import person_sort_key, sort_key

from .letters import any_text

GOLDEN = [
    ["an", "ăn", "âm"],
    ["Dương", "Đống Đa", "Đường"],
    ["ma", "mà", "mả", "mã", "má", "mạ"],
    ["Ba", "Bá", "Ban", "Bàn", "Bằng", "Bân"],
    ["Hoa", "Hòa", "Hoan", "Hoàng", "Hồ", "Hờ"],
    ["Cần Thơ", "Cẩn Thơ", "Châu", "Đà Nẵng", "Em", "Êm"],
    ["Phường", "Phường 2", "Phường 10", "Phường 10A", "Phường An Khê"],
    ["u", "ú", "ư", "ứ", "v"],
    ["Hoa Sen", "Hoà An"],
    ["12 Lê Lợi", "Ba Đình"],
    ["zip", "Жук"],
]


@pytest.mark.parametrize("names", GOLDEN, ids=" < ".join)
def test_names_stand_in_dictionary_order(names):
    keys = [sort_key(name) for name in names]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà bình", "HÒA BÌNH"), ("Phường 02", "phường 2"), ("Thanh-Xuân", "Thanh Xuân"), ("", " ")],
)
def test_writing_habits_make_no_difference(one, other):
    assert sort_key(one) == sort_key(other)


@given(any_text)
def test_keys_are_safe_in_every_collation(name):
    assert re.fullmatch("[0-9a-z]*", sort_key(name))


def test_a_number_of_any_length_has_a_key():
    assert sort_key("9" * 5000) > sort_key("9" * 98)


def test_people_stand_by_given_name():
    people = ["Trần Văn An", "Lê Thị Ánh", "Nguyễn Văn Bình", "Phạm Thị Bình", "Đỗ Dũng", "Lê Đức"]
    by_family_name = sorted(people)
    assert sorted(by_family_name, key=person_sort_key) == people
    assert person_sort_key("") == ""
