"""The made-up wards' reports show every rule; the rounds show every state."""

from datetime import date

from gandan.demo.reports import load_reports
from gandan.domain.reporting import Standing
from gandan.reports.models import ReportRound, UnitReport
from gandan.reports.selectors import owed_of, owing_units
from gandan.reports.services.deciding import standing_problems
from gandan.substance import RULES

# What is new beside a copied passage is shown in the passage, not as a problem.
NOT_IN_A_REPORT = {"copied.new"}


def test_three_wards_have_a_planted_fault_of_every_rule(people, letter, unit):
    letter(on=date(2026, 2, 3))
    load_reports(people, today=date(2026, 11, 25))
    found = set()
    for report in UnitReport.objects.select_related("round__version__form", "latest"):
        for problem in standing_problems(report, people["tonghop"]):
            found.add(problem.key.split(":")[1])
    assert {rule.code for rule in RULES} - found <= NOT_IN_A_REPORT
    assert UnitReport.objects.values("unit").distinct().count() == 3


def test_the_rounds_show_what_is_missing_and_what_is_owed(people, unit):
    load_reports(people, today=date(2026, 11, 25))
    states = {
        owed.standing
        for round_ in ReportRound.objects.select_related("version__form")
        for owed in owed_of(round_, owing_units(round_), date(2026, 11, 25))
    }
    assert states == {
        Standing.ACCEPTED,
        Standing.SUBMITTED,
        Standing.RETURNED,
        Standing.MISSING,
        Standing.AHEAD,
    }
