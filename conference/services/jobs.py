"""Long work that survives a closed tab and a killed worker."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.db import models, transaction
from django.utils import timezone
from django_q.models import Schedule

from conference.models import Conference, Job, Person
from conference.rendering import RenderFailed

from .queue import Queue, enqueue, path_of

SILENCE = timedelta(seconds=90)
MAX_ATTEMPTS = 3
log = logging.getLogger(__name__)
Row = TypeVar("Row", bound=models.Model)


class JobLost(Exception):
    """The run no longer holds its job: somebody stopped it, or a successor took over."""


@transaction.atomic
def start_job(
    function: Callable[[int], None],
    *,
    kind: str,
    conference: Conference,
    by: Person | None,
    about: models.Model | None = None,
) -> Job:
    """Queue ``function(job_id)`` as long work. A job of the same kind about the same thing is not queued twice."""
    rows = Job.objects.of(conference).unfinished().filter(kind=kind)
    if about is not None and (running := rows.about(about).first()):
        return running
    job = Job.objects.create(kind=kind, task=path_of(function), conference=conference, by=by, about=about)
    enqueue(function, job.pk, queue=Queue.LONG)
    return job


def take(job_id: int) -> JobRun | None:
    """Take the job for this run, or None when it is finished, stopped or gone."""
    token = uuid.uuid4()
    now = timezone.now()
    taken = (
        Job.objects.unfinished()
        .filter(pk=job_id)
        .update(
            state=Job.State.RUNNING,
            token=token,
            heartbeat=now,
            started_at=now,
            done=0,
            verdicts=[],
            error="",
            attempts=models.F("attempts") + 1,
        )
    )
    return JobRun(Job.objects.get(pk=job_id), token) if taken else None


class JobRun:
    """One run of a job, holding its fencing token. Every write raises JobLost once the token is not its own."""

    def __init__(self, job: Job, token: uuid.UUID) -> None:
        self.job, self.token = job, token

    def about(self, rows: models.QuerySet[Row]) -> Row | None:
        """Of *rows* the one that the job is about. Where it is gone the job has failed, and None is returned."""
        found = rows.filter(pk=self.job.about_id or 0).first()
        if found is None:
            self.fail("nothing")
        return found

    def _write(self, **fields: Any) -> None:
        mine = Job.objects.filter(pk=self.job.pk, token=self.token, state=Job.State.RUNNING)
        if not mine.update(heartbeat=timezone.now(), **fields):
            raise JobLost
        for name, value in fields.items():
            setattr(self.job, name, value)

    def progress(self, done: int, total: int, now: str = "") -> None:
        self._write(done=done, total=total, now=now[:250])

    def verdict(self, verdict: dict[str, Any]) -> None:
        """Add a verdict for one item: ``{"label", "state": "ok"|"warning"|"error", "note", …}``."""
        self._write(verdicts=[*self.job.verdicts, verdict])

    def verdicts(self, verdicts: list[dict[str, Any]], *, done: int, total: int, now: str = "") -> None:
        """Add verdicts for several items and say how far the work is, in one write."""
        self._write(verdicts=[*self.job.verdicts, *verdicts], done=done, total=total, now=now[:250])

    def beat(self) -> None:
        self._write()

    def finish(self) -> None:
        self._write(state=Job.State.DONE, finished_at=timezone.now(), now="")

    def fail(self, error: str) -> None:
        self._write(state=Job.State.FAILED, finished_at=timezone.now(), error=error)


def work(job_id: int, body: Callable[[JobRun], None]) -> None:
    """The shape of every background task: take the job, do *body*, leave the job finished.

    A body that neither finishes nor fails its run has finished. One that lost its job ends silently. What goes wrong
    is logged and fails the job at once, with ``failed-<reason>`` where typesetting refused and ``failed-error``
    otherwise; only a worker that dies leaves its job to the sweep.
    """
    run = take(job_id)
    if run is None:
        return
    try:
        try:
            body(run)
        except JobLost:
            raise
        except Exception as wrong:
            log.exception("job %s (%s) failed", job_id, run.job.kind)
            run.fail(f"failed-{wrong.reason}" if isinstance(wrong, RenderFailed) else "failed-error")
        else:
            if not run.job.is_finished:
                run.finish()
    except JobLost:
        return


def stop_job(job: Job, *, by: Person) -> None:
    """Stop the job: the run that holds it loses its token at its next sign of life."""
    Job.objects.unfinished().filter(pk=job.pk).update(
        state=Job.State.STOPPED, token=uuid.uuid4(), finished_at=timezone.now()
    )


def sweep_jobs() -> int:
    """Queue again the jobs whose worker fell silent; give up on one that fell silent too often."""
    silent = Job.objects.silent_since(timezone.now() - SILENCE)
    for job in silent:
        fields: dict[str, Any] = {"token": uuid.uuid4(), "state": Job.State.QUEUED}
        if job.attempts >= MAX_ATTEMPTS:
            fields |= {"state": Job.State.FAILED, "finished_at": timezone.now(), "error": "worker lost"}
        with transaction.atomic():
            mine = Job.objects.filter(pk=job.pk, token=job.token, state=Job.State.RUNNING).update(**fields)
            if mine and fields["state"] == Job.State.QUEUED:
                from django_q.tasks import async_task

                async_task(job.task, job.pk, cluster=Queue.LONG.value)
    return len(silent)


def ensure_schedules() -> None:
    """The regular tasks of an installation; safe to call at every start."""
    from conference.extensions import ask

    from .mail import send_due

    ours = [function for functions in ask("schedules") for function in functions]
    for function in (sweep_jobs, send_due, *ours):
        Schedule.objects.update_or_create(
            name=function.__name__,
            defaults={"func": path_of(function), "schedule_type": Schedule.MINUTES, "minutes": 1, "repeats": -1},
        )
