"""The value of a fact: checked when it comes in, worded when it goes on paper."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from gandan.documents.filling.facts import FactKind, FormFact
from gandan.documents.numbers import number
from gandan.domain.dates import DateError, format_date, read_date

LONGEST = 20_000
MOST_ROWS = 5_000
BLANK = "………………"
SHORT_BLANK = "……"
BLANK_DAY = "…/…/……"
BLANK_MOMENT = "… giờ …, ngày …/…/……"


class Concealed(str):
    """A mark in the place of a value that is kept elsewhere, encrypted; ``of`` names the fact."""

    @classmethod
    def of(cls, code: str) -> "Concealed":
        return cls(f"\ue000{code}\ue001")


class FactValueError(ValueError):
    """The value is not of the fact's kind."""

    def __init__(self, fact: FormFact, value: object) -> None:
        super().__init__(f"{fact.code}: {str(value)[:60]!r} is no {fact.kind}")
        self.fact = fact
        self.value = value


def read_value(fact: FormFact, value: Any) -> Any:
    """Return ``value`` as the fact's kind wants it; None when there is none.

    Texts come stripped, days as ``date``, moments as ``datetime``, choices as their code, lists
    and tables as tuples. Raises ``FactValueError``.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    try:
        made = _READERS[fact.kind](fact, value)
    except (TypeError, ValueError) as error:
        raise FactValueError(fact, value) from error
    return made if made != () else None


def storable_value(value: Any) -> Any:
    """The value as JSON holds it; ``read_value`` reads it back."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [storable_value(inner) for inner in value]
    return value


def worded(fact: FormFact, value: Any) -> str:
    """The value as words inside a line."""
    if isinstance(value, Concealed):
        return str(value)
    match fact.kind:
        case FactKind.DATE:
            return format_date(value)
        case FactKind.MOMENT:
            return f"{value.hour:02d} giờ {value.minute:02d}, ngày {format_date(value.date())}"
        case FactKind.NUMBER:
            return f"{value:02d}" if value < 10 else number(value)
        case FactKind.CHOICE:
            return fact.choices.get(value, value)
        case FactKind.LIST:
            return "; ".join(value)
        case FactKind.LONG:
            return "; ".join(part.rstrip(" ;,") for part in paragraphs_of(value))
        case _:
            return str(value)


def blank(fact: FormFact) -> str:
    """What stands where the value is not known, to be filled by hand."""
    blanks = {
        FactKind.DATE: BLANK_DAY,
        FactKind.MOMENT: BLANK_MOMENT,
        FactKind.NUMBER: SHORT_BLANK,
    }
    return blanks.get(fact.kind, BLANK)


_HIDDEN_MARKS = str.maketrans({"\ue000": None, "\ue001": None})


def paragraphs_of(value: str) -> list[str]:
    return [part.strip() for part in value.split("\n") if part.strip()]


def _text(fact: FormFact, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError
    return " ".join(value.translate(_HIDDEN_MARKS).split())


def _long(fact: FormFact, value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise ValueError
    return "\n".join(paragraphs_of(value.translate(_HIDDEN_MARKS).replace("\r", "\n")))


def _day(fact: FormFact, value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return read_date(value)
    except (DateError, AttributeError) as error:
        raise ValueError from error


def _moment(fact: FormFact, value: Any) -> datetime:
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def _number(fact: FormFact, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError
    made = int(value)
    if not 0 <= made < 10**12:
        raise ValueError
    return made


def _choice(fact: FormFact, value: Any) -> str:
    """The code, from the code or from its words."""
    if value in fact.choices:
        return str(value)
    words = " ".join(str(value).split()).lower()
    for code, label in fact.choices.items():
        if label.lower() == words:
            return code
    raise ValueError


def _list(fact: FormFact, value: Any) -> tuple[str, ...]:
    items = value.split("\n") if isinstance(value, str) else _sequence(value)
    return tuple(text for item in items if (text := _text(fact, item)))


def _table(fact: FormFact, value: Any) -> tuple[tuple[str, ...], ...]:
    rows = [_text(fact, row) for row in value.split("\n")] if isinstance(value, str) else value
    made = [_row(fact, row) for row in _sequence(rows) if row]
    return tuple(row for row in made if any(row))


def _row(fact: FormFact, row: Any) -> tuple[str, ...]:
    """Cells of one row; a row that is typed has a bar between them and may end early."""
    wanted = len(fact.columns)
    if isinstance(row, str):
        cells = [cell.strip() for cell in row.split("|")]
        cells += [""] * (wanted - len(cells))
    else:
        cells = [_text(fact, str(cell)) for cell in _sequence(row)]
    if len(cells) != wanted:
        raise ValueError
    return tuple(cells)


def _sequence(value: Any) -> Sequence[Any]:
    if not isinstance(value, list | tuple) or len(value) > MOST_ROWS:
        raise ValueError
    return value


_READERS: dict[FactKind, Any] = {
    FactKind.TEXT: _text,
    FactKind.CODE: _text,
    FactKind.LONG: _long,
    FactKind.DATE: _day,
    FactKind.MOMENT: _moment,
    FactKind.NUMBER: _number,
    FactKind.CHOICE: _choice,
    FactKind.LIST: _list,
    FactKind.TABLE: _table,
}
