"""A new letter is told at once whether it is a copy, as looking through the register would."""

import random

import pytest
from django.db import connection

from gandan.casework.copy_index import COPY_INDEX
from gandan.casework.models import CopyIndexFill, CopySuggestion, Submission
from gandan.casework.services import linking
from gandan.casework.services.copies import confirm_copy
from gandan.casework.services.examining import look_for_copies
from gandan.casework.services.linking import copies_of_new, fill_copy_index
from gandan.casework.services.registering import Received, register, register_many, source_key
from gandan.demo import generate
from gandan.demo.distortions import misspell, without_marks
from tests.desk.conftest import DUST, FLOOD

NOTE = "Chuyển tiếp đơn của công dân để xem xét theo thẩm quyền.\n"


@pytest.fixture
def register_of_the_city(people, unit):
    """Letters of the made-up city with the copies that are planted in them; of one year."""
    rows = [
        (
            source_key(unit, "t", letter.id),
            Received(text=letter.text, received_on=letter.received_on),
        )
        for letter, _truth in generate(400, 8)
        if letter.received_on.year == 2026
    ]
    return register_many(rows, unit=unit, by=None, batch=None)


def pairs():
    return set(CopySuggestion.objects.values_list("submission_id", "original_id", "kind"))


@pytest.mark.parametrize(
    "copy",
    [FLOOD, misspell(FLOOD, random.Random(1), 0.2), without_marks(FLOOD), NOTE + FLOOD],
    ids=["exact", "slips", "no marks", "note"],
)
def test_a_copy_is_suggested_as_soon_as_it_is_registered(people, unit, copy):
    first = register(Received(text=FLOOD), unit=unit, by=None)
    register(Received(text=DUST), unit=unit, by=None)
    again = register(Received(text=copy), unit=unit, by=None)
    assert [(s.submission, s.original) for s in CopySuggestion.objects.all()] == [(again, first)]


def test_the_page_of_a_new_letter_shows_what_it_is_a_copy_of(client, people, unit):
    first = register(Received(text=FLOOD), unit=unit, by=None)
    client.force_login(people["tiepdan"])
    answer = client.post(
        "/don/moi/",
        {"key": "k", "text": NOTE + FLOOD, "received_on": "2026-06-02", "channel": "visit",
         "unit": unit.pk},
        follow=True,
    )  # fmt: skip
    assert first.code in answer.content.decode()


def test_each_letter_is_answered_as_the_whole_register_would_be(register_of_the_city):
    look_for_copies()
    of_batch = pairs()
    assert len(of_batch) > 20
    found = set()
    for letter in register_of_the_city:
        found |= {(x.submission, x.original, x.kind) for x in copies_of_new(letter)}
    assert found == of_batch


def test_letters_registered_one_by_one_end_as_if_looked_through_at_once(people, unit):
    for letter, _truth in generate(120, 9):
        register(Received(text=letter.text, received_on=letter.received_on), unit=unit, by=None)
    one_by_one = pairs()
    look_for_copies()
    assert one_by_one == pairs()
    assert one_by_one


def test_what_a_person_decided_stays_when_more_copies_come(people, unit):
    register(Received(text=FLOOD), unit=unit, by=None)
    register(Received(text=NOTE + FLOOD), unit=unit, by=None)
    confirm_copy(CopySuggestion.objects.get(), by=people["xulydon"])
    register(Received(text=without_marks(FLOOD)), unit=unit, by=None)
    assert CopySuggestion.objects.filter(state="confirmed").count() == 1
    assert CopySuggestion.objects.filter(state="suggested").count() == 1


def empty_the_index():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM casework_copy_index")


def rows_of_the_index():
    with connection.cursor() as cursor:
        cursor.execute("SELECT key, submission FROM casework_copy_index ORDER BY key, submission")
        return cursor.fetchall()


def test_a_register_from_before_the_index_is_indexed_once(register_of_the_city, unit):
    before = rows_of_the_index()
    empty_the_index()
    last = Submission.objects.latest("pk").pk
    CopyIndexFill.objects.create(until=last)
    later = register(Received(text=FLOOD), unit=unit, by=None)
    assert fill_copy_index() == len(register_of_the_city)
    assert [row for row in rows_of_the_index() if row[1] != later.pk] == before
    assert fill_copy_index() == 0


def test_indexing_that_was_stopped_goes_on_where_it_was(register_of_the_city, monkeypatch):
    before = rows_of_the_index()
    empty_the_index()
    CopyIndexFill.objects.create(until=Submission.objects.latest("pk").pk)
    monkeypatch.setattr(linking, "BLOCK", 50)
    put, calls = COPY_INDEX.put_missing, []

    def put_twice(self, rows):
        calls.append(len(rows))
        if len(calls) == 3:
            raise OSError("the machine stopped")
        return put(rows)

    monkeypatch.setattr(type(COPY_INDEX), "put_missing", put_twice)
    with pytest.raises(OSError, match="stopped"):
        fill_copy_index()
    assert fill_copy_index() == len(register_of_the_city) - 100
    assert rows_of_the_index() == before


def test_letters_that_are_in_the_index_already_do_not_stop_its_filling(
    register_of_the_city, monkeypatch
):
    before = rows_of_the_index()
    empty_the_index()
    CopyIndexFill.objects.create(until=Submission.objects.latest("pk").pk)
    early = register_of_the_city[60]
    COPY_INDEX.put([(early.pk, early.text)])
    monkeypatch.setattr(linking, "BLOCK", 50)
    assert fill_copy_index() == len(register_of_the_city) - 1
    assert rows_of_the_index() == before
