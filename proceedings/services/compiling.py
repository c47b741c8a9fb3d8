"""Compiling a volume: in the background for the desk, at once for the command line and the demonstration."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import override

from conference.models import Job, Person
from conference.services import mail
from conference.services.jobs import JobRun, start_job, stop_job, work
from conference.services.queue import path_of
from proceedings.compiler import Compiled, Event, NothingToCompile, compile_book, fingerprint
from proceedings.models import Article, Build, Volume

from .description import compiler_settings, describe
from .manuscripts import import_missing

KIND = "compile"
ASSEMBLING, READING = "assembling", "reading"
BEAT_SECONDS = 5
WORKERS = min(2, os.cpu_count() or 1)
PREVIEW_DPI = 80
log = logging.getLogger(__name__)


def compile_volume(
    volume: Volume,
    *,
    by: Person | None,
    workers: int = 1,
    fresh: bool = False,
    job: Job | None = None,
    on_event: Callable[[Event], None] = lambda event: None,
    on_tick: Callable[[], None] = lambda: None,
    on_done: Callable[[Build], None] = lambda build: None,
) -> Build:
    """Typeset the volume and keep the result as a build. The newest build is taken as it is when nothing has
    changed since, unless *fresh*.

    *on_done* gets the build in the transaction that saves it: what it raises propagates, and no build is kept.
    Raises NothingToCompile when no article comes out, RenderFailed when the book does not.
    """
    started = time.monotonic()
    book, settings = describe(volume), compiler_settings(workers)
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
        articles=len(compiled.page_map),
        pages=compiled.pages,
        front_pages=compiled.front_pages,
        page_map={key: list(pages) for key, pages in compiled.page_map.items()},
        verdicts=compiled.verdicts,
        size=len(compiled.pdf),
        seconds=round(time.monotonic() - started, 1),
    )
    build.file.save(f"{volume.conference.slug}-{volume.slug}.pdf", ContentFile(compiled.pdf), save=False)
    try:
        _add_preview(build, compiled)
        with transaction.atomic():
            on_done(build)
            build.save()
    except BaseException:
        for kept in (build.file, build.preview):
            if kept:
                kept.delete(save=False)
        raise
    return build


def _add_preview(build: Build, compiled: Compiled) -> None:
    """A picture of the first page of the first article, where poppler is installed."""
    program = shutil.which("pdftoppm")
    if program is None or not compiled.page_map:
        return
    number = min(first for first, _last in compiled.page_map.values())
    physical = str(compiled.front_pages + number)
    with tempfile.TemporaryDirectory(prefix="preview-") as folder:
        source, target = Path(folder) / "book.pdf", Path(folder) / "page"
        source.write_bytes(compiled.pdf)
        command = [
            program,
            "-r",
            str(PREVIEW_DPI),
            "-f",
            physical,
            "-l",
            physical,
            "-singlefile",
            "-png",
            str(source),
            str(target),
        ]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=30)
        except (subprocess.SubprocessError, OSError):
            log.warning("no preview of build for volume %s", build.volume_id)
            return
        build.preview.save("page.png", ContentFile(target.with_suffix(".png").read_bytes()), save=False)
        build.preview_page = number


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
    volume = Volume.objects.select_related("conference").filter(pk=run.job.about_id or 0).first()
    if volume is None:
        run.fail("nothing")
        return
    total = Article.objects.of_volume(volume).in_the_book().count()
    run.progress(0, total, READING)
    import_missing(volume)
    watcher = _Watcher(run, total)

    def finish(build: Build) -> None:
        """Close the job first: a run that lost it must leave neither a build nor a letter."""
        if not watcher.done:  # nothing had changed: the verdicts are those of the build at hand
            run.progress(total, total)
            for verdict in build.verdicts:
                run.verdict(verdict)
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
    """Carries the compiler's events to the job, and the job's loss back to the compiler."""

    def __init__(self, run: JobRun, total: int) -> None:
        self.run, self.total, self.done, self.last_beat = run, total, 0, time.monotonic()

    def event(self, event: Event) -> None:
        if event.kind == "next" and event.article:
            self.run.progress(self.done, self.total, str(event.article.number))
        elif event.kind == "article":
            self.done += 1
            self.run.verdict(event.verdict)
            self.run.progress(self.done, self.total, self.run.job.now)
        else:
            self.run.progress(self.done, self.total, ASSEMBLING)

    def tick(self) -> None:
        if time.monotonic() - self.last_beat >= BEAT_SECONDS:
            self.last_beat = time.monotonic()
            self.run.beat()


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
