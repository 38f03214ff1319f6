"""The tasks of earlier conclusions, as they stand on the day of the pack."""

from typing import Any

from gandan.briefing.gathering.book import Row
from gandan.briefing.gathering.ground import Ground
from gandan.briefing.models import Pack, Task, TaskNote
from gandan.briefing.sentences import Piece, Sentence, sentence
from gandan.domain.dates import format_date

SHOWN = 2  # of those not done; all stand in the annex


def tasks_of(ground: Ground, last: Pack | None) -> list[Task]:
    """Open tasks of earlier packs of the scope, and what was done of the last one; late first."""
    rows = Task.objects.standing().filter(
        pack__scope=ground.scope, pack__until__lte=ground.period.until
    )
    found = [
        task
        for task in rows.select_related("owner", "pack").order_by("due_on", "id")
        if task.is_open or (last is not None and task.pack_id == last.pk)
    ]
    return sorted(found, key=lambda task: (not task.is_open, task.due_on, task.pk))


def sentences_of(ground: Ground, tasks: list[Task], last: Pack | None) -> list[Sentence]:
    if not tasks:
        text = (
            f"Kết luận trên tài liệu {last.label} không còn việc nào."
            if last
            else "Hệ thống chưa có kết luận giao ban nào trước kỳ này."
        )
        nothing = ground.book.enter("tasks", "Nhiệm vụ của các kết luận trước", "nhiệm vụ", [])
        return [sentence("tasks:none", text, rests=[nothing.key])]
    notes = last_notes(tasks)
    found = [sentence("tasks:sum", *_sum(ground, tasks))]
    for task in [task for task in tasks if task.is_open][:SHOWN]:
        source = ground.book.enter(
            "tasks",
            f"Nhiệm vụ: {task.text}",
            "nhiệm vụ",
            [Row(str(task.code), task.text, task.due_on)],
        )
        name = ground.names[task.owner_id]
        head = Piece(f"{name}: {task.text.rstrip('.')}", source.key)
        found.append(
            sentence(f"tasks:{task.code}", head, f" – {standing_of(task, notes, ground)}.")
        )
    return found


def _sum(ground: Ground, tasks: list[Task]) -> list[str | Piece]:
    done = [task for task in tasks if not task.is_open]
    late = [task for task in tasks if task.is_open and task.due_on < ground.day]
    parts: list[str | Piece] = []
    for label, words, own in (
        ("Nhiệm vụ của các kết luận trước", "", tasks),
        ("Nhiệm vụ đã xong, có minh chứng", " xong có minh chứng", done),
        ("Nhiệm vụ quá hạn", " quá hạn", late),
    ):
        if own:
            rows = (Row(str(task.code), task.text, task.due_on) for task in own)
            figure = ground.book.enter("tasks", label, "nhiệm vụ", rows)
            parts += [", "] if parts else []
            parts += [figure.bare() if parts else figure.piece(), words]
    return [*parts, "."]


def last_notes(tasks: list[Task]) -> dict[int, TaskNote]:
    notes: dict[int, TaskNote] = {}
    for note in TaskNote.objects.filter(task__in=tasks).order_by("id"):
        notes[note.task_id] = note
    return notes


def standing_of(task: Task, notes: dict[int, TaskNote], ground: Ground) -> str:
    """xong ngày 12/6/2026 (Biên bản nghiệm thu) | quá hạn 9 ngày, chưa trả lời | còn hạn đến …"""
    note = notes.get(task.pk)
    if not task.is_open:
        day = format_date(task.done_on) if task.done_on else ""
        return f"xong ngày {day}, minh chứng: {_short(note)}"
    told = f"báo: {_short(note)}" if note else "chưa trả lời"
    if task.due_on < ground.day:
        return f"quá hạn {(ground.day - task.due_on).days} ngày, {told}"
    return f"hạn {format_date(task.due_on)}, {told}"


def _short(note: TaskNote | None) -> str:
    if note is None:
        return "không có"
    words = note.text.strip().rstrip(".").split()
    text = " ".join(words[:16]) + (" …" if len(words) > 16 else "")
    return f"{text} ({note.file_name})" if note.file_name else text


def as_rows(tasks: list[Task], ground: Ground) -> list[dict[str, Any]]:
    """For the annex and for comparing with the next pack."""
    notes = last_notes(tasks)
    return [
        {
            "code": str(task.code),
            "text": task.text,
            "owner": ground.names[task.owner_id],
            "due_on": task.due_on.isoformat(),
            "state": task.state,
            "late": task.is_open and task.due_on < ground.day,
            "said": standing_of(task, notes, ground),
        }
        for task in tasks
    ]
