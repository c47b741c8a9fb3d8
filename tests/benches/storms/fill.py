"""Fill the database of a storm: ``python -m tests.benches.storms.fill LISTENERS``; tells in JSON what is in it."""

from __future__ import annotations

import json
import sys
from datetime import timedelta

import django

QUESTIONS = 20


def main(listeners: int) -> None:
    django.setup()
    from django.utils import timezone, translation

    from conference.models import Conference, ConsentText
    from conference.services.people import person_for_email
    from workshops.models import EventFormat, Listener, Question, Session, Theme
    from workshops.services import listening

    translation.activate("ru")
    now, today = timezone.now(), timezone.localdate()
    season = Conference.objects.create(
        slug="storm", kind=Conference.Kind.SEASON, title_ru="Сезон", title_en="Season",
        starts=today - timedelta(days=9), ends=today + timedelta(days=90), visibility=Conference.Visibility.PUBLIC,
        registration_opens=now - timedelta(days=1), registration_closes=now + timedelta(days=50),
    )  # fmt: skip
    ConsentText.objects.create(
        conference=season, kind="processing", version=1, title_ru="Согласие", title_en="Consent", body_ru="Текст.",
        body_en="Text.", valid_from=now - timedelta(days=1),
    )  # fmt: skip
    kind = EventFormat.objects.create(conference=season, key="qa", title_ru="Q&A-сессия", title_en="Q&A session")
    event = Session.objects.create(
        conference=season, format="event", kind=kind, title_ru="Профессиональный диалог", title_en="A dialogue",
        starts=now - timedelta(minutes=5), ends=now + timedelta(hours=2), join_link="https://meet.example.org/storm",
    )  # fmt: skip
    themes = [
        Theme.objects.create(conference=season, slug=f"t{n}", title_ru=f"Тема {n}", title_en=f"Theme {n}", order=n)
        for n in range(4)
    ]
    people = [
        person_for_email(f"storm{n}@example.org", language="ru", full_name=f"Слушатель {n}") for n in range(listeners)
    ]
    rows = Listener.objects.bulk_create(
        Listener(conference=season, person=person, name=person.full_name, language="ru") for person in people
    )
    questions = Question.objects.bulk_create(
        Question(
            conference=season, session=event, theme=themes[n % 4], asker=rows[n % len(rows)], language="ru",
            state=Question.State.APPROVED, text_ru=f"Как устроить работу тьютора, если ставка одна, вопрос {n}?",
        )
        for n in range(QUESTIONS)
    )  # fmt: skip
    told = {
        "season": season.pk,
        "event": event.pk,
        "questions": [each.pk for each in questions],
        "cookies": [listening.cookie_token(row) for row in rows],
        "links": [listening.link_token(row) for row in rows],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(int(sys.argv[1]))
