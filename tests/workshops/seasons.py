"""A season for tests: formats, themes, an expert, and events so many days from today."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from conference.models import Conference, Organisation, Person
from workshops.models import Course, EventFormat, Expert, Hosting, Session, Theme


def bare_season(make_conference: Any, slug: str = "season", **fields: Any) -> Conference:
    """A season that began two months ago and goes on for half a year, with nothing in it."""
    today = timezone.localdate()
    season: Conference = make_conference(
        slug, kind=Conference.Kind.SEASON, starts=today - timedelta(days=60), ends=today + timedelta(days=200), **fields
    )
    return season


def new_season(make_conference: Any, slug: str = "season", **fields: Any) -> Conference:
    """The same season with two formats and two themes."""
    season = bare_season(make_conference, slug, **fields)
    for order, (key, ru, en) in enumerate((("qa", "Диалог", "Dialogue"), ("webinar", "Вебинар", "Webinar"))):
        EventFormat.objects.create(conference=season, key=key, title_ru=ru, title_en=en, order=order)
    for order, (slug_, ru, en) in enumerate((("lesson", "Урок", "Lesson"), ("family", "Семья", "Family"))):
        Theme.objects.create(conference=season, slug=slug_, title_ru=ru, title_en=en, order=order)
    return season


def kind_of(season: Conference, key: str) -> EventFormat:
    return EventFormat.objects.of(season).get(key=key)


def theme_of(season: Conference, slug: str) -> Theme:
    return Theme.objects.of(season).get(slug=slug)


def new_event(
    season: Conference,
    days: float,
    title: str = "",
    *,
    kind: str = "qa",
    themes: tuple[str, ...] = (),
    minutes: int = 60,
    **fields: Any,
) -> Session:
    """An event that begins *days* from now, at the full hour."""
    starts = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days)
    made = Session.objects.create(
        conference=season, format=Session.Format.EVENT, kind=kind_of(season, kind), starts=starts,
        ends=starts + timedelta(minutes=minutes),
        **{"title_ru": title or f"Событие {days}", "title_en": title or f"Event {days}",
           **fields},
    )  # fmt: skip
    made.themes.set(theme_of(season, each) for each in themes)
    return made


def running_event(season: Conference, title: str = "On air", **fields: Any) -> Session:
    now = timezone.now()
    event = new_event(season, 1, title, **fields)
    Session.objects.filter(pk=event.pk).update(starts=now - timedelta(minutes=10), ends=now + timedelta(minutes=50))
    event.refresh_from_db()
    return event


def new_expert(season: Conference, slug: str = "topoleva", *, person: Person | None = None, **fields: Any) -> Expert:
    school, _made = Organisation.objects.get_or_create(title_ru="Школа «Аллея»", defaults={"title_en": "Avenue School"})
    told = {"name_ru": "Вера Тополева", "name_en": "Vera Topoleva", "position_ru": "Директор", "position_en": "Head"}
    return Expert.objects.create(
        conference=season, slug=slug, person=person, **{"organisation": school, **told, **fields}
    )


def hosts(event: Session, expert: Expert, part: str = "host") -> Hosting:
    return Hosting.objects.create(session=event, expert=expert, part=part)


def new_course(season: Conference, **fields: Any) -> Course:
    told = {"title_ru": "Школа", "title_en": "The School", "hours": 12, "meetings_needed": 2, "slug": "school"}
    return Course.objects.create(conference=season, **{**told, **fields})
