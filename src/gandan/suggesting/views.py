"""Which model suggests, what it was learned from, how good it was; learn again, go back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.core.undo import Undo, done
from gandan.jobs.models import Job, State
from gandan.jobs.services import enqueue
from gandan.suggesting.models import ModelVersion
from gandan.suggesting.services import LEAST_CONFIRMED, use_version
from gandan.synthesis.word_model import shipped_model
from gandan.units.requests import StaffRequest

# The handler stands in casework, which knows the confirmed letters.
JOB = "casework.learn"


def model_list(request: StaffRequest) -> HttpResponse:
    versions = list(ModelVersion.objects.order_by("-number").select_related("made_by"))
    waiting = Job.objects.filter(kind=JOB, state__in=[State.WAITING, State.RUNNING]).exists()
    last = Job.objects.filter(kind=JOB, state=State.DONE).order_by("-id").first()
    return render(
        request,
        "suggesting/model_list.html",
        {
            "versions": versions,
            "shipped": shipped_model().about,
            "shipped_in_use": not any(version.is_in_use for version in versions),
            "waiting": waiting,
            "refused": (last.result or {}).get("too_few") if last else None,
            "least": LEAST_CONFIRMED,
        },
    )


@require_POST
def learn(request: StaffRequest) -> HttpResponse:
    enqueue(JOB, {}, by=request.user, dedupe_key=JOB)
    done(request, _("Máy bắt đầu học từ các đơn đã xác nhận. Có thể làm việc khác."))
    return redirect("suggesting:model_list")


@require_POST
def use(request: StaffRequest) -> HttpResponse:
    """Take a version into use; the one used before is one click away."""
    before = ModelVersion.objects.filter(is_in_use=True).first()
    wanted = request.POST.get("number", "")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 9 else 0
    try:
        use_version(number or None, by=request.user)
    except ModelVersion.DoesNotExist as error:
        raise Http404 from error
    undo = Undo(reverse("suggesting:use"), [("number", str(before.number if before else 0))])
    if number:
        done(request, _("Từ nay máy gợi ý bằng mô hình số %(number)d.") % {"number": number}, undo)
    else:
        done(request, _("Từ nay máy gợi ý bằng mô hình kèm theo sản phẩm."), undo)
    messages.info(request, _("Gợi ý đã có trên các đơn cũ giữ nguyên."))
    return redirect("suggesting:model_list")
