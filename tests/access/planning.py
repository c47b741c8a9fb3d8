"""The editor of the programme: who may open what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from conference.models import Room
from tests.access.rows import ANYBODY, MINE, Row, here, only, thing
from tests.world import World, marked
from workshops.models import Release, ReleasedSession, Session, Speaker, Submission, Talk, Track

SITTING, TALK, ROOM = "sitting of a track", "talk of a sitting", "room of the sitting"
PLANNERS = ("organiser", "chair")


def build(world: World) -> None:
    """In both conferences a sitting of track 1 in a room, with a placed paper and a speaker, released once."""
    for conference, name in ((world.conference, "author"), (world.other, "stranger")):
        text = marked(world, conference)
        room = Room.objects.create(conference=conference, slug="hall", title_ru=text, seats=40)
        starts = Session.objects.of(conference).get(format="plenary").starts + timedelta(hours=2)
        sitting = Session.objects.create(
            conference=conference, format="workshop_session", track=Track.objects.of(conference).get(number=1),
            room=room, title_ru=text, summary_ru=text, starts=starts, ends=starts + timedelta(hours=1),
        )  # fmt: skip
        paper = world.things[f"accepted paper of the {name}"]
        Submission.objects.filter(pk=paper.pk).update(presentation="oral")
        talk = Talk.objects.create(session=sitting, submission=paper, order=1)
        Speaker.objects.create(session=sitting, person=world.visitors[name], name_ru=text, order=1)
        release = Release.objects.create(conference=conference, number=1, name_ru=text, note_ru=text, changes=[])
        facts: dict[str, Any] = {"title_ru": text, "title_en": "", "speakers": [], "talks": [], "key": str(sitting.key)}
        ReleasedSession.objects.create(release=release, session=sitting, starts=starts, ends=sitting.ends, facts=facts)
        if conference == world.conference:
            world.things |= {SITTING: sitting, TALK: talk, ROOM: room}


def _author(world: World) -> dict[str, Any]:
    return {"conference_slug": world.conference.slug, "pk": world.visitors["author"].pk}


def _placing(world: World) -> dict[str, Any]:
    talk = world.things[TALK]
    return {"submission": talk.submission_id, "session": talk.session_id}


ROWS: dict[str, Row] = {
    "workshops:programme_changes": Row(ANYBODY, here()),
    "workshops:my_availability": Row({**MINE, "author": 200}, here()),
    "workshops:planning": Row(only(*PLANNERS), here()),
    "workshops:create_session": Row(only(*PLANNERS), here()),
    "workshops:planning_people": Row(only(*PLANNERS), here()),
    "workshops:place_paper": Row(only(*PLANNERS, status=302), here(), "post", _placing),
    "workshops:planning_undo": Row(only(*PLANNERS, status=302), here(), "post"),
    "workshops:planning_redo": Row(only(*PLANNERS, status=302), here(), "post"),
    "workshops:release_programme": Row(only("organiser"), here()),
    "workshops:releases": Row(only(*PLANNERS), here()),
    "workshops:planning_rooms": Row(only("organiser"), here()),
    "workshops:planning_room_new": Row(only("organiser"), here()),
    "workshops:planning_room": Row(only("organiser"), thing(ROOM)),
    "workshops:availability_list": Row(only("organiser"), here()),
    "workshops:availability_of": Row(only("organiser"), _author),
    "workshops:edit_session": Row(only(*PLANNERS), thing(SITTING)),
    "workshops:move_session": Row(only(*PLANNERS, status=302), thing(SITTING), "post", lambda world: {"shift": 5}),
    "workshops:resize_session": Row(only(*PLANNERS, status=302), thing(SITTING), "post", lambda world: {"shift": 5}),
    "workshops:take_out_session": Row(only(*PLANNERS, status=302), thing(SITTING), "post"),
    "workshops:put_back_session": Row(only(*PLANNERS, status=302), thing(SITTING), "post"),
    "workshops:move_talk": Row(only(*PLANNERS, status=302), thing(TALK), "post", lambda world: {"position": 1}),
    "workshops:retime_talk": Row(only(*PLANNERS, status=302), thing(TALK), "post", lambda world: {"minutes": 20}),
    "workshops:unplace_talk": Row(only(*PLANNERS, status=302), thing(TALK), "post"),
}
