"""The sender answers what an office asked for, and opens the files that prove an answer."""

import secrets

from django.db import IntegrityError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from gandan.audit.services import record
from gandan.casework.file_response import stored_response
from gandan.casework.models import Submission
from gandan.casework.services.looking import FileRefusedError
from gandan.casework.services.registering import EmptyTextError
from gandan.casework.services.stepping import CaseMovedOnError
from gandan.casework.services.supplementing import NotAskedError
from gandan.casework.services.supplementing import supplement as add_supplement
from gandan.portal.following import Followed, Matter, unopened_files
from gandan.portal.forms import NOTHING_ADDED, SupplementForm
from gandan.portal.pages import public_page
from gandan.portal.plain_words import standing_of
from gandan.portal.views.following import letter_page, matter_by


def supplement(request: HttpRequest, code: str, case: str) -> HttpResponse:
    """Words and files for the case that waits for them; sending again gives the same receipt."""
    opened = matter_by(request, code, case)
    if isinstance(opened, HttpResponse):
        return opened
    found, matter = opened
    if request.method != "POST":
        if matter.asked is None:
            return letter_page(request, found, said=_not_asked())
        form = SupplementForm(initial={"key": secrets.token_hex(16)})
        return _form_page(request, found, matter, form)
    form = SupplementForm(request.POST, request.FILES)
    if form.is_valid() and (said := _send(found, matter, form)):
        return _receipt_page(request, found, matter, said)
    return _form_page(request, found, matter, form, status=422)


def _send(found: Followed, matter: Matter, form: SupplementForm) -> Submission | None:
    """The letter that the words became; None when the form says what to mend."""
    data, case = form.cleaned_data, matter.waiting or matter.case
    for attempt in (1, 2):
        try:
            return add_supplement(
                case, found.letter, text=data["text"], uploads=data["photos"], key=data["key"]
            )
        except FileRefusedError as error:
            form.add_error("photos", str(error))
        except EmptyTextError:
            form.add_error("text", NOTHING_ADDED)
        except NotAskedError:
            form.add_error(None, _not_asked())
        except (IntegrityError, CaseMovedOnError):
            # A double click, or an officer at the same moment: look again, once.
            if attempt == 1:
                case.refresh_from_db()
                continue
            form.add_error(None, _not_asked())
        return None
    return None


def _not_asked() -> str:
    return _("Cơ quan không còn chờ phần bổ sung của đơn này. Xem bước hiện nay ở trang theo dõi.")


def _form_page(
    request: HttpRequest, found: Followed, matter: Matter, form: SupplementForm, status: int = 200
) -> HttpResponse:
    context = {"found": found, "matter": matter, "form": form}
    return public_page(request, "portal/supplement.html", context, status)


def _receipt_page(
    request: HttpRequest, found: Followed, matter: Matter, said: Submission
) -> HttpResponse:
    matter.case.refresh_from_db()
    context = {
        "found": found,
        "said": said,
        "files": said.attachments.filter(is_void=False).order_by("id"),
        "unopened": unopened_files(said),
        "standing": standing_of(matter.case.stage),
    }
    return public_page(request, "portal/supplemented.html", context)


def answer_file(request: HttpRequest, code: str, case: str, pk: int) -> HttpResponse | FileResponse:
    """A file that the office marked for the sender of an answer that went out, on record."""
    opened = matter_by(request, code, case)
    if isinstance(opened, HttpResponse):
        return opened
    found, matter = opened
    row = matter.proof(pk)
    if row is None:
        return redirect("portal:follow_letter", code=found.letter.tracking_code)
    letter = found.letter.code
    record("case.file_given_to_sender", matter.case, by=None, letter=letter, **row.logged)
    return stored_response(row.file, row.name, in_place=True)
