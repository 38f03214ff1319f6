"""What the leader's page shows: counts by state, concerns, growth, wards; each opens its rows."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Value

from gandan.accounts.models import User
from gandan.casework.late import LateUnit, late_by_unit
from gandan.casework.models import Case, CopySuggestion, Submission
from gandan.casework.rates import Rates, rates_of
from gandan.concerns.corpus import current_names
from gandan.concerns.models import Concern, Membership
from gandan.concerns.selectors import changes_of
from gandan.domain.periods import Period, month, named
from gandan.units.models import Area, in_force
from gandan.units.selectors import UnitNames

TOP = 5
SMALL = 5
WEEKS = 26
SPARK_WEEKS = 12
MONTHS_BACK = 5
UNDATED = Q(received_on=None)


@dataclass(frozen=True)
class Board:
    """Everything on the leader's page for one period."""

    period: Period
    previous: Period
    letters: int
    letters_before: int
    confirmed: int
    waiting: int
    unclassified: int
    copies: int
    damaged: int
    concerns_confirmed: int
    concerns_suggested: int
    weeks: list[tuple[date, int]]
    concerns: list[dict[str, Any]]
    growth: list[dict[str, Any]]
    fields: list[dict[str, Any]]
    tiles: list[dict[str, Any]]
    without_ward: int
    undated: int
    rates: Rates
    late_units: list[LateUnit]
    unit_names: UnitNames

    @property
    def late_cases(self) -> int:
        return sum(row.cases for row in self.late_units)

    @property
    def confirmed_share(self) -> float | None:
        return self.confirmed / self.letters if self.letters else None

    @property
    def risen(self) -> dict[str, Any] | None:
        """The field with the largest rise in letters, when it is more than a few."""
        named = [row for row in self.fields if row["field"]]
        most = max(named, key=lambda row: row["now"] - row["before"], default=None)
        return most if most and most["now"] - most["before"] >= SMALL else None


@dataclass(frozen=True)
class Recent:
    """The month of the newest letter, and the newest month that there is something to say about.

    ``by_day`` counts the letters of half a year, from ``since`` to the end of the newest month.
    """

    newest: Period
    telling: Period
    since: date
    by_day: Counter[date]


def recent_months(person: User, today: date) -> Recent:
    """Look back half a year.

    A few letters in the first days of a month must not empty the page of a leader: a month
    tells something when it has a fifth of the letters of the fullest one.
    """
    rows = Submission.objects.visible_to(person).order_by()
    day = rows.aggregate(day=Max("received_on"))["day"] or today
    newest = oldest = month(day.year, day.month)
    for _ in range(MONTHS_BACK):
        oldest = oldest.previous()
    by_day = _by_day(rows, oldest.since, newest.until)
    counts: Counter[Period] = Counter()
    for on, count in by_day.items():
        counts[month(on.year, on.month)] += count
    enough = max([SMALL, *(count / 5 for count in counts.values())])
    telling = [period for period, count in counts.items() if count >= enough]
    last = max(telling, key=lambda period: period.since, default=newest)
    return Recent(newest, last, oldest.since, by_day)


def _by_day(rows: QuerySet[Submission], since: date, until: date) -> Counter[date]:
    """Counted by day, as an index has them; SQLite would call Python for the month of each letter."""
    days = rows.filter(received_on__gte=since, received_on__lt=until).order_by()
    return Counter(dict(days.values_list("received_on").annotate(n=Count("id"))))


def periods_to_choose(newest: date, chosen: Period | None = None) -> list[Period]:
    """The last months and quarters up to the one of ``newest``, and the one that is shown."""
    months = [month(newest.year, newest.month)]
    for _ in range(MONTHS_BACK):
        months.append(months[-1].previous())
    first = date(newest.year, newest.month - (newest.month - 1) % 3, 1)
    after = date(first.year + (first.month + 3 > 12), (first.month + 2) % 12 + 1, 1)
    quarters = [named(first, after)]
    quarters.append(quarters[0].previous())
    offered = months + quarters
    if chosen and chosen.label not in {period.label for period in offered}:
        offered.insert(0, chosen)
    return offered


def board_of(person: User, period: Period, recent: Recent, *, today: date) -> Board:
    before = period.previous()
    rows = Submission.objects.visible_to(person)
    now = Q(received_on__gte=period.since, received_on__lt=period.until)
    both = rows.filter(received_on__gte=before.since, received_on__lt=period.until)
    by = Submission.ClassifiedBy
    counts = _counts(rows, both, now)
    waiting = CopySuggestion.objects.visible_to(person).filter(
        state=CopySuggestion.State.SUGGESTED,
        submission__received_on__gte=period.since,
        submission__received_on__lt=period.until,
    )
    names = UnitNames.on(today)
    tiles, without = _tiles(rows, now, today, names)
    concerns = _concerns(person, period, before)
    cases = Case.objects.visible_to(person)
    return Board(
        period=period,
        previous=before,
        letters=sum(counts.by_whom.values()),
        letters_before=counts.before,
        confirmed=counts.by_whom[by.PERSON],
        waiting=counts.by_whom[by.MACHINE],
        unclassified=counts.by_whom[by.NOBODY],
        copies=waiting.count(),
        damaged=counts.damaged,
        concerns_confirmed=sum(c["concern"].state == Concern.State.CONFIRMED for c in concerns),
        concerns_suggested=sum(c["concern"].state == Concern.State.SUGGESTED for c in concerns),
        weeks=_weeks(rows, period, recent),
        concerns=concerns[:TOP],
        growth=[c for c in concerns if c["trend"] in {"new", "growing"}][:6],
        fields=counts.fields,
        tiles=tiles,
        without_ward=without,
        undated=counts.undated,
        rates=rates_of(cases, period, today),
        late_units=late_by_unit(cases, today),
        unit_names=names,
    )


@dataclass(frozen=True)
class _Counts:
    """Letters of the period by who classified them, those of the one before, and faulty ones.

    ``fields`` are the rows of the page's table of fields, the largest first.
    """

    by_whom: dict[str, int]
    before: int
    damaged: int
    undated: int
    fields: list[dict[str, Any]]


def _counts(rows: QuerySet[Submission], both: QuerySet[Submission], now: Q) -> _Counts:
    """Three questions that indexes answer, asked together; counted as one, every letter is read."""
    asked = {
        "period": both,
        "damaged": both.filter(is_damaged=True),
        "undated": rows.filter(UNDATED),
    }
    parts = [
        found.order_by()
        .annotate(what=Value(what))
        .values("what", "classified_by", "field")
        .annotate(now=Count("id", filter=now), all=Count("id"))
        for what, found in asked.items()
    ]
    by_whom, count = Counter[str](), Counter[str]()
    by_field: dict[str, Counter[str]] = defaultdict(Counter)
    counted = parts[0].union(*parts[1:], all=True)
    for what, whom, field, own, every in counted.values_list(
        "what", "classified_by", "field", "now", "all"
    ):
        count[what] += own if what == "damaged" else every
        if what == "period":
            by_whom[whom] += own
            by_field[field].update(now=own, before=every - own)
    fields: list[dict[str, Any]] = [{"field": field, **by_field[field]} for field in by_field]
    fields.sort(key=lambda row: (-row["now"], row["field"]))
    before = count["period"] - by_whom.total()
    return _Counts(by_whom, before, count["damaged"], count["undated"], fields)


def _weeks(rows: QuerySet[Submission], period: Period, recent: Recent) -> list[tuple[date, int]]:
    """Letters a week over half a year to the end of the period: (first day, letters)."""
    since = period.until - timedelta(weeks=WEEKS)
    is_known = recent.since <= since and period.until <= recent.newest.until
    by_day = recent.by_day if is_known else _by_day(rows, since, period.until)
    found: Counter[int] = Counter()
    for day, count in by_day.items():
        found[(day - since).days // 7] += count
    return [(since + timedelta(weeks=week), found[week]) for week in range(WEEKS)]


def _concerns(person: User, period: Period, before: Period) -> list[dict[str, Any]]:
    """Standing concerns with letters in the period, confirmed ones first, then by size."""
    found = changes_of(Concern.objects.visible_to(person).standing(), period, before)
    out = [vars(change) for change in found]
    _add_weeks(out[: TOP + 1], period)
    return out


def _add_weeks(rows: list[dict[str, Any]], period: Period) -> None:
    """Letters a week up to the end of the period, for the small lines."""
    since = period.until - timedelta(weeks=SPARK_WEEKS)
    days = Membership.objects.filter(
        concern__in=[row["concern"].pk for row in rows],
        submission__received_on__gte=since,
        submission__received_on__lt=period.until,
    ).exclude(decided=Membership.Decided.REMOVED)
    weeks: dict[int, Counter[int]] = {}
    for concern, day in days.values_list("concern_id", "submission__received_on"):
        assert day is not None
        weeks.setdefault(concern, Counter())[(day - since).days // 7] += 1
    for row in rows:
        found = weeks.get(row["concern"].pk, Counter())
        row["weeks"] = [found[week] for week in range(SPARK_WEEKS)]


def _tiles(rows: Any, now: Q, today: date, known: UnitNames) -> tuple[list[dict[str, Any]], int]:
    """Letters per 10,000 people by ward of today; small counts are hidden."""
    names = current_names(today, known)
    areas = {
        area.name: area for area in Area.objects.filter(in_force(today), grid_column__isnull=False)
    }
    by_ward: Counter[str] = Counter()
    without = 0
    counted = rows.filter(now).order_by().values_list("unit_id").annotate(n=Count("id"))
    for unit, n in counted:
        name = names.get(unit, "")
        if name in areas:
            by_ward[name] += n
        else:
            without += n
    tiles: list[dict[str, Any]] = []
    for name, area in areas.items():
        count = by_ward[name]
        rate = 10_000 * count / area.population if area.population else None
        tiles.append({"area": area, "count": count, "rate": rate, "hidden": 0 < count < SMALL})
    tiles.sort(key=lambda t: (-(t["rate"] or 0), t["area"].name_key))
    return tiles, without
