"""The public pages of the proceedings, for the map of the site."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import override

from conference.extensions import Address
from conference.models import Conference
from conference.services.mail import link
from proceedings.models import Material, Notice, PublishedArticle, Volume


def published() -> list[Address]:
    """Every published volume and article of public conferences, demonstrations left out: three queries."""
    conferences = Conference.objects.public().filter(is_demonstration=False)
    rows = Volume.objects.published().filter(conference__in=conferences).select_related("conference")
    volumes = {row.pk: row for row in rows.annotate(changed=Max("publications__published_at")).order_by("pk")}
    told = dict(Notice.objects.filter(article__volume__in=volumes).values_list("article").annotate(Max("created")))
    articles = PublishedArticle.objects.filter(publication__volume__in=volumes).values_list(
        "publication__volume", "number", "article"
    )
    dated = articles.annotate(changed=Max("publication__published_at")).order_by("publication__volume", "number")
    found = [_address(each, "proceedings:volume", each.changed) for each in volumes.values()]  # type: ignore[attr-defined]
    for volume, number, article, changed in dated:
        latest = max(filter(None, (changed, told.get(article))))
        found.append(_address(volumes[volume], "proceedings:article", latest, number=number))
    return found


def library() -> list[Address]:
    """The library, and every material in it, demonstrations left out: one query."""
    rows = Material.objects.published().filter(conference__is_demonstration=False).order_by("pk")
    told = list(rows.values_list("slug", "published_at"))
    if not told:
        return []
    newest = max(at for _slug, at in told)
    pages = [_in_both("library:list", newest)]
    return pages + [_in_both("library:material", at, slug) for slug, at in told]


def _in_both(name: str, changed: datetime, *args: str) -> Address:
    urls = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            urls[language] = link(reverse(name, args=args))
    return Address(urls, changed)


def _address(volume: Volume, name: str, changed: datetime, **kwargs: object) -> Address:
    urls = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            urls[language] = link(volume.url(name, **kwargs))
    return Address(urls, changed)
