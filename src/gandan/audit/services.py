"""Write the log: changes, sensitive reads with their reason, erasure of details.

An entry is written in the transaction of what it records and enters the tree seconds later
(``sequencing``), because a chain under a lock would make each request wait for every other one.
"""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.utils import timezone

from gandan.audit import checking, leaves
from gandan.audit.actions import ACTIONS, READS
from gandan.audit.models import Entry, fresh_salt
from gandan.core.bulk import insert_like
from gandan.core.canonical import canonical
from gandan.domain.confidentiality import Confidentiality


class UnknownActionError(Exception):
    """The action is not in ``gandan.audit.actions``."""


class ReasonNeededError(Exception):
    """Data of this class are not read without a reason: ask for it and call again."""


class NothingToEraseError(Exception):
    """The entry has none of the details, or somebody erased them meanwhile."""


def entry_for(
    action: str,
    subject: models.Model | str,
    *,
    by: Any,
    data_class: Confidentiality | None = None,
    **details: Any,
) -> Entry:
    """Return an unsaved entry, for callers that write many at once with ``bulk_create``.

    ``by`` is a person, or None for the system itself.

    Raises ``UnknownActionError`` for a code that is not listed, ``NotCanonicalError`` for
    details that JSON cannot hold.
    """
    if action not in ACTIONS:
        raise UnknownActionError(action)
    canonical(details)
    person = None if by is None or isinstance(by, AnonymousUser) else by
    kind = subject if isinstance(subject, str) else subject._meta.label_lower
    return Entry(
        at=timezone.now(),
        actor=person,
        actor_name=str(person) if person is not None else "Gần Dân",
        action=action,
        subject_kind=kind if not isinstance(subject, str) else action.partition(".")[0],
        subject=str(subject),
        data_class=data_class or "",
        details=details,
    )


def record_each(
    action: str, kind: str, rows: Iterable[tuple[str, dict[str, Any]]], *, by: Any
) -> None:
    """Write an entry for each (subject, details) of one ``kind`` of row, many at once.

    Call it inside the transaction of what it records; details hold text and whole numbers only.
    """
    pattern = entry_for(action, "", by=by)
    pattern.subject_kind = kind
    own = ((uuid4(), fresh_salt(), subject, details) for subject, details in rows)
    insert_like(("uid", "salt", "subject", "details"), ((pattern, one) for one in own))


def record(
    action: str,
    subject: models.Model | str,
    *,
    by: Any,
    data_class: Confidentiality | None = None,
    **details: Any,
) -> Entry:
    """Write one entry; call it inside the transaction of what it records."""
    entry = entry_for(action, subject, by=by, data_class=data_class, **details)
    entry.save(force_insert=True)
    return entry


def record_read(
    action: str,
    subject: models.Model | str,
    *,
    by: Any,
    data_class: Confidentiality,
    reason: str = "",
    **details: Any,
) -> Entry:
    """Write that ``by`` reads data of ``data_class``; call it before the data are shown.

    Raises ``ReasonNeededError`` when this class asks for a reason and there is none, and
    ``UnknownActionError`` for an action that is not among ``actions.READS``.
    """
    if action not in READS:
        raise UnknownActionError(action)
    reason = " ".join(reason.split())
    if data_class.needs_reason and not reason:
        raise ReasonNeededError(data_class)
    if reason:
        details["reason"] = reason
    return record(action, subject, by=by, data_class=data_class, **details)


@transaction.atomic
def erase_details(entry: Entry, names: Iterable[str], *, by: Any, basis: str) -> None:
    """Take personal data out of an entry for good, on the legal ``basis``; the tree stays whole.

    Law 91/2025/QH15 gives a right to that. The hashes of the details stay, without the salt that
    would let somebody guess them. The erasure itself is an entry; ``verify`` asks for it.

    Raises ``NothingToEraseError``.
    """
    chosen = frozenset(names) & set(entry.details)
    if not chosen or not basis.strip():
        raise NothingToEraseError
    kept, erased = leaves.erase(entry.row(), chosen)
    held = Entry.objects.filter(pk=entry.pk, salt=entry.salt, erased=entry.erased)
    if not held.update(details=kept, erased=erased, salt=""):
        raise NothingToEraseError
    record(checking.ERASED, entry.uid.hex, by=by, names=sorted(chosen), basis=basis)
    entry.refresh_from_db()
