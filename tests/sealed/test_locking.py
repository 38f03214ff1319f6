"""Both bodies are needed, nothing can be moved, nothing can be changed."""

import itertools
import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from gandan.sealed.envelope import Envelope, decode
from gandan.sealed.identity import ContentError, Identity, pack, unpack
from gandan.sealed.keys import Body, PrivateKey, PublicKey, make_key, spoken
from gandan.sealed.locking import (
    Half,
    MissingBodyError,
    NoSlotError,
    lock,
    make_slot,
    open_half,
    open_slot,
    unlock,
)
from gandan.sealed.suites import NotOpenedError, Suite

from .makers import HANDLE, SCAN, WHO, keepers, sealed_to

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))


def opened(envelope, keys):
    return unpack(unlock(envelope, [open_half(envelope, key) for key in keys]))


def test_exactly_the_sets_with_both_bodies_open():
    keys = keepers(3, 3)
    envelope = sealed_to(keys)
    opening = 0
    for size in range(7):
        for chosen in itertools.combinations(keys, size):
            bodies = {key.public.body for key in chosen}
            if len(bodies) == 2:
                assert opened(envelope, chosen) == (WHO, [SCAN])
                opening += 1
            else:
                with pytest.raises(MissingBodyError):
                    opened(envelope, chosen)
    assert opening == 7 * 7


@pytest.mark.parametrize("suite", Suite)
def test_an_envelope_travels_as_bytes_and_opens(suite):
    keys = keepers(1, 1, suite)
    assert opened(decode(sealed_to(keys).encode()), keys) == (WHO, [SCAN])


def test_keys_of_both_suites_may_stand_in_one_envelope():
    keys = [
        make_key("A", Body.RECEIVING, Suite.HYBRID),
        make_key("B", Body.OVERSEEING, Suite.X25519),
    ]
    assert opened(sealed_to(keys), keys) == (WHO, [SCAN])


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["suite"])
def test_an_envelope_of_an_earlier_day_still_opens(case):
    """Known answers: what was sealed once must open for ever."""
    suite = next(suite for suite in Suite if suite.label == case["suite"])
    keys = []
    for one in case["keys"]:
        sealing, signing = (bytes.fromhex(one[name]) for name in ("sealing", "signing"))
        public = PublicKey(
            one["owner"],
            Body(one["body"]),
            suite,
            *(bytes.fromhex(one[name]) for name in ("sealing_public", "signing_public")),
        )
        assert public.fingerprint.hex() == one["fingerprint"]
        assert spoken(public.fingerprint) == one["spoken"]
        keys.append(PrivateKey(public, sealing, signing))
    envelope = decode(bytes.fromhex(case["envelope"]))
    identity, attachments = opened(envelope, keys)
    assert envelope.handle == UUID(case["handle"])
    assert identity == Identity(**case["identity"])
    assert [one.data.hex() for one in attachments] == case["attachments"]


def test_every_changed_byte_of_the_locked_part_is_found_by_the_key_itself():
    """Even when the check was forged: the halves no longer open, or the body does not."""
    keys = keepers()
    envelope = sealed_to(keys, pack(WHO))
    halves = [open_half(envelope, key) for key in keys]
    for at in range(len(envelope.body)):
        body = bytearray(envelope.body)
        body[at] ^= 1
        harmed = replace(envelope, body=bytes(body))
        with pytest.raises(NotOpenedError):
            unlock(harmed, halves)
        if at % 50 == 0:
            with pytest.raises(NotOpenedError):
                open_half(harmed, keys[0])
    for at in range(16):
        handle = bytearray(envelope.handle.bytes)
        handle[at] ^= 1
        moved = replace(envelope, handle=UUID(bytes=bytes(handle)))
        with pytest.raises(NotOpenedError):
            unlock(moved, halves)


@pytest.mark.parametrize("suite", Suite)
def test_every_changed_byte_of_a_slot_is_found_by_its_owner(suite):
    keys = keepers(1, 1, suite)
    envelope = sealed_to(keys)
    slot = envelope.slots[0]
    for at in range(len(slot.sealed)):
        sealed = bytearray(slot.sealed)
        sealed[at] ^= 1
        with pytest.raises(NotOpenedError):
            open_slot(
                replace(slot, sealed=bytes(sealed)), keys[0], envelope.handle, envelope.digest
            )


def test_a_slot_cannot_be_moved_to_another_envelope_body_or_owner():
    keys = keepers(2, 1)
    one = sealed_to(keys)
    other = sealed_to(keys, handle=UUID(int=7))
    mine = next(slot for slot in one.slots if slot.fingerprint == keys[0].public.fingerprint)
    with pytest.raises(NotOpenedError):
        open_slot(mine, keys[0], other.handle, one.digest)
    with pytest.raises(NotOpenedError):
        open_slot(mine, keys[0], one.handle, other.digest)
    with pytest.raises(NotOpenedError):
        open_slot(replace(mine, group=2), keys[0], one.handle, one.digest)
    with pytest.raises(NotOpenedError):
        open_slot(mine, keys[1], one.handle, one.digest)
    renamed = PrivateKey(
        replace(keys[0].public, owner="Người khác"), keys[0].sealing, keys[0].signing
    )
    with pytest.raises(NotOpenedError):
        open_slot(mine, renamed, one.handle, one.digest)


def test_halves_of_two_envelopes_do_not_mix():
    keys = keepers()
    one, other = sealed_to(keys), sealed_to(keys)
    with pytest.raises(NotOpenedError):
        unlock(one, [open_half(one, keys[0]), open_half(other, keys[1])])


def test_one_half_says_nothing_about_the_key():
    """Sealing the same content twice gives halves that share nothing."""
    keys = keepers()
    found = {open_half(sealed_to(keys), keys[n % 2]).secret for n in range(40)}
    assert len(found) == 40


def test_a_body_hands_its_half_on_to_its_own_new_key_only():
    keys = keepers()
    new = make_key("Người mới", Body.RECEIVING, Suite.X25519)
    stranger = make_key("Người ngoài", Body.OVERSEEING, Suite.X25519)
    envelope = sealed_to(keys)
    half = open_half(envelope, keys[0])
    with pytest.raises(ValueError):
        make_slot(half, stranger.public, envelope.handle, envelope.digest)
    added = make_slot(half, new.public, envelope.handle, envelope.digest)
    both = replace(envelope, slots=(*envelope.slots, added))
    assert opened(both, [new, keys[1]]) == (WHO, [SCAN])
    assert both.locked == envelope.locked
    without = replace(both, slots=tuple(s for s in both.slots if s != envelope.slots[0]))
    with pytest.raises(NoSlotError):
        open_half(without, keys[0])
    assert opened(without, [new, keys[1]]) == (WHO, [SCAN])


@pytest.mark.parametrize("bodies", [[], [Body.RECEIVING], [Body.OVERSEEING] * 2, [Body.READER] * 2])
def test_nothing_is_sealed_without_keys_of_both_bodies(bodies):
    keys = [make_key("x", body, Suite.X25519).public for body in bodies]
    with pytest.raises(MissingBodyError):
        lock(pack(WHO), keys, HANDLE)


def test_a_private_key_and_a_half_do_not_show_when_printed():
    key = keepers()[0]
    assert key.sealing.hex() not in repr(key)
    assert repr(Half(1, b"\x01" * 32)) == "Half(1)"


def test_content_is_checked_after_it_was_opened():
    keys = keepers()
    envelope = sealed_to(keys, b"not what pack writes")
    with pytest.raises(ContentError):
        opened(envelope, keys)
    assert isinstance(envelope, Envelope)


def test_the_spoken_digits_differ_with_owner_and_body():
    public = keepers()[0].public
    said = {
        spoken(public.fingerprint),
        spoken(replace(public, owner="Khác").fingerprint),
        spoken(replace(public, body=Body.OVERSEEING).fingerprint),
    }
    assert len(said) == 3
    assert all(len(one.split()) == 8 for one in said)
