"""Papers that the steps of a case ask for: which form, filled with what the file knows.

The workflow tables name the forms of each step. What was written down at earlier steps goes into
the paper by the name of its fact, so nothing is typed a second time; what tells who wrote stays
out of the papers of a denunciation.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from gandan.accounts.models import User
from gandan.casework.competence import suggested_body
from gandan.casework.keeping import SOURCE
from gandan.casework.models import Case, CaseStep, Submission
from gandan.casework.rules import rules_in_use
from gandan.casework.services import terms
from gandan.core.language import localized
from gandan.documents.filling import FactKind, FactValueError, FormFact, read_value
from gandan.domain.confidentiality import Confidentiality
from gandan.domain.kinds import KEPT_FROM_ACCUSED, Channel
from gandan.domain.procedure import Procedure, WorkflowStep, shipped_table
from gandan.domain.procedure import facts as known_facts
from gandan.papers import catalogue
from gandan.papers.models import Paper
from gandan.papers.selectors import papers_of
from gandan.papers.services.drafting import draft_paper
from gandan.units.models import Unit
from gandan.units.selectors import UnitNames

LONGEST_SUMMARY = 4_000
# Terms whose day is the day to settle by, as the papers name it.
TO_SETTLE = frozenset({"KN-1", "KN-2", "KN-KL", "TC-1"})


@dataclass(frozen=True)
class OfferedPaper:
    """A form that a step asks for; ``papers`` are those drafted or issued already."""

    form: catalogue.Form
    papers: tuple[Paper, ...] = ()

    @property
    def name(self) -> str:
        return localized(self.form.legal.name, self.form.legal.name_en)


def forms_of(step: WorkflowStep, day: date) -> list[catalogue.Form]:
    """The forms of a step that this office drafts and keeps, in force on ``day``."""
    known = catalogue.forms()
    found = (known[code] for code in step.papers if code in known)
    return [form for form in found if form.in_force(day) and not form.is_printed_once]


def offered(
    steps: Iterable[WorkflowStep], papers: Iterable[Paper], day: date
) -> list[OfferedPaper]:
    """The forms that ``steps`` ask for, each once, with the papers that there are."""
    made: dict[str, list[Paper]] = {}
    for paper in papers:
        made.setdefault(paper.form, []).append(paper)
    wanted = {form.code: form for step in steps for form in forms_of(step, day)}
    return [OfferedPaper(form, tuple(made.get(code, ()))) for code, form in wanted.items()]


def papers_seen(case: Case, person: User) -> list[Paper]:
    """Papers about the case that ``person`` may see, the newest first."""
    return list(papers_of(SOURCE, case.code, person))


def papers_of_step(step: CaseStep, papers: Iterable[Paper]) -> list[Paper]:
    """Those among ``papers`` whose form belongs to ``step``."""
    if not step.procedure:
        return []
    rows = shipped_table().of(Procedure(step.procedure))
    forms = {code for row in rows if row.code == step.name for code in row.papers}
    return [paper for paper in papers if paper.form in forms]


def draft_for(case: Case, form: catalogue.Form, *, by: User, day: date) -> Paper:
    """Draft a paper of the office that owns the case. Raises ``drafting.PaperError``."""
    return draft_paper(
        form.code,
        facts_of(case, form, day),
        unit=case.unit,
        by=by,
        day=day,
        source_kind=SOURCE,
        source_code=case.code,
        data_class=Confidentiality(case.confidentiality),
    )


def facts_of(case: Case, form: catalogue.Form, day: date) -> dict[str, Any]:
    """What the file knows, by the codes of the catalogue; nobody is named who must not be."""
    letter = case.submissions.order_by("raisings__id").first()
    names = UnitNames.on(day)
    found = {
        **_of_steps(case, names),
        **_of_case(case, names),
        **_of_answer(case),
        **_of_bodies(case, names, day),
        **(_of_letter(letter, is_secret=case.kind in KEPT_FROM_ACCUSED) if letter else {}),
    }
    known = catalogue.facts().by_code
    secret = form.forbids_sender(case.confidentiality)
    return {
        code: value
        for code, value in found.items()
        if code in known and value not in (None, "") and not (secret and known[code].tells_sender)
    }


def _of_letter(letter: Submission, *, is_secret: bool) -> dict[str, Any]:
    """A denunciation is not copied into a paper: its summary is written without its sender."""
    found = {
        "received_on": letter.received_on,
        "register_number": letter.code,
        "tracking_code": letter.tracking_code,
        "channel": Channel(letter.channel).label if letter.channel else "",
    }
    if is_secret:
        return found
    return found | {
        "title": letter.heading,
        "summary": letter.text[:LONGEST_SUMMARY],
        "sender_name": letter.sender_name,
        "sender_address": letter.sender_address or letter.place,
        "sender_phone": letter.sender_phone,
    }


def _of_case(case: Case, names: UnitNames) -> dict[str, Any]:
    respondent = case.respondents.order_by("id").first()
    who = respondent.person or names[respondent.unit_id or 0] if respondent else ""
    name_of = "accused_name" if case.kind in KEPT_FROM_ACCUSED else "respondent_name"
    return {
        "case_code": case.code,
        "forwarder": _forwarder(case, names),
        "instance": "second" if case.is_second_instance else "first",
        name_of: who,
        **_of_clocks(case),
    }


def _forwarder(case: Case, names: UnitNames) -> str:
    """Cases that came from another unit hold its code; people read its name."""
    unit = Unit.objects.filter(code=case.forwarder).first() if case.forwarder else None
    return names[unit.pk] if unit else case.forwarder


def _of_clocks(case: Case) -> dict[str, Any]:
    rules = rules_in_use()
    for clock in case.clocks.filter(code__in=TO_SETTLE).order_by("-id"):
        clock.case = case
        limit = terms.limit_of(clock, rules)
        amount = limit.amount_under(frozenset(clock.conditions)) if limit else None
        return {"due_on": clock.due_on, "time_limit": amount}
    return {}


def _of_answer(case: Case) -> dict[str, Any]:
    answer = case.answers.filter(is_void=False).order_by("-id").first()
    if answer is None:
        return {}
    return {
        "answer_findings": answer.found,
        "answer_decider": answer.decided_by,
        "measure": answer.measure,
        "promised_for": answer.promised_for,
        "proof": [row.name for row in answer.attachments.filter(is_void=False)] or None,
    }


def _of_bodies(case: Case, names: UnitNames, day: date) -> dict[str, Any]:
    """Where the case lies by referral; else where the rules would send it."""
    referral = case.referrals.order_by("-number").first()
    if referral is not None:
        body = referral.to_name or names[referral.to_unit_id or 0]
        paper = referral.document_number
        return {"recipient_unit": body, "competent_unit": body, "referral_paper": paper}
    suggested = suggested_body(case, day)
    body = suggested.name if suggested else ""
    return {"recipient_unit": body, "competent_unit": body}


def _of_steps(case: Case, names: UnitNames) -> dict[str, Any]:
    """What was written down at the steps so far, where the catalogue knows the fact."""
    known, asked = catalogue.facts().by_code, known_facts()
    undone = set(case.steps.filter(undoes__isnull=False).values_list("undoes", flat=True))
    found: dict[str, Any] = {}
    for step in case.steps.order_by("id"):
        if step.pk in undone:
            continue
        for name, value in step.facts.items():
            fact, own = known.get(name), asked.get(name)
            if fact is None or fact.is_own or own is None or own.type == "person":
                continue
            found[name] = _readable(fact, value, names)
    return found


def _readable(fact: FormFact, value: Any, names: UnitNames) -> Any:
    """The value if the form can take it as it was kept, with units by name; else None."""
    if fact.kind == FactKind.TEXT and isinstance(value, str):
        unit = Unit.objects.filter(code=value).first() if "-" in value else None
        return names[unit.pk] if unit else value
    try:
        return read_value(fact, value)
    except FactValueError:
        return None
