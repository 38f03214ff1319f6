"""Counts of every page: the SQL is kept for each asker, never the answer."""

from gandan.accounts.models import User
from gandan.casework.models import Case, Respondent
from gandan.core import kept_sql
from gandan.core.kept_sql import count_kept, nearest_kept, rows_kept
from gandan.units.models import Unit
from gandan.units.policy import asker
from gandan.units.services import appoint


def count(person, up_to=10):
    person = User.objects.get(pk=person.pk)  # as each request does
    return count_kept(("test", asker(person)), lambda: Case.objects.visible_to(person), up_to=up_to)


def test_the_answer_is_asked_anew_each_time(letter, people):
    assert count(people["xulydon"]) == (0, False)

    letter()

    assert count(people["xulydon"]) == (1, False)


def test_more_than_is_counted_is_said(letter, people):
    letter(), letter("Đèn đường thôn Thượng tắt cả tuần nay, tối đi lại rất nguy hiểm.")

    assert count(people["xulydon"], up_to=1) == (1, True)
    assert count(people["xulydon"], up_to=2) == (2, False)


def test_nobody_counts_by_what_another_reaches(letter, people):
    letter()

    assert [count(people[name])[0] for name in ("xulydon", "hangxom")] == [1, 0]


def test_a_duty_that_is_given_counts_at_once(letter, people):
    letter()
    assert count(people["hangxom"]) == (0, False)

    post = {"unit": "mh-p-vinh-tan", "post": "Xử lý", "duties": ["handler"], "since": "2025-07-01"}
    appoint([post | {"person": "hangxom"}], people)

    assert count(people["hangxom"]) == (1, False)


def test_a_denunciation_about_ones_unit_leaves_the_count(letter, people):
    case = letter().cases.get()
    assert count(people["xulydon"]) == (1, False)

    Case.objects.filter(pk=case.pk).update(kind="denunciation")
    own = Unit.objects.get(code="mh-ban")
    Respondent.objects.create(case=case, unit=own, by=people["tiepdan"])

    assert count(people["xulydon"])[0] == Case.objects.visible_to(people["xulydon"]).count() == 0


def test_kept_rows_are_read_as_django_reads_them(letter, people):
    letter()
    asked = Case.objects.values_list("flags", "opened_on", "unit__code")

    twice = [rows_kept("rows of the test", lambda: asked) for _ in range(2)]

    assert twice == [list(asked)] * 2
    assert rows_kept("no rows of the test", Case.objects.none) == []


def test_a_condition_that_nothing_meets_gives_nothing(people):
    none = Case.objects.none

    assert count_kept("nothing", none, up_to=5) == (0, False)
    assert nearest_kept("nothing", [none], 5) == []


def test_a_full_store_begins_anew_and_answers_stay_right(letter, people, monkeypatch):
    monkeypatch.setattr(kept_sql, "MOST", 1)
    monkeypatch.setattr(kept_sql, "_kept", {})
    letter()

    found = [count(people[name])[0] for name in ("xulydon", "hangxom", "xulydon")]

    assert found == [1, 0, 1]
    assert len(kept_sql._kept) == 1
