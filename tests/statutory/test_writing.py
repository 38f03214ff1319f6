"""What people write in: figures of the unit, codes of the national database; and what goes out."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from gandan.audit.models import Entry
from gandan.core import moment
from gandan.domain.statistics import tables
from gandan.statutory.models import EnteredCell, NationalField
from gandan.statutory.national import Coverage, mapped_columns
from gandan.statutory.services.mapping import MappingRefusedError, confirm_target, set_target
from gandan.units.models import UnitVersion
from tests.desk.execution_makers import decided
from tests.statutory.conftest import Q3
from tests.statutory.test_tables import cells, page

pytestmark = pytest.mark.django_db
CELL = f"/thong-ke/02-xld/ghi/?{Q3}&don_vi=mh-p-vinh-tan&cot=26"


def write(client, value, after=0, note="Sổ văn bản đến", address=CELL):
    return client.post(address, {"value": value, "note": note, "after": str(after)})


# --- figures -----------------------------------------------------------------------------------


def test_the_unit_writes_a_figure_that_the_register_does_not_hold(sign_in):
    client = sign_in("daumoi")
    assert write(client, "1.250").status_code == 302
    assert cells(client, "02/XLD")[26] == 1250
    row = EnteredCell.objects.get()
    assert (row.number, row.note, row.is_current) == (1, "Sổ văn bản đến", True)
    entry = Entry.objects.get(action="statistics.entered")
    assert (entry.details["value"], entry.details["version"]) == ("1250", 1)
    assert cells(sign_in("tonghop"), "02/XLD", line="mh-p-vinh-tan")[26] == 1250
    assert cells(client, "02/XLD", "ky=2026-q2")[26] is None


def test_a_change_is_a_new_version_and_the_earlier_one_stays(sign_in):
    client = sign_in("daumoi")
    write(client, "12")
    write(client, "15", after=1, note="Báo cáo số 12")
    write(client, "", after=2, note="Ghi nhầm kỳ")
    assert list(EnteredCell.objects.order_by("number").values_list("value", "is_current")) == [
        (Decimal(12), False), (Decimal(15), False), (None, True),
    ]  # fmt: skip
    assert cells(client, "02/XLD")[26] is None
    assert "đã bỏ số" in client.get(CELL).content.decode()


def test_two_people_do_not_write_over_each_other(sign_in):
    write(sign_in("daumoi"), "12")
    late = write(sign_in("phuongld"), "99", after=0)
    assert late.status_code == 302
    assert late.url == CELL
    assert EnteredCell.objects.get(is_current=True).value == 12


@pytest.mark.parametrize("wrong", ["1.5", "-3", "mười", "1,234", "12,5"])
def test_a_figure_that_can_be_read_in_two_ways_is_refused_and_kept_on_the_page(sign_in, wrong):
    response = write(sign_in("daumoi"), wrong)
    assert response.status_code == 422
    assert f'value="{wrong}"' in response.content.decode()
    assert not EnteredCell.objects.exists()


def test_nobody_writes_for_another_unit_or_into_a_counted_column(sign_in):
    assert write(sign_in("tonghop"), "5").status_code == 404
    assert sign_in("tonghop").get(CELL).status_code == 200
    assert write(sign_in("hangxom"), "5").status_code == 404
    counted = f"/thong-ke/01-xld/ghi/?{Q3}&cot=3"
    assert write(sign_in("daumoi"), "5", address=counted).status_code == 404
    assert not EnteredCell.objects.exists()


def test_a_note_of_where_the_figure_comes_from_is_needed(sign_in):
    assert write(sign_in("daumoi"), "5", note=" ").status_code == 422


def test_all_columns_of_a_table_are_written_on_one_page(sign_in):
    client = sign_in("daumoi")
    write(client, "7")
    address = f"/thong-ke/02-xld/ghi-ca-bieu/?{Q3}&don_vi=mh-p-vinh-tan"
    shown = client.get(address)
    assert 'name="c_26" value="7"' in shown.content.decode()
    data = {f"c_{n}": "" for n in (13, 14, 18)} | {f"v_{n}": "0" for n in (13, 14, 18)}
    data |= {"c_26": "7", "v_26": "1", "c_13": "1.250", "c_14": "0", "note": "Báo cáo của phường"}
    assert client.post(address, data).status_code == 302
    found = cells(client, "02/XLD")
    assert [found[n] for n in (13, 14, 18, 26)] == [1250, 0, None, 7]
    assert EnteredCell.objects.count() == 3
    late = client.post(address, data | {"c_13": "13"})
    assert late.status_code == 422
    assert "Người khác vừa ghi biểu này" in late.content.decode()
    assert sign_in("tonghop").get(address).status_code == 404
    all_counted = f"/thong-ke/02-kqgq/ghi-ca-bieu/?{Q3}&don_vi=mh-p-vinh-tan"
    assert client.get(all_counted).status_code == 404


def test_figures_written_in_are_checked_like_any_other(sign_in):
    client = sign_in("daumoi")
    for column, value in ((13, "1"), (14, "0")):
        write(client, value, address=CELL.replace("cot=26", f"cot={column}"))
    assert "cột 9 + 13 + 14 + 15 cộng lại là 1" in page(client, "02/XLD").content.decode()


# --- workbooks ---------------------------------------------------------------------------------


def workbook(response):
    assert response.status_code == 200
    return load_workbook(BytesIO(b"".join(response.streaming_content)))


def test_a_table_goes_out_in_the_layout_of_its_form(sign_in, busy):
    book = workbook(sign_in("tonghop").get(f"/thong-ke/01-xld/bieu.xlsx?{Q3}"))
    sheet = book["01-XLD"]
    texts = [str(c.value) for row in sheet.iter_rows() for c in row if c.value is not None]
    for words in ("Biểu số: 01/XLD", "XỬ LÝ ĐƠN", "Tổng cộng", "(22)", "THỦ TRƯỞNG ĐƠN VỊ"):
        assert words in texts
    assert "Số liệu từ ngày 15/6/2026 đến hết ngày 14/9/2026" in texts
    assert "Dữ liệu mô phỏng. Thành phố không có thật." in texts
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert any(area.startswith("I") for area in merged)
    (total,) = [row for row in sheet.iter_rows() if row[0].value == "Tổng cộng"]
    assert [cell.value for cell in total[1:6]] == [6, 1, 5, 4, 2]
    assert total[22].value is None


def test_all_tables_of_a_period_are_one_workbook(sign_in, busy):
    book = workbook(sign_in("tonghop").get(f"/thong-ke/bo-bieu.xlsx?{Q3}"))
    assert book.sheetnames == [*(code.replace("/", "-") for code in tables()), "Ghi chú"]
    assert Entry.objects.get(action="statistics.exported").details["tables"] == list(tables())


def test_no_name_of_a_unit_runs_as_a_formula(sign_in, busy):
    UnitVersion.objects.filter(unit__code="mh-p-vinh-tan").update(name="=HYPERLINK(1)")
    book = workbook(sign_in("tonghop").get(f"/thong-ke/01-xld/bieu.xlsx?{Q3}"))
    found = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert "=HYPERLINK(1)" in [cell.value for cell in found]
    assert all(cell.data_type != "f" for cell in found)


# --- the national database ---------------------------------------------------------------------


def test_no_code_comes_with_the_product_and_nothing_is_exported_without_one(sign_in, busy):
    assert Coverage.of(mapped_columns()).confirmed == 0
    client = sign_in("tonghop")
    refused = client.get(f"/thong-ke/csdl-quoc-gia/xuat.csv?{Q3}", follow=True)
    assert "Chưa có mã nào được xác nhận" in refused.content.decode()


def test_a_code_is_confirmed_by_somebody_else(sign_in, people):
    client = sign_in("quantri")
    address = "/thong-ke/csdl-quoc-gia/01-xld/3/"
    data = {"target": "XLD_TRONG_KY", "source": "Công văn thử, phụ lục 2", "after": "0"}
    assert client.post(address, data).status_code == 302
    client.post(f"{address}xac-nhan/", {"number": "1"})
    field = NationalField.objects.get()
    assert field.confirmed_at is None
    sign_in("lanhdao").post(f"{address}xac-nhan/", {"number": "1"})
    field.refresh_from_db()
    assert field.confirmed_by == people["lanhdao"]
    assert sign_in("tonghop").post(address, data).status_code == 404
    html = sign_in("quantri").get("/thong-ke/csdl-quoc-gia/").content.decode()
    assert "1 trên 246 cột" in html or "1 trên" in html


def test_a_changed_code_must_be_confirmed_again_and_stands_for_one_column(people):
    field = set_target("01/XLD", 3, "A", "Trang 2", after=0, by=people["quantri"])
    confirm_target(field, by=people["lanhdao"])
    with pytest.raises(MappingRefusedError):
        set_target("01/XLD", 4, "A", "Trang 2", after=0, by=people["quantri"])
    again = set_target("01/XLD", 3, "B", "Trang 3", after=1, by=people["quantri"])
    assert again.confirmed_at is None
    assert not NationalField.objects.confirmed().exists()
    with pytest.raises(MappingRefusedError):
        confirm_target(field, by=people["lanhdao"])


def test_only_confirmed_columns_go_out_and_the_file_says_what_it_lacks(sign_in, people, busy):
    field = set_target("01/XLD", 3, "=TRONG_KY", "Trang 2", after=0, by=people["quantri"])
    confirm_target(field, by=people["lanhdao"])
    set_target("01/XLD", 4, "DA_XU_LY", "Trang 2", after=0, by=people["quantri"])
    client = sign_in("tonghop")
    response = client.get(f"/thong-ke/csdl-quoc-gia/xuat.csv?{Q3}")
    columns = sum(len(table.columns) for table in tables().values())
    assert f"thieu-{columns - 1}-cot.csv" in response["Content-Disposition"]
    lines = response.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("don_vi,ten_don_vi,tu_ngay")
    (total,) = [line for line in lines if line.startswith("tong,")]
    assert total.endswith("2026-06-15,2026-09-14,'=TRONG_KY,01/XLD,3,5,")
    assert "DA_XU_LY" not in response.content.decode()
    book = workbook(client.get(f"/thong-ke/csdl-quoc-gia/xuat.xlsx?{Q3}"))
    notes = [str(c.value) for row in book.worksheets[-1].iter_rows() for c in row]
    assert any(f"{columns - 1} trên {columns} cột" in text for text in notes)


def test_a_count_of_zero_does_not_go_out_where_a_figure_was_written_by_hand(
    sign_in, people, unit, letter
):
    field = set_target("02/KQGQ", 1, "PHAI_THI_HANH", "Trang 2", after=0, by=people["quantri"])
    confirm_target(field, by=people["lanhdao"])
    decided(letter, people)
    EnteredCell.objects.create(
        unit=unit, table="02/KQGQ", column=1, since=date(2026, 6, 15), until=date(2026, 9, 15),
        number=1, value=3, note="Sổ giấy", by=people["daumoi"], at=moment.now(),
    )  # fmt: skip
    made = sign_in("tonghop").get(f"/thong-ke/csdl-quoc-gia/xuat.csv?{Q3}")
    rows = list(csv.DictReader(StringIO(made.content.decode("utf-8-sig"))))
    (total,) = [row for row in rows if row["don_vi"] == "tong"]
    assert total["gia_tri"] == ""
    assert total["ghi_chu"] == (
        "không tính 3 mà đơn vị ghi tay trong biểu; "
        "1 quyết định, kết luận mà vụ việc chưa ghi phải thi hành những gì"
    )
    (office,) = [row for row in rows if row["don_vi"] == "mh-ban"]
    assert (office["gia_tri"], office["ghi_chu"]) == ("0", "")
