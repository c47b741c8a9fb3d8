"""The public pages of the conferences themselves, for the map of the site."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import override

from conference.extensions import Address
from conference.models import Conference, NewsItem, Page

from .mail import link


def pages() -> list[Address]:
    """The page of each public conference, its texts and its news; demonstrations are left out. Three queries."""
    conferences = {row.pk: row for row in Conference.objects.public().filter(is_demonstration=False).order_by("pk")}
    found = [address_of(each, "conference_home") for each in conferences.values()]
    for conference, slug in Page.objects.filter(conference__in=conferences).values_list("conference", "slug"):
        found.append(address_of(conferences[conference], "page", slug=slug))
    news = NewsItem.objects.published().filter(conference__in=conferences)
    for conference, slug, told in news.values_list("conference", "slug", "published_at"):
        found.append(address_of(conferences[conference], "news_item", told, slug=slug))
    return found


def address_of(conference: Conference, name: str, changed: datetime | None = None, **kwargs: str) -> Address:
    """The page *name* of *conference* in each language."""
    urls = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            urls[language] = link(conference.url(name, **kwargs))
    return Address(urls, changed)
