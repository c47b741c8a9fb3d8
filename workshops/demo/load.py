"""The workshops' part of the demonstration: tracks, outline and plan of events, papers in every state."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from conference.demo.accounts import FIRST, NEXT, SEASON
from conference.demo.world import World, both, read_toml
from conference.models import Conference
from workshops.models import EventFormat, Session, Submission, Track

from . import (
    call,
    consultations,
    crew,
    decisions,
    feedback,
    outcomes,
    planning,
    programme,
    questions,
    reviews,
    submissions,
)
from . import events as plan_of_the_season

JOURNEYS = (call, reviews, decisions, crew, planning, programme, outcomes, feedback)
OF_THE_SEASON = (plan_of_the_season, questions, consultations)
HERE = Path(__file__).parent


def load(world: World) -> None:
    for slug in (FIRST, NEXT):
        tracks(world.conferences[slug])
    planning.outline(world, world.conferences[NEXT])
    season(world.conferences[SEASON])
    submissions.load(world)
    for journey in (*JOURNEYS, *OF_THE_SEASON):
        journey.load(world)
    world.say(f"  {Session.objects.count()} sessions and events, {Submission.objects.count()} papers in every state")


def tracks(conference: Conference) -> None:
    for told in read_toml(HERE / "tracks.toml")["track"]:
        texts = (
            both(told["title"], "title") | both(told["short"], "short_title") | both(told["description"], "description")
        )
        if not conference.is_archived:
            texts |= both(told["chair"], "chair_line")
        Track.objects.get_or_create(
            conference=conference, number=told["number"], defaults={"shape": told["shape"], **texts}
        )


def season(conference: Conference) -> None:
    for told in read_toml(HERE / "season_events.toml")["event"]:
        day = conference.starts + timedelta(days=told["days_from_start"])
        starts = datetime.combine(day, time(told["hour"]), tzinfo=conference.zone)
        host = {"host_ru": told["host_ru"], "host_en": told["host_en"]}
        kind, _made = EventFormat.objects.get_or_create(
            conference=conference, key=told["format"], defaults={"title_ru": told["format"], "title_en": told["format"]}
        )
        event = {**told, "format": Session.Format.EVENT}
        session(conference, event, starts, kind=kind, language=told["language"], audience=told["audience"], **host)


def session(conference: Conference, told: dict[str, Any], starts: datetime, **fields: Any) -> None:
    when = {"starts": starts, "ends": starts + timedelta(minutes=told["minutes"])}
    texts = both(told["title"], "title") | both(told.get("summary", {}), "summary")
    services_given = {name: told.get(name, False) for name in ("captions", "sign_language")}
    made, created = Session.objects.get_or_create(
        conference=conference,
        title_ru=told["title"]["ru"],
        defaults={"format": told["format"], **when, **texts, **services_given, **fields},
    )
    if not created and made.starts != starts:  # the dates move with today, the texts stay as the organisers left them
        Session.objects.filter(pk=made.pk).update(**when)
