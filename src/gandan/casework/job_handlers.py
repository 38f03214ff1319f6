"""What the register does in the background: read uploads, suggest classes, look for copies."""

from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _

from gandan.casework.models import ImportBatch
from gandan.casework.selectors import confirmed_letters
from gandan.casework.services.examining import examine
from gandan.casework.services.importing import fill_batch
from gandan.casework.services.recomputing import recompute_due_dates
from gandan.jobs.services import Running, handler
from gandan.law.services.changing import LawChanged
from gandan.suggesting.services import TooFewConfirmedError, learn_again


def register() -> None:
    handler("casework.import", _("Đọc tệp vào sổ đơn"))(run_import)
    handler("casework.examine", _("Gợi ý phân loại và tìm bản sao"))(run_examine)
    handler("casework.learn", _("Học lại mô hình gợi ý"))(run_learn)


def run_import(running: Running) -> dict[str, Any]:
    """Read the stored upload of a batch. A second run after a stop adds only what is missing."""
    batch = ImportBatch.objects.select_related("unit", "by").get(code=running.payload["batch"])
    path = Path(default_storage.path(batch.stored_as))
    fill_batch(
        batch,
        [path],
        names=[batch.name],
        progress=lambda rows: running.progress(rows, message=f"Đã đọc {rows} dòng"),
    )
    return {"added": batch.added, "problems": batch.problems_count}


def recompute_after_change(changed: LawChanged) -> dict[str, Any]:
    """Compute open due dates anew after a change of the calendar or of a time limit."""
    why = f"Lịch hoặc thời hạn đã sửa (thay đổi số {changed.number})."

    def progress(done: int) -> None:
        changed.running.progress(done, message=f"Đã tính lại {done} vụ việc")

    moved = recompute_due_dates(changed.after, by=None, why=why, progress=progress)
    return {"moved": moved}


def run_examine(running: Running) -> dict[str, Any]:
    return examine(progress=lambda done, total: running.progress(done, total))


def run_learn(running: Running) -> dict[str, Any]:
    """Learn a word model from all confirmed letters. Run again, it makes another version."""
    letters = confirmed_letters()
    try:
        version = learn_again(letters, by=running.job.by)
    except TooFewConfirmedError:
        return {"too_few": sum(1 for letter in letters if letter.topic)}
    return {"version": version.number}
