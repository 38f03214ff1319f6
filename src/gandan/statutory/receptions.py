"""Reception as the tables count it: sessions, visits, people, delegations, matters."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce

from gandan.casework.models import Raising
from gandan.domain.letters import LegalNumbers, is_joint
from gandan.domain.reception import Host
from gandan.domain.statistics import CellUnit
from gandan.domain.statistics_counting import Facts, Tallied
from gandan.law.selectors import current
from gandan.reception.models import ReceptionSession, Visit
from gandan.statutory.asking import Asked

HOSTS: dict[str, Host] = {
    ReceptionSession.State.HELD: Host.HEAD,
    ReceptionSession.State.PLANNED: Host.HEAD,
    ReceptionSession.State.DELEGATED: Host.DELEGATED,
}
Pair = tuple[Tallied, int]


class Receptions:
    """What was received in the period; visits are few beside letters, so they are read singly.

    A matter counts once for each unit and host, as first when that unit had not received anybody
    for it before, in any round; otherwise as again.
    """

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self._pairs: list[Pair] | None = None

    def each(self) -> Iterator[Pair]:
        """Sessions with their key, visits with theirs three times (visits, people, delegations),
        matters with the key of the visit that they are counted by."""
        if self._pairs is None:
            self._pairs = [*self._sessions(), *self._visits()]
        return iter(self._pairs)

    def _sessions(self) -> Iterator[Pair]:
        State = ReceptionSession.State  # noqa: N806 (a class)
        rows = ReceptionSession.objects.visible_to(self.asked.person).filter(
            self.asked.between("on"),
            unit__in=self.asked.units,
            state__in=[State.HELD, State.DELEGATED],
        )
        for pk, unit, state in rows.order_by("on", "id").values_list("pk", "unit", "state"):
            yield Tallied(unit, CellUnit.SESSIONS, Facts(host=HOSTS[state]), 1), pk

    def _visits(self) -> Iterator[Pair]:
        numbers = current().numbers
        matters, seen_before = self._matters(), self._seen_before()
        counted: dict[tuple[int, int, Host], tuple[int, bool, bool]] = {}
        met: set[tuple[int, int]] = set()
        rows = self._period().order_by("submission__received_on", "id")
        for pk, unit, state, people, day, letter in rows.values_list(
            "pk", "unit", "session__state", "people", "submission__received_on", "submission"
        ):
            host = HOSTS.get(state, Host.STAFF)
            is_group = _is_group(people, day, numbers)
            facts = Facts(host=host, is_group=is_group)
            yield Tallied(unit, CellUnit.VISITS, facts, 1), pk
            yield Tallied(unit, CellUnit.PEOPLE, facts, people), pk
            if is_group:
                yield Tallied(unit, CellUnit.DELEGATIONS, facts, 1), pk
            for matter in matters.get(letter, ()):
                here = (matter, unit)
                again = here in seen_before or here in met
                met.add(here)
                first_key, was_again, was_group = counted.get((*here, host), (pk, again, False))
                counted[(*here, host)] = (first_key, was_again, was_group or is_group)
        for (_matter, unit, host), (pk, again, is_group) in counted.items():
            facts = Facts(host=host, is_group=is_group, is_again=again)
            yield Tallied(unit, CellUnit.CASES, facts, 1), pk

    def _period(self) -> QuerySet[Visit]:
        return self._visible().filter(self.asked.between("submission__received_on"))

    def _visible(self) -> QuerySet[Visit]:
        rows = Visit.objects.visible_to(self.asked.person).filter(unit__in=self.asked.units)
        return rows.exclude(submission__in=self.asked.kept_away)

    def _links(self) -> QuerySet[Any]:
        """Letters and the matters that they raise; all rounds of a matter are one."""
        rows = Raising.objects.filter(case__merged_into=None, case__came_by=None)
        return rows.annotate(matter=Coalesce(F("case__first_round"), F("case")))

    def _matters(self) -> dict[int, set[int]]:
        found: dict[int, set[int]] = {}
        links = self._links().filter(submission__in=self._period().values("submission"))
        for letter, matter in links.values_list("submission", "matter"):
            found.setdefault(letter, set()).add(matter)
        return found

    def _seen_before(self) -> set[tuple[int, int]]:
        now = self._links().filter(submission__in=self._period().values("submission"))
        earlier = self._visible().filter(submission__received_on__lt=self.asked.since)
        links = self._links().filter(
            matter__in=now.values("matter"), submission__in=earlier.values("submission")
        )
        return set(links.values_list("matter", "submission__visit__unit").distinct())


def _is_group(people: int, day: date | None, numbers: LegalNumbers) -> bool:
    return day is not None and is_joint(people, day, numbers)
