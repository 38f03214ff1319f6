"""Tables of the encodings that were used before Unicode, and exact conversion both ways."""

import codecs
import re
import unicodedata
from collections.abc import Callable
from functools import cache

from gandan.vietnamese.folding import nfc
from gandan.vietnamese.tones import TONES

# TCVN 5712:1993. Its upper half is what the TCVN3 (ABC) fonts show; those fonts write capitals
# with tones by a second font, so files seldom hold the codes below 0xA0.
_TCVN3 = (
    "01Ú 02Ụ 04Ừ 05Ử 06Ữ 11Ứ 12Ự 13Ỳ 14Ỷ 15Ỹ 16Ý 17Ỵ 80À 81Ả 82Ã 83Á 84Ạ 85Ặ 86Ậ 87È 88Ẻ 89Ẽ 8aÉ "
    "8bẸ 8cỆ 8dÌ 8eỈ 8fĨ 90Í 91Ị 92Ò 93Ỏ 94Õ 95Ó 96Ọ 97Ộ 98Ờ 99Ở 9aỠ 9bỚ 9cỢ 9dÙ 9eỦ 9fŨ a1Ă a2Â "
    "a3Ê a4Ô a5Ơ a6Ư a7Đ a8ă a9â aaê abô acơ adư aeđ afẰ b5à b6ả b7ã b8á b9ạ baẲ bbằ bcẳ bdẵ beắ "
    "bfẴ c0Ắ c1Ầ c2Ẩ c3Ẫ c4Ấ c5Ề c6ặ c7ầ c8ẩ c9ẫ caấ cbậ ccè cdỂ ceẻ cfẽ d0é d1ẹ d2ề d3ể d4ễ d5ế "
    "d6ệ d7ì d8ỉ d9Ễ daẾ dbỒ dcĩ ddí deị dfò e0Ổ e1ỏ e2õ e3ó e4ọ e5ồ e6ổ e7ỗ e8ố e9ộ eaờ ebở ecỡ "
    "edớ eeợ efù f0Ỗ f1ủ f2ũ f3ú f4ụ f5ừ f6ử f7ữ f8ứ f9ự faỳ fbỷ fcỹ fdý feỵ ffỐ"
)
# RFC 1456.
_VISCII = (
    "02Ẳ 05Ẵ 06Ẫ 14Ỷ 19Ỹ 1eỴ 80Ạ 81Ắ 82Ằ 83Ặ 84Ấ 85Ầ 86Ẩ 87Ậ 88Ẽ 89Ẹ 8aẾ 8bỀ 8cỂ 8dỄ 8eỆ 8fỐ 90Ồ "
    "91Ổ 92Ỗ 93Ộ 94Ợ 95Ớ 96Ờ 97Ở 98Ị 99Ỏ 9aỌ 9bỈ 9cỦ 9dŨ 9eỤ 9fỲ a0Õ a1ắ a2ằ a3ặ a4ấ a5ầ a6ẩ a7ậ "
    "a8ẽ a9ẹ aaế abề acể adễ aeệ afố b0ồ b1ổ b2ỗ b3Ỡ b4Ơ b5ộ b6ờ b7ở b8ị b9Ự baỨ bbỪ bcỬ bdơ beớ "
    "bfƯ c0À c1Á c2Â c3Ã c4Ả c5Ă c6ẳ c7ẵ c8È c9É caÊ cbẺ ccÌ cdÍ ceĨ cfỳ d0Đ d1ứ d2Ò d3Ó d4Ô d5ạ "
    "d6ỷ d7ừ d8ử d9Ù daÚ dbỹ dcỵ ddÝ deỡ dfư e0à e1á e2â e3ã e4ả e5ă e6ữ e7ẫ e8è e9é eaê ebẻ ecì "
    "edí eeĩ efỉ f0đ f1ự f2ò f3ó f4ô f5õ f6ỏ f7ọ f8ụ f9ù faú fbũ fcủ fdý feợ ffỮ"
)
# VNI-Windows, by base letter: a mark letter of code page 1252, then what the two make together.
_VNI_MARKED = (
    ("a", "ùáøàûảõãïạêăéắèằúẳüẵëặââáấàầåẩãẫäậ"),
    ("e", "ùéøèûẻõẽïẹâêáếàềåểãễäệ"),
    ("o", "ùóøòûỏõõïọâôáốàồåổãỗäộ"),
    ("ô", "ùớøờûởõỡïợ"),
    ("u", "ùúøùûủõũïụ"),
    ("ö", "ùứøừûửõữïự"),
    ("y", "ùýøỳûỷõỹ"),
)
_VNI_ALONE = "íí ìì æỉ óĩ òị ôơ öư îỵ ñđ"
_NO_BREAK_SPACE = {0xA0: "\xa0"}
_FAULT = "không có trong bảng mã"


@cache
def _single_byte(encoding: str) -> tuple[str, dict[str, int]]:
    """Reading: what each of the 256 bytes means, U+FFFD for nothing; and writing."""
    packed = _TCVN3 if encoding == "tcvn3" else _VISCII
    special = {int(entry[:2], 16): entry[2:] for entry in packed.split(" ")}
    if encoding == "tcvn3":
        # The standard also has the five tones as combining marks.
        special |= _NO_BREAK_SPACE | dict(zip(range(0xB0, 0xB5), TONES, strict=True))
    plain = {byte: chr(byte) for byte in range(128)}
    reading = plain | special
    writing = {letter: byte for byte, letter in reading.items() if letter not in TONES}
    return "".join(reading.get(byte, "\ufffd") for byte in range(256)), writing


@cache
def _vni() -> tuple[dict[str, str], dict[str, str]]:
    """Reading: one or two letters of code page 1252 to a Vietnamese letter; and writing."""
    reading: dict[str, str] = {}
    writing: dict[str, str] = {}
    for base, pairs in (*_VNI_MARKED, *(("", pair) for pair in _VNI_ALONE.split(" "))):
        for mark, letter in zip(pairs[::2], pairs[1::2], strict=True):
            writing[letter], writing[letter.upper()] = base + mark, (base + mark).upper()
            reading[base + mark], reading[(base + mark).upper()] = letter, letter.upper()
            if base:
                # Mixed case is met where the caps key was on for one of the two strokes.
                reading[base.upper() + mark] = letter.upper()
                reading[base + mark.upper()] = letter
    return reading, writing


@cache
def _vni_pattern() -> re.Pattern[str]:
    reading, _ = _vni()
    return re.compile("|".join(sorted(map(re.escape, reading), key=len, reverse=True)))


def _read_single_byte(data: bytes, encoding: str) -> str:
    reading, _ = _single_byte(encoding)
    return nfc(codecs.charmap_decode(data, "replace", reading)[0])


def read_vni_letters(text: str) -> str:
    """Read VNI-Windows that stands as letters of code page 1252, longest group first."""
    reading, _ = _vni()
    return _vni_pattern().sub(lambda match: reading[match[0]], text)


@cache
def _tcvn3_letters() -> dict[int, str]:
    reading, _ = _single_byte("tcvn3")
    letters = {byte: reading[byte] for byte in range(0xA1, 0x100) if byte not in range(0xB0, 0xB5)}
    letters |= {ord(sign): reading[sign.encode("cp1252")[0]] for sign in "ƒ†‡ˆŠŒŽ˜™šœžŸ"}
    # Programs turn the soft hyphen (ư) into a minus sign, and the micro sign (à) into a Greek mu.
    return letters | {0x2212: "ư", 0x03BC: "à"}


def read_tcvn3_letters(text: str) -> str:
    """Read TCVN3 that stands as letters of code page 1252, as its Windows fonts do.

    The quotation marks and dashes of that code page stay; the standard has capitals there.
    """
    return text.translate(_tcvn3_letters())


READERS: dict[str, Callable[[bytes], str]] = {
    "tcvn3": lambda data: _read_single_byte(data, "tcvn3"),
    "vni": lambda data: read_vni_letters(data.decode("cp1252", "replace")),
    "viscii": lambda data: _read_single_byte(data, "viscii"),
    "cp1258": lambda data: nfc(data.decode("cp1258", "replace")),
}


def read(data: bytes, encoding: str) -> str:
    """Read bytes of a legacy encoding as NFC text; bytes that mean nothing become U+FFFD."""
    return READERS[encoding](data)


def write(text: str, encoding: str) -> bytes:
    """Encode ``text`` in one of ``READERS``.

    Raises ``UnicodeEncodeError`` for a character that the encoding does not have, and for one
    that would be read back as another (the letter ï in VNI).
    """
    text = nfc(text)
    out = bytearray()
    for place, letter in enumerate(text):
        piece = _WRITERS[encoding](letter)
        if piece is None:
            raise UnicodeEncodeError(encoding, text, place, place + 1, _FAULT)
        out += piece
    return bytes(out)


def _single_byte_written(letter: str, encoding: str) -> bytes | None:
    _, writing = _single_byte(encoding)
    return bytes([writing[letter]]) if letter in writing else None


def _vni_written(letter: str) -> bytes | None:
    _, writing = _vni()
    if letter in writing:
        return writing[letter].encode("cp1252")
    return None if letter.isalpha() and not letter.isascii() else _in(letter, "cp1252")


def _cp1258(letter: str) -> bytes | None:
    """Code page 1258 has ă â ê ô ơ ư đ composed, and the five tones as combining marks."""
    pieces = unicodedata.normalize("NFD", letter)
    tones = "".join(c for c in pieces if c in TONES)
    rest = nfc("".join(c for c in pieces if c not in TONES))
    return _in(letter, "cp1258") or _in(rest + tones, "cp1258")


def _in(letters: str, codec: str) -> bytes | None:
    try:
        return letters.encode(codec)
    except UnicodeEncodeError:
        return None


_WRITERS: dict[str, Callable[[str], bytes | None]] = {
    "tcvn3": lambda letter: _single_byte_written(letter, "tcvn3"),
    "vni": _vni_written,
    "viscii": lambda letter: _single_byte_written(letter, "viscii"),
    "cp1258": _cp1258,
}
