"""Which entries of the log stay out of sight of whom.

An entry about a denunciation shows that there is one. Such entries appear on the log's page
only when the app that owns the matter says so for this person; it registers a rule here when
it starts.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from gandan.domain.confidentiality import Confidentiality

# Whatever is not known to be harmless is hidden.
OPEN = ("", *(one.value for one in Confidentiality if not one.is_hidden))
Rule = Callable[[Any], Q]
_rules: list[Rule] = []


def register(rule: Rule) -> None:
    """``rule(person)`` gives the condition on hidden entries that the person may see."""
    if rule not in _rules:
        _rules.append(rule)


def lifted_for(person: Any) -> Q:
    """The condition on entries that ``person``, who may open the log, sees."""
    shown = Q(data_class__in=OPEN)
    for rule in _rules:
        shown |= rule(person)
    return shown
