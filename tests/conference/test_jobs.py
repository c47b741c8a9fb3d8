from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_q.models import OrmQ

from conference.models import Conference, Job
from conference.rendering import RenderFailed
from conference.services import jobs


def count_to_three(job_id: int) -> None:
    """The work of these tests."""


@pytest.fixture
def job(conference, person):
    return jobs.start_job(count_to_three, kind="count", conference=conference, by=person)


def test_work_goes_to_the_long_queue(job):
    assert OrmQ.objects.get().key == "long"


def test_the_same_work_is_not_queued_twice(conference, person):
    first = jobs.start_job(count_to_three, kind="count", conference=conference, by=person, about=conference)

    second = jobs.start_job(count_to_three, kind="count", conference=conference, by=person, about=conference)

    assert (second.pk, OrmQ.objects.count()) == (first.pk, 1)


def test_a_run_whose_thing_is_gone_has_failed(conference, other_conference, person):
    job = jobs.start_job(count_to_three, kind="count", conference=conference, by=person, about=conference)
    run = jobs.take(job.pk)
    rows = Conference.objects.all()

    found, missing = run.about(rows), run.about(rows.exclude(pk=conference.pk))

    job.refresh_from_db()
    assert (found, missing, job.state, job.error) == (conference, None, Job.State.FAILED, "nothing")
    assert list(Job.objects.about(conference)) == [job]
    assert not Job.objects.about(other_conference).exists()


def test_a_run_shows_how_far_it_is(job):
    run = jobs.take(job.pk)

    run.progress(1, 3, "one")
    run.verdict({"label": "one", "state": "ok", "note": ""})
    run.finish()

    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.verdicts) == (
        Job.State.DONE, 1, 3, [{"label": "one", "state": "ok", "note": ""}],
    )  # fmt: skip


def test_a_finished_job_is_not_run_again(job):
    jobs.take(job.pk).finish()

    assert jobs.take(job.pk) is None


def test_a_stopped_run_may_no_longer_write(job, person):
    run = jobs.take(job.pk)
    jobs.stop_job(job, by=person)

    with pytest.raises(jobs.JobLost):
        run.progress(2, 3)

    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.STOPPED, 0)


def test_a_run_that_was_thought_dead_cannot_overwrite_its_successor(job):
    dead = jobs.take(job.pk)
    Job.objects.update(heartbeat=timezone.now() - timedelta(minutes=5))
    jobs.sweep_jobs()
    alive = jobs.take(job.pk)
    alive.progress(3, 3)

    with pytest.raises(jobs.JobLost):
        dead.progress(1, 3)

    job.refresh_from_db()
    assert job.done == 3


def test_the_sweep_gives_up_after_three_lost_workers(job):
    for _attempt in range(jobs.MAX_ATTEMPTS):
        jobs.take(job.pk)
        Job.objects.update(heartbeat=timezone.now() - timedelta(minutes=5))
        jobs.sweep_jobs()

    job.refresh_from_db()
    assert (job.state, job.attempts) == (Job.State.FAILED, jobs.MAX_ATTEMPTS)


def test_the_sweep_leaves_living_work_alone(job):
    jobs.take(job.pk)

    assert jobs.sweep_jobs() == 0


# -- the shape of every job ---------------------------------------------------------------------------------


def test_a_body_that_returns_has_finished(job):
    jobs.work(job.pk, lambda run: run.progress(3, 3))

    job.refresh_from_db()
    assert (job.state, job.done) == (Job.State.DONE, 3)


@pytest.mark.parametrize(
    ("end", "state", "error"),
    [
        (lambda run: run.finish(), Job.State.DONE, ""),
        (lambda run: run.fail("nothing"), Job.State.FAILED, "nothing"),
    ],
)
def test_a_body_may_end_its_job_itself(job, end, state, error):
    jobs.work(job.pk, end)

    job.refresh_from_db()
    assert (job.state, job.error) == (state, error)


@pytest.mark.parametrize(
    ("wrong", "error"),
    [(RuntimeError("a mistake of ours"), "failed-error"), (RenderFailed("time", ""), "failed-time")],
)
def test_what_goes_wrong_fails_the_job_at_once(job, wrong, error, caplog):
    def body(run):
        run.progress(1, 3)
        raise wrong

    jobs.work(job.pk, body)

    job.refresh_from_db()
    assert (job.state, job.error, job.done) == (Job.State.FAILED, error, 1)
    assert [record.exc_info[1] for record in caplog.records] == [wrong]


def test_a_run_that_lost_its_job_ends_silently(job, person, caplog):
    def body(run):
        jobs.stop_job(job, by=person)
        run.beat()

    jobs.work(job.pk, body)

    job.refresh_from_db()
    assert (job.state, job.error, caplog.records) == (Job.State.STOPPED, "", [])


def test_a_fault_after_the_job_was_lost_leaves_it_as_it_is(job, person):
    def body(run):
        jobs.stop_job(job, by=person)
        raise RuntimeError

    jobs.work(job.pk, body)

    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.STOPPED, "")


def test_a_finished_job_has_no_body(job):
    jobs.take(job.pk).finish()
    called = []

    jobs.work(job.pk, called.append)

    assert called == []


def test_a_killed_worker_leaves_its_job_to_the_sweep(job):
    def body(run):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        jobs.work(job.pk, body)

    job.refresh_from_db()
    assert job.state == Job.State.RUNNING
