"""The made-up ward's decisions: something to carry out, something done, every sum in order."""

from datetime import date

import pytest

from gandan.casework.models import Case, Ordering
from gandan.demo.executions import load_executions
from tests.statutory.test_tables import cells, page

pytestmark = pytest.mark.django_db


def test_the_made_up_ward_carried_out_some_of_what_it_decided(people, sign_in):
    load_executions(people, 7, day=date(2026, 11, 25))
    assert Ordering.objects.filter(is_needed=True).count() == 8
    stages = set(Case.objects.values_list("stage", flat=True))
    assert stages == {"answered", "carried_out", "closed"}
    client = sign_in("daumoi")
    for code in ("01/KQGQ", "02/KQGQ", "03/KQGQ", "04/KQGQ"):
        assert any(cells(client, code).values()), code
    # The one that paid more than it owed is told, and nothing else fails.
    faults = [fault.words for fault in page(client, "02/KQGQ").context["faults"]]
    assert [words.split(")")[0] for words in faults] == [
        "Cột 5 (Thu hồi cho Nhà nước – Đã thu – Tiền (triệu đồng"
    ]
    assert page(client, "04/KQGQ").context["faults"] == []
