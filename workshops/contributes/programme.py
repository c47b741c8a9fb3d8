"""What the public programme adds to the pages that gather all rooms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from conference.extensions import Block
from conference.models import Conference, Person
from workshops.models import CalendarFeed, Session, Star
from workshops.services.programme import Event, programme_of, sessions_of_speaker
from workshops.services.programme_mine import own_sessions, starred_by
from workshops.views.programme.cards import line_of

COMING = 3
ORDER = 15


def home(request: HttpRequest, conference: Conference) -> list[Block]:
    """The next sessions of a released programme. A season has its own block of next events."""
    if conference.is_season:
        return []
    coming = next_events(conference, limit=COMING)
    lines = [line_of(event, get_language() or "ru") for event in coming]
    return [Block(ORDER, "workshops/programme_home.html", {"coming": lines})] if lines else []


def next_events(conference: Conference, *, limit: int, only: set[int] | None = None) -> list[Event]:
    """The next sessions that have not ended, breaks left out; *only* some of them."""
    programme = programme_of(conference)
    now = timezone.now()
    events = programme.events if programme else []
    return [
        event for event in events if event.ends > now and not event.is_break and (only is None or event.pk in only)
    ][:limit]


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """The person's own programme in each conference that is to come: the next session, and the way to the rest."""
    rows = []
    feeds = {feed.conference_id for feed in CalendarFeed.objects.filter(person=person)}
    for conference in _with_something_for(person):
        own = own_sessions(person, conference)
        coming = next_events(conference, limit=1, only=own) if own else []
        if own:
            line = line_of(coming[0], get_language() or "ru") if coming else None
            rows.append({"conference": conference, "count": len(own), "next": line, "has_feed": conference.pk in feeds})
    return [Block(ORDER, "workshops/programme_mine.html", {"rows": rows})] if rows else []


def _with_something_for(person: Person) -> Iterable[Conference]:
    """Conferences that go on or are to come, in which the person has marked a session or has a part."""
    theirs = Q(sessions__stars__person=person) | Q(sessions__speakers__person=person)
    theirs |= Q(sessions__talks__submission__authors__person=person)
    standing = Conference.objects.public().filter(ends__gte=timezone.localdate())
    return standing.filter(theirs).distinct().order_by("starts", "pk")


def sessions_of(person: Person, conference: Conference) -> set[int]:
    """Sessions that the person has marked, and those in which they speak."""
    return starred_by(person, conference) | sessions_of_speaker(person, conference)


def listeners_of(sessions: Iterable[Session]) -> dict[int, set[int]]:
    """Who has marked a session wants to hear when it is moved."""
    found: dict[int, set[int]] = {}
    for session, person in Star.objects.filter(session__in=list(sessions)).values_list("session", "person"):
        found.setdefault(session, set()).add(person)
    return found


def personal_data(person: Person) -> dict[str, Any]:
    """The person's stars, and the calendar feeds as far as there are any (their secret part is shown on the site)."""
    stars = Star.objects.of_person(person).select_related("session__conference").order_by("session__starts")
    feeds = CalendarFeed.objects.filter(person=person).select_related("conference")
    return {
        "stars": [
            {"conference": star.session.conference.title, "session": star.session.title, "at": star.marked_at}
            for star in stars
        ],
        "calendar_feeds": [{"conference": feed.conference.title, "created": feed.renewed_at} for feed in feeds],
    }


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Forget what the person has marked, and close their calendar feeds."""
    told = []
    for name, rows in (
        ("stars", Star.objects.of_person(person)),
        ("calendar feeds", CalendarFeed.objects.filter(person=person)),
    ):
        if rows.delete()[0]:
            told.append(name)
    return told
