"""The made-up city can seal and open from the first minute; doctor tells how keys stand."""

import pytest
from django.conf import settings

from gandan.commands.doctor import checks
from gandan.demo import keepers as demo
from gandan.sealed import station
from gandan.sealed.identity import Identity, unpack
from gandan.sealed.locking import open_half, unlock
from gandan.sealed.models import SealedIdentity
from gandan.sealed.selectors import readiness
from gandan.sealed.services.sealing import seal
from gandan.units.policy import today

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder():
    settings.DATA.mkdir(parents=True, exist_ok=True)


def test_the_demo_keepers_can_open_what_the_demo_seals(people, unit):
    folder = demo.make_keepers(people)
    state = readiness(today())
    assert state.can_seal
    assert state.thin == []
    handle = seal(Identity(name="Người thử"), unit=unit, by=None)
    envelope = SealedIdentity.objects.get(handle=handle).envelope()
    keys = [
        station.load_holder(folder / name, demo.PASSPHRASE).key
        for name in ("dao-thi-giu-mot-receiving.key", "chu-van-giu-bon-overseeing.key")
    ]
    content = unlock(envelope, [open_half(envelope, key) for key in keys])
    assert unpack(content)[0].name == "Người thử"


def said(word):
    return [(good, sentence) for good, sentence in checks() if word in sentence]


def test_doctor_tells_of_missing_and_single_keys_and_of_private_ones(people, keepers, unit):
    from gandan.sealed.models import KeeperKey

    seal(Identity(name="Người thử"), unit=unit, by=None)
    assert said("Người giữ khóa") == [(True, "Người giữ khóa")]
    assert said("dưới hai khóa")[0][0]
    KeeperKey.objects.filter(fingerprint=keepers[0].public.fingerprint.hex()).update(state="lost")
    assert said("Người giữ khóa") == [(False, "Người giữ khóa: chỉ một ở bên tiếp nhận")]
    assert not said("dưới hai khóa")[0][0]
    assert said("khóa riêng")[0][0]
    (settings.DATA / "a.key").write_text("x")
    assert not said("Khóa riêng")[0][0]
    KeeperKey.objects.all().update(state="lost")
    assert "chưa có khóa của bên tiếp nhận, bên giám sát" in said("Chưa niêm phong")[0][1]
