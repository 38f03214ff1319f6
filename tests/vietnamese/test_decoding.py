import hashlib
import random
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from gandan.vietnamese import ENCODINGS, decode, encode, legacy, nfc, recover
from gandan.vietnamese.plausibility import COMMON

from .letters import MARKED, vietnamese_text

LEGACY = sorted(legacy.READERS)
LETTER = (
    "Kính gửi Ủy ban nhân dân phường Hòa An. Gia đình tôi ở hẻm 12 đường Lê Lợi. Cống bị nghẽn, "
    "nước thải tràn ra đường, mùi hôi rất khó chịu. Đề nghị phường sớm xử lý."
)


@pytest.mark.parametrize("encoding", LEGACY)
@pytest.mark.parametrize("letter", MARKED)
def test_every_letter_survives_every_encoding(letter, encoding):
    assert legacy.read(legacy.write(letter, encoding), encoding) == letter


@given(vietnamese_text, st.sampled_from(ENCODINGS))
def test_any_text_survives_every_encoding(text, encoding):
    data = encode(text, encoding)
    read = legacy.read(data, encoding) if encoding in LEGACY else data.decode(encoding)
    assert read == text


@given(st.text(max_size=30), st.sampled_from(LEGACY))
def test_writing_is_exact_or_refused(text, encoding):
    try:
        data = encode(text, encoding)
    except UnicodeEncodeError:
        return
    assert legacy.read(data, encoding) == nfc(text)


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("tcvn3", b"C\xabng d\xa9n ph\xad\xeang"),
        ("vni", b"Co\xe2ng da\xe2n ph\xf6\xf4\xf8ng"),
        ("viscii", b"C\xf4ng d\xe2n ph\xdf\xb6ng"),
        ("cp1258", b"C\xf4ng d\xe2n ph\xfd\xf5\xccng"),
    ],
)
def test_known_bytes_are_read(encoding, data):
    assert legacy.read(data, encoding) == "Công dân phường"


@pytest.mark.parametrize(
    ("encoding", "digest"),
    [
        ("viscii", "57116e40cb1edb409d380e573b4b6b25e81b54c2593dd5f6743e841abc5b9806"),
        ("tcvn3", "623885ae51058380e73a6b53ed5af0240dec24c59015158eedb701a8aa8095cd"),
    ],
)
def test_each_byte_means_what_the_iconv_of_glibc_reads(encoding, digest):
    meanings = "".join(legacy.read(bytes([byte]), encoding) for byte in range(256))
    assert hashlib.sha256(meanings.encode()).hexdigest() == digest


def test_one_word_is_no_proof():
    assert decode(encode("đường", "tcvn3")).confidence < 0.6


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", [LETTER, LETTER.upper()], ids=["small", "capital"])
def test_a_letter_is_read_without_being_told_its_encoding(text, encoding):
    found = decode(encode(text, encoding))
    assert (found.encoding, found.text) == (encoding, text)
    assert found.confidence > 0.9


@pytest.mark.parametrize("encoding", LEGACY)
def test_five_common_syllables_are_nearly_always_enough(encoding):
    chance = random.Random(20260101)
    words = sorted(word for word in COMMON if not word.isascii())
    texts = [" ".join(chance.sample(words, 5)) for _ in range(100)]
    right = sum(decode(encode(text, encoding)).text == text for text in texts)
    assert right >= 97


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_settles_it(mark):
    found = decode(LETTER.encode(mark))
    assert found.text == LETTER
    assert found.confidence == 1.0


@pytest.mark.parametrize("data", [b"", b"rac thai ko ai don\n", b"P.12, Q.5"])
def test_plain_ascii_is_certain(data):
    found = decode(data)
    assert (found.text, found.encoding, found.confidence) == (data.decode(), "utf-8", 1.0)


def test_decomposed_utf8_is_composed():
    assert decode(unicodedata.normalize("NFD", LETTER).encode()).text == LETTER


def test_a_cut_utf8_file_is_still_utf8():
    found = decode(LETTER.encode()[:-1] + b"\xe1\xbb")
    assert found.encoding == "utf-8"
    assert found.text.startswith(LETTER[:-1])
    assert found.confidence < 1


@pytest.mark.parametrize(
    "data",
    [
        "Une école à côté du théâtre, été".encode("latin-1"),
        b"\x80\x81\xff\xfe\x00\x01\x02",
        b"\xe9",
    ],
    ids=["French", "binary", "one byte"],
)
def test_what_is_not_known_is_said(data):
    assert decode(data).confidence < 0.5


@given(st.binary(max_size=200))
def test_any_bytes_are_read_without_failing(data):
    found = decode(data)
    assert 0 <= found.confidence <= 1
    assert found.text == nfc(found.text)


def test_capitals_of_the_old_capital_font_are_raised():
    data = b"TH\xb5NH PH\xe8 H\xb5 N\xe9I, ng\xb5y 20, \x93ph\xad\xeang H\xb5 An\x94"
    assert decode(data).text == "THÀNH PHỐ HÀ NỘI, ngày 20, “phường Hà An”"


def _pasted(text, encoding):
    data = encode(text, encoding)
    return "".join(chr(b) if 0x80 <= b < 0xA0 else bytes([b]).decode("cp1252") for b in data)


@pytest.mark.parametrize("encoding", ["tcvn3", "vni", "utf-8"])
def test_text_pasted_from_an_old_font_is_recovered(encoding):
    found = recover(_pasted(LETTER.replace("Ủ", "U"), encoding))
    assert found is not None
    assert (found.encoding, found.text) == (encoding, LETTER.replace("Ủ", "U"))
    assert found.confidence > 0.9


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("C«ng d©n", "Công dân"),
        ("Coâng daân", "Công dân"),
        ("ng-êi d©n ®Ò nghÞ tr-êng", "người dân đề nghị trường"),
        ("C¤NG D¢N THµNH PHè", "CÔNG DÂN THÀNH PHỐ"),
    ],
)
def test_old_fonts_are_known_by_few_words(pasted, meant):
    found = recover(pasted)
    assert found is not None
    assert found.text == meant


def test_only_the_lines_in_an_old_font_change():
    found = recover("Kính gửi Ủy ban phường\nC«ng d©n ®Ò nghÞ gi¶i quyÕt\nXin cảm ơn")
    assert found is not None
    assert found.text == "Kính gửi Ủy ban phường\nCông dân đề nghị giải quyết\nXin cảm ơn"


@pytest.mark.parametrize(
    "text",
    [
        LETTER,
        "café",
        "Une école à côté du théâtre",
        "tiem cat da",
        "Toi co nhieu thac mac vøi chi nhanh ngan hang tai q tan binh mø 2 lan roi",
        "1 500 € ± 20 °C",
        "Ünïcödé naïve façade",
        "",
    ],
)
def test_sound_text_is_left_alone(text):
    assert recover(text) is None


@given(vietnamese_text, st.integers(0, 3))
def test_utf8_is_never_taken_for_another(text, spaces):
    assume(sum(letter in MARKED for letter in text) > 3)
    assert decode((" " * spaces + text).encode()).text == " " * spaces + text
