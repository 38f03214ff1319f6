"""Nobody of an accused unit can tell a world with the denunciation from one without it."""

from datetime import timedelta

import pytest
from django.db.models import Q

from gandan.audit import veils
from gandan.casework.models import Case, Submission
from gandan.casework.models.cases import CaseQuerySet
from gandan.casework.models.copies import CopySuggestionQuerySet
from gandan.casework.models.submissions import SubmissionQuerySet
from gandan.jobs.models import JobQuerySet
from gandan.notices import subjects
from gandan.notices.models import Mail
from gandan.notices.models.outbox import MailQuerySet
from gandan.papers import visibility
from gandan.reception.keeping import entries_kept as reception_entries
from gandan.reception.models.bookings import BookingQuerySet
from gandan.reception.models.refusals import RefusalQuerySet
from gandan.reception.models.visits import VisitQuerySet
from gandan.statutory import asking
from gandan.statutory.executions import Executions
from gandan.units.policy import reach_of
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
def place(request, people, law, letter, monkeypatch, settings):
    """(accused unit, its insiders, where the letter came in, what was made at the unit)."""
    worlds.frozen_clock(monkeypatch)
    settings.MAIL_FROM = "gandan@example.org"
    accused, at, posts = PLACES[request.param]
    insiders = [worlds.works_at(f"nguoi{n}", *codes) for n, codes in enumerate(posts)]
    if request.param == "a ward, told to the ward":
        insiders += [people[name] for name in CAST]
    people |= {person.username: person for person in insiders}
    unit = unit_of(accused)
    made = worlds.common_rows(unit, insiders, people, letter)
    # Something of one's own that is late, so that there are mails to compare.
    letter(
        "Nước máy đục cả tháng.", on=worlds.today() - timedelta(days=60), to=unit_of(posts[0][0])
    )
    return unit, insiders, unit_of(at), made


def both(place, people, letter, sign_in, monkeypatch, leaks):
    """What every insider fetches and is sent in the world with, then in the one without.

    The second answer is what the first insider fetches while each of ``leaks`` is open.
    """
    unit, insiders, at, made = place
    found, leaked, addresses = [], [], None
    worlds.quickly(monkeypatch)
    for is_denounced in (True, False):
        with worlds.taken_back():
            clients = {person.username: sign_in(person.username) for person in insiders}
            if is_denounced:
                worlds.denounce(unit, insiders, people, letter, at=at)
            worlds.night(unit, insiders, made)
            addresses = addresses or worlds.addresses_of(made)
            seen = {}
            for person in insiders:
                mine = worlds.own_of(addresses) if seen else worlds.matters_of(addresses)
                seen[person.username] = worlds.fetched(clients[person.username], person, mine)
            mails = Mail.objects.filter(person__in=insiders).order_by("person", "kind")
            sent = list(mails.values_list("to", "subject", "body"))
            found.append(seen | {"mails": {"sent": sent}})
            first = clients[insiders[0].username]
            leaked.append(
                {leak: through(leak, place, first, addresses, monkeypatch) for leak in leaks}
            )
    return found, leaked


def through(leak, place, client, addresses, monkeypatch):
    """What the first insider fetches while one rule is taken away."""
    unit, insiders, _at, made = place
    routes = {route: addresses[route] for route in LEAKS[leak][1:]}
    with monkeypatch.context() as patches, worlds.taken_back():
        leak(patches)
        if leak in AT_NIGHT:
            worlds.night(unit, insiders, made)
        return worlds.fetched(client, insiders[0], routes)


def told_apart(found):
    with_it, without = found
    told = {name: worlds.differences(with_it[name], without[name]) for name in with_it}
    return {name: found for name, found in told.items() if found}


@pytest.mark.parametrize("place", PLACES, indirect=True)
def test_all_is_the_same_in_both_worlds_and_a_rule_taken_away_is_found(
    request, place, people, letter, sign_in, monkeypatch
):
    here = request.node.callspec.params["place"]
    leaks = [leak for leak, (where, *_routes) in LEAKS.items() if where == here]
    found, leaked = both(place, people, letter, sign_in, monkeypatch, leaks)
    assert len(found[1]["mails"]["sent"]) > 1
    assert sum(answer[0] == 200 for answer in found[0]["nguoi0"].values()) > 150
    assert told_apart(found) == {}
    told = told_apart(leaked)
    assert [leak.__name__ for leak in leaks if leak not in told] == []


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


def matters_of_packs(monkeypatch):
    monkeypatch.setattr(SubmissionQuerySet, "for_many", _all)
    monkeypatch.setattr(CaseQuerySet, "for_many", _all)


def letters_of_tables(monkeypatch):
    nothing = Submission.objects.none().values("pk")
    monkeypatch.setattr(asking, "kept_from", lambda *_asked: nothing)


def executions_of_tables(monkeypatch):
    every = property(lambda _self: Case.objects.values("pk"))
    monkeypatch.setattr(Executions, "_cases", every)


def letters_followed(monkeypatch):
    monkeypatch.setattr(SubmissionQuerySet, "followable", _all)


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


def visits_of_reception(monkeypatch):
    monkeypatch.setattr(VisitQuerySet, "visible_to", _own_rows)


def bookings_of_reception(monkeypatch):
    monkeypatch.setattr(BookingQuerySet, "visible_to", _own_rows)


def refusals_of_reception(monkeypatch):
    monkeypatch.setattr(RefusalQuerySet, "visible_to", _own_rows)


def entries_of_reception(monkeypatch):
    hidden = [rule for rule in veils._hidden if rule is not reception_entries]
    monkeypatch.setattr(veils, "_hidden", hidden)


def papers_of_reception(monkeypatch):
    monkeypatch.setattr(visibility, "_rules", {**visibility._rules, "visit": lambda _person: Q()})


def _own_rows(rows, person):
    return rows.filter(reach_of(person).rows("unit"))


TOLD_AWAY, TOLD_HERE = "a ward, told to the board", "a ward, told to the ward"
SECOND = "somebody with a second post above"
# Where each rule matters, and the routes that show it.
LEAKS = {
    letters_of_casework: (TOLD_HERE, "casework:submission_list"),
    cases_of_casework: (SECOND, "casework:case_list"),
    pairs_of_copies: (TOLD_AWAY, "casework:work_list"),
    letters_of_concerns: (SECOND, "concerns:concern_list"),
    cases_of_digests: (SECOND, "overview:digest_detail"),
    matters_of_packs: (TOLD_HERE, "briefing:pack_detail"),
    letters_of_tables: (TOLD_HERE, "statutory:table_detail"),
    executions_of_tables: (SECOND, "statutory:table_detail"),
    letters_followed: (TOLD_HERE, "portal:follow_letter"),
    subjects_of_notices: (TOLD_HERE, "notices:notice_list"),
    entries_of_the_log: (TOLD_HERE, "audit:entry_list"),
    papers_of_a_case: (TOLD_HERE, "papers:paper_list"),
    mails_of_others: (TOLD_AWAY, "notices:mail_list"),
    jobs_of_others: (TOLD_HERE, "jobs:job_list"),
    visits_of_reception: (TOLD_HERE, "reception:book", "reception:desk"),
    bookings_of_reception: (TOLD_HERE, "reception:booking_list", "reception:booking_detail"),
    refusals_of_reception: (TOLD_HERE, "reception:refusal_list"),
    entries_of_reception: (TOLD_HERE, "audit:entry_list"),
    papers_of_reception: (TOLD_HERE, "papers:paper_list"),
}
# These are read when the server makes concerns and digests, not when a page is shown.
AT_NIGHT = {letters_of_concerns, cases_of_digests, matters_of_packs}
