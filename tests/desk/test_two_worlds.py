"""Nobody of an accused unit can tell a world with the denunciation from one without it."""

import pytest

from gandan.law.services.seeding import seed
from gandan.notices.models import Mail, Notice
from tests.desk import two_worlds as worlds
from tests.desk.case_makers import unit_of

PLACES = {
    "a ward, received by the board": ("mh-p-vinh-tan", "mh-ban", ["mh-p-vinh-tan"]),
    "a ward, received by the ward": ("mh-p-vinh-tan", "mh-p-vinh-tan", ["mh-p-vinh-tan"]),
    "a body with another under it": ("mh-mttq", "mh-ban", ["mh-mttq", "mh-phu-nu"]),
}
CAST = {"mh-p-vinh-tan": ("daumoi", "phuongxl", "phuongld"), "mh-mttq": ()}


@pytest.fixture(params=PLACES)
def place(request, people, letter, monkeypatch):
    """(accused unit, its insiders, where the letter came in, what was made at the unit)."""
    worlds.frozen_clock(monkeypatch)
    seed()
    accused, at, posts = PLACES[request.param]
    insiders = [worlds.works_at(f"nguoi{n}", code) for n, code in enumerate(posts)]
    insiders += [people[name] for name in CAST[accused]]
    people |= {person.username: person for person in insiders}
    unit = unit_of(accused)
    made = worlds.common_rows(unit, insiders, people, letter)
    return unit, insiders, unit_of(at), made


def both(place, people, letter, sign_in):
    """What every insider fetches and is sent in the world with, then in the one without."""
    unit, insiders, at, made = place
    clients = {person.username: sign_in(person.username) for person in insiders}
    found, addresses = [], None
    for is_denounced in (True, False):
        with worlds.taken_back():
            if is_denounced:
                worlds.denounce(unit, people, letter, at=at)
            worlds.night(unit, insiders, made)
            addresses = addresses or worlds.addresses_of(made)
            seen = {
                person.username: worlds.fetched(clients[person.username], person, addresses)
                for person in insiders
            }
            mails = Mail.objects.filter(person__in=insiders).order_by("key")
            sent = list(mails.values_list("key", "subject", "body"))
            told = list(Notice.objects.filter(person__in=insiders).values_list("key", "facts"))
            found.append(seen | {"mail": {"sent": sent, "told": told}})
    return found


def told_apart(found):
    with_it, without = found
    return {
        name: gone for name in with_it if (gone := worlds.differences(with_it[name], without[name]))
    }


def test_all_pages_files_counts_and_mails_are_the_same(place, people, letter, sign_in):
    found = both(place, people, letter, sign_in)
    assert told_apart(found) == {}
