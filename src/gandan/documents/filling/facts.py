"""The named facts that forms may ask for, each with its kind."""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from gandan.vietnamese import fold, nfc, tone_normalized


class FactKind(StrEnum):
    TEXT = "text"
    LONG = "long"
    DATE = "date"
    MOMENT = "moment"
    NUMBER = "number"
    CHOICE = "choice"
    LIST = "list"
    TABLE = "table"
    CODE = "code"


@dataclass(frozen=True)
class FormFact:
    """``name``, or one of ``also``, stands in braces. ``choices`` maps stored codes to words.

    ``sensitive`` facts are kept encrypted and shown masked. ``tells_sender`` facts tell who
    wrote, which a denunciation's papers never carry. ``is_own`` facts are known to the office
    that issues the paper, so nobody hands them over. ``columns`` are those of a table.
    """

    code: str
    name: str
    name_en: str
    kind: FactKind
    also: tuple[str, ...] = ()
    meaning: str = ""
    sample: object = ""
    sensitive: bool = False
    tells_sender: bool = False
    is_own: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    columns: tuple[str, ...] = ()


def comparable(name: str) -> str:
    """Names are alike whatever their case, spaces and placement of tones."""
    return tone_normalized(re.sub(r"\s+", " ", nfc(name)).strip().lower())


class Catalogue:
    """All facts, by code and by the name that stands in forms."""

    def __init__(self, facts: Iterable[FormFact]) -> None:
        self.by_code = {fact.code: fact for fact in facts}
        named = [
            (comparable(name), fact)
            for fact in self.by_code.values()
            for name in (fact.name, *fact.also)
        ]
        self.by_name = dict(named)
        if len(self.by_name) != len(named):
            raise ValueError("two facts have one name")

    def named(self, name: str) -> FormFact | None:
        return self.by_name.get(comparable(name))

    def closest(self, name: str) -> str:
        """The name that was most likely meant; "" when none is near."""
        found = difflib.get_close_matches(fold(comparable(name))[:80], self._folded, 1, 0.6)
        return self._folded[found[0]] if found else ""

    @cached_property
    def _folded(self) -> dict[str, str]:
        return {fold(name): name for name in self.by_name}
