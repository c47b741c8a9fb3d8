"""Places in sessions: who may open what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from registration.models import Enrolment
from tests.access.rows import SIGNED_IN, Row, here, only, redirects
from tests.world import World, marked
from workshops.models import Session

FULL = "session with places"


def of_session(world: World) -> dict[str, Any]:
    return {"conference_slug": world.conference.slug, "pk": world.things[FULL].pk}


def of_place(world: World) -> dict[str, Any]:
    return {**of_session(world), "enrolment": world.things["place of the participant"].pk}


NOT_MINE = {**dict.fromkeys(SIGNED_IN, 404), "anonymous": 302, "participant": 302}
ROWS: dict[str, Row] = {
    "registration:enrol": Row(redirects(SIGNED_IN), of_session, "post"),
    "registration:give_up_place": Row(NOT_MINE, of_session, "post"),
    "registration:enrolment": Row(only("organiser"), here()),
    "registration:enrolment_session": Row(only("organiser"), of_session),
    "registration:enrolment_table": Row(only("organiser"), of_session),
    "registration:enrolment_seats": Row(
        only("organiser", status=302), of_session, "post", lambda world: {"seats": "9"}
    ),
    "registration:enrolment_remove": Row(
        only("organiser", status=302), of_place, "post", lambda world: {"reason": "Зал мал"}
    ),
}


def build(world: World) -> None:
    """A session with places in each conference; the participant and the stranger have one."""
    for conference, name in ((world.conference, "participant"), (world.other, "stranger")):
        starts = timezone.now() + timedelta(days=101)
        session = Session.objects.create(
            conference=conference, format="workshop", title_ru=marked(world, conference), starts=starts,
            ends=starts + timedelta(hours=1), seats=3, seats_taken=1,
        )  # fmt: skip
        place = Enrolment.objects.create(session=session, person=world.visitors[name])
        if conference == world.conference:
            world.things |= {FULL: session, "place of the participant": place}
