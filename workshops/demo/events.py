"""The plan of the season in the demonstration: schools, formats, themes, experts, the course and its events."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from conference.demo.accounts import ACCOUNTS, SEASON
from conference.demo.meetings import meeting
from conference.demo.world import World, both, read_toml
from conference.models import Conference, Organisation
from workshops.models import Course, EventFormat, Expert, Session, Theme
from workshops.services import season as verbs
from workshops.services.season.showing import ANNOUNCED_BEFORE, RUNS, SHOWN_NOW, key_of, put_at

HERE = Path(__file__).parent / "season"
EXPERT_WITH_ACCOUNT = "topoleva"


def load(world: World) -> None:
    season = world.conferences[SEASON]
    schools()
    themes, formats = themes_of(season), formats_of(season)
    experts, courses = experts_of(world, season, themes), courses_of(season)
    events(world, season, themes, formats, experts, courses)


def events_by_key(season: Conference) -> dict[str, Session]:
    """The events of the demonstration by what the content calls them."""
    rows = {row.key: row for row in Session.objects.of(season).select_related("conference", "kind", "course")}
    told = (each["key"] for each in read_toml(HERE / "events.toml")["event"])
    return {key: rows[key_of(season, key)] for key in told}


def schools() -> dict[str, Organisation]:
    """Member schools and those of listeners, by key."""
    found = {}
    for number, told in enumerate(read_toml(HERE / "schools.toml")["school"]):
        since = date(2014 + number % 9, 9, 1) if told.get("member") else None
        place = {"country": told["country"], "region": told["region"], "city": told["city"]["ru"]}
        found[told["key"]], _made = Organisation.objects.get_or_create(
            title_ru=told["title"]["ru"],
            defaults={**both(told["title"], "title"), "kind": Organisation.Kind.SCHOOL, "member_since": since, **place},
        )
    return found


def themes_of(season: Conference) -> dict[str, Theme]:
    found = {}
    for order, told in enumerate(read_toml(HERE / "themes.toml")["theme"], start=1):
        texts = both(told["title"], "title") | both(told["summary"], "summary")
        found[told["key"]], _made = Theme.objects.get_or_create(
            conference=season, slug=told["key"], defaults={"order": order, **texts}
        )
    return found


def formats_of(season: Conference) -> dict[str, EventFormat]:
    found = {}
    for order, told in enumerate(read_toml(HERE / "formats.toml")["format"], start=1):
        texts = both(told["title"], "title") | both(told["summary"], "summary")
        rules = {"takes_questions": told["questions"], "is_booked": told["booked"]}
        found[told["key"]], _made = EventFormat.objects.get_or_create(
            conference=season, key=told["key"], defaults={"order": order, **rules, **texts}
        )
    return found


def courses_of(season: Conference) -> dict[str, Course]:
    told = read_toml(HERE / "courses.toml")["course"]
    texts = {k: v for name in ("title", "summary", "outcome") for k, v in both(told[name], name).items()}
    made, _new = Course.objects.get_or_create(
        conference=season, slug=told["key"],
        defaults={"hours": told["hours"], "meetings_needed": told["meetings_needed"], **texts},
    )  # fmt: skip
    return {told["key"]: made}


def experts_of(world: World, season: Conference, themes: dict[str, Theme]) -> dict[str, Expert]:
    found = {}
    by_title = {row.title_ru: row for row in Organisation.objects.filter(kind=Organisation.Kind.SCHOOL)}
    for order, told in enumerate(read_toml(HERE / "experts.toml")["expert"], start=1):
        texts = {k: v for name in ("name", "position", "about") for k, v in both(told[name], name).items()}
        account = world.people[ACCOUNTS["expert"].email] if told["key"] == EXPERT_WITH_ACCOUNT else None
        expert, created = Expert.objects.get_or_create(
            conference=season, slug=told["key"],
            defaults={
                "order": order, "person": account, "consults": told["consults"],
                "organisation": _organisation(told["organisation"], by_title), **texts,
            },
        )  # fmt: skip
        if created:
            expert.themes.set(themes[key] for key in told["themes"])
        found[told["key"]] = expert
    return found


def _organisation(told: dict[str, str], known: dict[str, Organisation]) -> Organisation:
    """The school of an expert, written with its city: «Школа „Заречье“, Нижний Новгород»."""
    title, _comma, city = told["ru"].rpartition(", ")
    if title not in known:
        english = told["en"].rpartition(", ")[0]
        known[title] = Organisation.objects.create(
            title_ru=title, title_en=english, city=city, kind=Organisation.Kind.SCHOOL, country="RU"
        )
    return known[title]


def events(
    world: World,
    season: Conference,
    themes: dict[str, Theme],
    formats: dict[str, EventFormat],
    experts: dict[str, Expert],
    courses: dict[str, Course],
) -> None:
    known = {row.key: row for row in Session.objects.of(season)}
    for told in read_toml(HERE / "events.toml")["event"]:
        key = key_of(season, told["key"])
        starts, ends = when(season, told)
        if key in known:  # the dates move with today, the texts stay as the organisers left them
            if known[key].starts != starts and not known[key].is_off:
                put_at(known[key], starts, ends)
            continue
        texts = both(told["title"], "title") | both(told["summary"], "summary") | both(told.get("guests", {}), "host")
        services = {name: told.get(name, False) for name in ("interpretation", "captions", "sign_language")}
        hosts = told["hosts"]
        verbs.create_event(
            season,
            by=world.by,
            themes=[themes[each] for each in told["themes"]],
            hosts=[experts[each] for each in hosts],
            experts=[experts[each] for each in told["experts"] if each not in hosts],
            key=key, kind=formats[told["format"]], starts=starts, ends=ends, language=told["language"],
            course=courses.get(told.get("course", "")), audience=told["audience"], seats=told.get("seats"),
            join_link=meeting(told["key"]), announced_at=min(starts - ANNOUNCED_BEFORE, timezone.now()),
            **services, **texts,
        )  # fmt: skip


def when(season: Conference, told: dict[str, Any]) -> tuple[datetime, datetime]:
    """When an event is: on its day of the season, but for the one that runs now."""
    if told["key"] == SHOWN_NOW:
        starts = timezone.now().replace(minute=0, second=0, microsecond=0)
        return starts, starts + RUNS
    day = season.starts + timedelta(days=told["days_from_start"])
    starts = datetime.combine(day, time(told["hour"]), tzinfo=season.zone)
    return starts, starts + timedelta(minutes=told["minutes"])
