"""Read letterheads, wordings, papers and lines of the registers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from gandan.accounts.models import User
from gandan.core.kept_sql import count_kept
from gandan.core.pages import COUNT_UP_TO
from gandan.documents.filling import FormFact, Template
from gandan.domain.issuing import BodySystem
from gandan.papers import catalogue
from gandan.papers.models import (
    IncomingEntry,
    Letterhead,
    NumberSeries,
    Paper,
    PaperState,
    Wording,
)
from gandan.units.models import Appointment, Unit, UnitVersion, in_force
from gandan.units.policy import asker
from gandan.units.selectors import version_on

# Kinds of units whose papers follow the Party's or the Front's rules where nothing else is said.
_PARTY_KINDS = {"board", "committee", "party"}
_FRONT_KINDS = {"front", "organization"}
SHIPPED = "shipped"


def letterhead_on(unit: Unit, day: date) -> Letterhead:
    """The unit's letterhead in force on ``day``; else an unsaved one from its name and kind."""
    found = unit.letterheads.filter(in_force(day)).order_by("-since").first()
    return found or default_letterhead(unit, day)


def default_letterhead(unit: Unit, day: date) -> Letterhead:
    """A letterhead made from the unit's name: no symbol, so no number can be given yet."""
    version = version_on(unit, day)
    system = BodySystem.STATE
    if unit.kind in _PARTY_KINDS:
        system = BodySystem.PARTY
    elif unit.kind in _FRONT_KINDS:
        system = BodySystem.FRONT
    return Letterhead(unit=unit, system=system, issuer=version.name if version else "", since=day)


@dataclass(frozen=True)
class UsedWording:
    """The text of a form that counts for a unit; ``own`` is None for the shipped one."""

    text: str
    own: Wording | None

    @property
    def mark(self) -> str:
        """Which text it was, kept with each paper."""
        return f"{self.own.unit.code} {self.own.number}" if self.own else SHIPPED


def wording_for(form: catalogue.Form, unit: Unit, day: date) -> UsedWording:
    """The unit's own text, else that of the nearest office above it, else the shipped one."""
    for office in (unit.pk, *superiors(unit, day)):
        newest = (
            Wording.objects.filter(unit_id=office, form=form.code)
            .select_related("unit")
            .order_by("-number")
            .first()
        )
        if newest and not newest.returns:
            return UsedWording(newest.text, newest)
    return UsedWording(form.shipped_text, None)


def superiors(unit: Unit, day: date) -> Iterator[int]:
    """Primary keys of the units above, the nearest first."""
    seen = {unit.pk}
    here: int | None = unit.pk
    while here is not None:
        row = UnitVersion.objects.filter(in_force(day), unit_id=here).first()
        here = row.parent_id if row else None
        if here is None or here in seen:
            return
        seen.add(here)
        yield here


def template_for(form: catalogue.Form, unit: Unit, day: date) -> Template:
    return catalogue.read_text(wording_for(form, unit, day).text, form)


def facts_needed(code: str, unit: Unit, day: date) -> tuple[FormFact, ...]:
    """The facts that a form asks of whoever drafts it, as the unit words it on ``day``.

    Raises ``catalogue.UnknownFormError``.
    """
    template = template_for(catalogue.form_of(code), unit, day)
    return tuple(fact for fact in template.facts() if not fact.is_own)


def forms_on(day: date) -> list[catalogue.Form]:
    """Forms that the law has in force on ``day``."""
    return [form for form in catalogue.forms().values() if form.in_force(day)]


def papers_of(source_kind: str, source_code: str, person: User) -> QuerySet[Paper]:
    """Papers about one matter that ``person`` may see, the newest first."""
    rows = Paper.objects.visible_to(person).select_related("entry", "unit")
    return rows.filter(source_kind=source_kind, source_code=source_code).order_by("-id")


def incoming_about(source_kind: str, source_code: str, person: User) -> QuerySet[IncomingEntry]:
    """Incoming papers about one matter that ``person`` may see, the newest first."""
    rows = IncomingEntry.objects.visible_to(person)
    return rows.filter(source_kind=source_kind, source_code=source_code).order_by("-id")


@dataclass(frozen=True)
class Signatory:
    """A person who may sign for a unit: the head first."""

    name: str
    post: str
    is_head: bool


def signatories(unit: Unit, day: date) -> list[Signatory]:
    held = (
        Appointment.objects.filter(in_force(day), unit=unit)
        .select_related("person")
        .order_by("-is_head", "person__name_key")
    )
    return [Signatory(one.person.full_name, one.post, one.is_head) for one in held]


def open_series_of_ended_units(day: date) -> QuerySet[NumberSeries]:
    """Series that are still open although their unit is no more."""
    alive = UnitVersion.objects.filter(in_force(day)).values("unit")
    return NumberSeries.objects.filter(closed_on=None).exclude(unit__in=alive)


def drafts_waiting(person: User) -> int:
    """How many drafts ``person`` has written, may still see, and not issued."""

    def own() -> QuerySet[Paper]:
        return Paper.objects.visible_to(person).filter(created_by=person, state=PaperState.DRAFT)

    return count_kept(("drafts", asker(person)), own, up_to=COUNT_UP_TO)[0]
