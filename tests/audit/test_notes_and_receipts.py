"""Signed heads, receipts and proofs of continuity: read back exactly, changed never."""

import random
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from gandan.audit.continuity import (
    ContinuityError,
    continues,
    read_continuity,
    write_continuity,
)
from gandan.audit.leaves import leaf_of
from gandan.audit.notes import LogKey, NoteError, read_checkpoint, write_checkpoint
from gandan.audit.receipts import (
    Receipt,
    ReceiptError,
    as_file,
    from_base45,
    read_receipt,
    to_base45,
    write_receipt,
)
from gandan.audit.tree import Tree, tiles_from

from .makers import KEY, log

OWN = LogKey.of(KEY)
STRANGER = LogKey.of(Ed25519PrivateKey.from_private_bytes(b"s" * 32))
AT = datetime(2026, 11, 25, 8, 31, 7, 999, tzinfo=UTC)
WHOLE = log(300, 5)
TREE = Tree(305, tiles_from(WHOLE.tiles))


def receipt(position):
    return Receipt(
        leaf_of(WHOLE.rows[position - 1]),
        position - 1,
        tuple(TREE.inclusion(position - 1)),
        read_checkpoint(WHOLE.heads[-1][1]),
    )


@given(st.integers(0, 10**18), st.binary(min_size=32, max_size=32))
def test_a_head_is_read_as_it_was_written_and_signed_by_its_log_only(size, root):
    head = read_checkpoint(write_checkpoint(size, root, AT, KEY))
    assert (head.origin, head.size, head.root) == (OWN.name, size, root)
    assert head.at == AT.replace(microsecond=0)
    assert head.is_signed_by(OWN)
    assert not head.is_signed_by(STRANGER)


def test_a_head_has_the_form_that_witnesses_know():
    lines = write_checkpoint(7, bytes(32), AT, KEY).split("\n")
    assert lines[1:4] == ["7", "A" * 43 + "=", "2026-11-25T08:31:07Z"]
    assert lines[4] == ""
    assert lines[5].startswith(f"— {OWN.name} ")
    own = sha256(OWN.name.encode() + b"\n\x01" + OWN.public).digest()[:4]
    assert OWN.text.split("+")[1] == own.hex()


def test_every_changed_sign_of_a_head_is_found():
    note = write_checkpoint(7, sha256(b"").digest(), AT, KEY)
    for at, sign in enumerate(note):
        for other in "A+0\n ":
            if other == sign:
                continue
            try:
                head = read_checkpoint(note[:at] + other + note[at + 1 :])
            except NoteError:
                continue
            assert not head.is_signed_by(OWN), (at, other)


@given(st.text(max_size=300))
def test_other_text_is_no_head_no_key_and_no_receipt(text):
    with pytest.raises(NoteError):
        read_checkpoint(text)
    with pytest.raises(NoteError):
        LogKey.read(text)
    with pytest.raises(ReceiptError):
        read_receipt("GDR1:" + text)
    with pytest.raises(ContinuityError):
        read_continuity(text)


def test_the_public_key_is_read_as_it_was_written():
    assert LogKey.read(OWN.text + "\n") == OWN
    with pytest.raises(NoteError):
        LogKey.read(OWN.text.replace("gandan.log", "gandan.loh"))


@given(st.binary(max_size=200))
def test_base_45_gives_back_what_it_was_given(data):
    assert from_base45(to_base45(data)) == data


def test_base_45_is_the_one_of_rfc_9285():
    assert to_base45(b"AB") == "BB8"
    assert to_base45(b"Hello!!") == "%69 VD92EX0"
    assert from_base45("QED8WEX0") == b"ietf!"
    for wrong in ("GGW", ":::", "A", "bb8"):
        with pytest.raises(ValueError):
            from_base45(wrong)


@pytest.mark.parametrize("position", [1, 256, 257, 300, 305])
def test_a_receipt_proves_its_entry_with_the_public_key_alone(position):
    for text in (write_receipt(receipt(position)), as_file(receipt(position))):
        found = read_receipt(text)
        assert found == receipt(position)
        assert found.is_proved_by(OWN)
        assert not found.is_proved_by(STRANGER)
        assert found.content["subject"] == f"VV-2026-{position:06d}"


def test_a_receipt_holds_no_detail_of_the_entry():
    assert WHOLE.rows[0].details["reason"] not in receipt(1).leaf.decode()


def test_a_receipt_fits_a_code_on_paper():
    """A QR code of version 40 with low correction takes 4296 such signs; half is readable."""
    text = write_receipt(receipt(300))
    assert len(text) < 2148
    assert set(text) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")


def test_a_changed_receipt_proves_nothing():
    chance = random.Random(45)
    text = write_receipt(receipt(270))
    for _ in range(1500):
        at = chance.randrange(len(text))
        other = chance.choice("0123456789ABCXYZ $%*+-./:")
        if other == text[at]:
            continue
        try:
            found = read_receipt(text[:at] + other + text[at + 1 :])
        except ReceiptError:
            continue
        assert not found.is_proved_by(OWN)


def test_a_receipt_survives_line_breaks_and_words_before_it():
    text = as_file(receipt(5))
    assert read_receipt("Xin giữ tờ này.\r\n" + text.replace("\n", "\r\n")).is_proved_by(OWN)
    assert " \n" not in text


def test_continuity_is_shown_to_whoever_kept_an_old_head():
    old, new = read_checkpoint(WHOLE.heads[0][1]), WHOLE.heads[1][1]
    text = write_continuity(300, TREE.consistency(300), new)
    assert continues(text, old, OWN)
    assert continues(text.replace("\n", "\r\n"), old, OWN)
    assert not continues(text, old, STRANGER)
    assert not continues(text, read_checkpoint(new), OWN)
    assert not continues(write_continuity(300, TREE.consistency(299), new), old, OWN)


def test_the_same_entries_in_other_batches_are_the_same_log():
    other = log(299, 6)
    steps = Tree(305, tiles_from(other.tiles)).consistency(300)
    text = write_continuity(300, steps, other.heads[-1][1])
    assert continues(text, read_checkpoint(WHOLE.heads[0][1]), OWN)


def test_a_rewritten_log_does_not_continue_the_old_head():
    rows = list(WHOLE.rows)
    rows[3] = rows[3]._replace(subject="khác")
    forged = log().add(rows)
    steps = Tree(305, tiles_from(forged.tiles)).consistency(300)
    text = write_continuity(300, steps, forged.heads[-1][1])
    assert not continues(text, read_checkpoint(WHOLE.heads[0][1]), OWN)
