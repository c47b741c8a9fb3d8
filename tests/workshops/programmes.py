"""Programmes for tests: sessions at an hour of a day, and their release."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import Any

from conference.models import Conference, Room
from workshops.models import Release, ReleasedSession, Session, Speaker, Track
from workshops.services.releases import drafted_facts


def session_at(conference: Conference, hour: float, *, day: int = 0, minutes: int = 60, **fields: Any) -> Session:
    """A session *hour* hours after the midnight that begins the conference's day number *day*."""
    midnight = datetime.combine(conference.starts, time(), tzinfo=conference.zone)
    starts = midnight + timedelta(days=day, hours=hour)
    told = {"format": "plenary", "title_ru": f"Заседание {day}-{hour}", "title_en": f"Session {day}-{hour}", **fields}
    return Session.objects.create(
        conference=conference, starts=starts, ends=starts + timedelta(minutes=minutes), **told
    )


def released(conference: Conference, **fields: Any) -> Release:
    """The draft frozen as the next release, without the letters and checks of the verb."""
    newest = Release.objects.current(conference)
    release = Release.objects.create(
        conference=conference, number=(newest.number if newest else 0) + 1, **{"name_ru": "Выпуск", **fields}
    )
    rows = drafted_facts(conference)
    for row in rows:
        row.release = release
    ReleasedSession.objects.bulk_create(rows)
    return release


def speaker(session: Session, ru: str, en: str = "", **fields: Any) -> Speaker:
    return Speaker.objects.create(session=session, name_ru=ru, name_en=en, **fields)


def room(conference: Conference, ru: str = "Голубой зал", **fields: Any) -> Room:
    told = {"slug": f"room-{Room.objects.count()}", "title_ru": ru, "step_free": True, "hearing_loop": True}
    return Room.objects.create(conference=conference, **{**told, **fields})


def crowd(conference: Conference, count: int, *, days: int = 4) -> Release:
    """A released programme of *count* sessions in four tracks, with speakers and rooms."""
    tracks = list(Track.objects.of(conference)) or [None]
    halls = [room(conference, f"Аудитория {n}", title_en=f"Room {n}", note_ru="Второй этаж") for n in range(4)]
    start = Session.objects.of(conference).count()
    rows = []
    for n in range(start, start + count):
        at = datetime.combine(conference.starts, time(9), tzinfo=conference.zone)
        starts = at + timedelta(days=n % days, minutes=15 * (n // (days * 4)))
        rows.append(Session(
            conference=conference, format="workshop_session", track=tracks[n % len(tracks)], room=halls[n % 4],
            title_ru=f"Школа и музей: что показывает опыт района номер {n}", language="ru" if n % 3 else "en",
            title_en=f"School and museum: what the experience of district {n} shows", interpretation=n % 2 == 0,
            starts=starts, ends=starts + timedelta(minutes=90), captions=n % 5 == 0,
            summary_ru="Как учителя и музейные педагоги готовят занятие вместе.",
        ))  # fmt: skip
    made = Session.objects.bulk_create(rows)
    Speaker.objects.bulk_create(
        Speaker(session=each, name_ru=f"Ольга Сомова {n}", name_en=f"Olga Somova {n}", organisation_ru="Музей детства")
        for n, each in enumerate(made)
    )
    return released(conference)


def text_of(response: Any) -> str:
    """The visible words of the main part, one space between them."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("\u00a0", " ")
