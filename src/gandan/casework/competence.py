"""Which body a case should go to: the rules' suggestion with its reasons; a person confirms."""

from dataclasses import dataclass
from datetime import date

from gandan.casework.models import Case
from gandan.casework.subjects import about
from gandan.domain.competence import Matter, suggest
from gandan.domain.conflicts import About, common_superior, nearest_clear
from gandan.domain.kinds import Kind
from gandan.law.selectors import current
from gandan.units.hierarchy import Hierarchy

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
    tree = Hierarchy.on(day)
    start, role, why = _start(case, tree)
    if start is None:
        return None
    kind = Kind(case.kind) if case.kind else Kind.OTHER
    matter = Matter(
        SUBJECTS.get(kind, "petition"),
        start,
        role=role,
        instance=2 if case.is_second_instance else 1,
        about=accused_in(case),
    )
    found = suggest(matter, tree, day=day, rules=current().competence)
    name = tree.places[found.unit].name if found.unit else ""
    article = found.rule.article if found.rule else ""
    return SuggestedBody(found.unit, name, (why, *found.reasons), article)


def superior_for(case: Case, code: str, day: date) -> int | None:
    """The unit above that a step must name: the common superior, or the next round's unit.

    None when the body above stands outside the network.
    """
    tree = Hierarchy.on(day)
    if code in ("escalate", "lodge_second"):
        above = tree.parent(case.unit_id)
    else:
        referral = case.referrals.order_by("-number").first()
        other = referral.to_unit_id if referral and referral.to_unit_id else case.unit_id
        above = common_superior(case.unit_id, other, tree)
        if code == "remind_again" and above == other:
            above = tree.parent(other)
    return nearest_clear(above, accused_in(case), tree) if above is not None else None


def accused_in(case: Case) -> About[int]:
    """Whom the case must be kept from.

    A complaint goes to the one whose decision it is against: the law wants it so
    (Law 02/2011/QH13, art. 17).
    """
    return About() if case.kind == Kind.COMPLAINT else about(case)


def _start(case: Case, tree: Hierarchy) -> tuple[int | None, str, str]:
    respondent = case.respondents.filter(unit__isnull=False).order_by("id").first()
    if respondent is not None and respondent.unit_id in tree.places:
        is_staff = respondent.person and case.kind == Kind.DENUNCIATION
        why = f"Đơn nói về {tree.places[respondent.unit_id].name}."
        return respondent.unit_id, "staff" if is_staff else "body", why
    places = case.raisings.order_by("id").values_list("submission__place", flat=True)[:3]
    place = " ".join(places)
    named = tree.named_in(place)
    if named is None:
        return None, "", ""
    return named.unit, "body", f"Nơi xảy ra ghi “{place[:80]}”: thuộc {named.name}."
