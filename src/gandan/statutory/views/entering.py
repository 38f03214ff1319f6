"""One cell that the register does not hold: what was written, by whom, and a form for the unit."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.core.undo import done
from gandan.domain.statistics_counting import countings
from gandan.statutory.forms import EnterForm, WholeForm
from gandan.statutory.pages import table_name
from gandan.statutory.periods import Chosen, chosen_of
from gandan.statutory.rights import may_enter_at
from gandan.statutory.services.entering import (
    CellChangedError,
    CellRefusedError,
    Place,
    current_cells,
    enter,
    figure_as_typed,
    versions_of,
)
from gandan.statutory.views.asked import number_of, period_form, table_of
from gandan.units.requests import StaffRequest


def cell_entry(request: StaffRequest, slug: str) -> HttpResponse:
    """Everybody who sees the unit reads the versions; people of the unit write."""
    table, number = table_of(slug), number_of(request, "cot")
    form_of_period = period_form(request)
    if not form_of_period.is_valid() or number in countings()[table.code].rules:
        raise Http404
    if not 1 <= number <= len(table.columns):
        raise Http404
    chosen = chosen_of(form_of_period)
    place = Place(chosen.unit, table.code, number, chosen.period)
    may_write = may_enter_at(request.user, chosen.unit.pk)
    if request.method == "POST" and not may_write:
        raise Http404
    versions = versions_of(place)
    form = EnterForm(
        table.column(number),
        request.POST or None,
        initial={"after": versions[0].number if versions else 0},
    )
    if request.method == "POST" and form.is_valid():
        answer = _write(request, slug, chosen, place, form)
        if answer is not None:
            return answer
    context = {
        "chosen": chosen,
        "table": table,
        "slug": slug,
        "name": table_name(table),
        "column": table.column(number),
        "versions": versions,
        "form": form,
        "may_write": may_write,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "statutory/cell_entry.html", context, status=status)


def _write(
    request: StaffRequest, slug: str, chosen: Chosen, place: Place, form: EnterForm
) -> HttpResponse | None:
    data = form.cleaned_data
    table_url = f"{reverse('statutory:table_detail', args=[slug])}?{chosen.query}#tung-cot"
    try:
        made = enter(place, data["value"], data["note"], after=data["after"], by=request.user)
    except CellRefusedError as error:
        form.add_error(None, str(error))
        return None
    except CellChangedError:
        messages.error(request, _("Người khác vừa ghi ô này. Xem số mới rồi ghi lại nếu cần."))
        return redirect(request.get_full_path())
    if made.value is None:
        done(request, _("Đã bỏ số của cột %(column)d.") % {"column": made.column})
    else:
        done(request, _("Đã ghi cột %(column)d.") % {"column": made.column})
    return redirect(table_url)


def table_entry(request: StaffRequest, slug: str) -> HttpResponse:
    """All columns of a table that the register does not hold, on one page of the unit's own."""
    table = table_of(slug)
    asked = period_form(request)
    if not asked.is_valid() or not may_enter_at(request.user, chosen_of(asked).unit.pk):
        raise Http404
    chosen = chosen_of(asked)
    columns = [c for c in table.columns if c.number not in countings()[table.code].rules]
    if not columns:
        raise Http404
    current = current_cells(chosen.unit, table.code, chosen.period)
    initial: dict[str, object] = {f"v_{c.number}": 0 for c in columns}
    for number, row in current.items():
        written = "" if row.value is None else figure_as_typed(row.value)
        initial |= {f"v_{number}": row.number, f"c_{number}": written}
    form = WholeForm(columns, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        changed = form.changed({number: row.value for number, row in current.items()})
        try:
            with transaction.atomic():
                for number, (value, after) in changed.items():
                    place = Place(chosen.unit, table.code, number, chosen.period)
                    enter(place, value, form.cleaned_data["note"], after=after, by=request.user)
        except CellChangedError:
            form.add_error(None, _("Người khác vừa ghi biểu này. Mở lại trang để thấy số mới."))
        else:
            done(request, _("Đã ghi %(count)d cột.") % {"count": len(changed)})
            address = reverse("statutory:table_detail", args=[slug])
            return redirect(f"{address}?{chosen.query}&hang={chosen.unit.code}#tung-cot")
    context = {
        "chosen": chosen,
        "table": table,
        "slug": slug,
        "name": table_name(table),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "statutory/table_entry.html", context, status=status)
