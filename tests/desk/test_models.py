"""The models' page: learn from what was confirmed, take a version into use, go back."""

from functools import cache
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from gandan.audit.models import Entry
from gandan.casework.services.classifying import Classification, classify
from gandan.domain.kinds import Kind
from gandan.jobs.services import run_all
from gandan.suggesting import selectors, services
from gandan.suggesting.models import ModelVersion
from gandan.suggesting.selectors import DamagedModelError, suggester_in_use
from gandan.synthesis.training import Recipe
from gandan.synthesis.training import train as train_fully
from tests.kept_rows import kept_world

NEW = "Khu Bằng Lăng lô 91 lại treo biển đỏ"
NOISE = Classification(Kind.REFLECTION, "moi-truong", "tieng-on")


@cache
def learned_from(letters):
    """Learned once: two tests confirm the same letters."""
    return train_fully(services.load_wording(), letters, recipe=Recipe(passes=2), per_topic=5)


@pytest.fixture
def quick(monkeypatch):
    """Fewer made-up examples and passes: the letters are what these tests are about."""
    selectors._read.cache_clear()
    monkeypatch.setattr(
        services, "train", lambda _wording, letters, recipe: learned_from(tuple(letters))
    )
    monkeypatch.setattr(services, "LEAST_CONFIRMED", 20)


@pytest.fixture
def confirmed(letter, people):
    return kept_world("confirmed", lambda: _confirmed(letter, people))


def _confirmed(letter, people):
    rows = [letter(f"Khu Bằng Lăng lô {n} lại treo biển đỏ") for n in range(30)]
    classify(rows, NOISE, by=people["xulydon"])
    return tuple(rows)


def learn(client):
    client.post("/mo-hinh/hoc-lai/")
    run_all()


def test_a_version_is_learned_used_and_taken_back(quick, confirmed, sign_in, people):
    client = sign_in("tonghop")
    learn(client)
    version = ModelVersion.objects.get()
    assert (version.number, version.confirmed, version.is_in_use) == (1, 30, False)
    assert suggester_in_use().suggest([NEW]).topics[0] != "tieng-on"
    assert "30" in client.get("/mo-hinh/").content.decode()
    answer = client.post("/mo-hinh/dung/", {"number": "1"}, follow=True)
    assert "mô hình số 1" in answer.content.decode()
    assert suggester_in_use().suggest([NEW]).topics[0] == "tieng-on"
    assert suggester_in_use().suggest([NEW]).version.endswith(":1")
    client.post("/mo-hinh/dung/", {"number": "0"})
    assert suggester_in_use().suggest([NEW]).topics[0] != "tieng-on"
    assert Entry.objects.filter(action="model.taken_into_use").count() == 2


def test_too_few_letters_are_said_with_their_number(sign_in, letter, people):
    classify([letter()], NOISE, by=people["xulydon"])
    client = sign_in("tonghop")
    learn(client)
    assert not ModelVersion.objects.exists()
    assert "Mới có 1" in client.get("/mo-hinh/").content.decode()


def test_a_file_that_was_changed_is_not_used(quick, confirmed, sign_in):
    client = sign_in("tonghop")
    learn(client)
    client.post("/mo-hinh/dung/", {"number": "1"})
    path = Path(default_storage.path(ModelVersion.objects.get().stored_as))
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1] + b"x")
    with pytest.raises(DamagedModelError, match="số 1"):
        suggester_in_use()


def test_a_version_that_does_not_exist_is_not_found(sign_in):
    assert sign_in("tonghop").post("/mo-hinh/dung/", {"number": "7"}).status_code == 404


def test_a_leader_may_look_but_not_change(sign_in):
    client = sign_in("lanhdao")
    assert "Học từ đơn" not in client.get("/mo-hinh/").content.decode()
    assert client.post("/mo-hinh/hoc-lai/").status_code == 404
