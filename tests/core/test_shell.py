"""The frame of every page: menu, search, sign-out, refusals, messages with the way back."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import resolve
from django.utils import translation

from gandan.core import navigation
from gandan.core.context import desk
from gandan.core.navigation import NavItem

from .rendering import Markup


@pytest.fixture(autouse=True)
def menu_without_counts(monkeypatch):
    """The frame is drawn without a database; what is counted belongs to the apps."""
    plain = {route: replace(item, count=None) for route, item in navigation._items.items()}
    monkeypatch.setattr(navigation, "_items", plain)


def request_of(address="/don/", may_open=lambda route: True, **more):
    request = RequestFactory().get(address)
    request.user = SimpleNamespace(
        is_authenticated=True,
        is_synthetic=True,
        full_name="Lê Thu Hằng",
        get_username=lambda: "xulydon",
    )
    request.session = {}
    request.may_open = may_open
    request.post_name = "Chuyên viên xử lý đơn"
    request.resolver_match = resolve(address)
    for name, value in more.items():
        setattr(request, name, value)
    return request


def visitor(address="/"):
    request = RequestFactory().get(address)
    request.user = SimpleNamespace(is_authenticated=False)
    return request


def page(template="core/base.html", request=None, **context):
    return render_to_string(template, context, request or request_of())


def test_the_frame_is_sound_markup_with_nothing_inline():
    found = Markup(page())
    assert found.faults == []
    assert len(found.ids) == len(set(found.ids))


def test_the_first_link_skips_to_the_content():
    found = Markup(page())
    assert found.all("a")[0]["href"] == "#chinh"
    assert "chinh" in found.ids


def test_every_item_of_the_menu_leads_somewhere_and_has_its_icon():
    from django.urls import reverse

    sprite = page_of_icons()
    assert navigation.items()
    for item in navigation.items():
        assert reverse(item.route)
        assert f'id="i-{item.icon}"' in sprite, item.icon


def page_of_icons():
    from pathlib import Path

    import gandan.core

    return (Path(gandan.core.__file__).parent / "static/gandan/icons.svg").read_text("utf-8")


def test_no_two_items_of_the_menu_share_a_key():
    keys = [item.key for item in navigation.items() if item.key]
    assert len(keys) == len(set(keys))


def test_the_menu_has_only_what_the_person_may_open():
    request = request_of(may_open=lambda route: route == "casework:case_list")
    routes = [entry["url"] for _, entries in desk(request)["nav"] for entry in entries]
    assert len(routes) == 1


def test_the_place_where_one_is_is_marked():
    found = Markup(page(request=request_of("/don/")))
    current = [a for a in found.all("a") if a.get("aria-current") == "page"]
    assert [a["href"] for a in current] == ["/don/"]


def test_an_item_of_an_unknown_group_is_refused():
    with pytest.raises(ValueError, match="group"):
        navigation.register(NavItem("x:y", "X", "inbox", "nowhere", 1))


def test_synthetic_data_are_said_on_every_page():
    assert "Dữ liệu mô phỏng" in page()
    assert "Dữ liệu mô phỏng" in page("404.html")


def test_a_visitor_sees_no_menu_and_no_name():
    shown = page("404.html", visitor())
    assert "Lê Thu Hằng" not in shown
    assert "<nav" not in shown


def test_refused_and_not_found_are_the_same_page():
    assert page("403.html", visitor()) == page("404.html", visitor())


@pytest.mark.parametrize("template", ["400.html", "404.html", "500.html", "core/csrf_failure.html"])
def test_every_refusal_says_what_to_do_next(template):
    shown = page(template, visitor())
    assert Markup(shown).faults == []
    assert 'href="/"' in shown


def test_the_broken_page_needs_nothing_but_files():
    assert "đang hỏng" in render_to_string("500.html")


def test_a_done_step_offers_its_way_back_once():
    said = [Message(messages.SUCCESS, "Đã gộp 2 đơn."), Message(messages.INFO, "Một đơn bỏ qua.")]
    request = request_of(_messages=said)
    request.session["undo"] = {"url": "/don/ban-sao/hoan-tac/", "values": [["code", "Đ-26-000001"]]}
    found = Markup(page(request=request))
    undo = [form for form in found.all("form") if form.get("action") == "/don/ban-sao/hoan-tac/"]
    assert len(undo) == 1
    assert "undo" not in request.session
    assert any(field.get("value") == "Đ-26-000001" for field in found.all("input"))


def test_an_error_is_announced_at_once_and_a_done_step_politely():
    said = [Message(messages.ERROR, "Chưa chọn đơn nào."), Message(messages.SUCCESS, "Đã lưu.")]
    shown = Markup(page(request=request_of(_messages=said)))
    roles = {a["class"]: a["role"] for a in shown.all("div") if "toast" in str(a.get("class"))}
    assert roles == {"toast bad": "alert", "toast": "status"}


def test_the_title_says_that_there_are_errors():
    from .gallery import bound

    assert "<title>Lỗi: " in page(form=bound())
    assert "<title>Lỗi: " not in page()


def test_the_other_language_is_one_press_away():
    with translation.override("en"):
        found = Markup(page())
    assert found.all("html")[0]["lang"] == "en"
    choices = [field for field in found.all("input") if field.get("name") == "language"]
    assert {field["value"] for field in choices} == {"vi"}
