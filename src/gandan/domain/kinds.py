"""Kinds of submission, channels, and counts that know their unit."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from gandan.vietnamese import fold


class Kind(StrEnum):
    """What is asked for (Law 42/2013/QH13, art. 2; Law 02/2011/QH13; Law 25/2018/QH14)."""

    COMPLAINT = "complaint"
    DENUNCIATION = "denunciation"
    PETITION = "petition"
    REFLECTION = "reflection"
    MIXED = "mixed"
    QUESTION = "question"
    OTHER = "other"

    @property
    def slug(self) -> str:
        """The name used in exchange files."""
        return _KINDS[self][0]

    @property
    def label(self) -> str:
        return _KINDS[self][1]

    @property
    def label_en(self) -> str:
        return _KINDS[self][2]

    @classmethod
    def from_slug(cls, slug: str) -> "Kind":
        """Raises ``ValueError`` for an unknown slug."""
        for kind, (own, *_labels) in _KINDS.items():
            if own == slug:
                return kind
        raise ValueError(f"không có loại đơn {slug}")


_KINDS = {
    Kind.COMPLAINT: ("khieu_nai", "Khiếu nại", "Complaint"),
    Kind.DENUNCIATION: ("to_cao", "Tố cáo", "Denunciation"),
    Kind.PETITION: ("kien_nghi", "Kiến nghị", "Petition"),
    Kind.REFLECTION: ("phan_anh", "Phản ánh", "Reflection"),
    Kind.MIXED: ("khieu_nai_to_cao", "Khiếu nại và tố cáo", "Complaint and denunciation"),
    Kind.QUESTION: ("hoi", "Hỏi, đề nghị giải đáp", "Question"),
    Kind.OTHER: ("khac", "Khác", "Other"),
}

# Kinds that those they are about must not learn of (Law 25/2018/QH14, art. 11.2.c). A letter
# that complains and denounces is one of them until it is split.
KEPT_FROM_ACCUSED = frozenset({Kind.DENUNCIATION, Kind.MIXED})


class Channel(StrEnum):
    """How something was received."""

    POST = "post"
    VISIT = "visit"
    PHONE = "phone"
    APP = "app"
    EMAIL = "email"
    WEB = "web"
    VOTERS = "voters"
    DIALOGUE = "dialogue"
    FRONT = "front"
    PRESS = "press"
    REFERRED = "referred"

    @property
    def label(self) -> str:
        return _CHANNELS[self][0]

    @property
    def label_en(self) -> str:
        return _CHANNELS_EN[self]

    @classmethod
    def from_text(cls, text: str) -> "Channel | None":
        """Read what a file says; None when it is not known, never a guess."""
        return _channel_of(text)


_CHANNELS: dict[Channel, tuple[str, ...]] = {
    Channel.POST: ("Bưu chính", "letter", "buu dien", "thu", "don thu", "don", "qua buu dien"),
    Channel.VISIT: ("Tiếp công dân", "reception", "tiep dan", "truc tiep", "den truc tiep"),
    Channel.PHONE: ("Điện thoại", "hotline", "duong day nong", "goi dien", "call", "1022"),
    Channel.APP: ("Ứng dụng", "ung dung di dong", "ihanoi", "zalo", "mobile"),
    Channel.EMAIL: ("Thư điện tử", "e mail", "mail", "eml"),
    Channel.WEB: ("Trang điện tử", "website", "cong thong tin", "portal", "form", "web form"),
    Channel.VOTERS: ("Tiếp xúc cử tri", "voter", "voters meeting", "cu tri", "txct"),
    Channel.DIALOGUE: ("Đối thoại", "hoi nghi doi thoai"),
    Channel.FRONT: ("Mặt trận, đoàn thể", "mttq", "mat tran", "doan the", "front"),
    Channel.PRESS: ("Báo chí", "bao", "party paper", "newspaper", "party_paper"),
    Channel.REFERRED: ("Cơ quan khác chuyển đến", "chuyen den", "referred", "chuyen don"),
}


@lru_cache(maxsize=1000)
def _channel_of(text: str) -> Channel | None:
    wanted = re.sub(r"[^a-z0-9]+", " ", fold(text)).strip()
    for channel, (label, *others) in _CHANNELS.items():
        if wanted in {channel.value, re.sub(r"[^a-z0-9]+", " ", fold(label)), *others}:
            return channel
    return None


_CHANNELS_EN = {
    Channel.POST: "Post",
    Channel.VISIT: "Citizen reception",
    Channel.PHONE: "Telephone",
    Channel.APP: "Application",
    Channel.EMAIL: "E-mail",
    Channel.WEB: "Website",
    Channel.VOTERS: "Meeting with voters",
    Channel.DIALOGUE: "Dialogue",
    Channel.FRONT: "Fatherland Front and mass organizations",
    Channel.PRESS: "Press",
    Channel.REFERRED: "Referred by another agency",
}


class CountUnit(StrEnum):
    """What is counted; official figures confuse these, so no count goes without one."""

    LETTERS = "letters"
    CASES = "cases"
    VISITS = "visits"
    PEOPLE = "people"
    DELEGATIONS = "delegations"
    CONCERNS = "concerns"

    @property
    def label(self) -> str:
        return _UNITS[self]


_UNITS = {
    CountUnit.LETTERS: "đơn",
    CountUnit.CASES: "vụ việc",
    CountUnit.VISITS: "lượt",
    CountUnit.PEOPLE: "người",
    CountUnit.DELEGATIONS: "đoàn",
    CountUnit.CONCERNS: "vấn đề",
}


class DifferentUnitsError(TypeError):
    """Letters and people cannot be added."""


@dataclass(frozen=True, order=False)
class Count:
    """A number of things of one unit."""

    value: int
    unit: CountUnit

    def __add__(self, other: "Count") -> "Count":
        if self.unit != other.unit:
            raise DifferentUnitsError(f"không cộng {self.unit.label} với {other.unit.label}")
        return Count(self.value + other.value, self.unit)
