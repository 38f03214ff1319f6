"""Period reports: indicators, forms in versions, rounds, and what units told."""

from gandan.reports.models.forms import FormCell, FormSection, FormVersion, ReportForm
from gandan.reports.models.indicators import MEASURE_CHOICES, SOURCE_CHOICES, Indicator
from gandan.reports.models.rounds import ReportRound
from gandan.reports.models.told import (
    Explanation,
    Proof,
    ReportStep,
    ReportVersion,
    UnitReport,
)

__all__ = [
    "MEASURE_CHOICES",
    "SOURCE_CHOICES",
    "Explanation",
    "FormCell",
    "FormSection",
    "FormVersion",
    "Indicator",
    "Proof",
    "ReportForm",
    "ReportRound",
    "ReportStep",
    "ReportVersion",
    "UnitReport",
]
