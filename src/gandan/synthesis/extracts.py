"""One to five sentences that together say what the letters of a concern say.

Sentences are chosen, never written: each stands word for word in its letter. Those with a
person's name, number or address of contact are left out, so are greetings and quoted answers.

References
----------
Carbonell, J. and Goldstein, J. (1998). The use of MMR. SIGIR, 335-336.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from gandan.synthesis.corpus import Corpus
from gandan.synthesis.names import WORD
from gandan.vietnamese import fold, sentences, syllables

MOST = 5
READ = 60
SHORTEST, LONGEST = 5, 70
ENOUGH = 0.06
SHARED = 0.15
_REPLY = re.compile(r"\[\s*tr[ảa] l[ờo]i|^\s*tr[ảa] l[ờo]i\s*:", re.IGNORECASE | re.MULTILINE)
_CONTACT = re.compile(
    r"\d[\d .\-]{7,}\d|\S+@\S+|\b\d{2}[A-ZĐ]\d?[- ]?\d{3}[.\d]*|https?://|\b\d{9}(?:\d{3})?\b"
)
_PERSON = re.compile(
    r"\b(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]ô|[Cc]hú|[Bb]ác|[Cc]ụ|[Ee]m|[Tt]ên là|[Hh]ọ và tên|[Hh]ọ tên|[Tt]ôi là|[Tt]ôi tên|[Mm]ột người tên)"
    rf"\s*:?\s+{WORD}"
)
_UNDIACRITIC_PERSON = re.compile(
    r"\b(?:[Tt]oi ten|[Tt]en la|[Hh]o ten|[Oo]ng|[Bb]a)\s+[A-Z][a-z]+ [A-Z]"
)
_FORMAL = re.compile(
    r"^(?:cong hoa xa hoi|doc lap\W+tu do|don (?:phan anh|kien nghi|khieu nai|to cao|de nghi)|kinh gui|dong kinh gui|"
    r"(?:toi|chung toi) (?:xin )?(?:tran trong |chan thanh )?cam on|xin (?:tran trong |chan thanh )?cam on|tran trong|tran trong cam on|"
    r"(?:nguoi|kinh) (?:viet don|don|lam don)|ky ten|ngay \d+|(?:toi|em) (?:ten|la)|dia chi|so dien thoai|dien thoai|"
    r"noi gui|nguoi gui|can cuoc|cmnd|cccd|thay mat|chuyen tiep|gui lai|minh ha, ngay)"
)


@dataclass(frozen=True)
class Sentence:
    """``text == source_text[start:end]``, counted in code points of the NFC text."""

    text: str
    letter: int
    start: int
    end: int


def extract(corpus: Corpus, letters: Sequence[int], *, most: int = MOST) -> list[Sentence]:
    """Choose up to ``most`` sentences of ``letters`` that cover what they have in common."""
    readable = [i for i in letters if not corpus.damaged[i]]
    # Letters of one text would outvote the rest: each wording speaks once.
    chosen_letters = list({corpus.words.of(i).tobytes(): i for i in reversed(readable)}.values())
    candidates = [
        sentence
        for i in sorted(chosen_letters, key=lambda i: corpus.ids[i])[:READ]
        for sentence in quotable(corpus, i)
    ]
    if not candidates:
        return []
    bags = [set(_pairs(sentence.text)) for sentence in candidates]
    support = Counter(pair for bag in bags for pair in bag)
    shared = {pair: count for pair, count in support.items() if count > 1}
    enough = sum(shared.values()) >= SHARED * sum(support.values())
    value = shared if enough else dict(support)
    return _cover(candidates, bags, value, most)


def _cover(
    candidates: list[Sentence], bags: list[set[str]], value: dict[str, int], most: int
) -> list[Sentence]:
    """Greedy: the sentence that adds most for its length; stop when little is added."""
    total = float(sum(value.values()))
    left = dict(value)
    picked: list[int] = []
    while len(picked) < most and left:
        gains = np.array(
            [
                0.0
                if i in picked
                else sum(left.get(pair, 0) for pair in bag) / (len(bag) + 8) ** 0.6
                for i, bag in enumerate(bags)
            ]
        )
        best = int(np.argmax(gains))
        added = sum(left.get(pair, 0) for pair in bags[best])
        if gains[best] <= 0 or (picked and added < ENOUGH * total):
            break
        picked.append(best)
        for pair in bags[best]:
            left.pop(pair, None)
    return [candidates[i] for i in picked]


def quotable(corpus: Corpus, letter: int) -> list[Sentence]:
    """Sentences of a letter that may be shown: no person, no contact, no form, no answer."""
    text = corpus.texts[letter]
    reply = _REPLY.search(text)
    end_of_own = reply.start() if reply else len(text)
    found = []
    for start, end in sentences(text):
        piece = text[start:end]
        if _only_a_place(piece, text, start, corpus.places[letter]):
            continue
        if end <= end_of_own and SHORTEST <= len(piece.split()) <= LONGEST and not _private(piece):
            found.append(Sentence(piece, letter, start, end))
    return found


def _only_a_place(piece: str, text: str, start: int, place: str) -> bool:
    """Whether a line says where and nothing else, as the first line of many notes does."""
    if place and fold(piece) in fold(place):
        return True
    ends_line = text[start + len(piece) : start + len(piece) + 1] in {"\n", ""}
    capitals = sum(1 for word in piece.split() if not word[:1].islower())
    return (
        start == 0 and ends_line and len(piece.split()) <= 12 and 2 * capitals >= len(piece.split())
    )


def _private(piece: str) -> bool:
    return bool(
        _CONTACT.search(piece)
        or _PERSON.search(piece)
        or _UNDIACRITIC_PERSON.search(piece)
        or _FORMAL.search(fold(piece).strip(" -–•*\"'"))
    )


def _pairs(text: str) -> list[str]:
    words = syllables(text)
    return [f"{a} {b}" for a, b in pairwise(words)]
