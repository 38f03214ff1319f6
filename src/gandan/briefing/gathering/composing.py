"""Make the content of a pack from the register, the concerns and the reports as they stand."""

from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils import translation

from gandan.briefing.gathering.book import Book
from gandan.briefing.gathering.figures import figures_of
from gandan.briefing.gathering.ground import Ground
from gandan.briefing.gathering.parts import asks_of, late_of, late_rows, unknown_of, worse_of
from gandan.briefing.gathering.problems import CANDIDATES, Facts, facts_of, problem_of
from gandan.briefing.gathering.reported import Reported, reported_of
from gandan.briefing.gathering.tasks import as_rows, sentences_of, tasks_of
from gandan.briefing.models import Pack
from gandan.briefing.sentences import to_rows
from gandan.casework.models import Submission
from gandan.domain.periods import Period
from gandan.units.models import Unit

FORMAT = 1


def compose(
    scope: Unit, period: Period, *, day: date, last: Pack | None
) -> tuple[dict[str, Any], Book]:
    """The content (JSON of version 1, docs/reference/briefing.md) and its sources."""
    with translation.override("vi"):
        ground = Ground.of(scope, period, day)
        return _content(ground, last), ground.book


def _content(ground: Ground, last: Pack | None) -> dict[str, Any]:
    facts = facts_of(ground)
    reported = reported_of(ground)
    problems = [problem_of(one, ground) for one in facts[:CANDIDATES]]
    late = late_rows(ground)
    tasks = tasks_of(ground, last)
    parts = {
        "worse": worse_of(ground, facts),
        "late": late_of(ground, late),
        "tasks": sentences_of(ground, tasks, last),
        "asks": asks_of(ground, problems[:5], late),
        "unknown": unknown_of(ground, facts, reported),
    }
    period = ground.period
    return {
        "version": FORMAT,
        "period": {
            "label": period.label,
            "since": period.since.isoformat(),
            "until": period.until.isoformat(),
            "previous": ground.before.label,
        },
        "as_of": ground.day.isoformat(),
        "last": {"code": str(last.code), "label": last.label} if last else None,
        "problems": problems,
        "parts": {name: to_rows(found) for name, found in parts.items()},
        "figures": [figure.as_json() for figure in figures_of(ground, reported)],
        "late": late,
        "tasks": as_rows(tasks, ground),
        "concerns": [_listed(one) for one in facts],
        "units": _units(ground, late),
        "reports": _reports(reported),
    }


def _listed(facts: Facts) -> dict[str, Any]:
    concern = facts.concern
    return {
        "key": concern.engine_key,
        "code": concern.code,
        "title": concern.title,
        "now": facts.change.now,
        "before": facts.change.before,
        "trend": facts.change.trend,
        "confirmed": concern.state == concern.State.CONFIRMED,
    }


def _units(ground: Ground, late: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Letters received by each unit, now and before, with what is late there."""
    since, until = ground.period.since, ground.period.until
    now = Q(received_on__gte=since, received_on__lt=until)
    before = Q(received_on__gte=ground.before.since, received_on__lt=ground.before.until)
    rows = Submission.objects.for_many().filter(now | before, unit__in=ground.units).order_by()
    counts = rows.values_list("unit_id", "unit__code").annotate(
        now=Count("id", filter=now), before=Count("id", filter=before)
    )
    found: dict[str, dict[str, Any]] = {}
    for unit, code, n, earlier in counts:
        name = ground.names[unit]
        found[code] = {"code": code, "unit": name, "now": n, "before": earlier, "late": 0}
    for row in late:
        empty = {"code": row["code"], "unit": row["unit"], "now": 0, "before": 0, "late": 0}
        found.setdefault(row["code"], empty)["late"] = row["cases"]
    return sorted(found.values(), key=lambda row: (-row["now"], -row["late"], row["unit"]))


def _reports(reported: Reported) -> dict[str, Any]:
    return {
        "differences": reported.differences,
        "findings": reported.findings,
        "rounds": [
            {
                "code": told.code,
                "label": told.label,
                "form": told.form,
                "owing": told.owing,
                "sent": len(told.sent),
                "late": len(told.late),
                "missing": len(told.missing),
                "returned": len(told.returned),
            }
            for told in reported.rounds
        ],
    }
