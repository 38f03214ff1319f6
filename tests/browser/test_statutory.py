"""Statutory tables on a desk and on a phone: a figure opens its rows, a unit writes its own."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import shot, violations

pytestmark = pytest.mark.browser
PERIOD = "ky=2026-q3"
PAGES = {
    "list": f"/thong-ke/?{PERIOD}",
    "counted": f"/thong-ke/?{PERIOD}&dem=handling",
    "handling": f"/thong-ke/01-xld/?{PERIOD}",
    "executed": f"/thong-ke/02-kqgq/?{PERIOD}",
    "amounts": f"/thong-ke/02-kqgq/dong/?{PERIOD}&hang=tong&cot=13",
    "written": f"/thong-ke/02-xld/?{PERIOD}&hang=mh-ban",
    "entry": f"/thong-ke/02-xld/ghi-ca-bieu/?{PERIOD}&don_vi=mh-ban",
    "cell": f"/thong-ke/02-xld/ghi/?{PERIOD}&don_vi=mh-ban&cot=13",
    "national": "/thong-ke/csdl-quoc-gia/",
}


@pytest.mark.parametrize("width", [1280, 390])
def test_tables_are_ready_on_a_desk_and_on_a_phone(desk, width):
    page = desk("tonghop", width=width)
    for name, address in PAGES.items():
        page.goto(address)
        shot(page, f"statutory-{name}-{width}")
        assert violations(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.goto(PAGES["handling"])
    assert page.locator(".statistics").is_visible() == (width == 1280)
    figure = page.locator(".columns-down td a").first
    rows = int(figure.inner_text())
    figure.click()
    page.wait_for_load_state()
    assert page.locator("tbody tr").count() == min(rows, 50)


def test_a_unit_writes_its_columns_without_script(desk):
    page = desk("daumoi", script=False)
    page.goto(f"/thong-ke/02-xld/?{PERIOD}")
    page.get_by_role("link", name="Ghi các cột không có trong sổ").click()
    page.fill("[name=c_26]", "1.207")
    page.fill("[name=note]", "Sổ văn bản đến của phường")
    page.get_by_role("button", name="Ghi các số đã đổi").click()
    expect(page.get_by_text("Đã ghi 1 cột")).to_be_visible()
    expect(page.locator(".columns-down").get_by_text("1.207")).to_be_visible()
