"""The pages of papers as the people of an office use them."""

from datetime import date

import pytest

from gandan.audit.models import Entry
from gandan.domain.confidentiality import Confidentiality
from gandan.papers.models import IncomingEntry, Letterhead, NumberSeries, OutgoingEntry, Paper
from gandan.units.models import Unit
from gandan.units.policy import today
from tests.desk.paper_makers import PARTY, draft, head, incoming, issue, samples
from tests.desk.test_pages import whole


@pytest.fixture
def by(people):
    return people["xulydon"]


@pytest.fixture
def board(people):
    unit = Unit.objects.get(code="mh-ban")
    head(unit, PARTY)
    return unit


def text_of(response):
    return response.content.decode()


def test_an_officer_goes_from_facts_to_an_issued_paper(sign_in, board):
    client = sign_in("xulydon")
    assert "Thông báo thụ lý giải quyết khiếu nại" in text_of(client.get("/van-ban/soan/"))
    facts = {"fact_sender_name": "Lê Thị An", "fact_received_on": "1/9/2026", "unit": board.pk}
    answer = client.post("/van-ban/soan/KN-03/", facts, follow=True)
    page = text_of(answer)
    assert "Lê Thị An" in page
    assert "Còn thiếu" in page
    assert "ngày thụ lý" in page
    paper = Paper.objects.get()
    edit = {f"fact_{code}": "" for code in samples("KN-03")} | {
        "version": 1,
        "text": paper.text,
        "fact_sender_name": "Lê Thị An",
        "fact_accepted_on": "4/9/2026",
        "fact_instance": "first",
    }
    page = text_of(client.post(f"/van-ban/ban/{paper.code}/sua/", edit, follow=True))
    assert "Đã lưu bản dự thảo" in page
    assert "04/9/2026" in page
    decided = {
        "version": 2, "on": today().strftime("%d/%m/%Y"), "mode": "for_head", "copies": 2,
        "signer_title": "Phó Trưởng ban", "signer": "Phạm Anh Tuấn", "urgency": "urgent",
    }  # fmt: skip
    refused = client.post(f"/van-ban/ban/{paper.code}/ban-hanh/", decided)
    assert refused.status_code == 422
    assert "Còn thiếu:" in text_of(refused)
    decided["blanks_stay"] = "on"
    page = text_of(client.post(f"/van-ban/ban/{paper.code}/ban-hanh/", decided, follow=True))
    assert "Đã ban hành văn bản số 01-TB/BTGDV" in page
    assert "K/T TRƯỞNG BAN" in page
    assert "KHẨN" in page
    assert OutgoingEntry.objects.get().copies == 2
    again = client.get(f"/van-ban/ban/{paper.code}/ban-hanh/", follow=True)
    assert "Văn bản này đã ban hành" in text_of(again)


def test_a_wrong_fact_keeps_what_was_typed(sign_in, board):
    data = {"fact_sender_name": "Lê Thị An", "fact_received_on": "31/02/2026", "unit": board.pk}
    answer = sign_in("xulydon").post("/van-ban/soan/KN-03/", data)
    assert answer.status_code == 422
    assert "không có ngày này" in text_of(answer)
    assert "Lê Thị An" in text_of(answer)
    assert not Paper.objects.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("8:30 04/9/2026", ""),
        ("8 giờ 30, ngày 4/9/2026", ""),
        ("8h 4/9/2026", ""),
        ("sáng thứ Sáu", "Ghi giờ rồi ngày"),
        ("25:00 4/9/2026", "Ghi giờ rồi ngày"),
        ("8:30 31/02/2026", "không có ngày này"),
    ],
)
def test_an_hour_and_a_day_are_read_as_people_write_them(sign_in, board, typed, said):
    data = {"fact_started_at": typed, "unit": board.pk}
    answer = sign_in("xulydon").post("/van-ban/soan/KN-14/", data)
    assert answer.status_code == (422 if said else 302)
    assert said in text_of(answer)


def test_rows_of_a_table_are_typed_with_bars(sign_in, board):
    client = sign_in("xulydon")
    data = {"fact_received_papers": "1 | Quyết định | bản sao | 2 | rõ\n2 | Ảnh", "unit": board.pk}
    client.post("/van-ban/soan/TCD-02/", data)
    assert Paper.objects.get().facts["received_papers"][1] == ["2", "Ảnh", "", "", ""]
    data["fact_received_papers"] = "1|2|3|4|5|6"
    answer = client.post("/van-ban/soan/TCD-02/", data)
    assert (answer.status_code, "Mỗi dòng có 5 ô" in text_of(answer)) == (422, True)


def test_opening_and_taking_a_paper_is_on_record(sign_in, board, by):
    paper = issue(draft("KN-01", board, by, data_class=Confidentiality.PERSONAL), by)
    client = sign_in("lanhdao")
    page = text_of(client.get(f"/van-ban/ban/{paper.code}/"))
    assert "000000000000" not in page
    assert "•••• 000" in page
    for kind, start in (("pdf", b"%PDF"), ("docx", b"PK")):
        assert client.get(f"/van-ban/ban/{paper.code}/tep.{kind}").content.startswith(start)
    assert client.get(f"/van-ban/ban/{paper.code}/tep.exe").status_code == 404
    actions = Entry.objects.filter(subject=str(paper.code)).values_list("action", flat=True)
    assert list(actions)[-3:] == ["paper.viewed", "paper.exported", "paper.exported"]


def test_a_paper_about_a_denunciation_is_opened_with_a_reason(sign_in, board, by):
    paper = draft("TC-04", board, by, data_class=Confidentiality.DENUNCIATION)
    client = sign_in("xulydon")
    address = f"/van-ban/ban/{paper.code}/"
    for wanted in (address, address + "tep.pdf", address + "sua/"):
        assert client.get(wanted).url.endswith("/ly-do/")
    assert client.post(address + "ly-do/", {"reason": " "}).status_code == 422
    page = text_of(client.post(address + "ly-do/", {"reason": "Rà soát trước khi ký"}, follow=True))
    assert "Thụ lý tố cáo" in page
    read = Entry.objects.filter(action="paper.viewed").latest("id")
    assert (read.data_class, read.details["reason"]) == ("denunciation", "Rà soát trước khi ký")
    assert sign_in("lanhdao").get(address).status_code == 404


def test_a_paper_is_replaced_or_cancelled_from_its_page(sign_in, board, by):
    paper = issue(draft("KN-03", board, by), by, today=today())
    client = sign_in("xulydon")
    answer = client.post(f"/van-ban/ban/{paper.code}/thay/", follow=True)
    assert "Đã soạn bản thay thế" in text_of(answer)
    assert client.post(f"/van-ban/ban/{paper.code}/huy/", {"reason": ""}).status_code == 422
    data = {"reason": "Sai tên"}
    page = text_of(client.post(f"/van-ban/ban/{paper.code}/huy/", data, follow=True))
    assert "Đã hủy văn bản" in page
    assert "Sai tên" in page
    assert client.get(f"/van-ban/ban/{paper.code}/huy/").status_code == 404
    draft_left = Paper.objects.get(state="draft")
    client.post(f"/van-ban/ban/{draft_left.code}/xoa/")
    assert not Paper.objects.filter(state="draft").exists()


def test_an_inspector_reads_and_changes_nothing(sign_in, board, by):
    paper = issue(draft("KN-03", board, by), by)
    entry = incoming(board, by)
    client = sign_in("kiemtra")
    page = text_of(client.get(f"/van-ban/ban/{paper.code}/"))
    assert "Hủy văn bản" not in page
    line = f"/van-ban/di/{paper.entry.code}/"
    assert client.get(line).status_code == 200
    assert client.post(line + "sua/", {"recipients": "x", "copies": 1}).status_code == 404
    assert client.post(f"/van-ban/den/{entry.code}/sua/", {}).status_code == 404
    assert client.get("/van-ban/soan/").status_code == 404


def test_a_paper_made_elsewhere_gets_its_number(sign_in, board):
    client = sign_in("xulydon")
    data = {
        "unit": board.pk, "type_name": "Báo cáo", "kind": "BC", "abstract": "Kết quả tháng 8",
        "issued_on": today().strftime("%d/%m/%Y"), "signer": "Trần Quốc Minh",
        "recipients": "Thành ủy", "copies": 1,
    }  # fmt: skip
    assert "Đã cấp số 01-BC/BTGDV" in text_of(client.post("/van-ban/di/moi/", data, follow=True))
    secret = data | {"secrecy": "secret"}
    refused = client.post("/van-ban/di/moi/", secret)
    assert (refused.status_code, "xóa trích yếu" in text_of(refused)) == (422, True)
    client.post("/van-ban/di/moi/", secret | {"abstract": ""})
    page = text_of(client.get("/van-ban/di/"))
    assert "Tối mật" in page
    future = client.post("/van-ban/di/moi/", data | {"issued_on": "01/01/2100"})
    assert "không thể sau hôm nay" in text_of(future)
    assert "chỉ gồm chữ" in text_of(client.post("/van-ban/di/moi/", data | {"kind": "T-B"}))


def test_an_incoming_paper_is_entered_and_its_stamp_is_ready(sign_in, board):
    client = sign_in("xulydon")
    data = {
        "unit": board.pk, "arrived_on": "1/9/2026", "author": "Sở Xây dựng", "abstract": "Trả lời",
        "receiver": "Phòng Tổng hợp", "source_code": "VV-26-000001",
    }  # fmt: skip
    page = text_of(client.post("/van-ban/den/moi/", data, follow=True))
    assert "Đã vào sổ, số đến 1" in page
    for words in ("ĐẾN", "Phòng Tổng hợp", "VV-26-000001", "01/9/2026"):
        assert words in page
    code = IncomingEntry.objects.get().code
    edited = client.post(f"/van-ban/den/{code}/sua/", data | {"author": "Sở Y tế"}, follow=True)
    assert "Sở Y tế" in text_of(edited)
    other_year = client.post(f"/van-ban/den/{code}/sua/", data | {"arrived_on": "31/12/2025"})
    assert "sổ của năm" in text_of(other_year)


def test_an_administrator_sets_letterheads_and_series(sign_in, people):
    client = sign_in("quantri")
    assert "chưa đặt" in text_of(client.get("/van-ban/tieu-de/"))
    address = "/van-ban/tieu-de/mh-p-vinh-tan/"
    data = {
        "since": "01/01/2026", "system": "party", "issuer": "Đảng ủy phường Vĩnh Tân",
        "symbol": "ĐU", "signing": "collective",
    }  # fmt: skip
    refused = client.post(address, data)
    assert (refused.status_code, "ghi nhiệm kỳ" in text_of(refused)) == (422, True)
    assert client.post(address, data | {"term": "2025-2030"}).status_code == 302
    client.post(address, data | {"term": "2025-2030", "since": "01/6/2026", "symbol": "ĐUVT"})
    first, second = Letterhead.objects.order_by("since")
    assert (first.until, second.symbol) == (date(2026, 6, 1), "ĐUVT")
    start = {"book": "outgoing", "kind": "TB", "last": 40}
    page = text_of(client.post(address + "so-dau/", start, follow=True))
    assert "Số tiếp theo là 41" in page
    again = client.post(address + "so-dau/", start)
    assert "không lớn hơn số đã cấp" in text_of(again)
    close = {"on": "01/9/2026", "reason": "Nghị quyết sáp nhập"}
    assert "Đã đóng 1 dãy số" in text_of(client.post(address + "dong-so/", close, follow=True))
    assert NumberSeries.objects.get().closed_on == date(2026, 9, 1)
    assert client.post(address + "dong-so/", {"on": "x"}).status_code == 422
    Unit.objects.create(code="khac", kind="ward", city="khac")


def test_a_register_that_is_too_long_is_not_exported(sign_in, board, by, monkeypatch):
    monkeypatch.setattr("gandan.papers.exports.EXPORT_UP_TO", 1)
    for _ in range(2):
        incoming(board, by)
    answer = sign_in("xulydon").get("/van-ban/den/xuat.xlsx", follow=True)
    assert "Thu hẹp bộ lọc" in text_of(answer)
    assert not answer.streaming or whole(answer)
