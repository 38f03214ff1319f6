"""A unit writes and sends, the office sends back and accepts; by hand and without script."""

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("script", [True, False])
def test_a_report_goes_from_the_unit_to_the_office_and_back(desk, script):
    unit = desk("daumoi", script=script)
    unit.goto("/bao-cao-ky/")
    row = unit.locator(".job", has_text="quý III/2026")
    row.get_by_role("button", name="Mở báo cáo").click()
    for code, figure in (("TD01", "129"), ("TD02", "24"), ("HN01", "3")):
        unit.locator(f"[name=f_{code}]").fill(figure)
    unit.locator("[name=s_1]").fill(
        "Nhận 12 kiến nghị, gồm 7 kiến nghị về đất đai và 6 kiến nghị khác."
    )
    unit.get_by_role("button", name="Lưu và kiểm tra").click()
    expect(unit.get_by_text("7 + 6 = 13")).to_be_visible()
    address = unit.url.split("viet/")[0]
    unit.get_by_role("button", name="Gửi bản đã lưu").click()
    expect(unit.get_by_text("đã gửi, chờ nhận").first).to_be_visible()

    office = desk("tonghop", script=script)
    office.goto(f"{address}chenh-lech/")
    assert office.get_by_role("button", name="Nhận báo cáo").count() == 0
    office.get_by_label("Lý do trả lại").fill("Sửa tổng số kiến nghị.")
    office.get_by_role("button", name="Trả lại cho đơn vị").click()
    expect(office.get_by_text("bị trả lại").first).to_be_visible()

    unit.goto(f"{address}viet/")
    unit.locator("[name=s_1]").fill(
        "Nhận 13 kiến nghị, gồm 7 kiến nghị về đất đai và 6 kiến nghị khác."
    )
    unit.get_by_role("button", name="Lưu và kiểm tra").click()
    unit.get_by_label("Đã sửa gì so với bản trước").fill("Sửa tổng số kiến nghị")
    unit.get_by_role("button", name="Gửi bản đã lưu").click()

    office.goto(f"{address}chenh-lech/")
    office.get_by_role("button", name="Nhận báo cáo").click()
    expect(office.get_by_text("Đã nhận báo cáo")).to_be_visible()


@pytest.mark.parametrize("width", [390, 1280])
def test_no_report_page_scrolls_sideways(desk, width):
    office = desk("tonghop", width=width)
    office.goto("/bao-cao-ky/ky/")
    office.get_by_role("link", name="quý II/2026").click()
    pages = [office.url, f"{office.url}tong-hop/"]
    pages.append(office.locator("th a").first.get_attribute("href"))
    for page in [*pages, "/bao-cao-ky/ky/moi/", "/bao-cao-ky/mau/", "/bao-cao-ky/chi-tieu/"]:
        office.goto(page)
        wide = office.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, page
