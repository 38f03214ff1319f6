"""Numbers and codes that people read aloud and type."""

import hashlib
from itertools import count
from operator import mul

# No 0, O, 1, I, L: they are mistaken for each other. 31 characters and a check character.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
TRACKING_LENGTH = 26
# Two characters at a time, the lower digit first: an import asks for a code for each letter.
_PAIRS = [low + high for high in ALPHABET for low in ALPHABET]
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_MISREAD = str.maketrans({"O": "Q", "0": "Q", "1": "J", "I": "J", "L": "J"})


class CodeError(ValueError):
    """What was typed is no tracking code."""


def tracking_code(randomness: bytes) -> str:
    """Return a code of 26 characters and a check character, in groups of four or less.

    26 characters of 31 carry 128 bits. ``randomness``: at least 17 secret random bytes.
    """
    if len(randomness) < 17:
        raise ValueError("a tracking code needs 17 random bytes")
    number = int.from_bytes(hashlib.sha256(randomness).digest())
    pairs = []
    for _ in range(TRACKING_LENGTH // 2):
        number, index = divmod(number, len(_PAIRS))
        pairs.append(_PAIRS[index])
    body = "".join(pairs)
    return _grouped(body + _check(body))


def read_tracking_code(typed: str) -> str:
    """Return the code in its written form from what a person typed.

    Raises ``CodeError`` when its length or check character is wrong.
    """
    body = "".join(c for c in typed.upper() if c.isalnum()).translate(_MISREAD)
    if len(body) != TRACKING_LENGTH + 1 or any(c not in ALPHABET for c in body):
        raise CodeError("Mã theo dõi gồm 27 chữ và số. Kiểm tra lại trên giấy biên nhận.")
    if _check(body[:-1]) != body[-1]:
        raise CodeError("Mã theo dõi gõ nhầm một chữ. Kiểm tra lại trên giấy biên nhận.")
    return _grouped(body)


def register_code(prefix: str, year: int, number: int) -> str:
    """Return a number of the register such as Đ-26-000123."""
    return f"{prefix}-{year % 100:02d}-{number:06d}"


def _check(body: str) -> str:
    """Weighted sum modulo the prime 31: finds every single slip and swap of neighbours."""
    total = sum(map(mul, count(1), map(_VALUES.__getitem__, body)))
    return ALPHABET[total % len(ALPHABET)]


def _grouped(code: str) -> str:
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))
