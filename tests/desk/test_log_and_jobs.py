from datetime import timedelta

import pytest
from django.utils import timezone

from gandan.audit.models import Checkpoint, Entry
from gandan.audit.services import UnknownActionError, chain_entries, record, verify
from gandan.jobs import services as jobs
from gandan.jobs.models import Job, State


def fill(count=20):
    for n in range(count):
        record("demo.loaded", f"x{n}", by=None, n=n)
    chain_entries()


@pytest.mark.django_db
def test_an_untouched_log_agrees_and_an_unknown_action_is_refused():
    fill()
    result = verify()
    assert (result.entries, result.faults) == (20, [])
    with pytest.raises(UnknownActionError):
        record("demo.lodaed", "x", by=None)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "harm",
    [
        lambda: Entry.objects.filter(position=7).update(subject="khác"),
        lambda: Entry.objects.filter(position=7).update(details={"n": 99}),
        lambda: Entry.objects.filter(position=7).delete(),
        lambda: Entry.objects.filter(position=20).delete(),
        lambda: Entry.objects.filter(position=3).update(at=timezone.now() + timedelta(days=1)),
        lambda: Entry.objects.filter(position=3).update(actor_name="Người khác"),
    ],
    ids=["subject", "details", "deleted", "cut off", "time", "name"],
)
def test_any_change_of_a_chained_entry_is_found(harm):
    fill()
    harm()
    assert verify().faults


@pytest.mark.django_db
def test_a_log_rewritten_with_its_checkpoints_is_found_by_a_mark_kept_outside():
    fill()
    mark = Checkpoint.objects.get()
    Checkpoint.objects.all().delete()
    Entry.objects.filter(position__gt=10).delete()
    assert verify().faults == []
    assert verify(against=(mark.position, mark.chained)).faults


@pytest.fixture
def work():
    done = []

    @jobs.handler("test.good")
    def good(running):
        running.progress(1, 2, "nửa")
        done.append(running.payload["n"])
        return {"n": running.payload["n"]}

    @jobs.handler("test.bad")
    def bad(running):
        raise RuntimeError("hỏng thật")

    return done


@pytest.mark.django_db
def test_a_job_runs_once_and_keeps_its_result(work):
    job = jobs.enqueue("test.good", {"n": 1})
    assert jobs.run_all() == 1
    job.refresh_from_db()
    assert (job.state, job.result, work) == (State.DONE, {"n": 1}, [1])


@pytest.mark.django_db
def test_the_same_work_is_queued_once(work):
    first = jobs.enqueue("test.good", {"n": 1}, dedupe_key="k")
    assert jobs.enqueue("test.good", {"n": 1}, dedupe_key="k").pk == first.pk
    jobs.run_all()
    assert jobs.enqueue("test.good", {"n": 2}, dedupe_key="k").pk != first.pk


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_taken_again_after_its_lease(work):
    jobs.enqueue("test.good", {"n": 1})
    now = timezone.now()
    lost = jobs.take_next(now)
    assert jobs.take_next(now) is None
    again = jobs.take_next(now + jobs.LEASE + timedelta(seconds=1))
    assert (again.pk, again.attempts) == (lost.pk, 2)
    with pytest.raises(jobs.LeaseLostError):
        jobs.Running(lost).progress(1)


@pytest.mark.django_db
def test_a_job_that_keeps_failing_becomes_a_dead_letter_and_can_be_retried(work):
    job = jobs.enqueue("test.bad", {})
    for n in range(5):
        Job.objects.update(run_after=timezone.now() - timedelta(seconds=1))
        assert jobs.run_next(), n
    job.refresh_from_db()
    assert job.state == State.DEAD
    assert "hỏng thật" in job.error
    jobs.retry(job, by=None)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.WAITING, 0)
