"""What nobody has settled yet in the law; shown until an administrator notes an answer."""

from dataclasses import dataclass
from functools import cache

from gandan.domain.provisions import shipped_rows


@dataclass(frozen=True)
class OpenQuestion:
    code: str
    text: str
    text_en: str


@cache
def open_questions() -> tuple[OpenQuestion, ...]:
    rows = shipped_rows("open_questions", "question")
    return tuple(OpenQuestion(row["code"], row["text"], row["text_en"]) for row in rows)
