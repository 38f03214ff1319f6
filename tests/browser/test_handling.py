"""A handler refers a case and a focal point answers it, on a desk and on a phone."""

from datetime import timedelta

import pytest

from gandan.accounts.models import User
from gandan.casework.models import Case
from gandan.casework.services.classifying import classify
from gandan.casework.services.registering import Received, register
from gandan.domain.kinds import Channel
from gandan.domain.procedure import Stage
from tests.browser.conftest import shot, violations
from tests.desk.case_makers import GOOD_ANSWER, PETITION, POOR_ANSWER, today, unit_of

pytestmark = pytest.mark.browser
LETTER = (
    "Cống đầu ngõ 12 tắc từ tháng trước, mưa là nước tràn vào nhà. "
    "Đề nghị phường nạo vét và cho biết ngày làm."
)


def fresh_case():
    """A letter of three days ago that the board has classified."""
    received = Received(
        text=LETTER,
        received_on=today() - timedelta(days=3),
        channel=Channel.POST,
        place="ngõ 12, phường Vĩnh Tân",
    )
    officer = User.objects.get(username="tiepdan")
    letter = register(received, unit=unit_of("mh-ban"), by=officer)
    classify([letter], PETITION, by=User.objects.get(username="xulydon"))
    return letter.cases.get()


def look(page, name, width):
    shot(page, f"{name}-{width}")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def send(page):
    page.click("main form button.primary[type=submit], main form button.primary")
    page.wait_for_load_state()


def test_a_handler_refers_and_a_focal_point_answers_with_the_check_between_them(desk):
    case = fresh_case()
    handler, focal_point = desk("xulydon"), desk("daumoi", width=390)
    handler.goto("/viec/")
    look(handler, "viec", 1280)
    handler.goto(f"/don/vu-viec/{case.code}/")
    assert "Vì sao có hạn này" in handler.inner_text("main")
    look(handler, "viec-vu-viec", 1280)
    handler.goto(f"/don/vu-viec/{case.code}/buoc/refer/")
    assert "Phường Vĩnh Tân" in handler.inner_text("main")
    handler.fill("[name=refer-document_number]", "31/CV-BTGDV")
    handler.fill("[name=refer-reason]", "Việc trên địa bàn phường.")
    look(handler, "viec-chuyen", 1280)
    send(handler)
    assert "Đã ghi" in handler.inner_text("main")

    focal_point.goto("/viec/duoc-giao/")
    assert case.title in focal_point.inner_text("main")
    look(focal_point, "viec-duoc-giao", 390)
    focal_point.goto(f"/don/vu-viec/{case.code}/buoc/confirm_receipt/")
    send(focal_point)
    answer(focal_point, case, POOR_ANSWER)

    handler.goto(f"/don/vu-viec/{case.code}/")
    assert "Chưa nói ai quyết định" in handler.inner_text("main")
    look(handler, "viec-tra-loi-chua-dat", 1280)
    handler.goto(f"/don/vu-viec/{case.code}/buoc/ask_to_mend/")
    handler.fill("[name=ask_to_mend-reason]", "Ghi rõ ai quyết định và ngày kiểm tra.")
    send(handler)
    answer(focal_point, case, {**GOOD_ANSWER, "measure": ""})
    handler.goto(f"/don/vu-viec/{case.code}/buoc/pass_on_answer/")
    send(handler)
    assert Case.objects.get(pk=case.pk).stage == Stage.ANSWERED


def answer(page, case, facts):
    page.goto(f"/don/vu-viec/{case.code}/buoc/receive_answer/")
    page.fill("[name=receive_answer-document_number]", "8/UBND")
    for name, words in facts.items():
        page.fill(f"[name=receive_answer-{name}]", words)
    look(page, "viec-tra-loi", 390)
    send(page)


@pytest.mark.parametrize("width", [390, 1280])
def test_queues_lists_and_hand_overs_hold_on_both_widths(desk, width):
    pages = {
        "xulydon": {
            "viec": "/viec/",
            "viec-noi-khac": "/viec/?tab=elsewhere",
            "viec-cho-dan": "/viec/?tab=sender",
            "viec-xong": "/viec/?tab=done",
        },
        "daumoi": {"viec-dau-moi": "/viec/", "viec-da-giao": "/viec/duoc-giao/?tab=open"},
        "lanhdao": {"viec-qua-han": "/viec/qua-han/", "viec-ban-giao": "/viec/ban-giao/"},
    }
    for person, addresses in pages.items():
        page = desk(person, width=width)
        for name, address in addresses.items():
            page.goto(address)
            look(page, name, width)
