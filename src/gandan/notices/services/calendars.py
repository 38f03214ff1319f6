"""Private calendar addresses: made, read, revoked."""

import hashlib
import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.notices.models import CalendarAddress

SECRET_BYTES = 24


def address_of(person: User) -> CalendarAddress | None:
    """The address in use, without its secret, which is kept nowhere."""
    return CalendarAddress.objects.filter(person=person, revoked_at=None).first()


@transaction.atomic
def make_address(person: User, *, language: str) -> str:
    """A new secret for the address of ``person``, shown once; the one before ends."""
    revoke_address(person)
    secret = secrets.token_urlsafe(SECRET_BYTES)
    CalendarAddress.objects.create(
        person=person, digest=_digest(secret), language=language, made_at=timezone.now()
    )
    record("calendar_address.made", person, by=person)
    return secret


@transaction.atomic
def revoke_address(person: User) -> bool:
    """End the address of ``person``; say whether there was one."""
    ended = CalendarAddress.objects.filter(person=person, revoked_at=None).update(
        revoked_at=timezone.now()
    )
    if ended:
        record("calendar_address.revoked", person, by=person)
    return bool(ended)


def owner_of(secret: str, day: date) -> CalendarAddress | None:
    """The address with its person for a secret in use, and note the day on which it was read."""
    rows = CalendarAddress.objects.filter(digest=_digest(secret), revoked_at=None)
    found = rows.filter(person__is_active=True).select_related("person").first()
    if found and found.last_read_on != day:
        rows.update(last_read_on=day)
    return found


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
