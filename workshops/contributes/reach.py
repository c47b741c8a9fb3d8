"""What the statistics of a season add to pages."""

from __future__ import annotations

from django.http import HttpRequest

from conference.extensions import Address, Block, ReportPart
from conference.models import Conference
from conference.services.sitemap import address_of
from workshops.services import reach as services

ORDER, HOME = 10, 12


def reach(conference: Conference) -> list[ReportPart]:
    """The chapter of events: the plan counts itself."""
    part = services.events_part(conference, ORDER)
    return [part] if part else []


def home(request: HttpRequest, conference: Conference) -> list[Block]:
    """Four large numbers under the title of a season that has begun."""
    if not conference.is_season:
        return []
    told = services.headline(conference)
    return [Block(HOME, "workshops/reach/block_home.html", {"told": told})] if told.events else []


def sitemap() -> list[Address]:
    seasons = Conference.objects.public().filter(kind=Conference.Kind.SEASON, is_demonstration=False)
    return [address_of(season, "workshops:statistics") for season in seasons]
