"""Rows written from patterns are the rows that Django would have written."""

from datetime import date

import pytest

from gandan.audit.models import Entry
from gandan.audit.services import UnknownActionError, record_each
from gandan.casework.models import Case, CaseStep
from gandan.casework.services.registering import Received, register, register_many, source_key
from gandan.core.bulk import insert_like, insert_rows
from gandan.domain.kinds import Channel

pytestmark = pytest.mark.django_db


def test_each_row_is_its_pattern_but_for_its_own_values(unit):
    calm = Case(unit=unit, handling_unit=unit, flags=["joint"], signers=7)
    other = Case(unit=unit, handling_unit=unit, opened_on=date(2026, 3, 2))

    insert_like(
        ("code", "title"), [(calm, ("A", "một")), (other, ("B", "hai")), (calm, ("C", "ba"))]
    )

    rows = Case.objects.order_by("code").values_list(
        "code", "title", "flags", "signers", "opened_on"
    )
    assert list(rows) == [
        ("A", "một", ["joint"], 7, None),
        ("B", "hai", [], None, date(2026, 3, 2)),
        ("C", "ba", ["joint"], 7, None),
    ]


def test_nothing_to_insert_is_no_statement(unit, django_assert_num_queries):
    with django_assert_num_queries(0):
        insert_like(("code",), [])
        insert_rows([])


def test_letters_brought_in_together_begin_as_each_would_alone(unit):
    ways = [
        Received("Đường ngập.", received_on=date(2026, 3, 2)),
        Received("Đường ngập nữa.", received_on=date(2026, 3, 2), signers=9),
        Received("Cấp lại sổ.", received_on=date(2026, 3, 2), channel=Channel.REFERRED),
        Received("Ba người ký.", received_on=date(2026, 3, 2), signers=3),
        Received("Không rõ ngày."),
        Received("Đèn tắt.", received_on=date(2026, 3, 2), title="Đèn đường"),
    ]
    alone = [register(one, unit=unit, by=None) for one in ways]
    keyed = [(source_key(unit, "row", str(at)), one) for at, one in enumerate(ways)]
    together = register_many(keyed, unit=unit, by=None, batch=None)

    for one, other in zip(alone, together, strict=True):
        assert begun(one) == begun(other)


def begun(letter):
    """All that a case begins with, but for numbers and moments."""
    case = letter.cases.get()
    own = {"id", "code", "at", "case", "submission", "uid", "salt", "subject"}
    rows = [case, *case.clocks.order_by("code"), *case.steps.all()]
    told = [{f.name: getattr(row, f.attname) for f in row._meta.concrete_fields} for row in rows]
    entry = Entry.objects.get(action="submission.registered", subject=letter.code)
    assert entry.details == {"case": case.code}
    assert CaseStep.objects.get(case=case).submission == letter
    return [{k: v for k, v in row.items() if k not in own} for row in told]


def test_only_listed_actions_are_recorded(unit):
    with pytest.raises(UnknownActionError):
        record_each("submission.invented", "casework.submission", [("Đ-26-000001", {})], by=None)
