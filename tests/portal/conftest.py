"""The made-up city's cast, and a clean count of tries for each test."""

import pytest

from gandan.portal.trying import LETTERS, WRONG_CODES
from tests.desk.conftest import (  # noqa: F401
    keepers,
    law,
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
def under_the_law(law):  # noqa: F811
    """What the public pages say rests on rows of the law."""
