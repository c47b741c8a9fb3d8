"""Access to the plan of a season: courses, experts, feeds, the desk of its organisers."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from tests.access.rows import ANYBODY, Row, in_season, of_season, only, redirects
from tests.world import World, marked
from workshops.models import Course, EventFormat, Expert, Hosting, Session, Theme

EVENT, OFF = "event of the season", "event called off"
STAFF = only("organiser")


def build(world: World) -> None:
    """Two events, a course and an expert in each season; those of the other one are marked."""
    for season in (world.season, world.other_season):
        text, starts = marked(world, season), timezone.now() + timedelta(days=50)
        kind = EventFormat.objects.create(conference=season, key="qa", title_ru=text)
        theme = Theme.objects.create(conference=season, slug="theme", title_ru=text)
        course = Course.objects.create(conference=season, slug="course", title_ru=text, summary_ru=text, hours=12)
        expert = Expert.objects.create(conference=season, slug="expert", name_ru=text, about_ru=text)
        fields = {"format": "event", "kind": kind, "ends": starts + timedelta(hours=1), "title_ru": text}
        event = Session.objects.create(conference=season, course=course, starts=starts, **fields)
        off = Session.objects.create(conference=season, starts=starts, is_off=True, **fields)
        event.themes.add(theme)
        Hosting.objects.create(session=event, expert=expert)
        if season == world.season:
            world.things |= {EVENT: event, OFF: off}


def when(prefix: str):
    def data(world: World) -> dict[str, str]:
        day = world.season.starts
        return {f"{prefix}-day": day.isoformat(), f"{prefix}-time": "16:00"}

    return data


ROWS: dict[str, Row] = {
    "workshops:season_feed": Row(ANYBODY, in_season(kind="rss")),
    "workshops:event_card": Row(ANYBODY, of_season(EVENT, language="en")),
    "workshops:course": Row(ANYBODY, in_season(slug="course")),
    "workshops:experts": Row(ANYBODY, in_season()),
    "workshops:expert": Row(ANYBODY, in_season(slug="expert")),
    "workshops:events_desk": Row(STAFF, in_season()),
    "workshops:event_new": Row(STAFF, in_season()),
    "workshops:event_edit": Row(STAFF, of_season(EVENT)),
    "workshops:event_plan": Row(STAFF, of_season(EVENT)),
    "workshops:event_move": Row(redirects(STAFF), of_season(EVENT), "post", data=when("move")),
    "workshops:event_copy": Row(redirects(STAFF), of_season(EVENT), "post", data=when("copy")),
    "workshops:event_call_off": Row(
        redirects(STAFF), of_season(EVENT), "post", data=lambda world: {"off-reason_ru": "Эксперт заболел."}
    ),
    "workshops:event_put_back": Row(redirects(STAFF), of_season(OFF), "post"),
    "workshops:event_link": Row(redirects(STAFF), of_season(EVENT), "post", data=lambda world: {"link-join_link": ""}),
    "workshops:event_announce": Row(STAFF, of_season(EVENT)),
}
