"""Nobody of an accused unit can tell a world with the denunciation from one without it."""

import pytest
from django.db.models import Q

from gandan.audit import veils
from gandan.casework.models.cases import CaseQuerySet
from gandan.casework.models.copies import CopySuggestionQuerySet
from gandan.casework.models.submissions import SubmissionQuerySet
from gandan.jobs.models import JobQuerySet
from gandan.law.services.seeding import seed
from gandan.notices import subjects
from gandan.notices.models import Mail
from gandan.notices.models.outbox import MailQuerySet
from gandan.papers import visibility
from tests.desk import two_worlds as worlds
from tests.desk.case_makers import unit_of

WARD, BOARD, FRONT, BELOW = "mh-p-vinh-tan", "mh-ban", "mh-mttq", "mh-phu-nu"
# Whom the letter is about, where it came in, and where those work who must not learn of it.
PLACES = {
    "a ward, told to the board": (WARD, BOARD, [(WARD,)]),
    "a ward, told to the ward": (WARD, WARD, [(WARD,)]),
    "a body, seen from below": (FRONT, BOARD, [(BELOW,)]),
    "somebody with a second post above": (WARD, WARD, [(WARD, BOARD)]),
}
CAST = ("daumoi", "phuongxl", "phuongld")


@pytest.fixture
def place(request, people, letter, monkeypatch, settings):
    """(accused unit, its insiders, where the letter came in, what was made at the unit)."""
    worlds.frozen_clock(monkeypatch)
    settings.MAIL_FROM = "gandan@example.org"
    seed()
    accused, at, posts = PLACES[request.param]
    insiders = [worlds.works_at(f"nguoi{n}", *codes) for n, codes in enumerate(posts)]
    if request.param == "a ward, told to the ward":
        insiders += [people[name] for name in CAST]
    people |= {person.username: person for person in insiders}
    unit = unit_of(accused)
    made = worlds.common_rows(unit, insiders, people, letter)
    return unit, insiders, unit_of(at), made


def both(place, people, letter, sign_in, *, routes=None):
    """What every insider fetches and is sent in the world with, then in the one without."""
    unit, insiders, at, made = place
    found, addresses = [], None
    for is_denounced in (True, False):
        with worlds.taken_back():
            clients = {person.username: sign_in(person.username) for person in insiders}
            if is_denounced:
                worlds.denounce(unit, insiders, people, letter, at=at)
            worlds.night(unit, insiders, made)
            addresses = addresses or worlds.addresses_of(made, routes)
            seen = {
                person.username: worlds.fetched(clients[person.username], person, addresses)
                for person in (insiders[:1] if routes else insiders)
            }
            mails = Mail.objects.filter(person__in=insiders).order_by("person", "kind")
            sent = list(mails.values_list("to", "subject", "body"))
            found.append(seen | {"mails": {"sent": sent}})
    return found


def told_apart(found):
    with_it, without = found
    told = {name: worlds.differences(with_it[name], without[name]) for name in with_it}
    return {name: found for name, found in told.items() if found}


@pytest.mark.parametrize("place", PLACES, indirect=True)
def test_all_pages_files_counts_and_mails_are_the_same(place, people, letter, sign_in):
    found = both(place, people, letter, sign_in)
    assert len(found[1]["mails"]["sent"]) > 1
    assert sum(answer[0] == 200 for answer in found[0]["nguoi0"].values()) > 150
    assert told_apart(found) == {}


def _all(rows, *_person):
    return rows


def letters_of_casework(monkeypatch):
    monkeypatch.setattr(SubmissionQuerySet, "not_about", _all)


def cases_of_casework(monkeypatch):
    monkeypatch.setattr(CaseQuerySet, "not_about", _all)


def pairs_of_copies(monkeypatch):
    monkeypatch.setattr(CopySuggestionQuerySet, "visible_to", _all)


def letters_of_concerns(monkeypatch):
    monkeypatch.setattr(SubmissionQuerySet, "for_many", _all)


def cases_of_digests(monkeypatch):
    monkeypatch.setattr(CaseQuerySet, "for_many", _all)


def subjects_of_notices(monkeypatch):
    kind = subjects.SubjectKind("case", lambda _person: Q(), "casework:case_detail")
    monkeypatch.setitem(subjects._kinds, "case", kind)


def entries_of_the_log(monkeypatch):
    monkeypatch.setattr(veils, "_hidden", [])


def papers_of_a_case(monkeypatch):
    monkeypatch.setattr(visibility, "_rules", {"case": lambda _person: Q()})


def mails_of_others(monkeypatch):
    monkeypatch.setattr(MailQuerySet, "visible_to", _all)


def jobs_of_others(monkeypatch):
    monkeypatch.setattr(JobQuerySet, "visible_to", _all)


SECOND = "somebody with a second post above"
LEAKS = {
    letters_of_casework: ("a ward, told to the ward", "casework:submission_list"),
    cases_of_casework: (SECOND, "casework:case_list"),
    pairs_of_copies: ("a ward, told to the board", "casework:work_list"),
    letters_of_concerns: (SECOND, "concerns:concern_list"),
    cases_of_digests: (SECOND, "overview:digest_detail"),
    subjects_of_notices: ("a ward, told to the ward", "notices:notice_list"),
    entries_of_the_log: ("a ward, told to the ward", "audit:entry_list"),
    papers_of_a_case: ("a ward, told to the ward", "papers:paper_list"),
    mails_of_others: ("a ward, told to the board", "notices:mail_list"),
    jobs_of_others: ("a ward, told to the ward", "jobs:job_list"),
}


@pytest.mark.parametrize(
    ("leak", "place", "route"),
    [(leak, place, route) for leak, (place, route) in LEAKS.items()],
    indirect=["place"],
    ids=[leak.__name__ for leak in LEAKS],
)
def test_a_rule_taken_away_is_found(leak, place, route, people, letter, sign_in, monkeypatch):
    leak(monkeypatch)
    found = both(place, people, letter, sign_in, routes=[route])
    assert told_apart(found) != {}
