"""Letterheads and number series of units: the administrator's pages."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gandan.core.undo import done
from gandan.domain.issuing import BodySystem, NoTermError, SeriesKey, incoming_key, series_key
from gandan.papers.explanations import issue_text, number_text
from gandan.papers.forms import LetterheadForm, SeriesCloseForm, SeriesStartForm
from gandan.papers.models import Book, Letterhead, NumberSeries
from gandan.papers.selectors import letterhead_on, open_series_of_ended_units
from gandan.papers.services import numbering
from gandan.papers.services.letterheads import FIELDS, set_letterhead
from gandan.units.models import Duty, Unit, in_force
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames


def letterhead_list(request: StaffRequest) -> HttpResponse:
    """Units in the administrator's reach: which have a symbol, which still lack one."""
    names = UnitNames.on(today())
    units = reach_of(request.user).units([Duty.ADMINISTRATOR])
    heads = Letterhead.objects.filter(in_force(today()), unit__in=units)
    kept = {head.unit_id: head for head in heads.order_by("since")}
    codes = dict(Unit.objects.filter(pk__in=units).values_list("pk", "code"))
    rows = [
        {"code": codes[pk], "name": name, "head": kept.get(pk)} for pk, name in names.choices(units)
    ]
    ended = open_series_of_ended_units(today()).filter(unit__in=units).select_related("unit")
    return render(
        request,
        "papers/letterhead_list.html",
        {
            "rows": sorted(rows, key=lambda row: row["head"] is None),
            "ended": [(one.unit, names[one.unit_id], str(one)) for one in ended.order_by("unit")],
        },
    )


def _unit(request: StaffRequest, code: str) -> Unit:
    unit = get_object_or_404(Unit, code=code)
    if unit.pk not in reach_of(request.user).units([Duty.ADMINISTRATOR]):
        raise Http404
    return unit


def letterhead_edit(request: StaffRequest, unit: str) -> HttpResponse:
    chosen = _unit(request, unit)
    now = letterhead_on(chosen, today())
    initial = {name: getattr(now, name) for name in FIELDS} | {"since": today()}
    form = LetterheadForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in FIELDS}
        set_letterhead(chosen, values, since=form.cleaned_data["since"], by=request.user)
        done(request, _("Đã lưu tiêu đề văn bản của đơn vị."))
        return redirect("papers:letterhead_list")
    return _page(request, chosen, form=form, status=422 if request.method == "POST" else 200)


def _page(
    request: StaffRequest,
    unit: Unit,
    *,
    form: LetterheadForm,
    start: SeriesStartForm | None = None,
    close: SeriesCloseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "papers/letterhead_edit.html",
        {
            "unit": unit,
            "unit_name": UnitNames.on(today())[unit.pk],
            "form": form,
            "start": start or SeriesStartForm(),
            "close": close or SeriesCloseForm(initial={"on": today()}),
            "series": NumberSeries.objects.filter(unit=unit).order_by("-period", "book", "kind"),
            "heads": unit.letterheads.order_by("-since"),
        },
        status=status,
    )


def _form_of(unit: Unit) -> LetterheadForm:
    now = letterhead_on(unit, today())
    return LetterheadForm(
        initial={name: getattr(now, name) for name in FIELDS} | {"since": today()}
    )


@require_POST
def series_start(request: StaffRequest, unit: str) -> HttpResponse:
    """Go on from the number that the paper register has reached."""
    chosen = _unit(request, unit)
    start = SeriesStartForm(request.POST)
    if start.is_valid():
        data = start.cleaned_data
        try:
            key = _key(chosen, data["book"], data["kind"].strip())
            numbering.start_series(
                chosen, Book(data["book"]), key, last=data["last"], by=request.user
            )
        except numbering.NumberError as error:
            start.add_error("last", number_text(error))
        except NoTermError as error:
            start.add_error(None, issue_text(error))
        else:
            done(request, _("Số tiếp theo là %(number)d.") % {"number": data["last"] + 1})
            return redirect("papers:letterhead_edit", unit=unit)
    return _page(request, chosen, form=_form_of(chosen), start=start, status=422)


def _key(unit: Unit, book: str, kind: str) -> SeriesKey:
    if book == Book.INCOMING:
        return incoming_key(today())
    now = letterhead_on(unit, today())
    return series_key(BodySystem(now.system), kind=kind, day=today(), term=now.term)


@require_POST
def series_close(request: StaffRequest, unit: str) -> HttpResponse:
    """Close all series of a unit that ends; its successor begins its own."""
    chosen = _unit(request, unit)
    close = SeriesCloseForm(request.POST)
    if not close.is_valid():
        return _page(request, chosen, form=_form_of(chosen), close=close, status=422)
    count = numbering.close_series(
        chosen,
        on=close.cleaned_data["on"],
        reason=close.cleaned_data["reason"],
        by=request.user,
    )
    text = ngettext("Đã đóng %(count)d dãy số.", "Đã đóng %(count)d dãy số.", count)
    done(request, text % {"count": count})
    return redirect("papers:letterhead_edit", unit=unit)
