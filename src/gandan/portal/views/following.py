"""Follow a letter with the code on its receipt; say "not settled", and take that back.

A code that is wrong and a letter that is not followed here get the same page and the same words.
"""

import secrets

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.casework.models import Submission
from gandan.casework.services.looking import FileRefusedError
from gandan.casework.services.senders import (
    NotDisputableError,
    TooLateToTakeBackError,
    say_not_settled,
)
from gandan.casework.services.senders import (
    take_back as take_back_report,
)
from gandan.casework.services.stepping import CaseMovedOnError
from gandan.domain.codes import CodeError
from gandan.portal.following import Followed, Matter, followed, registered_proof, unopened_files
from gandan.portal.forms import CodeForm, DisputeForm
from gandan.portal.pages import public_page
from gandan.portal.trying import WRONG_CODES, name_of

# A page that shows nothing does not repeat the code either.
ELSEWHERE = {"language_next": reverse_lazy("portal:follow")}


def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the code and open the letter's page."""
    if request.method != "POST":
        return public_page(request, "portal/follow.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    if form.is_valid():
        return redirect("portal:follow_letter", code=form.cleaned_data["code"])
    return public_page(request, "portal/follow.html", {"form": form}, status=422)


def follow_letter(request: HttpRequest, code: str) -> HttpResponse:
    """Where the letter lies and what comes next."""
    found = found_by(request, code)
    if isinstance(found, HttpResponse):
        return found
    return letter_page(request, found)


def proof_file(request: HttpRequest, code: str) -> HttpResponse:
    """The proof that the letter stands in the log, for whoever wants to check it elsewhere."""
    found = found_by(request, code)
    if isinstance(found, HttpResponse):
        return found
    text = registered_proof(found.letter)
    if text is None:
        words = _("Biên nhận kiểm chứng chưa sẵn sàng. Chờ một phút rồi tải lại.")
        return letter_page(request, found, said=words)
    name = f"bien-nhan-{found.letter.code}.txt"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


def dispute(request: HttpRequest, code: str, case: str) -> HttpResponse:
    """The sender says that the matter is not settled, and why."""
    opened = matter_by(request, code, case)
    if isinstance(opened, HttpResponse):
        return opened
    found, matter = opened
    if request.method != "POST":
        if not matter.may_dispute:
            return letter_page(request, found, said=_not_now())
        form = DisputeForm(initial={"key": secrets.token_hex(16)})
        return _dispute_page(request, found, matter, form)
    form = DisputeForm(request.POST, request.FILES)
    if form.is_valid():
        said = _say(found, matter, form)
        if said is not None:
            return _said_page(request, found, said)
    return _dispute_page(request, found, matter, form, status=422)


@require_POST
def take_back(request: HttpRequest, code: str, case: str) -> HttpResponse:
    """Withdraw "not settled" within a day."""
    opened = matter_by(request, code, case)
    if isinstance(opened, HttpResponse):
        return opened
    found, matter = opened
    said = matter.case.submissions.order_by("raisings__id").first()
    try:
        assert said is not None
        take_back_report(said)
    except (TooLateToTakeBackError, CaseMovedOnError):
        words = _("Không rút lại được nữa: đã quá 24 giờ hoặc cơ quan đã bắt đầu xem xét.")
        return letter_page(request, found, said=words)
    return redirect("portal:follow_letter", code=found.letter.tracking_code)


def found_by(request: HttpRequest, code: str) -> Followed | HttpResponse:
    """The letter, or the page that is the same for every code that shows nothing."""
    name = name_of(request)
    if not WRONG_CODES.is_open(name):
        return public_page(request, "portal/too_often.html", ELSEWHERE, status=429)
    try:
        found = followed(code)
    except CodeError:
        form = CodeForm({"code": code})
        return public_page(request, "portal/follow.html", {"form": form}, status=404)
    if found is None:
        WRONG_CODES.count(name)
        context = ELSEWHERE | {"form": CodeForm()}
        return public_page(request, "portal/nothing_here.html", context, status=404)
    return found


def matter_by(request: HttpRequest, code: str, case: str) -> tuple[Followed, Matter] | HttpResponse:
    """The letter and one of its matters, or where to go instead: to the letter, or nowhere."""
    found = found_by(request, code)
    if isinstance(found, HttpResponse):
        return found
    matter = found.matter(case)
    if matter is None:
        return redirect("portal:follow_letter", code=found.letter.tracking_code)
    return found, matter


def letter_page(request: HttpRequest, found: Followed, said: str = "") -> HttpResponse:
    status = 409 if said else 200
    return public_page(request, "portal/letter.html", {"found": found, "said": said}, status)


def _dispute_page(
    request: HttpRequest, found: Followed, matter: Matter, form: DisputeForm, status: int = 200
) -> HttpResponse:
    context = {"found": found, "matter": matter, "form": form}
    return public_page(request, "portal/dispute.html", context, status)


def _say(found: Followed, matter: Matter, form: DisputeForm) -> Submission | None:
    """The letter that the words became; None when the form says what to mend."""
    data = form.cleaned_data
    for attempt in (1, 2):
        try:
            return say_not_settled(
                matter.case,
                found.letter,
                reason=data["reason"],
                uploads=data["photos"],
                key=data["key"],
            )
        except FileRefusedError as error:
            form.add_error("photos", str(error))
        except NotDisputableError:
            form.add_error(None, _not_now())
        except (IntegrityError, CaseMovedOnError):
            # A double click: the other request wrote it down meanwhile.
            if attempt == 1:
                matter.case.refresh_from_db()
                continue
            form.add_error(None, _not_now())
        return None
    return None


def _not_now() -> str:
    return _("Việc này đang được xem xét lại, hoặc chưa có trả lời. Xem bước hiện nay ở dưới.")


def _said_page(request: HttpRequest, found: Followed, said: Submission) -> HttpResponse:
    """What was written down, its own code, and what happens next."""
    again = followed(said.tracking_code)
    context = {"found": found, "said": said, "next": again.matters[0] if again else None}
    context["unopened"] = unopened_files(said)
    return public_page(request, "portal/disputed.html", context)
