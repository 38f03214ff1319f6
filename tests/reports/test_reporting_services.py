"""A unit writes and sends, the office sends back and accepts; nothing is lost on the way."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gandan.audit.models import Entry
from gandan.core import moment
from gandan.domain.periods import month, quarter, span_of
from gandan.domain.reporting import Standing
from gandan.reports.cells import cells_of
from gandan.reports.models import FormVersion, UnitReport
from gandan.reports.selectors import earlier_texts, owed_by, owed_of, owing_units, sums_of
from gandan.reports.services.calling import open_round
from gandan.reports.services.deciding import accept, correct, send_back, standing_problems, submit
from gandan.reports.services.defining import (
    CellRow,
    define_indicator,
    lay_out,
    next_version,
    publish,
)
from gandan.reports.services.refusals import ReportChangedError, ReportRefusedError
from gandan.reports.services.writing import add_proof, explain, open_report, save_report
from gandan.units.models import Unit
from tests.reports.conftest import indicator

WORDS = {"1": "Ngày 12/6/2026 phường họp với 42 hộ tổ 5 về thoát nước ngõ 58 Bến Trúc."}
FIGURES = {"DT01": Decimal(2), "DT02": Decimal(1), "DT03": Decimal(1)}


@pytest.fixture
def report(june, letter, people, unit):
    letter(on=date(2026, 6, 3))
    letter(text="Đèn đường tổ 7 hỏng.", on=date(2026, 6, 30))
    letter(text="Rác ở chợ Mai.", on=date(2026, 7, 1))
    return open_report(june, unit.pk, by=people["daumoi"])


def written(report, by, **changes):
    figures = FIGURES | {k: Decimal(v) for k, v in changes.items()}
    return save_report(report, figures=figures, words=WORDS, after=report.revision, by=by)


def sent(report, people, note="", **changes):
    submit(written(report, people["daumoi"], **changes), note=note, by=people["daumoi"])
    return report


def test_a_report_opens_with_what_the_register_counts_in_its_days(report):
    assert report.figures == {"DT01": "2"}


def test_only_units_under_the_office_owe_the_report(june, people, unit):
    owing = owing_units(june)
    assert unit.pk in owing
    assert Unit.objects.get(code="mh-so-yt").pk not in owing
    assert Unit.objects.get(code="mh-pc-vinh-tan").pk not in owing
    with pytest.raises(ReportRefusedError):
        open_report(june, Unit.objects.get(code="mh-so-yt").pk, by=people["daumoi"])


def test_a_round_over_last_year_is_owed_by_the_units_of_that_time(form, people):
    office = Unit.objects.get(code="mh-ban")
    old = open_round(
        form, office, span_of(quarter(2025, 1)), kinds=["ward"], due_on=date(2025, 4, 5), by=None
    )
    codes = set(Unit.objects.filter(pk__in=owing_units(old)).values_list("code", flat=True))
    assert "mh-pc-vinh-tan" in codes
    assert "mh-p-vinh-tan" not in codes


def test_nothing_is_sent_while_a_figure_is_blank(report, people):
    save_report(report, figures={"DT01": Decimal(2)}, words=WORDS, after=0, by=people["daumoi"])
    with pytest.raises(ReportRefusedError, match="chỗ thiếu"):
        submit(report, note="", by=people["daumoi"])


def test_a_figure_that_needs_proof_is_not_sent_without_it(report, people):
    written(report, people["daumoi"], HN01="2")
    with pytest.raises(ReportRefusedError, match="minh chứng"):
        submit(report, note="", by=people["daumoi"])
    cell = next(c for c in cells_of(report.round.version) if c.code == "HN01")
    paper = SimpleUploadedFile("biên bản.pdf", b"%PDF-1.4 thu")
    add_proof(report, cell, paper, by=people["daumoi"])
    submit(report, note="", by=people["daumoi"])
    assert report.state == UnitReport.State.SUBMITTED


def test_two_people_cannot_write_over_each_other(report, people):
    other = UnitReport.objects.get(pk=report.pk)
    written(report, people["daumoi"])
    with pytest.raises(ReportChangedError):
        written(other, people["phuongxl"], DT02="9")


def test_a_difference_from_the_register_is_shown_and_must_be_explained(report, people):
    sent(report, people, DT01="5", DT03="4")
    (problem,) = [p for p in standing_problems(report, people["tonghop"]) if p.needs_explaining]
    assert (problem.at, problem.said, problem.counted) == ("DT01", 5, 2)
    with pytest.raises(ReportRefusedError, match="chưa được giải thích"):
        accept(report, by=people["tonghop"])
    explain(report, problem, "Ba đơn nhận tại buổi tiếp dân chưa vào sổ.", by=people["daumoi"])
    accept(report, by=people["tonghop"])
    assert report.state == UnitReport.State.ACCEPTED
    assert report.explanations.get().text.startswith("Ba đơn")


def test_an_explanation_ends_with_the_figures_it_explains(report, people):
    sent(report, people, DT01="5", DT03="4")
    (problem,) = [p for p in standing_problems(report, people["tonghop"]) if p.needs_explaining]
    explain(report, problem, "Ba đơn chưa vào sổ.", by=people["daumoi"])
    send_back(report, "Vào sổ ba đơn rồi gửi lại.", by=people["tonghop"])
    sent(report, people, note="Sửa số đơn", DT01="6", DT03="5")
    waiting = [p for p in standing_problems(report, people["tonghop"]) if p.needs_explaining]
    assert [p.at for p in waiting] == ["DT01"]


def test_an_error_in_the_text_must_be_explained_before_it_is_accepted(report, people):
    words = {"1": "Tiếp nhận 12 kiến nghị, gồm 7 kiến nghị về đất đai và 6 kiến nghị khác."}
    save_report(report, figures=FIGURES, words=words, after=0, by=people["daumoi"])
    submit(report, note="", by=people["daumoi"])
    errors = [p for p in standing_problems(report, people["tonghop"]) if p.severity == "error"]
    assert [p.at for p in errors] == ["s1"]
    assert "7 + 6 = 13" in errors[0].text
    with pytest.raises(ReportRefusedError):
        accept(report, by=people["tonghop"])


def test_a_returned_report_is_written_again_and_the_earlier_version_stays(report, people):
    sent(report, people)
    send_back(report, "Ghi rõ nơi xảy ra.", by=people["tonghop"])
    assert report.is_open
    with pytest.raises(ReportRefusedError, match="đã sửa gì"):
        submit(written(report, people["daumoi"], DT02="2"), note="", by=people["daumoi"])
    submit(report, note="Thêm một đơn", by=people["daumoi"])
    figures = [version.figures["DT02"] for version in report.versions.order_by("number")]
    assert figures == ["1", "2"]
    names = report.steps.order_by("id").values_list("name", flat=True)
    assert list(names) == ["opened", "submitted", "returned", "submitted"]


def test_a_report_is_not_sent_back_or_corrected_without_a_reason(report, people):
    sent(report, people)
    with pytest.raises(ReportRefusedError):
        send_back(report, "  ", by=people["tonghop"])
    accept(report, by=people["tonghop"])
    with pytest.raises(ReportRefusedError):
        correct(report, "", by=people["daumoi"])


def test_while_it_is_corrected_the_sent_figures_still_count(report, june, people):
    sent(report, people)
    accept(report, by=people["tonghop"])
    correct(report, "Nhầm một đơn trùng.", by=people["daumoi"])
    written(report, people["daumoi"], DT02="8")
    top = sums_of(june, follow=False, today=date(2026, 8, 1)).top
    assert (top.values["DT02"], len(top.reported)) == (1, 1)


def test_sums_say_how_many_reported_and_work_shares_out_anew(report, june, people):
    sent(report, people)
    other = open_report(june, Unit.objects.get(code="mh-p-kim-dai").pk, by=people["hangxom"])
    figures = {"DT01": Decimal(8), "DT02": Decimal(2), "DT03": Decimal(6)}
    save_report(other, figures=figures, words=WORDS, after=0, by=people["hangxom"])
    submit(other, note="", by=people["hangxom"])
    sums = sums_of(june, follow=False, today=date(2026, 8, 1))
    assert sums.top.values["DT01"] == 10
    assert sums.top.values["DT04"] == 10
    assert sums.top.values["TL01"] == 30
    assert (len(sums.top.reported), len(sums.top.expected)) == (2, len(owing_units(june)))
    silent = next(line for line in sums.children if line.unit not in sums.top.reported)
    assert silent.values == {}


def test_figures_of_last_year_follow_the_wards_into_todays(form, people):
    office = Unit.objects.get(code="mh-ban")
    old = open_round(
        form, office, span_of(quarter(2025, 1)), kinds=["ward"], due_on=date(2025, 4, 5), by=None
    )
    for code, value in (("mh-pc-dong-van", 3), ("mh-pc-van-tri", 4)):
        row = open_report(old, Unit.objects.get(code=code).pk, by=people["daumoi"])
        figures = {"DT01": Decimal(value), "DT02": Decimal(0), "DT03": Decimal(value)}
        save_report(row, figures=figures, words=WORDS, after=0, by=people["daumoi"])
        submit(row, note="", by=people["daumoi"])
    today = date(2026, 8, 1)
    heir = Unit.objects.get(code="mh-p-dong-van").pk
    follow = sums_of(old, follow=True, today=today)
    as_it_was = sums_of(old, follow=False, today=today)
    assert follow.lines[heir].values["DT01"] == 7
    assert heir not in as_it_was.lines
    district = Unit.objects.get(code="mh-q-minh-bac").pk
    assert as_it_was.lines[district].values["DT01"] == 7
    assert follow.top.values == as_it_was.top.values


def test_what_a_unit_owes_is_late_once_the_day_has_passed(june, people):
    owed = owed_by(people["daumoi"], date(2026, 7, 8))
    assert [(o.standing, o.late) for o in owed] == [(Standing.MISSING, 3)]
    assert owed_by(people["daumoi"], date(2026, 7, 5))[0].standing == Standing.OWED


def test_a_report_that_came_late_stays_late(report, june, people, unit):
    with moment.replaying(date(2026, 7, 9)):
        sent(report, people)
    (owed,) = owed_of(june, [unit.pk], date(2026, 9, 1))
    assert (owed.standing, owed.late) == (Standing.SUBMITTED, 4)


def test_the_text_of_earlier_periods_is_there_to_compare_with(report, form, june, people, unit):
    sent(report, people)
    july = open_round(
        form, june.office, span_of(month(2026, 7)), kinds=["ward"], due_on=date(2026, 8, 5), by=None
    )
    following = open_report(july, unit.pk, by=people["daumoi"])
    assert [d.id for d in earlier_texts(following)] == [june.label]
    save_report(following, figures=FIGURES, words=WORDS, after=0, by=people["daumoi"])
    rules = [p.key for p in standing_problems(following, people["daumoi"])]
    assert any("copied" in key for key in rules)


def test_a_form_in_use_is_not_edited_but_followed_by_a_new_version(form, people):
    with pytest.raises(ReportRefusedError):
        lay_out(form, [CellRow("DT01")], [], by=people["quantri"], day=date(2026, 6, 1))
    draft = next_version(form.form, by=people["quantri"])
    assert draft.number == 2
    assert draft.cells.count() == form.cells.count()
    assert next_version(form.form, by=people["quantri"]) == draft


def test_a_form_whose_formula_misses_a_cell_is_not_put_into_use(form, people):
    draft = next_version(form.form, by=people["quantri"])
    lay_out(draft, [CellRow("DT04")], [], by=people["quantri"], day=date(2026, 6, 1))
    with pytest.raises(ReportRefusedError, match="DT02, DT03"):
        publish(draft, note="", by=people["quantri"])
    assert FormVersion.objects.get(pk=draft.pk).published_at is None


def test_a_new_definition_ends_the_one_before(catalogue, people):
    new = indicator("DT02", "Đơn khiếu nại", "letters", "entered", since=date(2027, 1, 1))
    define_indicator(new, by=people["quantri"])
    catalogue[1].refresh_from_db()
    assert catalogue[1].until == date(2027, 1, 1)
    again = indicator("DT02", "Đơn khiếu nại", "letters", "entered", since=date(2026, 5, 1))
    with pytest.raises(ReportRefusedError):
        define_indicator(again, by=people["quantri"])


def test_a_round_is_opened_once_and_not_due_inside_its_period(form, june, people):
    for due_on in (date(2026, 7, 5), date(2026, 6, 20)):
        with pytest.raises(ReportRefusedError):
            open_round(form, june.office, june.span, kinds=["ward"], due_on=due_on, by=None)


def test_each_change_leaves_an_entry_in_the_log(report, people):
    sent(report, people)
    accept(report, by=people["tonghop"])
    actions = Entry.objects.filter(action__startswith="report.").order_by("id")
    assert list(actions.values_list("action", flat=True)) == [
        "report.opened",
        "report.saved",
        "report.submitted",
        "report.accepted",
    ]
