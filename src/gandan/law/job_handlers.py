"""What the law does in the background: have due dates recomputed after a change."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from gandan.jobs.services import Running, handler
from gandan.law.selectors import rules_after
from gandan.law.services.changing import JOB, LawChanged, tell_listeners


def register() -> None:
    handler(JOB, _("Tính lại thời hạn sau khi sửa"))(run_recompute)


def run_recompute(running: Running) -> dict[str, Any]:
    number = int(running.payload["change"])
    changed = LawChanged(number, rules_after(number - 1), rules_after(number), running)
    return tell_listeners(changed)
