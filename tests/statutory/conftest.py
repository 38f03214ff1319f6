"""The made-up city with letters in every state of the handling tables, in the third quarter."""

from datetime import date

import pytest

from gandan.casework.services.classifying import Classification, classify
from gandan.casework.services.stepping import take_step
from gandan.core import moment
from gandan.domain.procedure import facts as known_facts
from gandan.domain.procedure import shipped_table
from gandan.units.models import Unit
from tests.desk.conftest import (  # noqa: F401
    keepers,
    letter,
    people,
    quick_passwords,
    sign_in,
    unit,
    vietnamese,
)
from tests.kept_rows import kept_world

Q3 = "ky=2026-q3"  # 15 June to 14 September 2026


@pytest.fixture
def office(people):  # noqa: F811
    return Unit.objects.get(code="mh-ban")


@pytest.fixture
def kind(people):  # noqa: F811
    """Say of a letter on a day what kind of matter it is."""

    def make(submission, kind="reflection", field="ha-tang-ky-thuat", topic="", on=None):
        with moment.replaying(on or submission.received_on):
            classify([submission], Classification(kind, field, topic), by=people["xulydon"])
        return submission.cases.order_by("id")[0]

    return make


@pytest.fixture
def step(people):  # noqa: F811
    """Take a step of a case on a day; days and numbers that the table asks for are filled in."""

    def take(case, code, on, by="xulydon", **facts):
        case.refresh_from_db()
        row = next(s for s in shipped_table().of(case.procedure) if s.code == code)
        known, given = known_facts(), {}
        for name in row.facts_needed(case.flag_set):
            if known[name].type == "date":
                given[name] = on
            if name == "document_number":
                given[name] = "12/CV"
        with moment.replaying(on):
            take_step(case, code, by=people[by], facts=given | facts)
        case.refresh_from_db()
        return case

    return take


@pytest.fixture
def refer(step):
    def make(case, on, to="mh-p-vinh-tan"):
        recipient = Unit.objects.get(code=to)
        return step(case, "refer", on, recipient_unit=recipient, reason="Việc của phường.")

    return make


@pytest.fixture
def busy(letter, office, unit, kind, refer, step):  # noqa: F811
    """Letters of the board: carried over, handled, waiting, filed, a complaint guided."""
    return kept_world("busy", lambda: _busy(letter, office, unit, kind, refer, step))


def _busy(letter, office, unit, kind, refer, step):  # noqa: F811
    before = letter("Đèn đường ngõ 3 tắt.", on=date(2026, 6, 10), to=office)
    refer(kind(before), date(2026, 6, 20))
    old = letter("Rác ở ngõ 7.", on=date(2026, 5, 10), to=office)
    refer(kind(old), date(2026, 5, 12))
    new = letter("Cống ngõ 9 hỏng.", on=date(2026, 7, 1), to=office)
    refer(kind(new), date(2026, 7, 2))
    guided = letter("Khiếu nại quyết định thu hồi đất.", on=date(2026, 7, 5), to=office)
    case = kind(guided, "complaint", "dat-dai")
    step(case, "guide", date(2026, 7, 8), competent_unit="Tòa án khu vực 1")
    filed = letter("Thư không có nội dung.", on=date(2026, 7, 9), to=office)
    ground = {"filing_ground": "lacks_conditions", "reason": "Không ký tên."}
    step(kind(filed, "other", "khac"), "file_away", date(2026, 7, 10), **ground)
    letter("Ổ gà phố Lê Chân.", on=date(2026, 9, 14), to=office)
    letter("Đơn của ngày hôm sau.", on=date(2026, 9, 15), to=office)
    letter("Cây đổ ở phường.", on=date(2026, 8, 1), to=unit)
    return {"before": before, "old": old, "new": new, "guided": guided, "filed": filed}
