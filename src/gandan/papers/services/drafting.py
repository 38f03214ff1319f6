"""Draft papers: facts from the app that asks, text from the office's form.

``draft_paper`` is what casework and reception call; they never see templates or layouts.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.documents import Document
from gandan.documents.filling import Template, read_value
from gandan.documents.keeping import to_plain
from gandan.domain.confidentiality import Confidentiality
from gandan.papers import catalogue, papermaking
from gandan.papers.models import Paper, PaperState
from gandan.papers.selectors import letterhead_on, wording_for
from gandan.units.models import Unit

LONGEST_TITLE = 500


class PaperError(Exception):
    """A paper cannot be made or changed so; the class says why."""


class FormNotInForceError(PaperError):
    """The law has this form for other days."""


class UnknownFactError(PaperError):
    """Facts that the catalogue does not know; ``codes`` names them."""

    def __init__(self, codes: Iterable[str]) -> None:
        self.codes = tuple(sorted(codes))
        super().__init__(", ".join(self.codes))


class ForbiddenFactError(UnknownFactError):
    """Facts that tell who wrote, handed over for a paper that must not carry them."""


class NotKeptError(PaperError):
    """This form is printed once and never kept: use ``print_once``."""


class PaperChangedError(PaperError):
    """Somebody has edited, issued or deleted the draft since it was read."""


@transaction.atomic
def draft_paper(
    form_code: str,
    facts: Mapping[str, Any],
    *,
    unit: Unit,
    by: User,
    day: date,
    source_kind: str = "",
    source_code: str = "",
    data_class: Confidentiality = Confidentiality.INTERNAL,
    replaces: Paper | None = None,
) -> Paper:
    """Draft a paper of ``unit`` from ``facts`` (values by the codes of the catalogue).

    Facts that the form does not ask for are not kept; those it asks for and that are not given
    stay blank. ``data_class`` is that of the source, which the paper inherits.

    Raises ``catalogue.UnknownFormError``, ``FormNotInForceError``, ``NotKeptError``,
    ``UnknownFactError``, ``ForbiddenFactError``, ``FactValueError``.
    """
    form = catalogue.form_of(form_code)
    if not form.in_force(day):
        raise FormNotInForceError(form_code)
    if form.is_printed_once:
        raise NotKeptError(form_code)
    used = wording_for(form, unit, day)
    template = catalogue.read_text(used.text, form, data_class=data_class)
    values = accepted(form, facts, template, data_class=data_class)
    openly, hidden = papermaking.split(values)
    paper = Paper(
        form=form.code,
        unit=unit,
        text=used.text,
        wording=used.mark,
        facts=openly,
        concealed=papermaking.conceal(hidden),
        source_kind=source_kind,
        source_code=source_code,
        data_class=data_class,
        created_by=by,
        replaces=replaces,
    )
    paper.title = title_of(paper, template, values, day)
    paper.save()
    _record("paper.drafted", paper, by, form=form.code, wording=used.mark)
    return paper


def accepted(
    form: catalogue.Form,
    facts: Mapping[str, Any],
    template: Template,
    *,
    data_class: Confidentiality | str,
) -> dict[str, Any]:
    """The given facts that the form asks for, as typed values.

    Raises ``UnknownFactError``, ``ForbiddenFactError``, ``FactValueError``.
    """
    known = catalogue.facts().by_code
    given = {code: value for code, value in facts.items() if value not in (None, "", [], ())}
    if unknown := set(given) - set(known):
        raise UnknownFactError(unknown)
    telling = {code for code in given if known[code].tells_sender}
    if telling and form.forbids_sender(data_class):
        raise ForbiddenFactError(telling)
    wanted = {fact.code for fact in template.facts() if not fact.is_own}
    values = {code: read_value(known[code], given[code]) for code in given if code in wanted}
    return {code: value for code, value in values.items() if value is not None}


def title_of(paper: Paper, template: Template, values: Mapping[str, Any], day: date) -> str:
    """What lists show: the abstract, else the name of the form."""
    letterhead = letterhead_on(paper.unit, day)
    frame = papermaking.frame_for(paper.of_form, letterhead)
    abstract = papermaking.fill_values(template, values, letterhead, frame).abstract
    return (abstract or paper.of_form.legal.name)[:LONGEST_TITLE]


@transaction.atomic
def edit_paper(
    paper: Paper, *, facts: Mapping[str, Any], text: str, by: User, day: date, version: int
) -> None:
    """Change a draft's facts and text.

    Raises ``TemplateError`` with every fault of the text, ``FactValueError``,
    ``UnknownFactError``, ``ForbiddenFactError``, and ``PaperChangedError`` when the draft is
    no longer at ``version``.
    """
    template = catalogue.read_text(text, paper.of_form, data_class=paper.data_class)
    values = accepted(paper.of_form, facts, template, data_class=paper.data_class)
    openly, hidden = papermaking.split(values)
    changed = Paper.objects.filter(pk=paper.pk, state=PaperState.DRAFT, version=version).update(
        facts=openly,
        concealed=papermaking.conceal(hidden),
        text=text,
        title=title_of(paper, template, values, day),
        version=version + 1,
    )
    if not changed:
        raise PaperChangedError
    was_worded = text != paper.text
    paper.refresh_from_db()
    _record("paper.edited", paper, by, version=paper.version, text=was_worded)


@transaction.atomic
def delete_draft(paper: Paper, *, by: User) -> None:
    """Delete a draft. Raises ``PaperChangedError`` once it has been issued."""
    _record("paper.deleted", paper, by, form=paper.form, title=paper.title)
    deleted, _rows = Paper.objects.filter(pk=paper.pk, state=PaperState.DRAFT).delete()
    if not deleted:
        raise PaperChangedError


@transaction.atomic
def print_once(
    form_code: str, facts: Mapping[str, Any], *, unit: Unit, by: User, day: date
) -> tuple[Document, str]:
    """A paper that is made in the request and kept nowhere, with the layout it is set in.

    Only that it was made is recorded. Raises ``PaperError`` for a form that is kept, and what
    ``draft_paper`` raises.
    """
    form = catalogue.form_of(form_code)
    if not form.is_printed_once:
        raise PaperError(form_code)
    template = catalogue.read_text(wording_for(form, unit, day).text, form)
    values = accepted(form, facts, template, data_class="")
    letterhead = letterhead_on(unit, day)
    frame = papermaking.frame_for(form, letterhead, day=day)
    filled = papermaking.fill_values(template, values, letterhead, frame)
    _openly, hidden = papermaking.split(values)
    document = papermaking.revealed(to_plain(filled.document), papermaking.words_of(hidden))
    record("paper.printed_once", form.code, by=by, unit=unit.code)
    return document, papermaking.layout_name(form, letterhead)


def _record(action: str, paper: Paper, by: User, **details: Any) -> None:
    data_class = Confidentiality(paper.data_class)
    if data_class.is_hidden:
        details.pop("title", None)
    record(action, paper, by=by, data_class=data_class, **details)
