"""Numbers are given in order, once, by the rules of the body that issues."""

import threading
import time
from datetime import date

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from gandan.audit.models import Entry
from gandan.domain.issuing import (
    BodySystem,
    NoTermError,
    SeriesKey,
    SigningMode,
    authority_lines,
    series_key,
)
from gandan.papers.models import Book, NumberSeries, OutgoingEntry, Paper
from gandan.papers.services import issuing, numbering
from gandan.units.models import Succession, Unit, UnitVersion
from tests.desk.paper_makers import DAY, PARTY, STATE, draft, head, incoming, issue, outgoing


@pytest.fixture
def by(people):
    return people["xulydon"]


def test_a_state_body_counts_all_papers_of_a_year_together(unit, by):
    head(unit)
    numbers = [issue(draft(code, unit, by), by).number for code in ("KN-03", "KN-14a", "NB-TL")]
    assert numbers == ["01/TB-UBND", "02/QĐ-UBND", "03/UBND"]
    later = issue(draft("KN-03", unit, by), by, on=date(2027, 1, 4))
    assert later.number == "01/TB-UBND"


def test_a_party_body_counts_each_type_through_the_term(unit, by):
    head(unit, PARTY)
    numbers = [
        issue(draft(code, unit, by), by).number for code in ("KN-03", "NB-CD", "KN-04", "NB-TL")
    ]
    assert numbers == ["01-TB/BTGDV", "01-PC/BTGDV", "02-TB/BTGDV", "01-CV/BTGDV"]
    assert issue(draft("KN-03", unit, by), by, on=date(2027, 1, 4)).number == "03-TB/BTGDV"
    head(unit, PARTY, since=date(2030, 6, 1), term="2030-2035")
    paper = draft("NB-CD", unit, by, day=date(2030, 7, 1))
    assert issue(paper, by, on=date(2030, 7, 1)).number == "01-PC/BTGDV"


def test_a_party_body_without_its_term_gets_no_number(unit, by):
    head(unit, PARTY, term="")
    with pytest.raises(NoTermError):
        issue(draft("KN-03", unit, by), by)
    with pytest.raises(NoTermError):
        series_key(BodySystem.PARTY, kind="TB", day=DAY, term=" ")


def test_a_number_over_nine_carries_no_zero(unit, by):
    head(unit)
    numbering.start_series(unit, Book.OUTGOING, SeriesKey("", "2026"), last=9, by=by)
    assert issue(draft("KN-03", unit, by), by).number == "10/TB-UBND"


def test_letters_may_have_a_symbol_of_their_own(unit, by):
    head(unit, letter_symbol="UBND-TCD")
    assert issue(draft("NB-HD", unit, by), by).number == "01/UBND-TCD"


def test_papers_made_elsewhere_take_numbers_of_the_same_series(unit, by):
    head(unit)
    assert outgoing(unit, by).symbol == "01/BC-UBND"
    assert issue(draft("KN-03", unit, by), by).number == "02/TB-UBND"


def test_minutes_take_no_number_and_no_line_of_the_register(unit, by):
    head(unit)
    paper = issue(draft("KN-14", unit, by), by)
    assert (paper.number, paper.entry) == ("", None)
    assert not OutgoingEntry.objects.exists()


def test_numbers_and_days_run_in_one_order(unit, by):
    head(unit)
    issue(draft("KN-03", unit, by), by, on=date(2026, 9, 4))
    with pytest.raises(numbering.BeforeLastNumberError) as refused:
        issue(draft("KN-04", unit, by), by, on=date(2026, 9, 3), today=date(2026, 9, 5))
    assert refused.value.last_on == date(2026, 9, 4)
    assert issue(draft("KN-04", unit, by), by, on=date(2026, 9, 4)).number == "02/TB-UBND"


def test_a_refused_issue_leaves_no_gap(unit, by):
    head(unit)
    incomplete = draft("KN-03", unit, by, facts={})
    with pytest.raises(issuing.BlanksLeftError):
        issue(incomplete, by)
    assert issue(draft("KN-03", unit, by), by).number == "01/TB-UBND"


def test_a_number_is_never_used_again(unit, by):
    head(unit)
    paper = issue(draft("KN-03", unit, by), by)
    issuing.cancel_paper(paper, reason="Sai tên người khiếu nại", by=by, today=DAY)
    assert issue(draft("KN-03", unit, by), by).number == "02/TB-UBND"
    series = NumberSeries.objects.get(book="outgoing")
    kept = OutgoingEntry.objects.get(number=1)
    assert kept.is_cancelled
    kept.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingEntry.objects.filter(series=series, number=2).update(number=1)


def test_numbers_are_given_only_inside_a_transaction(unit, by):
    paper = draft("KN-03", unit, by)
    head(unit)
    assert connection.in_atomic_block
    assert issue(paper, by).number


def test_without_a_symbol_no_number_is_written(unit, by):
    with pytest.raises(issuing.NoSymbolError):
        issue(draft("KN-03", unit, by), by)
    assert not NumberSeries.objects.exists()


def test_a_unit_that_has_ended_gives_no_number_and_names_its_successor(unit, by):
    head(unit)
    heir = Unit.objects.get(code="mh-p-kim-dai")
    UnitVersion.objects.filter(unit=unit, until=None).update(until=date(2026, 9, 1))
    Succession.objects.create(predecessor=unit, successor=heir, kind="merge", on=date(2026, 9, 1))
    with pytest.raises(numbering.UnitEndedError) as refused:
        issue(draft("KN-03", unit, by), by)
    assert refused.value.successors == [heir]
    assert not OutgoingEntry.objects.exists()


def test_a_closed_series_gives_no_number(unit, by):
    head(unit)
    issue(draft("KN-03", unit, by), by)
    closed = numbering.close_series(unit, on=DAY, reason="Nghị quyết sáp nhập", by=by)
    assert closed == 1
    with pytest.raises(numbering.SeriesClosedError):
        issue(draft("KN-04", unit, by), by)
    assert Entry.objects.filter(action="series.closed").count() == 1
    assert numbering.close_series(unit, on=DAY, reason="lần nữa", by=by) == 0


def test_an_office_goes_on_from_its_paper_register(unit, by):
    head(unit)
    key = SeriesKey("", "2026")
    numbering.start_series(unit, Book.OUTGOING, key, last=213, by=by)
    assert issue(draft("KN-03", unit, by), by).number == "214/TB-UBND"
    with pytest.raises(numbering.SeriesStartError):
        numbering.start_series(unit, Book.OUTGOING, key, last=100, by=by)


def test_incoming_papers_count_by_year_even_when_entered_late(unit, by):
    first = incoming(unit, by, on=date(2026, 9, 4))
    late = incoming(unit, by, on=date(2026, 9, 2))
    next_year = incoming(unit, by, on=date(2027, 1, 5))
    assert [first.number, late.number, next_year.number] == [1, 2, 1]


@pytest.mark.parametrize(
    ("mode", "lines"),
    [
        (SigningMode.HEAD, ()),
        (SigningMode.COLLECTIVE, ("TM. Ủy ban nhân dân",)),
        (SigningMode.FOR_HEAD, ("KT. Chủ tịch",)),
        (SigningMode.COLLECTIVE_FOR_HEAD, ("TM. Ủy ban nhân dân", "KT. Chủ tịch")),
        (SigningMode.BY_ORDER, ("TL. Chủ tịch",)),
        (SigningMode.BY_AUTHORIZATION, ("TUQ. Chủ tịch",)),
    ],
)
def test_the_lines_above_the_signature_say_for_whom(mode, lines):
    assert authority_lines(mode, collective="Ủy ban nhân dân", head_title="Chủ tịch") == lines


def _issue_when_free(paper, by):
    """A database in memory, unlike one in a file, answers "locked" instead of waiting."""
    for _ in range(200):
        try:
            return issue(paper, by)
        except OperationalError:
            time.sleep(0.01)
    raise AssertionError("the other writer never finished")


@pytest.mark.django_db(transaction=True)
def test_two_writers_never_get_one_number(people, unit):
    by = people["xulydon"]
    head(unit, STATE)
    papers = [draft("KN-03", unit, by) for _ in range(8)]
    faults = []

    def work(own):
        try:
            for paper in own:
                _issue_when_free(paper, by)
        except Exception as error:  # the thread's fault belongs to the test
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(papers[half::2],)) for half in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    numbers = sorted(OutgoingEntry.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 9))
    assert Paper.objects.filter(state="issued").count() == 8
