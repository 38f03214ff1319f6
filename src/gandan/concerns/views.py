"""Pages of concerns: what the engine suggests in pencil, what a person confirmed in ink."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gandan.audit.services import record
from gandan.casework.models import Submission
from gandan.concerns.models import (
    Concern,
    ConcernQuerySet,
    ConcernStep,
    EngineRun,
    Membership,
)
from gandan.concerns.selectors import letters_by_week, sources_of
from gandan.concerns.services import deciding
from gandan.core.components.units import unit
from gandan.core.language import day, day_of_year
from gandan.core.pages import page_of
from gandan.core.plots import Trend
from gandan.core.undo import Undo, done
from gandan.domain.taxonomy import FIELDS
from gandan.jobs.models import Job
from gandan.jobs.services import enqueue
from gandan.units.policy import reach_of
from gandan.units.requests import StaffRequest

LETTERS_SHOWN = 300
# As many as the page shows before the rest is opened; the template cuts at the same place.
LETTERS_OPEN = 15
STATES = {
    "": Q(state__in=[Concern.State.SUGGESTED, Concern.State.CONFIRMED]),
    "suggested": Q(state=Concern.State.SUGGESTED),
    "confirmed": Q(state=Concern.State.CONFIRMED),
    "dismissed": Q(state=Concern.State.DISMISSED),
}
SORTS = {"": "-size", "first": "first_on", "last": "-last_on"}


def concern_list(request: StaffRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    field = request.GET.get("field", "")
    query = request.GET.get("q", "").strip()[:100]
    concerns = Concern.objects.visible_to(request.user)
    counts = concerns.aggregate(
        suggested=Count("id", filter=STATES["suggested"]),
        confirmed=Count("id", filter=STATES["confirmed"]),
        dismissed=Count("id", filter=STATES["dismissed"]),
    )
    rows = concerns.filter(STATES.get(state, STATES[""]))
    if field:
        rows = rows.filter(field=field)
    if query:
        rows = rows.filter(Q(title__icontains=query) | Q(place__icontains=query) | Q(code=query))
    order = SORTS.get(request.GET.get("sort", ""), "-size")
    return render(
        request,
        "concerns/concern_list.html",
        {
            "page": page_of(rows.order_by(order, "id"), request.GET.get("page")),
            "state": state,
            "field": field,
            "q": query,
            "sort": request.GET.get("sort", ""),
            "counts": counts,
            "fields": FIELDS,
            "last_run": EngineRun.objects.filter(reach_of(request.user).rows("scope"))
            .order_by("-id")
            .first(),
            "job": Job.objects.filter(
                kind="concerns.run", state__in=["waiting", "running"]
            ).first(),
        },
    )


def concern_detail(request: StaffRequest, code: str) -> HttpResponse:
    concern = _get(request, code)
    record("concern.viewed", concern, by=request.user)
    visible = Submission.objects.visible_to(request.user)
    members = (
        concern.memberships.filter(submission__in=visible)
        .exclude(decided=Membership.Decided.REMOVED)
        .select_related("submission")
        .order_by("submission__received_on", "submission_id")
    )
    shown = list(members[:LETTERS_SHOWN])
    steps = list(concern.steps.select_related("by").order_by("-id"))
    return render(
        request,
        "concerns/concern_detail.html",
        {
            "concern": concern,
            "stands": concern.state in {Concern.State.SUGGESTED, Concern.State.CONFIRMED},
            "members": shown,
            "more": len(shown) - LETTERS_OPEN,
            "letters": members.count(),
            "sources": sources_of(concern, visible),
            "trend": _trend(concern),
            "steps": steps,
            "last_step": next((s for s in steps if s.undone_at is None), None),
            "others": _others(request, concern),
        },
    )


def _trend(concern: Concern) -> Trend | None:
    weeks = letters_by_week(concern)
    if len(weeks) < 2:
        return None
    most = max(weeks, key=lambda week: week[1])
    finding = ngettext(
        "Nhiều nhất %(count)d đơn trong tuần từ %(week)s",
        "Nhiều nhất %(count)d đơn trong tuần từ %(week)s",
        most[1],
    ) % {"count": most[1], "week": day(most[0])}
    labels = [day_of_year(week) for week, _count in weeks]
    values = [float(count) for _week, count in weeks]
    return Trend(labels, values, finding, unit(most[1], "letters"))


def _others(request: StaffRequest, concern: Concern) -> list[Concern]:
    """Concerns that this one could be merged with: the same field or place first."""
    rows = Concern.objects.visible_to(request.user).standing().exclude(pk=concern.pk)
    near = rows.filter(
        Q(topic=concern.topic) | Q(place=concern.place) if concern.place else Q(topic=concern.topic)
    )
    return list(near.filter(scope=concern.scope).order_by("-size")[:40])


def _get(request: StaffRequest, code: str) -> Concern:
    rows = Concern.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("scope", "merged_into", "confirmed_by"), code=code)


def _written(request: StaffRequest) -> ConcernQuerySet:
    """Concerns to decide on: of the scopes where a duty of the route is held."""
    own = reach_of(request.user).rows("scope", request.asked_duties)
    return Concern.objects.visible_to(request.user).filter(own)


def _own(request: StaffRequest, code: str) -> Concern:
    rows = _written(request).select_related("scope", "merged_into", "confirmed_by")
    return get_object_or_404(rows, code=code)


@require_POST
def concern_confirm(request: StaffRequest, code: str) -> HttpResponse:
    return _decide(
        request, code, lambda c: deciding.confirm(c, by=request.user), _("Đã xác nhận vấn đề.")
    )


@require_POST
def concern_rename(request: StaffRequest, code: str) -> HttpResponse:
    title = " ".join(request.POST.get("title", "").split())[:200]
    if not title:
        messages.error(request, _("Ghi tên vấn đề rồi lưu lại."))
        return redirect("concerns:concern_detail", code=code)
    return _decide(
        request, code, lambda c: deciding.rename(c, title, by=request.user), _("Đã đổi tên vấn đề.")
    )


@require_POST
def concern_dismiss(request: StaffRequest, code: str) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, _("Ghi lý do bỏ qua; lý do được lưu lại."))
        return redirect("concerns:concern_detail", code=code)
    return _decide(
        request, code, lambda c: deciding.dismiss(c, reason, by=request.user), _("Đã bỏ qua gợi ý.")
    )


@require_POST
def concern_merge(request: StaffRequest, code: str) -> HttpResponse:
    _own(request, code)
    chosen = request.POST.getlist("other")[:50]
    others = list(_written(request).standing().filter(code__in=chosen))
    if not others:
        messages.error(request, _("Chọn ít nhất một vấn đề để gộp vào."))
        return redirect("concerns:concern_detail", code=code)
    return _decide(
        request, code, lambda c: deciding.merge(c, others, by=request.user), _("Đã gộp vấn đề.")
    )


@require_POST
def concern_split(request: StaffRequest, code: str) -> HttpResponse:
    concern = _own(request, code)
    codes = request.POST.getlist("letter")[:LETTERS_SHOWN]
    visible = Submission.objects.visible_to(request.user).filter(code__in=codes)
    title = " ".join(request.POST.get("title", "").split())[:200]
    try:
        part = deciding.split(
            concern, list(visible.values_list("id", flat=True)), title, by=request.user
        )
    except deciding.StepNotAllowedError as error:
        messages.error(request, str(error))
    else:
        step = concern.steps.filter(name="split").order_by("-id")[0]
        done(request, _("Đã tách thành vấn đề %(code)s.") % {"code": part.code}, _undo(step))
    return redirect("concerns:concern_detail", code=code)


@require_POST
def concern_undo(request: StaffRequest, code: str, pk: int) -> HttpResponse:
    concern = _own(request, code)
    step = get_object_or_404(ConcernStep, pk=pk, concern=concern)
    try:
        deciding.undo(step, by=request.user)
    except deciding.StepNotAllowedError as error:
        messages.error(request, str(error))
    else:
        done(request, _("Đã hoàn tác."))
    return redirect("concerns:concern_detail", code=code)


@require_POST
def run(request: StaffRequest) -> HttpResponse:
    """Queue a run over the unit where the person works."""
    scope = reach_of(request.user).home(request.asked_duties)
    enqueue("concerns.run", {"scope": scope}, by=request.user, dedupe_key=f"concerns-{scope}")
    done(request, _("Đang tìm vấn đề trong các đơn. Có thể làm việc khác."))
    return redirect("concerns:concern_list")


def _decide(
    request: StaffRequest, code: str, act: Callable[[Concern], ConcernStep], text: str
) -> HttpResponse:
    concern = _own(request, code)
    try:
        step = act(concern)
    except deciding.StepNotAllowedError as error:
        messages.error(request, str(error))
    else:
        done(request, text, _undo(step))
    return redirect("concerns:concern_detail", code=code)


def _undo(step: ConcernStep) -> Undo:
    return Undo(reverse("concerns:concern_undo", args=[step.concern.code, step.pk]))
