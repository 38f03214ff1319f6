"""The month of the leaders: who receives when, what came of it, what the law still wants."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.core.language import day as written_day
from gandan.core.undo import Undo, done
from gandan.domain.periods import Period, PeriodError, month, read_period
from gandan.domain.reception import head_role, may_delegate, schedule_faults
from gandan.law.selectors import current_rules
from gandan.reception.models import ReceptionSession, Visit
from gandan.reception.selectors import (
    booked_at,
    bookings_of_session,
    conclusions_of_sessions,
    followed_at,
    kept_by,
    living_units,
)
from gandan.reception.services import scheduling
from gandan.reception.session_forms import OutcomeForm, PlanForm, PostponeForm
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames, head_of

State = ReceptionSession.State


def _month(written: str) -> Period:
    """The month that was asked for; this month when it is not one."""
    day = today()
    try:
        asked = read_period(written) if written else None
    except PeriodError:
        asked = None
    since = asked.since if asked else day
    return month(since.year, since.month)


def schedule(request: StaffRequest) -> HttpResponse:
    period, names = _month(request.GET.get("month", "")), UnitNames.on(today())
    units = living_units(request.user, names)
    rows = ReceptionSession.objects.visible_to(request.user).filter(
        on__gte=period.since, on__lt=period.until
    )
    sessions = list(rows.select_related("moved_to").order_by("on", "starts_at", "id"))
    own = reach_of(request.user).own_units
    kept = kept_by(units, period, [s for s in sessions if s.unit_id in set(units)])
    return render(
        request,
        "reception/schedule.html",
        {
            "period": period,
            "before": period.previous().since,
            "after": period.until,
            "own_sessions": [one for one in sessions if one.unit_id in own],
            "other_sessions": [one for one in sessions if one.unit_id not in own],
            "kept": kept,
            # Each rule once, in the order of the table: one basis holds for many units.
            "rules": list({row.rule_name: row for row in kept}.values()),
            "is_over": period.until <= today(),
            "booked_at": booked_at(request.user, sessions),
            "followed_at": followed_at(request.user, sessions),
            "names": names,
            "today": today(),
        },
    )


def session_new(request: StaffRequest) -> HttpResponse:
    form = PlanForm(
        request.POST or None,
        person=request.user,
        duties=request.asked_duties,
        initial=_initial(request),
    )
    if request.method == "POST" and form.is_valid():
        unit = Unit.objects.get(pk=int(form.cleaned_data["unit"]))
        try:
            made = scheduling.plan(
                form.plan(), form.cleaned_data["days"], unit=unit, by=request.user
            )
        except scheduling.AlreadyPlannedError as error:
            text = _("Ngày %(day)s người này đã có buổi tiếp cùng giờ.")
            form.add_error("days", text % {"day": written_day(error.args[0])})
        else:
            done(request, _("Đã lên lịch %(count)d buổi tiếp.") % {"count": len(made)})
            first = made[0].on
            return redirect(f"{reverse('reception:schedule')}?month={first:%Y-%m}")
    status = 422 if request.method == "POST" else 200
    return render(request, "reception/session_new.html", {"form": form}, status=status)


def _initial(request: StaffRequest) -> dict[str, str]:
    home = reach_of(request.user).home(request.asked_duties)
    unit = Unit.objects.filter(pk=home or 0).first()
    if unit is None:
        return {}
    head = head_of(unit, today())
    leader = f"{head.post} {head.person}" if head else ""
    return {"unit": str(unit.pk), "role": head_role(unit.kind), "leader": leader}


def _get(request: StaffRequest, code: UUID) -> ReceptionSession:
    rows = ReceptionSession.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("unit", "moved_to", "recorded_by"), code=code)


def session_detail(request: StaffRequest, code: UUID) -> HttpResponse:
    return _page(request, _get(request, code))


def _page(
    request: StaffRequest,
    session: ReceptionSession,
    outcome: OutcomeForm | None = None,
    moving: PostponeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    visits = Visit.objects.visible_to(request.user).filter(session=session)
    faults = []
    if session.posted_on:
        faults = schedule_faults(session.on, session.posted_on, current_rules())
    context = {
        "session": session,
        "unit_name": UnitNames.on(session.on)[session.unit_id],
        "visits": visits.select_related("submission").order_by("id"),
        "outcome_form": outcome or OutcomeForm(auto_id="kq_%s"),
        "moving_form": moving or PostponeForm(on=session.on, auto_id="doi_%s"),
        "faults": faults,
        "warns_of_delegation": session.state == State.DELEGATED and not may_delegate(session.on),
        "is_planned": session.state == State.PLANNED,
        "has_come": session.on <= today(),
        "is_own": session.unit_id in reach_of(request.user).own_units,
        "may_reopen": session.state in (State.HELD, State.DELEGATED, State.MISSED),
        "form": outcome or moving,
        "is_coming": session.on >= today(),
        "today": today(),
        "coming": bookings_of_session(request.user, session),
        "conclusions": conclusions_of_sessions(request.user, [session])
        .with_waits()
        .select_related("visit__submission")
        .order_by("id"),
    }
    return render(request, "reception/session_detail.html", context, status=status)


def _own(request: StaffRequest, code: UUID) -> ReceptionSession:
    """Only the office itself writes in its schedule; those above read it."""
    rows = ReceptionSession.objects.visible_to(request.user)
    own = reach_of(request.user).desks(request.asked_duties)
    return get_object_or_404(rows.filter(unit__in=own), code=code)


@require_POST
def session_outcome(request: StaffRequest, code: UUID) -> HttpResponse:
    session = _own(request, code)
    form = OutcomeForm(request.POST, auto_id="kq_%s")
    if form.is_valid():
        try:
            scheduling.write_outcome(session, form.outcome(), by=request.user, today=today())
        except scheduling.NotYetError:
            form.add_error(None, _("Buổi tiếp chưa đến ngày. Cần dời thì ghi ngày mới."))
        except scheduling.HasVisitsError:
            form.add_error("state", _("Buổi này đã ghi lượt tiếp nên không thể là không tiếp."))
        except scheduling.SessionMovedOnError:
            form.add_error(None, _("Người khác vừa ghi kết quả. Tải lại trang để xem."))
        else:
            undo = Undo(reverse("reception:session_reopen", args=[code]))
            done(request, _("Đã ghi kết quả buổi tiếp."), undo)
            return redirect("reception:session_detail", code=code)
    return _page(request, session, outcome=form, status=422)


@require_POST
def session_postpone(request: StaffRequest, code: UUID) -> HttpResponse:
    session = _own(request, code)
    form = PostponeForm(request.POST, on=session.on, auto_id="doi_%s")
    if form.is_valid():
        try:
            later = _move(request, session, form.cleaned_data)
        except scheduling.HasVisitsError:
            form.add_error(None, _("Buổi này đã ghi lượt tiếp nên không dời được."))
        except scheduling.AlreadyPlannedError:
            form.add_error("to", _("Ngày đó người này đã có buổi tiếp cùng giờ."))
        except scheduling.SessionMovedOnError:
            form.add_error(None, _("Người khác vừa ghi kết quả. Tải lại trang để xem."))
        else:
            day = written_day(later.on)
            done(request, _("Đã dời buổi tiếp sang ngày %(day)s.") % {"day": day})
            return redirect("reception:session_detail", code=later.code)
    return _page(request, session, moving=form, status=422)


def _move(
    request: StaffRequest, session: ReceptionSession, data: dict[str, date | str]
) -> ReceptionSession:
    return scheduling.postpone(
        session,
        to=data["to"],  # type: ignore[arg-type]
        reason=str(data["why"]),
        posted_on=data["posted_on"],  # type: ignore[arg-type]
        by=request.user,
    )


@require_POST
def session_reopen(request: StaffRequest, code: UUID) -> HttpResponse:
    session = _own(request, code)
    try:
        scheduling.take_outcome_back(session, by=request.user)
    except scheduling.SessionMovedOnError:
        done(request, _("Buổi tiếp này không còn kết quả để ghi lại."))
    else:
        done(request, _("Đã bỏ kết quả; ghi lại khi cần."))
    return redirect("reception:session_detail", code=code)
