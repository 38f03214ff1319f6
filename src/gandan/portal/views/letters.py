"""Hand in a letter: one form for each kind, then the receipt, shown once and ready to print."""

import secrets

from django.conf import settings
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from gandan.casework.models import Submission
from gandan.casework.services.looking import FileRefusedError
from gandan.casework.services.registering import EmptyTextError
from gandan.core import moment
from gandan.documents.qr import qr_svg
from gandan.domain.kinds import Kind
from gandan.portal.following import followed, unopened_files
from gandan.portal.forms import SOMETHING, ComplaintForm, LetterForm
from gandan.portal.offices import Offices
from gandan.portal.pages import public_page
from gandan.portal.services.handing_in import HandedIn, hand_in
from gandan.portal.trying import LETTERS, name_of
from gandan.units.models import Unit

# What stands in the address, and the kind it means.
KINDS = {
    "phan-anh": Kind.REFLECTION,
    "kien-nghi": Kind.PETITION,
    "de-nghi": Kind.QUESTION,
    "khieu-nai": Kind.COMPLAINT,
}


def letter_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask, register, and answer with the receipt; sending again gives the same receipt."""
    if kind not in KINDS:
        raise Http404
    shape = ComplaintForm if KINDS[kind] == Kind.COMPLAINT else LetterForm
    units = Offices.on(moment.today()).choices()
    if request.method != "POST":
        form = shape(units=units, initial={"key": secrets.token_hex(16)})
        return _form_page(request, kind, form)
    name = name_of(request)
    is_open = LETTERS.is_open(name)
    # Files of whoever sends too many letters are not even opened.
    form = shape(request.POST, request.FILES if is_open else None, units=units)
    if not is_open:
        form.add_error(None, _("Từ mạng này vừa có nhiều đơn. Chờ ít phút rồi bấm gửi lần nữa."))
    if form.is_valid() and (letter := _send(KINDS[kind], form)):
        LETTERS.count(name)
        return _receipt_page(request, letter, form)
    return _form_page(request, kind, form, status=422)


def _send(kind: Kind, form: LetterForm) -> Submission | None:
    data = form.cleaned_data
    letter = HandedIn(
        kind, form.words(), data["place"], data["name"], data["address"], data["phone"]
    )
    unit = Unit.objects.get(pk=int(data["unit"]))
    for attempt in (1, 2):
        try:
            return hand_in(letter, unit=unit, uploads=data["photos"], key=data["key"])
        except IntegrityError:
            # A double click: the other request has it; now it is found.
            if attempt == 2:
                raise
        except FileRefusedError as error:
            form.add_error("photos", str(error))
            return None
        except EmptyTextError:
            form.add_error("text", SOMETHING)
            return None
    return None


def _form_page(
    request: HttpRequest, kind: str, form: LetterForm, status: int = 200
) -> HttpResponse:
    context = {"form": form, "kind": KINDS[kind], "is_complaint": KINDS[kind] == Kind.COMPLAINT}
    return public_page(request, "portal/letter_new.html", context, status)


def _receipt_page(request: HttpRequest, letter: Submission, form: LetterForm) -> HttpResponse:
    before = settings.PUBLIC_ADDRESS or request.build_absolute_uri(reverse("portal:follow"))
    found = followed(letter.tracking_code)
    context = {
        "letter": letter,
        "matter": found.matters[0] if found and found.matters else None,
        "found": found,
        "office": dict(form.fields["unit"].choices)[str(letter.unit_id)],  # type: ignore[attr-defined]
        "qr": qr_svg(f"{before}{letter.tracking_code}"),
        "is_complaint": isinstance(form, ComplaintForm),
        "unopened": unopened_files(letter),
        "language_next": reverse("portal:home"),
    }
    return public_page(request, "portal/letter_receipt.html", context)
