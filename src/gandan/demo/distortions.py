"""How copies differ: slips of the pen, a header, dropped marks, other order, forwarding."""

import random
from functools import cache

from gandan.demo import phrases
from gandan.vietnamese import fold

NOTES = (
    "Chuyển tiếp đơn của công dân để xem xét theo thẩm quyền.\n",
    "Gửi lại lần 2 vì chưa nhận được trả lời.\n",
    "Đồng kính gửi: Ban Tuyên giáo và Dân vận Thành ủy; Ủy ban Mặt trận Tổ quốc.\n",
)


def distort(text: str, rng: random.Random) -> str:
    """One of five ways in which a near copy differs from its letter."""
    way = rng.randrange(5)
    if way == 0:
        return misspell(text, rng, rng.choice((0.05, 0.1, 0.2)))
    if way == 1:
        return rng.choice(NOTES) + text
    if way == 2:
        return without_marks(text)
    if way == 3:
        return reorder(text, rng)
    return misspell(without_marks(text), rng, 0.08)


def misspell(text: str, rng: random.Random, share: float) -> str:
    """Change about ``share`` of the words by one slip each: a letter lost, doubled or swapped."""
    words = text.split(" ")
    for i, word in enumerate(words):
        if len(word) > 2 and word.isalpha() and rng.random() < share:
            place = rng.randrange(1, len(word) - 1)
            way = rng.randrange(3)
            if way == 0:
                words[i] = word[:place] + word[place + 1 :]
            elif way == 1:
                words[i] = word[:place] + word[place] + word[place:]
            else:
                words[i] = word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
    return " ".join(words)


def reorder(text: str, rng: random.Random) -> str:
    """Put the sentences of the longest line in another order."""
    lines = text.split("\n")
    longest = max(range(len(lines)), key=lambda i: len(lines[i]))
    pieces = [piece.strip() for piece in lines[longest].split(". ") if piece.strip()]
    rng.shuffle(pieces)
    lines[longest] = ". ".join(piece.rstrip(".") for piece in pieces) + "."
    return "\n".join(lines)


def without_marks(text: str) -> str:
    """The text as typed without diacritics; capitals stay."""
    return text.translate(_plain())


@cache
def _plain() -> dict[int, str]:
    table = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        letter = chr(code)
        folded = fold(letter)
        if folded != letter and folded.isascii():
            table[code] = folded.upper() if letter.isupper() else folded
    return table


def shorten(text: str, rng: random.Random) -> str:
    """Some words in the shorthand of messages."""
    for word, short in phrases.SHORT_FORMS:
        if rng.random() < 0.7:
            text = text.replace(f" {word} ", f" {short} ")
    return text
