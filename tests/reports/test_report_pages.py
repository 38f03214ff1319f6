"""The pages of reports: a unit writes and sends, the office decides, an outsider sees nothing."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from gandan.reports.forms import RoundForm
from gandan.reports.models import FormVersion, ReportRound, UnitReport
from gandan.reports.services.writing import open_report

WORDS = "Ngày 12/6/2026 phường họp với 42 hộ tổ 5 về thoát nước ngõ 58 Bến Trúc."


@pytest.fixture
def report(june, letter, people, unit):
    letter(on=date(2026, 6, 3))
    letter(text="Đèn đường tổ 7 hỏng.", on=date(2026, 6, 30))
    return open_report(june, unit.pk, by=people["daumoi"])


def page(client, name, *args, **kwargs):
    return client.get(reverse(f"reports:{name}", args=args), **kwargs)


def fill(client, report, **changes):
    report.refresh_from_db()
    data = {"after": report.revision, "f_DT01": "2", "f_DT02": "1", "f_DT03": "1", "s_1": WORDS}
    address = reverse("reports:report_edit", args=[report.code])
    return client.post(address, data | changes)


def post(client, name, report, **data):
    return client.post(reverse(f"reports:{name}", args=[report.code]), data, follow=True)


def test_the_unit_sees_what_it_owes_and_opens_it(june, sign_in, unit):
    client = sign_in("daumoi")
    text = page(client, "owed_list").content.decode()
    assert "Báo cáo dân vận tháng, tháng 6/2026" in text
    address = reverse("reports:report_open", args=[june.code, unit.pk])
    assert client.post(address).status_code == 302
    assert UnitReport.objects.get().unit == unit


def test_the_register_figure_stands_in_the_report_and_opens_its_rows(report, sign_in):
    client = sign_in("daumoi")
    text = page(client, "report_edit", report.code).content.decode()
    assert 'name="f_DT01" value="2"' in text
    rows = page(client, "register_rows", report.code, "letters").content.decode()
    assert rows.count("/so-don/") >= 2 or rows.count("<tr>") >= 3


def test_a_wrong_figure_is_said_beside_its_cell_and_nothing_is_lost(report, sign_in):
    answer = fill(sign_in("daumoi"), report, f_DT02="1.5", f_DT03="khoảng 40")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "đọc được hai cách" in text
    assert "khoảng 40" in text
    assert WORDS in text


def test_findings_are_shown_while_writing(report, sign_in):
    client = sign_in("daumoi")
    fill(client, report, s_1="Nhận 12 kiến nghị, gồm 7 kiến nghị về đất đai và 6 kiến nghị khác.")
    assert "7 + 6 = 13" in page(client, "report_edit", report.code).content.decode()


def test_what_one_writes_is_not_lost_when_somebody_else_saved(report, sign_in):
    first, second = sign_in("daumoi"), sign_in("phuongxl")
    fill(second, report)
    data = {"after": 0, "f_DT01": "2", "s_1": "Bản của tôi"}
    answer = first.post(reverse("reports:report_edit", args=[report.code]), data)
    assert answer.status_code == 409
    assert "Bản của tôi" in answer.content.decode()
    assert "Người khác vừa sửa" in answer.content.decode()


def test_the_journey_from_the_unit_to_the_office_and_back(report, sign_in):
    unit, office = sign_in("daumoi"), sign_in("tonghop")
    fill(unit, report, f_DT01="5", f_DT03="4")
    assert "Đã gửi báo cáo" in post(unit, "report_submit", report).content.decode()
    shown = page(office, "report_differences", report.code).content.decode()
    assert "báo cáo ghi 5, sổ đếm 2" in shown
    assert "Nhận báo cáo" not in shown
    refused = post(office, "report_accept", report).content.decode()
    assert "chưa được giải thích" in refused
    post(office, "report_send_back", report, text="Vào sổ đủ đơn rồi gửi lại.")
    assert "Vào sổ đủ đơn" in page(unit, "report_detail", report.code).content.decode()
    fill(unit, report)
    post(unit, "report_submit", report, note="Sửa số đơn")
    assert "Đã nhận báo cáo" in post(office, "report_accept", report).content.decode()
    report.refresh_from_db()
    assert (report.state, report.versions.count()) == ("accepted", 2)


def test_an_explanation_lets_the_office_accept(report, sign_in):
    unit, office = sign_in("daumoi"), sign_in("tonghop")
    fill(unit, report, f_DT01="5", f_DT03="4")
    post(unit, "report_submit", report)
    context = page(unit, "report_detail", report.code).context
    (problem,) = context["waiting"]
    post(unit, "report_explain", report, key=problem.key, about=problem.about, text="Chưa vào sổ.")
    assert "Chưa vào sổ." in page(office, "report_differences", report.code).content.decode()
    assert "Đã nhận báo cáo" in post(office, "report_accept", report).content.decode()


def test_a_neighbour_finds_no_report_and_no_file_of_it(report, sign_in):
    client = sign_in("hangxom")
    for name in ("report_detail", "report_edit", "report_differences", "report_sheet"):
        assert page(client, name, report.code).status_code == 404
    assert post(client, "report_submit", report).status_code == 404
    assert page(client, "round_detail", report.round.code).status_code == 404


def test_the_office_does_not_write_for_the_unit_and_the_unit_does_not_accept(report, sign_in):
    assert page(sign_in("tonghop"), "report_edit", report.code).status_code == 404
    assert page(sign_in("xulydon"), "report_edit", report.code).status_code == 404
    fill(sign_in("daumoi"), report)
    post(sign_in("daumoi"), "report_submit", report)
    assert post(sign_in("phuongld"), "report_accept", report).status_code == 404


def test_the_workbook_goes_out_and_comes_back(report, sign_in):
    client = sign_in("daumoi")
    data = b"".join(page(client, "report_sheet", report.code).streaming_content)
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    names = [cell.value for cell in sheet[1]]
    rows = {row[0].value: row for row in sheet.iter_rows(min_row=2)}
    assert rows["DT01"][names.index("Giá trị")].value == 2
    rows["DT02"][names.index("Giá trị")].value = 2
    rows["DT03"][names.index("Giá trị")].value = 0
    again = BytesIO()
    book.save(again)
    post(client, "report_upload", report, file=SimpleUploadedFile("s.xlsx", again.getvalue()))
    report.refresh_from_db()
    assert report.figures == {"DT01": "2", "DT02": "2", "DT03": "0"}


def test_faults_of_a_workbook_are_named_by_cell_and_nothing_is_taken(report, sign_in):
    client = sign_in("daumoi")
    data = b"".join(page(client, "report_sheet", report.code).streaming_content)
    book = load_workbook(BytesIO(data))
    sheet = book.worksheets[0]
    value = [cell.value for cell in sheet[1]].index("Giá trị") + 1
    sheet.cell(3, value).value = "1.5"
    sheet.cell(4, 1).value = "XX99"
    again = BytesIO()
    book.save(again)
    answer = post(
        client, "report_upload", report, file=SimpleUploadedFile("s.xlsx", again.getvalue())
    )
    text = answer.content.decode()
    assert "dòng 3, DT02" in text
    assert "dòng 4, XX99" in text
    report.refresh_from_db()
    assert report.figures == {"DT01": "2"}


def test_proof_is_added_opened_and_taken_off(report, sign_in):
    client = sign_in("daumoi")
    paper = SimpleUploadedFile("biên bản.pdf", b"%PDF-1.4 thu")
    post(client, "proof_add", report, cell="HN01", file=paper)
    proof = report.proofs.get()
    answer = page(client, "proof_file", report.code, proof.code)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 thu"
    client.post(reverse("reports:proof_remove", args=[report.code, proof.code]))
    assert page(client, "proof_file", report.code, proof.code).status_code == 404


def test_a_correction_keeps_the_version_that_was_sent(report, sign_in):
    unit = sign_in("daumoi")
    fill(unit, report)
    post(unit, "report_submit", report)
    answer = post(unit, "report_correct", report, **{"correct-text": "Nhầm một đơn trùng"})
    assert "Bản đã gửi vẫn được tính" in answer.content.decode()
    fill(unit, report, f_DT02="2", f_DT03="0")
    post(unit, "report_submit", report, note="Bớt một đơn trùng")
    first = page(unit, "report_version", report.code, 1).context["figures"]
    assert {row.cell.code: row.value for row in first}["DT02"] == 1


def test_the_office_opens_a_round_between_two_noons(form, sign_in):
    client = sign_in("tonghop")
    data = {
        "version": form.pk, "label": "tháng 7", "since_on": "14/6/2026", "until_on": "14/7/2026",
        "hour": "12", "kinds": ["ward"], "due_on": "20/7/2026",
    }  # fmt: skip
    assert client.post(reverse("reports:round_new"), data).status_code == 302
    made = ReportRound.objects.get()
    assert made.span.days == (date(2026, 6, 15), date(2026, 7, 15))
    assert "0 trên" in page(client, "round_detail", made.code).content.decode()


def test_a_round_of_a_regime_period_is_cut_as_the_regime_cuts_it(form):
    data = {"version": form.pk, "regime": "2026-q2", "kinds": ["ward"], "due_on": "20/6/2026"}
    asked = RoundForm(data, today=date(2026, 11, 26))
    assert asked.is_valid(), asked.errors
    assert asked.cleaned_data["span"].days == (date(2026, 3, 15), date(2026, 6, 15))
    both = RoundForm(data | {"period": "quý II/2026"}, today=date(2026, 11, 26))
    assert "period" in both.errors
    early = RoundForm(data, today=date(2026, 2, 1))
    assert "regime" in early.errors  # a period that has not begun is not offered


def test_a_round_without_a_period_is_asked_for_one(form, sign_in):
    data = {"version": form.pk, "kinds": ["ward"], "due_on": "20/7/2026"}
    answer = sign_in("tonghop").post(reverse("reports:round_new"), data)
    assert answer.status_code == 422
    assert "hai ngày mốc" in answer.content.decode()


def test_silent_units_are_named_and_small_figures_hidden_in_what_is_published(report, sign_in):
    unit, office = sign_in("daumoi"), sign_in("tonghop")
    fill(unit, report)
    post(unit, "report_submit", report)
    text = page(office, "round_sums", report.round.code).content.decode()
    assert "1 trên" in text
    assert "Đơn vị chưa có số" in text
    address = reverse("reports:round_sums", args=[report.round.code])
    published = office.get(f"{address}?cong_khai=1&cay=nay").content.decode()
    assert "&lt; 5" in published
    sheet = office.get(reverse("reports:round_sheet", args=[report.round.code]))
    book = load_workbook(BytesIO(b"".join(sheet.streaming_content)))
    assert book.worksheets[0].cell(2, 2).value == 1


def test_an_administrator_builds_a_form_on_a_page(catalogue, sign_in):
    client = sign_in("quantri")
    start = {"code": "dv-quy", "name": "Báo cáo quý", "basis": ""}
    client.post(reverse("reports:form_new"), start)
    lay = {"cells": "# Đơn thư\nDT01\nDT02 ?\nDT03", "sections": "Kết quả | Việc gì đã xong?"}
    client.post(reverse("reports:form_edit", args=["dv-quy"]), lay)
    version = FormVersion.objects.get()
    required = list(version.cells.order_by("order").values_list("is_required", flat=True))
    assert required == [True, False, True]
    client.post(reverse("reports:form_publish", args=["dv-quy"]), {"note": ""})
    version.refresh_from_db()
    assert version.published_at is not None
    assert "Việc gì đã xong?" in page(client, "form_detail", "dv-quy").content.decode()


def test_a_form_is_built_from_a_workbook_and_unknown_codes_are_named(catalogue, sign_in):
    from openpyxl import Workbook

    client = sign_in("quantri")
    client.post(reverse("reports:form_new"), {"code": "dv-nam", "name": "Báo cáo năm"})
    book = Workbook()
    for row in (["Mã", "Nhóm", "Bắt buộc", "Mục"], ["DT01", "Đơn", "có", ""], ["", "", "", "Lời"]):
        book.active.append(row)
    address = reverse("reports:form_edit", args=["dv-nam"])
    client.post(address, {"file": _file(book)})
    version = FormVersion.objects.get()
    assert (version.cells.count(), version.sections.get().title) == (1, "Lời")
    book.active.append(["XX01", "", "", ""])
    answer = client.post(address, {"file": _file(book)})
    assert "XX01" in answer.content.decode()


def _file(book):
    data = BytesIO()
    book.save(data)
    return SimpleUploadedFile("mau.xlsx", data.getvalue())


def test_an_administrator_defines_an_indicator(people, sign_in):
    data = {
        "code": "kn01", "name": "Kiến nghị", "measure": "items", "definition": "Đếm một lần.",
        "source": "entered", "since": "01/01/2026",
    }  # fmt: skip
    client = sign_in("quantri")
    assert client.post(reverse("reports:indicator_new"), data).status_code == 302
    assert "KN01" in page(client, "indicator_list").content.decode()
    wrong = data | {"code": "KN02", "source": "computed", "formula": "A +"}
    assert client.post(reverse("reports:indicator_new"), wrong).status_code == 422
