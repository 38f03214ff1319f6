"""Each component with the longest content: sound markup, nothing inline, texts escaped."""

import re

import pytest

from gandan.core.components.pieces import STATE_ICONS

from .gallery import EXAMPLES, LETTER, LetterForm, bound, filled_filter
from .rendering import Markup, render


@pytest.mark.parametrize("name", EXAMPLES, ids=str)
def test_a_component_is_sound_markup_with_nothing_inline(name):
    source, context = EXAMPLES[name]
    found = Markup(render(source, **context))
    assert found.faults == []
    assert len(found.ids) == len(set(found.ids))


@pytest.mark.parametrize("name", EXAMPLES, ids=str)
def test_a_component_never_lets_a_letter_write_markup(name):
    source, context = EXAMPLES[name]
    assert "<script>" not in render(source, **context)


@pytest.mark.parametrize(("state", "icon"), STATE_ICONS.items(), ids=lambda value: value or "plain")
def test_a_state_is_a_word_and_an_icon_never_colour_alone(state, icon):
    shown = render("{% tag state 'Quá 9 ngày' %}", state=state)
    assert "Quá 9 ngày" in shown
    assert (f"#i-{icon}" in shown) == bool(icon)


def test_an_unknown_state_is_a_mistake_of_the_page():
    with pytest.raises(KeyError):
        render("{% tag 'purple' 'x' %}")


def test_a_suggestion_says_what_how_sure_why_why_not_and_the_second_choice_in_this_order():
    source, context = EXAMPLES["pencil_box"]
    shown = render(source, **context)
    parts = [
        "Vấn đề:",
        "Khá chắc, 86",
        "41 trên 47",
        "Điều máy ngờ:",
        "Khả năng thứ hai:",
        "Xác nhận",
    ]
    places = [shown.index(part) for part in parts]
    assert places == sorted(places)


def test_a_history_tells_machine_from_person_and_done_from_ahead():
    source, context = EXAMPLES["section"]
    shown = Markup(render(source, **context))
    assert [item.get("class") for item in shown.all("li")] == ["ahead", "by-machine", None]
    times = [time["datetime"] for time in shown.all("time")]
    assert times == ["2026-09-11", "2026-09-04T06:00:00+07:00", "2026-09-03T15:20:00+07:00"]


def test_each_citation_leads_to_a_source_that_is_on_the_page():
    source, context = EXAMPLES["cite and sources"]
    shown = Markup(render(source, **context))
    targets = [a["href"] for a in shown.all("a") if a.get("class") == "cite"]
    assert targets == ["#n1", "#n2"]
    assert {target.removeprefix("#") for target in targets} <= set(shown.ids)


def test_a_source_marks_the_words_used():
    source, context = EXAMPLES["cite and sources"]
    assert f"<mark>{LETTER[17:60]}</mark>" in render(source, **context)


def test_a_missing_fact_is_said_not_left_blank():
    assert "<dd>chưa có</dd>" in render("{% facts rows %}", rows=[("Số người", None)])


def test_the_error_summary_counts_and_links_to_each_field():
    shown = Markup(render("{% form_errors form %}", form=bound()))
    links = [a["href"] for a in shown.all("a")]
    assert links == ["#id_received_on", "#id_text", "#id_kind_0"]
    assert "Còn ba chỗ cần sửa" in render("{% form_errors form %}", form=bound())


def test_a_form_without_errors_has_no_summary():
    assert "errors" not in render("{% form_errors form other %}", form=LetterForm(), other=None)


def test_a_field_in_error_keeps_what_was_typed_and_is_described_by_its_error():
    shown = Markup(render("{{ form.received_on.as_field_group }}", form=bound()))
    [control] = shown.all("input")
    assert control["value"] == "31/02/2026"
    assert control["aria-invalid"] == "true"
    described = control["aria-describedby"].split()
    assert described == ["id_received_on_helptext", "id_received_on_error"]
    assert set(described) <= set(shown.ids)


def test_the_error_stands_above_the_field():
    shown = render("{{ form.received_on.as_field_group }}", form=bound())
    assert shown.index("không có ngày này") < shown.index("<input")


def test_a_group_of_choices_is_a_fieldset_with_a_legend():
    shown = Markup(render("{{ form.kind.as_field_group }}", form=bound()))
    assert len(shown.all("fieldset")) == 1
    assert len(shown.all("legend")) == 1
    assert "id_kind_0" in shown.ids


def test_each_filter_in_use_can_be_taken_out_alone():
    address = "/don/?q=n%C6%B0%E1%BB%9Bc+th%E1%BA%A3i&field=land&since=1%2F7%2F2026&page=3"
    shown = render("{% filters_in_use form %}", address, form=filled_filter())
    links = [a["href"] for a in Markup(shown).all("a")]
    assert "?q=n%C6%B0%E1%BB%9Bc+th%E1%BA%A3i&since=1%2F7%2F2026" in links
    assert links[-1] == "/don/"
    assert "Nhận từ ngày: 01/7/2026" in shown
    assert "page=3" not in shown


def test_the_pager_keeps_the_filter_and_says_the_range_with_its_unit():
    source, context = EXAMPLES["pager"]
    shown = render(source, "/don/?q=a&page=2", **context)
    assert "51–100 trên hơn 10.000\u00a0đơn" in re.sub(r"[ \n]+", " ", shown)
    assert 'href="?q=a&amp;page=3"' in shown
    assert 'href="?q=a&amp;page=1"' in shown


@pytest.mark.parametrize("name", ["weekly", "pairs", "tiles", "many tiles"])
def test_every_plot_has_a_table_beside_it(name):
    source, context = EXAMPLES[name]
    shown = Markup(render(source, **context))
    assert len(shown.all("table")) == 1
    assert shown.all("details")
    assert all(cell.get("scope") for cell in shown.all("th"))


def test_an_unfinished_period_is_named_so_in_the_table():
    source, context = EXAMPLES["weekly"]
    assert "tuần 36 (chưa hết)" in render(source, **context)
