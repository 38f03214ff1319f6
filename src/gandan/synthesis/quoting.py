"""Which sentences of a letter may be shown: no person, no contact, no form, no quoted answer."""

import re
from dataclasses import dataclass

from gandan.synthesis.corpus import Corpus
from gandan.synthesis.names import CAPITAL, WORD
from gandan.synthesis.naming import opens_a_name
from gandan.vietnamese import fold, sentences

SHORTEST, LONGEST = 5, 70
# What makes a sentence formal stands in so many of its first characters.
_OPENING = 80
_REPLY = re.compile(r"\[\s*tr[ảa] l[ờo]i|^\s*tr[ảa] l[ờo]i\s*:", re.IGNORECASE | re.MULTILINE)
_CONTACT = re.compile(
    r"\d[\d .\-]{7,}\d|\S+@\S+|\b\d{2}[A-ZĐ]\d?[- ]?\d{3}[.\d]*|https?://|\b\d{9}(?:\d{3})?\b"
)
# Without one of these signs there is no contact, and without such a word nobody is named: most
# sentences are cleared by this alone.
_MAY_BE_CONTACT = re.compile(r"[\d@]|://")
_MAY_BE_NAME = re.compile(rf"\s[{CAPITAL}]")
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
# Family names; streets are called after people, so what stands before decides.
_FAMILY = re.compile(
    r"\b(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đinh|Trịnh|Đoàn|"
    r"Mai|Tô|Trương|Lâm|Phùng|Cao|Tạ|Hà|Lương|Thái|Châu|Vương|Quách|Đào|Chu|Tống|La|Kiều|Mạc)"
    rf"(?:\s+{WORD}){{1,3}}"
)
# "Hai Bà Trưng, Ngô Quyền": a list of streets; "Hòa Hiệp Nam" after a part of a name.
_OF = frozenset({"-", "–", "và"})
_BEHIND_A_NUMBER = re.compile(rf"\d[\d/]*[{CAPITAL}]?$")


@dataclass(frozen=True)
class Sentence:
    """``text == source_text[start:end]``, counted in code points of the NFC text.

    ``shared`` is the share of the letters' wordings that say the same, in [0, 1].
    """

    text: str
    letter: int
    start: int
    end: int
    shared: float = 0.0


def quotable(corpus: Corpus, letter: int) -> list[Sentence]:
    """Sentences of a letter that may be shown: no person, no contact, no form, no answer."""
    text = corpus.texts[letter]
    reply = _REPLY.search(text)
    end_of_own = reply.start() if reply else len(text)
    found = []
    for start, end in sentences(text):
        piece = text[start:end]
        if end > end_of_own or not SHORTEST <= len(piece.split()) <= LONGEST:
            continue
        if not _only_a_place(piece, text, start, corpus.places[letter]) and not _private(piece):
            found.append(Sentence(piece, letter, start, end))
    return found


def _only_a_place(piece: str, text: str, start: int, place: str) -> bool:
    """Whether a line says where and nothing else, as the first line of many notes does."""
    if len(piece) <= len(place) and fold(piece) in fold(place):
        return True
    if start or text[len(piece) : len(piece) + 1] not in {"\n", ""}:
        return False
    words = piece.split()
    capitals = sum(1 for word in words if not word[:1].islower())
    return len(words) <= 12 and 2 * capitals >= len(words)


def _private(piece: str) -> bool:
    if _MAY_BE_CONTACT.search(piece) and _CONTACT.search(piece):
        return True
    if _FORMAL.match(fold(piece.strip(" -–•*\"'")[:_OPENING])):
        return True
    return _MAY_BE_NAME.search(piece) is not None and bool(
        _PERSON.search(piece) or _UNDIACRITIC_PERSON.search(piece) or _names_somebody(piece)
    )


def _names_somebody(piece: str) -> bool:
    """A family name with given names that is not the name of a street, school or ward."""
    for found in _FAMILY.finditer(piece):
        before = piece[: found.start()].rstrip(' “"(').split()
        if not before or not (
            _BEHIND_A_NUMBER.search(before[-1]) or opens_a_name(before[-1]) or before[-1] in _OF
        ):
            return True
    return False
