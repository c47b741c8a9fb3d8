"""Publishing a volume: a build is frozen with everything it says, and never changes afterwards."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Person
from conference.text import search_words
from proceedings import compiler
from proceedings.compiler import described
from proceedings.compiler.book import LANGUAGES
from proceedings.models import Article, ArticleStep, Build, Publication, PublishedArticle, Volume

from . import preflight, steps, watching
from .article_files import start_article_files
from .changed import changed_since
from .description import describe
from .differences import difference
from .frozen import freeze_article, freeze_book, freeze_outcomes, frozen_article
from .notices import retracted_among

CHUNK = 1 << 20


@transaction.atomic
def publish(
    volume: Volume, *, by: Person, build: Build | None = None, reason_ru: str = "", reason_en: str = ""
) -> Publication:
    """Freeze a build (the newest by default) as the next publication of the volume.

    A published build never changes; publishing again is an erratum with the next number and a reason. The files of
    the single articles follow in the background. Raises ValidationError when there is nothing to publish, when it is
    published already, when an erratum has no reason, or when an article would lose the number it is known by.
    """
    volume = Volume.objects.select_for_update(no_key=True).select_related("conference").get(pk=volume.pk)
    build = build or volume.builds.first()
    if build is None:
        raise ValidationError(_("There is nothing to publish yet: compile the volume first."))
    last = volume.publications.order_by("-number").first()
    _check(volume, build, last, f"{reason_ru}{reason_en}")
    publication = Publication(
        volume=volume,
        number=last.number + 1 if last else 1,
        build=build,
        by=by,
        pages=build.pages,
        front_pages=build.front_pages,
        page_map=build.page_map,
        size=build.size,
        sha256=digest_of(build.file),
        reason_ru=reason_ru.strip() if last else "",
        reason_en=reason_en.strip() if last else "",
        facts=freeze_book(volume),
        manuscripts=_revisions(volume, build),
    )
    name = f"{volume.conference.slug}-{volume.slug}-{publication.number}.pdf"
    with build.file.open("rb") as file:
        publication.file.save(name, File(file), save=False)
    publication.save()
    freeze_rows(publication, by=by)
    if not volume.is_published:
        volume.move(Volume.State.PUBLISHED, by=by)
    start_article_files(publication, by=by)
    return publication


def _check(volume: Volume, build: Build, last: Publication | None, reason: str) -> None:
    if last and last.build_id == build.pk:
        raise ValidationError(_("This build is published already."))
    if last and not reason.strip():
        raise ValidationError(_("Say what this publication mends: readers will see it."))
    if not build.file.storage.exists(str(build.file.name)):
        raise ValidationError(_("The file of this build is gone. Compile the volume again."))
    if build.sha256 and build.sha256 != digest_of(build.file):
        raise ValidationError(_("The file of this build is not what was compiled. Compile the volume again."))
    if is_stale(volume, build):
        raise ValidationError(_("The volume has changed since this build. Compile it again and look at the new build."))
    if blockers := blocking(volume, build):
        raise ValidationError(
            ngettext(
                "%(count)d thing stops this volume from being published; it is on the list of checks.",
                "%(count)d things stop this volume from being published; they are on the list of checks.",
                len(blockers),
            )
            % {"count": len(blockers)}
        )
    if moved := renumbered(volume, build):
        raise ValidationError(
            _("Published articles keep their numbers. Give these their numbers back: %(numbers)s.")
            % {"numbers": ", ".join(moved)}
        )


def is_stale(volume: Volume, build: Build) -> bool:
    """Whether anything of the volume was changed since it was compiled: the frozen facts would not be the book's.

    A build that does not know what it was made of is taken as it is.
    """
    return bool(build.described) and described(describe(volume)) != build.described


def blocking(volume: Volume, build: Build) -> list[tuple[Article, preflight.Item]]:
    """What stops *build* from being published by the settings of its volume."""
    in_book = set(_keys(build))
    return [(article, item) for article, item in preflight.blocking(volume) if article.pk in in_book]


def asked(volume: Volume, build: Build) -> dict[str, Any]:
    """What an editor must know of *build* before the whole world can read it."""
    last = volume.publication
    different = difference(build, last.build) if last and last.build else None
    return {
        **watching.asked(volume, build),
        "is_stale": is_stale(volume, build),
        "blockers": blocking(volume, build),
        "renumbered": renumbered(volume, build),
        "difference": different,
        "changed": changed_since(last, different.changed, _revisions(volume, build)) if last and different else [],
    }


def renumbered(volume: Volume, build: Build) -> list[str]:
    """Articles of *build* whose numbers were published for something else: «3 → 5» each.

    A number is part of an article's address, which stays for ever.
    """
    known = PublishedArticle.objects.filter(publication__volume=volume)
    number_of = dict(known.values_list("article", "number"))
    owner_of = {number: article for article, number in number_of.items()}
    found = []
    for pk, number in volume.articles.filter(pk__in=_keys(build)).order_by("number").values_list("pk", "number"):
        if number_of.get(pk, number) != number or owner_of.get(number, pk) != pk:
            found.append(f"{number} → {number_of[pk]}" if pk in number_of else str(number))
    return found


def freeze_rows(publication: Publication, *, by: Person | None = None) -> list[PublishedArticle]:
    """Write down what each article in the book says of itself, and what it is found by."""
    publication.facts = {**publication.facts, "printed_outcomes": freeze_outcomes(publication)}
    publication.save(update_fields=["facts"])
    articles = Article.objects.filter(pk__in=_keys(publication)).select_related("part").prefetch_related("authors")
    rows = []
    for article in articles.order_by("number"):
        first, last = publication.page_map[str(article.pk)]
        row = PublishedArticle(
            publication=publication,
            article=article,
            manuscript_id=publication.manuscripts.get(str(article.pk)),
            number=article.number,
            first_page=first,
            last_page=last,
            facts=freeze_article(article),
        )
        row.search = words_of(frozen_article(row))
        rows.append(row)
    retracted = retracted_among(row.article_id for row in rows)
    published = (row.article for row in rows if row.article_id not in retracted)
    steps.note_many(published, ArticleStep.Kind.PUBLISHED, by=by)
    return PublishedArticle.objects.bulk_create(rows)


def words_of(article: compiler.Article) -> str:
    """What an article is found by, in both languages: each word with a space before it (see ``finding``)."""
    said = [article.title, article.keywords, article.abstract]
    for author in article.authors:
        said += [author.family, author.given, author.affiliation, author.city]
    text = " ".join(each[language] for each in said for language in LANGUAGES)
    return "".join(f" {word}" for word in search_words(text))


def _keys(book: Build | Publication) -> list[int]:
    return [int(key) for key in book.page_map]


def _revisions(volume: Volume, build: Build) -> dict[str, int]:
    """The text of each article that is in the build: the newest there was when it was made."""
    found: dict[str, int] = {}
    articles = volume.articles.filter(pk__in=_keys(build), manuscripts__created__lte=build.created)
    for pk, manuscript in articles.order_by("manuscripts__revision").values_list("pk", "manuscripts"):
        found[str(pk)] = manuscript
    return found


def digest_of(file: models.fields.files.FieldFile) -> str:
    """SHA-256 of a stored file, read piece by piece."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while piece := opened.read(CHUNK):
            digest.update(piece)
    return digest.hexdigest()
