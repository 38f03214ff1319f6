"""A report is checked in the browser: beside the text on a desk, under it on a phone."""

import pytest

from tests.browser.conftest import shot, violations

pytestmark = pytest.mark.browser


def test_a_focal_point_checks_a_report_by_eye_and_without_script(desk):
    report = (
        "Báo cáo kết quả tiếp công dân quý II/2026 – phường Vĩnh Tân\n\n"
        "Trong quý, phường tiếp 129 lượt công dân, gồm 87 lượt tiếp thường xuyên và 24 lượt tiếp định kỳ.\n"
        "Kỳ trước chuyển sang 15 đơn, nhận mới 82 đơn, tổng 97 đơn; đã giải quyết 90 đơn, đạt 82,8%.\n"
        "Đơn vị\tTổng\tKhiếu nại\tTố cáo\nTổ 1\t7\t5\t2\nTổ 2\t9\t7\t1\nTổ 3\t3\t3\t0\nCộng\t18\t15\t3\n"
        "Công tác dân vận tiếp tục được đổi mới, có nhiều chuyển biến tích cực.\n"
        "Nhiệm vụ quý III:\n- Tăng cường kiểm tra, giám sát.\n"
        "- UBND phường trả lời 23 hộ ngõ Đình trước ngày 15/7/2026."
    )
    for width, script in ((1280, True), (390, False)):
        page = desk("daumoi", width=width, script=script)
        page.goto("/kiem-tra-bao-cao/")
        shot(page, f"kiem-tra-{width}")
        assert not script or violations(page) == []
        page.fill("[name=text]", report)
        page.click("main button.primary")
        page.wait_for_load_state()
        note = page.locator(".review-notes li.error").first
        assert "87 + 24 = 111, không phải 129" in note.inner_text()
        text, notes = page.locator(".passage-text").nth(1), page.locator(".review-notes").first
        beside = notes.bounding_box()["x"] > text.bounding_box()["x"] + 100
        assert beside == (width == 1280)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        shot(page, f"kiem-tra-ket-qua-{width}")
        assert not script or violations(page) == []
        with page.expect_download() as download:
            page.click("button[formaction$='tai.docx']")
        assert download.value.suggested_filename == "kiem-tra-bao-cao.docx"
