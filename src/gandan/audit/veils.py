"""Which entries of the log stay out of sight of whom.

An entry about a denunciation shows that there is one. Such entries appear on the log's page
only when the app that owns the matter says so for this person. What was written of a matter before
it was known to be one is hidden from those it is about. Apps register both rules when they
start.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from gandan.domain.confidentiality import Confidentiality

# Whatever is not known to be harmless is hidden.
OPEN = ("", *(one.value for one in Confidentiality if not one.is_hidden))
Rule = Callable[[Any], Q]
_rules: list[Rule] = []
_hidden: list[Rule] = []


def register(rule: Rule) -> None:
    """``rule(person)`` gives the condition on hidden entries that the person may see."""
    if rule not in _rules:
        _rules.append(rule)


def hide(rule: Rule) -> None:
    """``rule(person)`` gives the condition on entries that the person must not see at all."""
    if rule not in _hidden:
        _hidden.append(rule)


def lifted_for(person: Any) -> Q:
    """The condition on entries that ``person``, who may open the log, sees."""
    shown = Q(data_class__in=OPEN)
    for rule in _rules:
        shown |= rule(person)
    for rule in _hidden:
        shown &= ~rule(person)
    return shown
