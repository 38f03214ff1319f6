"""A reception officer finds the matter, receives a group, and the book is ready to print."""

from datetime import timedelta

import pytest

from gandan.accounts.models import User
from tests.browser.conftest import shot, violations
from tests.desk.case_makers import today, unit_of
from tests.desk.reception_makers import outcome, refusal, session, visit

pytestmark = pytest.mark.browser
PAGES = {
    "desk": "/tiep-dan/?q=ngập",
    "entry": "/tiep-dan/ghi/",
    "schedule": "/tiep-dan/lich/",
    "planning": "/tiep-dan/lich/moi/",
    "refusals": "/tiep-dan/tu-choi/",
    "refusing": "/tiep-dan/tu-choi/ghi/",
    "book": "/tiep-dan/so/",
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
    return group, held, refusal(office, by, "settled_and_notified")


@pytest.mark.parametrize("width", [1280, 390])
def test_reception_is_ready_on_a_desk_and_on_a_phone(desk, width):
    group, held, refused = busy_day()
    page = desk("tiepdan", width=width)
    own = {
        "visit": f"/tiep-dan/luot/{group.code}/",
        "confirmation": f"/tiep-dan/luot/{group.code}/xac-nhan/",
        "session": f"/tiep-dan/lich/{held.code}/",
        "refusal": f"/tiep-dan/tu-choi/{refused.code}/",
    }
    for name, address in {**PAGES, **own}.items():
        page.goto(address)
        look(page, name, width)


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
    assert "Lượt tiếp Đ-" in page.inner_text("h1")
    page.goto("/tiep-dan/so/")
    assert "Phạm Văn Mẫu" in page.inner_text(".reception-book")
    page.emulate_media(media="print")
    shot(page, "reception-book-printed")
