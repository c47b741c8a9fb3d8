"""Filling a volume."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from conference.services.queue import Queue, enqueue
from proceedings.models import Article, ArticleAuthor, ArticleStep, Part, Volume
from workshops.models import Author, Submission, Track

from .arranging import ASIDE, renumber
from .description import KIND_OF_TYPE
from .manuscripts import import_from_submission
from .steps import note

COPIED = ("title_ru", "title_en", "abstract_ru", "abstract_en", "keywords_ru", "keywords_en", "udk", "language", "type")
COPIED_OF_AUTHOR = (
    "family_ru", "family_en", "given_ru", "given_en", "position_ru", "position_en", "affiliation_ru", "affiliation_en",
    "city_ru", "city_en", "country", "email", "orcid", "is_corresponding",
)  # fmt: skip


@transaction.atomic
def collect(volume: Volume, *, by: Person | None) -> int:
    """Copy the accepted papers into the volume, each once, by track and number; how many are new.

    Their files are read in the background. Raises MoveNotAllowed when the volume is published.
    """
    if volume.is_published:
        raise MoveNotAllowed(_("The volume is published; nothing can be added to it."))
    Volume.objects.select_for_update(no_key=True).get(pk=volume.pk)
    known = set(volume.articles.values_list("submission", flat=True))
    papers = Submission.objects.of(volume.conference).for_the_book().select_related("track").prefetch_related("authors")
    new = [paper for paper in papers if paper.pk not in known]
    for place, paper in enumerate(new, start=1):
        note(_copy(volume, paper, number=2 * ASIDE + place), ArticleStep.Kind.COLLECTED, by=by)
    renumber(volume)
    for pk in Article.objects.of_volume(volume).in_the_book().values_list("pk", flat=True):
        enqueue(import_from_submission, pk, queue=Queue.LONG)
    return len(new)


def _copy(volume: Volume, paper: Submission, *, number: int) -> Article:
    article = Article.objects.create(
        volume=volume,
        part=_part(volume, paper.track),
        submission=paper,
        number=number,
        received_on=_day(paper.submitted_at),
        accepted_on=_day(paper.decided_at),
        kind=KIND_OF_TYPE.get(paper.type, Article.Kind.ORIGINAL),
        **{name: getattr(paper, name) or "" for name in COPIED},
    )
    for order, author in enumerate(paper.authors.all(), start=1):
        ArticleAuthor.objects.create(article=article, order=order, **_snapshot(author))
    return article


def _snapshot(author: Author) -> dict[str, object]:
    return {name: getattr(author, name) or "" for name in COPIED_OF_AUTHOR if name != "is_corresponding"} | {
        "is_corresponding": author.is_corresponding
    }


def _part(volume: Volume, track: Track | None) -> Part:
    if track is None:  # an accepted paper has one: the database sees to it
        raise ValidationError(_("The paper belongs to no track."))
    texts = {
        f"{name}_{code}": getattr(track, f"{name}_{code}") or ""
        for name in ("title", "short_title")
        for code in ("ru", "en")
    }
    part, _created = Part.objects.get_or_create(volume=volume, number=track.number, defaults={"track": track, **texts})
    return part


def _day(moment: object) -> date | None:
    return moment.date() if moment else None  # type: ignore[attr-defined]


@transaction.atomic
def print_outcomes(volume: Volume, *, by: Person, wanted: bool) -> Volume:
    """Whether the next build has the adopted documents of the conference as its last part."""
    volume.with_outcomes = wanted
    volume.save(update_fields=["with_outcomes"])
    return volume
