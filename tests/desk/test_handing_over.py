"""Slots go to new keys through a station: office left, key lost, drill, interruption."""

import io
from datetime import UTC, date, datetime

import pytest

from gandan.audit.models import Entry
from gandan.audit.signing import log_key
from gandan.cli import main
from gandan.sealed import rewrap_files, selectors, station
from gandan.sealed.identity import Identity, unpack
from gandan.sealed.key_files import write_public
from gandan.sealed.keys import Body, make_key
from gandan.sealed.locking import NoSlotError, open_half, unlock
from gandan.sealed.models import KeeperKey, OpeningRecord, SealedIdentity, Slot, SlotChange
from gandan.sealed.rewrap_files import SlotList, Writer
from gandan.sealed.services import rewrapping
from gandan.sealed.services.keeping import confirm_key, end_key, register_key
from gandan.sealed.services.rewrapping import (
    RewrapRefusedError,
    import_answer,
    remove_slots,
    write_request,
)
from gandan.sealed.services.sealing import seal
from gandan.sealed.suites import Suite

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
WHO = Identity(name="Lý Thị Hạ Vy")


def row_of(key):
    return KeeperKey.objects.get(fingerprint=key.public.fingerprint.hex())


@pytest.fixture
def envelopes(keepers, unit):
    handles = [seal(WHO, unit=unit, by=None, on=DAY) for _ in range(7)]
    return [SealedIdentity.objects.get(handle=handle) for handle in handles]


@pytest.fixture
def newcomer(people):
    """A new keeper at the receiving body, confirmed after the envelopes were sealed."""
    key = make_key("Người mới", Body.RECEIVING, Suite.HYBRID)
    row = register_key(write_public(key), decision="QĐ 20", since=DAY, by=people["quantri"])
    confirm_key(row, digits=row.spoken, by=people["lanhdao"])
    return key


@pytest.fixture
def holder(keepers, tmp_path):
    return station.Holder(keepers[0], tmp_path / "1.records")


def answered(holder, takers=(), request=None):
    """What the station of ``holder`` answers to a request for ``takers``."""
    file = io.BytesIO(request or b"")
    if request is None:
        rows = [row_of(key) for key in takers]
        write_request(row_of(holder.key), rows, file, by=None, day=DAY)
    read = station.read_request(file, holder, log_key())
    out = io.BytesIO()
    station.rewrap(file, out, read, holder, now=NOW)
    return out


def opens(identity, *keys):
    envelope = identity.envelope()
    return unpack(unlock(envelope, [open_half(envelope, key) for key in keys]))[0] == WHO


def test_a_new_keeper_gets_slots_without_any_identity_being_opened(
    envelopes, keepers, newcomer, holder, people
):
    found = import_answer(answered(holder, [newcomer]), by=people["quantri"], day=DAY)
    assert (found.made, found.failed) == (7, 0)
    assert all(opens(one, newcomer, keepers[2]) for one in envelopes)
    change = SlotChange.objects.get()
    assert (change.state, change.opened) == (SlotChange.State.DONE, 7)
    assert row_of(keepers[0]).proved_on == DAY
    assert OpeningRecord.objects.get().act == "rewrapped"
    entry = Entry.objects.get(action="key.rewrapped")
    assert (entry.data_class, entry.details["opened"]) == ("sealed_identity", 7)


def test_an_answer_may_be_taken_in_twice_and_after_an_interruption(
    envelopes, newcomer, holder, monkeypatch
):
    monkeypatch.setattr(rewrapping, "CHUNK", 2)
    file = answered(holder, [newcomer])
    stored = []

    def take_two(part, takers):
        if len(stored) == 2:
            raise OSError("killed")
        stored.append(part)
        return take_in(part, takers)

    take_in = rewrapping._take_in
    monkeypatch.setattr(rewrapping, "_take_in", take_two)
    with pytest.raises(OSError, match="killed"):
        import_answer(file, by=None, day=DAY)
    monkeypatch.setattr(rewrapping, "_take_in", take_in)
    assert Slot.objects.filter(key=row_of(newcomer)).count() == 4
    import_answer(file, by=None, day=DAY)
    import_answer(file, by=None, day=DAY)
    assert Slot.objects.filter(key=row_of(newcomer)).count() == 7
    assert Entry.objects.filter(action="key.rewrapped").count() == 1


def test_a_second_request_asks_only_for_what_is_missing(envelopes, newcomer, holder, unit):
    import_answer(answered(holder, [newcomer]), by=None, day=DAY)
    Slot.objects.filter(key=row_of(newcomer), identity__in=envelopes[:2]).delete()
    file = io.BytesIO()
    write_request(row_of(holder.key), [row_of(newcomer)], file, by=None, day=DAY)
    _, end = rewrap_files.tail_of(file)
    sent = {one.handle for one in rewrap_files.read_lists(file, end)}
    assert sent == {one.handle for one in envelopes[:2]}


def test_when_a_keeper_leaves_the_slots_go_to_the_successor_and_then_away(
    envelopes, keepers, newcomer, holder, people
):
    leaving = row_of(keepers[0])
    import_answer(answered(holder, [newcomer]), by=None, day=DAY)
    with pytest.raises(RewrapRefusedError) as caught:
        remove_slots(leaving, by=people["quantri"], day=DAY)
    assert caught.value.code == "open"
    end_key(leaving, is_lost=False, on=DAY, reason="chuyển công tác", by=people["quantri"])
    leaving.refresh_from_db()
    assert remove_slots(leaving, by=people["quantri"], day=DAY) == 7
    for one in envelopes:
        with pytest.raises(NoSlotError):
            open_half(one.envelope(), keepers[0])
        assert opens(one, newcomer, keepers[2])
    assert Entry.objects.get(action="identity.slots_changed").details == {"removed": 7}


def test_the_lost_key_of_one_holder_costs_nothing(envelopes, keepers, newcomer, people, tmp_path):
    """The other holder of the same body hands the slots over."""
    end_key(row_of(keepers[0]), is_lost=True, on=DAY, reason="mất", by=people["quantri"])
    assert selectors.count_weak(DAY) == 7
    other = station.Holder(keepers[1], tmp_path / "2.records")
    import_answer(answered(other, [newcomer]), by=None, day=DAY)
    assert selectors.count_weak(DAY) == 0
    assert all(opens(one, newcomer, keepers[3]) for one in envelopes)


def test_all_keys_of_one_body_lost_means_that_the_identities_are_lost(
    envelopes, keepers, newcomer, people
):
    """Said plainly in docs/how-to/keys.md: nobody, and no backup, brings them back."""
    for key in keepers[:2]:
        end_key(row_of(key), is_lost=True, on=DAY, reason="mất", by=people["quantri"])
    envelope = envelopes[0].envelope()
    for key in (newcomer, make_key("x", Body.RECEIVING, Suite.X25519)):
        with pytest.raises(NoSlotError):
            open_half(envelope, key)
    with pytest.raises(RewrapRefusedError) as caught:
        remove_slots(KeeperKey.objects.get(pk=row_of(keepers[0]).pk), by=people["quantri"], day=DAY)
    assert caught.value.code == "thin"
    assert selectors.count_weak(DAY) == 7


def test_slots_are_not_removed_while_they_are_the_last(envelopes, keepers, people):
    end_key(row_of(keepers[1]), is_lost=True, on=DAY, reason="mất", by=people["quantri"])
    end_key(row_of(keepers[0]), is_lost=False, on=DAY, reason="nghỉ", by=people["quantri"])
    with pytest.raises(RewrapRefusedError) as caught:
        remove_slots(row_of(keepers[0]), by=None, day=DAY)
    assert caught.value.code == "thin"
    assert Slot.objects.filter(key=row_of(keepers[0])).count() == 7


def test_a_drill_proves_a_key_or_shows_what_it_cannot_open(envelopes, keepers, holder):
    import_answer(answered(holder), by=None, day=DAY)
    assert row_of(keepers[0]).proved_on == DAY
    assert Slot.objects.count() == 7 * 4
    KeeperKey.objects.update(proved_on=None)
    Slot.objects.filter(key=row_of(keepers[0]), identity=envelopes[0]).update(sealed=b"x" * 80)
    found = import_answer(answered(holder), by=None, day=DAY)
    assert (found.made, found.failed) == (0, 1)
    assert row_of(keepers[0]).proved_on is None


def test_slots_go_to_confirmed_keys_of_the_same_body_only(envelopes, keepers, people):
    waiting = make_key("Chờ", Body.RECEIVING, Suite.X25519)
    register_key(write_public(waiting), decision="x", since=DAY, by=None)
    for opener, takers, code in (
        (keepers[0], [waiting], "taker"),
        (keepers[0], [keepers[2]], "taker"),
        (keepers[0], [keepers[0]], "taker"),
        (waiting, [], "opener"),
    ):
        with pytest.raises(RewrapRefusedError) as caught:
            write_request(
                row_of(opener), [row_of(one) for one in takers], io.BytesIO(), by=None, day=DAY
            )
        assert caught.value.code == code


def test_answers_that_do_not_belong_here_are_refused(envelopes, keepers, newcomer, holder):
    good = answered(holder, [newcomer]).getvalue()
    for at in range(0, len(good), 997):
        harmed = bytearray(good)
        harmed[at] ^= 1
        with pytest.raises(RewrapRefusedError) as caught:
            import_answer(io.BytesIO(bytes(harmed)), by=None, day=DAY)
        assert caught.value.code == "answer"
    SlotChange.objects.all().delete()
    with pytest.raises(RewrapRefusedError):
        import_answer(io.BytesIO(good), by=None, day=DAY)
    assert not Slot.objects.filter(key=row_of(newcomer)).exists()


def test_an_answer_for_an_envelope_that_changed_since_is_refused(envelopes, newcomer, holder):
    file = answered(holder, [newcomer])
    SealedIdentity.objects.filter(pk=envelopes[3].pk).update(digest=bytes(32))
    with pytest.raises(RewrapRefusedError) as caught:
        import_answer(file, by=None, day=DAY)
    assert caught.value.code == "changed"


def test_slots_for_keys_that_were_not_asked_for_are_left_out(envelopes, keepers, newcomer, holder):
    """A station that answers with more than was asked puts in nothing of its own."""
    file = io.BytesIO()
    change = write_request(row_of(holder.key), [row_of(newcomer)], file, by=None, day=DAY)
    out = io.BytesIO()
    writer = Writer(out)
    own = row_of(keepers[2])
    foreign = {bytes.fromhex(own.fingerprint): b"x", bytes(32): b"y"}
    writer.add([SlotList(one.handle, bytes(one.digest), foreign) for one in envelopes])
    from gandan.sealed.opening import Act, write_record

    record = holder.note(
        Act.REWRAPPED, at=NOW, subject=change.code, file=writer.digest, shown="7/7"
    )
    writer.finish(write_record(record, holder.key))
    before = Slot.objects.count()
    assert import_answer(out, by=None, day=DAY).made == 0
    assert Slot.objects.count() == before


def test_the_operators_commands_lead_through_a_hand_over(
    envelopes, keepers, newcomer, holder, tmp_path, capsys
):
    request, answer = tmp_path / "yeu-cau", tmp_path / "tra-loi"
    code = row_of(keepers[0]).short
    assert main(["sealed", "keys"]) == 0
    assert f"{code}  bên tiếp nhận, Người giữ 1: đang dùng" in capsys.readouterr().out
    to = row_of(newcomer).short
    assert main(["sealed", "request", "--from", code, "--to", to, "--out", str(request)]) == 0
    answer.write_bytes(answered(holder, request=request.read_bytes()).getvalue())
    assert main(["sealed", "import", str(answer), "--by", "quantri"]) == 0
    assert "Đã ghi 7 ô khóa" in capsys.readouterr().out
    assert main(["sealed", "records", str(holder.book)]) == 0
    assert "Biên bản mới: 0; đã có: 1" in capsys.readouterr().out
    for wrong, word in (
        (["sealed", "remove", code], "Khóa còn đang dùng"),
        (["sealed", "remove", "00"], "Không có đúng một khóa"),
        (["sealed", "import", str(request)], "không phải kết quả của trạm"),
        (["sealed", "import", "khong-co"], "Không đọc được"),
        (["sealed", "records", str(answer)], "không phải sổ dùng khóa"),
        (["sealed", "request", "--from", code, "--to", code, "--out", str(request)], "Chỉ trao"),
        (["sealed", "import", str(answer), "--by", "ma"], "Không có người dùng"),
    ):
        assert main(wrong) == 2
        assert word in capsys.readouterr().err
