"""Complaints and denunciations that were decided, on days of the third quarter of 2026."""

from datetime import date

from gandan.casework.models import CaseStep
from gandan.casework.services.classifying import Classification, classify
from gandan.casework.services.executing import Ordered, Result, write_ordering, write_result
from gandan.casework.services.stepping import take_step
from gandan.core import moment
from gandan.domain.execution import OrderedMeasure
from gandan.domain.procedure import facts as known_facts
from gandan.domain.procedure import shipped_table
from tests.desk.case_makers import photo
from tests.kept_rows import kept_world

RECEIVED, DECIDED, EFFECTIVE = date(2026, 6, 20), date(2026, 7, 15), date(2026, 8, 20)
MONEY, LAND = OrderedMeasure.RECOVERED_MONEY, OrderedMeasure.RECOVERED_LAND
TO_PEOPLE, PEOPLE = OrderedMeasure.MONEY_TO_INDIVIDUALS, OrderedMeasure.PEOPLE_SANCTIONED
OFFICIALS = OrderedMeasure.OFFICIALS_SANCTIONED
TO_INVESTIGATORS = OrderedMeasure.CASES_INVESTIGATED


def step(case, code, on, by, **facts):
    """Take a step on ``on``; days, numbers and files that the table asks for are filled in."""
    case.refresh_from_db()
    row = next(s for s in shipped_table().of(case.procedure, on) if s.code == code)
    kinds = {name: known_facts()[name].type for name in row.facts_needed(case.flag_set)}
    given = {name: on for name, kind in kinds.items() if kind == "date"}
    given |= {name: [photo()] for name, kind in kinds.items() if kind == "files"}
    given |= {name: "12/QĐ" for name, kind in kinds.items() if kind == "text"}
    with moment.replaying(on):
        take_step(case, code, by=by, facts=given | facts)
    case.refresh_from_db()
    return case


def decided(letter, people, *, on=DECIDED, received=RECEIVED, text="Khiếu nại thu hồi đất."):
    """A complaint that the ward decided."""
    submission = letter(text, on=received)
    with moment.replaying(received):
        classify([submission], Classification("complaint", "dat-dai", ""), by=people["xulydon"])
    case = submission.cases.get()
    leader, verifier = people["lanhdao"], people["phuongxl"]
    step(case, "accept", received, leader)
    step(case, "assign", received, leader, verifier=verifier)
    step(case, "report_agreeing", on, verifier)
    return step(case, "decide", on, leader, first_result="right_in_part")


def kept_decided(letter, people):
    """The same, made once; for a test that has no rows but the cast's."""
    return kept_world("decided", lambda: (decided(letter, people),))[0]


def effective(case, people, *, on=EFFECTIVE):
    """The decision was sent and took effect."""
    step(case, "send_decision", on, people["lanhdao"])
    return step(case, "take_effect", on, people["lanhdao"])


def concluded(case, by, *, on):
    """A conclusion on a denunciation that orders something, of which a part was done."""
    CaseStep.objects.create(
        case=case, name="conclude", on=on, at=moment.now(), by=by, procedure=case.procedure
    )
    write_ordering(case, Ordered(True, {MONEY: 20_000_000}), by=by)
    write_result(case, Result({MONEY: 5_000_000}, on, "Biên lai 0123"), by=by)


def order(case, by, amounts, *, on=DECIDED, needed=True, other="", why=""):
    case.refresh_from_db()
    with moment.replaying(on):
        return write_ordering(case, Ordered(needed, amounts, other, why), by=by)


def report(case, by, amounts, *, on=EFFECTIVE, paper="Biên lai 0123", why_over=""):
    case.refresh_from_db()
    with moment.replaying(on):
        return write_result(case, Result(amounts, on, paper, why_over), by=by)
