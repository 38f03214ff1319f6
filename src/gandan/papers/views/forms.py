"""Forms: what each says, its law, its versions; an office's own text with a preview."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.core.undo import done
from gandan.documents import layout, to_html
from gandan.documents.filling import TemplateError
from gandan.papers import catalogue
from gandan.papers.explanations import faults_text
from gandan.papers.forms import WordingForm
from gandan.papers.models import Wording
from gandan.papers.selectors import wording_for
from gandan.papers.services import wordings
from gandan.papers.views.drafts import known_form
from gandan.papers.views.issuing import KINDS, file_response
from gandan.units.models import Duty, Unit
from gandan.units.policy import REGISTER_DUTIES, reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

READERS = (*REGISTER_DUTIES, Duty.ADMINISTRATOR)


def form_list(request: StaffRequest) -> HttpResponse:
    unit = _unit(request)
    own = set(Wording.objects.filter(unit=unit).values_list("form", flat=True))
    rows = [
        {
            "form": form,
            "is_own": form.code in own and wording_for(form, unit, today()).own is not None,
            "in_force": form.in_force(today()),
        }
        for form in catalogue.forms().values()
    ]
    return render(request, "papers/form_list.html", {"rows": rows, "unit_name": _name(unit)})


def _unit(request: StaffRequest) -> Unit:
    """The office whose texts are shown: one in reach, else one's own."""
    wanted = request.GET.get("unit") or request.POST.get("unit") or ""
    reach = reach_of(request.user)
    if wanted.isdigit() and len(wanted) < 12 and int(wanted) in reach.units(READERS):
        return get_object_or_404(Unit, pk=int(wanted))
    home = reach.home_unit
    return get_object_or_404(Unit, pk=home)


def _name(unit: Unit) -> str:
    return UnitNames.on(today())[unit.pk]


def form_detail(request: StaffRequest, form: str) -> HttpResponse:
    chosen, unit = known_form(form), _unit(request)
    used = wording_for(chosen, unit, today())
    names = UnitNames.on(today())
    administered = reach_of(request.user).units([Duty.ADMINISTRATOR])
    return render(
        request,
        "papers/form_detail.html",
        {
            "chosen": chosen,
            "unit": unit,
            "unit_name": names[unit.pk],
            "used": used,
            "preview": _preview(chosen, unit, used.text),
            "facts": catalogue.read_text(used.text, chosen).facts(),
            "versions": Wording.objects.filter(unit=unit, form=chosen.code)
            .select_related("by")
            .order_by("-number"),
            "may_edit": unit.pk in administered,
            "units": names.choices(administered),
        },
    )


def _preview(chosen: catalogue.Form, unit: Unit, text: str) -> SafeString:
    filled, look = wordings.sample(chosen, unit, text, day=today())
    # Made by ``documents.html``, which escapes every text.
    return mark_safe(to_html(filled.document, layout(look)))  # noqa: S308


def form_text(request: StaffRequest, form: str) -> HttpResponse:
    """The text as a file that any editor opens."""
    chosen = known_form(form)
    used = wording_for(chosen, _unit(request), today())
    return HttpResponse(
        used.text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{chosen.code}.txt"'},
    )


def form_blank(request: StaffRequest, form: str, kind: str) -> HttpResponse:
    """The form to be filled in by hand."""
    if kind not in KINDS:
        raise Http404
    chosen, unit = known_form(form), _unit(request)
    used = wording_for(chosen, unit, today())
    document, look = wordings.empty(chosen, unit, used.text, day=None)
    return file_response(document, layout(look), kind, f"{chosen.code}-de-trong")


def form_edit(request: StaffRequest, form: str) -> HttpResponse:
    """Edit, look, save: the text counts only when it has no fault."""
    chosen, unit = known_form(form), _administered(request)
    used = wording_for(chosen, unit, today())
    if request.method != "POST":
        initial = {
            "after": wordings.newest_number(chosen, unit),
            "unit": unit.pk,
            "text": _asked_version(request, chosen, unit) or used.text,
        }
        return _edit_page(request, chosen, unit, WordingForm(initial=initial))
    entered = WordingForm(request.POST, request.FILES)
    if not entered.is_valid():
        return _edit_page(request, chosen, unit, entered, status=422)
    text = entered.cleaned_data["text"]
    try:
        preview = _preview(chosen, unit, text)
    except TemplateError as error:
        for fault in faults_text(error.faults):
            entered.add_error("text", fault)
        return _edit_page(request, chosen, unit, entered, status=422)
    if "preview" in request.POST:
        shown = WordingForm(initial=entered.cleaned_data | {"file": None})
        return _edit_page(request, chosen, unit, shown, preview=preview)
    return _save(request, chosen, unit, entered)


def _save(
    request: StaffRequest, chosen: catalogue.Form, unit: Unit, entered: WordingForm
) -> HttpResponse:
    data = entered.cleaned_data
    try:
        wordings.change_wording(
            chosen, unit, text=data["text"], note=data["note"], by=request.user, after=data["after"]
        )
    except wordings.WordingChangedError:
        entered.add_error(None, _changed())
        return _edit_page(request, chosen, unit, entered, status=422)
    done(request, _("Đã lưu lời mẫu %(form)s của đơn vị.") % {"form": chosen.code})
    return redirect(f"{reverse('papers:form_detail', args=[chosen.code])}?unit={unit.pk}")


def _changed() -> str:
    return _("Mẫu vừa được người khác sửa. Chép phần đã gõ ra chỗ khác rồi mở lại.")


def _edit_page(
    request: StaffRequest,
    chosen: catalogue.Form,
    unit: Unit,
    form: WordingForm,
    *,
    preview: Any = "",
    status: int = 200,
) -> HttpResponse:
    usable = [
        fact
        for fact in catalogue.facts().by_code.values()
        if not (fact.tells_sender and chosen.forbids_sender())
    ]
    return render(
        request,
        "papers/form_edit.html",
        {
            "chosen": chosen,
            "unit": unit,
            "unit_name": _name(unit),
            "form": form,
            "preview": preview,
            "usable": usable,
        },
        status=status,
    )


def _administered(request: StaffRequest) -> Unit:
    """The office whose texts the person may change; 404 for any other."""
    unit = _unit(request)
    if unit.pk not in reach_of(request.user).units([Duty.ADMINISTRATOR]):
        raise Http404
    return unit


def _asked_version(request: StaffRequest, chosen: catalogue.Form, unit: Unit) -> str:
    """The text of an earlier version that is taken up again; "" without one."""
    wanted = request.GET.get("ban", "")
    if wanted == "goc":
        return chosen.shipped_text
    if not wanted.isdigit() or len(wanted) > 6:
        return ""
    rows = Wording.objects.filter(unit=unit, form=chosen.code, number=int(wanted))
    return rows.values_list("text", flat=True).first() or ""


@require_POST
def form_return(request: StaffRequest, form: str) -> HttpResponse:
    """Back to the common text; the office's own versions stay in the list."""
    chosen, unit = known_form(form), _administered(request)
    after = wordings.newest_number(chosen, unit)
    try:
        wordings.return_wording(chosen, unit, by=request.user, after=after)
    except wordings.WordingChangedError:
        messages.error(request, _changed())
    else:
        done(request, _("Mẫu %(form)s trở về mẫu chung.") % {"form": chosen.code})
    return redirect(f"{reverse('papers:form_detail', args=[chosen.code])}?unit={unit.pk}")


def form_version(request: StaffRequest, form: str, number: int) -> HttpResponse:
    """An earlier text of the office, beside what counts now."""
    chosen, unit = known_form(form), _unit(request)
    version = get_object_or_404(
        Wording.objects.select_related("by"), unit=unit, form=chosen.code, number=number
    )
    return render(
        request,
        "papers/form_version.html",
        {"chosen": chosen, "unit": unit, "unit_name": _name(unit), "version": version},
    )
