"""A task that a conclusion gave to a unit is reported as done, taken or sent back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gandan.casework.models import Case, Raising
from gandan.casework.services.filing import remove
from gandan.casework.services.joining import merge, standing_case
from gandan.notices.due import due_for
from gandan.notices.models import Notice
from gandan.reception.services import concluding, reporting
from gandan.units.models import Unit
from tests.desk.case_makers import photo, today
from tests.desk.reception_makers import DAY, conclusion, visit


@pytest.fixture
def by(people):
    return people["tiepdan"]


@pytest.fixture
def office(people):
    return Unit.objects.get(code="mh-ban")


@pytest.fixture
def task(office, by, unit):
    made = visit(office, by, on=today())
    ahead = (today() - DAY).days + 10
    one = conclusion(made, by, days=ahead, assigned_name="", assigned_unit=unit)
    return one, standing_case(made.submission), f"/tiep-dan/ket-luan/viec/{one.code}/"


def reported(client, address, **more):
    said = {
        "on": f"{today():%d/%m/%Y}",
        "text": "Đã sửa bơm, tổ dân phố xác nhận.",
        "proofs": photo(),
    }
    return client.post(f"{address}bao-xong/", said | more)


def test_a_unit_reports_its_task_done_with_proof_and_who_set_it_is_told(sign_in, task, by):
    one, case, address = task
    client = sign_in("daumoi")
    assert reported(client, address).status_code == 302
    page = client.get(address).content.decode()
    assert "Đã sửa bơm" in page
    assert "anh.png" in page
    assert "bao-xong" not in page  # one report waits at a time
    assert reported(client, address).status_code == 422
    assert Notice.objects.filter(kind="conclusion.reported", person=by).count() == 1
    office = sign_in("tiepdan")
    shown = office.get(f"/tiep-dan/ket-luan/{one.code}/").content.decode()
    assert f"/don/vu-viec/{case.code}/tep/" in shown
    assert client.get(f"/tiep-dan/ket-luan/{one.code}/").status_code == 404
    assert office.post(f"/tiep-dan/ket-luan/{one.code}/nhan/").status_code == 302
    one.refresh_from_db()
    assert (one.state, one.done_on) == ("done", today())
    assert one.outcome == "Đã sửa bơm, tổ dân phố xác nhận."
    concluding.reopen(one, case, by=by)
    assert one.reports.get().state == "sent"


def test_a_report_that_lacks_something_goes_back_and_is_made_again(sign_in, task, people):
    one, _case, address = task
    client, office = sign_in("daumoi"), sign_in("tiepdan")
    reported(client, address)
    back = f"/tiep-dan/ket-luan/{one.code}/tra-lai/"
    assert office.post(back, {"answer": ""}).status_code == 422
    office.post(back, {"answer": "Chưa có biên bản chạy thử."})
    told = Notice.objects.filter(kind="conclusion.report_returned")
    assert people["daumoi"] in {notice.person for notice in told}
    assert "Chưa có biên bản chạy thử." in client.get(address).content.decode()
    assert reported(client, address, text="Đã chạy thử, có biên bản.").status_code == 302
    client.post(f"{address}rut-lai/")
    assert [row.state for row in one.reports.order_by("id")] == ["returned", "taken_back"]


def test_a_report_without_proof_or_of_a_closed_task_is_refused(sign_in, task, by):
    one, case, address = task
    client = sign_in("daumoi")
    bare = client.post(f"{address}bao-xong/", {"on": f"{today():%d/%m/%Y}", "text": "Xong."})
    assert "Chọn ít nhất một ảnh" in bare.content.decode()
    assert reported(sign_in("hangxom"), address).status_code == 404
    assert sign_in("hangxom").post(f"{address}rut-lai/").status_code == 404
    assert client.post(f"/tiep-dan/ket-luan/{one.code}/nhan/").status_code == 404
    concluding.withdraw(one, case, reason="Ghi nhầm lượt tiếp", by=by)
    assert reported(client, address).status_code == 422
    assert not one.reports.exists()


def states(one):
    return [row.state for row in one.reports.order_by("id")]


def test_a_report_is_settled_with_its_conclusion_and_waits_again_when_that_is_opened_again(
    sign_in, task, by
):
    one, case, address = task
    client, office = sign_in("daumoi"), sign_in("tiepdan")
    reported(client, address)
    report = one.reports.get()
    concluding.withdraw(one, case, reason="Ghi nhầm lượt tiếp", by=by)
    assert states(one) == ["returned"]
    assert one.reports.get().answer == "Ghi nhầm lượt tiếp"
    concluding.reopen(one, case, by=by)
    assert (states(one), one.reports.get().answer) == (["sent"], "")
    concluding.finish(one, case, on=today(), outcome="Đã xem tại chỗ.", by=by, today=today())
    assert states(one) == ["accepted"]
    # A page that was opened before tries to send back, or to take back, what is settled.
    one.reports.update(state="sent")
    late = {"answer": "Chưa có biên bản chạy thử."}
    page = office.post(f"/tiep-dan/ket-luan/{one.code}/tra-lai/", late)
    assert page.status_code == 422
    assert "Kết luận đã đóng" in page.content.decode()
    assert late["answer"] in page.content.decode()
    page = client.post(f"{address}rut-lai/", follow=True)
    assert "kết luận đã đóng" in page.content.decode()
    assert states(one) == ["sent"]
    for act in (
        lambda: reporting.send_back(report, answer="Thiếu ảnh.", by=by),
        lambda: reporting.take_back(report, by=by),
    ):
        with pytest.raises(concluding.ConclusionMovedOnError):
            act()
    assert not Notice.objects.filter(kind="conclusion.report_returned").exists()


def test_whether_a_report_waits_is_asked_once_the_conclusion_is_held(sign_in, task):
    _one, _case, address = task
    client = sign_in("daumoi")
    with CaptureQueriesContext(connection) as asked:
        reported(client, address)
    said = [row["sql"] for row in asked.captured_queries]
    held = next(n for n, sql in enumerate(said) if 'UPDATE "reception_conclusion"' in sql)
    rows = [n for n, sql in enumerate(said) if 'FROM "reception_taskreport"' in sql]
    assert [n for n in rows if n > held]
    # What is read before only draws the conclusion itself.
    assert all('FROM "reception_conclusion"' in said[n] for n in rows if n < held)


def test_proofs_open_after_a_merge_and_one_taken_off_is_gone(sign_in, task, letter, office, by):
    one, case, address = task
    client, desk = sign_in("daumoi"), sign_in("tiepdan")
    reported(client, address, proofs=[photo("a.png"), photo("b.png")])
    proofs = list(one.reports.get().proofs.order_by("id"))
    remove(proofs[1], by=by)
    target = standing_case(letter(to=office, text="Ngõ 58 lại ngập."))
    merge(case, target, Raising.Role.SUPPLEMENT, by=by)
    shown = desk.get(f"/tiep-dan/ket-luan/{one.code}/").content.decode()
    there = f"/don/vu-viec/{case.code}/tep/{proofs[0].pk}/"
    assert there in shown
    opened = desk.get(there)
    assert opened.status_code == 200
    assert b"".join(opened)
    assert "b.png" not in shown
    at_unit = client.get(address).content.decode()
    assert "a.png" in at_unit
    assert "b.png" not in at_unit
    assert "lưu ở vụ việc của nơi kết luận" in " ".join(at_unit.split())
    assert case.code not in at_unit


def test_a_proof_whose_case_the_reader_may_not_open_is_named_without_a_link(
    sign_in, task, monkeypatch
):
    one, _case, address = task
    reported(sign_in("daumoi"), address)
    nothing = lambda rows, person: rows.none()  # noqa: E731
    monkeypatch.setattr(type(Case.objects.all()), "visible_to", nothing)
    shown = sign_in("tiepdan").get(f"/tiep-dan/ket-luan/{one.code}/").content.decode()
    assert "anh.png" in shown
    assert "không mở được từ tài khoản này" in shown
    assert "/tep/" not in shown


def test_a_reported_task_waits_for_who_concluded_and_no_longer_for_the_unit(
    sign_in, task, people, by
):
    one, _case, address = task
    client, desk = sign_in("daumoi"), sign_in("tiepdan")
    unit_words, desk_words = "chờ nơi kết luận xem", "đơn vị đã báo xong, chờ xem"

    def due_days():
        due = due_for(people["daumoi"], one.carry_out_by, ahead=0)
        return [item.due_on for item in due.items if "/viec/" in str(item.address)]

    assert due_days() == [one.carry_out_by]
    assert desk_words not in desk.get("/tiep-dan/ket-luan/").content.decode()
    reported(client, address)
    assert due_days() == []
    listed = client.get("/tiep-dan/ket-luan/").content.decode()
    assert listed.count(f'/viec/{one.code}/"') == 1
    for page in (listed, client.get(address).content.decode()):
        assert unit_words in page
        assert desk_words not in page
    visit_page = f"/tiep-dan/luot/{one.visit.code}/"
    own = f"/tiep-dan/ket-luan/{one.code}/"
    for page in ("/tiep-dan/ket-luan/", "/tiep-dan/", visit_page, own):
        assert desk_words in desk.get(page).content.decode()
    report = one.reports.get()
    reporting.send_back(report, answer="Thiếu ảnh.", by=by)
    assert due_days() == [one.carry_out_by]
    assert desk_words not in desk.get("/tiep-dan/ket-luan/").content.decode()
