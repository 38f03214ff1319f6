"""The made-up city's cast, and a clean count of tries for each test."""

import pytest

from gandan.law.services.seeding import seed
from gandan.portal.trying import LETTERS, WRONG_CODES
from tests.desk.conftest import (  # noqa: F401
    keepers,
    letter,
    people,
    quick_passwords,
    sign_in,
    unit,
    vietnamese,
)


@pytest.fixture(autouse=True)
def nobody_tried():
    for limit in (WRONG_CODES, LETTERS):
        limit.forget()


@pytest.fixture(autouse=True)
def law(people):  # noqa: F811 (after the cast, whose kept rows have their own keys)
    seed()
