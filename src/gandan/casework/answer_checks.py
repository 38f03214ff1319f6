"""Does an answer say what was found, who decided, by when it is done, and what proves it?

The parts that a form asks for are looked at here; whether the words say something is judged by
``gandan.substance``: nothing found, only a plan, a promise without a day, merely passed on,
an answer to another question.
"""

from typing import Any

from gandan.casework.models import Answer
from gandan.core.language import localized
from gandan.domain.dates import format_date
from gandan.substance import check_answer

VERSION = 2
# Code -> what is missing, in both languages; these stop an answer.
MISSING = {
    "nothing_said": ("Chưa nói đã kiểm tra và thấy gì.", "It does not say what was found."),
    "no_decider": ("Chưa nói ai quyết định.", "It does not say who decided."),
    "promise_without_day": (
        "Hứa làm nhưng chưa ghi ngày xong.",
        "It promises a measure without a day.",
    ),
    "day_without_measure": (
        "Hẹn ngày xong nhưng chưa nói làm gì.",
        "It names a day but no measure.",
    ),
}
UNPROVEN = (
    "Chưa có ảnh hoặc tài liệu chứng minh điều đã thấy, đã làm.",
    "No picture or paper proves what was found or done.",
)


def check(answer: Answer, question: str, *, proofs: int) -> tuple[list[dict[str, Any]], bool]:
    """What is wrong with an answer, and whether it may go out.

    Each finding is {"code", "words", "words_en", "hard", "version"}; a hard one stops the answer.
    """
    rows = [_row(code, *MISSING[code], hard=True) for code in _missing(answer)]
    for found in check_answer(question, as_text(answer)):
        rows.append(_row(found.rule, found.message, found.message_en, hard=True))
    if not proofs and answer.promised_for is None:
        rows.append(_row("no_proof", *UNPROVEN, hard=False))
    return rows, not any(row["hard"] for row in rows)


def as_text(answer: Answer) -> str:
    """The answer as the sender will read it."""
    parts = [answer.found.strip()]
    measure = answer.measure.strip().rstrip(".")
    if measure and answer.promised_for:
        measure += f", xong trước ngày {format_date(answer.promised_for)}"
    parts.append(measure)
    return "\n".join(f"{part.rstrip('.')}." for part in parts if part)


def words_of(row: dict[str, Any]) -> str:
    """A finding in the language of the page."""
    return localized(row["words"], row.get("words_en", row["words"]))


def _row(code: str, words: str, words_en: str, *, hard: bool) -> dict[str, Any]:
    return {
        "code": code,
        "words": words,
        "words_en": words_en,
        "hard": hard,
        "version": VERSION,
    }


def _missing(answer: Answer) -> list[str]:
    codes = []
    if not answer.found.strip():
        codes.append("nothing_said")
    if not answer.decided_by.strip():
        codes.append("no_decider")
    if answer.measure.strip() and answer.promised_for is None:
        codes.append("promise_without_day")
    if answer.promised_for and not answer.measure.strip():
        codes.append("day_without_measure")
    return codes
