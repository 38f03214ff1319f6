"""What a check finds: a rule, a place, what is written, what it should be, what to do."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    REMARK = "remark"

    @property
    def weight(self) -> int:
        return ("remark", "warning", "error").index(self.value)


@dataclass(frozen=True)
class Finding:
    """``start`` and ``end`` are code points of the NFC text, from the first figure (or word)
    that the finding is about to the last; ``marks`` are the spans of each of them, ``focus``
    the one that is most likely wrong."""

    rule: str
    severity: Severity
    start: int
    end: int
    message: str
    message_en: str
    expected: str = ""
    found: str = ""
    suggestion: str = ""
    suggestion_en: str = ""
    marks: tuple[tuple[int, int], ...] = field(default=())
    focus: tuple[int, int] | None = None
    id: str = ""

    def as_row(self) -> dict[str, Any]:
        """The row of exchange files."""
        return {
            "id": self.id,
            "rule": self.rule,
            "severity": self.severity.value,
            "start": self.start,
            "end": self.end,
            "message": self.message,
            "expected": self.expected,
            "found": self.found,
            "suggestion": self.suggestion,
            "message_en": self.message_en,
            "suggestion_en": self.suggestion_en,
            "marks": [list(mark) for mark in self.marks],
            "focus": list(self.focus or (self.start, self.end)),
        }
