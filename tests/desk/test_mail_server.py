"""The real way out: Django's SMTP backend against a server that answers by a script."""

import re
import socket
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from pathlib import Path

import pytest

from gandan.config import environment
from gandan.config.environment import EnvironmentVariableError
from gandan.notices.models import Mail, MailState
from gandan.notices.services.outbox import LEASE, send_due_mails
from gandan.notices.transport import MailServer
from tests.desk.notice_makers import queued

NOW = datetime(2026, 6, 3, 1, tzinfo=UTC)
FOLDER = Path("data")


class ScriptedServer:
    """Speaks SMTP on a port of its own; ``script`` answers to RCPT or to the end of DATA.

    "hang up" at the end of DATA: the mail was taken, and the client never learns it.
    """

    def __init__(self):
        self.script, self.taken = {}, []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                connection, _address = self.socket.accept()
            except OSError:
                return
            with connection:
                self.talk(connection)

    def stop(self):
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()

    def talk(self, connection):
        stream = connection.makefile("rwb")

        def say(line):
            stream.write(line.encode() + b"\r\n")
            stream.flush()

        say("220 thu.minhha.example")
        for line in stream:
            verb = line[:4].upper().strip().decode()
            if verb == "DATA":
                say("354 go on")
                content = b"".join(iter(stream.readline, b".\r\n"))
                answer = self.script.pop("DATA", "250 taken")
                if answer.startswith("250") or answer == "hang up":
                    self.taken.append(message_from_bytes(content))
                if answer == "hang up":
                    return
                say(answer)
            elif verb == "QUIT":
                say("221 bye")
                return
            else:
                say(self.script.pop(verb, "250 ok"))


@pytest.fixture
def server(settings):
    found = ScriptedServer()
    settings.MAIL_FROM = "gandan@minhha.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 5
    yield found
    found.stop()


@pytest.fixture
def mail(people, monkeypatch):
    people["xulydon"].email = "xulydon@minhha.example"
    people["xulydon"].save()
    return queued(people["xulydon"], now=NOW, subject="Gần Dân: nhắc việc", body="Có 2 việc.\n")


def send():
    with MailServer() as out:
        return send_due_mails(out, progress=lambda count: None)


def later(span):
    Mail.objects.filter(state=MailState.WAITING).update(next_try_at=NOW)
    Mail.objects.filter(state=MailState.SENDING).update(lease_until=NOW - span)


def test_a_mail_arrives_whole_with_its_own_number(server, mail):
    assert send()["sent"] == 1
    (arrived,) = server.taken
    assert str(make_header(decode_header(arrived["Subject"]))) == "Gần Dân: nhắc việc"
    assert arrived["Message-ID"] == f"<{mail.code}@minhha.example>"
    assert arrived["Date"] == "Wed, 03 Jun 2026 01:00:00 +0000"
    assert arrived.get_payload(decode=True).decode() == "Có 2 việc.\r\n"


@pytest.mark.parametrize(
    ("verb", "answer"),
    [("RCPT", "450 greylisted"), ("DATA", "451 disk full"), ("MAIL", "421 busy")],
)
def test_a_server_that_says_later_gets_the_mail_later(server, mail, verb, answer):
    server.script[verb] = answer
    assert send() == {"sent": 0, "waiting": 1, "ended": 0}
    mail.refresh_from_db()
    assert answer[:3] in mail.error
    later(LEASE)
    assert send()["sent"] == 1
    assert len(server.taken) == 1


def test_a_server_that_says_never_is_not_asked_again(server, mail):
    server.script["RCPT"] = "550 no such mailbox"
    assert send()["ended"] == 1
    mail.refresh_from_db()
    assert (mail.state, "no such mailbox" in mail.error) == (MailState.DEAD, True)


def test_a_line_that_breaks_after_the_mail_was_taken_repeats_its_number(server, mail):
    server.script["DATA"] = "hang up"
    assert send()["waiting"] == 1
    later(LEASE)
    assert send()["sent"] == 1
    first, second = server.taken
    assert first.as_bytes() == second.as_bytes()
    assert len({one["Message-ID"] for one in server.taken}) == 1


def test_one_bad_mail_does_not_hold_up_the_next(server, mail, people):
    queued(people["xulydon"], "k2", now=NOW + timedelta(seconds=1))
    server.script["RCPT"] = "550 no such mailbox"
    assert send() == {"sent": 1, "waiting": 0, "ended": 1}


def test_a_server_that_is_not_there_is_tried_again(server, mail):
    server.stop()
    assert send()["waiting"] == 1
    mail.refresh_from_db()
    assert re.match(r"ConnectionRefusedError|OSError", mail.error)


def settings_of(monkeypatch, value):
    monkeypatch.setenv("GANDAN_MAIL", value)
    return environment.mail("GANDAN_MAIL", FOLDER)


def test_the_address_of_the_mail_server_is_read(monkeypatch):
    found = settings_of(monkeypatch, "smtp://user%40x@thu.example.vn?from=gandan@example.vn")
    assert (found.host, found.port, found.user) == ("thu.example.vn", 587, "user@x")
    assert (found.starttls, found.tls, found.sender) == (True, False, "gandan@example.vn")
    found = settings_of(monkeypatch, "smtps://thu.example.vn?from=gandan@example.vn")
    assert (found.port, found.starttls, found.tls) == (465, False, True)
    found = settings_of(monkeypatch, "smtp://127.0.0.1:25?tls=0&from=gandan@example.vn")
    assert (found.port, found.starttls, found.tls) == (25, False, False)
    assert settings_of(monkeypatch, "file:?from=a@b.vn").folder == FOLDER / "mail"
    assert settings_of(monkeypatch, "").sender == ""


@pytest.mark.parametrize(
    "wrong", ["thu.example.vn", "smtp://thu.example.vn", "http://x?from=a@b.vn", "smtp:?from=a@b.c"]
)
def test_an_address_that_cannot_be_understood_is_told(monkeypatch, wrong):
    with pytest.raises(EnvironmentVariableError, match="GANDAN_MAIL"):
        settings_of(monkeypatch, wrong)
