"""Taking over the text of an article. Each revision is kept; none is ever changed."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from dataclasses import asdict
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.models import Person
from conference.rendering import Limits, RenderFailed, run_in_child
from proceedings.manuscripts import Converted, ManuscriptRefused, attempt
from proceedings.models import Article, ArticleStep, Manuscript, ManuscriptFigure, Volume
from workshops.manuscripts import check_docx

from .steps import note

LIMITS = Limits(cpu_seconds=40, memory_mib=2048, wall_seconds=90)
MAX_TEXT = 600_000
REFUSALS = {
    "unreadable": gettext_lazy(
        "The file is damaged and cannot be opened. Save it again as .docx and send the new copy."
    ),
    "too-slow": gettext_lazy(
        "The file is so complicated that reading it takes too long. Simplify its tables and formulas."
    ),
    "too-large": gettext_lazy("The text is larger than a whole volume. Send one paper."),
    "too-deep": gettext_lazy("Tables or lists are nested too deeply. Simplify them and send the file again."),
    "table-too-large": gettext_lazy(
        "A table is too large for a book: at most 4000 cells. Split it or put it on a site."
    ),
    "too-many-images": gettext_lazy("There are more than 60 pictures. Leave those that the text speaks of."),
    "not-docx": gettext_lazy("The file is not an acceptable .docx."),
    "empty": gettext_lazy("The manuscript holds no text."),
}


def import_manuscript(
    article: Article, *, by: Person | None, source: File | None = None, name: str = "", text: str = ""
) -> Manuscript:
    """Make the next revision of the article's text out of a .docx (*source*) or of plain *text*.

    Untrusted input is read in a limited child process. Raises ValidationError with a sentence for people whose
    ``code`` is a key of REFUSALS.
    """
    if source is None and not text.strip():
        raise refusal("empty")
    if len(text) > MAX_TEXT:
        raise refusal("too-large")
    digest = _digest(source, text)
    with tempfile.TemporaryDirectory(prefix="manuscript-") as folder:
        converted = _convert(article, source, text, Path(folder))
    return _keep(article, converted, source=source, name=name, text=text, digest=digest, by=by)


def refusal(code: str) -> ValidationError:
    return ValidationError(REFUSALS.get(code, REFUSALS["unreadable"]), code=code)


def _digest(source: File | None, text: str) -> str:
    digest = hashlib.sha256(text.encode())
    if source is not None:
        source.seek(0)
        for chunk in source.chunks():
            digest.update(chunk)
        source.seek(0)
    return digest.hexdigest()


def _convert(article: Article, source: File | None, text: str, folder: Path) -> Converted:
    argument, kind = text, "text"
    if source is not None:
        _check(source)
        path = folder / "source.docx"
        with path.open("wb") as copy:
            shutil.copyfileobj(source, copy)
        source.seek(0)
        argument, kind = str(path), "docx"
    titles = tuple(filter(None, (getattr(article, f"title_{code}") for code in ("ru", "en"))))
    function = partial(attempt, language=article.language, titles=titles, work=str(folder))
    try:
        outcome = run_in_child(function, argument, kind, limits=LIMITS)
    except RenderFailed as failure:
        raise refusal("too-slow" if failure.reason in {"time", "memory"} else "unreadable") from failure
    if isinstance(outcome, ManuscriptRefused):
        raise refusal(outcome.code)
    if not outcome.html.strip():
        raise refusal("empty")
    converted: Converted = outcome
    return converted


def _check(source: File) -> None:
    try:
        check_docx(source)
    except ValidationError as error:
        raise ValidationError(error.message, code="not-docx") from error


@transaction.atomic
def _keep(
    article: Article, converted: Converted, *, source: File | None, name: str, text: str, digest: str, by: Person | None
) -> Manuscript:
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
        manuscript.source.save(f"{digest[:16]}.docx", source, save=False)
    manuscript.save()
    for figure in converted.figures:
        kept = ManuscriptFigure(manuscript=manuscript, number=figure.number, width=figure.width, height=figure.height)
        kept.file.save(f"{manuscript.pk}-{figure.number}.{figure.extension}", ContentFile(figure.data), save=False)
        kept.save()
    article.source_digest, article.import_error = digest, ""
    article.save(update_fields=["source_digest", "import_error"])
    article.__dict__.pop("manuscript", None)
    note(article, ArticleStep.Kind.TEXT_READ, by=by, manuscript=manuscript)
    return manuscript


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
        _import(article, source=None, name="", text=text)
        return
    with newest.file.open("rb") as source:
        _import(article, source=source, name=newest.name, text="")


def _import(article: Article, *, source: File | None, name: str, text: str) -> None:
    if article.source_digest == _digest(source, text):
        return
    try:
        import_manuscript(article, by=None, source=source, name=name, text=text)
    except ValidationError as error:
        article.source_digest, article.import_error = _digest(source, text), str(error.code)[:40]
        article.save(update_fields=["source_digest", "import_error"])
        note(article, ArticleStep.Kind.TEXT_REFUSED, by=None, text=article.import_error)


def import_missing(volume: Volume) -> int:
    """Take over every text that is new; how many articles were looked at."""
    articles = Article.objects.of_volume(volume).in_the_book().values_list("pk", flat=True)
    for pk in articles:
        import_from_submission(pk)
    return len(articles)


def sentence_for(code: str) -> str:
    """Why a manuscript could not be read, for the editor's board."""
    return str(REFUSALS.get(code, _("The file could not be read.")))
