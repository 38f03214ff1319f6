"""What a decision orders and what was done of it, written on the case without script."""

import pytest
from playwright.sync_api import expect

from gandan.casework.models import Case
from tests.browser.conftest import shot, violations

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [1280, 390])
def test_a_handler_writes_what_must_be_done_and_what_was_done(desk, width):
    page = desk("phuongxl", width=width, script=False)
    case = Case.objects.get(title__contains="mức hỗ trợ di dời")
    page.goto(f"/don/vu-viec/{case.code}/")
    page.get_by_role("link", name="Ghi nội dung phải thi hành").click()
    page.get_by_label("Có", exact=True).check()
    page.get_by_label("Trả tiền cho cá nhân (đồng)").fill("20.000.000")
    page.get_by_label("Cá nhân được trả quyền lợi").fill("1")
    shot(page, f"execution-ordering-{width}")
    page.get_by_role("button", name="Ghi nội dung").click()
    expect(page.get_by_text("Đã ghi nội dung phải thi hành")).to_be_visible()
    page.get_by_role("link", name="Ghi kết quả thi hành").click()
    page.get_by_label("Đã trả tiền cho cá nhân (đồng)").fill("12.000.000")
    page.get_by_label("Giấy tờ chứng minh").fill("Phiếu chi số 0123")
    shot(page, f"execution-result-{width}")
    page.get_by_role("button", name="Ghi kết quả").click()
    expect(page.get_by_text("Đã ghi kết quả thi hành")).to_be_visible()
    expect(page.get_by_role("cell", name="8.000.000 đồng")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Hủy").first.click()
    page.get_by_label("Vì sao hủy").fill("Ghi nhầm vụ việc")
    page.get_by_role("button", name="Hủy dòng này").click()
    expect(page.get_by_text("Ghi nhầm vụ việc").first).to_be_visible()
    shot(page, f"execution-case-{width}")


def test_the_pages_of_execution_are_accessible(desk):
    page = desk("phuongxl")
    case = Case.objects.get(title__contains="mở rộng đường Lê Chân")
    for tail in ("", "thi-hanh/noi-dung/", "thi-hanh/ket-qua/"):
        page.goto(f"/don/vu-viec/{case.code}/{tail}")
        assert violations(page) == [], tail
