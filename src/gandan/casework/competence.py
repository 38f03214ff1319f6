"""Which body a case should go to: the rules' suggestion with its reasons; a person confirms."""

from dataclasses import dataclass
from datetime import date

from gandan.casework.models import Case
from gandan.casework.subjects import about
from gandan.domain.competence import Matter, suggest
from gandan.domain.conflicts import About
from gandan.domain.kinds import Kind
from gandan.units.hierarchy import Hierarchy
from gandan.units.models import UnitVersion
from gandan.units.selectors import UnitNames

SUBJECTS = {Kind.COMPLAINT: "complaint", Kind.DENUNCIATION: "denunciation"}


@dataclass(frozen=True)
class SuggestedBody:
    """``unit`` is None when the competent body stands outside the network."""

    unit: int | None
    name: str
    reasons: tuple[str, ...]
    article: str


def suggested_body(case: Case, day: date) -> SuggestedBody | None:
    """The competent body as of ``day``; None when neither place nor respondent is known."""
    start, role, why = _start(case, day)
    if start is None:
        return None
    kind = Kind(case.kind) if case.kind else Kind.OTHER
    found = suggest(
        Matter(
            SUBJECTS.get(kind, "petition"),
            start,
            role=role,
            instance=2 if case.is_second_instance else 1,
            about=accused_in(case),
        ),
        Hierarchy.on(day),
        day=day,
    )
    name = UnitNames.on(day)[found.unit] if found.unit else ""
    article = found.rule.article if found.rule else ""
    return SuggestedBody(found.unit, name, (why, *found.reasons), article)


def accused_in(case: Case) -> About[int]:
    """Whom the case must be kept from.

    A complaint goes to the one whose decision it is against: the law wants it so
    (Law 02/2011/QH13, art. 17).
    """
    return About() if case.kind == Kind.COMPLAINT else about(case)


def _start(case: Case, day: date) -> tuple[int | None, str, str]:
    respondent = case.respondents.filter(unit__isnull=False).order_by("id").first()
    if respondent is not None and respondent.unit_id:
        names = UnitNames.on(day)
        role = "staff" if respondent.person else "body"
        if case.kind != Kind.DENUNCIATION:
            role = "body"
        return respondent.unit_id, role, f"Đơn nói về {names[respondent.unit_id]}."
    place = " ".join(
        case.raisings.order_by("id").values_list("submission__place", flat=True)[:3]
    )
    named = unit_of_place(place, day)
    if named is None:
        return None, "", ""
    return named.unit_id, "body", f"Nơi xảy ra ghi “{place[:80]}”: thuộc {named.name}."


def unit_of_place(place: str, day: date) -> UnitVersion | None:
    """The one unit with a territory that ``place`` names, of today or of before."""
    words = place.casefold()
    rows = UnitVersion.objects.filter(since__lte=day, unit__area__isnull=False)
    found = [row for row in rows.order_by("-since") if row.name.casefold() in words]
    living = [row for row in found if row.until is None or row.until > day]
    chosen = living or found
    units = {row.unit_id for row in chosen}
    return chosen[0] if len(units) == 1 else None
