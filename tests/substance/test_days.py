"""Days, years and terms that cannot be."""

from datetime import date

import pytest

from gandan.substance import Document, figure_findings

TITLE = "Báo cáo công tác 6 tháng đầu năm 2025 – phường Tân Lập\n\n"


def found(text: str) -> dict[str, str]:
    document = Document.of(TITLE + text)
    return {f.rule: document.text[f.start : f.end] for f in figure_findings(document)}


@pytest.mark.parametrize(
    ("text", "rule", "written"),
    [
        ("Họp ngày 31/4/2025.", "date.impossible", "31/4/2025"),
        ("Họp ngày 29/02/2025.", "date.impossible", "29/02/2025"),
        ("Họp ngày 12/15/2025.", "date.impossible", "12/15/2025"),
        ("Họp ngày 31 tháng 6 năm 2025.", "date.impossible", "31 tháng 6 năm 2025"),
        ("Trong tháng 13/2024 không có vụ nào.", "date.impossible", "tháng 13/2024"),
        ("Trong 13 tháng của năm 2024 có 4 vụ.", "date.impossible", "13 tháng của năm"),
        ("Vụ việc phát sinh từ tháng 6/1017.", "year.slip", "tháng 6/1017"),
        ("Hội nghị ngày 20/5/2052 có 120 đại biểu.", "year.slip", "20/5/2052"),
        ("So với cùng kỳ năm 2026, số đơn giảm 12 đơn.", "year.slip", "năm 2026"),
        ("Kỳ báo cáo từ 01/7/2025 đến 31/12/2024.", "year.slip", "01/7/2025 đến 31/12/2024"),
        ("Ban thanh tra nhiệm kỳ 2022-2042 có 9 người.", "term.impossible", "nhiệm kỳ 2022-2042"),
        ("Hội Phụ nữ nhiệm kỳ 2025-2020 có 11 ủy viên.", "term.impossible", "nhiệm kỳ 2025-2020"),
    ],
)
def test_what_no_calendar_has_is_found(text, rule, written):
    assert found(text)[rule] == written


@pytest.mark.parametrize(
    "text",
    [
        "Họp ngày 29/02/2024 và ngày 31/12/2024.",
        "Nhiệm kỳ 2021-2026, nhiệm kỳ 2004-2011, nhiệm kỳ 2023-2025.",
        "Từ 15/12/2024 đến 14/6/2025, từ 25/9 đến 15/10.",
        "Mục tiêu đến năm 2030, tầm nhìn 2045.",
        "So với cùng kỳ năm 2024, giảm 12 đơn.",
        "Hoàn thành trước ngày 30/9/2027.",
        "Di tích xây năm 1802, trùng tu năm 2010.",
        "Đơn thứ nhất ngày 12/02/2021, thứ hai ngày 30/8/2022, thứ ba ngày 07/6/2024.",
        "Hội nghị lần thứ hai, ngày 30/8/2022, bàn về hòa giải.",
        "Thông báo ngày 05/6/2026 giao các tổ báo cáo trước ngày 20/6/2026.",
        "Kế hoạch ngày 05/6/2026 yêu cầu rà soát đơn gửi trước ngày 20/5/2026.",
    ],
)
def test_days_and_terms_that_can_be_are_left_alone(text):
    assert found(text) == {}


def test_a_task_that_was_due_before_the_paper_in_its_sentence_is_found():
    text = "Thông báo ngày 05/6/2026 giao các tổ dân phố báo cáo trước ngày 20/5/2026."
    assert found(text) == {"deadline.past": "20/5/2026"}


@pytest.mark.parametrize("said", ["sáng thứ hai ngày", "thứ Hai, ngày", "thứ 2, ngày"])
def test_a_day_of_the_week_that_is_not_that_of_the_date_is_found(said):
    text = f"Đoàn đã họp tại phường {said} 30/8/2022. Kỳ họp thứ nhất đã nghe báo cáo."
    assert "date.weekday" in found(text)


def test_a_year_that_ends_in_november_is_remarked_on():
    document = Document.of("Hà Nội – năm 2015 (đến 16/11)\n\nTiếp 40 lượt, nhận 31 đơn.")
    assert [f.rule for f in figure_findings(document)] == ["period.cut"]


ANSWER = "Trả lời kiến nghị về nhà văn hóa thôn\n\nNhà văn hóa xây theo Quyết định số 41/QĐ-UBND ngày 04/3/2009. "


def test_in_an_answer_the_day_of_an_old_decision_makes_no_later_day_a_slip():
    document = Document.of(
        ANSWER + "Ngày 12/8/2025 phường khảo sát; xong trước 20/12/2025.", day=date(2009, 3, 4)
    )
    assert figure_findings(document) == []


def test_a_single_day_far_ahead_of_all_others_is_still_asked_about():
    document = Document.of(ANSWER + "Ngày 12/8/2039 phường khảo sát.", day=date(2009, 3, 4))
    assert [f.rule for f in figure_findings(document)] == ["year.slip"]
