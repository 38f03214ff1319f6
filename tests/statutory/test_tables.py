"""Cells and the rows they open, units and periods, sums that fail, what nobody may learn."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gandan.casework.models import Case
from gandan.casework.services.people import Subject, set_respondents
from gandan.domain.statistics import slug_of, tables
from gandan.units.models import Unit
from tests.desk.case_makers import photo
from tests.desk.reception_makers import outcome, session, visit
from tests.statutory.conftest import Q3

pytestmark = pytest.mark.django_db


def page(client, code, query=Q3):
    response = client.get(f"/thong-ke/{slug_of(code)}/?{query}")
    assert response.status_code == 200
    return response


def cells(client, code, query=Q3, line="tong"):
    grid = page(client, code, query).context["grid"]
    (row,) = [one for one in grid.lines if one.line.code == line]
    return {cell.column.number: cell.value for cell in row.cells}


def links(response):
    """Each figure of a page that opens rows, with its address."""
    html = response.content.decode()
    found = re.findall(r'href="(/thong-ke/[^"]+/dong/[^"]+)">([\d.]+)</a>', html)
    return [(unescape(address), int(figure.replace(".", ""))) for address, figure in found]


# --- handling ----------------------------------------------------------------------------------


def test_letters_are_carried_over_received_handled_and_left(sign_in, busy):
    found = cells(sign_in("tonghop"), "01/XLD", line="mh-ban")
    assert [found[n] for n in range(1, 8)] == [5, 1, 4, 4, 1, 3, 3]
    assert [found[n] for n in (8, 9, 10)] == [1, 0, 2]
    assert [found[n] for n in (14, 18, 19, 20, 21)] == [0, 3, 1, 2, 0]
    assert found[22] is None


def test_the_last_day_belongs_to_the_period_and_the_next_does_not(sign_in, busy):
    found = cells(sign_in("tonghop"), "01/XLD", "ky=2026-q4", line="mh-ban")
    assert (found[1], found[2], found[3]) == (2, 1, 1)


def test_an_earlier_period_keeps_its_figures_when_a_case_goes_on(sign_in, busy, kind, refer):
    client = sign_in("tonghop")
    was = cells(client, "01/XLD", "ky=2026-q2")
    assert (was[1], was[4], was[5]) == (2, 1, 1)
    for case in Case.objects.filter(outcome="refer"):
        case.outcome, case.settled_on = "accept", date(2026, 10, 1)
        case.save()
    assert cells(client, "01/XLD", "ky=2026-q2") == was


def test_a_copy_is_handled_but_neither_eligible_nor_another_case(
    sign_in, busy, letter, office, people
):
    from gandan.casework.models import Raising
    from gandan.casework.services.joining import merge, standing_case

    again = letter("Cống ngõ 9 hỏng, gửi lần nữa.", on=date(2026, 7, 20), to=office)
    target = standing_case(busy["new"])
    merge(standing_case(again), target, Raising.Role.EXACT_COPY, by=people["xulydon"])
    found = cells(sign_in("tonghop"), "01/XLD", line="mh-ban")
    assert [found[n] for n in (1, 3, 4, 6, 7)] == [6, 5, 5, 3, 3]


def test_complaints_are_sorted_by_what_they_are_about(sign_in, busy):
    found = cells(sign_in("tonghop"), "02/XLD")
    assert [found[n] for n in (1, 7, 8, 9, 11, 24)] == [1, 1, 1, 1, 1, 1]
    assert found[13] is None


def test_letters_kept_for_the_record_are_told_beside_the_table(sign_in, busy, letter):
    Case.objects.filter(submissions=busy["filed"]).update(is_followed=False)
    response = page(sign_in("tonghop"), "01/XLD")
    assert response.context["left_out"].kept_only == 1
    assert "Không tính vào biểu" in response.content.decode()


# --- settling ----------------------------------------------------------------------------------


@pytest.fixture
def settled(letter, unit, kind, step, people):
    """A complaint that the ward settles, and one withdrawn after acceptance."""
    first = kind(letter("Khiếu nại một.", on=date(2026, 6, 20)), "complaint", "dat-dai")
    step(first, "accept", date(2026, 6, 25), by="lanhdao")
    step(first, "assign", date(2026, 6, 26), by="lanhdao", verifier=people["phuongxl"])
    step(first, "report_agreeing", date(2026, 7, 10), findings="Đúng như đơn.", by="phuongxl")
    step(first, "decide", date(2026, 7, 15), by="lanhdao", first_result="right_in_part")
    other = kind(letter("Khiếu nại hai.", on=date(2026, 7, 1)), "complaint", "dat-dai")
    step(other, "accept", date(2026, 7, 6), by="lanhdao")
    step(
        other, "terminate", date(2026, 7, 20), by="lanhdao", termination_ground="withdrawn",
        proof=[photo()],
    )  # fmt: skip
    return first, other


def test_settlement_tells_what_was_decided_and_how_it_ended(sign_in, settled):
    found = cells(sign_in("tonghop"), "01/KQGQ")
    assert [found[n] for n in (1, 2, 3, 4, 5, 6)] == [2, 0, 2, 2, 1, 1]
    assert [found[n] for n in (20, 21, 22, 25, 26)] == [0, 0, 1, 1, 0]
    assert [found[n] for n in range(7, 20)] == [0] * 13
    later = cells(sign_in("tonghop"), "01/KQGQ", "ky=2026-q4")
    assert later[4] == 0


# --- reception ---------------------------------------------------------------------------------


@pytest.fixture
def received(office, people):
    by = people["tiepdan"]
    visit(office, by, "Đến lần một.", on=date(2026, 7, 1))
    first = visit(office, by, "Đông người.", on=date(2026, 7, 2), people=6)
    held = session(office, by, date(2026, 9, 3))
    outcome(held, by)
    case = first.submission.cases.get()
    visit(
        office, by, "Đến gặp lãnh đạo.", on=date(2026, 9, 3), people=2, session=held,
        earlier=(first.submission, case),
    )  # fmt: skip
    return first


def test_reception_counts_visits_people_delegations_and_matters_apart(sign_in, received):
    found = cells(sign_in("tonghop"), "01/TCD")
    assert [found[n] for n in range(1, 12)] == [3, 9, 3, 2, 7, 2, 0, 1, 6, 1, 0]
    assert [found[n] for n in range(12, 21)] == [1, 1, 2, 0, 1, 0, 0, 0, 0]
    assert [found[n] for n in range(21, 30)] == [0] * 9


def test_letters_brought_by_visitors_have_a_table_of_their_own(sign_in, received, kind):
    kind(received.submission, on=date(2026, 7, 3))
    found = cells(sign_in("tonghop"), "02/TCD")
    assert (found[1], found[7], found[9], found[11]) == (3, 2, 0, 0)


# --- cells, rows, sums -------------------------------------------------------------------------


@pytest.mark.parametrize("code", list(tables()))
def test_every_cell_opens_as_many_rows_as_it_says(sign_in, busy, settled, received, code):
    client = sign_in("tonghop")
    for address, figure in links(page(client, code)):
        rows = client.get(address)
        assert rows.status_code == 200, address
        assert rows.context["page"].figure == figure, address
        shown = [row for row, _unit in rows.context["rows"]]
        if rows.context["column"].unit == "people":
            assert sum(row.amount for row in shown) == figure
        else:
            assert len(shown) == figure, address


def test_the_units_add_up_to_the_total(sign_in, busy, settled, received):
    for code in tables():
        grid = page(sign_in("tonghop"), code).context["grid"]
        *parts, total = grid.lines
        for n, cell in enumerate(total.cells):
            if cell.is_counted:
                assert cell.value == sum(row.cells[n].value for row in parts), (code, n)


def test_a_sum_that_fails_names_the_rows_that_it_loses(sign_in, letter, office, kind, refer):
    other = letter("Thư ngỏ gửi lãnh đạo.", on=date(2026, 7, 1), to=office)
    refer(kind(other, "other", "khac"), date(2026, 7, 2))
    client = sign_in("tonghop")
    response = page(client, "01/XLD")
    html = response.content.decode()
    assert "Cột 6 (Đơn đủ điều kiện xử lý – Số đơn) là 1" in html
    assert "lệch +1" in html
    address = re.search(r'href="([^"]+phan=8,9,10)"', html)[1]
    rows = client.get(unescape(address))
    assert [row.label for row, _unit in rows.context["rows"]] == [other.code]


def test_rows_without_a_column_are_told_beside_the_table_and_the_sum_is_checked_with_them(
    sign_in, letter, office, kind, refer
):
    passed_on = kind(letter("Khiếu nại.", on=date(2026, 7, 1), to=office), "complaint", "dat-dai")
    refer(passed_on, date(2026, 7, 2))
    client = sign_in("tonghop")
    response = page(client, "02/XLD")
    html = response.content.decode()
    assert response.context["faults"] == []
    assert "Ngoài biểu: cột 23 có 1 vụ việc không có cột nào để ghi" in html
    assert "cột 23 = 24 + 25 + 1" in html
    address = re.search(r'href="([^"]+phan=24,25[^"]*)"', html)[1]
    rows = client.get(unescape(address)).context["rows"]
    assert [row.label for row, _unit in rows] == [passed_on.code]


def test_sums_that_wait_for_a_figure_are_said_to_be_unchecked(sign_in, busy):
    assert "cột 13, 14 chưa có số" in page(sign_in("tonghop"), "02/XLD").content.decode()


# --- units, periods, doors ---------------------------------------------------------------------


def test_a_unit_that_took_over_counts_what_it_took_over(sign_in, letter):
    before = Unit.objects.get(code="mh-pc-kim-dai")
    letter("Đơn của phường cũ.", on=date(2026, 7, 1), to=before)
    grid = page(sign_in("tonghop"), "01/XLD").context["grid"]
    found = {row.line.code: row.cells[0].value for row in grid.lines}
    assert found["tong"] == 1
    assert sum(value for code, value in found.items() if code != "tong") == 1


def test_a_ward_sees_its_own_line_only(sign_in, busy):
    grid = page(sign_in("daumoi"), "01/XLD").context["grid"]
    assert [row.line.name for row in grid.lines] == ["Phường Vĩnh Tân"]
    assert grid.total.cells[0].value == 1
    refused = sign_in("daumoi").get(f"/thong-ke/01-xld/?{Q3}&don_vi=mh-ban")
    assert refused.status_code == 422


def test_two_days_of_ones_own_make_a_period(sign_in, busy):
    query = "ky=tu-chon&tu=01/7/2026&den=05/7/2026"
    assert cells(sign_in("tonghop"), "01/XLD", query)[3] == 2
    client = sign_in("tonghop")
    wrong = client.get("/thong-ke/01-xld/?ky=tu-chon&tu=05/7/2026&den=01/7/2026")
    assert wrong.status_code == 422
    assert "Ngày cuối phải từ ngày đầu trở đi" in wrong.content.decode()


def test_a_cell_that_is_not_there_is_not_found(sign_in, busy):
    client = sign_in("tonghop")
    for tail in ("hang=tong&cot=22", "hang=tong&cot=99", "hang=mh-x&cot=1"):
        assert client.get(f"/thong-ke/01-xld/dong/?{Q3}&{tail}").status_code == 404
    assert client.get(f"/thong-ke/99-xld/?{Q3}").status_code == 404


def test_queries_do_not_grow_with_units_or_columns(sign_in, busy, settled, received):
    client = sign_in("lanhdao")
    for address in ("/thong-ke/?", "/thong-ke/?dem=handling&", "/thong-ke/03-xld/?"):
        client.get(f"{address}{Q3}")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{address}{Q3}")
        assert len(queries) <= 25, (address, len(queries))


def test_the_list_counts_the_tables_of_one_register_when_it_is_asked(sign_in, busy):
    client = sign_in("tonghop")
    rows = {row["code"]: row for row in client.get(f"/thong-ke/?{Q3}").context["rows"]}
    assert list(rows) == list(tables())
    assert not [code for code in ("01/XLD", "01/TCD") if "grid" in rows[code]]
    response = client.get(f"/thong-ke/?{Q3}&dem=handling")
    rows = {row["code"]: row for row in response.context["rows"]}
    assert rows["01/XLD"]["first"].value == cells(client, "01/XLD")[1] > 0
    assert "grid" not in rows["01/TCD"]
    assert "dem=reception" in response.content.decode()


def test_the_accused_unit_sees_the_tables_of_a_world_without_the_denunciation(
    sign_in, people, letter, unit, busy, kind, keepers
):
    clients = {name: sign_in(name) for name in ("daumoi", "phuongxl")}

    def seen():
        found = {}
        for name, client in clients.items():
            for code in tables():
                response = page(client, code)
                grid = response.context["grid"]
                found[name, code] = [links(response), [row.values() for row in grid.lines]]
        return found

    without = seen()
    secret = letter("Tố cáo ông Văn A nhận tiền.", on=date(2026, 7, 3))
    case = kind(secret, "denunciation", "can-bo-chong-tham-nhung")
    visit(unit, people["phuongxl"], "Tố cáo tại bàn.", on=date(2026, 7, 4), kind="denunciation")
    assert seen() != without
    for one in Case.objects.filter(kind="denunciation"):
        set_respondents(one, [Subject(unit, "Ông Văn A")], by=people["xulydon"])
    clients = {name: sign_in(name) for name in clients}
    assert seen() == without
    assert cells(sign_in("tonghop"), "03/XLD")[1] == 2
    case.refresh_from_db()
    assert case.unit.code == "mh-ban"


# --- papers ------------------------------------------------------------------------------------


def test_a_table_becomes_a_paper_to_sign_with_the_figures_of_the_page(sign_in, busy):
    client = sign_in("tonghop")
    made = client.get(f"/thong-ke/01-xld/bieu.docx?{Q3}")
    paper = docx.Document(BytesIO(made.content))
    grid = next(table for table in paper.tables if table.cell(0, 0).text == "Đơn vị")
    figures = [cell.text for cell in grid.rows[-1].cells]
    assert figures[0] == "Tổng cộng"
    shown = cells(client, "01/XLD")
    assert figures[1:] == ["" if value is None else str(value) for value in shown.values()]
    assert "NGƯỜI LẬP BIỂU" in "".join(cell.text for t in paper.tables for cell in t._cells)
    assert client.get(f"/thong-ke/01-xld/bieu.pdf?{Q3}").content.startswith(b"%PDF")
    assert client.get(f"/thong-ke/01-xld/bieu.exe?{Q3}").status_code == 404
