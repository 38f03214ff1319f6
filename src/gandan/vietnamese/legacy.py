"""Tables of the encodings that were used before Unicode, and exact conversion both ways."""

import unicodedata
from functools import cache

_TCVN3 = (
    "01Ú 02Ụ 04Ừ 05Ử 06Ữ 11Ứ 12Ự 13Ỳ 14Ỷ 15Ỹ 16Ý 17Ỵ 80À 81Ả 82Ã 83Á 84Ạ 85Ặ 86Ậ 87È 88Ẻ 89Ẽ 8aÉ "
    "8bẸ 8cỆ 8dÌ 8eỈ 8fĨ 90Í 91Ị 92Ò 93Ỏ 94Õ 95Ó 96Ọ 97Ộ 98Ờ 99Ở 9aỠ 9bỚ 9cỢ 9dÙ 9eỦ 9fŨ a1Ă a2Â "
    "a3Ê a4Ô a5Ơ a6Ư a7Đ a8ă a9â aaê abô acơ adư aeđ afẰ b5à b6ả b7ã b8á b9ạ baẲ bbằ bcẳ bdẵ beắ "
    "bfẴ c0Ắ c1Ầ c2Ẩ c3Ẫ c4Ấ c5Ề c6ặ c7ầ c8ẩ c9ẫ caấ cbậ ccè cdỂ ceẻ cfẽ d0é d1ẹ d2ề d3ể d4ễ d5ế "
    "d6ệ d7ì d8ỉ d9Ễ daẾ dbỒ dcĩ ddí deị dfò e0Ổ e1ỏ e2õ e3ó e4ọ e5ồ e6ổ e7ỗ e8ố e9ộ eaờ ebở ecỡ "
    "edớ eeợ efù f0Ỗ f1ủ f2ũ f3ú f4ụ f5ừ f6ử f7ữ f8ứ f9ự faỳ fbỷ fcỹ fdý feỵ ffỐ"
)
_VISCII = (
    "02Ẳ 05Ẵ 06Ẫ 14Ỷ 19Ỹ 1eỴ 80Ạ 81Ắ 82Ằ 83Ặ 84Ấ 85Ầ 86Ẩ 87Ậ 88Ẽ 89Ẹ 8aẾ 8bỀ 8cỂ 8dỄ 8eỆ 8fỐ 90Ồ "
    "91Ổ 92Ỗ 93Ộ 94Ợ 95Ớ 96Ờ 97Ở 98Ị 99Ỏ 9aỌ 9bỈ 9cỦ 9dŨ 9eỤ 9fỲ a0Õ a1ắ a2ằ a3ặ a4ấ a5ầ a6ẩ a7ậ "
    "a8ẽ a9ẹ aaế abề acể adễ aeệ afố b0ồ b1ổ b2ỗ b3Ỡ b4Ơ b5ộ b6ờ b7ở b8ị b9Ự baỨ bbỪ bcỬ bdơ beớ "
    "bfƯ c0À c1Á c2Â c3Ã c4Ả c5Ă c6ẳ c7ẵ c8È c9É caÊ cbẺ ccÌ cdÍ ceĨ cfỳ d0Đ d1ứ d2Ò d3Ó d4Ô d5ạ "
    "d6ỷ d7ừ d8ử d9Ù daÚ dbỹ dcỵ ddÝ deỡ dfư e0à e1á e2â e3ã e4ả e5ă e6ữ e7ẫ e8è e9é eaê ebẻ ecì "
    "edí eeĩ efỉ f0đ f1ự f2ò f3ó f4ô f5õ f6ỏ f7ọ f8ụ f9ù faú fbũ fcủ fdý feợ ffỮ"
)
# VNI-Windows: a base letter followed by a mark letter of code page 1252, or one letter alone.
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


def _table(packed: str) -> dict[int, str]:
    return {int(entry[:2], 16): entry[2:] for entry in packed.split(" ")}


@cache
def _single_byte(encoding: str) -> tuple[dict[int, str], dict[str, int]]:
    special = _table(_TCVN3 if encoding == "tcvn3" else _VISCII)
    reading = {byte: chr(byte) for byte in range(128)} | special
    return reading, {letter: byte for byte, letter in reading.items()}


@cache
def _vni() -> tuple[dict[str, str], dict[str, str]]:
    """Reading: one or two letters of code page 1252 to a Vietnamese letter; and writing."""
    reading: dict[str, str] = {}
    for base, pairs in _VNI_MARKED:
        for mark, letter in zip(pairs[::2], pairs[1::2], strict=True):
            reading[base + mark] = letter
            reading[base.upper() + mark.upper()] = letter.upper()
            # A capital at the head of a word often keeps a small mark letter.
            reading.setdefault(base.upper() + mark, letter.upper())
    for mark, letter in (pair for pair in _VNI_ALONE.split(" ")):
        reading[mark], reading[mark.upper()] = letter, letter.upper()
    writing: dict[str, str] = {}
    for written, letter in reading.items():
        if letter not in writing or written.isupper() or written.islower():
            writing[letter] = written
    return reading, writing


def read_single_byte(data: bytes, encoding: str) -> str:
    """Read TCVN3 or VISCII; bytes that mean nothing become U+FFFD."""
    reading, _ = _single_byte(encoding)
    return "".join(reading.get(byte, "\ufffd") for byte in data)


def read_vni(data: bytes) -> str:
    """Read VNI-Windows: the longest letter group first."""
    text = data.decode("cp1252", "replace")
    reading, _ = _vni()
    out: list[str] = []
    position = 0
    while position < len(text):
        pair = text[position : position + 2]
        if pair in reading:
            out.append(reading[pair])
            position += 2
            continue
        out.append(reading.get(pair[0], pair[0]))
        position += 1
    return "".join(out)


def read_cp1258(data: bytes) -> str:
    return unicodedata.normalize("NFC", data.decode("cp1258", "replace"))


def write(text: str, encoding: str) -> bytes:
    """Encode NFC ``text`` in one of tcvn3, viscii, vni, cp1258.

    Raises ``UnicodeEncodeError`` for a character that the encoding does not have.
    """
    text = unicodedata.normalize("NFC", text)
    if encoding == "cp1258":
        return "".join(map(_for_cp1258, text)).encode("cp1258")
    if encoding == "vni":
        _, writing = _vni()
        return "".join(writing.get(letter, letter) for letter in text).encode("cp1252")
    _, table = _single_byte(encoding)
    for place, letter in enumerate(text):
        if letter not in table:
            raise UnicodeEncodeError(encoding, text, place, place + 1, "không có trong bảng mã")
    return bytes(table[letter] for letter in text)


def _for_cp1258(letter: str) -> str:
    """Code page 1258 has â ă ê ô ơ ư đ composed, and the five tones as combining marks."""
    try:
        letter.encode("cp1258")
    except UnicodeEncodeError:
        pieces = unicodedata.normalize("NFD", letter)
        tones = "".join(c for c in pieces if c in "\u0300\u0301\u0303\u0309\u0323")
        rest = "".join(c for c in pieces if c not in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", rest) + tones
    return letter
