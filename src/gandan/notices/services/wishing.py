"""What a person wants to be told, and where their mail goes."""

from dataclasses import asdict, dataclass

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.notices.models import MailWish, Wishes


@dataclass(frozen=True)
class Wish:
    """``language`` is that of the mails; ``days_ahead`` how early something due is told."""

    mail: str = MailWish.DAILY
    days_ahead: int = 3
    language: str = "vi"


def wish_of(person: User) -> Wish:
    """What the person chose, else the defaults."""
    row = Wishes.objects.filter(person=person).first()
    return Wish(row.mail, row.days_ahead, row.language) if row else Wish()


@transaction.atomic
def set_wishes(person: User, wish: Wish, *, address: str) -> None:
    """Keep the wishes and the mail address of ``person``, who sets their own.

    The log says that the address changed, not what it is.
    """
    Wishes.objects.update_or_create(person=person, defaults=asdict(wish))
    record("notice.wishes_changed", person, by=person, **asdict(wish))
    if address != person.email:
        person.email = address
        person.save(update_fields=["email"])
        record("person.mail_address_changed", person, by=person)
