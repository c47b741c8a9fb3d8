"""The programme for machines: iCalendar for calendars, JSON for everything else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from conference.models import Conference
from workshops.calendars import Entry, calendar
from workshops.models import Release, Track

from .programme import OTHER, SERVICES, Event, Programme, called_off, cancelled, key_of, people_of, programme_of, said
from .releases import facts_of, for_release

VERSION = 1
"""Of the JSON feed. It grows when a name goes or changes its meaning; new names may come without notice."""
KEEP = 3600


def tag_of(release: Release | None, *parts: object) -> str:
    """The strong ETag of what is made of *release* and *parts*. For a season, parts tell what changes."""
    told = ":".join(str(part) for part in (settings.SITE_URL, release.pk if release else 0, *parts))
    return f'"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'


def season_tag(conference: Conference) -> str:
    """What changes when the plan of a season changes: all that is told of its events, as it is now."""
    rows = for_release(conference, with_off=True)
    told = [(row.pk, row.starts, row.ends, row.is_off, row.off_note_ru, row.off_note_en, facts_of(row)) for row in rows]  # type: ignore[attr-defined]
    return hashlib.sha256(repr(told).encode()).hexdigest()


# -- iCalendar -----------------------------------------------------------------------------------------------


def calendar_of(
    conference: Conference,
    language: str,
    *,
    name: str,
    url: str,
    only: Iterable[int] | None = None,
    release: Release | None = None,
) -> bytes:
    """The programme as a calendar in *language*: all of it, or *only* those sessions, cancelled ones included.

    Kept for a while by release, language and choice.
    """
    chosen = None if only is None else frozenset(only)
    told = "all" if chosen is None else hashlib.sha256(repr(sorted(chosen)).encode()).hexdigest()[:16]
    called = hashlib.sha256(f"{name}:{url}".encode()).hexdigest()[:12]
    key = f"programme-ics:{release.pk if release else 0}:{language}:{told}:{called}"
    kept: bytes | None = cache.get(key) if release else None
    if kept is not None:
        return kept
    programme = programme_of(conference, release)
    entries = list(entries_of(programme, language, chosen)) if programme else []
    made = calendar(entries, name=name, zone=conference.zone, language=language, url=url)
    if release:
        cache.set(key, made, KEEP)
    return made


def entries_of(programme: Programme, language: str, only: frozenset[int] | None) -> Iterable[Entry]:
    release = programme.release
    with override(language):
        for event in programme.events:
            if not event.is_break and (only is None or event.pk in only):
                yield _entry(programme.conference, event, release, language)
        for event in called_off(programme.conference) if programme.conference.is_season else ():
            if only is None or event.pk in only:
                yield _entry(programme.conference, event, None, language, is_off=True)
        for event, number in cancelled(release) if release else ():
            if not event.is_break and (only is None or event.pk in only):
                yield _entry(programme.conference, event, release, language, cancelled_in=number)


def _entry(
    conference: Conference,
    event: Event,
    release: Release | None,
    language: str,
    *,
    cancelled_in: int = 0,
    is_off: bool = False,
) -> Entry:
    title, is_cancelled = event.said("title", language).text, bool(cancelled_in) or is_off
    changed = event.facts.get("changed_at")
    return Entry(
        uid=event.key,
        title=_("Cancelled: %(title)s") % {"title": title} if is_cancelled else title,
        starts=event.starts,
        ends=event.ends,
        description=describe(conference, event, language),
        location=_place(conference, event, language),
        url=settings.SITE_URL + conference.url("workshops:session", pk=event.pk) if not is_cancelled else "",
        sequence=cancelled_in or (release.number if release else event.facts.get("sequence", 0)),
        changed_at=release.released_at if release else datetime.fromisoformat(changed) if changed else None,
        is_cancelled=is_cancelled,
    )


def _place(conference: Conference, event: Event, language: str) -> str:
    """Where: the room and, for a conference in one place, the city."""
    room = said(event.room, "title", language).text if event.room else ""
    city = getattr(conference, f"place_{language}", "") or conference.place or ""
    return ", ".join(part for part in (room, city) if part and not (conference.is_season and part == city))


def describe(conference: Conference, event: Event, language: str) -> str:
    """What a calendar tells below the title: who, what, in which languages, with which services."""
    lines = [event.said("summary", language).text, event.said("host", language).text]
    names = [said(who, "name", language).text for who in (*event.facts.get("hosts", []), *event.speakers)]
    lines.append(", ".join(name for name in names if name))
    if talks := len(event.talks):
        lines.append(ngettext("%(count)d talk", "%(count)d talks", talks) % {"count": talks})
    told = [event.format_label(), *service_labels(event)]
    lines.append(" · ".join(label[:1].upper() + label[1:] for label in told))
    if event.room.get(f"note_{language}"):
        lines.append(event.room[f"note_{language}"])
    return "\n".join(line for line in lines if line)


SERVICE_NAMES = {
    "interpretation": "Interpretation EN ⇄ RU",
    "captions": "Captions",
    "sign_language": "Sign language",
    "step_free": "step-free access",
    "hearing_loop": "hearing loop",
}
"""Msgids that other pages use too."""


def service_labels(event: Event) -> list[str]:
    here = event.services()
    return [_(SERVICE_NAMES[name]) for name in SERVICES if name in here]


# -- JSON ----------------------------------------------------------------------------------------------------


def json_of(conference: Conference, release: Release | None) -> bytes:
    """The JSON feed, kept for a while by release."""
    key = f"programme-json:{VERSION}:{release.pk if release else 0}"
    kept: bytes | None = cache.get(key) if release else None
    if kept is not None:
        return kept
    programme = programme_of(conference, release)
    made = json.dumps(as_json(programme) if programme else {}, ensure_ascii=False).encode()
    if release:
        cache.set(key, made, KEEP)
    return made


def as_json(programme: Programme) -> dict[str, Any]:
    """The public programme in both languages; ``docs/programme-json.md`` documents every name."""
    conference, release = programme.conference, programme.release
    return {
        "version": VERSION,
        "conference": {
            "slug": conference.slug,
            "title": _pair(conference, "title"),
            "place": _pair(conference, "place"),
            "starts": conference.starts.isoformat(),
            "ends": conference.ends.isoformat(),
            "time_zone": conference.time_zone,
            "url": _in_both(conference, "conference_home"),
        },
        "release": {
            "number": release.number,
            "name": _pair(release, "name"),
            "note": _pair(release, "note"),
            "released_at": moment(release.released_at),
        }
        if release
        else None,
        "tracks": [
            {"number": track.number, "title": _pair(track, "title"), "short_title": _pair(track, "short_title")}
            for track in Track.objects.of(conference)
        ],
        "sessions": [_session(conference, event) for event in programme.events],
    }


def _session(conference: Conference, event: Event) -> dict[str, Any]:
    facts, room = event.facts, event.room
    return {
        "id": event.pk,
        "uid": event.key,
        "starts": moment(event.starts.astimezone(conference.zone)),
        "ends": moment(event.ends.astimezone(conference.zone)),
        "format": event.format,
        "track": event.track or None,
        "title": _facts(facts, "title"),
        "summary": _facts(facts, "summary"),
        "host": _facts(facts, "host"),
        "language": facts.get("language", ""),
        **_of_the_season(facts),
        "services": sorted(event.services()),
        "seats": facts.get("seats"),
        "room": {"title": _facts(room, "title"), "how_to_get_there": _facts(room, "note")} if room else None,
        "speakers": [_speaker(who) for who in facts.get("speakers", [])],
        "talks": [
            {
                "kind": talk.get("kind", ""),
                "title": _facts(talk, "title"),
                "starts": moment(datetime.fromisoformat(talk["starts"]).astimezone(conference.zone)),
                "minutes": talk.get("minutes"),
                "language": talk.get("language", ""),
                "speakers": [_speaker(who) for who in people_of(talk)],
            }
            for talk in event.talks
        ],
        "url": _in_both(conference, "workshops:session", pk=event.pk),
    }


def _of_the_season(facts: dict[str, Any]) -> dict[str, Any]:
    """What only an event of a season has."""
    if "kind" not in facts:
        return {}
    course = facts["course"]
    hosts = [{"key": who["slug"], "part": who["part"], **_said_of(who)} for who in facts["hosts"]]
    return {
        "kind": {"key": facts["kind"]["key"], "title": _facts(facts["kind"], "title")},
        "course": {"key": course["slug"], "title": _facts(course, "title")} if course else None,
        "themes": [{"key": theme["slug"], "title": _facts(theme, "title")} for theme in facts["themes"]],
        "audience": facts.get("audience", []),
        "hosts": hosts,
    }


def _said_of(who: dict[str, Any]) -> dict[str, dict[str, str]]:
    return {name: _facts(who, name) for name in ("name", "position", "organisation")}


def _speaker(who: dict[str, Any]) -> dict[str, Any]:
    return {"key": key_of(who), **_said_of(who), "country": who.get("country", ""), "role": who.get("role", "speaker")}


def _facts(facts: dict[str, Any], name: str) -> dict[str, str]:
    return {code: facts.get(f"{name}_{code}") or "" for code in OTHER}


def _pair(row: Any, name: str) -> dict[str, str]:
    return {code: getattr(row, f"{name}_{code}") or "" for code in OTHER}


def _in_both(conference: Conference, name: str, **kwargs: Any) -> dict[str, str]:
    found = {}
    for code in OTHER:
        with override(code):
            found[code] = settings.SITE_URL + conference.url(name, **kwargs)
    return found


def moment(at: datetime) -> str:
    """ISO 8601 with the distance from UTC, to the second."""
    return at.isoformat(timespec="seconds")
