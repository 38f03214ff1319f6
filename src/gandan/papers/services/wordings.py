"""An office's own texts of forms: appended as versions, checked before they count."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.documents import Document
from gandan.documents.filling import Filled, Template, fill, read_value
from gandan.papers import catalogue, papermaking
from gandan.papers.models import Wording
from gandan.papers.selectors import letterhead_on
from gandan.units.models import Unit


class WordingChangedError(Exception):
    """Somebody saved a newer text since this one was opened."""


@transaction.atomic
def change_wording(
    form: catalogue.Form, unit: Unit, *, text: str, note: str, by: User, after: int
) -> Wording:
    """Save the unit's own text of a form; ``after`` is the version that was opened.

    Raises ``TemplateError`` with every fault, ``WordingChangedError``.
    """
    catalogue.read_text(text, form)
    made = _append(form, unit, by=by, after=after, text=text, note=note[:200])
    record("wording.changed", form.code, by=by, unit=unit.code, version=made.number, note=note)
    return made


@transaction.atomic
def return_wording(form: catalogue.Form, unit: Unit, *, by: User, after: int) -> Wording:
    """Take the unit back to the common text. Raises ``WordingChangedError``."""
    made = _append(form, unit, by=by, after=after, returns=True)
    record("wording.returned", form.code, by=by, unit=unit.code, version=made.number)
    return made


def _append(
    form: catalogue.Form,
    unit: Unit,
    *,
    by: User,
    after: int,
    text: str = "",
    note: str = "",
    returns: bool = False,
) -> Wording:
    if newest_number(form, unit) != after:
        raise WordingChangedError
    try:
        with transaction.atomic():
            return Wording.objects.create(
                unit=unit,
                form=form.code,
                number=after + 1,
                text=text,
                note=note,
                returns=returns,
                by=by,
            )
    except IntegrityError as error:
        raise WordingChangedError from error


def newest_number(form: catalogue.Form, unit: Unit) -> int:
    """The number of the unit's newest version; 0 when it has none."""
    rows = Wording.objects.filter(unit=unit, form=form.code)
    return int(rows.aggregate(newest=Max("number"))["newest"] or 0)


def sample(form: catalogue.Form, unit: Unit, text: str, *, day: date) -> tuple[Filled, str]:
    """The text filled with sample facts in the unit's layout. Raises ``TemplateError``."""
    template = catalogue.read_text(text, form)
    facts = {fact.code: read_value(fact, fact.sample) for fact in template.facts()}
    return _shown(form, unit, template, facts, day)


def empty(form: catalogue.Form, unit: Unit, text: str, *, day: date | None) -> tuple[Document, str]:
    """The form to be filled in by hand. Raises ``TemplateError``."""
    template = catalogue.read_text(text, form)
    filled, look = _shown(form, unit, template, {}, day)
    return filled.document, look


def _shown(
    form: catalogue.Form,
    unit: Unit,
    template: Template,
    facts: dict[str, object],
    day: date | None,
) -> tuple[Filled, str]:
    letterhead = letterhead_on(unit, day or date.max)
    frame = papermaking.frame_for(
        form, letterhead, day=day, is_letter=papermaking.is_letter(template)
    )
    own = papermaking.own_facts(letterhead, day)
    return fill(template, {**facts, **own}, frame), papermaking.layout_name(form, letterhead)
