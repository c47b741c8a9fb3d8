"""Many badges, certificates or confirmations at once, in the background, with one file to print."""

from __future__ import annotations

import logging
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.documents import SheetDocument, typeset_documents
from conference.models import Conference, IssuedDocument, Job, Person
from conference.moves import MoveNotAllowed
from conference.rendering import Fragment, Placed, RenderFailed, Sheet, assemble
from conference.services import mail
from conference.services.documents import keep_files, number_documents
from conference.services.jobs import JobRun, start_job, stop_job, work
from conference.services.queue import path_of
from registration.documents import EightBadges, FourBadges
from registration.models import Category, Delegation, PaperBatch, Registration

from . import mails
from .papers import PAPERS, READY, Kind, documents_about, evidence_for, facts_of, refusal

JOB = "papers"
BEAT_SECONDS = 5
NUMBERED_AT_ONCE = 100
PRINTING = "printing"
LAYOUTS: dict[str, type[SheetDocument]] = {PaperBatch.Layout.FOUR: FourBadges, PaperBatch.Layout.EIGHT: EightBadges}
ORDER = (
    F("delegation__country").asc(nulls_last=True), "delegation", "category__order", "person__latin_name",
    "person__full_name", "pk",
)  # fmt: skip
log = logging.getLogger(__name__)


def candidates(
    conference: Conference,
    kind: str,
    *,
    category: Category | None = None,
    country: str = "",
    delegation: Delegation | None = None,
    only_present: bool = False,
    only_new: bool = False,
) -> list[Registration]:
    """Approved registrations for a batch of *kind*, in the order in which they are printed: delegations together.

    Badges are for the hall only. *only_new* leaves out those who have a valid document of this kind.
    """  # fmt: skip
    rows = Registration.objects.of(conference).approved()
    rows = rows.select_related("person", "category", "conference", "delegation", "track", "filled_by")
    if kind == Kind.BADGE:
        rows = rows.filter(attendance=Registration.Attendance.HALL)
    if category:
        rows = rows.filter(category=category)
    if country:
        rows = rows.filter(country=country)
    if delegation:
        rows = rows.filter(delegation=delegation)
    if only_present:
        rows = rows.filter(check_ins__undone_at=None, check_ins__isnull=False).distinct()
    chosen = list(rows.order_by(*ORDER))
    if only_new:
        known = set(documents_about(chosen).filter(kind=kind).values_list("about_id", flat=True))
        chosen = [each for each in chosen if each.pk not in known]
    return chosen


def tally(kind: str, registrations: Sequence[Registration], *, is_early: bool = False) -> dict[str, int]:
    """How many of *registrations* would get the document (key ``""``), and how many would not, by reason."""
    evidence = evidence_for(registrations)
    counts = {"": 0}
    for each in registrations:
        reason = refusal(kind, each, evidence[each.pk], is_early=is_early)
        counts[reason] = counts.get(reason, 0) + 1
    return counts


@transaction.atomic
def issue_many(
    kind: str, registrations: Sequence[Registration], *, by: Person, layout: str = PaperBatch.Layout.SINGLE,
    wants_file: bool = True, tells_people: bool = True, is_early: bool = False,
) -> PaperBatch:  # fmt: skip
    """Queue the issuing of *kind* to all of *registrations* of one conference. Raises MoveNotAllowed for nobody."""
    if not registrations:
        raise MoveNotAllowed(_("Nobody matches this choice."))
    batch = PaperBatch.objects.create(
        conference=registrations[0].conference, kind=kind, by=by, is_early=is_early,
        layout=layout if kind == Kind.BADGE else PaperBatch.Layout.SINGLE,
        registrations=[each.pk for each in registrations],
        wants_file=wants_file or not PAPERS[kind].is_kept, tells_people=tells_people and kind in READY,
    )  # fmt: skip
    go_on(batch, by=by)
    return batch


def go_on(batch: PaperBatch, *, by: Person) -> Job:
    """Queue the batch, or queue it again after it was stopped; what was issued is not issued twice."""
    return start_job(run_batch, kind=JOB, conference=batch.conference, by=by, about=batch)


def jobs_of(batch: PaperBatch) -> Any:
    """The jobs of *batch*, the newest first."""
    return Job.objects.of(batch.conference).about(batch).filter(kind=JOB)


def issue_now(batch: PaperBatch) -> Job:
    """What a worker does, in this process and before returning."""
    job = Job.objects.create(
        kind=JOB, task=path_of(run_batch), conference=batch.conference, by=batch.by, about=batch
    )  # fmt: skip
    run_batch(job.pk)
    job.refresh_from_db()
    return job


@transaction.atomic
def stop_batch(job: Job, *, by: Person) -> bool:
    """Stop the work; what is issued stays issued. False when it had ended before the wish came."""
    if Job.objects.select_for_update(no_key=True).get(pk=job.pk).is_finished:
        return False
    stop_job(job, by=by)
    return True


def run_batch(job_id: int) -> None:
    """Background task: issue what the job's batch asks for, telling the job how far it is."""
    work(job_id, _run)


def _run(run: JobRun) -> None:
    batch = run.about(PaperBatch.objects.select_related("conference", "by"))
    if batch is None:
        return
    total = len(batch.registrations)
    run.progress(0, total)
    documents = _numbered(run, batch)
    with tempfile.TemporaryDirectory(prefix="papers-") as folder:
        fonts = Path(folder)
        fragments = _drawn(run, batch, documents, fonts) if documents else []
        if fragments:
            run.progress(total, total, PRINTING)
            _keep_print(run, batch, fragments, fonts)
        else:
            run.finish()
    if batch.by:
        _tell(batch.by, batch)


def _numbered(run: JobRun, batch: PaperBatch) -> list[SheetDocument]:
    """The documents of the batch, numbered, in order. Those who get none have their verdict at once."""
    rows = Registration.objects.of(batch.conference).filter(pk__in=batch.registrations)
    related = rows.select_related("person", "category", "delegation", "track", "filled_by")
    registrations = {each.pk: each for each in related}
    for each in registrations.values():
        each.conference = batch.conference  # one object, so that what is known of it is known once
    evidence = evidence_for(registrations.values())
    chosen, verdicts = [], []
    for pk in batch.registrations:
        registration = registrations.get(pk)
        reason = "gone"
        if registration:
            reason = refusal(batch.kind, registration, evidence[pk], is_early=batch.is_early)
        if registration and not reason:
            chosen.append(registration)
        else:
            verdicts.append({"key": pk, "state": "error", "note": reason})
    run.verdicts(verdicts, done=len(verdicts), total=len(batch.registrations))
    document = LAYOUTS.get(batch.layout, PAPERS[batch.kind]) if batch.kind == Kind.BADGE else PAPERS[batch.kind]
    numbered = []
    for start in range(0, len(chosen), NUMBERED_AT_ONCE):
        wishes = [
            IssuedDocument(
                person=each.person, language=each.language, about=each,
                facts=facts_of(batch.kind, each, evidence[each.pk]),
            )
            for each in chosen[start : start + NUMBERED_AT_ONCE]
        ]  # fmt: skip
        numbered += number_documents(document, wishes, conference=batch.conference)
    for issued in numbered:
        issued.conference = batch.conference
    return [document(issued) for issued in numbered]


def _drawn(run: JobRun, batch: PaperBatch, documents: list[SheetDocument], fonts: Path) -> list[bytes]:
    """Draw the documents, keep their files, tell their owners. Returns the fragments of the file to be printed."""
    keeps = PAPERS[batch.kind].is_kept
    if keeps and not batch.wants_file:
        ready = _verdicts([each for each in documents if each.issued.file])
        run.verdicts(ready, done=run.job.done + len(ready), total=run.job.total)
        documents = [each for each in documents if not each.issued.file]
    described, fragments, bare = _described(batch), [], lambda each: keeps and not each.issued.file
    store = fonts if batch.wants_file else None
    last = time.monotonic()

    def tick() -> None:
        nonlocal last
        if time.monotonic() - last >= BEAT_SECONDS:
            last = time.monotonic()
            run.beat()

    for group, files, part in _surely(documents, described, bare, store, tick):
        if part:
            fragments.append(part)
        _keep(run, batch, group, files)
    return fragments


Drawn = tuple[Sequence[SheetDocument], Sequence[bytes | None], bytes | None]


def _surely(
    documents: Sequence[SheetDocument], described: Sheet, wants_file: Callable[[SheetDocument], bool],
    fonts: Path | None, tick: Callable[[], None],
) -> Iterator[Drawn]:  # fmt: skip
    """Batches drawn, in order. A batch that fails is halved until the document that cannot be drawn stands alone;
    that one comes without a file and without a fragment."""
    done = 0
    try:
        for group, made in typeset_documents(
            documents, described=described, wants_file=wants_file, font_store=fonts, on_tick=tick
        ):
            done += len(group)
            yield group, made.files, made.fragment
    except RenderFailed:
        size = type(documents[0]).batch
        failed, rest = documents[done : done + size], documents[done + size :]
        if len(failed) == 1:
            log.exception("document %s cannot be drawn", failed[0].issued.number)
            yield failed, [], None
        else:
            middle = len(failed) // 2
            for half in (failed[:middle], failed[middle:]):
                yield from _surely(half, described, wants_file, fonts, tick)
        if rest:
            yield from _surely(rest, described, wants_file, fonts, tick)


def _keep(run: JobRun, batch: PaperBatch, group: Sequence[SheetDocument], files: Sequence[bytes | None]) -> None:
    """Store the files of one batch and its verdicts together: a run that has lost its job stores nothing."""
    new = [(each.issued, pdf) for each, pdf in zip(group, files, strict=False) if pdf]
    lost = [] if files or not PAPERS[batch.kind].is_kept else [each for each in group if not each.issued.file]
    try:
        with transaction.atomic():
            keep_files(new)
            if batch.tells_people:
                for issued, _pdf in new:
                    registration: Any = issued.about
                    mails.write_to_all(READY[Kind(batch.kind)], registration, document=issued.number)
            said = _verdicts([each for each in group if each not in lost]) + _verdicts(lost, note="drawing")
            run.verdicts(said, done=run.job.done + len(said), total=run.job.total)
    except BaseException:
        for issued, _pdf in new:
            issued.file.delete(save=False)
        raise


def _verdicts(documents: Sequence[SheetDocument], *, note: str = "") -> list[dict[str, Any]]:
    state = "error" if note else "ok"
    return [
        {"key": each.issued.about_id, "state": state, "note": note, "document": each.issued.number}
        for each in documents
    ]  # fmt: skip


def _keep_print(run: JobRun, batch: PaperBatch, fragments: list[bytes], fonts: Path) -> None:
    old, about = batch.file.name, _described(batch)
    parts = (Placed(Fragment.from_bytes(fragment)) for fragment in fragments)
    with tempfile.TemporaryFile() as whole:
        made = assemble(parts, whole, title=about.title, language=about.language, author=about.author, font_store=fonts)
        batch.file.save(f"{batch.kind}-{batch.pk}.pdf", File(whole), save=False)
    batch.pages = made.pages
    try:
        with transaction.atomic():
            run.finish()
            batch.save(update_fields=["file", "pages"])
    except BaseException:
        batch.file.delete(save=False)
        raise
    if old:
        batch.file.storage.delete(old)


def _described(batch: PaperBatch) -> Sheet:
    """What the printed file says about itself, in the language of whoever asked."""
    language = batch.by.language if batch.by else batch.conference.working_languages[:2]
    with override(language):
        return Sheet(
            f"{batch.get_kind_display()}. {batch.conference.title}", language, batch.conference.organiser or ""
        )


def _tell(person: Person, batch: PaperBatch) -> None:
    with override(person.language):
        mail.queue(
            "papers-issued", to=person, conference=batch.conference, about=batch, kind=batch.get_kind_display(),
            number=len(batch.registrations),
            link=mail.link(batch.conference.url("registration:papers_batch", pk=batch.pk)),
        )  # fmt: skip


def forget_printed() -> int:
    """Scheduled: delete the files of batches that were printed long ago. Returns how many."""
    outlived = list(PaperBatch.objects.outlived())
    for batch in outlived:
        batch.file.delete(save=False)
        PaperBatch.objects.filter(pk=batch.pk).update(file="")
    return len(outlived)
