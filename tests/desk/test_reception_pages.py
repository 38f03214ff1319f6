"""The pages of reception as people use them: entry, errors that lose nothing, export, doors."""

import io

import pytest
from openpyxl import load_workbook

from gandan.audit.models import Entry
from gandan.casework.models import Submission
from gandan.domain.reception import book_columns
from gandan.reception.models import ReceptionSession, Refusal, Visit
from gandan.units.models import Unit
from gandan.units.policy import today
from tests.desk.reception_makers import refusal, session, visit
from tests.desk.test_pages import whole


@pytest.fixture
def office(people):
    return Unit.objects.get(code="mh-ban")


@pytest.fixture
def entry(office):
    return {
        "key": "k",
        "sender_name": "Phạm Văn Mẫu",
        "text": "Đèn đường tổ 7 tắt cả tuần.",
        "people": "1",
        "received_on": "03/9/2026",
        "unit": str(office.pk),
    }


def test_a_visit_goes_from_the_form_to_the_page_to_sign(sign_in, entry):
    client = sign_in("tiepdan")
    for _ in range(2):
        page = client.post("/tiep-dan/ghi/", entry, follow=True)
    assert "Đã ghi lượt tiếp; đơn Đ-26-000001." in page.content.decode()
    made = Visit.objects.get()
    paper = client.get(f"/tiep-dan/luot/{made.code}/xac-nhan/").content.decode()
    assert "Phạm Văn Mẫu" in paper
    assert "Đèn đường tổ 7 tắt cả tuần." in paper
    assert "Khiếu nại, tố cáo hành vi trái pháp luật của người tiếp công dân" in paper


def test_an_entry_with_faults_keeps_what_was_typed(sign_in, entry):
    wrong = {**entry, "people": "7", "representatives": "A\nB\nC", "received_on": "31/02/2026"}
    page = sign_in("tiepdan").post("/tiep-dan/ghi/", wrong)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Đèn đường tổ 7" in text
    assert "không có ngày này" in text
    assert "được cử nhiều nhất 2 người đại diện" in text


def test_without_keys_the_desk_says_what_to_do_with_a_denouncers_name(sign_in, entry):
    page = sign_in("tiepdan").post("/tiep-dan/ghi/", {**entry, "kind": "denunciation"})
    assert page.status_code == 422
    assert "Chưa niêm phong được danh tính" in page.content.decode()
    assert not Submission.objects.exists()


def test_a_found_matter_is_offered_to_join_and_a_strangers_is_not(sign_in, office, people):
    made = visit(office, people["tiepdan"])
    code = made.submission.code
    page = sign_in("tiepdan").get("/tiep-dan/", {"q": "trạm bơm"}).content.decode()
    assert f"/tiep-dan/ghi/?earlier={code}" in page
    client = sign_in("hangxom")
    assert code not in client.get("/tiep-dan/", {"q": "trạm bơm"}).content.decode()
    assert code not in client.get("/tiep-dan/ghi/", {"earlier": code}).content.decode()
    assert client.get(f"/tiep-dan/luot/{made.code}/").status_code == 404


def test_the_book_is_exported_with_its_columns_and_a_reason(sign_in, office, people):
    visit(office, people["tiepdan"], "=1+1 trạm bơm không chạy", people=6)
    client = sign_in("tiepdan")
    query = {"unit": str(office.pk), "period": "9/2026"}
    assert client.get("/tiep-dan/so/xuat.xlsx", query).status_code == 302
    answer = client.get("/tiep-dan/so/xuat.xlsx", {**query, "reason": "Nộp thanh tra"})
    book = load_workbook(io.BytesIO(whole(answer)))
    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]
    assert rows[0] == [f"({column.number}) {column.name}" for column in book_columns()]
    assert (rows[1][0], rows[1][2], rows[1][6]) == (1, "Phạm Văn Mẫu", 6)
    assert ["Lý do", "Nộp thanh tra"] in [
        [cell.value for cell in row] for row in book.worksheets[1].iter_rows()
    ]
    assert Entry.objects.get(action="reception_book.exported").details["reason"] == "Nộp thanh tra"


def test_a_leader_above_reads_the_book_of_a_ward_without_names(sign_in, unit, people):
    visit(unit, people["tiepdan"])
    page = sign_in("lanhdao").get("/tiep-dan/so/", {"unit": str(unit.pk), "period": "9/2026"})
    assert "Xem sổ tại nơi tiếp" in page.content.decode()
    assert "Phạm Văn Mẫu" not in page.content.decode()


def test_sessions_are_planned_for_several_days_and_get_their_outcome(sign_in, office):
    client = sign_in("tiepdan")
    plan = {
        "unit": str(office.pk),
        "leader": "Trưởng ban",
        "kind": "periodic",
        "days": "03/9/2026, 17/9/2026",
        "starts_at": "8h",
        "place": "Trụ sở",
    }
    page = client.post("/tiep-dan/lich/moi/", plan, follow=True).content.decode()
    assert "Đã lên lịch 2 buổi tiếp." in page
    one = ReceptionSession.objects.order_by("on")[0]
    address = f"/tiep-dan/lich/{one.code}/ket-qua/"
    assert client.post(address, {"state": "delegated"}).status_code == 422
    given = {"state": "delegated", "received_by": "Phó Trưởng ban", "reason": "Đi công tác"}
    page = client.post(address, given, follow=True).content.decode()
    assert "Từ 01/7/2026 người đứng đầu không được ủy quyền" in page


def test_those_above_do_not_write_in_the_schedule_of_a_unit_below(sign_in, unit, people):
    one = session(unit, people["daumoi"])
    client = sign_in("lanhdao")
    assert client.get(f"/tiep-dan/lich/{one.code}/").status_code == 200
    answer = client.post(f"/tiep-dan/lich/{one.code}/ket-qua/", {"state": "held"})
    assert answer.status_code == 404


def test_a_leader_sees_what_waits_and_judges_it(sign_in, office, people):
    made = refusal(office, people["tiepdan"])
    address = f"/tiep-dan/tu-choi/{made.code}/"
    assert "Ghi ý kiến" not in sign_in("tiepdan").get(address).content.decode()
    assert sign_in("tiepdan").post(f"{address}y-kien/", {"decision": "upheld"}).status_code == 404
    client = sign_in("lanhdao")
    assert "1\xa0lần" in client.get("/tiep-dan/tu-choi/").content.decode()
    given = {"decision": "overturned", "view": "Chưa nhắc nội quy trước."}
    page = client.post(f"{address}y-kien/", given, follow=True).content.decode()
    assert "Từ chối sai, phải mời tiếp lại".lower() in page.lower()
    assert Refusal.objects.get().supervisor == people["lanhdao"]


def test_a_refusal_for_a_letter_out_of_reach_is_not_told_of(sign_in, office, people, letter):
    hidden = letter()
    given = {
        "key": "k",
        "refused_on": today().strftime("%d/%m/%Y"),
        "unit": str(Unit.objects.get(code="mh-p-kim-dai").pk),
        "ground": "weapon",
        "explanation": "Đã giải thích tại bàn tiếp dân.",
        "earlier": hidden.code,
    }
    page = sign_in("hangxom").post("/tiep-dan/tu-choi/ghi/", given)
    assert "Không tìm thấy đơn này" in page.content.decode()
    assert not Refusal.objects.exists()
