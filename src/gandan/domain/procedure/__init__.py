"""Workflow tables of complaints, denunciations, petitions and of offices that only forward.

``take`` says what a step does, ``next_steps`` which ones leave a stage, ``opening`` which
clocks run from receipt. The tables are data (data/workflows.toml).
"""

from gandan.domain.procedure.facts import Fact, FactType, facts
from gandan.domain.procedure.forms import Form, forms
from gandan.domain.procedure.steps import ClockStart, WorkflowStep, WorkflowTable, shipped_table
from gandan.domain.procedure.vocabulary import Milestone, Outcome, Party, Procedure, Stage
from gandan.domain.procedure.walking import (
    NextStep,
    StepNotAllowedError,
    Taken,
    milestones,
    next_steps,
    opening,
    take,
)

__all__ = [
    "ClockStart",
    "Fact",
    "FactType",
    "Form",
    "Milestone",
    "NextStep",
    "Outcome",
    "Party",
    "Procedure",
    "Stage",
    "StepNotAllowedError",
    "Taken",
    "WorkflowStep",
    "WorkflowTable",
    "facts",
    "forms",
    "milestones",
    "next_steps",
    "opening",
    "shipped_table",
    "take",
]
