"""Statutory tables as report forms: filled by the register, checked by the table's own sums."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from gandan.casework.models import Submission
from gandan.casework.services.classifying import Classification, classify
from gandan.casework.services.people import Subject, set_respondents
from gandan.core import moment
from gandan.domain.periods import Period, span_of
from gandan.domain.statistics import tables
from gandan.reports.models import Indicator, ReportForm
from gandan.reports.registered import counts_of
from gandan.reports.services.calling import open_round
from gandan.reports.services.deciding import standing_problems
from gandan.reports.services.defining import publish
from gandan.reports.services.refusals import ReportRefusedError
from gandan.reports.services.statutory_forms import form_from_table
from gandan.reports.services.writing import open_report, save_report
from gandan.reports.statutory_columns import COLUMNS, column_of, indicator_code
from gandan.statutory.models import EnteredCell
from gandan.units.models import Unit
from tests.desk.execution_makers import MONEY, decided, order
from tests.desk.reception_makers import visit

pytestmark = pytest.mark.django_db
DAY = date(2026, 6, 1)


@pytest.fixture
def round_(people):
    return round_of("01/XLD", people)


def round_of(table, people):
    version = form_from_table(table, by=people["quantri"], day=DAY)
    publish(version, note="Bản đầu", by=people["quantri"])
    version.refresh_from_db()
    period = Period("Quý III năm 2026", date(2026, 6, 15), date(2026, 9, 15))
    return open_round(
        version,
        Unit.objects.get(code="mh-ban"),
        span_of(period),
        kinds=["ward"],
        due_on=date(2026, 9, 20),
        by=people["tonghop"],
    )


def test_codes_of_indicators_name_their_column_and_no_other():
    assert column_of("XLD01.6") == (tables()["01/XLD"], 6)
    assert indicator_code("03/KQGQ", 31) == "KQGQ03.31"
    for code in ("DT01", "XLD01.23", "XLD09.1", "XLD01.0", "ABC01.1"):
        assert column_of(code) is None


def test_a_form_of_a_table_has_a_cell_for_each_column(round_, people):
    cells = list(round_.version.cells.select_related("indicator").order_by("order"))
    assert len(cells) == len(tables()["01/XLD"].columns)
    assert (cells[5].heading, cells[5].indicator.source) == ("Đơn đủ điều kiện xử lý", "register")
    assert (cells[21].indicator.source, cells[21].is_required) == ("entered", False)
    assert "đủ điều kiện xử lý" in cells[5].indicator.definition
    with pytest.raises(ReportRefusedError):
        form_from_table("01/XLD", by=people["quantri"], day=DAY)


def test_tables_share_no_indicator(people):
    for code in tables():
        form_from_table(code, by=people["quantri"], day=DAY)
    columns = sum(len(table.columns) for table in tables().values())
    assert Indicator.objects.count() == columns
    assert ReportForm.objects.count() == len(tables())


def test_the_register_fills_the_report_and_its_figures_open_their_rows(
    round_, people, letter, unit, sign_in
):
    for n in range(2):
        letter(f"Cống ngõ {n} hỏng.", on=date(2026, 7, 1))
    report = open_report(round_, unit.pk, by=people["daumoi"])
    figures = {code: report.figures.get(code) for code in ("XLD01.1", "XLD01.3", "XLD01.4")}
    assert figures == {"XLD01.1": "2", "XLD01.3": "2", "XLD01.4": "0"}
    assert "XLD01.22" not in report.figures
    client = sign_in("daumoi")
    address = f"/bao-cao-ky/bao-cao/{report.code}/so/bieu.01-xld.3/"
    rows = client.get(address, follow=True)
    assert rows.status_code == 200
    assert rows.context["page"].figure == 2


def test_the_sums_of_the_table_are_checks_of_the_report(round_, people, letter, unit):
    letter("Cống hỏng.", on=date(2026, 7, 1))
    report = open_report(round_, unit.pk, by=people["daumoi"])
    figures = {code: Decimal(value) for code, value in report.figures.items()}
    figures |= {"XLD01.3": Decimal(4), "XLD01.22": Decimal(1)}
    save_report(report, figures=figures, words={}, after=report.revision, by=people["daumoi"])
    report.refresh_from_db()
    problems = [p for p in standing_problems(report, people["daumoi"]) if p.kind == "formula"]
    assert [p.at for p in problems] == ["XLD01.1"]
    assert (problems[0].said, problems[0].counted) == (1, 4)
    assert "lệch -3" in problems[0].text
    assert problems[0].needs_explaining


def test_figures_of_a_report_do_not_change_with_who_writes_it(
    round_, people, letter, unit, keepers, sign_in
):
    letter("Cống hỏng.", on=date(2026, 7, 1))
    secret = letter("Tố cáo ông Văn A nhận tiền.", on=date(2026, 7, 3))
    office = Unit.objects.get(code="mh-ban")
    letter("Tố cáo ông Văn B, ở ban.", on=date(2026, 7, 3), to=office)
    by = people["xulydon"]
    with moment.replaying(date(2026, 7, 6)):
        visit(unit, people["phuongxl"], "Tố cáo ở bàn.", on=date(2026, 7, 6), kind="denunciation")
        for one in Submission.objects.filter(text__startswith="Tố cáo"):
            classify([one], Classification("denunciation", "can-bo-chong-tham-nhung", ""), by=by)
            set_respondents(one.cases.get(), [Subject(unit, "Ông Văn A")], by=by)
    keys = [key for key in COLUMNS if key.startswith(("bieu.01-xld", "bieu.03-xld", "bieu.01-tcd"))]
    figures = [
        counts_of([*keys, "letters"], unit.pk, round_.span, people[name])
        for name in ("daumoi", "tonghop")
    ]
    assert figures[0] == figures[1]
    assert (figures[1]["bieu.01-xld.1"], figures[1]["bieu.01-tcd.1"]) == (1, 0)
    report = open_report(round_, unit.pk, by=people["tonghop"])
    assert report.figures["XLD01.1"] == "1"
    address = f"/bao-cao-ky/bao-cao/{report.code}/so/bieu.01-xld.1/"
    rows = sign_in("tonghop").get(address, follow=True)
    assert rows.context["page"].figure == 1
    assert secret.code not in rows.content.decode()


def test_what_the_register_does_not_know_stands_beside_the_figure_and_is_not_filled_in_as_zero(
    people, letter, unit, sign_in
):
    round_ = round_of("02/KQGQ", people)
    order(decided(letter, people), people["phuongxl"], {MONEY: 8_564_321})
    decided(letter, people, text="Khiếu nại mức hỗ trợ.")
    EnteredCell.objects.create(
        unit=unit, table="02/KQGQ", column=5, since=date(2026, 6, 15), until=date(2026, 9, 15),
        number=1, value=4, note="Sổ giấy", by=people["daumoi"], at=moment.now(),
    )  # fmt: skip
    report = open_report(round_, unit.pk, by=people["daumoi"])
    assert report.figures["KQGQ02.3"] == "8.56"
    assert "KQGQ02.5" not in report.figures
    figures = {code: Decimal(value) for code, value in report.figures.items()}
    figures |= {"KQGQ02.3": Decimal("8.52")}
    save_report(report, figures=figures, words={}, after=report.revision, by=people["daumoi"])
    html = sign_in("daumoi").get(f"/bao-cao-ky/bao-cao/{report.code}/").content.decode()
    assert "báo cáo ghi 8,52, sổ đếm 8,56" in html
    assert "làm tròn hai chữ số lẻ" in html
    assert "không tính 4 mà đơn vị ghi tay trong biểu" in html
    assert "1 quyết định, kết luận mà vụ việc chưa ghi phải thi hành những gì" in html
    address = f"/bao-cao-ky/bao-cao/{report.code}/so-lieu.xlsx"
    data = b"".join(sign_in("daumoi").get(address).streaming_content)
    header, *rows = load_workbook(BytesIO(data)).worksheets[0].iter_rows(values_only=True)
    notes = {row[0]: row[header.index("Ghi chú")] or "" for row in rows}
    assert notes["KQGQ02.3"].startswith("làm tròn hai chữ số lẻ; ")
    assert "1 quyết định, kết luận mà vụ việc chưa ghi phải thi hành những gì" in notes["KQGQ02.3"]
    assert "không tính 4 mà đơn vị ghi tay trong biểu" in notes["KQGQ02.5"]


def test_an_administrator_makes_the_form_on_a_page(sign_in, people):
    client = sign_in("quantri")
    assert "Lập từ biểu thống kê" in client.get("/bao-cao-ky/mau/moi/").content.decode()
    made = client.post("/bao-cao-ky/mau/tu-bieu/", {"table": "02/KQGQ"}, follow=True)
    assert "Thi hành quyết định giải quyết khiếu nại" in made.content.decode()
    assert client.get("/bao-cao-ky/chi-tieu/").status_code == 200
    again = client.post("/bao-cao-ky/mau/tu-bieu/", {"table": "02/KQGQ"}, follow=True)
    assert "Đã có mẫu báo cáo của biểu này" in again.content.decode()
    assert client.post("/bao-cao-ky/mau/tu-bieu/", {"table": "x"}).status_code == 404
