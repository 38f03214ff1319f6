"""Envelopes that stay out of sight of a person although they lie within reach.

Only the app that keeps the matter knows whom it is about. It registers a rule here when it
starts; what a rule names is hidden from that person everywhere in this app and in the log.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

Rule = Callable[[Any], Q]
_rules: list[Rule] = []


def register(rule: Rule) -> None:
    """``rule(person)`` gives the condition on ``SealedIdentity`` rows to hide from ``person``."""
    if rule not in _rules:
        _rules.append(rule)


def hidden_from(person: Any) -> Q:
    """The condition on rows that ``person`` must not see."""
    hidden = Q(pk__in=[])
    for rule in _rules:
        hidden |= rule(person)
    return hidden
