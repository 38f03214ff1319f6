"""The log in the database: written with what it records, put into its tree, checked, proved."""

import contextlib
import threading
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError, connection
from django.db.models import Q
from django.utils import timezone

from gandan.audit import veils, verifying
from gandan.audit.continuity import continues
from gandan.audit.models import Checkpoint, Entry, Tile
from gandan.audit.notes import LogKey, read_checkpoint
from gandan.audit.receipts import as_file, read_receipt
from gandan.audit.selectors import NotSequencedError, readings_of, receipt_for
from gandan.audit.sequencing import TreeDamagedError, sequence_entries
from gandan.audit.services import (
    NothingToEraseError,
    ReasonNeededError,
    UnknownActionError,
    erase_details,
    record,
    record_read,
)
from gandan.audit.signing import SigningKeyError, log_key, signing_key
from gandan.audit.verifying import matches_linear_mark, verify
from gandan.core.canonical import NotCanonicalError
from gandan.domain.confidentiality import Confidentiality

pytestmark = pytest.mark.django_db


def fill(count=20):
    for n in range(count):
        record("demo.loaded", f"x{n}", by=None, n=n)
    sequence_entries()


def codes(**ways):
    return [(fault.code, fault.first) for fault in verify(**ways).faults]


def test_an_untouched_log_agrees_and_an_unknown_action_is_refused():
    fill()
    fill(3)
    result = verify()
    assert (result.entries, result.waiting, result.faults) == (23, 0, [])
    assert result.root.hex() == Checkpoint.objects.latest("size").root
    with pytest.raises(UnknownActionError):
        record("demo.lodaed", "x", by=None)


def test_details_that_cannot_be_written_the_same_way_twice_are_refused():
    for value in (float("nan"), "\ud800", {1, 2}):
        with pytest.raises(NotCanonicalError):
            record("demo.loaded", "x", by=None, value=value)


def test_any_json_value_reads_back_as_it_was_written():
    values = [1.0, 1e22, 0.1, -0.0, 1e-7, 2**70, True, None, "đ\n\u2028", {"b": [1], "a": {}}]
    record("demo.loaded", "x", by=None, values=values)
    sequence_entries()
    assert codes() == []


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (lambda: Entry.objects.filter(position=7).update(subject="khác"), ("changed", 7)),
        (lambda: Entry.objects.filter(position=7).update(details={"n": 99}), ("changed", 7)),
        (lambda: Entry.objects.filter(position=7).update(salt="00" * 16), ("changed", 7)),
        (lambda: Entry.objects.filter(position=7).update(data_class="public"), ("changed", 7)),
        (lambda: Entry.objects.filter(position=7).update(earlier="1 x"), ("changed", 7)),
        (lambda: Entry.objects.filter(position=7).update(actor_name="Người khác"), ("changed", 7)),
        (
            lambda: Entry.objects.filter(position=3).update(at=timezone.now() + timedelta(days=1)),
            ("changed", 3),
        ),
        (lambda: Entry.objects.filter(position=7).delete(), ("missing", 7)),
        (lambda: Entry.objects.filter(position=20).delete(), ("cut", 20)),
        (lambda: Entry.objects.filter(position=7).update(position=None), ("missing", 7)),
        (lambda: Tile.objects.all().delete(), ("beyond", 1)),
        (lambda: Checkpoint.objects.update(root="00" * 32), None),
        (lambda: Checkpoint.objects.update(note="x"), ("unreadable", 20)),
        (lambda: Checkpoint.objects.all().delete(), ("uncovered", 1)),
    ],
)
def test_any_change_of_the_stored_log_is_found_and_the_entry_is_named(harm, code):
    fill()
    harm()
    # The column beside the note is for people; the signed note is what counts.
    assert codes()[:1] == ([code] if code else [])


def test_a_log_cut_off_together_with_its_heads_is_found_by_a_head_kept_outside():
    fill(10)
    Checkpoint.objects.update(at=timezone.now() - timedelta(hours=1))
    kept = Checkpoint.objects.get()
    tiles = dict(Tile.objects.values_list("level", "hashes"))
    fill(10)
    outside = Checkpoint.objects.latest("size").note
    Entry.objects.filter(position__gt=10).delete()
    Checkpoint.objects.exclude(pk=kept.pk).delete()
    Tile.objects.update(hashes=tiles[0])
    assert codes() == []
    assert codes(against=[outside]) == [("cut", 11)]


def test_a_log_that_grows_while_it_is_checked_still_agrees(monkeypatch):
    fill(300)
    Checkpoint.objects.update(at=timezone.now() - timedelta(hours=1))
    entry = Entry.objects.get(position=7)
    read = verifying._rows

    def rows(size, progress):
        """As the sequencer and an officer would work beside the check."""
        erase_details(entry, ["n"], by=None, basis="x")
        fill(300)
        return read(size, progress)

    monkeypatch.setattr(verifying, "_rows", rows)
    result = verify()
    assert (result.entries, result.faults) == (300, [])
    monkeypatch.setattr(verifying, "_rows", read)
    assert codes() == []


def test_when_heads_were_taken_away_the_log_goes_on_without_giving_a_place_twice():
    fill(10)
    Checkpoint.objects.all().delete()
    assert codes() == [("uncovered", 1)]
    fill(5)
    assert Checkpoint.objects.get().size == 15
    assert codes() == []


def test_nothing_is_added_to_a_tree_that_was_cut():
    fill(5)
    Tile.objects.update(hashes=bytes(3 * 32))
    record("demo.loaded", "x", by=None)
    with pytest.raises(TreeDamagedError):
        sequence_entries()
    assert ("beyond", 4) in codes()


def test_an_entry_put_behind_the_end_is_found():
    fill(5)
    Entry.objects.filter(pk=record("demo.loaded", "x", by=None).pk).update(position=99)
    assert codes() == [("uncovered", 6)]
    fill(2)
    assert codes() == [("uncovered", 8)]


def test_of_the_heads_of_ten_minutes_the_last_stays():
    fill(2)
    first = Checkpoint.objects.get()
    fill(2)
    assert list(Checkpoint.objects.values_list("size", flat=True)) == [4]
    assert codes(against=[first.note]) == []


def test_the_newest_head_lies_beside_the_data():
    fill(3)
    folder = django_settings.DATA / "checkpoints"
    assert read_checkpoint((folder / "latest.txt").read_text("utf-8")).size == 3
    assert len(list(folder.glob("20*.txt"))) == 1


def test_the_signing_key_is_made_once_for_its_owner_only():
    first = signing_key().private_bytes_raw()
    file = django_settings.DATA / "signing_key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert signing_key().private_bytes_raw() == first
    file.write_text("không phải khóa", "utf-8")
    with pytest.raises(SigningKeyError):
        signing_key()


def test_a_new_signing_key_is_said_in_the_log_and_old_heads_still_agree():
    fill(3)
    Checkpoint.objects.update(at=timezone.now() - timedelta(hours=1))
    before = log_key()
    (django_settings.DATA / "signing_key").unlink()
    fill(2)
    entry = Entry.objects.get(action="log.key_changed")
    assert (entry.subject, entry.details) == (log_key().name, {"before": before.name})
    sequence_entries()
    assert Checkpoint.objects.count() == 2
    assert codes() == []


def test_a_receipt_proves_an_entry_to_whoever_has_the_public_key():
    entry = record("submission.registered", "MH-2026-000001", by=None, case="VV-1")
    with pytest.raises(NotSequencedError):
        receipt_for(entry)
    fill(300)
    entry.refresh_from_db()
    found = read_receipt(as_file(receipt_for(entry)))
    assert found.is_proved_by(log_key())
    assert found.content["subject"] == "MH-2026-000001"
    assert "VV-1" not in found.leaf.decode()


def test_erased_details_are_gone_and_the_tree_still_agrees(people):
    by = people["quantri"]
    entry = record("case.renamed", "VV-1", by=by, before="Bà Lan", after="Ngập", law="điều 3")
    fill(2)
    entry.refresh_from_db()
    proof = receipt_for(entry)
    erase_details(entry, ["before", "after"], by=by, basis="Luật 91/2025/QH15")
    sequence_entries()
    entry.refresh_from_db()
    assert (entry.details, entry.salt) == ({"law": "điều 3"}, "")
    assert "Lan" not in str(Entry.objects.values_list("details", "erased"))
    assert codes() == []
    assert receipt_for(entry).leaf == proof.leaf
    erase_details(entry, ["law"], by=by, basis="Luật 91/2025/QH15")
    sequence_entries()
    assert codes() == []
    for names, basis in ((["law"], "Luật 91/2025/QH15"), (["x"], "y")):
        with pytest.raises(NothingToEraseError):
            erase_details(entry, names, by=by, basis=basis)


def test_details_taken_out_by_hand_are_found():
    fill(3)
    entry = Entry.objects.get(position=2)
    erase_details(entry, ["n"], by=None, basis="x")
    Entry.objects.filter(action="entry.erased").delete()
    assert codes() == [("erased", 2)]


def test_reading_a_denunciation_needs_a_reason(people):
    by = people["xulydon"]
    for reason in ("", "  \n"):
        with pytest.raises(ReasonNeededError):
            record_read(
                "case.viewed", "VV-1", by=by, data_class=Confidentiality.DENUNCIATION, reason=reason
            )
    with pytest.raises(UnknownActionError):
        record_read("case.renamed", "VV-1", by=by, data_class=Confidentiality.PERSONAL)
    assert not Entry.objects.filter(subject="VV-1").exists()


def test_who_has_read_what_of_a_case_is_told_once_for_each_class(people):
    handler, leader = people["xulydon"], people["lanhdao"]
    record_read("case.viewed", "VV-1", by=handler, data_class=Confidentiality.PERSONAL)
    for reason in ("soạn  trả lời", "soạn trả lời", "kiểm tra"):
        record_read(
            "case.viewed",
            "VV-1",
            by=handler,
            data_class=Confidentiality.DENUNCIATION,
            reason=reason,
        )
    record_read("submission.viewed", "MH-1", by=leader, data_class=Confidentiality.PERSONAL)
    record_read("case.viewed", "VV-2", by=leader, data_class=Confidentiality.PERSONAL)
    record("case.renamed", "VV-1", by=leader, data_class=Confidentiality.PERSONAL)
    found = readings_of([("case", "VV-1"), ("submission", "MH-1")])
    assert [(one.name, one.data_class, one.count, one.reasons) for one in found] == [
        (str(leader), Confidentiality.PERSONAL, 1, []),
        (str(handler), Confidentiality.DENUNCIATION, 3, ["soạn trả lời", "kiểm tra"]),
        (str(handler), Confidentiality.PERSONAL, 1, []),
    ]
    assert found[0].class_label == "Có dữ liệu cá nhân"
    assert readings_of([]) == []


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_at_once_give_every_entry_one_place():
    for n in range(60):
        record("demo.loaded", f"x{n}", by=None, n=n)

    def run():
        """As a worker does: what fails because the other holds the lock is done again."""
        is_done = False
        while not is_done:
            with contextlib.suppress(OperationalError):
                sequence_entries()
                is_done = not Entry.objects.filter(position__isnull=True).exists()
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert verify().faults == []
    assert verify().entries == 60


@pytest.mark.parametrize("who", ["quantri", "kiemtra"])
def test_the_log_page_hides_what_shows_that_there_is_a_denunciation(sign_in, who, monkeypatch):
    monkeypatch.setattr(veils, "_rules", [])
    record("case.renamed", "VV-CONG-KHAI", by=None)
    record("case.renamed", "VV-KIN", by=None, data_class=Confidentiality.DENUNCIATION)
    record("identity.sealed", "PHONG-BI", by=None, data_class=Confidentiality.SEALED_IDENTITY)
    page = sign_in(who).get("/nhat-ky/").content.decode()
    assert "VV-CONG-KHAI" in page
    assert "VV-KIN" not in page
    assert "PHONG-BI" not in page
    veils.register(lambda person: Q(subject="VV-KIN"))
    page = sign_in(who).get("/nhat-ky/").content.decode()
    assert "VV-KIN" in page
    assert "PHONG-BI" not in page


def test_a_hidden_entry_has_no_receipt_for_those_who_may_not_see_it(sign_in):
    hidden = record("case.renamed", "VV-KIN", by=None, data_class=Confidentiality.DENUNCIATION)
    shown = record("case.renamed", "VV-1", by=None)
    sequence_entries()
    client = sign_in("kiemtra")
    assert client.get(f"/nhat-ky/muc/{hidden.uid}/").status_code == 404
    answer = client.get(f"/nhat-ky/muc/{shown.uid}/")
    assert read_receipt(answer.content.decode()).is_proved_by(log_key())


def test_heads_key_and_continuity_can_be_taken_away(sign_in):
    client = sign_in("kiemtra")
    assert "Chưa có mốc ký" in client.get("/nhat-ky/moc/").content.decode()
    fill(5)
    Checkpoint.objects.update(at=timezone.now() - timedelta(hours=1))
    size = Checkpoint.objects.get().size
    old = client.get(f"/nhat-ky/moc/{size}.txt").content.decode()
    fill(4)
    key = LogKey.read(client.get("/nhat-ky/moc/khoa.txt").content.decode())
    text = client.get(f"/nhat-ky/moc/noi-tiep.txt?from={size}").content.decode()
    assert key == log_key()
    assert continues(text, read_checkpoint(old), key)
    for wrong in ("0", "999999", "x", "", "１"):
        answer = client.get(f"/nhat-ky/moc/noi-tiep.txt?from={wrong}", follow=True)
        assert "Ghi số mục của một mốc đã có" in answer.content.decode()
    assert client.get("/nhat-ky/moc/77777.txt").status_code == 404


def test_a_mark_of_the_linear_chain_is_compared_with_what_was_moved_over():
    Entry.objects.create(
        at=timezone.now(),
        actor_name="x",
        action="demo.loaded",
        subject_kind="demo",
        subject="x",
        earlier="7 " + "ab" * 32,
    )
    assert matches_linear_mark(7, "ab" * 32)
    assert not matches_linear_mark(7, "cd" * 32)
    assert not matches_linear_mark(8, "ab" * 32)
