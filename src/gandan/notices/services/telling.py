"""Tell people something on the desk, once."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from gandan.accounts.models import User
from gandan.core import moment
from gandan.notices import kinds
from gandan.notices.models import Notice


class UnknownKindError(Exception):
    """No app has registered this kind of notice."""


@transaction.atomic
def notify(
    people: Iterable[User],
    kind: str,
    *,
    key: str,
    subject_kind: str = "",
    subject: str = "",
    facts: dict[str, Any] | None = None,
) -> int:
    """Tell each person once for this ``key``; return how many had not been told.

    Call it in the transaction of what is told: both are kept or neither. While history is
    written down (``moment.replaying``) nobody is told. Raises ``UnknownKindError``.
    """
    found = kinds.kind_of(kind)
    if found is None:
        raise UnknownKindError(kind)
    if moment.is_replayed():
        return 0
    now, told = timezone.now(), 0
    for person in people:
        _notice, is_new = Notice.objects.get_or_create(
            person=person,
            key=key,
            defaults={
                "kind": kind,
                "subject_kind": subject_kind,
                "subject": subject,
                "facts": facts or {},
                "created_at": now,
            },
        )
        told += is_new
        if is_new and found.replaces:
            older = Notice.objects.filter(person=person, kind=kind).unread()
            older.exclude(key=key).update(read_at=now)
    return told


def mark_read(notices: Iterable[Notice]) -> int:
    """Mark as read; return how many were unread. A mark of one's own is not put on record."""
    keys = [notice.pk for notice in notices]
    return Notice.objects.filter(pk__in=keys, read_at=None).update(read_at=timezone.now())


def mark_all_read(person: User) -> int:
    """Mark everything that the person was told until now."""
    return Notice.objects.filter(person=person, read_at=None).update(read_at=timezone.now())
