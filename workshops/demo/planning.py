"""The demonstration: two days built through the verbs, two releases, and a draft that goes on."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F

from conference.demo.accounts import ACCOUNTS, NEXT
from conference.demo.world import World, both, read_toml
from conference.models import Conference, Person, Room
from workshops.models import (
    Availability,
    ProgrammeEdit,
    Release,
    ReleasedSession,
    Session,
    Speaker,
    Submission,
    Track,
)
from workshops.services import planning
from workshops.services.planning.steps import fingerprint
from workshops.services.releases import release

HERE = Path(__file__).parent
LEFT_OVER = 1
"""How many papers wait beside the grid to be placed."""


def outline(world: World, conference: Conference) -> None:
    """The sessions of both days, once; loaded on another day, the programme moves with its conference."""
    released = ReleasedSession.objects.filter(release__conference=conference, release__number=1)
    known = released.order_by("starts").first() or Session.objects.of(conference).order_by("starts").first()
    if known is not None:  # what release 1 froze nobody has moved since
        shift(conference, (conference.starts - known.starts.astimezone(conference.zone).date()).days)
        return
    people = Place(world, conference)
    for told in read_toml(HERE / "sessions.toml")["session"]:
        people.make(told)
    for order, slug in enumerate(("blue-hall", "room-214", "room-216", "room-301", "gallery"), start=1):
        Room.objects.of(conference).filter(slug=slug, order=0).update(order=order)


class Place:
    """Turns what the content names into rows of one conference."""

    def __init__(self, world: World, conference: Conference) -> None:
        self.world, self.conference = world, conference
        self.tracks = {track.number: track for track in Track.objects.of(conference)}
        self.rooms = {room.slug: room for room in Room.objects.of(conference)}

    def person(self, key: str) -> Person | None:
        return self.world.people[ACCOUNTS[key].email] if key else None

    def moment(self, told: dict[str, Any], name: str = "start") -> datetime:
        day = self.conference.starts + timedelta(days=told["day"] - 1)
        return datetime.combine(day, time.fromisoformat(told[name]), tzinfo=self.conference.zone)

    def speaker(self, told: dict[str, Any]) -> Speaker:
        texts = {
            key: value
            for name in ("name", "position", "organisation")
            for key, value in both(told.get(name, {}), name).items()
        }
        person = self.person(told.get("account", ""))
        return Speaker(role=told["role"], country=told.get("country", ""), person=person, **texts)

    def make(self, told: dict[str, Any]) -> Session:
        starts = self.moment(told)
        given = ("interpretation", "captions", "sign_language")
        return planning.create_session(
            self.conference,
            by=self.world.by,
            speakers=[self.speaker(each) for each in told.get("speakers", [])],
            format=told["format"],
            track=self.tracks.get(told.get("track", 0)),
            room=self.rooms.get(told["room"]),
            starts=starts,
            ends=starts + timedelta(minutes=told["minutes"]),
            seats=told.get("seats"),
            expected=told.get("expected"),
            **{name: told.get(name, False) for name in given},
            **both(told["title"], "title"),
            **both(told.get("summary", {}), "summary"),
        )


@transaction.atomic
def load(world: World) -> None:
    """Papers into their sessions, release 1, a few changes, release 2, and one change that waits. Once."""
    conference = world.conferences[NEXT]
    if Release.objects.of(conference).exists():
        return
    told, place = read_toml(HERE / "planning.toml"), Place(world, conference)
    papers(world, conference)
    when(place, told["availability"])
    announce(world, conference, told["release"][0])
    changed(place, told)
    announce(world, conference, told["release"][1])
    pending = titled(conference, told["pending"]["session"])
    organiser = world.people[ACCOUNTS["organiser"].email]
    planning.move_session(pending, by=organiser, starts=pending.starts + timedelta(minutes=told["pending"]["minutes"]))
    world.say(f"  {Release.objects.of(conference).count()} releases of the programme, and a draft that differs")


def titled(conference: Conference, title: str) -> Session:
    return Session.objects.select_related("conference", "track", "room").get(conference=conference, title_ru=title)


def papers(world: World, conference: Conference) -> None:
    """Posters to their boards, each track's papers into its two sittings; the last one of all waits to be placed."""
    posters = Session.objects.of(conference).filter(format=Session.Format.POSTERS).first()
    waiting = list(
        Submission.objects.of(conference).for_the_programme().filter(talk=None).order_by("track__number", "number")
    )
    for paper in waiting[: max(len(waiting) - LEFT_OVER, 0)]:
        if paper.presentation == Submission.Presentation.POSTER and posters:
            planning.place_paper(paper, posters, by=world.by)
            continue
        sittings = Session.objects.of(conference).filter(track=paper.track, format=Session.Format.WORKSHOP_SESSION)
        for session in sittings.select_related("conference", "room").order_by("starts"):
            talk_minutes = planning.usual_minutes(paper)
            if sum(talk.minutes for talk in session.talks.all()) + talk_minutes <= session.minutes:
                planning.place_paper(paper, session, by=world.by)
                break


def when(place: Place, told: dict[str, Any]) -> None:
    """One speaker has said when they can come."""
    person = place.person(told["account"])
    if person is not None:
        stretches = [(place.moment(told), place.moment(told, "end"))]
        planning.set_availability(place.conference, person, by=place.world.by, stretches=stretches)


def announce(world: World, conference: Conference, told: dict[str, Any]) -> None:
    at = world.moment(-told["days_ago"], 12)
    release(conference, by=world.by, at=at, **both(told["name"], "name"), **both(told["note"], "note"))


def changed(place: Place, told: dict[str, Any]) -> None:
    """What release 2 differs in from release 1."""
    conference, by = place.conference, place.world.by
    moved = titled(conference, told["moved"]["session"])
    planning.move_session(moved, by=by, starts=moved.starts + timedelta(minutes=told["moved"]["minutes"]))
    roomed = titled(conference, told["roomed"]["session"])
    planning.move_session(roomed, by=by, room=place.rooms[told["roomed"]["room"]])
    renamed = titled(conference, told["retitled"]["session"])
    fields = both(told["retitled"]["title"], "title")
    planning.edit_session(renamed, by=by, fields=fields, seen=fingerprint(renamed))
    joined = titled(conference, told["came"]["session"])
    speakers = [*joined.speakers.filter(talk=None), place.speaker(told["came"])]
    planning.edit_session(joined, by=by, fields={}, speakers=speakers)
    place.make(told["added"])


# -- the dates move with today ---------------------------------------------------------------------------------


def shift(conference: Conference, days: int) -> None:
    """Move everything of the programme by *days*: the draft, the releases with their texts, the steps, free times."""
    if not days:
        return
    by = timedelta(days=days)
    Session.objects.of(conference).update(starts=F("starts") + by, ends=F("ends") + by)
    Availability.objects.of(conference).update(starts=F("starts") + by, ends=F("ends") + by)
    for row in ReleasedSession.objects.filter(release__conference=conference):
        row.starts, row.ends, row.facts = row.starts + by, row.ends + by, _moved(row.facts, by)
        row.save(update_fields=["starts", "ends", "facts"])
    for each in Release.objects.of(conference):
        Release.objects.filter(pk=each.pk).update(changes=_moved(each.changes, by))
    for step in ProgrammeEdit.objects.of(conference):
        ProgrammeEdit.objects.filter(pk=step.pk).update(told=_moved(step.told, by), changes=_moved(step.changes, by))


def _moved(told: Any, by: timedelta) -> Any:
    """The same, every ISO moment called ``starts`` or ``ends`` in it later *by*."""
    if isinstance(told, list):
        return [_moved(each, by) for each in told]
    if not isinstance(told, dict):
        return told
    return {
        key: (datetime.fromisoformat(value) + by).isoformat()
        if key in ("starts", "ends") and isinstance(value, str)
        else _moved(value, by)
        for key, value in told.items()
    }
