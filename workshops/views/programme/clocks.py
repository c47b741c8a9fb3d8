"""In whose time a visitor reads: one zone for the whole page, named with its distance from UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse

from conference.models import Conference
from workshops import zones

CHOSEN, OWN = "zone", "clock"
"""Cookies: the zone that the visitor chose, and the one that their browser tells of."""
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Clock:
    """The zone in which the times of a page are told, beside that of the conference and that of the visitor."""

    zone: ZoneInfo
    official: ZoneInfo
    own: ZoneInfo | None
    noon: datetime
    """The middle of the first day: what the distances are told of."""

    @property
    def is_official(self) -> bool:
        return self.ahead(self.zone) == 0

    def ahead(self, zone: ZoneInfo) -> int:
        """By how many minutes *zone* is ahead of the conference."""
        return zones.minutes_ahead(zone, self.official, self.noon)

    def told(self) -> dict[str, Any]:
        """What the line about the time says, in the page's language."""
        own = self.own if self.own and self.ahead(self.own) != self.ahead(self.zone) else None
        return {
            "city": zones.city(self.zone),
            "utc": zones.utc(self.zone, self.noon),
            "name": self.zone.key,
            "is_official": self.is_official,
            "difference": zones.difference(self.ahead(self.zone)),
            "official_city": zones.city(self.official),
            "official_name": self.official.key,
            "own_city": zones.city(own) if own else "",
            "own_name": own.key if own else "",
            "own_difference": zones.difference(self.ahead(own)) if own else "",
        }

    def elsewhere(self, starts: datetime, ends: datetime) -> list[dict[str, Any]]:
        """From when to when that is by the other clocks that matter: the conference's and the visitor's."""
        found: dict[int, dict[str, Any]] = {}
        here = zones.minutes_ahead(self.zone, self.official, starts)
        for zone in (self.official, self.own):
            if zone is None or (ahead := zones.minutes_ahead(zone, self.official, starts)) == here:
                continue
            local = starts.astimezone(zone)
            found.setdefault(ahead, {
                "city": zones.city(zone), "utc": zones.utc(zone, starts), "starts": f"{local:%H:%M}",
                "ends": f"{ends.astimezone(zone):%H:%M}", "day": local.replace(tzinfo=None).date(),
                "other_day": local.date() != starts.astimezone(self.zone).date(),
            })  # fmt: skip
        return list(found.values())

    def choices(self) -> list[dict[str, Any]]:
        """The zones that are offered by name; the conference's, the visitor's and the chosen one among them."""
        names = dict.fromkeys(zones.CITIES)
        for zone in (self.official, self.zone, self.own):
            if zone is not None:
                names.setdefault(zone.key)
        offered = [known for name in names if (known := zones.known(name))]
        offered.sort(key=lambda zone: (zone.utcoffset(self.noon.replace(tzinfo=None)), zones.city(zone)))
        return [
            {
                "name": zone.key,
                "label": zones.named(zone, self.noon),
                "is_chosen": zone.key == self.zone.key,
            }
            for zone in offered
        ]


def clock_of(request: HttpRequest, conference: Conference) -> Clock:
    """The clock of this request: the zone named in the address, else the one chosen before, else the conference's."""
    asked = request.GET.get(CHOSEN)
    name = asked if asked is not None else request.COOKIES.get(CHOSEN, "")
    noon = datetime.combine(conference.starts, time(12), tzinfo=conference.zone)
    own = zones.known(request.COOKIES.get(OWN, ""))
    return Clock(zones.known(name) or conference.zone, conference.zone, own, noon)


def remember(request: HttpRequest, response: HttpResponse, clock: Clock) -> HttpResponse:
    """Keep the zone that was asked for in the address; the conference's own needs no keeping."""
    if CHOSEN not in request.GET:
        return response
    if clock.zone == clock.official:
        response.delete_cookie(CHOSEN, samesite="Lax")
    else:
        response.set_cookie(
            CHOSEN, clock.zone.key, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
        )
    return response
