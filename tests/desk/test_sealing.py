"""Identities are sealed in the request that receives them; the server cannot open them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from gandan.accounts.models import User
from gandan.audit.models import Entry
from gandan.cli import main
from gandan.sealed import selectors, shields
from gandan.sealed.identity import Attachment, Identity, unpack
from gandan.sealed.key_files import write_public
from gandan.sealed.keys import Body, make_key
from gandan.sealed.locking import open_half, unlock
from gandan.sealed.models import KeeperKey, SealedIdentity, Slot
from gandan.sealed.services.keeping import (
    KeyRefusedError,
    confirm_key,
    end_key,
    refuse_key,
    register_key,
)
from gandan.sealed.services.sealing import SealingRefusedError, seal
from gandan.sealed.suites import Suite
from gandan.sealed.verifying import envelope_faults
from tests.canaries import find_canaries, rows_as_file

pytestmark = pytest.mark.django_db
WHO = Identity(name="Lý Thị Hạ Vy", phone="0912345876", original_text="Tôi là Lý Thị Hạ Vy.")
SCAN = Attachment("đơn viết tay.jpg", "image/jpeg", b"\xff\xd8" + bytes(4000))
DAY = date(2026, 11, 25)


@pytest.fixture
def sealed(keepers, unit, people):
    with transaction.atomic():
        handle = seal(WHO, [SCAN], unit=unit, by=people["tiepdan"], on=DAY)
    return SealedIdentity.objects.get(handle=handle)


def opened(identity, *keys):
    envelope = identity.envelope()
    return unpack(unlock(envelope, [open_half(envelope, key) for key in keys]))


def row_of(key):
    return KeeperKey.objects.get(fingerprint=key.public.fingerprint.hex())


def test_any_keeper_of_one_body_with_any_of_the_other_opens(sealed, keepers):
    for first in keepers[:2]:
        for second in keepers[2:]:
            assert opened(sealed, first, second) == (WHO, [SCAN])


def test_no_table_holds_a_word_of_the_identity(sealed, tmp_path):
    secrets = [WHO.name, WHO.phone, WHO.original_text, SCAN.name]
    file = rows_as_file(connection, tmp_path / "rows")
    assert file.stat().st_size > 10_000
    assert find_canaries([file], secrets) == []


def test_the_look_through_all_tables_would_find_it(sealed, tmp_path):
    sealed.orders.create(
        case_code="x",
        reason=f"{WHO.name} muốn gặp",
        basis="x",
        ordered_by=User.objects.first(),
        ordered_at=timezone.now(),
        expires_at=timezone.now() + timedelta(days=1),
    )
    assert find_canaries([rows_as_file(connection, tmp_path / "rows")], [WHO.name])


def test_sealing_is_on_record_without_a_word_of_the_identity(sealed, people):
    entry = Entry.objects.get(action="identity.sealed")
    assert (entry.subject, entry.actor, entry.data_class) == (
        sealed.code,
        people["tiepdan"],
        "sealed_identity",
    )
    assert set(entry.details) == {"digest", "slots"}


def test_nothing_stays_when_the_request_fails_afterwards(keepers, unit):
    def request_that_fails():
        seal(WHO, unit=unit, by=None, on=DAY)
        raise RuntimeError

    with pytest.raises(RuntimeError), transaction.atomic():
        request_that_fails()
    assert not SealedIdentity.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_sealing_outside_a_transaction_is_refused(unit):
    with pytest.raises(transaction.TransactionManagementError):
        seal(WHO, unit=unit, by=None, on=DAY)


def test_without_keys_of_both_bodies_the_desk_is_told_what_to_do(unit):
    assert not selectors.readiness(DAY).can_seal
    with pytest.raises(SealingRefusedError) as caught:
        seal(WHO, unit=unit, by=None, on=DAY)
    assert "bên tiếp nhận, bên giám sát" in str(caught.value)
    assert "phong bì dán kín" in str(caught.value)


def test_keys_of_one_body_are_not_enough(keepers, unit, people):
    for key in keepers[2:]:
        end_key(row_of(key), is_lost=True, on=DAY, reason="mất", by=people["quantri"])
    state = selectors.readiness(DAY)
    assert (state.missing, state.thin) == ([Body.OVERSEEING], [])
    with pytest.raises(SealingRefusedError):
        seal(WHO, unit=unit, by=None, on=DAY)


def test_a_single_key_of_a_body_is_warned_of(keepers, people):
    assert selectors.readiness(DAY).thin == []
    end_key(row_of(keepers[0]), is_lost=False, on=DAY, reason="nghỉ", by=people["quantri"])
    assert selectors.readiness(DAY).thin == [Body.RECEIVING]
    assert selectors.readiness(DAY).thin_names == "bên tiếp nhận"


@pytest.mark.parametrize(
    ("identity", "attachments", "word"),
    [
        (Identity(), [], "Chưa có gì"),
        (Identity(name="\ud800"), [], "ký tự không đọc được"),
        (WHO, [Attachment("x", "x", bytes(65 * 2**20))], "quá lớn"),
    ],
)
def test_what_cannot_be_sealed_is_explained(keepers, unit, identity, attachments, word):
    with pytest.raises(SealingRefusedError) as caught:
        seal(identity, attachments, unit=unit, by=None, on=DAY)
    assert word in str(caught.value)


def test_only_keys_that_are_kept_on_the_day_get_a_slot(keepers, unit, people):
    late = make_key("Người đến sau", Body.RECEIVING, Suite.X25519)
    row = register_key(
        write_public(late), decision="QĐ", since=DAY + timedelta(days=1), by=people["quantri"]
    )
    confirm_key(row, digits=row.spoken, by=people["lanhdao"])
    unconfirmed = make_key("Chưa xác nhận", Body.OVERSEEING, Suite.X25519)
    register_key(write_public(unconfirmed), decision="QĐ", since=date(2026, 1, 1), by=None)
    seal(WHO, unit=unit, by=None, on=DAY)
    assert Slot.objects.count() == 4


def test_a_key_is_put_to_use_by_another_person_who_heard_its_digits(people):
    key = make_key("Trần Văn Thử", Body.RECEIVING, Suite.X25519)
    row = register_key(
        write_public(key), decision="QĐ 3", since=DAY, until=None, by=people["quantri"]
    )
    assert row.state == KeeperKey.State.WAITING
    with pytest.raises(KeyRefusedError) as caught:
        confirm_key(row, digits=row.spoken, by=people["quantri"])
    assert caught.value.code == "same_person"
    with pytest.raises(KeyRefusedError) as caught:
        confirm_key(row, digits="00000 " * 8, by=people["kiemtra"])
    assert caught.value.code == "digits"
    confirm_key(row, digits=f" {row.spoken.replace(' ', '')} ", by=people["kiemtra"])
    assert row.state == KeeperKey.State.LIVE
    with pytest.raises(KeyRefusedError) as caught:
        refuse_key(row, reason="x", by=people["kiemtra"])
    assert caught.value.code == "not_waiting"
    with pytest.raises(IntegrityError), transaction.atomic():
        KeeperKey.objects.filter(pk=row.pk).update(confirmed_by=people["quantri"])


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("không phải khóa", "not_a_key"),
        ("{reader}", "not_a_keeper"),
        ("{known}", "known"),
        ("{changed}", "not_a_key"),
    ],
)
def test_files_that_are_no_keepers_key_are_refused(keepers, people, text, code):
    known = write_public(keepers[0])
    made = text.format(
        reader=write_public(make_key("x", Body.READER, Suite.X25519)),
        known=known,
        changed=known.replace("Người giữ 1", "Người khác"),
    )
    with pytest.raises(KeyRefusedError) as caught:
        register_key(made, decision="x", since=DAY, by=people["quantri"])
    assert caught.value.code == code


def test_an_ended_key_gets_nothing_more_and_still_opens_what_it_had(sealed, keepers, people, unit):
    end_key(row_of(keepers[0]), is_lost=False, on=DAY, reason="nghỉ hưu", by=people["quantri"])
    assert opened(sealed, keepers[0], keepers[2]) == (WHO, [SCAN])
    handle = seal(WHO, unit=unit, by=None, on=DAY)
    assert SealedIdentity.objects.get(handle=handle).slots.count() == 3
    entry = Entry.objects.get(action="key.ended")
    assert entry.details["reason"] == "nghỉ hưu"


def test_changed_removed_and_foreign_envelopes_are_found(sealed, unit, capsys):
    assert list(envelope_faults()) == []
    seal(WHO, unit=unit, by=None, on=DAY)
    seal(WHO, unit=unit, by=None, on=DAY)
    first, second, third = SealedIdentity.objects.order_by("sealed_at")
    SealedIdentity.objects.filter(pk=first.pk).update(ciphertext=second.ciphertext)
    third.delete()
    Entry.objects.filter(subject=second.code).update(subject="khác")
    said = "\n".join(envelope_faults())
    assert f"Phong bì {first.code} đã bị sửa." in said
    assert f"Phong bì {second.code} không có trong nhật ký." in said
    assert f"Phong bì {third.code} có trong nhật ký nhưng không còn." in said
    assert main(["verify"]) == 1
    assert first.code in capsys.readouterr().out


def test_an_envelope_is_known_to_leaders_and_inspectors_above_its_unit_only(
    sealed, people, monkeypatch
):
    def seen(name):
        return SealedIdentity.objects.visible_to(people[name]).exists()

    assert seen("lanhdao")
    assert seen("kiemtra")
    for name in ("tiepdan", "xulydon", "quantri", "hangxom"):
        assert not seen(name), name
    monkeypatch.setattr(shields, "_rules", [])
    from django.db.models import Q

    about = people["lanhdao"]
    shields.register(lambda person: Q(handle=sealed.handle) if person == about else Q(pk__in=[]))
    assert not seen("lanhdao")
    assert seen("kiemtra")


def test_a_case_can_tell_when_it_was_sealed_and_how_often_opened(sealed):
    state = selectors.seal_state(sealed.handle)
    assert (state.code, state.times_opened) == (sealed.code, 0)
    assert selectors.seal_state(uuid4()) is None


def test_envelopes_with_too_few_live_keys_are_listed(sealed, keepers, people):
    def weak():
        found = selectors.weak_envelopes(people["kiemtra"], DAY)
        return [(one.code, one.receiving, one.overseeing) for one in found]

    assert weak() == []
    end_key(row_of(keepers[3]), is_lost=True, on=DAY, reason="mất", by=people["quantri"])
    assert weak() == [(sealed.code, 2, 1)]
    assert list(selectors.weak_envelopes(people["hangxom"], DAY)) == []


def test_codes_do_not_count(sealed, unit):
    codes = set()
    for _ in range(5):
        handle = seal(WHO, unit=unit, by=None, on=DAY)
        codes.add(SealedIdentity.objects.get(handle=handle).code)
    assert len(codes) == 5
    assert all(code.startswith("NP-") and len(code) == 12 for code in codes)


def test_sealing_takes_no_more_queries_than_it_needs(keepers, unit, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        seal(WHO, [SCAN], unit=unit, by=None, on=DAY)
