"""“Nhiệm vụ được giao”: what was referred to a unit, taken in, sent back or answered."""

from functools import partial

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.casework.models import Answer, Referral
from gandan.casework.services.stepping import CaseMovedOnError
from gandan.casework.services.taking_up import (
    AlreadyTakenUpError,
    NothingToSendBackError,
    send_answer_back,
    take_up,
)
from gandan.casework.views.case_steps import MOVED_ON, visible_case
from gandan.core.kept_sql import count_kept
from gandan.core.pages import page_of
from gandan.core.undo import done
from gandan.domain.procedure import StepNotAllowedError
from gandan.units.policy import asker, reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

TABS = ("new", "open", "promised", "answered", "returned")
COUNT_UP_TO = 1_000


def referral_list(request: StaffRequest) -> HttpResponse:
    """Referrals to the person's own units, by what they ask for."""
    wanted = request.GET.get("tab", "")
    tab = wanted if wanted in TABS else "new"
    mine, asking = _addressed(request), asker(request.user)
    counts = {
        name: count_kept(("referrals", name, asking), partial(_tab, mine, name), up_to=COUNT_UP_TO)
        for name in TABS
    }
    if not wanted and not counts["new"][0] and counts["open"][0]:
        tab = "open"
    rows = _tab(mine, tab).select_related("case", "by", "received_by").order_by("sent_on", "id")
    context = {
        "page": page_of(rows, request.GET.get("page"), count=counts[tab], count_up_to=COUNT_UP_TO),
        "tabs": [(name, *counts[name]) for name in TABS],
        "tab": tab,
        "names": UnitNames.on(today()),
        "day": today(),
    }
    return render(request, "casework/referral_list.html", context)


def _addressed(request: StaffRequest) -> QuerySet[Referral]:
    units = reach_of(request.user).own_units
    return Referral.objects.visible_to(request.user).filter(to_unit__in=units)


def _tab(rows: QuerySet[Referral], name: str) -> QuerySet[Referral]:
    if name == "new":
        return rows.filter(state=Referral.State.SENT)
    if name == "open":
        return rows.filter(state=Referral.State.RECEIVED)
    if name == "promised":
        promised = {"promised_for__isnull": False, "carried_out_on": None, "is_void": False}
        owed = Answer.objects.filter(**promised, told_on__isnull=False).values("referral")
        return rows.filter(state=Referral.State.ANSWERED, pk__in=owed)
    if name == "returned":
        return rows.filter(state=Referral.State.RETURNED)
    return rows.filter(state=Referral.State.ANSWERED)


@require_POST
def case_take_up(request: StaffRequest, code: str) -> HttpResponse:
    """Open the unit's own case for a referral, under the procedure that the law sets for it."""
    case = visible_case(request, code)
    rows = Referral.objects.filter(case=case, is_open=True)
    units = reach_of(request.user).units(request.asked_duties)
    referral = get_object_or_404(rows.select_related("to_unit", "from_unit"), to_unit__in=units)
    try:
        own = take_up(referral, by=request.user, on=today())
    except AlreadyTakenUpError:
        messages.error(request, _("Đơn này đã có vụ việc riêng, hoặc chưa xác nhận đã nhận."))
        return redirect("casework:case_detail", code=code)
    done(request, _("Đã mở vụ việc %(code)s để giải quyết theo thủ tục.") % {"code": own.code})
    return redirect("casework:case_detail", code=own.code)


@require_POST
def case_send_back(request: StaffRequest, code: str) -> HttpResponse:
    """Give the unit's own answer to the office that referred the matter, without typing it again."""
    case = visible_case(request, code)
    try:
        send_answer_back(case, by=request.user, on=today())
    except NothingToSendBackError:
        messages.error(request, _("Vụ việc chưa có câu trả lời để gửi."))
    except StepNotAllowedError as error:
        messages.error(request, str(error))
    except CaseMovedOnError:
        messages.error(request, MOVED_ON)
    else:
        done(request, _("Đã gửi câu trả lời cho nơi chuyển đơn."))
    return redirect("casework:case_detail", code=code)
