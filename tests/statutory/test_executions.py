"""Tables of results and of carrying out: each cell against what was planted, by day and side."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gandan.casework.models import CaseStep
from gandan.casework.services.classifying import Classification, classify
from gandan.casework.services.executing import annul_result
from gandan.casework.services.people import Subject, set_respondents
from gandan.core import moment
from gandan.domain.execution import OrderedMeasure as Measure
from gandan.statutory.models import EnteredCell
from tests.desk.execution_makers import (
    DECIDED,
    LAND,
    MONEY,
    OFFICIALS,
    PEOPLE,
    TO_INVESTIGATORS,
    TO_PEOPLE,
    decided,
    effective,
    order,
    report,
    step,
)
from tests.kept_rows import kept_world
from tests.statutory.conftest import Q3
from tests.statutory.test_tables import cells, page
from tests.statutory.test_writing import workbook

pytestmark = pytest.mark.django_db
Q2, Q4 = "ky=2026-q2", "ky=2026-q4"
LAST = date(2026, 9, 14)  # of the third quarter


@pytest.fixture
def by(people):
    return people["phuongxl"]


@pytest.fixture
def planted(letter, people, by):
    """Decided in Q2 and half carried out; decided in Q3 and done; one that orders nothing."""
    return kept_world("planted", lambda: _planted(letter, people, by))


def _planted(letter, people, by):
    early = decided(
        letter,
        people,
        on=date(2026, 5, 20),
        received=date(2026, 5, 4),
        text="Khiếu nại bồi thường.",
    )
    order(early, by, {MONEY: 20_000_000, LAND: 125}, on=date(2026, 5, 21))
    report(early, by, {MONEY: 5_000_000}, on=date(2026, 6, 1))
    report(early, by, {MONEY: 8_500_000}, on=date(2026, 7, 1))
    late = decided(letter, people)
    order(late, by, {TO_PEOPLE: 1_234_567, PEOPLE: 3, OFFICIALS: 2, TO_INVESTIGATORS: 1})
    effective(late, people)
    report(late, by, {TO_PEOPLE: 1_234_567, PEOPLE: 3, OFFICIALS: 2}, on=date(2026, 9, 1))
    report(late, by, {TO_INVESTIGATORS: 1}, on=date(2026, 9, 20))
    step(late, "carry_out", LAST, by)
    nothing = decided(letter, people, text="Khiếu nại mức hỗ trợ.")
    order(nothing, by, {}, needed=False)
    return early, late, nothing


def some(found, *numbers):
    return [found[n] for n in numbers]


def test_results_tell_what_decisions_of_the_period_order(sign_in, planted):
    client = sign_in("tonghop")
    third = cells(client, "01/KQGQ")
    assert some(third, 7, 8, 11, 15, 16, 17) == [0, 0, Decimal("1.234567"), 3, 2, 1]
    second = cells(client, "01/KQGQ", Q2)
    assert some(second, 7, 8, 11, 15) == [20, Decimal("12.5"), 0, 0]
    # Amounts are counted apart from matters.
    assert some(third, 4, 5) == [2, 2]


def test_carrying_out_tells_what_was_left_and_what_was_done(sign_in, planted):
    client = sign_in("tonghop")
    second = cells(client, "02/KQGQ", Q2)
    assert some(second, 1, 2, 3, 4, 5, 6) == [1, 0, 20, Decimal("12.5"), 5, 0]
    third = cells(client, "02/KQGQ")
    assert some(third, 1, 2) == [2, 1]
    assert some(third, 3, 4, 5, 6) == [15, Decimal("12.5"), Decimal("8.5"), 0]
    assert some(third, 9, 13, 15, 16, 17) == [Decimal("1.234567"), Decimal("1.234567"), 3, 2, 0]
    fourth = cells(client, "02/KQGQ", Q4)
    assert some(fourth, 1, 2, 3, 4, 5) == [1, 0, Decimal("6.5"), Decimal("12.5"), 0]
    # What investigators did came later than the decision was carried out.
    assert some(fourth, 9, 13, 17) == [0, 0, 1]
    assert "Các cột có số đều khớp nhau" in page(client, "02/KQGQ").content.decode()


def test_an_earlier_period_keeps_its_figures_when_execution_goes_on(sign_in, planted, by):
    client = sign_in("tonghop")
    was = cells(client, "02/KQGQ")
    report(planted[0], by, {MONEY: 6_500_000}, on=date(2026, 10, 2))
    assert cells(client, "02/KQGQ") == was
    assert cells(client, "02/KQGQ", Q4)[5] == Decimal("6.5")


def test_an_annulled_result_and_a_replaced_version_do_not_count(sign_in, planted, by):
    row = planted[0].carried_out.get(amount=8_500_000)
    planted[0].refresh_from_db()
    row.case = planted[0]
    annul_result(row, "Ghi nhầm vụ việc", by=by)
    order(planted[0], by, {MONEY: 9_000_000}, on=date(2026, 7, 2), why="Nhập nhầm số")
    assert some(cells(sign_in("tonghop"), "02/KQGQ"), 3, 4, 5) == [4, 0, 0]


def test_a_decision_that_a_second_complaint_replaced_is_not_to_be_carried_out(
    sign_in, letter, people, by, unit
):
    case = decided(letter, people)
    order(case, by, {MONEY: 20_000_000})
    step(case, "send_decision", date(2026, 7, 20), people["lanhdao"])
    assert cells(sign_in("tonghop"), "02/KQGQ")[1] == 1
    superior = unit.__class__.objects.get(code="mh-ubnd")
    step(case, "lodge_second", date(2026, 8, 1), by, superior_unit=superior)
    found = cells(sign_in("tonghop"), "02/KQGQ")
    assert some(found, 1, 3) == [0, 0]
    assert cells(sign_in("tonghop"), "01/KQGQ")[7] == 20


def test_an_order_counts_though_its_case_was_finished_before_the_period(
    sign_in, letter, people, by
):
    """So it stands where the day of carrying out was written wrong before it was checked."""
    case = decided(letter, people)
    order(case, by, {MONEY: 20_000_000})
    CaseStep.objects.create(
        case=case, name="carry_out", on=date(2026, 6, 10), at=moment.now(), by=by
    )
    assert cells(sign_in("tonghop"), "01/KQGQ")[7] == 20
    assert some(cells(sign_in("tonghop"), "02/KQGQ"), 1, 3) == [0, 0]


def test_each_cell_opens_the_cases_that_make_it_up(sign_in, planted):
    client, early = sign_in("tonghop"), planted[0]
    for column, figure in ((3, "15"), (5, "8.5"), (1, "2")):
        rows = client.get(f"/thong-ke/02-kqgq/dong/?{Q3}&hang=tong&cot={column}")
        shown = [row for row, _unit in rows.context["rows"]]
        assert rows.context["page"].figure == Decimal(figure)
        if column != 1:
            assert [(row.code, row.amount) for row in shown] == [(early.code, Decimal(figure))]
            assert shown[0].on == date(2026, 5, 20)
    exact = client.get(f"/thong-ke/02-kqgq/dong/?{Q3}&hang=tong&cot=13").content.decode()
    assert "1,234567" in exact


def test_more_than_ordered_is_told_by_the_check_of_the_table(sign_in, planted, by):
    report(planted[0], by, {LAND: 200}, on=date(2026, 9, 2), why_over="Đo lại thực địa")
    html = page(sign_in("tonghop"), "02/KQGQ").content.decode()
    assert "là 20, lớn hơn cột 4" in html


def test_decisions_of_which_nobody_wrote_what_they_order_are_told(sign_in, letter, people, planted):
    decided(letter, people, text="Khiếu nại khác.")
    for code in ("01/KQGQ", "02/KQGQ"):
        response = page(sign_in("tonghop"), code)
        assert response.context["left_out"].untold == 1
        assert "chưa ghi phải thi hành những gì" in response.content.decode()
        assert "Cách hiểu" in response.content.decode()


def test_a_decision_that_was_replaced_or_ordered_nothing_is_not_told_as_unwritten(
    sign_in, letter, people, by, unit
):
    replaced = decided(letter, people)
    step(replaced, "send_decision", date(2026, 7, 20), people["lanhdao"])
    superior = unit.__class__.objects.get(code="mh-ubnd")
    step(replaced, "lodge_second", date(2026, 8, 1), by, superior_unit=superior)
    closed = decided(letter, people, text="Khiếu nại mức hỗ trợ.")
    effective(closed, people)
    step(closed, "close_without_execution", date(2026, 9, 1), people["lanhdao"], reason="Bác đơn.")
    client = sign_in("tonghop")
    assert page(client, "02/KQGQ").context["left_out"].untold == 0
    assert page(client, "02/KQGQ", Q4).context["left_out"].untold == 0
    # The first decision orders something in its period, whatever comes of it.
    assert page(client, "01/KQGQ").context["left_out"].untold == 1


def test_what_a_unit_wrote_before_the_register_counted_is_still_told(sign_in, unit, people):
    EnteredCell.objects.create(
        unit=unit, table="02/KQGQ", column=1, since=date(2026, 6, 15), until=date(2026, 9, 15),
        number=1, value=3, note="Sổ giấy", by=people["daumoi"], at=moment.now(),
    )  # fmt: skip
    response = page(sign_in("daumoi"), "02/KQGQ")
    assert response.context["written_before"] == {1: 3}
    assert cells(sign_in("daumoi"), "02/KQGQ")[1] == 0


# --- denunciations -----------------------------------------------------------------------------


@pytest.fixture
def concluded(letter, people, by):
    """A denunciation at the ward, of somebody whom nobody named yet, with its conclusion."""
    on = date(2026, 7, 1)
    secret = letter("Tố cáo ông Văn A nhận tiền.", on=on)
    case = secret.cases.get()
    with moment.replaying(on):
        kind = Classification("denunciation", "can-bo-chong-tham-nhung", "")
        classify([secret], kind, by=people["xulydon"])
    conclusion = CaseStep.objects.create(
        case=case, name="conclude", on=DECIDED, at=moment.now(), by=by, procedure="denunciation"
    )
    amounts = {
        Measure.MONEY_TO_ORGANIZATIONS: 2_000_000, Measure.MONEY_TO_INDIVIDUALS: 500_000,
        Measure.ORGANIZATIONS_RESTORED: 1, Measure.INDIVIDUALS_RESTORED: 2,
        Measure.ORGANIZATIONS_SANCTIONED: 1,
    }  # fmt: skip
    order(case, by, amounts)
    report(case, by, {Measure.MONEY_TO_INDIVIDUALS: 500_000, Measure.INDIVIDUALS_RESTORED: 2})
    report(case, by, {Measure.ORGANIZATIONS_SANCTIONED: 1})
    return case, conclusion


def test_conclusions_are_carried_out_in_a_table_of_their_own(sign_in, concluded):
    client = sign_in("tonghop")
    found = cells(client, "04/KQGQ")
    assert some(found, 1, 2, 7, 8, 9, 11, 12, 13, 15) == [
        1, 0, 1, 2, Decimal("2.5"), 0, 2, Decimal("0.5"), 1,
    ]  # fmt: skip
    assert some(cells(client, "03/KQGQ"), 13, 15, 17, 18) == [2, Decimal("0.5"), 1, 2]
    assert cells(client, "02/KQGQ")[1] == 0


def test_a_file_passed_to_investigators_by_a_step_counts_once(sign_in, concluded, by):
    case, _conclusion = concluded
    CaseStep.objects.create(
        case=case, name="hand_to_investigators", on=date(2026, 8, 1), at=moment.now(), by=by
    )
    type(case).objects.filter(pk=case.pk).update(first_handled_on=date(2026, 8, 1))
    assert cells(sign_in("tonghop"), "03/KQGQ")[21] == 1
    order(case, by, {TO_INVESTIGATORS: 2}, why="Kết luận bổ sung")
    assert cells(sign_in("tonghop"), "03/KQGQ")[21] == 2


def test_a_later_conclusion_does_not_move_a_file_out_of_the_period_in_which_it_was_passed_on(
    sign_in, letter, people, by
):
    secret = letter("Tố cáo ông Văn A nhận tiền.", on=date(2026, 7, 1))
    case = secret.cases.get()
    with moment.replaying(date(2026, 7, 1)):
        kind = Classification("denunciation", "can-bo-chong-tham-nhung", "")
        classify([secret], kind, by=people["xulydon"])
    for name, on in (("hand_to_investigators", date(2026, 8, 1)), ("conclude", date(2026, 10, 1))):
        CaseStep.objects.create(
            case=case, name=name, on=on, at=moment.now(), by=by, procedure="denunciation"
        )
    type(case).objects.filter(pk=case.pk).update(first_handled_on=date(2026, 8, 1))
    was = cells(sign_in("tonghop"), "03/KQGQ")
    order(case, by, {TO_INVESTIGATORS: 2}, on=date(2026, 10, 1))
    assert was[21] == 1
    assert cells(sign_in("tonghop"), "03/KQGQ") == was
    assert cells(sign_in("tonghop"), "03/KQGQ", Q4)[21] == 2


def test_the_accused_unit_finds_the_tables_of_a_world_without_the_denunciation(
    sign_in, people, unit, concluded
):
    client = sign_in("daumoi")
    assert cells(client, "04/KQGQ")[1] == 1
    set_respondents(concluded[0], [Subject(unit, "Ông Văn A")], by=people["xulydon"])
    for code in ("03/KQGQ", "04/KQGQ"):
        response = page(sign_in("daumoi"), code)
        assert not any(response.context["grid"].total.values().values()), code
        assert not response.context["left_out"]
    assert cells(sign_in("tonghop"), "04/KQGQ")[1] == 1


# --- papers ------------------------------------------------------------------------------------


def test_amounts_go_out_as_numbers_in_the_workbook_and_as_figures_on_paper(sign_in, planted):
    client = sign_in("tonghop")
    book = workbook(client.get(f"/thong-ke/02-kqgq/bieu.xlsx?{Q3}"))
    (total,) = [row for row in book["02-KQGQ"].iter_rows() if row[0].value == "Tổng cộng"]
    assert [cell.value for cell in total[1:7]] == [2, 1, 15, 12.5, 8.5, 0]
    notes = [str(cell.value) for row in book["Ghi chú"].iter_rows() for cell in row]
    assert "02/KQGQ, cách hiểu" in notes
    made = client.get(f"/thong-ke/02-kqgq/bieu.docx?{Q3}")
    grid = next(t for t in docx.Document(BytesIO(made.content)).tables if len(t.columns) > 15)
    assert [cell.text for cell in grid.rows[-1].cells][1:7] == [
        "2",
        "1",
        "15",
        "12,50",
        "8,50",
        "0",
    ]


def test_papers_tell_what_they_leave_out_where_a_zero_would_hide_it(sign_in, letter, people, unit):
    decided(letter, people)
    EnteredCell.objects.create(
        unit=unit, table="02/KQGQ", column=1, since=date(2026, 6, 15), until=date(2026, 9, 15),
        number=1, value=3, note="Sổ giấy", by=people["daumoi"], at=moment.now(),
    )  # fmt: skip
    client = sign_in("tonghop")
    untold = "1 quyết định, kết luận mà vụ việc chưa ghi phải thi hành những gì"
    written = "Số đơn vị ghi tay trước khi sổ đếm các cột này, nay không tính vào biểu: cột 1: 3"
    book = workbook(client.get(f"/thong-ke/02-kqgq/bieu.xlsx?{Q3}"))
    for sheet in ("02-KQGQ", "Ghi chú"):
        text = "|".join(str(cell.value) for row in book[sheet].iter_rows() for cell in row)
        assert untold in text, sheet
        assert written in text, sheet
    made = client.get(f"/thong-ke/02-kqgq/bieu.docx?{Q3}")
    paper = "\n".join(one.text for one in docx.Document(BytesIO(made.content)).paragraphs)
    assert untold in paper
    assert written in paper


def test_all_of_execution_is_read_in_few_queries(sign_in, planted):
    client = sign_in("lanhdao")
    client.get(f"/thong-ke/04-kqgq/?{Q3}")
    for code in ("01-kqgq", "02-kqgq"):
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/thong-ke/{code}/?{Q3}")
        assert len(queries) <= 25, (code, len(queries))
