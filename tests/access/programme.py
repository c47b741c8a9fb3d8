"""The public programme: who may open what."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from conference.models import Job
from tests.access.rows import ANYBODY, SIGNED_IN, Row, here, only, redirects, thing
from tests.world import World, marked
from workshops.models import CalendarFeed, ProgrammePrint, Release, ReleasedSession, Session, Star

SESSION, FEED, PRINTING = "released session", "calendar feed", "booklet being made"
PLANNERS = only("organiser", "chair")


def facts(text: str, **fields: object) -> dict[str, object]:
    """What a release freezes of a session, in the shape of ``workshops.services.releases.facts_of``."""
    told: dict[str, object] = {
        "key": "", "title_ru": text, "title_en": "", "summary_ru": text, "summary_en": "", "host_ru": "", "host_en": "",
        "format": "ceremony", "track": None, "language": "ru", "interpretation": True, "captions": False,
        "sign_language": False, "seats": None, "audience": [], "room": None, "talks": [],
        "speakers": [
            {"id": 1, "name_ru": text, "name_en": "Olga Somova", "position_ru": "", "position_en": "",
             "organisation_ru": text, "organisation_en": "", "country": "", "role": "speaker", "person": None}
        ],
    }  # fmt: skip
    return {**told, **fields}


def build(world: World) -> None:
    """A released session with a star, a feed and a booklet in each conference; those of the other one are marked."""
    for conference, name in ((world.conference, "participant"), (world.other, "stranger")):
        text, starts = marked(world, conference), timezone.now() + timedelta(days=100)
        session = Session.objects.create(
            conference=conference, format="ceremony", title_ru=text, starts=starts, ends=starts + timedelta(hours=1)
        )
        release, _made = Release.objects.get_or_create(conference=conference, number=1, defaults={"name_ru": text})
        ReleasedSession.objects.create(
            release=release, session=session, starts=session.starts, ends=session.ends, facts=facts(text)
        )
        person = world.visitors[name]
        Star.objects.create(session=session, person=person)
        feed = CalendarFeed.objects.create(conference=conference, person=person)
        made = ProgrammePrint(release=release, kind="booklet", size=8, pages=1, made_at=timezone.now())
        made.file.save("booklet.pdf", ContentFile(b"%PDF-1.7"))
        job = Job.objects.create(conference=conference, kind="programme-abstracts", about=release)
        if conference == world.conference:
            world.things |= {SESSION: session, FEED: feed, PRINTING: job}


ROWS: dict[str, Row] = {
    "workshops:track_list": Row(ANYBODY, here()),
    "workshops:track": Row(ANYBODY, here(number=1)),
    "workshops:programme": Row(ANYBODY, here()),
    "workshops:programme_clock": Row(ANYBODY, here(), data=lambda world: {"own": "Europe/Paris"}),
    "workshops:star": Row(redirects(ANYBODY), here(), "post", data=lambda world: {"star": world.things[SESSION].pk}),
    "workshops:programme_worker": Row(ANYBODY, here()),
    "workshops:subscribe": Row(ANYBODY, here()),
    "workshops:feed_renew": Row({**redirects(SIGNED_IN)}, here(), "post"),
    "workshops:feed_stop": Row({**redirects(SIGNED_IN)}, here(), "post"),
    "workshops:programme_ics": Row(ANYBODY, here()),
    "workshops:chosen_ics": Row(ANYBODY, here(), data=lambda world: {"s": str(world.things[SESSION].pk)}),
    "workshops:mine_ics": Row(
        ANYBODY, lambda world: {"conference_slug": world.conference.slug, "token": world.things[FEED].token}
    ),
    "workshops:programme_print": Row(ANYBODY, here(kind="booklet")),
    "workshops:programme_json": Row(ANYBODY, here()),
    "workshops:session": Row(ANYBODY, thing(SESSION)),
    "workshops:session_ics": Row(ANYBODY, thing(SESSION)),
    "workshops:speakers": Row(ANYBODY, here()),
    "workshops:speaker": Row(ANYBODY, here(key="olga-somova")),
    "workshops:prints": Row(PLANNERS, here()),
    "workshops:prints_state": Row(PLANNERS, here()),
    "workshops:print_make": Row(redirects(PLANNERS), here(kind="booklet"), "post"),
    "workshops:print_stop": Row(redirects(PLANNERS), thing(PRINTING), "post"),
}
