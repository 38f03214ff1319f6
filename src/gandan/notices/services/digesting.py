"""What a person is told of what is due, and of what is late below a leader."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gandan.accounts.models import User
from gandan.notices import kinds
from gandan.notices.due import Late, due_for, late_at
from gandan.notices.models import MailKind, MailWish, Notice
from gandan.notices.services.outbox import queue_mail
from gandan.notices.services.telling import notify
from gandan.notices.services.wishing import wish_of
from gandan.notices.words import digest_words, new_words, shown_count
from gandan.units.models import Duty
from gandan.units.policy import reach_of

# These have the morning's mail; they make no second one.
OWN_MAIL = (kinds.DIGEST, kinds.LATE_BELOW)
# What a unit has not mended in this time goes to the leaders above it.
ESCALATE_AFTER = timedelta(days=10)


def late_below(person: User, day: date) -> Late:
    """What is late at the unit a leader heads, and for long at the units below it."""
    reach = reach_of(person, day)
    own = {unit for unit, duties in reach.posts if Duty.LEADER in duties}
    below = reach.units([Duty.LEADER]) - own
    return late_at(person, own, day) + late_at(person, below, day - ESCALATE_AFTER)


@transaction.atomic
def tell_due(person: User, day: date) -> tuple[bool, bool]:
    """The morning's notices and mail, once a day; say whether there are notices and a mail."""
    wish = wish_of(person)
    due, below = due_for(person, day, ahead=wish.days_ahead), late_below(person, day)
    if due.items:
        counts = {"late": due.late, "today": due.today, "soon": due.soon}
        facts = {name: shown_count(len(items)) for name, items in counts.items()}
        notify([person], kinds.DIGEST, key=f"{kinds.DIGEST}:{day}", facts=facts)
    if below.count and below.oldest_on:
        facts = {"late": shown_count(below.count), "oldest_on": below.oldest_on.isoformat()}
        notify([person], kinds.LATE_BELOW, key=f"{kinds.LATE_BELOW}:{day}", facts=facts)
    if not due.items and not below.count:
        return False, False
    if wish.mail == MailWish.NEVER:
        return True, False
    words = digest_words(due, below, language=wish.language)
    mail = queue_mail(
        person,
        key=f"digest:{day}:{person.pk}",
        kind=MailKind.DIGEST,
        subject=words.subject,
        body=words.body,
        now=timezone.now(),
    )
    return True, mail is not None


@transaction.atomic
def tell_new(person: User, untold: QuerySet[Notice], now: datetime) -> int:
    """One mail for the unread notices that had none; return 1 when it was queued."""
    notices = list(untold.filter(pk__in=Notice.objects.visible_to(person)).order_by("id"))
    if not notices:
        return 0
    words = new_words(len(notices), language=wish_of(person).language)
    mail = queue_mail(
        person,
        key=f"new:{person.pk}:{notices[-1].pk}",
        kind=MailKind.NEW,
        subject=words.subject,
        body=words.body,
        now=now,
    )
    if mail is None:
        return 0
    Notice.objects.filter(pk__in=[one.pk for one in notices], mail=None).update(mail=mail)
    return 1
