"""The sealing primitive against the RFC's figures and against an independent writing of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.sealed.suites import NotOpenedError, Suite, make_pair, open_with, public_of, seal_to

from .hpke_by_hand import open_message, seal_message

# RFC 9180, appendix A.2.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305, base mode.
INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
PRIVATE = bytes.fromhex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb")
PUBLIC = bytes.fromhex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a")
ENC = bytes.fromhex("1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a")
PLAIN = bytes.fromhex("4265617574792069732074727574682c20747275746820626561757479")
SEALED = bytes.fromhex(
    "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28"
)


def test_the_independent_writing_opens_the_message_of_the_rfc():
    assert open_message(PRIVATE, ENC, SEALED, INFO, aad=b"Count-0") == PLAIN


def test_the_public_key_of_the_rfc_belongs_to_its_private_key():
    assert public_of(Suite.X25519, PRIVATE) == PUBLIC


def test_the_library_opens_what_the_independent_writing_seals():
    ephemeral, _ = make_pair(Suite.X25519)
    assert open_with(Suite.X25519, PRIVATE, seal_message(PUBLIC, ephemeral, PLAIN, INFO), INFO) == (
        PLAIN
    )


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_the_independent_writing_opens_what_the_library_seals(plain, info):
    sealed = seal_to(Suite.X25519, PUBLIC, plain, info)
    assert open_message(PRIVATE, sealed[:32], sealed[32:], info) == plain


@pytest.mark.parametrize("suite", Suite)
def test_only_the_right_key_in_the_right_context_opens(suite):
    private, public = make_pair(suite)
    other, _ = make_pair(suite)
    sealed = seal_to(suite, public, PLAIN, INFO)
    assert public_of(suite, private) == public
    assert open_with(suite, private, sealed, INFO) == PLAIN
    for key, info in ((other, INFO), (private, INFO + b"x")):
        with pytest.raises(NotOpenedError):
            open_with(suite, key, sealed, info)


@pytest.mark.parametrize("suite", Suite)
@pytest.mark.parametrize("length", [0, 1, 31, 33, 95, 97, 5000])
def test_keys_and_messages_of_a_wrong_length_are_refused(suite, length):
    private, public = make_pair(suite)
    with pytest.raises(ValueError):
        seal_to(suite, bytes(length), PLAIN, INFO)
    with pytest.raises(NotOpenedError):
        open_with(suite, bytes(length), seal_to(suite, public, PLAIN, INFO), INFO)
    with pytest.raises(NotOpenedError):
        open_with(suite, private, bytes(length), INFO)
