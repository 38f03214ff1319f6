"""What can be wrong with a form's text: a stable code, the line, and what is quoted."""

from dataclasses import dataclass
from typing import Literal

FaultCode = Literal[
    "unknown_fact",
    "forbidden_fact",
    "open_brace",
    "open_bold",
    "open_italic",
    "unknown_section",
    "unknown_head",
    "outside_section",
    "section_twice",
    "head_twice",
    "no_content",
    "not_alone",
    "too_many_signers",
    "too_long",
]


@dataclass(frozen=True)
class Fault:
    """``quoted`` is what stands there, ``hint`` what was probably meant."""

    code: FaultCode
    line: int
    quoted: str = ""
    hint: str = ""


class TemplateError(ValueError):
    """The text is no form; every fault is told at once, in the order of the lines."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(f"{f.line}: {f.code} {f.quoted}".strip() for f in faults))
        self.faults = tuple(faults)
