"""The engine's run in the background."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gandan.concerns.services.running import run_engine
from gandan.jobs.services import Running, handler
from gandan.units.models import Unit
from gandan.units.policy import today


def register() -> None:
    handler("concerns.run", _("Tìm vấn đề trong sổ đơn"))(run_concerns)


def run_concerns(running: Running) -> dict[str, Any]:
    """Run again is harmless: a run replaces its own suggestions."""
    run = run_engine(
        Unit.objects.get(pk=running.payload["scope"]),
        day=today(),
        by=running.job.by,
        progress=lambda done, total: running.progress(done, total),
    )
    return {"letters": run.letters, "groups": run.groups}
