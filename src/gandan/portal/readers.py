"""Which offices have read what class of data of a matter; for the sender, without names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from gandan.audit.actions import READS
from gandan.audit.models import Entry
from gandan.core.language import localized
from gandan.domain import duties as duty_names
from gandan.domain.confidentiality import Confidentiality
from gandan.units.models import Appointment
from gandan.units.selectors import UnitNames


@dataclass
class OfficeReading:
    """One duty of one office; ``times`` counts readings, not people."""

    unit_name: str
    duty: str
    data_class: Confidentiality
    last_at: datetime
    times: int = 0

    @property
    def duty_name(self) -> str:
        return localized(duty_names.label(self.duty), duty_names.label_en(self.duty))

    @property
    def class_name(self) -> str:
        return localized(self.data_class.label, self.data_class.label_en)


def office_readings(
    cases: Iterable[str], letters: Iterable[str], names: UnitNames
) -> list[OfficeReading]:
    """Readings of cases and letters by office and duty, the latest first.

    A reader is shown by the duty held on the day of reading; one who holds none any more that
    the register knows of is left to the log, which names everybody.
    """
    wanted = Q(subject_kind="casework.case", subject__in=list(cases))
    wanted |= Q(subject_kind="casework.submission", subject__in=list(letters))
    rows = Entry.objects.filter(wanted, action__in=READS, actor__isnull=False)
    read = list(rows.exclude(data_class="").order_by("id").values_list("actor", "data_class", "at"))
    held = _held({actor for actor, _class, _at in read if actor is not None})
    found: dict[tuple[int, str, str], OfficeReading] = {}
    for actor, data_class, at in read:
        post = _post_on(held.get(actor or 0, []), timezone.localdate(at))
        if post is None:
            continue
        unit, duty = post.unit_id, str(post.duties[0]) if post.duties else ""
        fresh = OfficeReading(names[unit], duty, Confidentiality(data_class), at)
        reading = found.setdefault((unit, duty, data_class), fresh)
        reading.times += 1
        reading.last_at = at
    return sorted(found.values(), key=lambda reading: reading.last_at, reverse=True)


def _held(people: set[int]) -> dict[int, list[Appointment]]:
    found: dict[int, list[Appointment]] = {}
    for post in Appointment.objects.filter(person__in=people).order_by("-since", "id"):
        found.setdefault(post.person_id, []).append(post)
    return found


def _post_on(posts: list[Appointment], day: date) -> Appointment | None:
    fitting = (p for p in posts if p.since <= day and (p.until is None or day < p.until))
    return next(fitting, None)
