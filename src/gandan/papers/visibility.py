"""Who may see a paper or a line of a register: the unit's reach, narrowed by what it is about.

An app above this one registers, when it starts, a rule for the kind of its sources. Without a
rule, what is hidden by its class is seen by the person who wrote it and by nobody else.
"""

from collections.abc import Callable

from django.db.models import Q

from gandan.accounts.models import User
from gandan.domain.confidentiality import Confidentiality
from gandan.units.policy import reach_of

Rule = Callable[[User], Q]
# Whatever is not known to be harmless is hidden.
OPEN = tuple(one.value for one in Confidentiality if not one.is_hidden)
_rules: dict[str, Rule] = {}


def narrow(source_kind: str, rule: Rule) -> None:
    """Let ``rule(person)`` decide about rows whose source is of ``source_kind``.

    The condition may use ``source_code`` and ``data_class``; it can only take rows away from
    those that the person's units give.
    """
    _rules[source_kind] = rule


def of(person: User, *, author: str) -> Q:
    """The condition on rows for ``person``; ``author`` is the field of who wrote the row."""
    ruled = Q(source_kind__in=list(_rules))
    free = Q(data_class__in=OPEN) | Q(**{author: person})
    seen = ~ruled & free
    for kind, rule in _rules.items():
        seen |= Q(source_kind=kind) & rule(person)
    return reach_of(person).rows("unit") & seen
