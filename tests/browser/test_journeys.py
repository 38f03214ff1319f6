"""The main job in the browser, in the words of the people who do it; and a look at each page."""

import re

import pytest
from pypdfium2 import PdfDocument

from gandan.casework.models import Case, Submission
from gandan.concerns.models import Concern
from gandan.jobs.services import run_all
from gandan.law.models import LawRow
from gandan.overview.models import Digest
from tests.browser.conftest import shot, violations

pytestmark = pytest.mark.browser


def pages():
    code = Submission.objects.filter(copy_suggestion__isnull=False)[0].code
    draft = Digest.objects.get(state="draft").code
    frozen = Digest.objects.get(state="frozen").code
    limit = LawRow.objects.current().filter(code="KN-1").latest("valid_from").ref
    return {
        "tonghop": {
            "van-de": "/van-de/",
            "van-de-mot": f"/van-de/{Concern.objects.order_by('-size')[0].code}/",
            "tong-hop": "/tong-hop/",
            "tong-hop-moi": "/tong-hop/moi/",
            "tong-hop-nhap": f"/tong-hop/{draft}/",
            "tong-hop-sua": f"/tong-hop/{draft}/sua/",
            "tong-hop-chot": f"/tong-hop/{draft}/chot/",
            "tong-hop-da-chot": f"/tong-hop/{frozen}/",
        },
        "lanhdao": {"dieu-hanh": "/dieu-hanh/?ky=2026-06", "bo-tri": "/don-vi/bo-tri/"},
        "xulydon": {
            "so-don": "/don/",
            "so-don-tim": "/don/?q=ngap",
            "so-don-khong": "/don/?q=khongcogi",
            "don": f"/don/{code}/",
            "ban-sao": "/don/ban-sao/",
            "vu-viec": "/don/vu-viec/",
            "vu-viec-mot": f"/don/vu-viec/{Case.objects.all()[0].code}/",
        },
        "tiepdan": {
            "ghi-don": "/don/moi/",
            "nap": "/don/nap/",
            "bien-nhan": f"/don/{code}/bien-nhan/",
            "khong-co": "/don/KHONG-CO/",
        },
        "quantri": {
            "don-vi": "/don-vi/",
            "don-vi-mot": "/don-vi/mh-p-vinh-tan/",
            "viec-nen": "/cong-viec/",
            "nhat-ky": "/nhat-ky/",
            "bao-mat": "/tai-khoan/hai-lop/",
            "phap-ly": "/phap-ly/",
            "phap-ly-khong": "/phap-ly/?state=checked",
            "phap-ly-hoi": "/phap-ly/?state=questions",
            "phap-ly-mot": f"/phap-ly/dong/{limit}/",
            "phap-ly-sua": f"/phap-ly/dong/{limit}/sua/",
            "lich": "/phap-ly/lich/?year=2027",
            "lich-ngay": "/phap-ly/lich/ngay/?day=2026-09-02",
            "tinh-han": "/phap-ly/tinh-han/?step=KN-TL&since=20/8/2026",
            "tinh-han-sai": "/phap-ly/tinh-han/?step=KN-TL&since=31/2/2026",
        },
    }


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_breaks_an_accessibility_rule_or_scrolls_sideways(desk, width):
    bad = []
    for scheme in ("light", "dark") if width == 1280 else ("light",):
        for person, addresses in pages().items():
            page = desk(person, width=width, scheme=scheme)
            for name, address in addresses.items():
                page.goto(address)
                bad += [f"{name} {scheme} {width}: {v}" for v in violations(page)]
                wide = page.evaluate("document.documentElement.scrollWidth")
                if wide > width:
                    bad.append(f"{name} {width}: scrolls sideways to {wide}")
                if scheme == "light":
                    shot(page, f"{name}-{width}")
    assert bad == []


def test_a_reception_officer_registers_a_visit_without_script(desk):
    page = desk("tiepdan", script=False)
    page.goto("/don/moi/")
    page.fill("[name=text]", "Cống đầu ngõ 12 tắc, nước đọng cả tuần.")
    page.fill("[name=place]", "ngõ 12, phường Vĩnh Tân")
    page.click("text=Vào sổ")
    assert "Đã vào sổ đơn" in page.inner_text("main")
    page.click("text=Biên nhận")
    assert re.search(r"[A-Z2-9]{4}-[A-Z2-9]{4}", page.inner_text("main"))


def test_a_wrong_date_is_told_and_nothing_is_lost(desk):
    page = desk("tiepdan")
    page.goto("/don/moi/")
    page.fill("[name=text]", "Cống tắc.")
    page.fill("[name=received_on]", "31/02/2026")
    page.click("text=Vào sổ")
    assert "không có ngày này" in page.inner_text(".errors")
    assert page.input_value("[name=text]") == "Cống tắc."
    assert not violations(page)
    shot(page, "ghi-don-loi-1280")


def test_a_file_becomes_a_register(desk, tmp_path):
    file = tmp_path / "don.csv"
    file.write_text(
        "Mã,Ngày nhận,Nội dung\nA1,01/6/2026,Rác ở ngõ 12 không ai dọn.\nA2,31/02/2026,Đèn đường tắt.\n",
        "utf-8",
    )
    page = desk("tiepdan")
    page.goto("/don/nap/")
    page.set_input_files("[name=file]", str(file))
    page.click("main button.primary")
    page.wait_for_url(re.compile("/don/nap/[0-9a-f-]{36}/"))
    run_all()
    page.reload()
    assert "không có ngày này" in page.inner_text("main")
    shot(page, "nap-ket-qua-1280")
    page.click("dd.big a")
    assert page.locator(".job").count() == 2


def test_a_handler_confirms_by_keyboard_and_takes_back(desk):
    page = desk("xulydon")
    page.goto("/don/?state=to_confirm")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("y")
    page.wait_for_selector(".toast")
    assert "Đã xác nhận 1 đơn" in page.inner_text(".toast")
    page.click("text=Hoàn tác")
    assert "Đã hoàn tác" in page.inner_text(".toast")
    page.goto("/don/ban-sao/")
    page.check(".job input >> nth=0")
    page.click(".bulk .primary")
    assert "Đã gộp 1 bản sao" in page.inner_text(".toast")


def test_a_synthesis_officer_carries_a_concern_into_a_frozen_digest(desk):
    page = desk("tonghop")
    page.goto("/van-de/?state=suggested")
    page.click(".job h3 a >> nth=0")
    page.click("text=Xác nhận là một vấn đề")
    page.fill("#ten-vd", "Ngập ở một ngõ")
    page.click("text=Lưu tên")
    assert "Ngập ở một ngõ" in page.inner_text("h1")
    page.goto("/tong-hop/moi/")
    page.fill("[name=period]", "quý II/2026")
    page.click("main button.primary")
    page.wait_for_selector(".doc")
    page.click("text=Sửa lời")
    page.fill("[name=closing]", "Đề nghị Sở Xây dựng nạo vét cống trước 15/7/2026.")
    page.click("main button.primary")
    assert "nạo vét cống" in page.inner_text(".doc")
    page.click(".head >> text=Chốt")
    page.click("text=Chốt bản này")
    assert "Đã chốt" in page.inner_text("main")
    assert page.locator("text=Sửa lời").count() == 0


def test_a_leader_opens_a_figure_down_to_its_letters(desk):
    page = desk("lanhdao")
    assert page.url.endswith("/dieu-hanh/")
    figure = page.inner_text(".figures .big a >> nth=0").replace(".", "")
    page.click(".figures .big a >> nth=0")
    assert figure in page.inner_text(".head").replace(".", "")


def test_an_administrator_names_a_day_off_without_script_and_the_sum_follows(desk):
    page = desk("quantri", script=False)
    page.goto("/phap-ly/lich/ngay/?day=2026-08-25")
    page.select_option("[name=kind]", "holiday")
    page.fill("[name=name]", "Nghỉ tránh bão")
    page.fill("[name=source]", "Công điện 5")
    page.click("main form button.primary")
    assert "Nghỉ tránh bão" in page.inner_text("main")
    page.goto("/phap-ly/tinh-han/")
    page.select_option("[name=step]", "KN-TL")
    page.fill("[name=since]", "20/8/2026")
    page.click("main form button.primary")
    assert "03/9/2026" in page.inner_text("#ket-qua")
    assert "25/8/2026 Nghỉ tránh bão" in page.inner_text("#ket-qua")


def test_the_leaders_page_is_one_sheet_of_paper(desk, tmp_path):
    page = desk("lanhdao")
    page.goto("/dieu-hanh/?ky=2026-06")
    assert page.is_visible("text=In một trang")
    page.pdf(path=tmp_path / "board.pdf", prefer_css_page_size=True)
    assert len(PdfDocument(tmp_path / "board.pdf")) == 1


def test_what_needs_script_is_not_offered_without_it(desk):
    page = desk("lanhdao", script=False)
    page.goto("/dieu-hanh/?ky=2026-06")
    assert not page.is_visible("text=In một trang")
    assert page.is_visible("text=Xem kỳ")


def test_enlarged_four_times_no_page_scrolls_sideways(desk):
    wide = []
    for person, addresses in pages().items():
        page = desk(person, width=320)
        for name, address in addresses.items():
            page.goto(address)
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(name)
    assert wide == []


def test_on_a_phone_the_search_comes_first_and_the_conditions_open(desk):
    page = desk("xulydon", width=390, script=False)
    page.goto("/don/")
    assert page.is_visible("#id_q")
    assert not page.is_visible("#id_field")
    page.click("text=Thêm điều kiện")
    assert page.is_visible("#id_field")


def test_the_first_key_leads_past_the_menu(desk):
    page = desk("lanhdao")
    page.goto("/dieu-hanh/?ky=2026-06")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Tới nội dung chính"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
