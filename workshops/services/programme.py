"""The programme as the public reads it: the newest release of a conference, the plan of a season as it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import get_language

from conference.models import Conference, Person
from conference.text import search_key
from workshops.models import Release, ReleasedSession, Session

from .releases import facts_of, for_release

SERVICES = ("interpretation", "captions", "sign_language", "step_free", "hearing_loop")
"""Access services by which a visitor looks for sessions; the last two are those of the room."""
OTHER = {"ru": "en", "en": "ru"}
UNDIVIDED = str.maketrans(
    {"ə": "e", "Ə": "E", "ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "ẞ": "SS"}
)
"""Latin letters that are no other letter with a sign, so that addresses would lose them."""


class Said(NamedTuple):
    """A text and the language it is in."""

    text: str
    language: str


def said(facts: dict[str, Any], name: str, language: str) -> Said:
    """The text *name* of frozen *facts* in *language*, in the other one when it is missing."""
    for code in (language, OTHER[language]):
        if text := facts.get(f"{name}_{code}"):
            return Said(str(text), code)
    return Said("", language)


@dataclass(frozen=True)
class Event:
    """One session of the public programme. ``facts`` is what ``releases.facts_of`` tells of it."""

    pk: int
    key: str
    starts: datetime
    ends: datetime
    facts: dict[str, Any] = field(hash=False)

    @property
    def minutes(self) -> int:
        return round((self.ends - self.starts).total_seconds() / 60)

    @property
    def format(self) -> str:
        return str(self.facts.get("format") or Session.Format.MEETING)

    @property
    def is_break(self) -> bool:
        return self.format == Session.Format.BREAK

    @property
    def track(self) -> int:
        """The number of the track, 0 for what belongs to all."""
        return self.facts.get("track") or 0

    @property
    def room(self) -> dict[str, Any]:
        return self.facts.get("room") or {}

    @property
    def speakers(self) -> list[dict[str, Any]]:
        """Who appears: those of the session and, after them, those of its talks, nobody twice."""
        found: dict[str, dict[str, Any]] = {}
        for each in [*self.facts.get("speakers", []), *(who for talk in self.talks for who in people_of(talk))]:
            found.setdefault(key_of(each), each)
        return list(found.values())

    @property
    def talks(self) -> list[dict[str, Any]]:
        talks: list[dict[str, Any]] = self.facts.get("talks", [])
        return talks

    def services(self) -> frozenset[str]:
        """Which of SERVICES are there for a listener."""
        offered = {**self.facts, **{name: self.room.get(name) for name in ("step_free", "hearing_loop")}}
        return frozenset(name for name in SERVICES if offered.get(name))

    def format_label(self) -> str:
        """The format in words of the active language: of a season's own list, or one of the conference's kinds."""
        if kind := self.facts.get("kind"):
            return said(kind, "title", get_language() or "ru").text
        known: dict[str, Any] = dict(Session.Format.choices)
        return str(known.get(self.format, self.format))

    def said(self, name: str, language: str) -> Said:
        return said(self.facts, name, language)


def people_of(talk: dict[str, Any]) -> list[dict[str, Any]]:
    """Who gives a talk: its speakers, or the presenting authors of its paper in the shape of speakers."""
    if speakers := talk.get("speakers"):
        found: list[dict[str, Any]] = speakers
        return found
    authors = talk.get("authors", [])
    presenting = [author for author in authors if author.get("presenting")] or authors
    return [{**author, **_organisation(author), "role": "speaker"} for author in presenting]


def _organisation(author: dict[str, Any]) -> dict[str, str]:
    return {f"organisation_{code}": author.get(f"affiliation_{code}", "") for code in OTHER}


@dataclass(frozen=True)
class Programme:
    """What a conference has released, or the plan of a season; in time order, tracks side by side."""

    conference: Conference
    release: Release | None
    events: list[Event]

    def event(self, pk: int) -> Event | None:
        return next((event for event in self.events if event.pk == pk), None)


def programme_of(conference: Conference, release: Release | None = None) -> Programme | None:
    """What the public may read of *conference* now; None before the first release. A season is never released."""
    if conference.is_season:
        rows = for_release(conference)
        return Programme(conference, None, ordered(as_event(row, facts_of(row)) for row in rows))
    release = release or Release.objects.current(conference)
    if release is None:
        return None
    return Programme(conference, release, ordered(released(row) for row in release.sessions.select_related("session")))


def as_event(session: Session, facts: dict[str, Any]) -> Event:
    return Event(session.pk, str(session.key), session.starts, session.ends, facts)


def released(row: ReleasedSession) -> Event:
    return Event(row.session_id, str(row.session.key), row.starts, row.ends, row.facts)


def ordered(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (event.starts, event.track, event.pk))


def event_of(conference: Conference, pk: int) -> tuple[Event, Release | None] | None:
    """One session as the public reads it, and the release it is from; None when it is not in the programme."""
    if conference.is_season:
        session = for_release(conference).filter(pk=pk).first()
        return (as_event(session, facts_of(session)), None) if session else None
    release = Release.objects.current(conference)
    row = release.sessions.select_related("session").filter(session=pk).first() if release else None
    return (released(row), release) if row else None


def events_of_track(conference: Conference, number: int) -> list[Event]:
    """What the public may read of one track's sessions, in time order."""
    if conference.is_season:
        rows = for_release(conference).filter(track__number=number)
        return ordered(as_event(row, facts_of(row)) for row in rows)
    release = Release.objects.current(conference)
    found = release.sessions.select_related("session").filter(facts__track=number) if release else ()
    return ordered(released(row) for row in found)


def cancelled(release: Release) -> list[tuple[Event, int]]:
    """Sessions that earlier releases had and the newest has not, each with the number of the first without it."""
    kept = release.sessions.values("session")
    earlier = ReleasedSession.objects.filter(release__conference=release.conference_id).exclude(session__in=kept)
    last: dict[int, tuple[Event, int]] = {}
    for row in earlier.select_related("session", "release").order_by("release__number"):
        last[row.session_id] = (released(row), row.release.number + 1)
    return [last[pk] for pk in sorted(last)]


def called_off(season: Conference) -> list[Event]:
    """Events of a season that were announced and will not take place: calendars read it of them too."""
    rows = for_release(season, with_off=True).filter(is_off=True)
    return ordered(as_event(row, facts_of(row)) for row in rows)


def change_of(release: Release | None, pk: int) -> dict[str, Any]:
    """What *release* has moved of one session since the one before it, by kind of change; empty for the first."""
    if release is None:
        return {}
    told = ("moved_time", "moved_room")
    rows = (change for change in release.changes if change.get("session") == pk and change.get("kind") in told)
    return {change["kind"]: change for change in rows}


def seats_left(conference: Conference) -> dict[int, tuple[int, int]]:
    """Places still free and places in all, by session; those without a limit are not named. Always as it is now."""
    rows = Session.objects.of(conference).exclude(seats=None).values_list("pk", "seats", "seats_taken")
    return {pk: (max((seats or 0) - taken, 0), seats or 0) for pk, seats, taken in rows}


# -- speakers ------------------------------------------------------------------------------------------------


@dataclass
class Speaking:
    """Somebody in the list of speakers: as printed, and where they appear."""

    key: str
    facts: dict[str, Any]
    events: list[tuple[Event, str]] = field(default_factory=list)
    """Sessions with the role in each, in time order."""
    talks: list[tuple[Event, dict[str, Any]]] = field(default_factory=list)


def key_of(speaker: dict[str, Any]) -> str:
    """A speaker's part of an address: the name in Latin letters. Nothing but the name as printed goes into it."""
    name = speaker.get("name_en") or search_key(speaker.get("name_ru") or "")
    name = name.translate(UNDIVIDED)
    return slugify(name)[:80] or slugify(search_key(name))[:80] or "speaker"


def speakers_of(programme: Programme, language: str) -> list[Speaking]:
    """Everybody who is printed in the programme, in the order of the alphabet of *language*."""
    found: dict[str, Speaking] = {}
    for event in programme.events:
        for who in event.facts.get("speakers", []):
            _speaking(found, who).events.append((event, who.get("role", "speaker")))
        for talk in event.talks:
            for who in people_of(talk):
                _speaking(found, who).talks.append((event, talk))
    return sorted(found.values(), key=lambda each: alphabet_key(by_family(said(each.facts, "name", language).text)))


def _speaking(found: dict[str, Speaking], who: dict[str, Any]) -> Speaking:
    """The entry of *who*, whose facts are the fullest of those printed."""
    key = key_of(who)
    entry = found.setdefault(key, Speaking(key, who))
    if sum(map(bool, who.values())) > sum(map(bool, entry.facts.values())):
        entry.facts = who
    return entry


def by_family(name: str) -> str:
    """A printed name as an index sorts it: the family name, which is printed last, comes first."""
    words = name.split()
    return " ".join([*words[-1:], *words[:-1]])


def initial(name: str) -> str:
    """The letter under which a name stands in a list; Ё stands under Е."""
    first = by_family(name)[:1].upper()
    return "Е" if first == "Ё" else first


@cache
def _collator() -> Any:
    from pyuca import Collator

    return Collator()


def is_cyrillic(text: str) -> bool:
    return any("Ѐ" <= char <= "ԯ" for char in text[:2])


def alphabet_key(text: str) -> tuple[bool, Any]:
    """Cyrillic before Latin, then by the Unicode Collation Algorithm (Ё beside Е, Ә after А)."""
    return (not is_cyrillic(text), _collator().sort_key(text))


# -- whose ---------------------------------------------------------------------------------------------------


def sessions_of_speaker(person: Person, conference: Conference) -> set[int]:
    """Sessions in which the person appears or is an author of a talk."""
    theirs = Q(speakers__person=person) | Q(talks__submission__authors__person=person)
    theirs |= Q(talks__submission__submitter=person)
    return set(Session.objects.of(conference).standing().filter(theirs).values_list("pk", flat=True))
