"""A reception officer finds the matter, receives a group, and the book is ready to print."""

import re
from datetime import time, timedelta

import pytest

from gandan.accounts.models import User
from gandan.demo.proofs import picture
from gandan.reception.models import Booking, Visit
from gandan.reception.services import booking, handing
from tests.browser.conftest import shot, violations
from tests.desk.case_makers import today, unit_of
from tests.desk.reception_makers import DAY, conclusion, outcome, refusal, session, visit, wish

pytestmark = pytest.mark.browser
PAGES = {
    "desk": "/tiep-dan/?q=ngập",
    "entry": "/tiep-dan/ghi/",
    "schedule": "/tiep-dan/lich/",
    "planning": "/tiep-dan/lich/moi/",
    "refusals": "/tiep-dan/tu-choi/",
    "refusing": "/tiep-dan/tu-choi/ghi/",
    "book": "/tiep-dan/so/",
    "names": "/tiep-dan/tim-nguoi/",
    "bookings": "/tiep-dan/hen/",
    "asking": "/tiep-dan/hen/moi/",
    "conclusions": "/tiep-dan/ket-luan/",
}


def look(page, name, width):
    shot(page, f"reception-{name}-{width}")
    assert violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def busy_day():
    """A leader's session with a group, one that was missed, and a refusal."""
    by, office, day = User.objects.get(username="tiepdan"), unit_of("mh-ban"), today()
    plan = {"role": "province_secretary", "leader": "Trưởng ban Nguyễn Văn Thử"}
    held = outcome(session(office, by, day, **plan), by, today=day)
    missed = session(office, by, day - timedelta(days=1), **plan)
    outcome(missed, by, "missed", today=day, reason="Họp Ban Thường vụ đột xuất")
    people = (("Phạm Văn Mẫu", "0900 000 001"), ("Trần Thị Thử", ""))
    more = {"people": 7, "representatives": people, "address": "số 5 ngõ 58 Bến Trúc"}
    group = visit(office, by, on=day, session=held, kind="petition", **more)
    visit(office, by, "Xin hỏi về hồ sơ đất của gia đình.", on=day, name="Lê Thị Ví Dụ")
    paper = handing.Handed("Đơn có chữ ký của 46 hộ", "original", 5, "rõ chữ")
    handing.write_list(group, [paper], mark=handing.mark_of([]), by=by)
    conclusion(group, by, days=(day - DAY).days + 10)
    ward = {"assigned_name": "", "assigned_unit": unit_of("mh-p-vinh-tan"), "key": "k2"}
    conclusion(group, by, days=(day - DAY).days + 20, **ward)
    coming = session(office, by, day, **plan | {"starts_at": time(14)})
    asked = wish(office, by, name="Kiều Thị Thử Hẹn")
    booking.give_time(asked, coming, time(14), by=by, today=day, version=asked.version)
    earlier = group.submission
    return group, held, refusal(office, by, "settled_and_notified", earlier=earlier)


@pytest.mark.parametrize("width", [1280, 390])
def test_reception_is_ready_on_a_desk_and_on_a_phone(desk, width):
    group, held, refused = busy_day()
    page = desk("tiepdan", width=width)
    asked = Booking.objects.get(name="Kiều Thị Thử Hẹn")
    own = {
        "visit": f"/tiep-dan/luot/{group.code}/",
        "confirmation": f"/tiep-dan/luot/{group.code}/xac-nhan/",
        "session": f"/tiep-dan/lich/{held.code}/",
        "refusal": f"/tiep-dan/tu-choi/{refused.code}/",
        "papers": f"/tiep-dan/luot/{group.code}/tai-lieu/",
        "files": f"/tiep-dan/luot/{group.code}/tep/",
        "concluding": f"/tiep-dan/luot/{group.code}/ket-luan/",
        "conclusion": f"/tiep-dan/ket-luan/{group.conclusions.first().code}/",
        "booking": f"/tiep-dan/hen/{asked.slip}/",
        "arriving": f"/tiep-dan/ghi/?booking={asked.slip}",
    }
    for name, address in {**PAGES, **own}.items():
        page.goto(address)
        look(page, name, width)
    page.goto(own["refusal"])
    page.get_by_role("button", name="Soạn thông báo").click()
    look(page, "refusal-paper", width)
    there = desk("daumoi", width=width)
    there.goto("/tiep-dan/ket-luan/")
    look(there, "tasks", width)
    there.click("main .job a")
    look(there, "task", width)
    task = group.conclusions.get(key="k2").code
    there.goto(f"/tiep-dan/ket-luan/viec/{task}/")
    there.fill("[name=text]", "Đã sửa bơm, tổ dân phố xác nhận.")
    proof = {"name": "anh.png", "mimeType": "image/png", "buffer": picture(1)}
    there.set_input_files("[name=proofs]", files=[proof])
    there.click("#bao button.primary")
    there.wait_for_selector("text=Rút lại báo cáo")
    look(there, "task-reported", width)
    there.goto("/tiep-dan/ket-luan/")
    look(there, "tasks-reported", width)
    page.goto("/tiep-dan/ket-luan/")
    look(page, "conclusions-reported", width)
    page.goto(f"/tiep-dan/ket-luan/{task}/")
    assert "anh.png" in page.inner_text("#bao-xong")
    look(page, "conclusion-reported", width)


def test_a_visit_is_entered_with_three_fields_and_its_name_is_not_kept_as_a_draft(desk):
    page = desk("tiepdan")
    page.goto("/tiep-dan/")
    page.click("text=Ghi lượt tiếp")
    page.fill("[name=sender_name]", "Phạm Văn Mẫu")
    page.fill("[name=text]", "Đèn đường tổ 7 tắt cả tuần.")
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert "Đèn đường" in kept
    assert "Phạm" not in kept
    page.fill("[name=people]", "2")
    page.click("main form[method=post] button.primary")
    page.wait_for_url(re.compile("/tiep-dan/luot/"))
    assert "Lượt tiếp Đ-" in page.inner_text("h1")
    page.goto("/tiep-dan/so/")
    assert "Phạm Văn Mẫu" in page.inner_text(".reception-book")
    page.emulate_media(media="print")
    shot(page, "reception-book-printed")


def test_who_has_an_appointment_is_received_with_one_press_and_a_conclusion_follows(desk):
    busy_day()
    page = desk("tiepdan")
    page.goto("/tiep-dan/")
    asked = page.locator("#hen :is(li, tr)", has_text="Kiều Thị Thử Hẹn")
    asked.locator("text=Đã đến").click()
    assert page.input_value("[name=sender_name]") == "Kiều Thị Thử Hẹn"
    assert page.input_value("[name=text]") == "Hỏi việc ngõ 58 ngập"
    page.click("main form[method=post] button.primary")
    page.wait_for_url(re.compile("/tiep-dan/luot/"))
    page.click("a.btn:has-text('Ghi kết luận')")
    page.fill("[name=text]", "Sửa xong trạm bơm Bến Trúc.")
    page.fill("[name=assigned_name]", "Sở Xây dựng")
    last = f"{today() + timedelta(days=30):%d/%m/%Y}"
    page.fill("[name=carry_out_by]", last)
    page.click("main form[method=post] button.primary")
    page.click("main :is(a, button):has-text('Soạn thông báo kết luận')")
    assert "Giao Sở Xây dựng thực hiện, xong trước ngày" in page.inner_text("main")
    shot(page, "reception-notice-of-conclusion-1280")
    page.goto("/tiep-dan/")
    assert "Sửa xong trạm bơm Bến Trúc." in page.inner_text("main")


def test_a_lost_connection_and_a_lost_session_cost_no_word_and_make_no_second_visit(desk):
    page = desk("tiepdan")
    before = Visit.objects.count()
    page.goto("/tiep-dan/ghi/")
    page.fill("[name=sender_name]", "Phạm Văn Mẫu")
    page.fill("[name=text]", "Đèn đường tổ 7 tắt cả tuần.")
    page.route("**/tiep-dan/ghi/", lambda route: route.abort())
    page.click("main form[method=post] button.primary")
    page.wait_for_selector("#chua-gui:visible")
    assert "Chưa gửi – còn giữ trên máy này." in page.inner_text("#chua-gui")
    assert page.input_value("[name=sender_name]") == "Phạm Văn Mẫu"
    assert violations(page) == []
    shot(page, "reception-unsent-1280")
    page.unroute("**/tiep-dan/ghi/")
    page.reload()
    assert page.input_value("[name=text]") == "Đèn đường tổ 7 tắt cả tuần."
    assert page.input_value("[name=sender_name]") == ""
    kept = page.context.cookies()
    page.context.clear_cookies()
    page.click("main form[method=post] button.primary")
    page.wait_for_selector("#chua-gui [data-say=signed-out]:visible")
    page.context.add_cookies(kept)
    page.click("#chua-gui button:visible")
    page.wait_for_url(re.compile("/tiep-dan/luot/"))
    assert Visit.objects.count() == before + 1
    assert (
        page.evaluate(
            "Object.keys(sessionStorage).filter(k => k.startsWith('gandan:visit:')).length"
        )
        == 0
    )
    page.goto("/tiep-dan/ghi/")
    assert page.input_value("[name=text]") == ""


def test_nothing_of_a_denunciation_is_kept_in_the_browser(desk):
    page = desk("tiepdan")
    page.goto("/tiep-dan/ghi/")
    page.fill("[name=text]", "Cán bộ nhận tiền.")
    assert "nhận tiền" in page.evaluate("JSON.stringify(sessionStorage)")
    page.select_option("[name=kind]", "denunciation")
    assert "nhận tiền" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_an_appointment_and_a_visit_are_entered_without_script(desk):
    page = desk("tiepdan", script=False)
    page.goto("/tiep-dan/hen/moi/")
    page.fill("[name=matter]", "Hỏi việc chợ tạm")
    page.click("main form button.primary")
    assert "Đã ghi hẹn; mã hẹn H-" in page.inner_text("main")
    page.goto("/tiep-dan/ghi/")
    page.fill("[name=sender_address]", "số 5 ngõ 58 Bến Trúc")
    page.fill("[name=text]", "  ")
    page.click("main form[method=post] button.primary")
    assert "Ghi ít nhất một câu: việc gì, ở đâu." in page.inner_text("main")
    assert page.input_value("[name=sender_address]") == "số 5 ngõ 58 Bến Trúc"
    page.fill("[name=text]", "Cống tắc.")
    page.click("main form[method=post] button.primary")
    assert "Lượt tiếp Đ-" in page.inner_text("h1")
