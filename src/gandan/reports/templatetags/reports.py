"""How problems and measures of reports are worded and drawn."""

from django import template
from django.utils.translation import gettext as _

from gandan.domain.reporting import Measure
from gandan.reports.checking import FINDING, FORMULA, MISSING, PROOF, Problem
from gandan.reports.words import measure_word

register = template.Library()


@register.filter
def problem_look(problem: Problem) -> str:
    """The edge of a problem: late for errors, soon for what is to be looked at."""
    if problem.explanation is not None:
        return "ink"
    return {"error": "late", "warning": "soon"}.get(problem.severity, "")


@register.filter
def problem_word(problem: Problem) -> str:
    if problem.kind in {MISSING, PROOF}:
        return _("Còn thiếu")
    if problem.kind == FINDING:
        return {"error": _("Sai số"), "warning": _("Cần xem")}.get(problem.severity, _("Lưu ý"))
    return _("Không khớp công thức") if problem.kind == FORMULA else _("Khác sổ")


@register.filter
def measure_name(measure: Measure) -> str:
    return measure_word(measure)
