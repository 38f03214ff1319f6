"""Issue papers: number, day, signer and content become one thing that never changes.

The number is given at the moment of issue (after the signature on paper), in the transaction
that freezes the content. An issued paper can be replaced or cancelled with a reason; its number
is never used again.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.core.canonical import canonical
from gandan.documents import Number, layout, symbol_of
from gandan.documents.filling import Filled, FormFact
from gandan.documents.keeping import to_plain
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.issuing import BodySystem, series_key
from gandan.papers import catalogue, papermaking
from gandan.papers.models import Book, Letterhead, OutgoingEntry, Paper, PaperState
from gandan.papers.papermaking import Signing
from gandan.papers.search import index_outgoing
from gandan.papers.selectors import letterhead_on
from gandan.papers.services.drafting import PaperChangedError, PaperError, draft_paper
from gandan.papers.services.numbering import require_unit, take_number

LONGEST_RECIPIENTS = 1000


class BlanksLeftError(PaperError):
    """Facts are missing and nobody said that their blanks stay; ``missing`` are they."""

    def __init__(self, missing: tuple[FormFact, ...]) -> None:
        super().__init__(", ".join(fact.code for fact in missing))
        self.missing = missing


class NoSymbolError(PaperError):
    """The unit has no symbol yet, so no number can be written."""


class FutureDayError(PaperError):
    """A paper cannot be issued on a day that has not come."""


class NotIssuedError(PaperError):
    """Only an issued paper is replaced or cancelled."""


class NoReasonError(PaperError):
    """Replacing and cancelling need a reason."""


@dataclass(frozen=True)
class Issue:
    """What is decided when a paper is issued. ``blanks_stay`` leaves missing facts to the hand."""

    on: date
    signing: Signing
    blanks_stay: bool = False
    urgency: str = ""
    copies: int = 1
    archive_keeper: str = ""
    remark: str = ""


@transaction.atomic
def issue_paper(paper: Paper, issue: Issue, *, by: User, today: date) -> Paper:
    """Give the number, freeze the content, write the line of the register.

    Raises ``PaperChangedError``, ``FutureDayError``, ``BlanksLeftError``, ``NoSymbolError``,
    ``domain.issuing.NoTermError``, ``TemplateError`` and ``numbering.NumberError``.
    """
    if issue.on > today:
        raise FutureDayError
    # The row is read again: what is issued is the newest text, and nobody issues it twice.
    fresh = Paper.objects.select_related("unit").get(pk=paper.pk)
    if not fresh.is_draft or fresh.version != paper.version:
        raise PaperChangedError
    letterhead = letterhead_on(fresh.unit, issue.on)
    entry = _entry(fresh, letterhead, issue, by)
    filled = _filled(fresh, letterhead, issue, entry.number if entry else None)
    if filled.missing and not issue.blanks_stay:
        raise BlanksLeftError(filled.missing)
    look = papermaking.layout_name(fresh.of_form, letterhead)
    plain = to_plain(filled.document)
    total = content_hash(plain, look, fresh)
    moved = Paper.objects.filter(pk=fresh.pk, state=PaperState.DRAFT, version=fresh.version).update(
        state=PaperState.ISSUED,
        layout=look,
        content=plain,
        content_hash=total,
        issued_on=issue.on,
        issued_by=by,
        entry=entry,
    )
    if not moved:
        raise PaperChangedError
    _record("paper.issued", fresh, by, hash=total, number=entry.symbol if entry else "")
    if fresh.replaces_id:
        _end(fresh.replaces, PaperState.REPLACED, on=issue.on, by=by)
    paper.refresh_from_db()
    return paper


def _entry(paper: Paper, letterhead: Letterhead, issue: Issue, by: User) -> OutgoingEntry | None:
    """The line of the register with its number; None for papers that take none."""
    require_unit(paper.unit, issue.on)
    if not paper.of_form.is_numbered:
        return None
    draft = _filled(paper, letterhead, issue, None)
    number = draft.document.head.number
    if not isinstance(number, Number) or not number.body:
        raise NoSymbolError
    system = BodySystem(letterhead.system)
    key = series_key(system, kind=draft.symbol, day=issue.on, term=letterhead.term)
    series, value = take_number(paper.unit, Book.OUTGOING, key, on=issue.on)
    look = layout(papermaking.layout_name(paper.of_form, letterhead))
    entry = OutgoingEntry.objects.create(
        unit=paper.unit,
        series=series,
        number=value,
        symbol=symbol_of(Number(value, number.kind, number.body), look),
        issued_on=issue.on,
        type_name=draft.type_name or "Công văn",
        abstract=draft.abstract[:500],
        signer=issue.signing.name,
        recipients="; ".join(_recipients(draft))[:LONGEST_RECIPIENTS],
        archive_keeper=issue.archive_keeper,
        copies=issue.copies,
        remark=issue.remark,
        urgency=issue.urgency,
        source_kind=paper.source_kind,
        source_code=paper.source_code,
        data_class=paper.data_class,
        registered_by=by,
    )
    index_outgoing(entry)
    return entry


def _recipients(filled: Filled) -> list[str]:
    """Who receives the paper: the addressees first, then the list without its archive line."""
    document = filled.document
    listed = [name for name in document.recipients if not name.startswith(("Như ", "Lưu"))]
    return [*document.to, *listed]


def _filled(paper: Paper, letterhead: Letterhead, issue: Issue, number: int | None) -> Filled:
    template = catalogue.read_text(paper.text, paper.of_form, data_class=paper.data_class)
    frame = papermaking.frame_for(
        paper.of_form,
        letterhead,
        number=number,
        day=issue.on,
        signing=issue.signing,
        urgency=issue.urgency,
        is_letter=papermaking.is_letter(template),
    )
    return papermaking.fill_draft(paper, letterhead, frame=frame)


def content_hash(plain: dict[str, Any], look: str, paper: Paper) -> str:
    """SHA-256 over everything that a reader of the paper sees, sensitive values too."""
    hidden = papermaking.concealed_of(paper)
    body = {"layout": look, "content": plain, "hidden": hidden, "form": paper.form}
    return hashlib.sha256(canonical(body)).hexdigest()


def is_intact(paper: Paper) -> bool:
    """Whether an issued paper still says what its hash was made of."""
    return content_hash(paper.content or {}, paper.layout, paper) == paper.content_hash


@transaction.atomic
def cancel_paper(paper: Paper, *, reason: str, by: User, today: date) -> None:
    """Cancel an issued paper; it stays in the register with its number.

    Raises ``NoReasonError``, ``NotIssuedError``.
    """
    if not reason.strip():
        raise NoReasonError
    _end(paper, PaperState.CANCELLED, on=today, by=by, reason=reason.strip())
    paper.refresh_from_db()


@transaction.atomic
def replace_paper(paper: Paper, *, by: User, day: date) -> Paper:
    """Draft the paper that will replace ``paper``; the old one ends when the new one is issued.

    Raises ``NotIssuedError``, and what ``draft_paper`` raises.
    """
    if paper.state != PaperState.ISSUED:
        raise NotIssuedError
    made = draft_paper(
        paper.form,
        papermaking.values_of(paper),
        unit=paper.unit,
        by=by,
        day=day,
        source_kind=paper.source_kind,
        source_code=paper.source_code,
        data_class=Confidentiality(paper.data_class),
        replaces=paper,
    )
    Paper.objects.filter(pk=made.pk).update(text=paper.text, wording=paper.wording)
    made.refresh_from_db()
    return made


def _end(paper: Paper | None, state: PaperState, *, on: date, by: User, reason: str = "") -> None:
    if paper is None:
        return
    why = reason or "có văn bản thay thế"
    ended = Paper.objects.filter(pk=paper.pk, state=PaperState.ISSUED).update(
        state=state, ended_on=on, ended_reason=why[:300]
    )
    if not ended:
        raise NotIssuedError
    action = "paper.cancelled" if state == PaperState.CANCELLED else "paper.replaced"
    if state == PaperState.CANCELLED and paper.entry_id:
        OutgoingEntry.objects.filter(pk=paper.entry_id).update(is_cancelled=True)
    _record(action, paper, by, reason=why)


def _record(action: str, paper: Paper, by: User, **details: Any) -> None:
    record(action, paper, by=by, data_class=Confidentiality(paper.data_class), **details)
