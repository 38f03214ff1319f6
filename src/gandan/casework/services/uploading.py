"""Keep an uploaded file and queue its reading; the upload itself parses nothing."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction

from gandan.accounts.models import User
from gandan.casework.models import ImportBatch
from gandan.casework.services.importing import start_batch
from gandan.jobs.services import enqueue
from gandan.units.models import Unit


@transaction.atomic
def receive_upload(file: Any, *, unit: Unit, by: User) -> ImportBatch:
    """Store the file under its own hash and queue the job that reads it."""
    name = PurePath(str(file.name).replace("\\", "/")).name[:200] or "tep"
    total = hashlib.sha256()
    for piece in file.chunks():
        total.update(piece)
    sha256 = total.hexdigest()
    file.seek(0)
    # The job reads by the file's ending, so the stored name keeps it.
    stored = default_storage.save(f"nap/{sha256[:16]}/{_safe(name)}", file)
    batch = start_batch(name, sha256=sha256, unit=unit, by=by, stored_as=stored)
    enqueue("casework.import", {"batch": str(batch.code)}, by=by, dedupe_key=f"import-{batch.code}")
    return batch


def _safe(name: str) -> str:
    ending = PurePath(name).suffix.lower()[:10]
    return f"tep{ending}" if ending.isascii() else "tep"
