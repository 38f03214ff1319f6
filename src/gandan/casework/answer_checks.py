"""Does an answer say what was found, who decided, by when it is done, and what proves it?"""

from typing import Any

from gandan.casework.models import Answer
from gandan.domain.dates import format_date

VERSION = 1


def check(answer: Answer, *, proofs: int) -> tuple[list[dict[str, Any]], bool]:
    """What is missing from an answer, and whether it may go out.

    Each finding is {"code", "words", "hard", "version"}; a hard one stops the answer.
    """
    found = [*_missing(answer), *_unproven(answer, proofs)]
    rows = [
        {"code": code, "words": words, "hard": hard, "version": VERSION}
        for code, words, hard in found
    ]
    return rows, not any(row["hard"] for row in rows)


def _missing(answer: Answer) -> list[tuple[str, str, bool]]:
    rows = []
    if not answer.found.strip():
        rows.append(("nothing_found", "Chưa nói đã kiểm tra và thấy gì.", True))
    if not answer.decided_by.strip():
        rows.append(("no_decider", "Chưa nói ai quyết định.", True))
    if answer.measure.strip() and answer.promised_for is None:
        rows.append(("promise_without_day", "Hứa làm nhưng chưa ghi ngày xong.", True))
    if answer.promised_for and not answer.measure.strip():
        day = format_date(answer.promised_for)
        rows.append(("day_without_measure", f"Hẹn xong ngày {day} nhưng chưa nói làm gì.", True))
    return rows


def _unproven(answer: Answer, proofs: int) -> list[tuple[str, str, bool]]:
    if proofs or answer.promised_for:
        return []
    words = "Chưa có ảnh hoặc tài liệu chứng minh điều đã thấy, đã làm."
    return [("no_proof", words, False)]
