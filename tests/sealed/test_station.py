"""At the station: only under a true order, both keepers, on record before anything shows."""

import io
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from gandan.sealed import rewrap_files, station
from gandan.sealed.handover import HandoverError, read_for_reader, write_for_reader
from gandan.sealed.identity import pack, unpack
from gandan.sealed.keys import Body, make_key
from gandan.sealed.locking import open_half, unlock
from gandan.sealed.opening import FIRST, RECORD, Act, record_of
from gandan.sealed.rewrap_files import RewrapFileError, SlotList, Writer, request_payload
from gandan.sealed.signed import SignedFileError, read_all, read_signed, write_signed
from gandan.sealed.station import Holder, StationError
from gandan.sealed.suites import Suite

from .makers import (
    CHEAP,
    NOW,
    PASSPHRASE,
    SCAN,
    SERVER,
    SERVER_KEY,
    WHO,
    keepers,
    ordered,
    sealed_to,
)

REASON = "Mời người tố cáo làm việc"


@pytest.fixture
def holders(tmp_path):
    return [Holder(key, tmp_path / f"{n}.records") for n, key in enumerate(keepers(2, 2), 1)]


@pytest.fixture
def envelope(holders):
    return sealed_to([holder.key for holder in holders])


@pytest.fixture
def order(envelope):
    return station.accepted_order(ordered(envelope), SERVER_KEY, envelope, NOW)


def records(holder):
    return [record_of(one) for one in holder.uses()]


def opened(envelope, order, holders, **ways):
    ways = {"reason": REASON, "now": NOW, "shown": "screen"} | ways
    return unpack(station.open_together(envelope, order, holders, **ways))


def test_two_keepers_open_and_both_books_say_so(envelope, order, holders):
    pair = [holders[0], holders[3]]
    assert opened(envelope, order, pair) == (WHO, [SCAN])
    for own, other in (pair, pair[::-1]):
        (record,) = records(own)
        assert (record.number, record.previous, record.act) == (1, FIRST, Act.OPENED)
        assert (record.subject, record.envelope) == ("LM-ABCD-2345", str(envelope.handle))
        assert (record.reason, record.at, record.shown) == (REASON, NOW, "screen")
        assert record.beside == (other.key.public.fingerprint.hex(),)
        assert record.file == order.digest
    assert records(holders[1]) == []


def test_the_books_are_written_before_anything_opens(envelope, order, holders):
    """A body that does not open any more: the attempt stays on record all the same."""
    pair = [holders[0], holders[3]]
    harmed = sealed_to([holder.key for holder in holders], pack(WHO), envelope.handle)
    broken = replace(harmed, body=harmed.body[:-1] + bytes([harmed.body[-1] ^ 1]))
    keys = [holder.key for holder in holders]
    from gandan.sealed.locking import make_slot

    half = open_half(harmed, keys[0]), open_half(harmed, keys[3])
    slots = (
        make_slot(half[0], keys[0].public, broken.handle, broken.digest),
        make_slot(half[1], keys[3].public, broken.handle, broken.digest),
    )
    broken = replace(broken, slots=slots)
    accepted = station.accepted_order(ordered(broken), SERVER_KEY, broken, NOW)
    with pytest.raises(StationError, match="đã bị sửa"):
        opened(broken, accepted, pair)
    assert [len(records(holder)) for holder in pair] == [1, 1]


def test_an_order_opens_once(envelope, order, holders):
    opened(envelope, order, [holders[0], holders[3]])
    with pytest.raises(StationError, match="đã dùng"):
        opened(envelope, order, [holders[0], holders[2]])
    with pytest.raises(StationError, match="đã dùng"):
        opened(envelope, order, [holders[1], holders[3]])
    again = station.accepted_order(
        ordered(envelope, code="LM-WXYZ-2345"), SERVER_KEY, envelope, NOW
    )
    opened(envelope, again, [holders[0], holders[3]])
    assert [record.number for record in records(holders[0])] == [1, 2]


@pytest.mark.parametrize("pair", [(0, 1), (2, 3), (0,), (0, 0)])
def test_keys_of_one_body_do_not_open_and_leave_no_record(envelope, order, holders, pair):
    with pytest.raises(StationError, match="mỗi khóa của một bên"):
        opened(envelope, order, [holders[n] for n in pair])
    assert all(records(holder) == [] for holder in holders)


def test_a_key_without_a_slot_is_named(envelope, order, holders, tmp_path):
    stranger = Holder(make_key("Người lạ", Body.RECEIVING, Suite.X25519), tmp_path / "x.records")
    with pytest.raises(StationError, match="không có ô khóa cho khóa của Người lạ"):
        opened(envelope, order, [stranger, holders[3]])


STRANGER = Ed25519PrivateKey.from_private_bytes(b"x" * 32)


@pytest.mark.parametrize(
    ("changes", "now", "word"),
    [
        ({"signer": STRANGER}, NOW, "không do máy chủ này ký"),
        ({"envelope": UUID(int=5)}, NOW, "phong bì khác"),
        ({"digest": "00" * 32}, NOW, "phong bì khác"),
        ({}, NOW + timedelta(days=7), "hết hạn"),
        ({}, NOW - timedelta(days=1), "chưa đến giờ"),
    ],
)
def test_an_order_that_does_not_fit_is_refused(envelope, changes, now, word):
    with pytest.raises(StationError, match=word):
        station.accepted_order(ordered(envelope, **changes), SERVER_KEY, envelope, now)


def test_every_changed_sign_of_an_order_is_found(envelope):
    text = ordered(envelope)
    for at in range(len(text) - 1):
        changed = text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]
        with pytest.raises(StationError):
            station.accepted_order(changed, SERVER_KEY, envelope, NOW)


def test_two_stations_open_with_a_half_that_travels(envelope, order, holders):
    giver, taker = holders[0], holders[2]
    half = station.give_half(envelope, order, giver, taker.key.public, reason=REASON, now=NOW)
    secret = open_half(envelope, giver.key).secret.hex()
    assert secret not in half
    content = station.open_with_half(
        envelope, order, taker, half, reason=REASON, now=NOW, shown="screen"
    )
    assert unpack(content) == (WHO, [SCAN])
    assert [record.act for record in records(giver)] == [Act.HALF]
    assert [record.act for record in records(taker)] == [Act.OPENED]


def test_a_half_serves_only_its_taker_order_and_envelope(envelope, order, holders):
    giver, taker = holders[0], holders[2]
    ways = {"reason": REASON, "now": NOW}
    half = station.give_half(envelope, order, giver, taker.key.public, **ways)
    ways["shown"] = "screen"
    with pytest.raises(StationError, match="không phải cho khóa"):
        station.open_with_half(envelope, order, holders[3], half, **ways)
    other = station.accepted_order(ordered(envelope, code="LM-KHAC"), SERVER_KEY, envelope, NOW)
    with pytest.raises(StationError, match="không phải cho khóa"):
        station.open_with_half(envelope, other, taker, half, **ways)
    again = sealed_to([holder.key for holder in holders])
    moved = station.accepted_order(ordered(again), SERVER_KEY, again, NOW)
    with pytest.raises(StationError, match="không phải cho khóa"):
        station.open_with_half(again, moved, taker, half, **ways)
    for at in range(0, len(half) - 1, 7):
        changed = half[:at] + ("0" if half[at] != "0" else "1") + half[at + 1 :]
        with pytest.raises(StationError):
            station.open_with_half(envelope, order, taker, changed, **ways)
    assert records(taker) == []


def test_a_half_is_given_to_the_other_body_only(envelope, order, holders):
    for taker in (holders[1].key.public, make_key("x", Body.READER, Suite.X25519).public):
        with pytest.raises(StationError, match="bên kia"):
            station.give_half(envelope, order, holders[0], taker, reason=REASON, now=NOW)


def test_a_book_that_was_changed_stops_the_key(envelope, order, holders):
    holder = holders[0]
    for number in range(3):
        holder.note(Act.REWRAPPED, at=NOW, subject=f"TK-{number}", file="0" * 64)
    text = holder.book.read_text("utf-8")
    parts = text.split("GDSIGN1 ")[1:]
    harms = {
        "one taken out": parts[:1] + parts[2:],
        "first taken out": parts[1:],
        "swapped": [parts[1], parts[0], parts[2]],
        "changed": [parts[0].replace("TK-0", "TK-9"), *parts[1:]],
    }
    for harm in harms.values():
        holder.book.write_text("".join("GDSIGN1 " + part for part in harm), "utf-8")
        with pytest.raises(StationError, match="bị sửa hoặc thiếu"):
            opened(envelope, order, [holder, holders[3]])
    holder.book.write_text(text, "utf-8")
    opened(envelope, order, [holder, holders[3]])
    # The end may have been cut off: only the server, which has the records, can tell.
    assert [record.number for record in records(holder)] == [1, 2, 3, 4]


def test_a_book_of_another_key_is_not_taken(holders):
    holders[0].note(Act.REWRAPPED, at=NOW, subject="x", file="0" * 64)
    with pytest.raises(StationError):
        replace(holders[1], book=holders[0].book).uses()


def test_key_files_are_written_once_and_for_the_owner_only(tmp_path):
    make = station.make_key_files
    private, public = make(
        tmp_path / "trạm", "  Đỗ  Thị Ước ", Body.OVERSEEING, PASSPHRASE, cost=CHEAP
    )
    assert private.name == "do-thi-uoc-overseeing.key"
    assert private.stat().st_mode & 0o777 == 0o600
    assert public.exists()
    holder = station.load_holder(private, PASSPHRASE)
    assert holder.key.public.owner == "Đỗ Thị Ước"
    assert holder.book == tmp_path / "trạm" / "do-thi-uoc-overseeing.records"
    with pytest.raises(StationError, match="Đã có"):
        make(tmp_path / "trạm", "Đỗ Thị Ước", Body.OVERSEEING, PASSPHRASE, cost=CHEAP)
    with pytest.raises(StationError, match="không đúng"):
        station.load_holder(private, "khác hẳn, mười sáu ký tự")
    with pytest.raises(StationError, match="không phải tệp khóa riêng"):
        station.load_holder(public, PASSPHRASE)
    with pytest.raises(StationError, match="ít nhất 16"):
        make(tmp_path, "x", Body.RECEIVING, "ngắn", cost=CHEAP)
    assert sorted(path.suffix for path in tmp_path.rglob("*.*")) == [".key", ".pub"]


def test_an_identity_travels_to_its_reader_only():
    reader = make_key("Người đọc", Body.READER, Suite.HYBRID)
    other = make_key("Người khác", Body.READER, Suite.HYBRID)
    data = write_for_reader(pack(WHO, [SCAN]), reader.public)
    assert unpack(read_for_reader(data, reader)) == (WHO, [SCAN])
    assert "Lý Thị Hạ Vy".encode() not in data
    with pytest.raises(HandoverError):
        read_for_reader(data, other)
    for at in range(0, len(data), 97):
        harmed = bytearray(data)
        harmed[at] ^= 1
        with pytest.raises(HandoverError):
            read_for_reader(bytes(harmed), reader)
    with pytest.raises(ValueError):
        write_for_reader(b"x", keepers()[0].public)


def requested(holder, envelopes, takers, signer=SERVER):
    """A request file as the server writes it."""
    out = io.BytesIO()
    writer = Writer(out)
    own = holder.key.public.fingerprint
    for one in envelopes:
        slot = next(slot for slot in one.slots if slot.fingerprint == own)
        writer.add([SlotList(one.handle, one.digest, {own: slot.sealed})])
    plain = [taker.as_plain() for taker in takers]
    payload = request_payload("TK-ABCD-2345", own, plain, writer)
    public = signer.public_key().public_bytes_raw()
    writer.finish(write_signed(rewrap_files.REQUEST, payload, public, signer.sign))
    out.seek(0)
    return out


def test_slots_are_handed_over_without_opening_any_identity(holders):
    keys = [holder.key for holder in holders]
    envelopes = [sealed_to(keys, handle=UUID(int=n)) for n in range(1, 6)]
    new = [make_key(f"Mới {suite}", Body.RECEIVING, suite) for suite in Suite]
    file = requested(holders[0], envelopes, [key.public for key in new])
    request = station.read_request(file, holders[0], SERVER_KEY)
    assert (request.count, [taker.owner for taker in request.takers]) == (
        5,
        [key.public.owner for key in new],
    )
    answer, seen = io.BytesIO(), []
    done = station.rewrap(
        file, answer, request, holders[0], now=NOW, progress=lambda *n: seen.append(n)
    )
    assert (done, seen[-1]) == ((5, 0), (5, 5))
    text, end = rewrap_files.tail_of(answer)
    record = record_of(read_signed(RECORD, text))
    assert (record.act, record.shown, record.number) == (Act.REWRAPPED, "5/5", 1)
    assert record.file == rewrap_files.records_digest(answer, end)
    from gandan.sealed.envelope import Slot

    for envelope, made in zip(envelopes, rewrap_files.read_lists(answer, end), strict=True):
        assert (made.handle, made.digest) == (envelope.handle, envelope.digest)
        for key in new:
            own = key.public.fingerprint
            slot = Slot(1, key.public.suite, own, made.slots[own])
            both = replace(envelope, slots=(*envelope.slots, slot))
            halves = [open_half(both, key), open_half(both, keys[2])]
            assert unpack(unlock(both, halves)) == (WHO, [SCAN])


def test_a_drill_tells_which_slots_do_not_open(holders):
    keys = [holder.key for holder in holders]
    good, bad = (sealed_to(keys, handle=UUID(int=n)) for n in (1, 2))
    slots = tuple(
        replace(slot, sealed=bytes(len(slot.sealed)))
        if slot.fingerprint == keys[0].public.fingerprint
        else slot
        for slot in bad.slots
    )
    file = requested(holders[0], [good, replace(bad, slots=slots)], [])
    request = station.read_request(file, holders[0], SERVER_KEY)
    answer = io.BytesIO()
    assert station.rewrap(file, answer, request, holders[0], now=NOW) == (1, 1)
    _, end = rewrap_files.tail_of(answer)
    said = {one.handle.int: bool(one.slots) for one in rewrap_files.read_lists(answer, end)}
    assert said == {1: True, 2: False}


def test_a_request_that_does_not_fit_is_refused(holders):
    keys = [holder.key for holder in holders]
    envelopes = [sealed_to(keys)]
    other_body = make_key("x", Body.OVERSEEING, Suite.X25519).public
    cases = {
        "không do máy chủ này ký": requested(holders[0], envelopes, [], signer=STRANGER),
        "cho khóa khác": requested(holders[1], envelopes, []),
        "cùng một bên": requested(holders[0], envelopes, [other_body]),
    }
    for word, file in cases.items():
        with pytest.raises(StationError, match=word):
            station.read_request(file, holders[0], SERVER_KEY)
    whole = requested(holders[0], envelopes, [keys[1].public]).getvalue()
    for at in range(0, len(whole), 5):
        harmed = bytearray(whole)
        harmed[at] ^= 1
        with pytest.raises(StationError):
            station.read_request(io.BytesIO(bytes(harmed)), holders[0], SERVER_KEY)


@given(st.binary(max_size=300))
def test_other_bytes_are_no_file_of_slots(data):
    for made in (data, rewrap_files.MAGIC + data):
        file = io.BytesIO(made)
        try:
            _, end = rewrap_files.tail_of(file)
            list(rewrap_files.read_lists(file, end))
        except RewrapFileError:
            continue


@given(st.text(max_size=200))
def test_other_text_is_no_signed_file(text):
    for read in (read_signed, read_all):
        made = f"GDSIGN1 {RECORD}\n{text}"
        with pytest.raises(SignedFileError):
            read(RECORD, made)


def test_records_with_odd_fields_are_refused():
    key = keepers()[0]
    good = {
        "number": 1,
        "previous": FIRST,
        "act": "opened",
        "key": key.public.fingerprint.hex(),
        "owner": "x",
        "subject": "x",
        "file": "x",
        "envelope": "",
        "reason": "x",
        "at": "2026-11-25T09:00:00Z",
        "beside": [],
        "shown": "",
    }

    def read(payload):
        text = write_signed(RECORD, payload, key.public.signing, key.sign)
        return record_of(read_signed(RECORD, text))

    assert read(good).number == 1
    for change in (
        {"number": 0},
        {"number": True},
        {"number": "1"},
        {"act": "khác"},
        {"at": "hôm qua"},
        {"beside": "x"},
        {"beside": [1]},
        {"more": "x"},
        {"reason": 5},
    ):
        with pytest.raises(SignedFileError):
            read(good | change)
