"""What goes into an envelope comes out again, and its length says little."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.sealed.identity import (
    BUCKETS,
    LARGEST,
    Attachment,
    ContentError,
    Identity,
    pack,
    pad,
    unpack,
    unpad,
)

from .makers import SCAN, WHO

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


def test_identity_and_scan_come_out_as_they_went_in():
    assert unpack(pack(WHO, [SCAN, SCAN])) == (WHO, [SCAN, SCAN])


@given(
    st.builds(Identity, *[TEXT] * 9),
    st.lists(st.builds(Attachment, TEXT, TEXT, st.binary(max_size=300)), min_size=1, max_size=4),
)
def test_any_text_and_any_bytes_come_out_as_they_went_in(identity, attachments):
    assert unpack(unpad(pad(pack(identity, attachments)))) == (identity, attachments)


@given(st.binary(max_size=5000))
def test_padding_gives_one_of_few_sizes_and_is_taken_off_exactly(content):
    padded = pad(content)
    assert len(padded) in BUCKETS
    assert unpad(padded) == content
    assert len(padded) == min(size for size in BUCKETS if size >= len(content) + 4)


def test_two_people_with_names_of_different_length_look_alike():
    assert len(pad(pack(WHO))) == len(pad(pack(replace(WHO, name="Lê Na", note="x" * 40))))


@given(st.binary(max_size=3000))
def test_bytes_that_padding_would_not_write_are_refused(data):
    with pytest.raises(ContentError):
        unpad(data)


@pytest.mark.parametrize("at", [0, 3, 9, 1020, 1023])
def test_padding_that_is_not_empty_is_refused(at):
    padded = bytearray(pad(b"x" * 5))
    padded[at] ^= 1
    with pytest.raises(ContentError) as caught:
        unpad(bytes(padded))
    assert caught.value.code == "damaged"


@given(st.binary(max_size=400))
def test_content_that_is_something_else_is_refused(data):
    with pytest.raises(ContentError):
        unpack(data)


def test_a_damaged_attachment_is_refused():
    packed = bytearray(pack(WHO, [SCAN]))
    packed[-1] ^= 1
    with pytest.raises(ContentError):
        unpack(bytes(packed))


@pytest.mark.parametrize(
    ("identity", "attachments", "code"),
    [
        (Identity(), [], "empty"),
        (Identity(name="\ud800"), [], "not_text"),
    ],
)
def test_what_cannot_be_packed_says_why(identity, attachments, code):
    with pytest.raises(ContentError) as caught:
        pack(identity, attachments)
    assert caught.value.code == code


def test_content_beyond_the_largest_size_is_refused_before_it_is_sealed():
    with pytest.raises(ContentError) as caught:
        pad(bytes(LARGEST + 5))
    assert caught.value.code == "too_large"


def test_a_name_does_not_show_when_an_identity_is_printed():
    assert "Vy" not in repr(WHO)
    assert "jpg" not in repr(SCAN)
