"""Roll-up of period reports: 126 units, 20 quarters, 60 cells, from the database to the sums."""

import os
import tempfile
import time
from datetime import date, timedelta
from random import Random

from bench import table

UNITS, QUARTERS, CELLS, WRITTEN = 126, 20, 60, 50
MERGED = 40  # units that others took over from half-way


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="gandan-bench-") as folder:
        os.environ |= {"GANDAN_DATA": folder, "GANDAN_LOCAL": "1"}
        os.environ.setdefault("GANDAN_SECRET_KEY", "only-for-the-bench")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gandan.config.settings")
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        rounds = fill()
        lines = ["| what | result | target |", "|---|---|---|"]
        for follow, name in ((False, "as it was"), (True, "follow successors")):
            seconds, work = best(rounds, follow)
            lines.append(
                f"| {QUARTERS} quarters, {name} | {seconds:.2f} s ({work:.2f} s of processor) | 2 s |"
            )
    lines.insert(0, f"{UNITS} units, {CELLS} cells each, SQLite.\n")
    print(table.write("reports", "Roll-up of reports", lines, table.installed("django")))


def best(rounds: list, follow: bool) -> tuple[float, float]:
    """Seconds on the clock and of the processor for the sums of all rounds, the best of three."""
    from gandan.reports.selectors import sums_of

    fastest = work = 1e9
    for _ in range(3):
        started, began = time.perf_counter(), time.process_time()
        for round_ in rounds:
            sums = sums_of(round_, follow=follow, today=date(2026, 1, 1))
            assert len(sums.top.reported) == UNITS
        fastest = min(fastest, time.perf_counter() - started)
        work = min(work, time.process_time() - began)
    return fastest, work


def fill() -> list:
    """Units, mergers, a form with computed cells, and every report."""
    from gandan.accounts.models import User
    from gandan.domain.periods import quarter, span_of
    from gandan.reports.models import (
        FormCell,
        FormVersion,
        Indicator,
        ReportForm,
        ReportRound,
        ReportVersion,
        UnitReport,
    )

    by = User.objects.create_user("bench", None)
    office, wards = units()
    form = ReportForm.objects.create(code="bench", name="Bench")
    version = FormVersion.objects.create(form=form, number=1, by=by)
    for number in range(CELLS):
        computed = number >= WRITTEN
        part = number - WRITTEN
        row = Indicator.objects.create(
            code=f"C{number:02}",
            name=f"C{number:02}",
            measure="percent" if computed else "letters",
            definition="-",
            source="computed" if computed else "entered",
            formula=f"100 * C{part:02} / C{part + 10:02}" if computed else "",
            since=date(2000, 1, 1),
        )
        FormCell.objects.create(version=version, order=number, indicator=row)
    rng, rounds = Random(3), []
    for place in range(QUARTERS):
        span = span_of(quarter(2021 + place // 4, place % 4 + 1))
        round_ = ReportRound.objects.create(
            version=version,
            office=office,
            kinds=["ward", "old"],
            label=span.label,
            since_at=span.since,
            until_at=span.until,
            due_on=span.last_day + timedelta(days=5),
            opened_by=by,
        )
        for ward in wards(span.last_day):
            report = UnitReport.objects.create(round=round_, unit=ward)
            figures = {f"C{n:02}": str(rng.randrange(1, 400)) for n in range(WRITTEN)}
            sent = ReportVersion.objects.create(
                report=report, number=1, figures=figures, words={}, by=by, at=span.until
            )
            report.state, report.latest, report.first_sent_on = "submitted", sent, round_.due_on
            report.save()
        rounds.append(round_)
    return list(ReportRound.objects.select_related("version__form").order_by("id"))


def units():
    """An office over 126 wards; on 1 July 2023 forty of them give way to forty new ones."""
    from gandan.units.models import Succession, Unit, UnitVersion

    reform = date(2023, 7, 1)

    def make(code: str, kind: str, parent, since: date, until: date | None):
        unit = Unit.objects.create(code=code, kind=kind, city="bench", is_synthetic=True)
        UnitVersion.objects.create(
            unit=unit,
            name=code,
            short_name=code,
            name_key=code,
            level=kind,
            parent=parent,
            since=since,
            until=until,
        )
        return unit

    office = make("office", "board", None, date(2000, 1, 1), None)
    start = date(2000, 1, 1)
    stay = [make(f"w{n}", "ward", office, start, None) for n in range(UNITS - MERGED)]
    old = [make(f"o{n}", "old", office, start, reform) for n in range(MERGED)]
    new = [make(f"n{n}", "ward", office, reform, None) for n in range(MERGED)]
    for before, after in zip(old, new, strict=True):
        Succession.objects.create(predecessor=before, successor=after, kind="merge", on=reform)
    return office, lambda day: stay + (old if day < reform else new)


if __name__ == "__main__":
    main()
