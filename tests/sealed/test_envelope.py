"""The bytes of an envelope: one encoding each, every damage found, nothing but one error."""

import hashlib
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.sealed.envelope import (
    CHECK,
    MOST_SLOTS,
    Envelope,
    EnvelopeError,
    Slot,
    decode,
    decode_locked,
)
from gandan.sealed.suites import Suite

from .makers import keepers, sealed_to

SLOTS = st.builds(
    Slot,
    st.sampled_from([1, 2]),
    st.sampled_from(list(Suite)),
    st.binary(min_size=32, max_size=32),
    st.binary(max_size=60),
)


@pytest.fixture(scope="module")
def whole():
    return sealed_to(keepers(2, 2)).encode()


def rechecked(data):
    """``data`` with a check that fits, as an enemy would write it."""
    return data[:-CHECK] + hashlib.sha256(data[:-CHECK]).digest()


@given(st.uuids(), st.binary(max_size=200), st.lists(SLOTS, max_size=6))
def test_an_envelope_is_what_was_encoded(handle, body, slots):
    both = [Slot(1, Suite.X25519, bytes(32), b""), Slot(2, Suite.X25519, bytes(32), b"")]
    unique = {(slot.group, slot.fingerprint): slot for slot in [*slots, *both]}
    envelope = Envelope(handle, body, tuple(unique.values()))
    again = decode(envelope.encode())
    assert (again.handle, again.body, set(again.slots)) == (handle, body, set(envelope.slots))
    assert again.encode() == envelope.encode()


def test_every_changed_byte_is_found_and_every_cut(whole):
    for at in range(len(whole)):
        for bit in (1, 128):
            harmed = bytearray(whole)
            harmed[at] ^= bit
            with pytest.raises(EnvelopeError):
                decode(bytes(harmed))
        with pytest.raises(EnvelopeError):
            decode(whole[:at])
    with pytest.raises(EnvelopeError):
        decode(whole + b"\0")


@given(st.binary(max_size=600))
def test_random_bytes_are_refused(data):
    with pytest.raises(EnvelopeError):
        decode(data)


@given(data=st.data())
def test_a_forged_check_never_lets_anything_but_an_envelope_through(whole, data):
    harmed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(harmed) - 1))
        harmed[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    forged = rechecked(bytes(harmed))
    try:
        found = decode(forged)
    except EnvelopeError:
        return
    assert found.encode() == forged


@pytest.mark.parametrize(
    "slots",
    [
        [],
        [(1, 0)],
        [(2, 0)],
        [(1, 0), (2, 0), (2, 0)],
        [(1, 0), (3, 0)],
        [(2, 0), (1, 1)] * 2,
        [*((1, n) for n in range(MOST_SLOTS)), (2, 0)],
    ],
    ids=["none", "one body", "other body", "twice", "third body", "pairs twice", "too many"],
)
def test_slots_that_make_no_sense_are_refused(slots):
    made = tuple(Slot(group, Suite.X25519, bytes([n]) * 32, b"") for group, n in slots)
    with pytest.raises(EnvelopeError):
        Envelope(uuid4(), b"x", made).encode()


def test_slots_in_another_order_are_another_file_and_refused(whole):
    envelope = decode(whole)
    start = len(envelope.locked) + 1
    sizes = [len(slot.encode()) for slot in envelope.slots]
    one = whole[start : start + sizes[0]]
    two = whole[start + sizes[0] : start + sizes[0] + sizes[1]]
    swapped = whole[:start] + two + one + whole[start + sizes[0] + sizes[1] :]
    with pytest.raises(EnvelopeError):
        decode(rechecked(swapped))


def test_the_locked_part_and_slots_kept_apart_make_the_same_envelope(whole):
    envelope = decode(whole)
    assert decode_locked(envelope.locked, envelope.slots).encode() == whole
    with pytest.raises(EnvelopeError):
        decode_locked(envelope.locked + b"\0", envelope.slots)
    with pytest.raises(EnvelopeError):
        decode_locked(envelope.locked, envelope.slots[:1])


def test_the_digest_covers_the_handle(whole):
    envelope = decode(whole)
    moved = replace(envelope, handle=UUID(int=1))
    assert moved.digest != envelope.digest
