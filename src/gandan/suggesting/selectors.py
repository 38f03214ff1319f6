"""The suggester in use: of the office's own model, or of the one that ships with the product."""

import hashlib
from functools import lru_cache

from django.core.files.storage import default_storage

from gandan.suggesting.models import ModelVersion
from gandan.synthesis import Suggester, load_suggester
from gandan.synthesis.word_model import model_from_bytes


class DamagedModelError(Exception):
    """The file of a model version is not what was written; the message says which."""


def suggester_in_use() -> Suggester:
    """Raises ``DamagedModelError``."""
    version = ModelVersion.objects.filter(is_in_use=True).first()
    return load_suggester() if version is None else suggester_of(version)


def suggester_of(version: ModelVersion) -> Suggester:
    """Raises ``DamagedModelError``."""
    return _read(version.number, version.stored_as, version.sha256)


@lru_cache(maxsize=2)
def _read(number: int, stored_as: str, sha256: str) -> Suggester:
    try:
        with default_storage.open(stored_as) as file:
            data = file.read()
    except OSError as error:
        raise DamagedModelError(f"Mô hình số {number}: không đọc được tệp {stored_as}.") from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DamagedModelError(f"Mô hình số {number}: tệp {stored_as} đã bị thay đổi.")
    return Suggester(model_from_bytes(data))
