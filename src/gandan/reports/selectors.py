"""Read rounds and reports: who owes what, how it stands, sums over the tree."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q, QuerySet

from gandan.accounts.models import User
from gandan.domain.reporting import Line, Link, Standing, Told, complete, heirs, roll_up, standing
from gandan.domain.reporting.standing import days_late
from gandan.reports.cells import Cell, additive_of, cells_of, formulas_of
from gandan.reports.models import ReportRound, UnitReport
from gandan.substance import Document
from gandan.units.models import Succession, UnitVersion, in_force
from gandan.units.policy import UnitTree, reach_of
from gandan.units.selectors import UnitNames

State = UnitReport.State
COUNTED = (State.SUBMITTED, State.ACCEPTED, State.CORRECTING)
EARLIER = 3  # reports of the unit with which a new one is compared


def owing_units(round_: ReportRound) -> list[int]:
    """The units that owe the report: those under the office on the last day of the period."""
    return _owing(round_.office_id, tuple(round_.kinds), round_.span.last_day)


def _owing(office: int, kinds: tuple[str, ...], day: date) -> list[int]:
    below = UnitTree.on(day).subtree(office) - {office}
    rows = UnitVersion.objects.filter(in_force(day), unit__in=below, unit__kind__in=kinds)
    return list(rows.order_by("name_key").values_list("unit_id", flat=True))


@dataclass(frozen=True)
class Owed:
    """One unit in one round."""

    round: ReportRound
    unit: int
    report: UnitReport | None
    standing: Standing
    late: int

    @property
    def state(self) -> str:
        return self.report.state if self.report else ""


def owed_of(round_: ReportRound, units: Iterable[int], today: date) -> list[Owed]:
    """How each unit stands in a round; one query for the reports."""
    wanted = list(units)
    reports = {
        r.unit_id: r for r in round_.reports.filter(unit__in=wanted).select_related("latest")
    }
    return [_owed(round_, unit, reports.get(unit), today) for unit in wanted]


def _owed(round_: ReportRound, unit: int, report: UnitReport | None, today: date) -> Owed:
    stands = standing(
        report.state if report else None,
        last_day=round_.span.last_day,
        due_on=round_.due_on,
        today=today,
    )
    sent = report.first_sent_on if report else None
    late = days_late(sent, round_.due_on, today) if stands != Standing.AHEAD else 0
    return Owed(round_, unit, report, stands, late)


@dataclass(frozen=True)
class UnitHistory:
    """Where each unit stood and of which kind it was, on any day; one query for all rounds."""

    rows: dict[int, list[tuple[date, date | None, int | None, str]]]

    @classmethod
    def load(cls) -> "UnitHistory":
        rows: dict[int, list[tuple[date, date | None, int | None, str]]] = {}
        versions = UnitVersion.objects.values_list(
            "unit_id", "since", "until", "parent_id", "unit__kind"
        )
        for unit, since, until, parent, kind in versions:
            rows.setdefault(unit, []).append((since, until, parent, kind))
        return cls(rows)

    def owes(self, unit: int, round_: ReportRound) -> bool:
        """The same rule as ``owing_units``, for one unit."""
        day, found = round_.span.last_day, self._on(unit, round_.span.last_day)
        if found is None or found[1] not in round_.kinds:
            return False
        seen: set[int] = {unit}
        above = found[0]
        while above is not None and above not in seen:
            if above == round_.office_id:
                return True
            seen.add(above)
            version = self._on(above, day)
            above = version[0] if version else None
        return False

    def _on(self, unit: int, day: date) -> tuple[int | None, str] | None:
        for since, until, parent, kind in self.rows.get(unit, ()):
            if since <= day and (until is None or day < until):
                return parent, kind
        return None


def owed_by(person: User, today: date, *, until: date | None = None) -> list[Owed]:
    """What the units of the person's own posts owe, the latest due day first.

    ``until`` leaves out what is due later.
    """
    own = [unit for unit, _duties in reach_of(person).posts]
    rounds = ReportRound.objects.select_related("version__form").order_by("-due_on", "-id")
    if until is not None:
        rounds = rounds.filter(due_on__lte=until)
    return _owed_in(rounds, own, today)


def late_in(units: Iterable[int], before: date, today: date) -> list[Owed]:
    """What ``units`` owed before the day and have not sent, or had sent back; the oldest first."""
    rounds = ReportRound.objects.filter(due_on__lt=before).order_by("due_on", "id")
    owed = _owed_in(rounds, units, today)
    return [one for one in owed if one.standing in {Standing.MISSING, Standing.RETURNED}]


def _owed_in(rounds: QuerySet[ReportRound], units: Iterable[int], today: date) -> list[Owed]:
    """How each of ``units`` stands in those of ``rounds`` that it owes; three queries."""
    wanted = sorted(set(units))
    history, chosen = UnitHistory.load(), list(rounds)
    told = UnitReport.objects.filter(unit__in=wanted, round__in=chosen).select_related("latest")
    reports = {(report.round_id, report.unit_id): report for report in told}
    return [
        _owed(round_, unit, reports.get((round_.pk, unit)), today)
        for round_ in chosen
        for unit in wanted
        if history.owes(unit, round_)
    ]


def may_see_round(person: User, round_: ReportRound, today: date) -> bool:
    """The office and those over it see a round; so does a unit that owes it."""
    reach = reach_of(person)
    if round_.office_id in reach.units():
        return True
    return bool({unit for unit, _duties in reach.posts} & set(owing_units(round_)))


@dataclass(frozen=True)
class Sums:
    """The lines of a round, completed by formulas, with the units' places in the tree."""

    cells: Sequence[Cell]
    lines: dict[int, Line]
    top: Line
    children: list[Line]
    names: UnitNames
    owing: frozenset[int]


def sums_of(round_: ReportRound, *, follow: bool, today: date) -> Sums:
    """Add the latest sent figures along the tree of the period, or along today's.

    Reports that were not sent, or were sent back, add nothing and count as silent.
    """
    cells = cells_of(round_.version)
    owing = owing_units(round_)
    day = today if follow else round_.span.last_day
    told = [
        Told(unit, additive_of(cells, figures))
        for unit, figures in round_.reports.filter(state__in=COUNTED).values_list(
            "unit_id", "latest__figures"
        )
    ]
    parents = parents_on(day)
    taken_over = heirs(_links(), today) if follow else None
    lines = roll_up(_with_lost(parents, owing, round_), owing, told, heirs=taken_over)
    formulas = formulas_of(cells)
    for line in lines.values():
        line.values = complete(line.values, formulas)
    top = lines.get(round_.office_id) or Line(round_.office_id)
    below = [
        line
        for unit, line in lines.items()
        if unit != round_.office_id and parents.get(unit, round_.office_id) == round_.office_id
    ]
    names = UnitNames.on(day)
    below.sort(key=lambda line: names.keys.get(line.unit, ""))
    return Sums(cells, lines, top, below, names, frozenset(owing))


def parents_on(day: date) -> dict[int, int | None]:
    rows = UnitVersion.objects.filter(in_force(day)).values_list("unit_id", "parent_id")
    return dict(rows)


def _with_lost(
    parents: dict[int, int | None], owing: Iterable[int], round_: ReportRound
) -> dict[int, int | None]:
    """Units that no longer stand anywhere (divided ones) count directly under the office."""
    lost = {unit: round_.office_id for unit in owing if unit not in parents}
    return {**parents, **lost}


def _links() -> list[Link]:
    rows = Succession.objects.exclude(kind="dissolve")
    return [Link(*row) for row in rows.values_list("predecessor_id", "successor_id", "on")]


def earlier_texts(report: UnitReport) -> list[Document]:
    """The narratives that the unit sent before this period, the newest first."""
    rows = (
        UnitReport.objects.filter(
            unit=report.unit_id, round__until_at__lte=report.round.since_at, latest__isnull=False
        )
        .select_related("latest", "round")
        .order_by("-round__until_at")[:EARLIER]
    )
    return [
        Document.of(
            f"{row.round.label}\n"
            + "\n".join(text for _, text in sorted(row.latest.words.items())),
            id=row.round.label,
            unit=str(report.unit_id),
            day=row.round.span.last_day,
        )
        for row in rows
        if row.latest is not None
    ]


def previous_figures(report: UnitReport) -> dict[str, Decimal]:
    """What the unit told in the period just before, by the same form."""
    row = (
        UnitReport.objects.filter(
            Q(round__version__form=report.round.version.form_id),
            unit=report.unit_id,
            round__until_at__lte=report.round.since_at,
            latest__isnull=False,
        )
        .select_related("latest")
        .order_by("-round__until_at")
        .first()
    )
    return (
        {code: Decimal(value) for code, value in row.latest.figures.items()}
        if row is not None and row.latest is not None
        else {}
    )
