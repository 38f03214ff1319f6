"""Units hear of reports before, on and after the day; the office of what came and what is missing."""

from datetime import date

import pytest

from gandan.core import moment
from gandan.notices.due import due_for, late_at
from gandan.notices.models import Notice
from gandan.reports.models import UnitReport
from gandan.reports.selectors import UnitHistory, owing_units
from gandan.reports.services.deciding import send_back
from gandan.units.models import Unit

WARD = "mh-p-vinh-tan"


def items(person, day, ahead=3):
    return [i for i in due_for(person, day, ahead=ahead).items if i.code.startswith("BC-")]


@pytest.fixture
def at(monkeypatch):
    """Look from a day, in a request that is news (not history that is written down)."""

    def set_day(day):
        monkeypatch.setattr(moment, "today", lambda: day)
        monkeypatch.setattr("gandan.reports.telling.today", lambda: day)

    return set_day


def test_a_focal_point_hears_that_a_report_is_asked_for(june, people):
    (notice,) = Notice.objects.filter(kind="report.asked", person=people["daumoi"])
    assert notice.facts == {"due_on": "2026-07-05"}
    assert not Notice.objects.filter(kind="report.asked", person=people["tonghop"]).exists()


def test_it_is_due_before_the_day_on_the_day_and_late_after_it(june, people, at):
    for day, word in (
        (date(2026, 7, 3), "soon"),
        (date(2026, 7, 5), "today"),
        (date(2026, 7, 9), "late"),
    ):
        at(day)
        found = due_for(people["daumoi"], day, ahead=3)
        (item,) = [i for i in getattr(found, word) if i.code.startswith("BC-")]
        assert item.due_on == date(2026, 7, 5)
        assert str(item.step) == "Gửi báo cáo kỳ"


def test_nothing_is_owed_before_the_period_has_ended(june, people, at):
    at(date(2026, 6, 30))
    assert items(people["daumoi"], date(2026, 6, 30), ahead=10) == []


def test_the_handler_who_may_not_send_is_not_reminded(june, people, at):
    at(date(2026, 7, 3))
    assert items(people["phuongxl"], date(2026, 7, 3)) == []


def test_a_sent_report_is_no_longer_due_and_the_office_hears_of_it(sent, people, at):
    at(date(2026, 7, 3))
    assert items(people["daumoi"], date(2026, 7, 3)) == []
    told = Notice.objects.filter(kind="report.submitted").values_list("person__username", flat=True)
    assert set(told) == {"tonghop", "lanhdao"}


def test_a_returned_report_is_told_at_once_and_due_again(sent, people, at):
    send_back(sent, "Ghi rõ việc nào đã xong.", by=people["tonghop"])
    at(date(2026, 7, 3))
    (item,) = items(people["daumoi"], date(2026, 7, 3))
    assert str(item.step) == "Sửa báo cáo kỳ"
    assert Notice.objects.filter(kind="report.returned", person=people["daumoi"]).count() == 1


def test_a_leader_hears_how_many_units_are_missing_and_since_when(june, people, at):
    at(date(2026, 7, 20))
    units = frozenset(owing_units(june))
    found = late_at(people["lanhdao"], units, date(2026, 7, 20))
    assert (found.count, found.oldest_on) == (len(units), date(2026, 7, 5))
    assert late_at(people["hangxom"], units, date(2026, 7, 20)).count == 1


def test_what_one_unit_owes_is_what_the_round_says(june):
    history = UnitHistory.load()
    owing = set(owing_units(june))
    assert {u.pk for u in Unit.objects.all() if history.owes(u.pk, june)} == owing


@pytest.fixture
def sent(june, people):
    from decimal import Decimal

    from gandan.reports.services.deciding import submit
    from gandan.reports.services.writing import open_report, save_report

    unit = Unit.objects.get(code=WARD)
    report = open_report(june, unit.pk, by=people["daumoi"])
    figures = {"DT01": Decimal(0), "DT02": Decimal(0), "DT03": Decimal(0)}
    words = {"1": "Tổ 5 nạo vét xong 180 m cống ngày 11/6/2026."}
    save_report(report, figures=figures, words=words, after=report.revision, by=people["daumoi"])
    submit(report, note="", by=people["daumoi"])
    return UnitReport.objects.select_related("round").get(pk=report.pk)
