"""The background jobs, for the administrator: what waits, what failed, run again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gandan.core.pages import page_of
from gandan.core.undo import done
from gandan.jobs.models import Job, State
from gandan.jobs.services import name_of, retry
from gandan.units.requests import StaffRequest


def job_list(request: StaffRequest) -> HttpResponse:
    state = request.GET.get("state", "")
    jobs = Job.objects.visible_to(request.user).select_related("by").order_by("-id")
    if state in State.values:
        jobs = jobs.filter(state=state)
    page = page_of(jobs, request.GET.get("page"))
    names = {job.kind: name_of(job.kind) for job in page.rows}
    context = {"page": page, "names": names, "state": state, "states": State}
    return render(request, "jobs/job_list.html", context)


@require_POST
def job_retry(request: StaffRequest, pk: int) -> HttpResponse:
    retry(get_object_or_404(Job.objects.visible_to(request.user), pk=pk), by=request.user)
    done(request, _("Việc được xếp chạy lại."))
    return redirect("jobs:job_list")
