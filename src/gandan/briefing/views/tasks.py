"""Decisions on a frozen pack, and the tasks that come of them."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.audit.services import record
from gandan.briefing.forms import ReasonForm, ReportForm, TaskForm
from gandan.briefing.models import Pack, Task
from gandan.briefing.publishing import page_of
from gandan.briefing.rights import may_drop, may_reopen, may_report
from gandan.briefing.sentences import Sentence
from gandan.briefing.services import deciding
from gandan.briefing.services.refusals import PackRefusedError
from gandan.briefing.views.packs import writable
from gandan.casework.file_response import stored_response
from gandan.casework.services.looking import FileRefusedError
from gandan.core.pages import page_of as list_page
from gandan.core.undo import done
from gandan.units.models import Unit
from gandan.units.policy import today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


def pack_decide(request: StaffRequest, code: Any) -> HttpResponse:
    """What the leader decided of each thing asked, and what more."""
    pack = writable(request, code)
    if pack.is_draft:
        messages.error(request, _("Chốt tài liệu rồi mới ghi kết luận."))
        return redirect("briefing:pack_detail", code=pack.code)
    bound = _decided(request, pack) if request.method == "POST" else None
    if request.method == "POST" and bound is None:
        return redirect("briefing:pack_decide", code=pack.code)
    context = {"pack": pack, "asks": _asks(pack, bound), "own": bound or _empty(pack)}
    context["tasks"] = pack.tasks.order_by("due_on", "id")
    context["names"] = UnitNames.on(today())
    status = 422 if bound is not None else 200
    return render(request, "briefing/pack_decide.html", context, status=status)


def _decided(request: StaffRequest, pack: Pack) -> TaskForm | None:
    """Write the decision down; the form comes back when something is missing."""
    if request.POST.get("do") == "refuse":
        _refused(request, pack)
        return None
    form = TaskForm(request.POST, scope=pack.scope_id)
    if not form.is_valid():
        return form
    try:
        deciding.assign(pack, **form.cleaned_data, by=request.user)
    except PackRefusedError as error:
        form.add_error(None, str(error))
        return form
    done(request, _("Đã giao việc. Đơn vị được báo ngay."))
    return None


def _refused(request: StaffRequest, pack: Pack) -> None:
    form = ReasonForm(request.POST)
    try:
        form.is_valid()
        deciding.refuse_ask(
            pack,
            ask=form.cleaned_data.get("ask", ""),
            reason=form.cleaned_data.get("reason", ""),
            by=request.user,
        )
    except PackRefusedError as error:
        messages.error(request, str(error))
    else:
        done(request, _("Đã ghi kết luận."))


def _empty(pack: Pack) -> TaskForm:
    return TaskForm(scope=pack.scope_id, auto_id="own_%s")


def _asks(pack: Pack, bound: TaskForm | None) -> list[dict[str, Any]]:
    """Each ask with its task, its refusal, or the form to decide it."""
    tasks = {task.ask: task for task in pack.tasks.exclude(ask="")}
    refusals = {row.ask: row for row in pack.refusals.all()}
    found = []
    for number, ask in enumerate(page_of(pack).parts["asks"], start=1):
        row: dict[str, Any] = {"sentence": ask, "number": number}
        if ask.id in tasks:
            row["task"] = tasks[ask.id]
        elif ask.id in refusals:
            row["refusal"] = refusals[ask.id]
        elif bound is not None and bound.data.get("ask") == ask.id:
            row["form"] = bound
        else:
            row["form"] = _form_of(pack, ask, number)
        found.append(row)
    return found


def _form_of(pack: Pack, ask: Sentence, number: int) -> TaskForm:
    owner = Unit.objects.filter(code=ask.extra.get("owner", "")).first()
    due_on = ask.extra.get("due_on")
    initial = {
        "ask": ask.id,
        "text": ask.extra.get("task", ask.text),
        "owner": owner.pk if owner else "",
        "due_on": date.fromisoformat(due_on) if due_on else None,
    }
    return TaskForm(scope=pack.scope_id, initial=initial, auto_id=f"a{number}_%s")


def task_list(request: StaffRequest) -> HttpResponse:
    """Tasks that the person's units owe or gave, the late ones first."""
    rows = Task.objects.visible_to(request.user).select_related("owner", "pack")
    shown = request.GET.get("xem", "")
    rows = rows.standing() if shown == "tat-ca" else rows.open()
    context = {
        "page": list_page(rows.order_by("due_on", "id"), request.GET.get("page")),
        "names": UnitNames.on(today()),
        "day": today(),
        "shown": shown,
    }
    return render(request, "briefing/task_list.html", context)


def _task_for(request: StaffRequest, code: Any) -> Task:
    rows = Task.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("owner", "pack__scope", "decided_by"), code=code)


def task_detail(request: StaffRequest, code: Any) -> HttpResponse:
    task = _task_for(request, code)
    form = ReportForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        if not may_report(request.user, task):
            raise Http404
        if form.is_valid() and _reported(request, task, form):
            return redirect("briefing:task_detail", code=task.code)
    context = {
        "task": task,
        "form": form,
        "notes": task.notes.select_related("by", "file").order_by("id"),
        "names": UnitNames.on(today()),
        "day": today(),
        "may_report": may_report(request.user, task),
        "may_reopen": may_reopen(request.user, task),
        "may_drop": may_drop(request.user, task),
        "sees_pack": Pack.objects.visible_to(request.user).filter(pk=task.pack_id).exists(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "briefing/task_detail.html", context, status=status)


def _reported(request: StaffRequest, task: Task, form: ReportForm) -> bool:
    data = form.cleaned_data
    try:
        deciding.report(
            task, text=data["text"], upload=data["file"], is_done=data["is_done"], by=request.user
        )
    except (PackRefusedError, FileRefusedError) as error:
        form.add_error("file" if isinstance(error, FileRefusedError) else None, str(error))
        return False
    done(request, _("Đã ghi. Nơi giao việc được báo."))
    return True


@require_POST
def task_close(request: StaffRequest, code: Any) -> HttpResponse:
    """Open again what was called done, or give the task up; both with a reason."""
    task = _task_for(request, code)
    change = deciding.reopen if task.state == Task.State.DONE else deciding.drop
    allowed = may_reopen if task.state == Task.State.DONE else may_drop
    if not allowed(request.user, task):
        raise Http404
    try:
        change(task, reason=request.POST.get("reason", ""), by=request.user)
    except PackRefusedError as error:
        messages.error(request, str(error))
    else:
        done(request, _("Đã ghi."))
    return redirect("briefing:task_detail", code=task.code)


def task_file(request: StaffRequest, code: Any, note: int) -> FileResponse:
    task = _task_for(request, code)
    row = get_object_or_404(task.notes.exclude(file=None).select_related("file"), pk=note)
    assert row.file is not None
    record("task.file_viewed", str(task.code), by=request.user)
    return stored_response(row.file, row.file_name)
