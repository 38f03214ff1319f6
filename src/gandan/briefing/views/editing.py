"""Change a draft: a sentence, the list of problems, a sentence of one's own, undo."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.briefing.forms import OwnSentenceForm, ProblemForm, SentenceForm, TitleForm
from gandan.briefing.models import Pack
from gandan.briefing.publishing import page_of
from gandan.briefing.services import editing
from gandan.briefing.services.refusals import PackRefusedError
from gandan.briefing.views.packs import writable
from gandan.core.undo import Undo, done
from gandan.units.requests import StaffRequest


def _undo(pack: Pack) -> Undo:
    return Undo(reverse("briefing:pack_undo", args=[pack.code]))


def _back(request: StaffRequest, pack: Pack, text: str, at: str = "") -> HttpResponse:
    done(request, text, _undo(pack))
    return redirect(f"{reverse('briefing:pack_detail', args=[pack.code])}{at}")


def pack_sentence(request: StaffRequest, code: Any, id: str) -> HttpResponse:
    """Rewrite, take out, or give back to the machine one sentence."""
    pack = writable(request, code)
    found = page_of(pack).find(id)
    if found is None:
        raise Http404
    wanted = request.POST.get("do", "write")
    initial = {"text": found.text, "after": pack.revision}
    form = SentenceForm(request.POST or None, initial=initial)
    if request.method == "POST":
        after = _revision(request, pack)
        try:
            if wanted == "return":
                editing.return_to_machine(pack, id, after=after, by=request.user)
                return _back(request, pack, _("Đã lấy lại câu của máy."))
            if wanted == "take_out":
                editing.write_sentence(pack, id, "", after=after, by=request.user)
                return _back(request, pack, _("Đã bỏ câu."))
            if form.is_valid():
                text = form.cleaned_data["text"]
                editing.write_sentence(pack, id, text, after=after, by=request.user)
                return _back(request, pack, _("Đã sửa câu."))
        except PackRefusedError as error:
            form.add_error(None, str(error))
    status = 422 if request.method == "POST" else 200
    context = {"pack": pack, "sentence": found, "form": form}
    return render(request, "briefing/pack_sentence.html", context, status=status)


def _revision(request: StaffRequest, pack: Pack) -> int:
    written = request.POST.get("after", "")
    return int(written) if written.isdecimal() else -1


def pack_add(request: StaffRequest, code: Any) -> HttpResponse:
    """A sentence of one's own."""
    pack = writable(request, code)
    problems = [
        (one.key, _("Vấn đề %(n)d trên trang") % {"n": n})
        for n, one in enumerate(page_of(pack).problems, start=1)
    ]
    initial = {"part": request.GET.get("phan", ""), "after": pack.revision}
    form = OwnSentenceForm(request.POST or None, problems=problems, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            editing.add_sentence(
                pack, data["part"], data["text"], after=data["after"], by=request.user
            )
        except PackRefusedError as error:
            form.add_error(None, str(error))
        else:
            return _back(request, pack, _("Đã thêm câu, ghi tên người viết."))
    status = 422 if request.method == "POST" else 200
    return render(request, "briefing/pack_add.html", {"pack": pack, "form": form}, status=status)


def pack_problems(request: StaffRequest, code: Any) -> HttpResponse:
    """Which problems stand on the page, in which order, and why."""
    pack = writable(request, code)
    status = 200
    if request.method == "POST":
        form = ProblemForm(request.POST)
        try:
            if form.is_valid():
                _change_problem(pack, form.cleaned_data, request)
                done(request, _("Đã sửa danh sách vấn đề."), _undo(pack))
                return redirect("briefing:pack_problems", code=pack.code)
        except PackRefusedError as error:
            messages.error(request, str(error))
        status = 422
    context = {"pack": pack, "page": page_of(pack)}
    return render(request, "briefing/pack_problems.html", context, status=status)


def _change_problem(pack: Pack, data: dict[str, Any], request: StaffRequest) -> None:
    do, key, after, by = data["do"], data["key"], data["after"], request.user
    if do == "drop":
        editing.drop_problem(pack, key, data["reason"], after=after, by=by)
    elif do == "add":
        editing.add_problem(pack, key, data["reason"], after=after, by=by)
    else:
        editing.move_problem(pack, key, -1 if do == "up" else 1, after=after, by=by)


@require_POST
def pack_rename(request: StaffRequest, code: Any) -> HttpResponse:
    pack = writable(request, code)
    form = TitleForm(request.POST)
    try:
        editing.rename(pack, form.data.get("title", ""), by=request.user)
    except PackRefusedError as error:
        messages.error(request, str(error))
    else:
        done(request, _("Đã đổi tên tài liệu."))
    return redirect("briefing:pack_detail", code=pack.code)


@require_POST
def pack_undo(request: StaffRequest, code: Any) -> HttpResponse:
    pack = writable(request, code)
    try:
        what = editing.undo(pack, by=request.user)
    except PackRefusedError as error:
        messages.error(request, str(error))
    else:
        done(request, _("Đã hoàn tác: %(what)s.") % {"what": what})
    return redirect("briefing:pack_detail", code=pack.code)
