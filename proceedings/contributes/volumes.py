"""Volumes and articles on the pages that gather all rooms."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from conference.extensions import Block, ReportPart
from conference.models import Conference, Job, Person
from conference.permissions import may
from proceedings.models import ArticleAuthor, Volume
from proceedings.permissions import EDIT
from proceedings.services.exporting import published_now
from proceedings.services.frozen import frozen_book


def home(request: HttpRequest, conference: Conference) -> list[Block]:
    """The last published volume: the conference's own, or that of an earlier one."""
    if conference.is_season:
        return []
    known = Volume.objects.published().filter(
        Q(conference=conference)
        | Q(conference__in=Conference.objects.public(), conference__starts__lt=conference.starts)
    )
    volume = known.select_related("conference").newest_first().first()
    if volume is None:
        return []
    publication = volume.publication
    context = {
        "volume": volume,
        "book": frozen_book(publication),
        "publication": publication,
        "articles": len(publication.page_map),
        "is_own": volume.conference_id == conference.pk,
    }
    return [Block(40, "proceedings/block_home.html", context)]


def desk(request: HttpRequest, conference: Conference) -> list[Block]:
    """The volumes of the conference with what is going on in each."""
    if conference.is_season or not may(request.user, EDIT, conference):
        return []
    volumes = list(Volume.objects.of(conference).select_related("conference").newest_first())
    running = {
        job.about_id: job for job in Job.objects.of(conference).unfinished().filter(kind="compile").order_by("created")
    }
    rows = [{"volume": volume, "job": running.get(volume.pk)} for volume in volumes]
    return [Block(40, "proceedings/block_desk.html", {"rows": rows})]


def personal_data(person: Person) -> dict[str, Any]:
    """Where the person stands as an author: articles of their papers, and those that carry their address."""
    mine = Q(article__submission__submitter=person)
    if person.email:
        mine |= Q(email__iexact=person.email)
    authors = ArticleAuthor.objects.filter(mine).select_related("article__volume__conference").distinct()
    return {
        "articles": [
            {
                "conference": author.article.conference.title,
                "volume": author.article.volume.title,
                "number": author.article.number,
                "title": author.article.title,
                "name_ru": f"{author.family_ru or ''} {author.given_ru or ''}".strip(),
                "name_en": f"{author.given_en or ''} {author.family_en or ''}".strip(),
                "position": author.position,
                "affiliation": author.affiliation,
                "email": author.email,
            }
            for author in authors
        ]
    }


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Forget the address of *person* beside their articles; the names of authors of published papers stay."""
    if not person.email:
        return []
    mine = ArticleAuthor.objects.filter(email__iexact=person.email)
    return ["articles"] if mine.update(email="") else []


def report(conference: Conference) -> list[ReportPart]:
    """The published volumes, as a chapter of the final report."""
    language = get_language() or "ru"
    lines = []
    for publication in published_now(Volume.objects.of(conference)):
        lines.append(frozen_book(publication).title.best(language))
    if not lines:
        return []
    return [ReportPart(60, _("Publications"), lists=((_("Volumes published"), tuple(lines)),))]
