"""What anybody may read: the four tracks and the programme."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_safe

from conference.models import Conference
from workshops.models import Session, Submission, Track

CITIES = {
    "Europe/Moscow": gettext_noop("Moscow"),
    "Europe/Minsk": gettext_noop("Minsk"),
    "Europe/Chisinau": gettext_noop("Chișinău"),
    "Europe/Paris": gettext_noop("Paris"),
    "Asia/Yerevan": gettext_noop("Yerevan"),
    "Asia/Baku": gettext_noop("Baku"),
}


@require_safe
def track_list(request: HttpRequest) -> HttpResponse:
    tracks = Track.objects.of(request.conference).with_paper_counts()
    return render(request, "workshops/track_list.html", {"tracks": tracks, "call": call_of(request.conference)})


@require_safe
def track(request: HttpRequest, number: int) -> HttpResponse:
    """One track: what it discusses, whom to ask, what it has accepted, and how to offer a paper."""
    conference = request.conference
    shown = get_object_or_404(Track.objects.of(conference).select_related("conference"), number=number)
    papers = Submission.objects.of(conference).for_the_book().filter(track=shown).with_authors()
    return render(
        request,
        "workshops/track.html",
        {
            "track": shown,
            "neighbours": Track.objects.of(conference).exclude(pk=shown.pk),
            "papers": papers.order_by("number"),
            "sessions": shown.sessions.for_the_programme(),
            "call": call_of(conference),
            "zone": zone_note(conference),
        },
    )


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """The outline of a conference by day and hour, or the plan of a season by month."""
    conference = request.conference
    sessions = Session.objects.of(conference).for_the_programme()
    context: dict[str, Any] = {"zone": zone_note(conference), "is_over": is_over(conference)}
    if conference.is_season:
        context |= {"months": list(by_month(sessions, conference))}
        return render(request, "workshops/season.html", context)
    days = list(by_day(sessions, conference))
    context |= {"days": days, "tracks": Track.objects.of(conference)}
    if context["is_over"] and not days:
        context["has_proceedings"] = has_proceedings(conference)
    return render(request, "workshops/programme.html", context)


def is_over(conference: Conference) -> bool:
    return conference.is_archived or conference.ends < conference.today()


def has_proceedings(conference: Conference) -> bool:
    """Whether a volume is published. The volumes belong to a room that this one does not know, if it is there."""
    volumes = getattr(conference, "volumes", None)
    return volumes is not None and volumes.published().exists()


def call_of(conference: Conference) -> dict[str, Any]:
    """The call for papers as a page shows it: ``open``, ``announced`` (opens later), ``closed`` or ``none``."""
    opens, closes = conference.call_opens, conference.call_closes
    if conference.call_is_open():
        state = "open"
    elif opens and opens > timezone.now() and not conference.is_archived:
        state = "announced"
    else:
        state = "closed" if opens else "none"
    return {
        "state": state,
        "opens": timezone.localtime(opens, conference.zone) if opens else None,
        "closes": timezone.localtime(closes, conference.zone) if closes else None,
    }


def zone_note(conference: Conference) -> dict[str, str]:
    """The zone in which the times are given: its city in words and its distance from UTC in summer or winter."""
    noon = datetime(conference.starts.year, conference.starts.month, conference.starts.day, 12, tzinfo=conference.zone)
    offset = noon.utcoffset()
    minutes = round(offset.total_seconds() / 60) if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    distance = f"{'−' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
    name = conference.time_zone.rpartition("/")[2].replace("_", " ")
    city = gettext(CITIES[conference.time_zone]) if conference.time_zone in CITIES else name
    return {"city": city, "utc": f"UTC{distance}" if minutes else "UTC"}


def by_day(sessions: Iterable[Session], conference: Conference) -> Iterator[dict[str, Any]]:
    """Days with their slots in time order; a slot is what begins at the same moment."""
    for number, (day, held) in enumerate(groupby(sessions, lambda session: _day(session, conference)), start=1):
        slots = [_slot(starts, list(at_once), conference) for starts, at_once in groupby(held, lambda s: s.starts)]
        yield {"number": number, "day": day, "slots": slots}


def _day(session: Session, conference: Conference) -> date:
    return timezone.localdate(session.starts, conference.zone)


def _slot(starts: datetime, sessions: list[Session], conference: Conference) -> dict[str, Any]:
    now = timezone.now()
    ends = max(session.ends for session in sessions)
    return {
        "starts": timezone.localtime(starts, conference.zone),
        "minutes": max(session.minutes for session in sessions),
        "minutes_left": round((ends - now).total_seconds() / 60) if starts <= now < ends else None,
        "sessions": sessions,
    }


def by_month(sessions: Iterable[Session], conference: Conference) -> Iterator[dict[str, Any]]:
    """Months of a season with their events; past events are marked."""
    now = timezone.now()
    for (year, month), held in groupby(sessions, lambda s: _day(s, conference).timetuple()[:2]):
        events = [
            {
                "session": session,
                "starts": timezone.localtime(session.starts, conference.zone),
                "past": session.ends < now,
            }
            for session in held
        ]
        yield {"month": date(year, month, 1), "events": events, "past": all(event["past"] for event in events)}
