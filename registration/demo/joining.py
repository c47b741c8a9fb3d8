"""Listeners of the season in the demonstration: who signed up for what, who came, who takes the course."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from conference.demo.accounts import SEASON
from conference.demo.world import World, read_toml
from conference.models import Conference, ConsentText, Organisation
from registration.models import Attendance, CourseMember, SignUp
from registration.services.joining import join_course
from workshops.models import Course, Listener, Session
from workshops.services import listening

HERE = Path(__file__).parent
SCHOOLS = HERE.parent.parent / "workshops" / "demo" / "season" / "schools.toml"
FALLBACK = {"fallback_ru": "8 800 000-00-00, добавочный 12", "fallback_en": "+7 800 000-00-00, extension 12"}
"""A telephone number that nobody has."""
OF_THE_DOOR = {"audience": "teachers", "region": "RU-PSK", "country": "RU"}
COMING_SIGNED = 12
"""For so many events to come somebody has signed up already."""


def load(world: World) -> None:
    season = world.conferences[SEASON]
    if SignUp.objects.of(season).exists():
        _follow_the_dates(season)
        return
    with transaction.atomic():
        listeners = _listeners(season)
        account = _of_the_door(world, season)
        told = read_toml(HERE / "joining.toml")["listener"]
        pupils = [listener for listener, each in zip(listeners, told, strict=True) if each.get("course")]
        _take_courses(season, [*pupils, account])
        events = list(Session.objects.of(season).standing().filter(format="event").exclude(kind__is_booked=True))
        _sign_up(events, listeners, account)
        _came(events, [*pupils, account], account)
    _give_a_number(season)
    came = Attendance.objects.of(season).count()
    world.say(f"  {len(listeners) + 1} listeners of the season, {came} visits to its events")


def _listeners(season: Conference) -> list[Listener]:
    """Met by name and address as a form does; most have opened their personal link since."""
    text = ConsentText.objects.in_force(season, ConsentText.Kind.PROCESSING)
    places = {each["key"]: each for each in read_toml(SCHOOLS)["school"]}
    schools = {row.title_ru: row for row in Organisation.objects.filter(kind=Organisation.Kind.SCHOOL)}  # type: ignore[attr-defined]
    found = []
    for number, told in enumerate(read_toml(HERE / "joining.toml")["listener"], start=1):
        place = places[told["school"]]
        met = listening.meet(
            season, name=told["name"], email=f"listener{number:02}@example.org", language=told["language"],
            consent=text, audience=told["audience"], organisation=schools[place["title"]["ru"]],
            region=place["region"], country=place["country"],
        )  # fmt: skip
        found.append(met.listener if told.get("unsure") else listening.confirm(met.listener))
    since = timezone.now() - timedelta(days=58)
    Listener.objects.filter(pk__in=[each.pk for each in found]).update(link_sent_at=since, joined_at=since)
    return found


def _of_the_door(world: World, season: Conference) -> Listener:
    """The person of the demonstration's door “listener”."""
    account = listening.listener_of_person(season, world.people["listener"])
    Listener.objects.filter(pk=account.pk).update(
        link_sent_at=timezone.now(), joined_at=timezone.now() - timedelta(days=57), **OF_THE_DOOR
    )
    return account


def _take_courses(season: Conference, pupils: Sequence[Listener]) -> None:
    for course in Course.objects.of(season):
        course.conference = season
        for pupil in pupils:
            join_course(course, pupil, writes=False)
        CourseMember.objects.filter(course=course).update(at=timezone.now() - timedelta(days=55))


def _sign_up(events: Sequence[Session], listeners: Sequence[Listener], account: Listener) -> None:
    """Some for every event that took place, fewer for what is still far away. Reminded of what is over."""
    now = timezone.now()
    coming = [event for event in events if event.starts > now][:COMING_SIGNED]
    rows = []
    for number, event in enumerate(event for event in events if event.starts <= now or event in coming):
        known = [*_some(listeners, number, 0.62 if event.starts <= now else 0.34)]
        if number % 3 != 1:
            known.append(account)
        is_over = event.ends < now
        told = {"day_before_at": now, "hour_before_at": now, "recording_at": now} if is_over else {}
        at = min(event.starts, now) - timedelta(days=9)
        rows += [
            SignUp(session=event, listener=each, at=at + timedelta(hours=place % 200), **told)
            for place, each in enumerate(known)
        ]
    SignUp.objects.bulk_create(rows, ignore_conflicts=True)


def _came(events: Sequence[Session], pupils: Sequence[Listener], account: Listener) -> None:
    """Two thirds of those who signed up, a few who simply came; pupils came to every meeting of their course."""
    now, own = timezone.now(), {each.pk for each in pupils}
    begun = [event for event in events if event.starts <= now]
    signed: dict[int, list[Listener]] = {event.pk: [] for event in begun}
    for row in SignUp.objects.filter(session__in=begun).select_related("listener").order_by("pk"):
        signed[row.session_id].append(row.listener)
    rows = []
    for number, event in enumerate(begun):
        is_over = event.ends < now
        guests = _some(signed[event.pk], number + 3, 0.68 if is_over else 0.4)
        guests = [each for each in guests if each.pk != account.pk or is_over]
        if event.course_id:
            guests = [*pupils, *(each for each in guests if each.pk not in own)]
        rows += [
            Attendance(
                session=event, listener=each, at=event.starts + timedelta(seconds=37 * place % 900 - 300),
                is_sure=each.is_sure, recording_at=now if is_over else None,
            )
            for place, each in enumerate(guests)
        ]  # fmt: skip
    Attendance.objects.bulk_create(rows, ignore_conflicts=True)


def _some(listeners: Sequence[Listener], seed: int, share: float) -> list[Listener]:
    """A part of *listeners*, another one for each *seed* but the same every time; its size varies a little."""
    part = share * (0.8 + 0.4 * ((seed * 29) % 10) / 10)
    return [each for place, each in enumerate(listeners) if (place * 37 + seed * 53) % 100 < part * 100]


def _give_a_number(season: Conference) -> None:
    """What one does when the broadcast fails, said at the event that runs now."""
    now = timezone.now()
    running = Session.objects.of(season).standing().filter(starts__lte=now, ends__gte=now)
    running.filter(Q(fallback_ru=None) | Q(fallback_ru="")).update(fallback=FALLBACK["fallback_ru"], **FALLBACK)


def _follow_the_dates(season: Conference) -> None:
    """The events move with today; so do the minutes at which somebody came."""
    early = timedelta(hours=1)
    rows = Attendance.objects.of(season)
    wrong: Iterable[dict[str, Any]] = (
        rows.exclude(at__gte=F("session__starts") - early, at__lte=F("session__ends"))
        .order_by()
        .values("session", "session__starts")
        .distinct()
    )
    for each in wrong:
        rows.filter(session=each["session"]).update(at=each["session__starts"])
