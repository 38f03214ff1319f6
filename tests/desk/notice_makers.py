"""What the tests of notices are made of: a source of due items, a mail server that remembers."""

from dataclasses import dataclass, field
from datetime import date

from gandan.notices import due, kinds, subjects
from gandan.notices.due import DueItem, DueSource, Late
from gandan.notices.models import MailKind
from gandan.notices.services.outbox import queue_mail
from gandan.notices.transport import message_id, message_of

KIND = kinds.NoticeKind("test.given", "Vụ việc %(subject)s được giao, hạn %(due_on)s.")


@dataclass
class Book:
    """Due items by person, late items by unit; registered in place of real sources."""

    items: dict[int, list[DueItem]] = field(default_factory=dict)
    late: dict[int, list[date]] = field(default_factory=dict)

    def mine(self, person, until, most):
        found = [one for one in self.items.get(person.pk, []) if one.due_on <= until]
        return sorted(found, key=lambda one: one.due_on)[:most]

    def late_at(self, person, units, before):
        days = [day for unit in units for day in self.late.get(unit, []) if day < before]
        return Late(len(days), min(days, default=None))

    def owes(self, person, *days):
        own = self.items.setdefault(person.pk, [])
        own += [DueItem(f"VV-{len(own)}-{n}", "Trả lời", day) for n, day in enumerate(days)]


def registered(monkeypatch, *, visible=None):
    """A book that is the only source, and a kind of subject that ``visible`` decides about."""
    book = Book()
    monkeypatch.setattr(due, "_sources", {})
    due.register(DueSource("test", book.mine, book.late_at))
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(KIND)
    if visible is not None:
        monkeypatch.setattr(subjects, "_kinds", {})
        subjects.register(subjects.SubjectKind("test", visible, "units:unit_detail"))
    return book


class Killed(BaseException):
    """The worker is gone: nothing after this line is done, as with kill -9."""


@dataclass
class Server:
    """Keeps what it accepted by Message-ID, as a mail server that knows what it has."""

    faults: list = field(default_factory=list)
    accepted: list = field(default_factory=list)

    def send(self, mail):
        fault = self.faults.pop(0) if self.faults else None
        if fault == "before":
            raise Killed
        if isinstance(fault, Exception):
            raise fault
        self.accepted.append((message_id(mail), message_of(mail).message().as_bytes()))
        if fault == "after":
            raise Killed

    @property
    def mailboxes(self):
        return dict(self.accepted)


def queued(person, key="k", **more):
    fields = {"kind": MailKind.DIGEST, "subject": "Nhắc việc", "body": "Có 2 việc."} | more
    return queue_mail(person, key=key, **fields)
