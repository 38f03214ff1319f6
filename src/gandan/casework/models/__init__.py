"""Rows of the register and of casework, by subject."""

from gandan.casework.codes import Series
from gandan.casework.models.answers import Answer
from gandan.casework.models.cases import (
    MERGED,
    Case,
    CaseQuerySet,
    DueKind,
    Raising,
    Representative,
    Respondent,
    Turn,
)
from gandan.casework.models.choices import CHANNEL_CHOICES, KIND_CHOICES
from gandan.casework.models.clocks import Clock, Extension, Suspension
from gandan.casework.models.copies import CommonPairs, CopyIndexFill, CopySuggestion
from gandan.casework.models.eligibility import EligibilityCheck
from gandan.casework.models.execution import CarriedOut, OrderedAmount, Ordering
from gandan.casework.models.files import Attachment, StoredFile
from gandan.casework.models.handovers import HandedCase, HandOver
from gandan.casework.models.imports import ImportBatch, ImportProblem
from gandan.casework.models.referrals import Guidance, Referral
from gandan.casework.models.saved_views import SavedView
from gandan.casework.models.steps import CaseStep
from gandan.casework.models.submissions import Submission, kept_from, seen_by

__all__ = [
    "CHANNEL_CHOICES",
    "KIND_CHOICES",
    "MERGED",
    "Answer",
    "Attachment",
    "CarriedOut",
    "Case",
    "CaseQuerySet",
    "CaseStep",
    "Clock",
    "CommonPairs",
    "CopyIndexFill",
    "CopySuggestion",
    "DueKind",
    "EligibilityCheck",
    "Extension",
    "Guidance",
    "HandOver",
    "HandedCase",
    "ImportBatch",
    "ImportProblem",
    "OrderedAmount",
    "Ordering",
    "Raising",
    "Referral",
    "Representative",
    "Respondent",
    "SavedView",
    "Series",
    "StoredFile",
    "Submission",
    "Suspension",
    "Turn",
    "kept_from",
    "seen_by",
]
