"""Tiles of equal size: each place has a cell of its own, near where it lies; limits are round."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gandan.core.cartogram import Tile, assign_cells, cells_of, class_of, round_limits, shades
from gandan.core.cartogram_drawing import broken_name, draw

from .gallery import TILES, many_tiles
from .rendering import Markup

places = st.lists(
    st.tuples(st.floats(20.5, 21.5), st.floats(105.2, 106.1)), min_size=1, max_size=40
).map(tuple)
rates = st.lists(st.floats(0, 500), max_size=60)


@given(places)
@settings(max_examples=60, deadline=None)
def test_every_place_has_a_cell_of_its_own(points):
    cells = assign_cells(points)
    assert len(cells) == len(points)
    assert len(set(cells)) == len(points)
    assert min(column for column, _ in cells) == min(row for _, row in cells) == 0


def test_north_is_up_and_east_is_right():
    points = tuple(
        (21.4 - 0.4 * row, 105.2 + 0.4 * column) for row in range(3) for column in range(3)
    )
    cells = assign_cells(points)
    for row in range(3):
        columns = [cells[3 * row + i][0] for i in range(3)]
        assert columns == sorted(set(columns))
    for column in range(3):
        rows = [cells[column + 3 * i][1] for i in range(3)]
        assert rows == sorted(set(rows))


def test_126_wards_fit_a_compact_map_that_keeps_its_order():
    tiles = many_tiles(126)
    cells, homeless = cells_of(tiles)
    assert homeless == []
    assert max(column for column, _ in cells) < 16
    assert max(row for _, row in cells) < 16
    order = sorted(range(126), key=lambda i: tiles[i].longitude or 0)
    west = [cells[i][0] for i in order[:20]]
    east = [cells[i][0] for i in order[-20:]]
    assert max(west) < min(east)


def test_the_same_places_always_get_the_same_cells():
    points = tuple((tile.latitude or 0, tile.longitude or 0) for tile in many_tiles(50))
    assert assign_cells(points) == assign_cells.__wrapped__(points)


def test_cells_checked_by_hand_are_kept():
    assert cells_of(TILES)[0] == [tile.cell for tile in TILES]


def test_a_place_without_coordinates_is_named_not_invented():
    tiles = [Tile("A", 1.0, latitude=21.0, longitude=105.8), Tile("B", 2.0)]
    assert cells_of(tiles)[1] == [tiles[1]]
    assert ">B<" not in draw(tiles, label="").drawing


@given(rates)
def test_limits_rise_and_lie_within_the_values(values):
    limits = round_limits(values)
    assert len(limits) <= 4
    assert all(low < high for low, high in pairwise(limits))
    assert all(min(values) < limit <= max(values) for limit in limits)


@given(rates)
def test_no_class_boundary_makes_an_empty_end_class(values):
    limits = round_limits(values)
    classes = {class_of(value, limits) for value in values}
    assert not limits or {1, len(limits) + 1} <= classes


def test_limits_are_round_numbers():
    limits = round_limits([2.7, 3.1, 4.8, 5.2, 5.9, 8.2, 8.8, 9.6, 10.9, 12.7, 14.1, 18.4])
    assert limits == [5, 7, 9, 12]


def test_a_value_on_a_limit_belongs_to_the_higher_class():
    assert [class_of(value, [4, 7]) for value in (3.9, 4, 6.9, 7)] == [1, 2, 2, 3]


@pytest.mark.parametrize(
    ("limits", "steps"),
    [([], [2]), ([4], [1, 5]), ([4, 7], [1, 3, 5]), ([1, 2, 3, 4], [1, 2, 3, 4, 5])],
    ids=["one class", "two", "three", "five"],
)
def test_few_classes_still_differ_well(limits, steps):
    assert shades(limits) == steps


def test_a_suppressed_tile_says_less_than_five_and_a_missing_one_says_so():
    found = draw(TILES, label="Đơn trên 10.000 dân", unit="đơn")
    assert "Hà Trung: &lt; 5" in found.drawing
    assert "Mai Xá: chưa có" in found.drawing
    assert 'class="suppressed"' in found.drawing
    assert 'class="unreported"' in found.drawing
    assert "&lt; 5" in found.key


@pytest.mark.parametrize(
    ("value", "state"), [(None, "value"), (3.0, "suppressed"), (0.0, "unreported")], ids=str
)
def test_a_withheld_value_cannot_reach_the_drawing(value, state):
    with pytest.raises(ValueError, match="tile"):
        Tile("Hà Trung", value, state)


def test_a_map_of_links_is_a_group_whose_links_say_name_and_value():
    shown = Markup(draw(TILES, label="Đơn trên 10.000 dân", unit="đơn").drawing)
    assert shown.faults == []
    assert shown.all("svg")[0]["role"] == "group"
    assert shown.all("a")[0]["aria-label"] == "Đồng Vân: 12,7 đơn"


def test_a_map_without_links_is_one_image():
    plain = [Tile(tile.name, tile.value, tile.state, cell=tile.cell) for tile in TILES]
    assert 'role="img"' in draw(plain, label="x").drawing


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("An Khánh", ["An Khánh"]),
        ("Văn Miếu - Quốc Tử Giám", ["Văn Miếu", "Quốc Tử Giám"]),
        ("Phường số mười hai thị trấn mới", ["Phường số m…", "hai thị trấ…"]),
        ("Ngoooooooooooooooooo", ["Ngooooooooo…"]),
    ],
    ids=["short", "two lines", "cut", "one word"],
)
def test_a_long_name_takes_two_lines_at_most(name, lines):
    assert broken_name(name, 11) == lines


def test_a_name_cannot_write_markup():
    assert "<b>" not in draw([Tile("<b>x</b>", 1.0, cell=(0, 0))], label='"><b>').drawing
