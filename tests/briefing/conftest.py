"""A small register with concerns, a round of reports, and a pack made of both."""

import functools
from datetime import date

import pytest

from gandan.briefing.services.drafting import draft
from gandan.casework.services.examining import examine
from gandan.concerns.models import Concern
from gandan.concerns.services.deciding import confirm
from gandan.concerns.services.running import run_engine
from gandan.domain.periods import month
from gandan.law.services.seeding import seed
from gandan.units.models import Unit
from tests.desk.conftest import (  # noqa: F401
    DUST,
    FLOOD,
    letter,
    people,
    quick_passwords,
    sign_in,
    unit,
    vietnamese,
)
from tests.kept_rows import kept_world

DAY = date(2026, 7, 1)


@pytest.fixture
def scope(people):  # noqa: F811
    return Unit.objects.get(code="mh-ban")


@pytest.fixture
def concerns(letter, people, scope):  # noqa: F811
    """Two concerns: six letters about the flood, three about dust, one of them in May."""
    return list(kept_world("concerns", lambda: _concerns(letter, people, scope)))


def _concerns(letter, people, scope):  # noqa: F811
    seed()
    for day in range(1, 6):
        letter(
            f"Ngõ 58 Bến Trúc mưa lần {day} là ngập, cống tắc.", on=date(2026, 6, day), signers=4
        )
    letter(FLOOD, on=date(2026, 6, 9))
    letter(DUST, on=date(2026, 5, 5))
    letter(DUST + " Gửi thêm ảnh.", on=date(2026, 6, 12))
    letter("Xưởng gỗ cạnh trường mầm non Hoa Mai xả bụi và mùi sơn suốt đêm.", on=date(2026, 6, 20))
    examine()
    run_engine(scope, day=DAY, by=people["tonghop"])
    found = Concern.objects.order_by("-size", "id")
    confirm(found[0], by=people["tonghop"])
    return tuple(found)


@pytest.fixture
def pack(concerns, people, scope):  # noqa: F811
    officer = people["tonghop"]
    make = functools.partial(draft, scope, month(2026, 6), title="", by=officer, day=DAY)
    return kept_world("pack", lambda: (make(),))[0]


def words(client, address):
    page = client.get(address).content.decode()
    return " ".join(page.replace("\u00a0", " ").split())
