"""An officer makes the pack, a leader reads it on a phone, decides, and a unit reports."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import shot, violations

SECOND = "quý II/2026"


def open_pack(page, period=SECOND):
    page.goto("/giao-ban/")
    page.locator("tr", has_text=period).get_by_role("link").first.click()
    page.wait_for_load_state()
    return page.url


def test_an_officer_makes_changes_and_freezes_a_pack(desk):
    page = desk("tonghop")
    page.goto("/giao-ban/moi/")
    page.fill("[name=period]", "tháng 6/2026")
    page.get_by_role("button", name="Lập bản nháp").click()
    page.get_by_text("Phần đầu vừa một trang A4.").wait_for()
    page.get_by_role("link", name=re.compile("^sửa ?: Đến ngày")).first.click()
    page.get_by_label("Câu").fill("Chờ số của phường.")
    page.get_by_role("button", name="Lưu").click()
    page.get_by_text("Chờ số của phường.", exact=True).wait_for()
    page.get_by_role("button", name="Hoàn tác", exact=True).click()
    page.get_by_text("Đã hoàn tác: sửa một câu.").wait_for()
    assert page.get_by_text("Chờ số của phường.", exact=True).count() == 0
    page.get_by_role("link", name="Chốt", exact=True).click()
    page.get_by_role("button", name="Chốt bản này").click()
    page.get_by_text("Đã chốt tài liệu").wait_for()


def test_a_leader_reads_on_a_phone_opens_a_figure_and_decides(desk):
    page = desk("lanhdao", width=390)
    open_pack(page)
    shot(page, "briefing-390")
    figure = page.locator("#h-van-de").locator("xpath=../..").locator("dd a").first
    shown = figure.inner_text().split()[0]
    figure.click()
    assert page.locator("#tong").inner_text().startswith(shown)
    first = open_pack(page, "quý I/2026")
    page.get_by_role("link", name="Ghi kết luận").click()
    form = page.locator("form", has=page.get_by_role("button", name="Giao việc")).last
    form.locator("[name=text]").fill("Gửi ảnh cống đã nạo vét")
    form.locator("[name=owner]").select_option(label="Phường Vĩnh Tân")
    form.locator("[name=due_on]").fill("15/12/2026")
    form.get_by_role("button", name="Giao việc").click()
    page.get_by_text("Đã giao việc").wait_for()

    unit = desk("daumoi", width=390)
    unit.goto("/giao-ban/viec/")
    unit.get_by_role("link", name="Gửi ảnh cống đã nạo vét").click()
    unit.get_by_label("Đã làm gì").fill("Gửi 3 ảnh ngày 01/12/2026, lưu ở hồ sơ tổ 5.")
    unit.get_by_label("Việc đã xong").check()
    unit.get_by_role("button", name="Gửi", exact=True).click()
    unit.get_by_text("Nơi giao việc được báo").wait_for()
    page.goto(first)
    expect(page.get_by_text("đã xong, có minh chứng").first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1280, "dark")])
def test_briefing_and_report_pages_are_accessible_and_never_scroll_sideways(desk, width, scheme):
    page = desk("tonghop", width=width, scheme=scheme)
    pack = open_pack(page)
    source = (
        page.locator("#h-van-de").locator("xpath=../..").locator("dd a").first.get_attribute("href")
    )
    page.goto("/bao-cao-ky/ky/")
    page.get_by_role("link", name=SECOND).first.click()
    round_ = page.url
    report = page.locator("th a").first.get_attribute("href")
    frozen = open_pack(page, "quý I/2026")
    addresses = [
        "/giao-ban/",
        "/giao-ban/moi/",
        "/giao-ban/viec/",
        pack,
        source,
        *(f"{pack}{part}" for part in ("phu-luc/", "so-sanh/", "van-de/", "them-cau/", "chot/")),
        f"{frozen}ket-luan/",
        "/bao-cao-ky/",
        "/bao-cao-ky/ky/",
        round_,
        f"{round_}tong-hop/",
        report,
    ]
    bad = []
    for number, address in enumerate(addresses):
        page.goto(address)
        shot(page, f"briefing-{number:02}-{width}-{scheme}")
        bad += [f"{address}: {fault}" for fault in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            bad.append(f"{address}: scrolls sideways")
    assert bad == []
