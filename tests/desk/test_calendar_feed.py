"""The private calendar: what it holds, who can read it, how it ends."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from gandan.notices.due import DueItem
from gandan.notices.models import CalendarAddress
from gandan.notices.services.calendars import make_address
from tests.desk.notice_makers import registered


@pytest.fixture
def book(people, monkeypatch):
    return registered(monkeypatch)


@pytest.fixture
def today():
    return timezone.localdate()


def events(content):
    return list(Calendar.from_ical(content).walk("VEVENT"))


def read(secret):
    return Client().get(f"/thong-bao/lich/{secret}.ics")


def test_a_calendar_program_reads_the_due_days_without_signing_in(book, people, today):
    book.items[people["xulydon"].pk] = [
        DueItem("VV-26-000012", "Trả lời", today + timedelta(days=8), "/don/vu-viec/VV-26-000012/"),
        DueItem("VV-26-000007", "Xem xét", today - timedelta(days=2)),
        DueItem("VV-26-000099", "Trả lời", today + timedelta(days=91)),
    ]
    response = read(make_address(people["xulydon"], language="vi"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    found = events(response.content)
    assert [str(one["summary"]) for one in found] == [
        "VV-26-000007: Xem xét",
        "VV-26-000012: Trả lời",
    ]
    assert found[1]["dtstart"].dt == today + timedelta(days=8)
    assert type(found[1]["dtstart"].dt) is date
    assert found[1]["url"] == "http://testserver/don/vu-viec/VV-26-000012/"


def test_a_moved_day_moves_the_event(book, people, today):
    own = people["xulydon"].pk
    secret = make_address(people["xulydon"], language="vi")
    seen = []
    for days in (3, 9):
        book.items[own] = [DueItem("VV-26-000012", "Trả lời", today + timedelta(days=days))]
        seen += events(read(secret).content)
    assert seen[0]["uid"] == seen[1]["uid"]
    assert seen[0]["dtstart"].dt != seen[1]["dtstart"].dt


def test_each_person_reads_only_what_they_owe(book, people, today):
    book.owes(people["xulydon"], today)
    assert events(read(make_address(people["tiepdan"], language="vi")).content) == []


def test_an_address_is_shown_once_and_kept_nowhere(book, people, sign_in):
    client = sign_in("xulydon")
    client.post("/thong-bao/cai-dat/lich/")
    first = client.get("/thong-bao/cai-dat/").content.decode()
    address = re.search(r'value="http://testserver(/thong-bao/lich/([\w-]{32})\.ics)"', first)
    assert Client().get(address[1]).status_code == 200
    assert "/thong-bao/lich/" not in client.get("/thong-bao/cai-dat/").content.decode()
    kept = CalendarAddress.objects.get()
    assert address[2] not in str(vars(kept))
    assert kept.last_read_on == timezone.localdate()


def test_a_revoked_or_replaced_address_is_a_page_that_does_not_exist(book, people, sign_in):
    client = sign_in("xulydon")
    old = make_address(people["xulydon"], language="vi")
    new = make_address(people["xulydon"], language="vi")
    assert [read(secret).status_code for secret in (old, new)] == [404, 200]
    client.post("/thong-bao/cai-dat/lich/thu-hoi/")
    assert read(new).status_code == 404
    assert read(new).content == read("x" * 32).content


def test_the_calendar_ends_with_the_account(book, people):
    secret = make_address(people["xulydon"], language="vi")
    people["xulydon"].is_active = False
    people["xulydon"].save()
    assert read(secret).status_code == 404


def test_the_calendar_speaks_the_language_in_which_it_was_made(book, people):
    secret = make_address(people["xulydon"], language="en")
    assert b"X-WR-CALNAME:G\xe1\xba\xa7n D\xc3\xa2n: due days" in read(secret).content
