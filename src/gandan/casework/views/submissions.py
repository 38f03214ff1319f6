"""One submission: its text, copies, history and sources; entry, correction, classification."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from gandan.audit.models import Entry
from gandan.audit.services import record
from gandan.casework.forms import ClassifyForm, CorrectionForm, EntryForm
from gandan.casework.models import Submission
from gandan.casework.restoring import restored
from gandan.casework.selectors import class_of, copies_of, linked_cases
from gandan.casework.services.classifying import classify, undo_classification
from gandan.casework.services.correcting import correct
from gandan.casework.services.registering import EmptyTextError, Received, register
from gandan.casework.services.splitting import TooFewPartsError, split_matter
from gandan.core.undo import Undo, done
from gandan.documents.qr import qr_svg
from gandan.domain.kinds import Channel
from gandan.jobs.services import enqueue
from gandan.units.models import Duty, Unit
from gandan.units.policy import reach_of, today
from gandan.units.requests import StaffRequest
from gandan.units.selectors import UnitNames

HISTORY_SHOWN = 100
EXAMINE_AFTER = timedelta(seconds=20)


def _get(request: StaffRequest, code: str) -> Submission:
    rows = Submission.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("unit", "batch", "classified_person"), code=code)


# Who confirms what the machine suggests of letters (``config.access``).
CLASSIFYING = (Duty.HANDLER, Duty.SYNTHESIS_OFFICER)


def own_letters(request: StaffRequest) -> QuerySet[Submission]:
    """Letters to write at: of the units where a duty of the route is held."""
    own = reach_of(request.user).rows("unit", request.asked_duties)
    return Submission.objects.visible_to(request.user).filter(own)


def _own(request: StaffRequest, code: str) -> Submission:
    rows = own_letters(request).select_related("unit", "batch", "classified_person")
    return get_object_or_404(rows, code=code)


def submission_detail(request: StaffRequest, code: str) -> HttpResponse:
    """Reading a letter is a sensitive read and goes on record."""
    submission = _get(request, code)
    record("submission.viewed", submission, by=request.user, data_class=class_of(submission))
    return _page(request, submission, ClassifyForm(initial=_initial(submission)))


def _page(
    request: StaffRequest, submission: Submission, form: ClassifyForm, status: int = 200
) -> HttpResponse:
    day = submission.received_on or today()
    history = Entry.objects.filter(
        subject_kind="casework.submission", subject=submission.code
    ).order_by("-id")[:HISTORY_SHOWN]
    return render(
        request,
        "casework/submission_detail.html",
        {
            "submission": submission,
            "unit_name": UnitNames.on(day)[submission.unit_id],
            "cases": linked_cases(submission, request.user),
            "copies": copies_of(submission, request.user),
            "suggestion": submission.suggestion,
            "form": form,
            "history": history,
            "restored": restored(submission, today()),
        },
        status=status,
    )


def _initial(submission: Submission) -> dict[str, str]:
    topic = f"{submission.field}/{submission.topic}" if submission.topic else ""
    field = "" if submission.topic else submission.field
    return {"kind": submission.kind, "topic": topic, "field": field}


def submission_original(request: StaffRequest, code: str) -> HttpResponse:
    """The text exactly as it was sent, as plain text that no browser interprets."""
    submission = _get(request, code)
    shown = class_of(submission)
    record("submission.original_viewed", submission, by=request.user, data_class=shown)
    return HttpResponse(
        submission.original_text,
        content_type="text/plain; charset=utf-8",
        headers={"Content-Disposition": f'inline; filename="{submission.tracking_code}.txt"'},
    )


def submission_receipt(request: StaffRequest, code: str) -> HttpResponse:
    submission = _get(request, code)
    shown = class_of(submission)
    record("submission.receipt_viewed", submission, by=request.user, data_class=shown)
    # What the square code opens: the page where the sender follows the letter.
    follow_page = settings.PUBLIC_ADDRESS or request.build_absolute_uri(reverse("portal:follow"))
    return render(
        request,
        "casework/submission_receipt.html",
        {
            "submission": submission,
            "unit_name": UnitNames.on(today())[submission.unit_id],
            "qr": qr_svg(f"{follow_page}{submission.tracking_code}"),
            "follow_page": follow_page,
        },
    )


def submission_new(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        home = reach_of(request.user).home(request.asked_duties)
        initial = {
            "key": secrets.token_hex(16),
            "received_on": today(),
            "channel": Channel.VISIT.value,
            "unit": str(home or ""),
        }
        form = EntryForm(initial=initial, person=request.user, duties=request.asked_duties)
        return render(request, "casework/submission_new.html", {"form": form})
    form = EntryForm(request.POST, person=request.user, duties=request.asked_duties)
    if form.is_valid():
        try:
            submission = _register(request, form)
        except EmptyTextError:
            form.add_error("text", _("Ghi ít nhất một câu: việc gì, ở đâu."))
        else:
            done(request, _("Đã vào sổ đơn %(code)s.") % {"code": submission.code})
            return redirect("casework:submission_detail", code=submission.code)
    return render(request, "casework/submission_new.html", {"form": form}, status=422)


def _register(request: StaffRequest, form: EntryForm) -> Submission:
    data = form.cleaned_data
    received = Received(
        text=data["text"].replace("\r\n", "\n"),
        received_on=data["received_on"],
        channel=Channel(data["channel"]),
        title=data["title"],
        place=data["place"],
        sender_name=data["sender_name"],
        sender_address=data["sender_address"],
        sender_phone=data["sender_phone"],
        signers=data["signers"],
    )
    unit = Unit.objects.get(pk=int(data["unit"]))
    submission = register(received, unit=unit, by=request.user, key=data["key"])
    # A little later, so that letters entered one after the other are examined together.
    enqueue(
        "casework.examine",
        {"unit": unit.pk},
        by=request.user,
        dedupe_key="examine",
        run_after=timezone.now() + EXAMINE_AFTER,
    )
    return submission


def submission_edit(request: StaffRequest, code: str) -> HttpResponse:
    submission = _own(request, code)
    fields = ("received_on", "channel", "title", "place", "signers")
    form = CorrectionForm(
        request.POST or None, initial={name: getattr(submission, name) for name in fields}
    )
    if request.method == "POST" and form.is_valid():
        changed = correct(submission, form.cleaned_data, by=request.user)
        if changed:
            done(request, _("Đã sửa thông tin đơn %(code)s.") % {"code": code})
        return redirect("casework:submission_detail", code=code)
    status = 422 if request.method == "POST" else 200
    return render(
        request,
        "casework/submission_edit.html",
        {"form": form, "submission": submission},
        status=status,
    )


@require_POST
def submission_classify(request: StaffRequest, code: str) -> HttpResponse:
    """Confirm the suggestion, or choose other than it."""
    submission = _own(request, code)
    form = ClassifyForm(request.POST)
    if "confirm" in request.POST:
        if submission.classified_by != Submission.ClassifiedBy.MACHINE:
            messages.error(request, _("Đơn này không còn gợi ý chờ xác nhận."))
            return redirect("casework:submission_detail", code=code)
        classify([submission], None, by=request.user)
    elif form.is_valid():
        classify([submission], form.decision(), by=request.user)
    else:
        return _page(request, submission, form, status=422)
    undo = Undo(reverse("casework:submission_classify_undo", args=[code]))
    done(request, _("Đã xác nhận phân loại đơn %(code)s.") % {"code": code}, undo)
    return redirect("casework:submission_detail", code=code)


@require_POST
def submission_classify_undo(request: StaffRequest, code: str) -> HttpResponse:
    undo_classification([_own(request, code)], by=request.user)
    done(request, _("Đã hoàn tác phân loại đơn %(code)s.") % {"code": code})
    return redirect("casework:submission_detail", code=code)


@require_POST
def submission_split(request: StaffRequest, code: str) -> HttpResponse:
    """A letter with several contents raises a case for each of them."""
    submission = _own(request, code)
    titles = [line.strip() for line in request.POST.get("titles", "").splitlines()]
    try:
        cases = split_matter(submission, titles, by=request.user)
    except TooFewPartsError:
        messages.error(request, _("Ghi ít nhất hai nội dung, mỗi nội dung một dòng."))
    else:
        text = ngettext(
            "Đã tách thành %(count)d vụ việc.", "Đã tách thành %(count)d vụ việc.", len(cases)
        )
        done(request, text % {"count": len(cases)})
    return redirect("casework:submission_detail", code=code)
