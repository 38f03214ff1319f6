"""A step while it is being written down: what the effects of steps work on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gandan.accounts.models import User
from gandan.casework.models import Case, CaseStep
from gandan.domain.deadlines import Rules
from gandan.domain.flags import Flag
from gandan.domain.procedure import StepNotAllowedError, Taken
from gandan.units.models import Unit


@dataclass
class Taking:
    """``changes`` are fields of the case that effects set; ``facts`` are Python values."""

    case: Case
    taken: Taken
    step: CaseStep
    # None: the sender took it on the public page.
    by: User | None
    day: date
    facts: Mapping[str, Any]
    rules: Rules
    changes: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.taken.step.code

    @property
    def officer(self) -> User:
        """Who took the step; for what only an officer does."""
        assert self.by is not None
        return self.by

    def words(self, name: str) -> str:
        """A fact in words; "" when it was not given."""
        return str(self.facts.get(name) or "").strip()

    def day_of(self, name: str) -> date:
        """A day that the step was told, else the day of the step."""
        found = self.facts.get(name)
        return found if isinstance(found, date) else self.day

    def body(self, name: str) -> tuple[Unit | None, str]:
        """A body: a unit of the network, or the name of one outside it."""
        found = self.facts.get(name)
        return (found, "") if isinstance(found, Unit) else (None, str(found or "").strip()[:200])

    def raise_flag(self, flag: Flag) -> None:
        self.case.flags = sorted({*self.case.flags, str(flag)})

    def refuse(self, fact: str, words: str) -> StepNotAllowedError:
        """The refusal of a step because of one of its facts."""
        return StepNotAllowedError("facts", words, {fact: words})
