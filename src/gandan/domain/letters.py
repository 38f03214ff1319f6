"""Numbers that the law sets for letters: joint letters, representatives, guiding once.

The reply to a joint letter goes to its representatives, who make it known to all; signers are
counted, never listed in an export.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from gandan.domain.flags import Flag
from gandan.domain.kinds import Kind
from gandan.domain.provisions import Provision, ProvisionError, provision_fields, shipped_rows


@dataclass(frozen=True, kw_only=True)
class LegalNumber(Provision):
    name: str
    name_en: str
    value: int
    unit: str


class LegalNumbers:
    """The numbers in force on any day."""

    def __init__(self, rows: Iterable[LegalNumber]) -> None:
        self.rows = tuple(rows)

    def on(self, code: str, day: date) -> int:
        """Raises ``KeyError`` when no row of this code is in force."""
        for row in self.rows:
            if row.code == code and row.in_force(day):
                return row.value
        raise KeyError(f"{code} {day}")


def is_joint(signers: int, day: date, numbers: LegalNumbers | None = None) -> bool:
    return signers >= (numbers or shipped_numbers()).on("joint_from", day)


def representative_faults(
    people: int, representatives: int, day: date, numbers: LegalNumbers | None = None
) -> list[str]:
    """What is wrong with the number of representatives of a group, in words.

    Up to ten people send one or two, more people up to five (Law 42/2013/QH13, art. 29).
    """
    law = numbers or shipped_numbers()
    many = people > law.on("few_up_to", day)
    most = law.on("representatives_many" if many else "representatives_few", day)
    if people < 2:
        return [] if representatives <= people else ["Một người thì không có người đại diện."]
    if representatives < 1:
        return ["Nhóm người phải cử người đại diện bằng văn bản có chữ ký của mọi người."]
    if representatives > min(most, people):
        return [f"{people} người được cử nhiều nhất {min(most, people)} người đại diện."]
    return []


def handling_faults(kind: Kind, flags: Iterable[Flag]) -> list[str]:
    """Why a letter of the same content may not be guided or referred again, in words."""
    standing = set(flags)
    faults = []
    if kind == Kind.COMPLAINT and Flag.GUIDED_BEFORE in standing:
        faults.append("Nội dung khiếu nại này đã được hướng dẫn một lần.")
    if kind == Kind.DENUNCIATION and Flag.REFERRED_BEFORE in standing:
        faults.append("Nội dung tố cáo này đã được chuyển một lần.")
    return faults


def superior_decides(returns: int, day: date, numbers: LegalNumbers | None = None) -> bool:
    """Whether a letter was returned so often that the common superior must name the body."""
    return returns >= (numbers or shipped_numbers()).on("returns_most", day)


def number_from(row: Mapping[str, Any]) -> LegalNumber:
    """Raises ``ProvisionError``."""
    fields = provision_fields(row)
    try:
        return LegalNumber(
            **fields,
            name=row["name"],
            name_en=row["name_en"],
            value=int(row["value"]),
            unit=row["unit"],
        )
    except (KeyError, ValueError) as error:
        raise ProvisionError(f"{fields['code']}: {error}") from error


@cache
def shipped_numbers() -> LegalNumbers:
    return LegalNumbers(number_from(row) for row in shipped_rows("letters", "number"))
