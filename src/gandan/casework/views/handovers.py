"""Hand the open cases of a unit over to those that take its place."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gandan.casework.models import Case, HandOver, Turn
from gandan.casework.services.handing_over import (
    NothingToHandOverError,
    Proposal,
    hand_over,
    propose,
)
from gandan.casework.services.stepping import CaseMovedOnError
from gandan.casework.views.case_steps import MOVED_ON
from gandan.core.form_fields import VietnameseDateField
from gandan.core.undo import done
from gandan.units.models import Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

MESSAGE = gettext_lazy(
    "Đơn của ông/bà nay do %(unit)s tiếp tục giải quyết, vì %(from)s đã sắp xếp lại. "
    "Thời hạn giải quyết không đổi; ông/bà không phải nộp lại đơn."
)


class HandOverForm(forms.Form):
    """Day, basis, and where each case goes; one choice may stand for all that are left open."""

    on = VietnameseDateField(label=gettext_lazy("Ngày bàn giao"))
    basis = forms.CharField(
        label=gettext_lazy("Căn cứ (số quyết định)"),
        max_length=200,
    )
    message = forms.CharField(
        label=gettext_lazy("Báo người gửi"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )

    rest = forms.ChoiceField(
        label=gettext_lazy("Các việc chưa chọn đơn vị, giao cho"),
        help_text=gettext_lazy("Dùng cho mọi việc mà ô bên dưới để trống."),
        required=False,
    )

    def __init__(self, data: object, *, proposals: list[Proposal], names: UnitNames, **kw: object):
        super().__init__(data, **kw)  # type: ignore[arg-type]
        choices = [(str(pk), name) for pk, name in names.choices(names.living)]
        self.fields["rest"].choices = [  # type: ignore[attr-defined]
            ("", gettext_lazy("Chọn từng việc ở dưới")),
            *choices,
        ]
        self.asked = [row.case.pk for row in proposals]
        for row in proposals:
            self.fields[f"to_{row.case.pk}"] = forms.ChoiceField(
                label=row.case.title,
                choices=[("", gettext_lazy("Chọn đơn vị tiếp nhận")), *choices],
                initial=str(row.to or ""),
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for pk in self.asked:
            name = f"to_{pk}"
            if name not in self.errors and not data.get(name) and not data.get("rest"):
                self.add_error(name, _("Chọn đơn vị tiếp nhận, hoặc chọn chung cho các việc."))
        return data

    def heirs(self, proposals: list[Proposal]) -> dict[int, Unit]:
        data = self.cleaned_data
        chosen = {row.case.pk: int(data[f"to_{row.case.pk}"] or data["rest"]) for row in proposals}
        units = Unit.objects.in_bulk(set(chosen.values()))
        return {case: units[unit] for case, unit in chosen.items()}


def handover_list(request: StaffRequest) -> HttpResponse:
    """Units that have ended and still hold open cases, and the batches so far."""
    names = UnitNames.on(today())
    context = {
        "waiting": _units_that_ended(request, names.living),
        "batches": _batches(request).select_related("by")[:50],
        "names": names,
    }
    return render(request, "casework/handover_list.html", context)


def _units_that_ended(request: StaffRequest, living: frozenset[int]) -> list[tuple[Unit, int]]:
    open_ones = [turn for turn in Turn.values if turn != Turn.REST]
    rows = Case.objects.visible_to(request.user).standing().filter(turn__in=open_ones)
    # By keys alone, which an index holds: SQLite would read all cases for the rest of the row.
    gone = reach_of(request.user).units(request.asked_duties) - living
    held = Case.objects.filter(handling_unit__in=gone, turn__in=open_ones).order_by().values("pk")
    keys = {
        *rows.filter(unit__in=gone).values_list("pk", "unit_id", "handling_unit_id"),
        *rows.filter(pk__in=held).values_list("pk", "unit_id", "handling_unit_id"),
    }
    units: dict[int, int] = {}
    for _pk, unit, holder in keys:
        for pk in {unit, holder} & gone:
            units[pk] = units.get(pk, 0) + 1
    found = Unit.objects.in_bulk(list(units))
    return sorted(((found[pk], n) for pk, n in units.items()), key=lambda row: row[0].code)


def _batches(request: StaffRequest) -> QuerySet[HandOver]:
    reached = reach_of(request.user).units(request.asked_duties)
    return (
        HandOver.objects.filter(Q(from_unit__in=reached) | Q(items__to_unit__in=reached))
        .distinct()
        .order_by("-id")
    )


def handover_new(request: StaffRequest, unit: str) -> HttpResponse:
    """Every open case with the successor that the rules propose; a person settles the rest."""
    names = UnitNames.on(today())
    led = reach_of(request.user).units(request.asked_duties)
    leaving = get_object_or_404(Unit, code=unit, pk__in=led)
    proposals = propose(leaving, today(), request.user)
    initial = {"on": today(), "message": _message(leaving, names)}
    sent = request.method == "POST"
    form = HandOverForm(
        request.POST if sent else None, proposals=proposals, names=names, initial=initial
    )
    if sent and form.is_valid():
        data = form.cleaned_data
        try:
            batch = hand_over(
                leaving,
                form.heirs(proposals),
                on=data["on"],
                basis=data["basis"],
                message=data["message"],
                by=request.user,
                reasons={row.case.pk: row.reason for row in proposals},
            )
        except NothingToHandOverError:
            form.add_error(None, _("Đơn vị này không còn vụ việc đang mở."))
        except CaseMovedOnError:
            form.add_error(None, MOVED_ON)
        else:
            done(request, _("Đã bàn giao. Thời hạn của từng vụ việc giữ nguyên."))
            return redirect("casework:handover_detail", code=batch.code)
    context = {
        "form": form,
        "unit": leaving,
        # What a person must settle stands first; what the rules settle is folded away.
        "open_rows": [(r, form[f"to_{r.case.pk}"]) for r in proposals if r.to is None],
        "settled_rows": [(r, form[f"to_{r.case.pk}"]) for r in proposals if r.to is not None],
        "names": names,
    }
    status = 422 if sent else 200
    return render(request, "casework/handover_new.html", context, status=status)


def _message(leaving: Unit, names: UnitNames) -> str:
    return str(MESSAGE) % {"unit": _("đơn vị kế thừa"), "from": names[leaving.pk]}


def handover_detail(request: StaffRequest, code: str) -> HttpResponse:
    """The record of a batch: what left, what came where; the sums agree."""
    batch = get_object_or_404(_batches(request), code=code)
    seen = batch.items.filter(case__in=Case.objects.not_about(request.user))
    items = list(seen.select_related("case", "officer_before").order_by("to_unit_id", "id"))
    counts: dict[int, int] = {}
    for item in items:
        counts[item.to_unit_id] = counts.get(item.to_unit_id, 0) + 1
    context = {
        "batch": batch,
        "items": items,
        "counts": sorted(counts.items()),
        "names": UnitNames.on(today()),
    }
    return render(request, "casework/handover_detail.html", context)
