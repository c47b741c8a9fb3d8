"""The cards of the list: what is the same for every reader is drawn once for a release, a language and a zone.

What differs (stars, places left, what is on now) is added by the page. A fragment is data about a frozen release,
so it never goes stale; nothing of a visitor is in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.text import typography
from workshops.models import Release
from workshops.services.programme import SERVICES, Event, Programme, Said, programme_of, said

KEEP = 6 * 3600
FEW_PEOPLE = 3
LANGUAGE_WORDS = {"ru": "RU", "en": "EN"}


@dataclass(slots=True)
class Card:
    """One session in the list."""

    pk: int
    starts: datetime
    ends: datetime
    css: str
    body: str
    star: str
    unstar: str
    track: int
    format: str
    language: str
    services: frozenset[str]
    is_break: bool
    title: str


@dataclass(slots=True)
class Slot:
    """What begins at one moment."""

    starts: datetime
    ends: datetime
    head: str
    cards: list[Card]


@dataclass(slots=True)
class Day:
    day: date
    slots: list[Slot]
    rooms: dict[int, SafeString]
    """The room of a track, when all its sessions of the day are in it."""


def days_of(conference: Conference, release: Release | None, zone: ZoneInfo) -> list[Day] | None:
    """The whole programme by day and hour in *zone*, in the page's language; None before the first release."""
    language = get_language() or "ru"
    key = f"programme-cards:{release.pk if release else 0}:{language}:{zone.key}"
    kept: list[Day] | None = cache.get(key) if release else None
    if kept is not None:
        return kept
    programme = programme_of(conference, release)
    if programme is None:
        return None
    made = list(_days(programme, zone, language))
    if release:
        cache.set(key, made, KEEP)
    return made


def _days(programme: Programme, zone: ZoneInfo, language: str) -> Iterable[Day]:
    for day, held in groupby(programme.events, lambda event: event.starts.astimezone(zone).date()):
        events = list(held)
        rooms = _rooms(events, language)
        slots = [
            _slot(list(at_once), programme.conference, zone, language, rooms)
            for _starts, at_once in groupby(events, lambda event: event.starts)
        ]
        yield Day(day, slots, {track: room for track, (_key, room) in rooms.items()})


def _rooms(events: list[Event], language: str) -> dict[int, tuple[str, SafeString]]:
    found: dict[int, tuple[str, SafeString]] = {}
    for track in {event.track for event in events if event.track}:
        keys = {event.room.get("title_ru") for event in events if event.track == track}
        if len(keys) == 1 and (key := keys.pop()):
            room = next(event.room for event in events if event.track == track)
            found[track] = (key, passage(said(room, "title", language)))
    return found


def _slot(
    events: list[Event], conference: Conference, zone: ZoneInfo, language: str, rooms: dict[int, tuple[str, SafeString]]
) -> Slot:
    starts, ends = events[0].starts, max(event.ends for event in events)
    seen: Counter[int] = Counter()
    rows = []
    for event in events:  # of each track the first, then of each the second: so rows of the grid fill up
        seen[event.track] += 1
        rows.append((seen[event.track], event))
    rows.sort(key=lambda row: (row[0], row[1].track, row[1].pk))
    return Slot(
        starts,
        ends,
        drawn_once(
            "workshops/_slot_head.html",
            starts=starts.timestamp() * 1000,
            ends=ends.timestamp() * 1000,
            clock=f"{starts.astimezone(zone):%H:%M}",
            minutes=max(event.minutes for event in events),
        ),
        [card_of(event, conference, zone, language, rooms) for _round, event in rows],
    )


def card_of(
    event: Event,
    conference: Conference,
    zone: ZoneInfo,
    language: str,
    rooms: dict[int, tuple[str, SafeString]] | None = None,
) -> Card:
    in_head = bool(rooms) and (rooms or {}).get(event.track, ("",))[0] == event.room.get("title_ru")
    body = drawn_once(
        "workshops/_slot_card.html",
        event=event,
        title=passage(event.said("title", language)),
        url=conference.url("workshops:session", pk=event.pk),
        starts=f"{event.starts.astimezone(zone):%H:%M}",
        ends=f"{event.ends.astimezone(zone):%H:%M}",
        people=who(event, language),
        summary="" if event.speakers or event.said("host", language).text else summary(event, language),
        room=passage(said(event.room, "title", language)) if event.room else "",
        in_head=in_head,
        tags=tags_of(event),
    )
    star, unstar = ("", "") if event.is_break else (_star(event.pk, False), _star(event.pk, True))
    return Card(
        event.pk, event.starts.astimezone(UTC), event.ends.astimezone(UTC), _css(event), body, star, unstar,
        event.track, event.format, event.facts.get("language", ""), event.services(), event.is_break,
        event.said("title", language).text,
    )  # fmt: skip


def _star(pk: int, is_on: bool) -> str:
    return drawn_once("workshops/_slot_star.html", pk=pk, is_on=is_on)


def drawn_once(template: str, **context: Any) -> str:
    """A fragment that is the same for every reader."""
    return get_template(template).render(context).strip()


def draw(slots: Iterable[Slot], *, stars: set[int], places: dict[int, SafeString], now: datetime) -> SafeString:
    """The items of a day's list: the fragments with what differs for this reader at this moment.

    Put together here and not in the template, which took three quarters of the page's time for it.
    """
    on_now = _("On now")
    parts: list[str] = []
    for slot in slots:
        is_on = slot.starts <= now < slot.ends
        parts.append(slot.head.replace(NOW, _now(slot, now) if is_on else "", 1))
        live, words = (" live", f'<span class="sr">{on_now}</span>') if is_on else ("", "")
        for card in slot.cards:
            if card.is_break:
                parts.append(f'<li class="ses {card.css}" id="s{card.pk}">{card.body}</li>')
                continue
            star = card.unstar if card.pk in stars else card.star
            told = f"{card.body}{places.get(card.pk, '')}{words}{star}"
            parts.append(f'<li class="ses {card.css}{live}" id="s{card.pk}">{told}</li>')
    return mark_safe("\n".join(parts))  # noqa: S308 — of templates, which escape


NOW = "<!--now-->"
"""Where the head of a slot takes the words of what is on."""


def _now(slot: Slot, now: datetime) -> str:
    minutes = max(round((slot.ends - now).total_seconds() / 60), 1)
    return format_html('<span class="nowtag">{}</span>', _("On now, %(minutes)s min left") % {"minutes": minutes})


def line_of(event: Event, language: str) -> dict[str, Any]:
    """One session for short lists: title, when, where, what about."""
    return {
        "pk": event.pk,
        "starts": event.starts,
        "ends": event.ends,
        "title": passage(event.said("title", language)),
        "room": passage(said(event.room, "title", language)) if event.room else "",
        "summary": summary(event, language),
        "who": who(event, language),
        "track": event.track,
        "format": capital(event.format_label()),
    }


def _css(event: Event) -> str:
    if event.is_break:
        return "brk all"
    return f"in{event.track} w{event.track}" if event.track else "plen all"


def passage(told: Said) -> SafeString:
    """A text, typeset, marked with its language when that is not the page's."""
    text = typography(told.text, told.language)
    if told.language == get_language() or not text:
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span>', told.language, text)


def summary(event: Event, language: str) -> SafeString:
    return passage(event.said("summary", language))


def person(who: dict[str, Any], language: str) -> SafeString:
    """A printed name, isolated from what surrounds it and marked when it is in the other language."""
    name = said(who, "name", language)
    if name.language == language:
        return format_html("<bdi>{}</bdi>", name.text)
    return format_html('<bdi lang="{}">{}</bdi>', name.language, name.text)


def who(event: Event, language: str) -> SafeString:
    """Who appears, in a line: names with organisations while they are few, then names, then how many more."""
    people = event.speakers
    if not people:
        host = event.said("host", language)
        return passage(host) if host.text else SafeString("")
    if len(people) <= FEW_PEOPLE - 1:
        return format_html_join("; ", "{}", ((with_organisation(each, language),) for each in people))
    shown = people if len(people) <= FEW_PEOPLE + 1 else people[:FEW_PEOPLE]
    names = format_html_join(", ", "{}", ((person(each, language),) for each in shown))
    if len(shown) == len(people):
        return names
    more = pgettext("speakers", "%(names)s and %(count)d more")
    return mark_safe(more % {"names": names, "count": len(people) - len(shown)})  # noqa: S308 — names are escaped


def with_organisation(each: dict[str, Any], language: str) -> SafeString:
    organisation = said(each, "organisation", language)
    if not organisation.text:
        return person(each, language)
    return format_html("{}, {}", person(each, language), passage(organisation))


def tags_of(event: Event) -> list[str]:
    """Format, languages and services, each in a word or two."""
    here = event.services()
    language = LANGUAGE_WORDS.get(event.facts.get("language", ""), "")
    tags = [capital(event.format_label())] if event.track or event.format != "plenary" else []
    tags.append(_("Interpretation EN ⇄ RU") if "interpretation" in here else language)
    if "sign_language" in here:
        tags.append(_("Sign language"))
    if "captions" in here:
        tags.append(_("Captions"))
    return [tag for tag in tags if tag]


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def labels_of_services() -> list[tuple[str, str]]:
    """Every access service with its name, in the order in which filters offer them."""
    names = (
        _("Interpretation EN ⇄ RU"), _("Captions"), _("Sign language"), _("Step-free access"), _("Hearing loop"),
    )  # fmt: skip
    return list(zip(SERVICES, names, strict=True))
