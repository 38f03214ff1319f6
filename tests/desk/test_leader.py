"""The leader's page: the sentence first, and no figure that its own rows contradict."""

import re
from datetime import date
from html import unescape

import pytest

from gandan.casework.models import CopySuggestion, Submission
from gandan.casework.services.classifying import classify
from gandan.casework.services.copies import confirm_copy
from gandan.casework.services.examining import examine
from gandan.concerns.services.deciding import confirm
from gandan.concerns.services.running import run_engine
from gandan.units.models import Unit
from tests.desk.conftest import DUST, FLOOD
from tests.kept_rows import kept_world

JUNE = "/dieu-hanh/?ky=2026-06"


@pytest.fixture
def a_busy_june(letter, people):
    """Floods that repeat, a copy that was merged and one that waits, a letter nobody can read."""
    kept_world("a busy June", lambda: _busy_june(letter, people))


def _busy_june(letter, people):
    for day in range(1, 8):
        letter(
            f"Ngõ 58 Bến Trúc mưa lần {day} là ngập đến đầu gối, cống tắc.", on=date(2026, 6, day)
        )
    letter(FLOOD, on=date(2026, 6, 10))
    letter(FLOOD, on=date(2026, 6, 11))
    letter(DUST, on=date(2026, 6, 12))
    letter(DUST, on=date(2026, 6, 13))
    letter("zz qq ww", on=date(2026, 6, 15))
    letter(DUST, on=date(2026, 5, 5))
    examine()
    run_engine(Unit.objects.get(code="mh-ban"), day=date(2026, 7, 1), by=people["tonghop"])
    first = Submission.objects.filter(classified_by="machine").order_by("id")[0]
    classify([first], None, by=people["xulydon"])
    confirm_copy(CopySuggestion.objects.order_by("id")[0], by=people["xulydon"])
    return ()


def text_of(html):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).replace("\u00a0", " ").split())


def test_every_figure_says_what_its_rows_say(a_busy_june, sign_in):
    client = sign_in("lanhdao")
    page = client.get(JUNE).content.decode()
    figures = re.findall(r'<a href="(/don/[^"]+)">([\d.]+)[^<]*</a>', page)
    figures += re.findall(r'<a href="(/don/[^"]+)">\s*(\d+) (?:gợi ý|đơn)', page)
    assert len(figures) >= 9
    for address, figure in figures:
        rows = text_of(client.get(unescape(address)).content.decode())
        counted = f"{figure} vụ việc" if "/vu-viec/" in address else f"{figure} đơn khớp bộ lọc"
        assert counted in rows, address


def test_the_sentence_names_the_field_that_rose_most(a_busy_june, sign_in):
    lead = text_of(sign_in("lanhdao").get(JUNE).content.decode().split('class="lead"')[1])
    assert "Trong tháng 6/2026 nhận 12 đơn , tăng 11 đơn so với 1 đơn kỳ trước." in lead
    assert "Tăng nhiều nhất: Điện, nước, thoát nước, cây xanh, 9 đơn , kỳ trước 0 đơn." in lead


def test_a_concern_is_confirmed_before_the_page_counts_it(a_busy_june, sign_in, people):
    from gandan.concerns.models import Concern

    client = sign_in("lanhdao")
    before = text_of(client.get(JUNE).content.decode())
    assert re.search(r"Vấn đề đã xác nhận 0 vấn đề có đơn trong kỳ; [1-9]\d* gợi ý chờ xem", before)
    confirm(Concern.objects.order_by("-size")[0], by=people["tonghop"])
    after = text_of(client.get(JUNE).content.decode())
    assert "Vấn đề đã xác nhận 1 vấn đề có đơn trong kỳ" in after


def test_a_period_without_letters_says_so(a_busy_june, sign_in):
    page = text_of(sign_in("lanhdao").get("/dieu-hanh/?ky=2025-01").content.decode())
    assert "Kỳ này chưa có vấn đề nào." in page
    assert "26 tuần này chưa nhận đơn nào." in page
    assert "Tăng nhiều nhất" not in page


def test_a_period_that_cannot_be_read_is_told_and_another_is_shown(a_busy_june, sign_in):
    page = text_of(sign_in("lanhdao").get("/dieu-hanh/?ky=hôm-kia").content.decode())
    assert "Trong tháng 6/2026" in page


def test_one_new_letter_does_not_empty_the_page_of_a_leader(a_busy_june, letter, sign_in):
    letter("Rác ở ngõ 12 không ai dọn.", on=date(2026, 7, 1))
    client = sign_in("lanhdao")
    assert "Trong tháng 6/2026" in text_of(client.get("/dieu-hanh/").content.decode())
    later = client.get("/dieu-hanh/?ky=2026-07").content.decode()
    assert "nhận 1 đơn" in text_of(later).replace(" ,", ",")
    assert re.search(r'value="tháng 7/2026"\s+selected', later)


def test_the_period_that_is_shown_stands_in_the_list_of_periods(a_busy_june, sign_in):
    page = sign_in("lanhdao").get("/dieu-hanh/?ky=2025-01").content.decode()
    assert re.search(r'value="tháng 1/2025"\s+selected', page)
