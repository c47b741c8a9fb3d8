"""Taking over the text of an article. Each revision is kept; none is ever changed."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Collection
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path, PurePath
from typing import IO, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference import uploads
from conference.models import Job, Person
from conference.rendering import Limits, RenderFailed, run_in_child
from conference.services import jobs
from proceedings.manuscripts import ENDINGS, KINDS, Converted, ManuscriptRefused, attempt, kind_of
from proceedings.manuscripts.archives import check_odt
from proceedings.models import Article, ArticleStep, Manuscript, ManuscriptFigure, Volume
from workshops.manuscripts import check_docx

from .preparing import soon

LIMITS = Limits(cpu_seconds=40, memory_mib=2048, wall_seconds=90)
MAX_TEXT = 600_000
JOB_KIND = "import"
INCOMING = "proceedings/incoming"
OTHER_FILES = {b"\xd0\xcf", b"MZ", b"%P", b"{\\", b"\x7fE", b"#!"}
OFFICE_NAMES = {".docx", ".odt", ".doc", ".rtf", ".pdf"}
REFUSALS: dict[str, Any] = {
    "unreadable": gettext_lazy("The file is damaged and cannot be opened. Save it again and send the new copy."),
    "too-slow": gettext_lazy(
        "The file is so complicated that reading it takes too long. Simplify its tables and formulas."
    ),
    "too-large": gettext_lazy("The text is larger than a whole volume. Send one paper."),
    "too-deep": gettext_lazy("Tables or lists are nested too deeply. Simplify them and send the file again."),
    "table-too-large": gettext_lazy(
        "A table is too large for a book: at most 4000 cells. Split it or put it on a site."
    ),
    "too-many-images": gettext_lazy("There are more than 60 pictures. Leave those that the text speaks of."),
    "too-many-notes": gettext_lazy("There are more than 600 notes. Work most of them into the text."),
    "not-docx": gettext_lazy("The file is not an acceptable .docx."),
    "kind": gettext_lazy("This is no text that we can read. Send it as .docx, .odt, .html or Markdown (.md)."),
    "other-name": gettext_lazy(
        "By its name this is a document, and there is only plain text or a web page in it. Save it as .docx or .odt"
        " in your editor, or send it under a name that ends in .md, .txt or .html."
    ),
    "empty": gettext_lazy("The manuscript holds no text."),
    **{code: uploads.REFUSALS[code] for code in ("locked", "macros", "bomb", "damaged")},
}


def import_manuscript(
    article: Article, *, by: Person | None, source: File[Any] | None = None, name: str = "", text: str = "",
    kinds: Collection[str] = KINDS, on_tick: Callable[[], None] = lambda: None,
) -> Manuscript:  # fmt: skip
    """Make the next revision of the article's text out of a file (*source*: .docx, .odt, .html, Markdown) or of *text*.

    What the file is, its content tells. Untrusted input is read in a limited child process, for which the caller
    waits, ticked about once a second. Raises ValidationError with a sentence for people whose ``code`` is a key of
    REFUSALS.
    """
    if source is None and not text.strip():
        raise refusal("empty")
    if len(text) > MAX_TEXT:
        raise refusal("too-large")
    kind = check_manuscript(source, kinds) if source is not None else "typed"
    digest = _digest(source, text)
    with tempfile.TemporaryDirectory(prefix="manuscript-") as folder:
        converted = _convert(article, source, text, kind, Path(folder), on_tick)
    return _keep(article, converted, source=source, kind=kind, name=name, text=text, digest=digest, by=by)


def refusal(code: str) -> ValidationError:
    return ValidationError(str(REFUSALS.get(code, REFUSALS["unreadable"])), code=code)


def check_manuscript(file: File[Any], kinds: Collection[str] = KINDS) -> str:
    """What *file* is, one of *kinds*, judged in a moment and without unpacking it.

    Fit for a page that takes uploads. Raises ValidationError; the file is left at its beginning.
    """
    stream: IO[bytes] = getattr(file, "file", None) or file  # type: ignore[assignment]
    size = stream.seek(0, 2)
    stream.seek(0)
    if size > settings.MANUSCRIPT_MAX_BYTES:
        raise refusal("too-large")
    kind, head = kind_of(stream), stream.read(2)
    if kind == "docx" or "odt" not in kinds or head in OTHER_FILES:
        _check_docx(file)
    elif not kind and head == b"PK":
        uploads.check_upload(file, ("odt",), most_bytes=settings.MANUSCRIPT_MAX_BYTES)  # which says what is wrong
    elif kind == "odt":
        _check_odt(stream)
    elif kind:
        _check_name(file)
    stream.seek(0)
    if kind not in kinds:
        raise refusal("kind")
    return kind


def _check_name(file: File[Any]) -> None:
    """A text or a page that is named as an office document was not meant to be one: somebody chose a wrong file."""
    if PurePath(file.name or "").suffix.lower() in OFFICE_NAMES:
        raise refusal("other-name")


def _check_odt(stream: IO[bytes]) -> None:
    try:
        check_odt(stream)
    except ManuscriptRefused as refused:
        raise refusal(refused.code) from refused


def _check_docx(file: File[Any]) -> None:
    """What is no .docx gets the sentence that says what it is instead."""
    try:
        check_docx(file)
    except ValidationError as error:
        raise ValidationError(error.message, code="not-docx") from error


def _digest(source: IO[bytes] | File[Any] | None, text: str) -> str:
    digest = hashlib.sha256(text.encode())
    if source is not None:
        source.seek(0)
        while chunk := source.read(1 << 16):
            digest.update(chunk)
        source.seek(0)
    return digest.hexdigest()


def _convert(
    article: Article, source: File[Any] | None, text: str, kind: str, folder: Path, on_tick: Callable[[], None]
) -> Converted:
    argument = text
    if source is not None:
        path = folder / f"source.{ENDINGS[kind]}"
        with path.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        source.seek(0)
        argument = str(path)
    titles = tuple(filter(None, (getattr(article, f"title_{code}") for code in ("ru", "en"))))
    function = partial(attempt, language=article.language, titles=titles, work=str(folder))
    try:
        outcome = run_in_child(function, argument, kind, limits=LIMITS, on_tick=on_tick)
    except RenderFailed as failure:
        raise refusal("too-slow" if failure.reason in {"time", "memory"} else "unreadable") from failure
    if isinstance(outcome, ManuscriptRefused):
        raise refusal(outcome.code)
    if not outcome.html.strip():
        raise refusal("empty")
    converted: Converted = outcome
    return converted


@transaction.atomic
def _keep(
    article: Article, converted: Converted, *, source: File[Any] | None, kind: str, name: str, text: str, digest: str,
    by: Person | None,
) -> Manuscript:  # fmt: skip
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    last = article.manuscripts.order_by("-revision").values_list("revision", flat=True).first() or 0
    manuscript = Manuscript(
        article=article,
        revision=last + 1,
        source_name=name[:200],
        source_text=text,
        sha256=digest,
        html=converted.html,
        sources=converted.sources,
        formulas=[asdict(formula) for formula in converted.formulas],
        report=converted.report,
        by=by,
    )
    if source is not None:
        manuscript.source.save(f"{digest[:16]}.{ENDINGS[kind]}", source, save=False)
    manuscript.save()
    for figure in converted.figures:
        kept = ManuscriptFigure(
            manuscript=manuscript, number=figure.number, width=figure.width, height=figure.height,
            printed_mm=figure.printed_mm,
        )  # fmt: skip
        kept.file.save(f"{manuscript.pk}-{figure.number}.{figure.extension}", ContentFile(figure.data), save=False)
        kept.save()
    article.source_digest, article.import_error = digest, ""
    article.save(update_fields=["source_digest", "import_error"])
    article.__dict__.pop("manuscript", None)
    soon(article)
    ArticleStep.objects.create(article=article, kind=ArticleStep.Kind.TEXT_READ, manuscript=manuscript, by=by)
    return manuscript


@transaction.atomic
def replace_text(article: Article, file: File[Any], *, by: Person) -> Job:
    """Take *file* for the article's next text: looked at now, read in the background by the job handed back.

    The job ends DONE with the new revision in the log, or FAILED with a key of REFUSALS for its error (see
    ``sentence_for``), and the text as it was. Earlier revisions are kept. Raises ValidationError for a file that
    can be refused at sight, and while an earlier file is still being read.
    """
    kind = check_manuscript(file)
    Article.objects.select_for_update(no_key=True).get(pk=article.pk)
    conference = article.conference
    if Job.objects.of(conference).unfinished().about(article).filter(kind=JOB_KIND).exists():
        raise ValidationError(_("The file sent before is still being read. Try again in a minute."), code="busy")
    job = jobs.start_job(run_import, kind=JOB_KIND, conference=conference, by=by, about=article)
    Job.objects.filter(pk=job.pk).update(now=(file.name or f"text.{ENDINGS[kind]}")[:200])
    default_storage.save(_incoming(job.pk), file)
    return job


def _incoming(job_id: int) -> str:
    """Where the file of a job waits to be read."""
    return f"{INCOMING}/{job_id}"


def run_import(job_id: int) -> None:
    """Background task: read the file that waits for the job *job_id*."""
    jobs.work(job_id, _read_incoming)


def _read_incoming(run: jobs.JobRun) -> None:
    article = Article.objects.filter(pk=run.job.about_id or 0).first()
    path = _incoming(run.job.pk)
    if article is None or not default_storage.exists(path):
        return
    name = run.job.now
    run.progress(0, 1, name)
    try:
        with default_storage.open(path, "rb") as source:
            if _was_read(article, _digest(source, ""), run.job.created):
                default_storage.delete(path)  # by an earlier run, whose worker died before it could say so
                return
            made = import_manuscript(article, by=run.job.by, source=source, name=name, on_tick=run.beat)
    except ValidationError as error:
        run.verdict({"label": name, "state": "error", "note": str(error.code)})
        run.fail(str(error.code))
    else:
        run.verdict({"label": name, "state": "warning" if made.report else "ok", "revision": made.revision})
        run.progress(1, 1)
    default_storage.delete(path)


def import_from_submission(article_id: int) -> None:
    """Background task: take over the newest file (or text) of the paper behind the article, if it is new.

    A refusal is kept on the article; the volume is compiled without it until the file is mended.
    """
    article = Article.objects.select_related("submission").filter(pk=article_id).first()
    if article is None or article.submission is None:
        return
    newest = article.submission.newest_file()
    text = article.submission.body
    if newest is None and not text.strip():
        return
    if newest is None:
        _import(article, source=None, name="", text=text, since=None)
        return
    with newest.file.open("rb") as source:
        _import(article, source=source, name=newest.name, text="", since=newest.uploaded_at)


def _import(article: Article, *, source: File[Any] | None, name: str, text: str, since: datetime | None) -> None:
    digest = _digest(source, text)
    if article.source_digest == digest or _was_read(article, digest, since):
        return
    try:
        import_manuscript(article, by=None, source=source, name=name, text=text, kinds=("docx",))
    except ValidationError as error:
        article.source_digest, article.import_error = digest, str(error.code)[:40]
        article.save(update_fields=["source_digest", "import_error"])
        ArticleStep.objects.create(article=article, kind=ArticleStep.Kind.TEXT_REFUSED, note=article.import_error)


def _was_read(article: Article, digest: str, since: datetime | None) -> bool:
    """The authors' file was read before an editor replaced it; one that they sent again *since* counts anew."""
    rows = article.manuscripts.filter(sha256=digest)
    return (rows.filter(created__gte=since) if since else rows).exists()


def import_missing(volume: Volume) -> int:
    """Take over every text that is new; how many articles were looked at."""
    articles = Article.objects.of_volume(volume).in_the_book().values_list("pk", flat=True)
    for pk in articles:
        import_from_submission(pk)
    return len(articles)


def sentence_for(code: str) -> str:
    """Why a manuscript could not be read, for the editor's board."""
    return str(REFUSALS.get(code, _("The file could not be read.")))
