"""Lines of the registers for papers that are not made here, and for all that comes in."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db import transaction

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.documents import Number, layout, symbol_of
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.issuing import BodySystem, incoming_key, layout_of, letter_symbol, series_key
from gandan.papers.models import Book, IncomingEntry, OutgoingEntry
from gandan.papers.search import index_incoming, index_outgoing
from gandan.papers.selectors import letterhead_on
from gandan.papers.services.issuing import FutureDayError, NoReasonError, NoSymbolError
from gandan.papers.services.numbering import take_number
from gandan.units.models import Unit


class SecretContentError(Exception):
    """The register has a line of a secret paper, and nothing of what it says."""


class MadeHereError(Exception):
    """This line belongs to a paper made here: cancel the paper, not the line."""


@dataclass(frozen=True)
class OutgoingLine:
    """A paper that leaves and was not made here. ``kind`` is the symbol of its type (TB, QĐ)."""

    type_name: str
    kind: str
    abstract: str
    issued_on: date
    signer: str
    recipients: str
    archive_keeper: str = ""
    copies: int = 1
    remark: str = ""
    urgency: str = ""
    secrecy: str = ""


@transaction.atomic
def register_outgoing(line: OutgoingLine, *, unit: Unit, by: User, today: date) -> OutgoingEntry:
    """Give the next number to a paper made elsewhere.

    Raises ``FutureDayError``, ``SecretContentError``, ``NoSymbolError``,
    ``domain.issuing.NoTermError`` and ``numbering.NumberError``.
    """
    if line.issued_on > today:
        raise FutureDayError
    require_no_secret(line.secrecy, line.abstract)
    letterhead = letterhead_on(unit, line.issued_on)
    system = BodySystem(letterhead.system)
    body, kind = letterhead.symbol, line.kind
    if not kind:
        body, kind = letterhead.letter_symbol or body, letter_symbol(system)
    if not body:
        raise NoSymbolError
    key = series_key(system, kind=kind, day=line.issued_on, term=letterhead.term)
    series, value = take_number(unit, Book.OUTGOING, key, on=line.issued_on)
    written = symbol_of(Number(value, kind, body), layout(layout_of(system)))
    values = {f.name: getattr(line, f.name) for f in fields(line) if f.name != "kind"}
    entry = OutgoingEntry.objects.create(
        unit=unit, series=series, number=value, symbol=written, registered_by=by, **values
    )
    index_outgoing(entry)
    record("outgoing.registered", entry, by=by, unit=unit.code)
    return entry


def require_no_secret(secrecy: str, *texts: str) -> None:
    """Raises ``SecretContentError`` when a secret paper comes with anything of its content."""
    if secrecy and any(text.strip() for text in texts):
        raise SecretContentError


CORRECTABLE = ("recipients", "archive_keeper", "copies", "remark")


@transaction.atomic
def correct_outgoing(entry: OutgoingEntry, values: dict[str, Any], *, by: User) -> bool:
    """Correct how a paper was sent; number, day and abstract stay as they were given."""
    changed = {n: values[n] for n in CORRECTABLE if values[n] != getattr(entry, n)}
    if not changed:
        return False
    for name, value in changed.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(changed))
    index_outgoing(entry)
    record(
        "outgoing.corrected",
        entry,
        by=by,
        data_class=Confidentiality(entry.data_class),
        fields=sorted(changed),
    )
    return True


@transaction.atomic
def cancel_outgoing(entry: OutgoingEntry, *, reason: str, by: User) -> None:
    """Cancel the line of a paper made elsewhere; its number is not used again.

    Raises ``MadeHereError``, ``NoReasonError``.
    """
    if not reason.strip():
        raise NoReasonError
    if hasattr(entry, "paper"):
        raise MadeHereError
    remark = f"Đã hủy: {reason.strip()}"[:300]
    if OutgoingEntry.objects.filter(pk=entry.pk, is_cancelled=False).update(
        is_cancelled=True, remark=remark
    ):
        record("outgoing.cancelled", entry, by=by, reason=reason.strip())
    entry.refresh_from_db()


@dataclass(frozen=True)
class IncomingLine:
    """A paper that came in. ``source`` names what it is about, such as ("case", its code)."""

    arrived_on: date
    author: str
    document_number: str = ""
    document_on: date | None = None
    type_name: str = ""
    abstract: str = ""
    receiver: str = ""
    forwarded_on: date | None = None
    signed_for_by: str = ""
    remark: str = ""
    due_on: date | None = None
    urgency: str = ""
    secrecy: str = ""


@transaction.atomic
def register_incoming(
    line: IncomingLine,
    *,
    unit: Unit,
    by: User,
    today: date,
    source_kind: str = "",
    source_code: str = "",
    data_class: Confidentiality = Confidentiality.INTERNAL,
) -> IncomingEntry:
    """Write a line of the incoming register and give its number.

    Raises ``FutureDayError``, ``SecretContentError`` and ``numbering.NumberError``.
    """
    if line.arrived_on > today:
        raise FutureDayError
    require_no_secret(line.secrecy, line.abstract)
    # A letter may be entered a day late, so numbers follow the order of entry within the year.
    series, value = take_number(
        unit, Book.INCOMING, incoming_key(line.arrived_on), on=line.arrived_on, in_order=False
    )
    entry = IncomingEntry.objects.create(
        unit=unit,
        series=series,
        number=value,
        source_kind=source_kind,
        source_code=source_code,
        data_class=data_class,
        registered_by=by,
        **vars(line),
    )
    index_incoming(entry)
    record("incoming.registered", entry.code.hex, by=by, data_class=data_class, unit=unit.code)
    return entry


@transaction.atomic
def correct_incoming(
    entry: IncomingEntry, line: IncomingLine, *, source_code: str, by: User
) -> bool:
    """Correct a line; its number and the year it counts in stay.

    Raises ``SecretContentError``, and ``ValueError`` for a day in another year.
    """
    require_no_secret(line.secrecy, line.abstract)
    if line.arrived_on.year != entry.arrived_on.year:
        raise ValueError("the number belongs to the year")
    values = {**vars(line), "source_code": source_code}
    changed = {name: value for name, value in values.items() if value != getattr(entry, name)}
    if not changed:
        return False
    for name, value in changed.items():
        setattr(entry, name, value)
    entry.save(update_fields=list(changed))
    index_incoming(entry)
    record(
        "incoming.corrected",
        entry.code.hex,
        by=by,
        data_class=Confidentiality(entry.data_class),
        fields=sorted(changed),
    )
    return True
