"""A citizen on a cheap phone: follow, say "not settled", hand in, give a tip; without script."""

import re

import pytest

from gandan.accounts.models import User
from gandan.casework.models import Attachment, Case, Submission
from gandan.casework.services.filing import show_to_sender
from tests.browser.conftest import shot, violations
from tests.desk.case_makers import step
from tests.readers.sent_pictures import PLAIN, huge_jpeg, photo

pytestmark = pytest.mark.browser
WIDTHS = (390, 1280)


@pytest.fixture
def phone(chromium, live_server, demo):
    """A page without sign-in; script runs only so that axe can look at it."""
    opened = []

    def open_at(width, *, scheme="light", script=True):
        context = chromium.new_context(
            viewport={"width": width, "height": 844},
            locale="vi-VN",
            color_scheme=scheme,
            java_script_enabled=script,
            base_url=live_server.url,
        )
        opened.append(context)
        return context.new_page()

    yield open_at
    for context in opened:
        context.close()


def look(page, name, width):
    shot(page, f"citizen-{name}-{width}")
    assert violations(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def answered_letter():
    rows = Case.objects.filter(stage="answered", is_followed=True, came_by=None).open_to_sender()
    return rows.first().submissions.first()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_sender_follows_a_letter_and_says_that_it_is_not_settled(phone, width):
    letter = answered_letter()
    page = phone(width)
    page.goto("/theo-doi/")
    look(page, "follow", width)
    page.fill("[name=code]", letter.tracking_code.lower().replace("-", " "))
    page.click("main .btn.primary")
    look(page, "letter", width)
    page.click("text=Chưa được giải quyết >> nth=-1")
    look(page, "dispute", width)
    page.fill("[name=reason]", "Mưa tối qua vẫn ngập, chưa thấy ai đến.")
    page.click("main .btn.primary")
    look(page, "disputed", width)
    code = page.inner_text(".keep .code")
    page.goto(f"/theo-doi/{letter.tracking_code}/")
    look(page, "letter-again", width)
    page.get_by_role("button", name="Rút lại").click()
    page.wait_for_load_state()
    assert page.get_by_role("button", name="Rút lại").count() == 0
    assert Submission.objects.filter(tracking_code=code).exists()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_citizen_hands_in_a_letter_and_gives_a_tip(phone, width):
    page = phone(width, scheme="dark" if width == 390 else "light")
    page.goto("/nguoi-dan/")
    look(page, "home", width)
    page.click("main >> text=Gửi đơn")
    look(page, "choose", width)
    page.click("main >> text=Khiếu nại >> nth=0")
    page.click("main .btn.primary")
    look(page, "complaint-to-mend", width)
    page.goto("/gui-don/phan-anh/")
    page.fill("[name=text]", "Ngõ 58 cứ mưa là ngập. Đề nghị nạo vét cống.")
    page.select_option("[name=unit]", index=1)
    page.click("main .btn.primary")
    look(page, "receipt", width)
    page.goto("/bao-tin/")
    look(page, "tip", width)
    page.fill("[name=text]", "Cán bộ phòng 3 nhận tiền khi cấp giấy ngày 12/10.")
    page.select_option("[name=about]", index=2)
    page.click("main .btn.primary")
    look(page, "tip-taken", width)
    code = page.inner_text(".keep .code")
    assert code not in page.url
    page.goto("/bao-tin/xem/")
    look(page, "tip-code", width)
    page.fill("[name=code]", code)
    page.click("main .btn.primary")
    look(page, "tip-state", width)
    assert code not in page.url


@pytest.fixture
def asked(demo):
    """A case of the demo that waits for its sender since this morning."""
    rows = Case.objects.filter(
        stage="classified", is_followed=True, came_by=None, unit__code="mh-ban"
    )
    case = rows.open_to_sender().order_by("-id")[0]
    handler = User.objects.get(username="xulydon")
    missing = "Bản chụp giấy chứng nhận quyền sử dụng đất; số thửa, số tờ bản đồ."
    return step(case, "ask_supplement", handler, missing_items=missing)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_sender_sends_what_was_asked_for_and_opens_a_proof(phone, asked, width):
    letter = asked.submissions.order_by("raisings__id").first()
    page = phone(width, scheme="dark" if width == 390 else "light")
    page.goto(f"/theo-doi/{letter.tracking_code}/")
    look(page, "asked", width)
    page.click("text=Gửi phần bổ sung")
    page.set_input_files("[name=photos]", {"name": "x.jpg", "mimeType": "", "buffer": huge_jpeg()})
    page.fill("[name=text]", "Thửa số 12, tờ bản đồ 7. Gửi kèm ảnh giấy chứng nhận.")
    page.click("main .btn.primary")
    assert "70 triệu điểm ảnh" in page.inner_text("main")
    look(page, "supplement-to-mend", width)
    files = [("so-do.jpg", photo()), ("rach.jpg", PLAIN[:-60])]
    page.set_input_files(
        "[name=photos]", [{"name": n, "mimeType": "image/jpeg", "buffer": b} for n, b in files]
    )
    page.click("main .btn.primary")
    assert "tệp hỏng, không mở được" in page.inner_text("main")
    look(page, "supplemented", width)
    page.click("text=Xem trang theo dõi")
    assert "Phần ông/bà đã bổ sung" in page.inner_text("main")
    proof = Attachment.objects.filter(
        answer__told_on__isnull=False, purpose="proof", case__came_by=None,
        case__in=Case.objects.open_to_sender(),
    ).order_by("id")[0]  # fmt: skip
    show_to_sender(proof, shown=True, by=User.objects.get(username="xulydon"))
    code = proof.case.submissions.order_by("raisings__id").first().tracking_code
    page.goto(f"/theo-doi/{code}/")
    look(page, "proof", width)
    page.click(f"main >> text={proof.name} >> nth=0")
    assert page.url.endswith(f"/{proof.pk}/")


def test_a_handler_sees_which_proof_the_sender_may_open(desk):
    proof = Attachment.objects.filter(
        answer__isnull=False, purpose="proof", case__in=Case.objects.open_to_sender(),
        case__unit__code="mh-ban", is_for_sender=False,
    ).order_by("id")[0]  # fmt: skip
    for width in WIDTHS:
        page = desk("xulydon", width=width)
        page.goto(f"/don/vu-viec/{proof.case.code}/")
        look(page, "case-of-proof", width)
    page.get_by_role("button", name=f"Cho người gửi xem {proof.name}").first.click()
    page.wait_for_load_state()
    assert "người gửi xem được" in page.inner_text("main")
    look(page, "case-of-shown-proof", 1280)


def test_everything_works_without_script_and_no_page_is_heavy(phone):
    page = phone(390, script=False)
    sizes = {}
    page.on("response", lambda answer: sizes.update({answer.url: len(answer.body())}))
    page.goto("/theo-doi/")
    page.fill("[name=code]", answered_letter().tracking_code)
    sizes.clear()
    page.click("main .btn.primary")
    assert page.locator("h2", has_text=re.compile("Đã trả lời")).count() == 1
    carried = sum(size for url, size in sizes.items() if "/fonts/" not in url)
    assert carried < 60_000


@pytest.mark.parametrize("width", WIDTHS)
def test_a_code_that_shows_nothing_says_where_to_ask(phone, width):
    page = phone(width)
    page.goto("/theo-doi/2222-2222-2222-2222-2222-2222-222/")
    look(page, "nothing", width)
