"""Key files: the private half only under its passphrase, the public one only unchanged."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gandan.sealed.key_files import (
    Cost,
    KeyFileError,
    WeakPassphraseError,
    WrongPassphraseError,
    public_of_private,
    read_private,
    read_public,
    write_private,
    write_public,
)
from gandan.sealed.keys import Body, make_key
from gandan.sealed.suites import Suite

from .makers import CHEAP, PASSPHRASE


@pytest.fixture(scope="module")
def key():
    return make_key("Trần Thị Thử", Body.RECEIVING, Suite.X25519)


@pytest.mark.parametrize("suite", Suite)
@pytest.mark.parametrize("body", Body)
def test_a_key_comes_back_from_its_files(suite, body):
    made = make_key("Trần Thị Thử", body, suite)
    text = write_private(made, PASSPHRASE, CHEAP)
    found = read_private(text, PASSPHRASE)
    assert (found.public, found.sealing, found.signing) == (made.public, made.sealing, made.signing)
    assert public_of_private(text) == made.public
    assert read_public(write_public(made)) == made.public


def test_the_private_file_holds_no_private_half(key):
    text = write_private(key, PASSPHRASE, CHEAP)
    assert key.sealing.hex() not in text
    assert key.signing.hex() not in text


def test_the_same_words_from_another_keyboard_open_it(key):
    text = write_private(key, "mật khẩu năm từ dài", CHEAP)
    import unicodedata

    typed = " " + unicodedata.normalize("NFD", "mật khẩu năm từ dài") + "\n"
    assert read_private(text, typed).public == key.public


@pytest.mark.parametrize("wrong", ["", "khác hẳn, mười sáu ký tự", PASSPHRASE.upper()])
def test_another_passphrase_does_not_open_it(key, wrong):
    with pytest.raises(WrongPassphraseError):
        read_private(write_private(key, PASSPHRASE, CHEAP), wrong)


def test_a_short_passphrase_is_refused(key):
    with pytest.raises(WeakPassphraseError):
        write_private(key, "mười lăm ký tự", CHEAP)


def test_every_field_of_the_private_file_is_protected(key):
    plain = json.loads(write_private(key, PASSPHRASE, CHEAP))
    other = make_key("Người khác", Body.OVERSEEING, Suite.X25519)
    changes = {
        "public": other.public.as_plain(),
        "salt": "00" * 16,
        "memory_kib": 16,
        "passes": 2,
        "sealed": "00" + plain["sealed"][2:],
    }
    for name, value in changes.items():
        with pytest.raises(WrongPassphraseError):
            read_private(json.dumps(plain | {name: value}), PASSPHRASE)


@pytest.mark.parametrize(
    "change",
    [
        {"memory_kib": 2**31},
        {"passes": 10**6},
        {"lanes": 0},
        {"memory_kib": "1"},
        {"form": "khác"},
        {"salt": "xyz"},
        {"public": {}},
        {"more": 1},
    ],
)
def test_a_file_cannot_make_the_station_work_without_end(key, change):
    plain = json.loads(write_private(key, PASSPHRASE, CHEAP))
    with pytest.raises(KeyFileError):
        read_private(json.dumps(plain | change), PASSPHRASE)


@given(st.text(max_size=200))
def test_other_text_is_no_key_file(text):
    for read in (read_public, public_of_private):
        with pytest.raises(KeyFileError):
            read(text)


def test_every_changed_sign_of_the_public_file_is_found(key):
    text = write_public(key)
    for at in range(len(text) - 1):
        changed = text[:at] + ("0" if text[at] != "0" else "1") + text[at + 1 :]
        with pytest.raises(KeyFileError):
            read_public(changed)


def test_the_cost_of_a_guess_is_the_one_that_was_decided():
    assert Cost() == Cost(memory_kib=131_072, passes=3, lanes=1)
