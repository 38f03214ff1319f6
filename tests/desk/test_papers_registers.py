"""The registers: what stands in them, who sees it, how it is found, exported and printed."""

import io
from datetime import date

import pypdfium2
import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q
from openpyxl import load_workbook

from gandan.audit.models import Entry
from gandan.domain.confidentiality import Confidentiality
from gandan.papers import visibility
from gandan.papers.models import IncomingEntry, OutgoingEntry, Paper
from gandan.papers.services import registering
from gandan.papers.services.issuing import NoReasonError
from tests.desk.paper_makers import DAY, draft, head, incoming, issue, outgoing
from tests.desk.test_pages import whole


@pytest.fixture
def by(people):
    return people["xulydon"]


@pytest.fixture
def office(unit):
    head(unit)
    return unit


@pytest.fixture
def rules(monkeypatch):
    """Rules that a test registers are gone after it."""
    monkeypatch.setattr(visibility, "_rules", {})


def rows_of(response):
    sheet = load_workbook(io.BytesIO(whole(response))).worksheets[0]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_secret_paper_leaves_a_line_and_nothing_of_what_it_says(office, by):
    entry = outgoing(office, by, secrecy="confidential", abstract="")
    assert (entry.number, entry.abstract) == (1, "")
    for make in (outgoing, incoming):
        with pytest.raises(registering.SecretContentError):
            make(office, by, secrecy="secret", abstract="Nội dung")
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingEntry.objects.filter(pk=entry.pk).update(abstract="Nội dung")


def test_a_line_is_corrected_but_not_its_number_day_or_abstract(office, by):
    entry = outgoing(office, by)
    values = {"recipients": "Sở Nội vụ", "archive_keeper": "", "copies": 3, "remark": ""}
    assert registering.correct_outgoing(entry, values, by=by)
    assert not registering.correct_outgoing(entry, values, by=by)
    entry.refresh_from_db()
    assert (entry.recipients, entry.copies, entry.number) == ("Sở Nội vụ", 3, 1)
    assert Entry.objects.get(action="outgoing.corrected").details["fields"] == [
        "copies",
        "recipients",
    ]


def test_a_cancelled_line_stays_with_its_reason(office, by):
    entry = outgoing(office, by)
    with pytest.raises(NoReasonError):
        registering.cancel_outgoing(entry, reason=" ", by=by)
    registering.cancel_outgoing(entry, reason="Không gửi nữa", by=by)
    assert (entry.is_cancelled, entry.remark) == (True, "Đã hủy: Không gửi nữa")
    made_here = issue(draft("KN-03", office, by), by).entry
    with pytest.raises(registering.MadeHereError):
        registering.cancel_outgoing(made_here, reason="x", by=by)


def test_an_incoming_line_stays_in_the_book_of_its_year(office, by):
    entry = incoming(office, by)
    line = registering.IncomingLine(arrived_on=date(2025, 12, 31), author="A", abstract="B")
    with pytest.raises(ValueError, match="year"):
        registering.correct_incoming(entry, line, source_code="", by=by)
    line = registering.IncomingLine(arrived_on=date(2026, 9, 1), author="Sở Y tế", abstract="B")
    assert registering.correct_incoming(entry, line, source_code="VV-26-000001", by=by)
    entry.refresh_from_db()
    assert (entry.author, entry.source_code, entry.number) == ("Sở Y tế", "VV-26-000001", 1)


@pytest.mark.parametrize("query", ["thoát nước", "thoat nuoc", '"so xay dung"', "118/SXD"])
def test_a_line_is_found_with_and_without_diacritics(office, by, sign_in, query):
    incoming(office, by, document_number="118/SXD-TN")
    incoming(office, by, author="Sở Y tế", abstract="Tiêm chủng")
    page = sign_in("xulydon").get("/van-ban/den/", {"q": query}).content.decode()
    assert "118/SXD-TN" in page
    assert "Tiêm chủng" not in page
    issue(draft("KN-03", office, by), by)
    outgoing(office, by)
    page = sign_in("xulydon").get("/van-ban/di/", {"q": "thu ly giai quyet"}).content.decode()
    assert "01/TB-UBND" in page
    assert "02/BC-UBND" not in page


def test_registers_are_narrowed_by_state_day_and_matter(office, by, sign_in):
    incoming(office, by, on=date(2026, 9, 1), due_on=date(2026, 9, 2), author="Nơi trễ")
    incoming(office, by, forwarded_on=DAY, receiver="Văn phòng", author="Nơi đã chuyển")
    incoming(office, by, author="Nơi có hồ sơ", source_kind="case", source_code="VV-26-000009")
    client = sign_in("xulydon")

    def found(**query):
        page = client.get("/van-ban/den/", query).content.decode()
        return {name for name in ("Nơi trễ", "Nơi đã chuyển", "Nơi có hồ sơ") if name in page}

    assert found(state="late") == {"Nơi trễ"}
    assert found(state="to_forward") == {"Nơi trễ", "Nơi có hồ sơ"}
    assert found(source="VV-26-000009") == {"Nơi có hồ sơ"}
    assert found(until="01/9/2026") == {"Nơi trễ"}
    assert found(since="ngày lạ") == found()


def test_the_exports_have_the_columns_of_the_register_and_no_formula(office, by, sign_in):
    outgoing(office, by, abstract="=1+1", remark="@x")
    incoming(office, by, on=date(2026, 9, 1))
    client = sign_in("xulydon")
    header, line = rows_of(client.get("/van-ban/di/xuat.xlsx"))
    assert header[:8] == [
        "Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung", "Người ký",
        "Nơi nhận văn bản", "Đơn vị, người nhận bản lưu", "Số lượng bản", "Ghi chú",
    ]  # fmt: skip
    assert (line[0], line[2], line[6]) == ("01/BC-UBND", "Báo cáo =1+1", 1)
    header, line = rows_of(client.get("/van-ban/den/xuat.xlsx"))
    assert header[:10] == [
        "Ngày đến", "Số đến", "Tác giả", "Số, ký hiệu văn bản", "Ngày tháng văn bản",
        "Tên loại và trích yếu nội dung", "Đơn vị hoặc người nhận", "Ngày chuyển", "Ký nhận", "Ghi chú",
    ]  # fmt: skip
    assert (line[1], line[2]) == (1, "Sở Xây dựng")
    assert Entry.objects.filter(action="register.exported").count() == 2


def test_the_book_of_a_year_is_printed_in_order_of_numbers(office, by, sign_in):
    head(office, since=date(2025, 7, 1))
    for day in (date(2025, 12, 1), date(2026, 9, 1), date(2026, 9, 2)):
        outgoing(office, by, on=day, abstract=f"Việc ngày {day.day}")
    client = sign_in("xulydon")
    answer = client.get("/van-ban/di/so.pdf", {"unit": office.pk, "year": 2026})
    pages = pypdfium2.PdfDocument(answer.content)
    text = " ".join(pages[0].get_textpage().get_text_bounded().split())
    assert pages[0].get_width() > pages[0].get_height()
    assert "SỔ ĐĂNG KÝ VĂN BẢN ĐI" in text
    assert text.index("Việc ngày 1") < text.index("Việc ngày 2")
    assert "2025" not in text
    for query in (
        {"unit": office.pk},
        {"unit": "x", "year": "2026"},
        {"unit": 10**9, "year": 2026},
    ):
        assert client.get("/van-ban/di/so.pdf", query).status_code == 404
    assert (
        sign_in("hangxom").get("/van-ban/di/so.pdf", {"unit": office.pk, "year": 2026}).status_code
        == 404
    )


def test_a_neighbour_sees_no_line_no_paper_and_no_count(office, by, sign_in):
    paper = issue(draft("KN-03", office, by), by)
    entry = incoming(office, by)
    client = sign_in("hangxom")
    for address in (
        f"/van-ban/ban/{paper.code}/",
        f"/van-ban/di/{paper.entry.code}/",
        f"/van-ban/den/{entry.code}/",
    ):
        assert client.get(address).status_code == 404
    for address in ("/van-ban/", "/van-ban/di/", "/van-ban/den/"):
        page = client.get(address).content.decode()
        assert "0\u00a0văn bản" in page
    assert len(rows_of(client.get("/van-ban/di/xuat.xlsx"))) == 1


def test_what_a_denunciation_is_about_is_seen_by_its_writer_only(office, by, people, rules):
    paper = issue(draft("TC-04", office, by, data_class=Confidentiality.DENUNCIATION), by)
    for model in (Paper, OutgoingEntry):
        assert model.objects.visible_to(by).count() == 1
        assert model.objects.visible_to(people["lanhdao"]).count() == 0
    from gandan.papers.search import OUTGOING

    assert not OutgoingEntry.objects.filter(OUTGOING.matching("thụ lý tố cáo")).exists()
    assert paper.number == "01/QĐ-UBND"


def test_the_app_that_owns_a_matter_narrows_who_sees_its_papers(office, by, people, rules):
    leader = people["lanhdao"]
    for code in ("VV-1", "VV-2"):
        issue(draft("KN-03", office, by, source_kind="case", source_code=code), by)
        incoming(office, by, source_kind="case", source_code=code)
    outgoing(office, by)
    assert OutgoingEntry.objects.visible_to(leader).count() == 3
    visibility.narrow("case", lambda person: ~Q(source_code="VV-1") if person == leader else Q())
    for model in (Paper, OutgoingEntry, IncomingEntry):
        seen = model.objects.visible_to(leader)
        assert not seen.filter(source_code="VV-1").exists(), model
        assert seen.filter(source_code="VV-2").exists(), model
        assert model.objects.visible_to(by).filter(source_code="VV-1").exists(), model
    assert OutgoingEntry.objects.visible_to(leader).count() == 2
    assert Paper.objects.visible_to(people["hangxom"]).count() == 0
    visibility.narrow("case", lambda person: Q(pk__in=[]))
    assert not Paper.objects.visible_to(by).exists()
