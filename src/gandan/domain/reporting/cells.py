"""Read what a person typed into a cell. Nothing is guessed: a blank is unknown, never zero."""

import re
from decimal import Decimal

from gandan.domain.reporting.measures import Measure

LARGEST = Decimal(10) ** 13
_GROUPED = re.compile(r"\d{1,3}(?:[. \u00a0]\d{3})+(?:,\d+)?")
_PLAIN = re.compile(r"\d+(?:,\d+)?")


class CellError(ValueError):
    """``code`` is one of not_a_number, negative, ambiguous, decimals, too_large, over_hundred."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def read_cell(written: str, measure: Measure) -> Decimal | None:
    """The value of "1.284", "12,5" or "0"; None for a blank or a dash.

    Raises ``CellError``. "1.5" is refused: it may be one and a half or fifteen hundred cut short.
    """
    text = written.strip().removesuffix("%").strip() if measure == Measure.PERCENT else written
    text = text.strip()
    if text in {"", "-", "–"}:
        return None
    if re.fullmatch(r"[-−]\s*\d.*", text):
        raise CellError("negative")
    if not (_GROUPED.fullmatch(text) or _PLAIN.fullmatch(text)):
        raise CellError("ambiguous" if re.fullmatch(r"[\d.,]+", text) else "not_a_number")
    value = Decimal(re.sub(r"[. \u00a0]", "", text).replace(",", "."))
    exponent = value.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > measure.places:
        raise CellError("decimals")
    if value >= LARGEST:
        raise CellError("too_large")
    if measure == Measure.PERCENT and value > 100:
        raise CellError("over_hundred")
    return value
