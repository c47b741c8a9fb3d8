"""The printer's files of a printed edition: the block with bleed and marks, and the cover as one sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from conference.models import Job, Person
from conference.rendering import Limits, Printing, render_pdf
from conference.services.jobs import JobRun, start_job, work
from proceedings import gost
from proceedings.compiler import compile_book, fingerprint
from proceedings.compiler.compiling import PAGES_OF_A_SHEET
from proceedings.compiler.cover import BLEED_MM, LETTERED_MM, cover_html, cover_of
from proceedings.models import Build, PrinterFile, Volume

from .description import FONTS, STYLES, compiler_settings, describe

KIND = "printer"
CHANGED = "changed"
COVER_LIMITS = Limits(cpu_seconds=30, memory_mib=1024, wall_seconds=60)
STEPS = 2
BLOCK, COVER = "block", "cover"
FILES = {BLOCK: pgettext_lazy("printer's file", "Block"), COVER: pgettext_lazy("printer's file", "Cover")}


@dataclass(frozen=True)
class Sizes:
    """What the printer gets: pages with the blank ones at the end, and millimetres."""

    pages: int
    blank: int
    width: int
    height: int
    spine: Decimal
    bleed: int
    is_lettered: bool


def sizes_of(build: Build) -> Sizes:
    """Sizes of block and cover, from the page count of *build* and the paper of its volume."""
    blank = -build.pages % PAGES_OF_A_SHEET
    pages = build.pages + blank
    width, height = gost.trim_mm(build.volume.paper)
    spine = gost.spine_mm(pages, build.volume.stock_microns)
    return Sizes(pages, blank, width, height, spine, BLEED_MM, spine >= LETTERED_MM)


def start_printer_file(build: Build, *, by: Person) -> Job:
    """Make the printer's files of *build* in the background; a second wish while one is made gets the running job.

    Raises ValidationError for an electronic edition, and when the volume has changed since the build.
    """
    if build.volume.kind != Volume.Kind.PRINT:
        raise ValidationError(_("This is an electronic edition: it is not printed. The kind stands in the imprint."))
    if has_changed(build):
        raise ValidationError(_("The volume has changed since this build. Compile it again first."))
    return start_job(run_printer_file, kind=KIND, conference=build.volume.conference, by=by, about=build)


def has_changed(build: Build) -> bool:
    """Whether a compilation now would give another book than *build*."""
    volume = build.volume
    return fingerprint(describe(volume), compiler_settings(paper=volume.paper)) != build.fingerprint


def run_printer_file(job_id: int) -> None:
    """Background task: the files of the build that the job is about."""
    work(job_id, _run)


def _run(run: JobRun) -> None:
    build = run.about(Build.objects.select_related("volume__conference"))
    if build is None:
        return
    run.progress(0, STEPS)
    if has_changed(build):
        run.fail(CHANGED)
        return
    make_printer_file(build, by=run.job.by, job=run.job, on_tick=run.beat)


def make_printer_file(
    build: Build, *, by: Person | None, job: Job | None = None, on_tick: Callable[[], None] = lambda: None
) -> PrinterFile:
    """Typeset what is not in the cache, join the block, draw the cover, and keep both.

    Raises RenderFailed when either does not come out.
    """
    volume = build.volume
    settings = compiler_settings(paper=volume.paper)
    book = describe(volume)
    block = compile_book(book, settings, on_tick=on_tick, printing=Printing(bleed_mm=BLEED_MM))
    cover = cover_of(book, block.pages)
    drawn = render_pdf(
        cover_html(book, cover),
        stylesheets=[STYLES / "book-fonts.css", STYLES / "cover.css"],
        roots=[STYLES, FONTS],
        limits=COVER_LIMITS,
    )
    row = PrinterFile(build=build, job=job, by=by, pages=block.pages, spine_mm=cover.spine)
    name = f"{volume.conference.slug}-{volume.slug}"
    row.block.save(f"{name}-block.pdf", File(block.file), save=False)
    row.cover.save(f"{name}-cover.pdf", ContentFile(drawn), save=False)
    try:
        with transaction.atomic():
            row.save()
    except BaseException:
        for kept in (row.block, row.cover):
            kept.delete(save=False)
        raise
    return row
