"""Joining events and signing up for them is for anybody; the desk of listeners is the organisers'."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from registration.models import Attendance, CourseMember, SignUp
from tests.access.rows import ANYBODY, NOBODY, Row, in_season, of_season, only, redirects
from tests.world import World, marked
from workshops.models import Course, EventFormat, Listener, Session

RUNNING = "event that listeners join"
STAFF = only("organiser")


def build(world: World) -> None:
    """A running event and a course in each season, with one listener; those of the other one are marked."""
    for season in (world.season, world.other_season):
        text, starts = marked(world, season), timezone.now() - timedelta(minutes=5)
        kind, _made = EventFormat.objects.get_or_create(conference=season, key="lounge", defaults={"title_ru": text})
        course = Course.objects.create(conference=season, slug="lessons", title_ru=text, hours=8, meetings_needed=9)
        event = Session.objects.create(
            conference=season, format="event", kind=kind, course=course, title_ru=text, starts=starts,
            ends=starts + timedelta(hours=2), join_link="https://meet.example.org/room",
        )  # fmt: skip
        listener = Listener.objects.of(season).first() or Listener.objects.create(conference=season, name=text)
        Listener.objects.filter(pk=listener.pk).update(confirmed_at=starts)
        SignUp.objects.create(session=event, listener=listener)
        Attendance.objects.create(session=event, listener=listener)
        CourseMember.objects.create(course=course, listener=listener)
        if season == world.season:
            world.things[RUNNING] = event


CERTIFICATE = {**NOBODY, "participant": 302}
"""The participant takes the course and has earned nothing yet; nobody else takes it."""
SIGNING_UP = {**ANYBODY, "participant": 302}
"""The participant has signed up already and is led to the page of the event."""
ROWS: dict[str, Row] = {
    "registration:now": Row(ANYBODY, in_season()),
    "registration:sign_up": Row(SIGNING_UP, of_season(RUNNING)),
    "registration:sign_up_undo": Row(redirects(ANYBODY), of_season(RUNNING), "post"),
    "registration:listener": Row(ANYBODY, in_season()),
    "registration:listener_details": Row(ANYBODY, in_season()),
    "registration:listener_forget": Row(ANYBODY, in_season()),
    "registration:course_join": Row(ANYBODY, in_season(slug="lessons")),
    "registration:course_leave": Row(redirects(ANYBODY), in_season(slug="lessons"), "post"),
    "registration:course_certify": Row(CERTIFICATE, in_season(slug="lessons"), "post"),
    "registration:course_certificate": Row(CERTIFICATE, in_season(slug="lessons")),
    "registration:listeners": Row(STAFF, in_season()),
    "registration:listeners_events_table": Row(STAFF, in_season(kind="csv")),
    "registration:listeners_of_event": Row(STAFF, of_season(RUNNING)),
    "registration:listeners_table": Row(STAFF, of_season(RUNNING, kind="csv")),
    "registration:course_desk": Row(STAFF, in_season(slug="lessons")),
    "registration:course_certify_all": Row(redirects(STAFF), in_season(slug="lessons"), "post"),
}
