"""The part of a case about execution: written in forms, read on the page, closed to strangers."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gandan.casework.models import CarriedOut, Case, Ordering
from gandan.casework.models.execution import BY_THE_STEP
from gandan.casework.views import execution as views
from gandan.casework.views.case_steps import MOVED_ON
from tests.desk.case_makers import photo
from tests.desk.execution_makers import (
    MONEY,
    PEOPLE,
    effective,
    kept_decided,
    order,
    report,
    step,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(letter, people):
    return kept_decided(letter, people)


def address(case, tail=""):
    return f"/don/vu-viec/{case.code}/{tail}"


def version(case):
    return Case.objects.get(pk=case.pk).version


def write_order(client, case, **fields):
    data = {"version": version(case), "needed": "yes"} | fields
    return client.post(address(case, "thi-hanh/noi-dung/"), data)


def write_done(client, case, **fields):
    data = {"version": version(case), "on": "20/8/2026", "paper": "Biên lai 0123"} | fields
    return client.post(address(case, "thi-hanh/ket-qua/"), data)


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_decision_is_followed_from_what_it_orders_to_what_was_done(case, sign_in):
    client = sign_in("phuongxl")
    assert "Chưa ghi phải thi hành những gì" in text(client.get(address(case)))
    written = write_order(client, case, m_recovered_money="20.000.000", m_recovered_land="12,5")
    assert written.status_code == 302
    done = write_done(client, case, m_recovered_money="12.000.000", file=photo())
    assert done.status_code == 302
    shown = text(client.get(address(case)))
    for words in (
        "20.000.000 đồng", "12.000.000 đồng", "8.000.000 đồng", "12,5 m²",
        "Đã thu tiền cho Nhà nước: 12.000.000 đồng", "Biên lai 0123", "anh.png",
    ):  # fmt: skip
        assert words in shown
    assert CarriedOut.objects.get().on == date(2026, 8, 20)


def test_a_wrong_figure_stays_in_the_form_beside_what_is_wrong(case, sign_in):
    client = sign_in("phuongxl")
    refused = write_order(client, case, m_recovered_land="12,55", m_people_sanctioned="1")
    assert refused.status_code == 422
    assert 'value="12,55"' in text(refused)
    assert "nhiều nhất một chữ số lẻ" in text(refused)
    assert "nhiều hơn tổng số" in text(write_order(client, case, m_officials_sanctioned="2"))
    assert "Ghi ít nhất một số" in text(write_order(client, case))
    assert not Ordering.objects.exists()


def test_a_second_version_asks_why_and_shows_what_stood(case, people, sign_in):
    order(case, people["phuongxl"], {MONEY: 20_000_000})
    client = sign_in("phuongxl")
    form = text(client.get(address(case, "thi-hanh/noi-dung/")))
    assert 'value="20.000.000"' in form
    assert write_order(client, case, m_recovered_money="25.000.000").status_code == 422
    why = "Quyết định sửa đổi số 14/QĐ"
    assert write_order(client, case, m_recovered_money="25.000.000", why=why).status_code == 302
    shown = text(client.get(address(case)))
    assert why in shown
    versions = shown.split("Các bản nội dung phải thi hành")[1].split("</details>")[0]
    for words in ("25.000.000 đồng", "20.000.000 đồng"):
        assert f"<li>Thu hồi tiền cho Nhà nước: {words}</li>" in versions


def test_more_than_ordered_is_asked_about_and_told(case, people, sign_in):
    order(case, people["phuongxl"], {MONEY: 20})
    client = sign_in("phuongxl")
    refused = write_done(client, case, m_recovered_money="25")
    assert refused.status_code == 422
    assert "Ghi vì sao, hoặc sửa số" in text(refused)
    write_done(client, case, m_recovered_money="25", why_over="Cả tiền chậm nộp")
    shown = text(client.get(address(case)))
    assert "đã thi hành 25 đồng, nhiều hơn 20 đồng phải thi hành" in shown
    assert "Cả tiền chậm nộp" in shown


def test_a_day_before_the_decision_is_said_at_its_field(case, people, sign_in):
    order(case, people["phuongxl"], {MONEY: 20})
    refused = write_done(sign_in("phuongxl"), case, m_recovered_money="5", on="01/7/2026")
    assert refused.status_code == 422
    assert "phải từ 15/7/2026" in text(refused)


def test_a_page_left_open_does_not_write_twice(case, people, sign_in):
    order(case, people["phuongxl"], {MONEY: 20})
    client, seen = sign_in("phuongxl"), version(case)
    assert write_done(client, case, version=seen, m_recovered_money="5").status_code == 302
    again = write_done(client, case, version=seen, m_recovered_money="5")
    assert again.status_code == 422
    assert CarriedOut.objects.count() == 1


def test_a_result_is_annulled_with_a_reason_on_a_page_of_its_own(case, people, sign_in):
    order(case, people["phuongxl"], {PEOPLE: 2})
    (row,) = report(case, people["phuongxl"], {PEOPLE: 1})
    client, page = sign_in("phuongxl"), address(case, f"thi-hanh/{row.pk}/huy/")
    assert "Người đã bị xử lý hành chính: 1 người" in text(client.get(page))
    assert client.post(page, {"why": ""}).status_code == 422
    assert client.post(page, {"why": "Ghi nhầm vụ việc"}).status_code == 302
    shown = text(client.get(address(case)))
    assert "<s>Người đã bị xử lý hành chính: 1 người</s>" in shown
    assert "Ghi nhầm vụ việc" in shown
    assert client.get(page).status_code == 404
    client.cookies["django_language"] = "en"
    english = text(client.get(address(case)))
    assert "Annulled, " in english
    assert "Cancelled" not in english


def test_a_case_closed_as_ordering_nothing_says_what_to_take_back(case, people, sign_in):
    order(case, people["phuongxl"], {}, needed=False)
    effective(case, people)
    step(case, "close_without_execution", date(2026, 9, 1), people["lanhdao"])
    fields = {"m_recovered_money": "5", "why": "Có tiền phải thu"}
    refused = write_order(sign_in("phuongxl"), case, **fields)
    assert refused.status_code == 422
    assert "Nếu kết thúc nhầm, người đã ghi bước ấy hoặc lãnh đạo hoàn tác" in text(refused)
    assert "Sửa nội dung phải thi hành trước" not in text(refused)
    assert "lãnh đạo mở lại việc thi hành ở trang vụ việc" in text(refused)


def test_a_leader_opens_again_what_was_closed_as_ordering_nothing(case, people, sign_in):
    order(case, people["phuongxl"], {}, needed=False)
    effective(case, people)
    step(case, "close_without_execution", date(2026, 9, 1), people["lanhdao"])
    page = address(case, "thi-hanh/mo-lai/")
    assert sign_in("phuongxl").get(page).status_code == 404
    assert page not in text(sign_in("phuongxl").get(address(case)))
    leader = sign_in("lanhdao")
    assert page in text(leader.get(address(case)))
    stale = leader.post(page, {"version": version(case) - 1, "why": "Có tiền phải thu"})
    assert str(MOVED_ON) in text(stale)
    sent = leader.post(page, {"version": version(case), "why": "Có tiền phải thu"}, follow=True)
    assert "Đã mở lại việc thi hành" in text(sent)
    assert "Có tiền phải thu" in text(sent)
    assert page not in text(leader.get(address(case)))


def test_a_result_that_a_finished_case_rests_on_says_what_to_do_first(case, people, sign_in):
    order(case, people["phuongxl"], {MONEY: 20})
    (row,) = report(case, people["phuongxl"], {MONEY: 20})
    effective(case, people)
    step(case, "carry_out", date(2026, 9, 1), people["phuongxl"])
    refused = sign_in("phuongxl").post(address(case, f"thi-hanh/{row.pk}/huy/"), {"why": "Nhầm"})
    assert refused.status_code == 422
    assert "ghi kết quả đúng trước" in text(refused)
    assert "hoàn tác bước thực hiện xong" in text(refused)


def test_a_case_carried_out_says_why_it_cannot_order_nothing(case, people, sign_in):
    effective(case, people)
    step(case, "carry_out", date(2026, 9, 1), people["phuongxl"])
    client = sign_in("phuongxl")
    first = text(write_order(client, case, needed="no"))
    order(case, people["phuongxl"], {MONEY: 20}, on=date(2026, 9, 1))
    report(case, people["phuongxl"], {MONEY: 5}, on=date(2026, 9, 1), why_over="Thu thêm")
    again = text(write_order(client, case, needed="no", why="Ghi nhầm"))
    for shown in (first, again):
        assert "Nếu ghi thực hiện xong nhầm, người đã ghi bước ấy hoặc lãnh đạo" in shown
        assert "Hủy các kết quả ấy" not in shown
        assert "kết thúc vụ việc bằng bước" not in shown


def test_no_result_is_asked_for_where_nothing_is_ordered(case, people, sign_in):
    order(case, people["phuongxl"], {}, needed=False)
    shown = text(sign_in("phuongxl").get(address(case, "thi-hanh/ket-qua/"), follow=True))
    assert "Sổ ghi là không có nội dung phải thi hành, nên chưa ghi kết quả được" in shown
    assert "Ghi nội dung phải thi hành trước" not in shown


def test_of_two_first_versions_at_once_the_second_is_asked_to_look_again(
    case, people, sign_in, monkeypatch
):
    known_of = views._known

    def meanwhile(seen):
        known = known_of(seen)
        order(Case.objects.get(pk=seen.pk), people["lanhdao"], {MONEY: 20})
        return known

    client = sign_in("phuongxl")
    data = {"version": version(case), "needed": "yes", "m_recovered_money": "25"}
    monkeypatch.setattr(views, "_known", meanwhile)
    refused = client.post(address(case, "thi-hanh/noi-dung/"), data)
    assert refused.status_code == 422
    assert str(MOVED_ON) in text(refused)


def test_the_words_of_the_step_are_not_taken_for_a_paper(case, people, sign_in):
    order(case, people["phuongxl"], {MONEY: 20})
    refused = write_done(sign_in("phuongxl"), case, m_recovered_money="5", paper=BY_THE_STEP)
    assert refused.status_code == 422
    assert "Ghi tên và số của giấy tờ chứng minh" in text(refused)


def test_strangers_find_nothing_and_readers_write_nothing(case, people, sign_in):
    order(case, people["phuongxl"], {MONEY: 20})
    (row,) = report(case, people["phuongxl"], {MONEY: 5})
    tails = ("thi-hanh/noi-dung/", "thi-hanh/ket-qua/", f"thi-hanh/{row.pk}/huy/")
    for name in ("hangxom", "tonghop", "tiepdan"):
        for tail in tails:
            assert sign_in(name).get(address(case, tail)).status_code == 404, (name, tail)
    focal = sign_in("daumoi")
    assert [focal.get(address(case, tail)).status_code for tail in tails] == [404, 200, 200]
    shown = text(sign_in("tonghop").get(address(case)))
    assert "Đã thu tiền cho Nhà nước: 5 đồng" in shown
    assert "thi-hanh/" not in shown


def test_a_case_without_a_decision_has_no_such_part(letter, sign_in):
    case = letter().cases.get()
    client = sign_in("phuongxl")
    assert "h-thi-hanh" not in client.get(address(case)).content.decode()
    assert client.get(address(case, "thi-hanh/noi-dung/")).status_code == 404


def test_a_long_history_does_not_hide_what_is_owed(case, people, sign_in, monkeypatch):
    order(case, people["phuongxl"], {MONEY: 20})
    for _ in range(3):
        report(case, people["phuongxl"], {MONEY: 1})
    monkeypatch.setattr("gandan.casework.case_page.STEPS_SHOWN", 3)
    assert "17 đồng" in text(sign_in("phuongxl").get(address(case)))


def test_the_page_stays_cheap(case, people, sign_in):
    order(case, people["phuongxl"], {MONEY: 20, PEOPLE: 2})
    for _ in range(3):
        report(case, people["phuongxl"], {MONEY: 5})
    client = sign_in("phuongxl")
    client.get(address(case))
    with CaptureQueriesContext(connection) as queries:
        client.get(address(case))
    assert len(queries) <= 25
