import json
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from gandan.audit.models import Entry
from gandan.casework.filters import SubmissionFilter, narrow
from gandan.casework.models import Case, CopySuggestion, Raising, Submission
from gandan.casework.services import copies
from gandan.casework.services.classifying import (
    Classification,
    NothingSuggestedError,
    classify,
    undo_classification,
)
from gandan.casework.services.correcting import correct
from gandan.casework.services.examining import examine
from gandan.casework.services.importing import import_paths
from gandan.casework.services.registering import EmptyTextError, Received, register
from gandan.casework.services.splitting import TooFewPartsError, split_matter
from gandan.core import search
from gandan.domain.kinds import Channel
from gandan.units.models import Unit
from tests.desk.conftest import DUST, FLOOD


def found(person, query):
    rows = Submission.objects.visible_to(person)
    return narrow(rows, SubmissionFilter({"q": query}, person=person)).rows


def test_a_letter_gets_its_number_its_case_and_its_entry(letter):
    one = letter()
    assert one.code.startswith("Đ-")
    assert Case.objects.get(submissions=one).title.startswith("Ngõ 58 Bến Trúc")
    assert Entry.objects.filter(action="submission.registered", subject=one.code).exists()


def test_handing_in_twice_with_the_same_key_gives_the_same_letter(people, unit):
    received = Received(text=FLOOD)
    first = register(received, unit=unit, by=None, key="k")
    assert register(received, unit=unit, by=None, key="k").pk == first.pk
    assert register(received, unit=unit, by=None, key="l").pk != first.pk


def test_an_empty_letter_is_refused(people, unit):
    with pytest.raises(EmptyTextError):
        register(Received(text="  \n"), unit=unit, by=None)


def test_the_text_is_kept_as_sent(people, unit):
    sent = "Rác \u200bở ngo\u0303 12\u202e chất đống."
    one = register(Received(text=sent), unit=unit, by=None)
    assert one.text == "Rác ở ngõ 12 chất đống."
    assert one.original_text == sent


def test_every_value_of_a_letter_reads_back_as_it_was_given(people, unit):
    received = Received(
        text="Rác chất đống.",
        received_on=date(2026, 6, 3),
        channel=Channel.VISIT,
        signers=7,
        encoding="tcvn3",
        encoding_confidence=0.75,
        notes=("thiếu trang 2",),
        extra={"hộp": [1, None, True]},
    )
    one = register(received, unit=unit, by=people["tiepdan"])
    again = Submission.objects.get(code=one.code)
    assert again.pk == one.pk
    assert (again.received_on, again.channel, again.signers) == (date(2026, 6, 3), "visit", 7)
    assert (again.encoding, again.encoding_confidence) == ("tcvn3", 0.75)
    assert (again.notes, again.extra) == (["thiếu trang 2"], {"hộp": [1, None, True]})
    assert (again.registered_by, again.is_damaged) == (people["tiepdan"], False)
    assert (timezone.now() - again.registered_at).total_seconds() < 60


@pytest.mark.parametrize("rare", [0, 1_000])
@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("ngập đến đầu gối", 1),
        ("ngap den dau goi", 1),
        ("BẾN TRÚC", 1),
        ("bến trục", 0),
        ("đường", 0),
        ('"cống thoát" "nạo vét"', 1),
        ("xuong go", 1),
        ("nước & | ! ( * '", 1),
        ("…", 0),
        ("đầu năm nạo vét", 0),
        ("nuoc tran vao", 1),
        ("tran nuoc", 0),
        ("58", 1),
    ],
)
def test_search_works_with_and_without_marks(letter, people, monkeypatch, query, hits, rare):
    monkeypatch.setattr(search, "RARE", rare)
    letter()
    letter(DUST)
    assert found(people["xulydon"], query).count() == hits


NAMES = "Ông Nam trồng năm cây trước nhà bà Hòa, xin hoà giải; ông Hoá và chị An ở phố Trần Ân."


@pytest.mark.parametrize("is_early", [False, True])
@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("ông Nam", 1),
        ("ông Năm", 0),
        ("ông hoà", 0),
        ("ong hoa", 1),
        ("bà hoà", 1),
        ("chị Ân", 0),
        ("chị An ở phố", 1),
        ('"trần ân" "an"', 1),
        ('"trần ân" "on"', 0),
        ('"trần ân" "hoa"', 0),
        ('"trần ân" "ông hoá"', 1),
        ("cây", 1),
        ("cay", 1),
        ("cấy", 0),
    ],
)
def test_names_that_differ_by_a_mark_are_told_apart(letter, people, query, hits, is_early):
    """Also in rows of before, which had all their numbers in one array."""
    letter(NAMES)
    if is_early and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE casework_submission_search SET terms = terms || checked, checked = NULL"
            )
    assert found(people["xulydon"], query).count() == hits


def test_a_senders_name_is_not_found_by_the_search_of_texts(letter, people):
    letter(sender_name="Lê Văn Kín")
    assert found(people["xulydon"], "Lê Văn Kín").count() == 0


def test_a_neighbour_sees_neither_the_letter_nor_its_case(letter, sign_in):
    one = letter()
    client = sign_in("hangxom")
    case = Case.objects.get(submissions=one)
    assert client.get(f"/don/{one.code}/").status_code == 404
    assert client.get(f"/don/vu-viec/{case.code}/").status_code == 404
    assert one.code not in client.get("/don/").content.decode()


def test_a_letter_of_a_former_ward_is_seen_by_its_successor(letter, people):
    old = Unit.objects.get(code="mh-pc-kenh-dong")
    one = letter(on=date(2025, 5, 2), to=old)
    assert Submission.objects.visible_to(people["daumoi"]).filter(pk=one.pk).exists()
    assert not Submission.objects.visible_to(people["hangxom"]).filter(pk=one.pk).exists()


def test_reading_a_letter_leaves_a_trace(letter, sign_in):
    one = letter()
    sign_in("xulydon").get(f"/don/{one.code}/")
    assert Entry.objects.get(action="submission.viewed").actor.username == "xulydon"


def test_a_person_confirms_and_takes_back(letter, people):
    one = letter()
    examine()
    one.refresh_from_db()
    assert (one.classified_by, one.field) == ("machine", "ha-tang-ky-thuat")
    classify([one], None, by=people["xulydon"])
    assert one.classified_by == "person"
    classify([one], Classification("petition", "giao-thong"), by=people["xulydon"])
    examine()
    one.refresh_from_db()
    assert (one.kind, one.field) == ("petition", "giao-thong")
    undo_classification([one], by=people["xulydon"])
    assert (one.classified_by, one.field) == ("machine", "ha-tang-ky-thuat")


def test_a_letter_without_a_suggestion_cannot_be_confirmed_blindly(letter, people):
    with pytest.raises(NothingSuggestedError):
        classify([letter()], None, by=people["xulydon"])


def copy_pair(letter):
    first = letter()
    second = letter("Gửi lại lần 2 vì chưa nhận được trả lời.\n" + FLOOD, on=date(2026, 6, 9))
    examine()
    return first, second, CopySuggestion.objects.get(submission=second)


def test_a_confirmed_copy_moves_to_the_first_letters_case_and_back(letter, people):
    first, _second, suggestion = copy_pair(letter)
    assert (suggestion.original, suggestion.kind) == (first, "near")
    case = copies.confirm_copy(suggestion, by=people["xulydon"])
    assert case.raisings.count() == 2
    assert Case.objects.standing().count() == 1
    copies.undo_copy_decision(suggestion, by=people["xulydon"])
    assert Case.objects.standing().count() == 2
    assert Raising.objects.filter(case=case).count() == 1


def test_a_copy_cannot_be_decided_twice_and_a_refusal_outlives_the_next_look(letter, people):
    _first, _second, suggestion = copy_pair(letter)
    copies.reject_copy(suggestion, by=people["xulydon"])
    with pytest.raises(copies.CopyAlreadyDecidedError):
        copies.confirm_copy(suggestion, by=people["xulydon"])
    examine()
    assert CopySuggestion.objects.get().state == "rejected"


def test_a_letter_of_two_contents_raises_two_cases(letter, people):
    one = letter()
    with pytest.raises(TooFewPartsError):
        split_matter(one, ["Ngập"], by=people["xulydon"])
    assert len(split_matter(one, ["Ngập", "Đèn hỏng"], by=people["xulydon"])) == 2
    assert one.cases.count() == 2


def test_a_correction_changes_what_the_officer_wrote_and_the_search(letter, people):
    one = letter()
    assert correct(one, {"title": "Ngập úng ngõ cụt"}, by=people["xulydon"]) == ["title"]
    assert found(people["xulydon"], "ngõ cụt").count() == 1
    assert one.text == FLOOD


def write(tmp_path, rows):
    path = tmp_path / "don.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), "utf-8")
    return path


def test_the_same_file_twice_adds_nothing(tmp_path, people, unit):
    path = write(
        tmp_path, [{"id": "1", "text": FLOOD}, {"id": "2", "text": DUST}, {"id": "2", "text": DUST}]
    )
    first = import_paths([path], unit=unit, by=people["tiepdan"], name="don.jsonl")
    assert (first.rows, first.added, first.problems_count) == (3, 3, 1)
    again = import_paths([path], unit=unit, by=people["tiepdan"], name="don.jsonl")
    assert (again.added, again.already_there) == (0, 3)
    assert Submission.objects.count() == 3


def test_what_cannot_be_read_is_kept_with_its_address(tmp_path, people, unit):
    path = write(tmp_path, [{"id": "1", "text": FLOOD, "ngày nhận": "31/02/2026"}, {"id": "2"}])
    batch = import_paths([path], unit=unit, by=None, name="don.jsonl")
    assert batch.added == 1
    assert sorted(p.severity for p in batch.problems.all()) == ["error", "warning"]
    assert all("dòng" in p.address for p in batch.problems.all())
