"""More time for a complex matter, on a written finding."""

from gandan.casework.models import Clock, Extension
from gandan.casework.services import terms
from gandan.casework.services.taking import Taking
from gandan.domain import deadlines
from gandan.domain.deadlines import Finding, complexity_faults, extension_faults


def find_complex(taking: Taking) -> None:
    """The law gives a complex complaint another term; the finding is kept with the clock."""
    finding = _finding(taking)
    if faults := complexity_faults(finding):
        raise taking.refuse("criteria", " ".join(faults))
    for clock in _extended(taking):
        _keep(taking, clock, finding, amount=0)


def extend(taking: Taking) -> None:
    """Add days to the term, as often and as long as the law allows."""
    finding, amount = _finding(taking), int(taking.facts["extension_amount"])
    for clock in _extended(taking):
        limit = terms.limit_of(clock, taking.rules)
        given = terms.as_domain(clock).extensions
        wanted = deadlines.Extension(amount, finding, taking.day, str(taking.officer))
        if limit is None:
            raise taking.refuse("extension_amount", "Chưa ghi quy định nào về thời hạn này.")
        if faults := extension_faults(limit, [*given, wanted]):
            raise taking.refuse("criteria", " ".join(faults))
        _keep(taking, clock, finding, amount=amount)
        terms.compute(clock, taking.rules, taking.case.unit.code)
        clock.save()


def _finding(taking: Taking) -> Finding:
    criteria = frozenset(deadlines.Criterion(c) for c in taking.facts["criteria"])
    return Finding(criteria, taking.words("finding_note"))


def _extended(taking: Taking) -> list[Clock]:
    return [c for c in terms.open_clocks(taking.case) if c.code in taking.taken.extends]


def _keep(taking: Taking, clock: Clock, finding: Finding, *, amount: int) -> None:
    Extension.objects.create(
        clock=clock,
        step=taking.step,
        amount=amount,
        criteria=sorted(str(c) for c in finding.criteria),
        note=finding.note,
        decided_on=taking.day,
        by=taking.officer,
    )
