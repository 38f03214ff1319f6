"""A mail is never lost and never doubled, whatever happens to server and worker."""

import random
import smtplib
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.db import transaction

from gandan.audit.models import Entry
from gandan.jobs.services import run_all
from gandan.notices import rounds
from gandan.notices.models import Mail, MailState
from gandan.notices.services import outbox
from gandan.notices.services.outbox import DELAYS, LEASE, send_due_mails
from gandan.notices.transport import MailRefusedError, MailServer, TransportError
from tests.desk.notice_makers import Killed, Server, queued

NOW = datetime(2026, 6, 3, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def mail_set_up(settings):
    settings.MAIL_FROM = "gandan@minhha.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def officer(people):
    people["xulydon"].email = "xulydon@minhha.example"
    people["xulydon"].save()
    return people["xulydon"]


@pytest.fixture
def clock(monkeypatch):
    """Hours pass only when a test says so."""

    class Clock:
        now_is = NOW

        def now(self):
            return self.now_is

        def passes(self, span):
            self.now_is += span

    found = Clock()
    monkeypatch.setattr("django.utils.timezone.now", found.now)
    return found


def send(server):
    return send_due_mails(server, progress=lambda count: None)


def send_and_die(server):
    with pytest.raises(Killed):
        send(server)


def test_a_mail_goes_out_once_and_says_so(officer, clock):
    mail = queued(officer, now=NOW)
    server = Server()
    assert send(server) == {"sent": 1, "waiting": 0, "ended": 0}
    assert send(server) == {"sent": 0, "waiting": 0, "ended": 0}
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, len(server.accepted)) == (MailState.SENT, 1, 1)
    assert Entry.objects.filter(action="mail.sent", subject=str(mail)).count() == 1


def test_the_same_key_is_one_mail(officer, clock):
    assert queued(officer, now=NOW).pk == queued(officer, now=NOW).pk


def test_what_is_rolled_back_sends_nothing(officer, clock):
    @transaction.atomic
    def fail():
        queued(officer, now=NOW)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert send(Server())["sent"] == 0


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_worker_killed_in_the_middle_neither_loses_nor_doubles_a_mail(officer, clock, moment):
    mail = queued(officer, now=NOW)
    server = Server([moment])
    send_and_die(server)
    assert send(server)["sent"] == 0, "another worker may still hold it"
    clock.passes(LEASE + timedelta(seconds=1))
    assert send(server)["sent"] == 1
    mail.refresh_from_db()
    assert mail.state == MailState.SENT
    assert len(server.mailboxes) == 1
    assert len({content for _id, content in server.accepted}) == 1, "each attempt is the same"


def test_hundreds_of_random_faults_lose_and_double_nothing(officer, clock):
    rng = random.Random(20260603)
    mails = [queued(officer, f"k{n}", now=NOW) for n in range(60)]
    kills = 0
    server = Server()
    for _ in range(5_000):
        fault = rng.choices(["before", "after", TransportError("bận"), None], [1, 1, 3, 5])[0]
        server.faults = [fault]
        mail = outbox.take_mail(clock.now())
        if mail is None:
            if not Mail.objects.exclude(state=MailState.SENT).exists():
                break
            clock.passes(timedelta(minutes=3))
            continue
        try:
            outbox.send_taken(mail, server)
        except Killed:
            kills += 1
    assert kills > 10
    assert Mail.objects.filter(state=MailState.SENT).count() == len(mails)
    assert len(server.mailboxes) == len(mails)
    assert len(server.accepted) - len(mails) <= kills


def test_two_workers_never_hold_one_mail(officer, clock):
    queued(officer, now=NOW)
    assert outbox.take_mail(NOW) is not None
    assert outbox.take_mail(NOW) is None


def test_a_worker_that_was_thought_dead_does_not_undo_what_another_did(officer, clock):
    queued(officer, now=NOW)
    slow = outbox.take_mail(NOW)
    clock.passes(LEASE * 2)
    assert send(Server())["sent"] == 1
    outbox.send_taken(slow, Server([TransportError("chậm")]))
    slow.refresh_from_db()
    assert slow.state == MailState.SENT


def test_a_server_that_is_away_for_a_day_gets_everything_afterwards(officer, clock):
    queued(officer, now=NOW)
    server = Server([TransportError("tắt")] * 12)
    while clock.now() < NOW + timedelta(days=2):
        send(server)
        clock.passes(timedelta(minutes=1) if server.faults else timedelta(days=1))
    assert clock.now() > NOW + timedelta(hours=24)
    assert Mail.objects.get().state == MailState.SENT


def test_a_mail_that_never_goes_out_is_a_dead_letter_after_two_days(officer, clock, sign_in):
    queued(officer, now=NOW)
    server = Server([TransportError("tắt")] * 100)
    for _ in range(len(DELAYS) + 1):
        send(server)
        clock.passes(timedelta(hours=5))
    mail = Mail.objects.get()
    assert (mail.state, mail.error) == (MailState.DEAD, "tắt")
    assert sum(DELAYS, timedelta()) > timedelta(hours=40)
    page = sign_in("quantri").get("/thong-bao/thu/").content.decode()
    assert "không gửi được" in page
    assert "xulydon@<wbr>minhha.example" in page


def test_an_address_that_does_not_exist_is_not_tried_again(officer, clock):
    queued(officer, now=NOW)
    server = Server([MailRefusedError("550 không có hộp thư")])
    assert send(server) == {"sent": 0, "waiting": 0, "ended": 1}
    clock.passes(timedelta(days=1))
    assert send(server)["sent"] == 0


def test_a_dead_letter_is_sent_again_to_the_address_of_today(officer, clock, sign_in):
    mail = queued(officer, now=NOW)
    send(Server([MailRefusedError("550")]))
    officer.email = "moi@minhha.example"
    officer.save()
    client = sign_in("quantri")
    client.post(f"/thong-bao/thu/{mail.code}/gui-lai/")
    server = Server()
    assert send(server)["sent"] == 1
    assert b"To: moi@minhha.example" in server.accepted[0][1]
    again = client.post(f"/thong-bao/thu/{mail.code}/gui-lai/", follow=True).content.decode()
    assert "đã đổi trạng thái" in again
    assert send(server)["sent"] == 0


def test_a_dead_letter_can_be_given_up_and_stays_in_the_list(officer, clock, sign_in):
    mail = queued(officer, now=NOW)
    send(Server([MailRefusedError("550")]))
    client = sign_in("quantri")
    client.post(f"/thong-bao/thu/{mail.code}/bo/")
    mail.refresh_from_db()
    assert mail.state == MailState.DROPPED
    assert "đã bỏ" in client.get("/thong-bao/thu/").content.decode()


def test_nobody_gets_mail_after_leaving(officer, clock):
    mail = queued(officer, now=NOW)
    officer.is_active = False
    officer.save()
    server = Server()
    assert send(server)["ended"] == 1
    mail.refresh_from_db()
    assert (mail.state, server.accepted) == (MailState.DROPPED, [])


def test_without_a_mail_server_or_an_address_nothing_is_queued(people, officer, settings):
    assert queued(people["tiepdan"], now=NOW) is None
    settings.MAIL_FROM = ""
    assert queued(officer, now=NOW) is None


def test_the_clock_queues_the_sending_and_the_job_sends(officer, clock):
    mail = queued(officer, now=NOW)
    rounds.plan(clock.now())
    rounds.plan(clock.now())
    assert run_all() >= 1
    (sent,) = django_mail.outbox
    assert sent.to == ["xulydon@minhha.example"]
    assert sent.extra_headers["Message-ID"] == f"<{mail.code}@minhha.example>"
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.c": (550, b"no")}), MailRefusedError),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (450, b"greylisted")}), TransportError),
        (smtplib.SMTPAuthenticationError(535, b"password"), TransportError),
        (smtplib.SMTPDataError(554, b"content"), MailRefusedError),
        (ConnectionRefusedError(), TransportError),
        (TimeoutError(), TransportError),
    ],
)
def test_what_the_server_says_decides_whether_to_try_again(
    officer, clock, monkeypatch, fault, expected
):
    def refuse(self, messages):
        raise fault

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    with MailServer() as server, pytest.raises(expected):
        server.send(queued(officer, now=NOW))
