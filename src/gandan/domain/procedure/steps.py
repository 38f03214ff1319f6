"""The workflow tables: who may take which step, from where to where, with which facts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from gandan.domain.flags import Flag
from gandan.domain.procedure.vocabulary import Milestone, Outcome, Party, Procedure, Stage
from gandan.domain.provisions import Provision, ProvisionError, provision_fields, shipped_rows

ALL = "*"


@dataclass(frozen=True)
class ClockStart:
    """A clock (code of a time limit) and the fact that names the day it counts from."""

    code: str
    fact: str


@dataclass(frozen=True, kw_only=True)
class WorkflowStep(Provision):
    """One row of the tables; see the head of data/workflows.toml for the columns.

    ``end`` is None when the step leaves the case where it is.
    """

    procedures: frozenset[Procedure]
    name: str
    name_en: str
    start: frozenset[Stage]
    end: Stage | None
    duties: tuple[str, ...]
    needs: tuple[str, ...] = ()
    needs_if: Mapping[Flag, tuple[str, ...]]
    only_if: frozenset[Flag] = frozenset()
    not_if: frozenset[Flag] = frozenset()
    sets: frozenset[Flag] = frozenset()
    clears: frozenset[Flag] = frozenset()
    starts: tuple[ClockStart, ...] = ()
    starts_if: Mapping[Flag, tuple[ClockStart, ...]]
    stops: tuple[str, ...] = ()
    drops: tuple[str, ...] = ()
    suspends: tuple[str, ...] = ()
    resumes: tuple[str, ...] = ()
    extends: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    tells: tuple[Party, ...] = ()
    outcome: Outcome | None = None
    grants: frozenset[Milestone] = frozenset()
    revokes: frozenset[Milestone] = frozenset()

    def facts_needed(self, flags: Iterable[Flag]) -> tuple[str, ...]:
        """Names of the facts to ask for when ``flags`` stand, in the order of the table."""
        more = (fact for flag in sorted(flags) for fact in self.needs_if.get(flag, ()))
        return (*self.needs, *more)


@dataclass(frozen=True)
class ProcedureStart:
    """The clocks that run from the day a letter is received.

    ``substitutes``: other clocks for a kind of matter, such as complaints against discipline.
    """

    procedure: Procedure
    opens: tuple[ClockStart, ...]
    opens_if: Mapping[Flag, tuple[ClockStart, ...]]
    substitutes: Mapping[Flag, Mapping[str, str]]

    def clock(self, code: str, flags: Iterable[Flag]) -> str:
        """The clock that stands for ``code`` when ``flags`` stand."""
        for flag in flags:
            code = self.substitutes.get(flag, {}).get(code, code)
        return code


class WorkflowTable:
    """All steps and the start of each procedure; immutable."""

    def __init__(self, steps: Iterable[WorkflowStep], starts: Iterable[ProcedureStart]) -> None:
        self.steps = tuple(steps)
        self.starts = {start.procedure: start for start in starts}
        self._leaving: dict[tuple[Procedure, Stage], list[WorkflowStep]] = defaultdict(list)
        for step in self.steps:
            for procedure in step.procedures:
                for stage in step.start:
                    self._leaving[procedure, stage].append(step)
        self._check()

    def of(self, procedure: Procedure, day: date | None = None) -> tuple[WorkflowStep, ...]:
        """The steps of a procedure, those in force on ``day`` when a day is given."""
        return tuple(
            step
            for step in self.steps
            if procedure in step.procedures and (day is None or step.in_force(day))
        )

    def leaving(self, procedure: Procedure, stage: Stage) -> tuple[WorkflowStep, ...]:
        """The steps that leave a stage, of any time, in the order of the table."""
        return tuple(self._leaving.get((procedure, stage), ()))

    def _check(self) -> None:
        """One step of a name leaves a stage on a day; else ``take`` could not choose."""
        for procedure in self.starts:
            seen: list[WorkflowStep] = []
            for step in self.of(procedure):
                for other in seen:
                    if other.code == step.code and other.start & step.start and _meet(other, step):
                        raise ProvisionError(f"{procedure}: bước {step.code} ghi hai lần")
                seen.append(step)


def _meet(one: WorkflowStep, other: WorkflowStep) -> bool:
    return one.in_force(other.valid_from) or other.in_force(one.valid_from)


def step_from(row: Mapping[str, Any]) -> WorkflowStep:
    """Read one row. Raises ``ProvisionError`` that names the step."""
    fields = provision_fields(row)
    try:
        fields |= {name: frozenset(map(Flag, row.get(name, ()))) for name in _FLAG_COLUMNS}
        fields |= {name: tuple(row.get(name, ())) for name in _CODE_COLUMNS}
        return WorkflowStep(
            **fields,
            procedures=frozenset(map(Procedure, row["procedures"])),
            name=row["name"],
            name_en=row["name_en"],
            start=frozenset(map(Stage, row["start"])),
            end=Stage(row["end"]) if row["end"] else None,
            duties=tuple(row["duties"]),
            needs=tuple(row.get("needs", ())),
            needs_if={Flag(f): tuple(names) for f, names in row.get("needs_if", {}).items()},
            starts=_starts(row.get("starts", ())),
            starts_if={Flag(f): _starts(s) for f, s in row.get("starts_if", {}).items()},
            tells=tuple(map(Party, row.get("tells", ()))),
            outcome=Outcome(row["outcome"]) if row.get("outcome") else None,
            grants=frozenset(map(Milestone, row.get("grants", ()))),
            revokes=frozenset(map(Milestone, row.get("revokes", ()))),
        )
    except (KeyError, ValueError) as error:
        if isinstance(error, ProvisionError):
            raise
        raise ProvisionError(f"{fields['code']}: {error}") from error


_FLAG_COLUMNS = ("only_if", "not_if", "sets", "clears")
_CODE_COLUMNS = ("stops", "drops", "suspends", "resumes", "extends", "papers")


def _starts(texts: Iterable[str]) -> tuple[ClockStart, ...]:
    return tuple(ClockStart(*text.split("@", 1)) for text in texts)


def _procedure_from(row: Mapping[str, Any]) -> ProcedureStart:
    return ProcedureStart(
        Procedure(row["code"]),
        _starts(row["opens"]),
        {Flag(flag): _starts(texts) for flag, texts in row["opens_if"].items()},
        {Flag(flag): dict(codes) for flag, codes in row.get("substitutes", {}).items()},
    )


@cache
def shipped_table() -> WorkflowTable:
    """The tables that come with the product."""
    return WorkflowTable(
        (step_from(row) for row in shipped_rows("workflows", "step")),
        (_procedure_from(row) for row in shipped_rows("workflows", "procedure")),
    )
