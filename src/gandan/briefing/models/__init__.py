"""Packs with their sources and changes; tasks with what became of them."""

from gandan.briefing.models.packs import Pack, PackChange, PackSource
from gandan.briefing.models.tasks import Refusal, Task, TaskNote

__all__ = ["Pack", "PackChange", "PackSource", "Refusal", "Task", "TaskNote"]
