"""Calendars after RFC 5545 and RFC 7986: what happens when, in the zone of the conference.

Zones are written out with their real changes of the clock: the rules of every country are in the time-zone database
of the system, and a calendar program that has an older one reads the right hour all the same. (The library's own
``Timezone.from_tzinfo`` puts the beginning of summer time an hour late: an onset is told in the time before it.)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vDuration, vText, vUri

PRODUCT = "-//Vmeste//Programme//%s"
REFRESH = timedelta(hours=1)
STEP = timedelta(days=1)
"""How far apart the clock is looked at when its changes are sought; no zone changes twice in a day."""
MARGIN = timedelta(days=400)
"""How long before and after its events a calendar knows its zone: a year, so that both changes are told."""


@dataclass(frozen=True)
class Entry:
    """One thing in a calendar. Moments are aware; *sequence* grows whenever it is told anew."""

    uid: str
    title: str
    starts: datetime
    ends: datetime
    description: str = ""
    location: str = ""
    url: str = ""
    sequence: int = 0
    changed_at: datetime | None = None
    is_cancelled: bool = False


@dataclass(frozen=True)
class Change:
    """A change of the clock: the moment, and the distances from UTC before and after it."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str
    is_summer: bool


def calendar(
    entries: Iterable[Entry], *, name: str, zone: ZoneInfo, language: str, url: str = "", method: str = "PUBLISH"
) -> bytes:
    """The *entries* as an iCalendar file, times in *zone*, texts in *language*; the same input gives the same bytes."""
    shown = list(entries)
    whole = Calendar()
    whole.add("prodid", PRODUCT % language.upper())
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", method)
    whole.add("name", vText(name, params={"LANGUAGE": language}))
    whole.add("x-wr-calname", vText(name))
    whole.add("x-wr-timezone", vText(zone.key))
    whole.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", vDuration(REFRESH))
    if url:
        whole.add("source", vUri(url), parameters={"VALUE": "URI"})
    if shown:
        whole.add_component(described_zone(zone, min(e.starts for e in shown), max(e.ends for e in shown)))
    for entry in shown:
        whole.add_component(_event(entry, zone, language))
    return bytes(whole.to_ical(sorted=False))


def _event(entry: Entry, zone: ZoneInfo, language: str) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", (entry.changed_at or entry.starts).astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.starts.astimezone(zone))
    event.add("dtend", entry.ends.astimezone(zone))
    event.add("summary", entry.title, parameters={"LANGUAGE": language})
    if entry.description:
        event.add("description", entry.description, parameters={"LANGUAGE": language})
    if entry.location:
        event.add("location", entry.location, parameters={"LANGUAGE": language})
    if entry.url:
        event.add("url", entry.url)
    event.add("sequence", entry.sequence)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.changed_at:
        event.add("last-modified", entry.changed_at.astimezone(UTC).replace(microsecond=0))
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    return event


def described_zone(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """*zone* as a VTIMEZONE that is right from a year before *first* until a year after *last*."""
    begins = first.astimezone(UTC) - MARGIN
    told = Timezone()
    told.add("tzid", zone.key)
    here = begins.astimezone(zone)
    offset = here.utcoffset() or timedelta()
    whole = [Change(begins, offset, offset, here.tzname() or "", bool(here.dst()))]
    for change in [*whole, *changes(zone, begins, last.astimezone(UTC) + MARGIN)]:
        told.add_component(_onset(change))
    return told


def _onset(change: Change) -> TimezoneStandard | TimezoneDaylight:
    """When the clock is changed, told as a clock shows it that has not been changed yet (RFC 5545, 3.6.5)."""
    onset = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    onset.add("dtstart", (change.at + change.before).replace(tzinfo=None, microsecond=0))
    onset.add("tzoffsetfrom", change.before)
    onset.add("tzoffsetto", change.after)
    onset.add("tzname", change.name)
    return onset


def changes(zone: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[Change]:
    """The changes of the clock in *zone* between two moments, each to the second."""
    earlier = begins
    while earlier < ends:
        later = min(earlier + STEP, ends)
        before, after = _offset(zone, earlier), _offset(zone, later)
        if before != after:
            moment = _moment_of_change(zone, earlier, later)
            local = moment.astimezone(zone)
            yield Change(moment, before, after, local.tzname() or "", bool(local.dst()))
        earlier = later


def _moment_of_change(zone: ZoneInfo, earlier: datetime, later: datetime) -> datetime:
    """The first second at which the clock shows what it shows at *later*, found by halving."""
    before = _offset(zone, earlier)
    low, high = int(earlier.timestamp()), int(later.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, datetime.fromtimestamp(middle, UTC)) == before:
            low = middle
        else:
            high = middle
    return datetime.fromtimestamp(high, UTC)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
