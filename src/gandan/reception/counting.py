"""Counts of reception: visits, people, delegations and cases, each in its own unit."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from gandan.accounts.models import User
from gandan.casework.models import Case, Raising
from gandan.domain.kinds import Count, CountUnit
from gandan.domain.letters import LegalNumbers, is_joint
from gandan.domain.reception import Host
from gandan.reception.models import ReceptionSession, Visit


@dataclass(frozen=True)
class Counts:
    """What came to the desk: the same visit is counted once as a visit, by heads as people,
    as a delegation from five people on, and its case once however often people come."""

    visits: Count
    people: Count
    delegations: Count
    cases: Count

    @property
    def all(self) -> tuple[Count, Count, Count, Count]:
        return (self.visits, self.people, self.delegations, self.cases)


@dataclass(frozen=True)
class HostCounts:
    host: Host
    counts: Counts


def counts_by_host(
    visits: QuerySet[Visit], person: User, numbers: LegalNumbers
) -> tuple[Counts, list[HostCounts]]:
    """The whole and the parts: staff, head, delegated. A case may stand in several parts."""
    rows = list(visits.values_list("submission", "people", "submission__received_on", "session"))
    cases = _standing_cases(visits, person)
    sessions = {row[3] for row in rows if row[3]}
    hosts = {s.pk: s.host or Host.STAFF for s in ReceptionSession.objects.filter(pk__in=sessions)}
    by_host: dict[Host, list[tuple[int, int, bool]]] = {host: [] for host in Host}
    for letter, people, day, session in rows:
        is_group = day is not None and is_joint(people, day, numbers)
        by_host[hosts.get(session, Host.STAFF)].append((letter, people, is_group))
    parts = [HostCounts(host, _counted(found, cases)) for host, found in by_host.items()]
    return _counted([row for found in by_host.values() for row in found], cases), parts


def _counted(rows: Iterable[tuple[int, int, bool]], cases: dict[int, set[int]]) -> Counts:
    found = list(rows)
    matters = {case for letter, _people, _group in found for case in cases.get(letter, ())}
    return Counts(
        Count(len(found), CountUnit.VISITS),
        Count(sum(people for _letter, people, _group in found), CountUnit.PEOPLE),
        Count(sum(group for _letter, _people, group in found), CountUnit.DELEGATIONS),
        Count(len(matters), CountUnit.CASES),
    )


def _standing_cases(visits: QuerySet[Visit], person: User) -> dict[int, set[int]]:
    """Cases of each submission that were not merged into others, as far as visible."""
    letters = visits.order_by().values("submission")
    standing = Case.objects.visible_to(person).standing()
    rows = Raising.objects.filter(submission__in=letters).of(standing)
    found: dict[int, set[int]] = {}
    for letter, case in rows.values_list("submission", "case"):
        found.setdefault(letter, set()).add(case)
    return found
