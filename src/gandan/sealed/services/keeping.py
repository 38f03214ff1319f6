"""Register, confirm and end keys of keepers. Two people do it: one registers, another confirms."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.sealed.key_files import KeyFileError, read_public
from gandan.sealed.keys import KEEPER_BODIES
from gandan.sealed.models import KeeperKey


class KeyRefusedError(Exception):
    """``code``: not_a_key, not_a_keeper, known, same_person, digits or not_waiting."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def register_key(
    text: str, *, decision: str, since: date, until: date | None = None, by: User | None
) -> KeeperKey:
    """Take in the public file of a keeper; the key is not used before somebody confirms it.

    Raises ``KeyRefusedError``.
    """
    try:
        public = read_public(text)
    except KeyFileError as error:
        raise KeyRefusedError("not_a_key") from error
    if public.body not in KEEPER_BODIES:
        raise KeyRefusedError("not_a_keeper")
    try:
        with transaction.atomic():
            key = KeeperKey.objects.create(
                fingerprint=public.fingerprint.hex(),
                owner=public.owner[:160],
                body=public.body,
                suite=public.suite.label,
                sealing=public.sealing,
                signing=public.signing,
                decision=decision,
                valid_since=since,
                valid_until=until,
                registered_by=by,
                registered_at=timezone.now(),
            )
    except IntegrityError as error:
        raise KeyRefusedError("known") from error
    record("key.registered", key, by=by, owner=key.owner, body=key.body, decision=decision)
    return key


@transaction.atomic
def confirm_key(key: KeeperKey, *, digits: str, by: User) -> None:
    """Put a key to use after its owner read the digits aloud and ``by`` typed what was heard.

    Raises ``KeyRefusedError``: ``digits`` when they differ, ``same_person`` when ``by`` is the
    one who registered it.
    """
    if by == key.registered_by:
        raise KeyRefusedError("same_person")
    if "".join(digits.split()) != key.spoken.replace(" ", ""):
        raise KeyRefusedError("digits")
    waiting = KeeperKey.objects.filter(pk=key.pk, state=KeeperKey.State.WAITING)
    if not waiting.update(state=KeeperKey.State.LIVE, confirmed_by=by, confirmed_at=timezone.now()):
        raise KeyRefusedError("not_waiting")
    record("key.confirmed", key, by=by, owner=key.owner, body=key.body)
    key.refresh_from_db()


@transaction.atomic
def refuse_key(key: KeeperKey, *, reason: str, by: User) -> None:
    """Set aside a key whose owner read other digits. Raises ``KeyRefusedError``."""
    waiting = KeeperKey.objects.filter(pk=key.pk, state=KeeperKey.State.WAITING)
    if not waiting.update(state=KeeperKey.State.REFUSED, end_reason=reason):
        raise KeyRefusedError("not_waiting")
    record("key.refused", key, by=by, reason=reason)
    key.refresh_from_db()


@transaction.atomic
def end_key(key: KeeperKey, *, is_lost: bool, on: date, reason: str, by: User) -> None:
    """Seal nothing more to a key: its owner left office, or lost it.

    Slots that are sealed to it stay until ``rewrapping.remove_slots``. Raises
    ``KeyRefusedError`` unless it is in use.
    """
    state = KeeperKey.State.LOST if is_lost else KeeperKey.State.ENDED
    until = on if on > key.valid_since else key.valid_until
    live = KeeperKey.objects.filter(pk=key.pk, state=KeeperKey.State.LIVE)
    if not live.update(state=state, valid_until=until, end_reason=reason):
        raise KeyRefusedError("not_waiting")
    record("key.ended", key, by=by, state=state, on=on.isoformat(), reason=reason)
    key.refresh_from_db()
