from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from gandan.jobs import services as jobs
from gandan.jobs import upkeep
from gandan.jobs.models import Job, State


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


def test_every_kind_of_job_says_in_words_what_it_does(people, sign_in):
    from gandan.jobs import services
    from gandan.jobs.models import Job

    unnamed = [kind for kind in services._handlers if services.name_of(kind) == kind]
    assert [kind for kind in unnamed if not kind.startswith("test")] == []
    Job.objects.create(kind="casework.import", run_after=timezone.now(), attempts=1)
    page = sign_in("quantri").get("/cong-viec/").content.decode()
    assert "Đọc tệp vào sổ đơn" in page
    assert "1\u00a0lần" in page


@pytest.mark.django_db
def test_sqlite_is_told_each_hour_how_large_its_tables_are() -> None:
    if connection.vendor != "sqlite":
        upkeep.each_hour(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))  # PostgreSQL sees to it alone
        return
    asked: list[str] = []

    def note(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        upkeep.each_hour(datetime(2026, 11, 26, 9, 1, tzinfo=UTC))
        assert asked == []
        upkeep.each_hour(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    assert asked == [upkeep.LOOK_AT_WHAT_GREW]
