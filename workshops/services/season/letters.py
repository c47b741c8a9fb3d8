"""Letters about an event that is moved or called off: to those who signed up, and to its hosts in words of their own;
with an .ics file."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone, translation
from django.utils.formats import date_format

from conference.extensions import ask
from conference.models import Message, Person
from conference.services import mail
from workshops import zones
from workshops.calendars import Entry, calendar
from workshops.models import Session
from workshops.services.announcing import ICS

OTHER = {"ru": "en", "en": "ru"}


def tell_moved(event: Session, *, was: tuple[datetime, datetime]) -> list[Message]:
    """That the event is at another time. Nobody is told of what is over."""
    if event.ends < timezone.now():
        return []
    return _tell("event-moved", event, was=was)


def tell_cancelled(event: Session) -> list[Message]:
    return _tell("event-cancelled", event)


def tell_put_back(event: Session) -> list[Message]:
    return _tell("event-back", event)


def _tell(key: str, event: Session, *, was: tuple[datetime, datetime] | None = None) -> list[Message]:
    told, holding = [], _holding(event)
    for person in concerned(event):
        language = person.language
        with translation.override(language):
            letter = mail.queue(
                f"{key}-host" if person.pk in holding else key,
                to=person,
                conference=event.conference,
                about=event,
                attachment=mail.Attachment("event.ics", ICS, _calendar(event, language)),
                event=text_of(event, "title", language),
                was=moment_in_words(*was, event, language) if was else "",
                now=moment_in_words(event.starts, event.ends, event, language),
                zone=zones.named(event.conference.zone, event.starts),
                reason=text_of(event, "off_note", language),
                link=mail.link(_page(event, key)),
            )
        if letter is not None:
            told.append(letter)
    return told


def _page(event: Session, key: str) -> str:
    if key == "event-cancelled":
        return event.conference.url("workshops:programme")
    return event.conference.url("workshops:session", pk=event.pk)


def concerned(event: Session) -> list[Person]:
    """Who signed up for the event or marked it, and those of its hosts and experts who have an account."""
    people = listening_to([event]).get(event.pk, set()) | _holding(event)
    return list(Person.objects.filter(pk__in=people, is_active=True).order_by("pk"))


def listening_to(events: Iterable[Session]) -> dict[int, set[int]]:
    """Who signed up for each of *events* or marked it, in every room; its hosts are not among them."""
    found: dict[int, set[int]] = {}
    for answer in ask("listeners_of", list(events)):
        for pk, people in answer.items():
            found.setdefault(pk, set()).update(people)
    return found


def _holding(event: Session) -> set[int]:
    """The hosts and experts of the event who have an account."""
    return set(event.hostings.exclude(expert__person=None).values_list("expert__person", flat=True))


def text_of(row: object, name: str, language: str) -> str:
    """A bilingual field in *language*, else in the other one."""
    return str(getattr(row, f"{name}_{language}", "") or getattr(row, f"{name}_{OTHER[language]}", "") or "")


def moment_in_words(starts: datetime, ends: datetime, event: Session, language: str) -> str:
    """«пятница, 18 июня, 16:00–17:30», in the season's zone. The language must be active."""
    zone = event.conference.zone
    first, last = timezone.localtime(starts, zone), timezone.localtime(ends, zone)
    weekday = date_format(first, "l")
    day = f"{weekday.lower() if language == 'ru' else weekday}, {date_format(first, 'DAY_MONTH')}"
    return f"{day}, {first:%H:%M}–{last:%H:%M}"


def entry_of(event: Session, language: str) -> Entry:
    """The event as an entry of a calendar; its sequence grows with every change that was announced."""
    return Entry(
        uid=str(event.key),  # as in the feeds, so that what was taken from there is put right
        title=text_of(event, "title", language),
        starts=event.starts,
        ends=event.ends,
        description=text_of(event, "summary", language),
        url=mail.link(event.conference.url("workshops:session", pk=event.pk)),
        sequence=event.sequence,
        changed_at=event.changed_at or event.announced_at,
        is_cancelled=event.is_off,
    )


def _calendar(event: Session, language: str) -> bytes:
    season = event.conference
    return calendar([entry_of(event, language)], name=season.title, zone=season.zone, language=language)
