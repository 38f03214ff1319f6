"""Queue, lease, run, retry, bury.

A worker takes a job by one conditional UPDATE and holds it for ``LEASE``; a worker that is
killed loses its lease and another takes the job again. A job that fails ``max_attempts``
times becomes a dead letter that an administrator sees and can retry.
"""

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_noop

from gandan.audit.services import record
from gandan.jobs.models import Job, State

LEASE = timedelta(minutes=2)
logger = logging.getLogger(__name__)
Handler = Callable[["Running"], dict[str, Any] | None]
StrOrPromise = str | Promise
_handlers: dict[str, Handler] = {}
_names: dict[str, StrOrPromise] = {}


class LeaseLostError(Exception):
    """Another worker has taken the job; this one must stop without writing more."""


def handler(kind: str, name: StrOrPromise = "") -> Callable[[Handler], Handler]:
    """Register the function that does jobs of ``kind``; its result is kept as JSON.

    ``name`` says on the administrator's page what the job does.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        _names[kind] = name
        return function

    return register


def name_of(kind: str) -> str:
    """What a job of ``kind`` does, in words; the kind itself when nobody said."""
    return str(_names.get(kind, "")) or kind


def enqueue(
    kind: str,
    payload: dict[str, Any],
    *,
    by: Any = None,
    dedupe_key: str = "",
    run_after: datetime | None = None,
) -> Job:
    """Queue a job in the caller's transaction; with a key, return the one already queued."""
    fields = {
        "kind": kind,
        "payload": payload,
        "by": by,
        "dedupe_key": dedupe_key,
        "run_after": run_after or timezone.now(),
    }
    if not dedupe_key:
        return Job.objects.create(**fields)
    open_states = [State.WAITING, State.RUNNING]
    if found := Job.objects.filter(dedupe_key=dedupe_key, state__in=open_states).first():
        return found
    try:
        with transaction.atomic():
            return Job.objects.create(**fields)
    except IntegrityError:
        return Job.objects.get(dedupe_key=dedupe_key, state__in=open_states)


class Running:
    """A job while it runs: reports progress and keeps the lease alive."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.payload: dict[str, Any] = job.payload

    def progress(self, done: int, total: int | None = None, message: str = "") -> None:
        """Record progress and renew the lease.

        Raises ``LeaseLostError`` when the job was taken over or ended by somebody else.
        """
        held = Job.objects.filter(
            pk=self.job.pk, state=State.RUNNING, attempts=self.job.attempts
        ).update(
            done_items=done,
            total_items=total,
            message=message[:200],
            lease_until=timezone.now() + LEASE,
        )
        if not held:
            raise LeaseLostError(str(self.job))


def take_next(now: datetime) -> Job | None:
    """Take the oldest job that is due or whose lease has run out; None when idle."""
    due = Q(state=State.WAITING, run_after__lte=now) | Q(state=State.RUNNING, lease_until__lt=now)
    for _ in range(20):
        job = Job.objects.filter(due).order_by("run_after", "id").first()
        if job is None:
            return None
        if job.attempts >= job.max_attempts:
            _bury(job, gettext_noop("Máy xử lý dừng giữa chừng nhiều lần."))
            continue
        taken = Job.objects.filter(due, pk=job.pk, attempts=job.attempts).update(
            state=State.RUNNING, attempts=F("attempts") + 1, lease_until=now + LEASE
        )
        if taken:
            job.refresh_from_db()
            return job
    return None


def run_next(now: datetime | None = None) -> bool:
    """Run one job if there is one; say whether there was."""
    job = take_next(now or timezone.now())
    if job is None:
        return False
    run(job)
    return True


def run(job: Job) -> None:
    """Run a job that this worker holds; a failure is kept with the job, never raised."""
    try:
        function = _handlers[job.kind]
        result = function(Running(job)) or {}
    except LeaseLostError:
        logger.warning("job %s was taken over", job.pk)
    except Exception:
        logger.exception("job %s failed", job.pk)
        _fail(job, traceback.format_exc())
    else:
        _finish(job, State.DONE, result=result, error="")


def run_all() -> int:
    """Run until the queue is empty (tests, commands); return how many jobs ran."""
    count = 0
    while run_next():
        count += 1
    return count


def _fail(job: Job, error: str) -> None:
    if job.attempts >= job.max_attempts:
        _bury(job, error)
        return
    Job.objects.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts).update(
        state=State.WAITING,
        error=error[-4000:],
        run_after=timezone.now() + timedelta(seconds=5 * 4**job.attempts),
    )


def _bury(job: Job, error: str) -> None:
    _finish(job, State.DEAD, error=error[-4000:])


def _finish(job: Job, state: State, **fields: Any) -> None:
    held = models.Q(pk=job.pk, state=State.RUNNING, attempts=job.attempts)
    Job.objects.filter(held).update(state=state, finished_at=timezone.now(), **fields)


@transaction.atomic
def retry(job: Job, *, by: Any) -> None:
    """Give a dead job a fresh set of attempts."""
    if Job.objects.filter(pk=job.pk, state=State.DEAD).update(
        state=State.WAITING, attempts=0, run_after=timezone.now(), finished_at=None
    ):
        record("job.retried", job, by=by)
