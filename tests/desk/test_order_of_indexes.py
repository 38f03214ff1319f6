"""Long lists are read from an index in their order, unknown days last; nothing is sorted first."""

import pytest
from django.db import connection

from gandan.casework.case_filter import NEWEST as NEWEST_CASES
from gandan.casework.filters import NEWEST, SORTS
from gandan.casework.models import Case, Submission

LETTERS, CASES = Submission.objects, Case.objects
LISTS = {
    "letters, newest first": lambda: LETTERS.order_by(*NEWEST),
    "letters, newest in the register": lambda: LETTERS.order_by(*SORTS["registered"]),
    "letters of a unit": lambda: LETTERS.filter(unit=1).order_by(*NEWEST),
    "letters of a field": lambda: LETTERS.filter(field="moi-truong").order_by(*NEWEST),
    "letters of a kind": lambda: LETTERS.filter(kind="petition").order_by(*NEWEST),
    "cases, newest first": lambda: CASES.order_by(*NEWEST_CASES),
    "cases of a unit": lambda: CASES.filter(unit=1).order_by(*NEWEST_CASES),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_long_list_is_not_sorted_before_its_first_page_is_read(db, name):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:  # else it sorts the few rows that a test has
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
    plan = LISTS[name]()[:50].explain()
    assert "Sort" not in plan
    assert "TEMP B-TREE" not in plan
