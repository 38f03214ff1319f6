"""What every test stands on: a signing key that is no secret, no clock on generated examples."""

import gc
import os

import pytest
from hypothesis import settings

from tests.migrated import keep_migrated

os.environ.setdefault("GANDAN_SECRET_KEY", "only-for-tests")
os.environ.setdefault("GANDAN_LOCAL", "1")
# A busy machine is no fault of the code: how long an example takes is not part of its promise.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, pytestconfig):
    """Before the test database is made: migrate only when something changed."""
    with pytest.MonkeyPatch.context() as patch:
        keep_migrated(pytestconfig.cache.mkdir("migrated"), patch)
        yield


def pytest_collection_finish():
    """What is loaded by now stays; looking through it again and again took an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)


def pytest_collection_modifyitems(config, items):
    """On another database than SQLite run the tests that have one; the others ran there."""
    if not os.environ.get("GANDAN_DATABASE"):
        return
    of_database = {"db", "transactional_db"}
    chosen = [item for item in items if of_database & set(item.fixturenames) or marked(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(chosen)])
    items[:] = chosen


def marked(item):
    return item.get_closest_marker("django_db") is not None
