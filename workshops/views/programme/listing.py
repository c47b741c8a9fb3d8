"""The programme as one list in time order, by day, filtered by the address; and the plan of a season."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from conference.models import Conference
from conference.text import finds, search_words
from workshops.forms.programme import ALL_DAYS, Asked
from workshops.models import ProgrammePrint, Release, Session, SessionMaterial, Track
from workshops.services.programme import Event, programme_of, seats_left
from workshops.views.public import has_proceedings, is_over
from workshops.views.season.plan import season_plan

from . import stars
from .cards import Card, Day, Slot, capital, days_of, draw, labels_of_services
from .clocks import Clock, clock_of, remember

FEW_SEATS = 5
SMALL_SHARE = 5
"""Places are called few when they are FEW_SEATS or less, or less than one in SMALL_SHARE of all."""
KEEP_WORDS = 6 * 3600


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """The programme of a conference by day and hour, or the plan of a season by month."""
    conference = request.conference
    clock = clock_of(request, conference)
    asked = Asked.read(request.GET)
    marked = stars.starred(request, conference)
    context: dict[str, Any] = {"clock": clock, "zone": clock.told(), "asked": asked, "is_over": is_over(conference)}
    if conference.is_season:
        with timezone.override(clock.zone):
            told = context | season_plan(request, clock, marked)
            response = render(request, "workshops/season.html", told | {"asked": told["wanted"]})
        return remember(request, response, clock)
    release = Release.objects.current(conference)
    days = days_of(conference, release, clock.zone) if release else None
    if not days:
        if context["is_over"]:
            context["has_proceedings"] = has_proceedings(conference)
        return render(request, "workshops/programme_empty.html", context)
    own = stars.own(request, conference, marked)
    context |= listing(conference, release, days, clock, asked, own, marked)
    context |= {
        "release": release,
        "own_count": sum(card.pk in own for card in _cards(days)),
        "prints": ProgrammePrint.objects.made().filter(release=release),
        "has_materials": SessionMaterial.objects.public().filter(session__conference=conference).exists(),
    }
    return remember(request, render(request, "workshops/programme.html", context), clock)


@dataclass(frozen=True)
class Shown:
    """A day of the page: its tab and, when it is chosen, its slots."""

    day: date
    slots: list[Slot]
    rooms: dict[int, SafeString]
    found: int
    """How many sessions answer the filters."""
    drawn: str = ""


def listing(
    conference: Conference,
    release: Release | None,
    days: list[Day],
    clock: Clock,
    asked: Asked,
    own: set[int],
    marked: set[int],
) -> dict[str, Any]:
    """What the list shows for *asked*: the chosen days with what answers the filters, and the filters themselves."""
    wanted = _matching(conference, release, days, asked, own)
    every = [_shown(day, wanted) for day in _with_empty_days(conference, days)]
    chosen = _chosen(every, asked, clock)
    left = seats_left(conference)
    places = {pk: words for pk, (free, seats) in left.items() if (words := _places(free, seats))}
    now = timezone.now()
    chosen = [replace(each, drawn=draw(each.slots, stars=marked, places=places, now=now)) for each in chosen]
    tracks = list(Track.objects.of(conference))
    return {
        "days": chosen,
        "tabs": [
            {"day": each.day, "query": replace(asked, day=each.day.isoformat()).query(), "found": each.found,
             "is_chosen": not asked.wants_all_days and each.day == chosen[0].day}
            for each in every
        ],
        "all_query": replace(asked, day=ALL_DAYS).query(),
        "all_days": asked.wants_all_days,
        "is_list": asked.is_filtered,
        "found": sum(each.found for each in chosen),
        "found_elsewhere": sum(each.found for each in every) - sum(each.found for each in chosen),
        "anywhere_query": replace(asked, day=ALL_DAYS).query(),
        "reset_query": asked.without_filters(),
        "tracks": tracks,
        "pills": [
            {"track": track, "is_on": asked.track == track.number,
             "query": asked.query(track=0 if asked.track == track.number else track.number)}
            for track in tracks
        ],
        "mine_query": asked.query(mine=not asked.mine),
        "formats": _formats(days),
        "services": [(name, label, name in asked.service) for name, label in labels_of_services()],
    }  # fmt: skip


def _cards(days: Iterable[Day]) -> Iterator[Card]:
    return (card for day in days for slot in day.slots for card in slot.cards)


def _matching(
    conference: Conference, release: Release | None, days: list[Day], asked: Asked, own: set[int]
) -> set[int] | None:
    """Keys of the sessions that answer the filters; None when there are no filters and breaks are shown too."""
    if not asked.is_filtered:
        return None
    words = search_index(conference, release) if asked.q else {}
    return {
        card.pk
        for card in _cards(days)
        if not card.is_break
        and (not asked.track or card.track == asked.track)
        and (not asked.format or card.format == asked.format)
        and (not asked.language or card.language == asked.language or "interpretation" in card.services)
        and card.services.issuperset(asked.service)
        and (not asked.mine or card.pk in own)
        and (not asked.q or finds(asked.q, words.get(card.pk, ())))
    }


def _shown(day: Day, wanted: set[int] | None) -> Shown:
    if wanted is None:
        sessions = sum(not card.is_break for slot in day.slots for card in slot.cards)
        return Shown(day.day, day.slots, day.rooms, sessions)
    slots = [
        replace(slot, cards=cards)
        for slot in day.slots
        if (cards := [card for card in slot.cards if card.pk in wanted])
    ]
    return Shown(day.day, slots, day.rooms, sum(len(slot.cards) for slot in slots))


def _with_empty_days(conference: Conference, days: list[Day]) -> list[Day]:
    """The days of the programme and, as far as they have nothing yet, those of the conference."""
    known = {day.day: day for day in days}
    count = (conference.ends - conference.starts).days + 1
    for offset in range(min(count, 14)):
        day = conference.starts + timedelta(days=offset)
        known.setdefault(day, Day(day, [], {}))
    return [known[day] for day in sorted(known)]


def _chosen(every: list[Shown], asked: Asked, clock: Clock) -> list[Shown]:
    """The day asked for; else today, else the first one; or all that have something."""
    if asked.wants_all_days:
        return [each for each in every if each.slots]
    today = timezone.now().astimezone(clock.zone).date().isoformat()
    named = {each.day.isoformat(): each for each in every}
    return [named.get(asked.day) or named.get(today) or every[0]]


def _formats(days: list[Day]) -> list[tuple[str, str]]:
    """The formats that occur, each with its name, in the order of the model."""
    present = {card.format for card in _cards(days) if not card.is_break}
    return [(value, capital(str(label))) for value, label in Session.Format.choices if value in present]


def _places(free: int, seats: int) -> SafeString:
    """The words that say that few places are left, or nothing."""
    if not free:
        return format_html('<p class="left none">{}</p>', _("No places left"))
    if free > FEW_SEATS and free * SMALL_SHARE > seats:
        return SafeString("")
    words = ngettext("%(count)d place left", "%(count)d places left", free) % {"count": free}
    return format_html('<p class="left">{}</p>', words)


def search_index(conference: Conference, release: Release | None) -> dict[int, list[str]]:
    """The words of every session, in both languages, kept for the release."""
    key = f"programme-words:{release.pk if release else 0}"
    kept: dict[int, list[str]] | None = cache.get(key) if release else None
    if kept is not None:
        return kept
    programme = programme_of(conference, release)
    made = {event.pk: search_words(_text(event)) for event in programme.events} if programme else {}
    if release:
        cache.set(key, made, KEEP_WORDS)
    return made


def _text(event: Event) -> str:
    facts, names = event.facts, ("title", "summary", "host", "name", "position", "organisation")
    rows = [facts, event.room, *event.speakers, *event.talks]
    return " ".join(str(row.get(f"{name}_{code}") or "") for row in rows for name in names for code in ("ru", "en"))
