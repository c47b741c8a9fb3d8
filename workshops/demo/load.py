"""The workshops' part of the demonstration: tracks, outline and plan of events, papers in every state."""

from __future__ import annotations

from pathlib import Path

from conference.demo.accounts import FIRST, NEXT
from conference.demo.world import World, both, read_toml
from conference.models import Conference
from workshops.models import Session, Submission, Track

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
