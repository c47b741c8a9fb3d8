"""Compiling a volume: in the background for the desk, at once for the command line and the demonstration."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from conference.models import Job, Person
from conference.services import mail
from conference.services.jobs import JobRun, start_job, stop_job, work
from conference.services.queue import path_of
from proceedings.compiler import Compiled, Event, NothingToCompile, compile_book, described, fingerprint
from proceedings.models import Article, Build, Volume

from .compilations import KIND
from .description import WORKERS, compiler_settings, describe
from .manuscripts import import_missing

READING = "reading"
STAGES = ("front", "assembling", "whole")
"""What the job says it is at when it is at no article."""
BEAT_SECONDS = 2
WRITE_SECONDS = 0.5
ORPHANED = timedelta(minutes=10)


def compile_volume(
    volume: Volume,
    *,
    by: Person | None,
    workers: int = WORKERS,
    fresh: bool = False,
    job: Job | None = None,
    on_event: Callable[[Event], None] = lambda event: None,
    on_tick: Callable[[], None] = lambda: None,
    on_done: Callable[[Build], None] = lambda build: None,
) -> Build:
    """Compile the volume and keep the result as a build. The newest build is taken as it is when nothing has
    changed since, unless *fresh*.

    *on_done* gets the build in the transaction that saves it: what it raises propagates, and no build is kept.
    Raises NothingToCompile when no article comes out, RenderFailed when the book does not.
    """
    started = time.monotonic()
    _sweep(volume)
    book, settings = describe(volume), compiler_settings(workers, paper=volume.paper)
    print_of_it = fingerprint(book, settings)
    last = volume.builds.first()
    if last and not fresh and last.fingerprint == print_of_it and last.file.storage.exists(str(last.file.name)):
        with transaction.atomic():
            on_done(last)
        return last
    compiled = compile_book(book, settings, on_event=on_event, on_tick=on_tick)
    build = Build(
        volume=volume,
        job=job,
        by=by,
        fingerprint=print_of_it,
        described=described(book),
        sha256=compiled.sha256,
        pieces=compiled.pieces,
        why_whole=compiled.why,
        articles=len(compiled.page_map),
        pages=compiled.pages,
        front_pages=compiled.front_pages,
        page_map={key: list(pages) for key, pages in compiled.page_map.items()},
        verdicts=compiled.verdicts,
        size=compiled.size,
        seconds=round(time.monotonic() - started, 1),
    )
    _keep(build, compiled, on_done)
    return build


def _keep(build: Build, compiled: Compiled, on_done: Callable[[Build], None]) -> None:
    """Save the file and the row, both or neither."""
    volume = build.volume
    try:
        with transaction.atomic():
            on_done(build)
            build.file.save(f"{volume.conference.slug}-{volume.slug}.pdf", File(compiled.file), save=False)
            build.save()
    except BaseException:
        if build.file:
            build.file.delete(save=False)
        raise


def _sweep(volume: Volume) -> None:
    """Remove files of the volume that a worker left when it was killed between writing them and saying so."""
    file = Build(volume=volume).file
    folder = Path(file.field.generate_filename(file.instance, "any")).parent
    storage, long_ago = file.storage, timezone.now() - ORPHANED
    with contextlib.suppress(FileNotFoundError):
        names = storage.listdir(str(folder))[1]
        ours = [str(folder / name) for name in names if name.startswith(f"{volume.conference.slug}-{volume.slug}")]
        for path in ours:
            if storage.get_modified_time(path) < long_ago and not Build.objects.filter(file=path).exists():
                storage.delete(path)


def start_compile(volume: Volume, *, by: Person) -> Job:
    """Queue the compilation; a second wish while one is running gets the running job."""
    return start_job(run_compile, kind=KIND, conference=volume.conference, by=by, about=volume)


@transaction.atomic
def stop_compile(job: Job, *, by: Person) -> bool:
    """Stop the compilation; False when it had ended before the wish came."""
    if Job.objects.select_for_update(no_key=True).get(pk=job.pk).is_finished:
        return False
    stop_job(job, by=by)
    return True


def compile_now(volume: Volume, *, by: Person | None) -> Job:
    """The same as a worker would do it, in this process and before returning."""
    job = Job.objects.create(kind=KIND, task=path_of(run_compile), conference=volume.conference, by=by, about=volume)
    run_compile(job.pk)
    job.refresh_from_db()
    return job


def run_compile(job_id: int) -> None:
    """Background task: compile the volume that the job is about, telling the job how far it is."""
    work(job_id, _run)


def _run(run: JobRun) -> None:
    volume = run.about(Volume.objects.select_related("conference"))
    if volume is None:
        return
    total = Article.objects.of_volume(volume).in_the_book().count()
    run.progress(0, total, READING)
    import_missing(volume)
    watcher = _Watcher(run, total)

    def finish(build: Build) -> None:
        """Close the job first: a run that lost it must leave neither a build nor a letter."""
        if watcher.done:
            watcher.write()
        else:  # nothing had changed: the verdicts are those of the build at hand
            run.verdicts(build.verdicts, done=total, total=total)
        run.finish()
        if run.job.by:
            _tell(run.job.by, run.job, volume, build)

    try:
        compile_volume(
            volume,
            by=run.job.by,
            workers=WORKERS,
            job=run.job,
            on_event=watcher.event,
            on_tick=watcher.tick,
            on_done=finish,
        )
    except NothingToCompile:
        run.fail("nothing")


class _Watcher:
    """Carries the compiler's events to the job, a few at a time, and the job's loss back to the compiler."""

    def __init__(self, run: JobRun, total: int) -> None:
        self.run, self.total, self.done, self.now = run, total, 0, ""
        self._waiting: list[dict[str, Any]] = []
        self._last = time.monotonic()

    def event(self, event: Event) -> None:
        if event.kind == "article":
            self.done += 1
            self._waiting.append(event.verdict)
        elif event.kind == "next" and event.article:
            self.now = str(event.article.number)
        elif event.kind in STAGES:
            self.now = event.kind
        if event.kind in {"found", *STAGES} or time.monotonic() - self._last >= WRITE_SECONDS:
            self.write()

    def write(self) -> None:
        """Tell the job all that is new."""
        self.run.verdicts(self._waiting, done=self.done, total=self.total, now=self.now)
        self._waiting, self._last = [], time.monotonic()

    def tick(self) -> None:
        if self._waiting or time.monotonic() - self._last >= BEAT_SECONDS:
            self.write()


def _tell(person: Person, job: Job, volume: Volume, build: Build) -> None:
    with override(person.language):
        mail.queue(
            "proceedings-compiled",
            to=person,
            conference=volume.conference,
            about=volume,
            title=volume.title,
            pages=build.pages,
            articles=build.articles,
            warnings=build.count("warning"),
            errors=build.count("error"),
            link=mail.link(volume.url("proceedings:job", pk=job.pk)),
        )
