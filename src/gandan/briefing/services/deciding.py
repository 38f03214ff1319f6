"""What the leader decided on a frozen pack becomes tasks; what owners say of them is appended."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gandan.accounts.models import User
from gandan.audit.services import record
from gandan.briefing.models import Pack, Refusal, Task, TaskNote
from gandan.briefing.services.refusals import PackRefusedError
from gandan.briefing.telling import tell_decided, tell_reported
from gandan.casework.services.filing import keep
from gandan.casework.services.looking import plain_name
from gandan.core import moment
from gandan.units.models import Unit


@transaction.atomic
def assign(pack: Pack, *, ask: str, text: str, owner: Unit, due_on: date, by: User) -> Task:
    """Give a task. Raises ``PackRefusedError`` for a draft, or an ask that is decided already."""
    _require_frozen(pack)
    if not text.strip():
        raise PackRefusedError(_("Ghi việc phải làm."))
    if ask and pack.refusals.filter(ask=ask).exists():
        raise PackRefusedError(_("Đề nghị này đã có kết luận."))
    try:
        with transaction.atomic():
            task = Task.objects.create(
                pack=pack,
                ask=ask,
                text=" ".join(text.split())[:400],
                owner=owner,
                due_on=due_on,
                decided_by=by,
                decided_on=moment.today(),
            )
    except IntegrityError as error:
        raise PackRefusedError(_("Đề nghị này đã có kết luận.")) from error
    record("task.decided", str(task.code), by=by, owner=owner.code, due_on=due_on.isoformat())
    tell_decided(task, by=by)
    return task


@transaction.atomic
def refuse_ask(pack: Pack, *, ask: str, reason: str, by: User) -> None:
    """Write down that an ask was not accepted, and why."""
    _require_frozen(pack)
    if not reason.strip():
        raise PackRefusedError(_("Ghi lý do không chấp nhận."))
    if pack.tasks.filter(ask=ask).exists():
        raise PackRefusedError(_("Đề nghị này đã có kết luận."))
    Refusal.objects.get_or_create(
        pack=pack, ask=ask, defaults={"reason": reason.strip()[:400], "by": by, "at": moment.now()}
    )
    record("pack.ask_refused", str(pack.code), by=by, ask=ask)


@transaction.atomic
def report(task: Task, *, text: str, upload: Any, is_done: bool, by: User) -> None:
    """What the owner says. Done needs proof: a file, or where it can be seen in words.

    Raises ``PackRefusedError``, and ``FileRefusedError`` for a file that is not taken in.
    """
    words = text.strip()
    if not words:
        raise PackRefusedError(_("Ghi đã làm gì, ngày nào, xem ở đâu."))
    if is_done:
        moved = Task.objects.filter(pk=task.pk, state=Task.State.OPEN).update(
            state=Task.State.DONE, done_on=moment.today()
        )
        if not moved:
            raise PackRefusedError(_("Việc này không còn mở."))
    _note(task, TaskNote.Name.DONE if is_done else TaskNote.Name.TOLD, words, by, upload)
    record("task.done" if is_done else "task.told", str(task.code), by=by)
    tell_reported(task, by=by, is_done=is_done)


@transaction.atomic
def reopen(task: Task, *, reason: str, by: User) -> None:
    """What was called done is not: the owner must go on."""
    _move(task, Task.State.DONE, Task.State.OPEN, reason, by)
    _note(task, TaskNote.Name.REOPENED, reason.strip(), by)
    record("task.reopened", str(task.code), by=by)
    tell_decided(task, by=by)


@transaction.atomic
def drop(task: Task, *, reason: str, by: User) -> None:
    """The task is given up, with the reason."""
    _move(task, Task.State.OPEN, Task.State.DROPPED, reason, by)
    _note(task, TaskNote.Name.DROPPED, reason.strip(), by)
    record("task.dropped", str(task.code), by=by)


def _move(task: Task, old: str, new: str, reason: str, by: User) -> None:
    if not reason.strip():
        raise PackRefusedError(_("Ghi lý do."))
    if not Task.objects.filter(pk=task.pk, state=old).update(state=new, done_on=None):
        raise PackRefusedError(_("Việc này vừa được người khác cập nhật."))
    task.refresh_from_db()


def _note(task: Task, name: str, text: str, by: User, upload: Any = None) -> None:
    TaskNote.objects.create(
        task=task,
        name=name,
        text=text,
        file=keep(upload) if upload else None,
        file_name=plain_name(upload.name) if upload else "",
        by=by,
        at=moment.now(),
    )
    task.refresh_from_db()


def _require_frozen(pack: Pack) -> None:
    if pack.is_draft:
        raise PackRefusedError(_("Chốt tài liệu rồi mới ghi kết luận."))
