"""The cast of the made-up city: one person for each duty, and a neighbour in another ward."""

import functools
from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import translation

from gandan.accounts.models import User
from gandan.casework.models import Case
from gandan.casework.services.handling_days import first_handling_of
from gandan.casework.services.registering import Received, register
from gandan.demo import city
from gandan.domain.kinds import Channel
from gandan.law.services.seeding import seed
from gandan.sealed.key_files import write_public
from gandan.sealed.keys import Body, make_key
from gandan.sealed.services.keeping import confirm_key, register_key
from gandan.sealed.suites import Suite
from gandan.units.models import Unit
from gandan.units.services import appoint, load_units
from tests.kept_rows import KeptRows, keep

# The suite also runs by plain pytest, where no signing key is in the environment.
settings.SECRET_KEY = "only-for-tests"

CAST = ("tiepdan", "xulydon", "daumoi", "tonghop", "lanhdao", "kiemtra", "quantri")
FLOOD = (
    "Ngõ 58 Bến Trúc cứ mưa nửa tiếng là ngập đến đầu gối, nước tràn vào nhà chúng tôi. "
    "Cống thoát nước tắc từ đầu năm mà chưa ai nạo vét. Đề nghị phường cho người xuống xem."
)
DUST = (
    "Xưởng gỗ cạnh trường mầm non Hoa Mai xả bụi và mùi sơn cả ngày, nhà nào cũng phải đóng cửa. "
    "Ông cụ đầu dãy vừa phải vào viện vì khó thở. Mong cơ quan chức năng kiểm tra giấy phép."
)


@pytest.fixture(autouse=True)
def quick_passwords(settings, tmp_path):
    settings.DATA = tmp_path / "data"
    settings.SECURE_SSL_REDIRECT = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "files"},
        }
    }


@pytest.fixture(autouse=True)
def vietnamese():
    """A request leaves its language behind; the next test starts in Vietnamese."""
    translation.activate("vi")
    yield
    translation.deactivate()


def cast_of_the_city() -> None:
    """Load the city's units and people; ``hangxom`` works in another ward."""
    content = city()
    load_units(content, by=None, synthetic=True)
    found = {
        name: User.objects.create_user(name, None, full_name=full, is_synthetic=True)
        for name, full in content["people"].items()
    }
    found["hangxom"] = User.objects.create_user("hangxom", None, full_name="Bùi Thị Thử")
    post = {
        "person": "hangxom",
        "unit": "mh-p-kim-dai",
        "post": "Đầu mối",
        "duties": ["focal_point", "handler", "synthesis_officer", "leader"],
        "since": "2025-07-01",
    }
    appoint([*content["appointments"], post], found)


@functools.cache
def kept_cast() -> KeptRows:
    return keep(cast_of_the_city)


@pytest.fixture
def people(db):
    """The city's units and people, by user name."""
    kept_cast().lay_back()
    return {person.username: person for person in User.objects.order_by("pk")}


@functools.cache
def kept_law() -> KeptRows:
    return keep(seed)


@pytest.fixture
def law(people):
    """The shipped rows of the law; after the cast, whose numbers they follow."""
    kept_law().lay_back()


@pytest.fixture
def sign_in(people):
    def client_of(name):
        client = Client()
        client.force_login(people[name], backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return client_of


@pytest.fixture
def unit(people):
    return Unit.objects.get(code="mh-p-vinh-tan")


@pytest.fixture
def letter(people, unit):
    """Register a letter in a few words.

    Whatever a test then did with cases, the day of first handling is the one that the steps tell.
    """

    def make(text=FLOOD, on=date(2026, 6, 3), to=unit, **fields):
        fields.setdefault("place", "phường Vĩnh Tân")
        received = Received(text=text, received_on=on, channel=Channel.POST, **fields)
        return register(received, unit=to, by=people["tiepdan"])

    yield make
    # A test that the database refused something leaves a transaction that reads nothing more.
    for case in () if connection.needs_rollback else Case.objects.all():
        assert case.first_handled_on == first_handling_of(case), case.code


@pytest.fixture
def keepers(people):
    """Two registered keepers at each body; the private keys, those of the receiving body first."""
    bodies = [Body.RECEIVING] * 2 + [Body.OVERSEEING] * 2
    made = [make_key(f"Người giữ {n}", body, Suite.X25519) for n, body in enumerate(bodies, 1)]
    for key in made:
        row = register_key(
            write_public(key),
            decision="QĐ 12/QĐ-MH",
            since=date(2026, 1, 1),
            by=people["quantri"],
        )
        confirm_key(row, digits=row.spoken, by=people["kiemtra"])
    return made
