"""What notices are about: apps above say who may still see it and where it stands.

A notice may outlive the right to see its subject: a person changes posts, or a conflict of
interest is found. So the rule of the app that owns the subject is asked each time.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Replace
from django.urls import reverse

from gandan.accounts.models import User


@dataclass(frozen=True)
class SubjectKind:
    """``visible`` gives a condition on ``subject`` (a code); ``route`` takes the code.

    The condition should be cheap for one notice (``Exists``): it stands in the count of the bell.
    """

    code: str
    visible: Callable[[User], Q]
    route: str


_kinds: dict[str, SubjectKind] = {}


def register(kind: SubjectKind) -> None:
    _kinds[kind.code] = kind


def visible(person: User, kinds: Collection[str] | None = None) -> Q:
    """The condition on notices; what no app answers for is not shown.

    With ``kinds`` only those kinds of subject are asked about, and no others are shown.
    """
    shown = Q(subject_kind="")
    for kind in _kinds.values():
        if kinds is None or kind.code in kinds:
            shown |= Q(subject_kind=kind.code) & kind.visible(person)
    return shown


def by_uuid(rows: QuerySet[Any, Any]) -> Q:
    """The condition on notices that their subject is the ``code``, a UUID, of one of ``rows``.

    Subjects are text, and databases keep a UUID with or without hyphens.
    """
    bare = Replace(Cast("code", CharField()), Value("-"), Value(""))
    subject = Replace(OuterRef("subject"), Value("-"), Value(""))
    return Q(Exists(rows.annotate(bare_code=bare).filter(bare_code=subject)))


def address(code: str, subject: str) -> str:
    return reverse(_kinds[code].route, args=[subject])
