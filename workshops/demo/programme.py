"""The demonstration: The public programme."""

from __future__ import annotations

from conference.demo.accounts import ACCOUNTS, NEXT
from conference.demo.world import World
from conference.models import Job
from workshops.models import ProgrammePrint, Release, Session, Star
from workshops.services import programme_mine, programme_prints

STARRED = {  # what the listener and the author of the demonstration have marked, by Russian title
    "listener": ("Пленарное заседание. Открытие конференции", "Чему учить учителя", "Мастер-классы и наставничество"),
    "author": ("Понятия и свидетельства", "Отчёты секций и обсуждение рекомендаций"),
}


def load(world: World) -> None:
    """Stars and a calendar of two people; the booklet at once, the book of abstracts by the first worker that comes."""
    conference = world.conferences[NEXT]
    for key, titles in STARRED.items():
        person = world.people[ACCOUNTS[key].email]
        if Star.objects.of(conference).of_person(person).exists():
            continue
        for session in Session.objects.of(conference).standing().filter(title_ru__in=titles):
            programme_mine.star(session, by=person)
        programme_mine.feed_for(conference, by=person)
    release = Release.objects.current(conference)
    if release is None or ProgrammePrint.objects.made().filter(release=release).exists():
        return
    programme_prints.print_now(conference, ProgrammePrint.Kind.BOOKLET)
    if not Job.objects.of(conference).filter(kind="programme-abstracts", about_id=release.pk).exists():
        programme_prints.start_print(conference, ProgrammePrint.Kind.ABSTRACTS, by=world.by)
