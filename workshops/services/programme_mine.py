"""A visitor's own programme: stars, and the secret address at which a calendar reads it."""

from __future__ import annotations

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.extensions import ask
from conference.models import Conference, Person
from workshops.models import CalendarFeed, Session, Star
from workshops.models.programme import new_token

MOST_STARS = 300
"""More than anybody visits, and as many as fit into a cookie."""


@transaction.atomic
def star(session: Session, *, by: Person) -> Star:
    """Mark *session* for the person's own programme; again changes nothing. Raises ValidationError past MOST_STARS."""
    if Star.objects.of(session.conference).of_person(by).count() >= MOST_STARS:
        raise ValidationError(too_many())
    made, _created = Star.objects.get_or_create(session=session, person=by)
    return made


@transaction.atomic
def unstar(session: Session, *, by: Person) -> None:
    """Take the mark away, if there is one."""
    Star.objects.filter(session=session, person=by).delete()


@transaction.atomic
def merge_stars(sessions: Iterable[int], *, by: Person) -> int:
    """Give the person the stars of a visitor who has just signed in; how many were new.

    Keys that are no session (any more) are passed over, and so is what goes past MOST_STARS.
    """
    wanted = list(dict.fromkeys(sessions))[:MOST_STARS]
    known = set(Session.objects.filter(pk__in=wanted).values_list("pk", flat=True))
    rows = [Star(session_id=pk, person=by) for pk in wanted if pk in known]
    before = Star.objects.of_person(by).count()
    Star.objects.bulk_create(rows, ignore_conflicts=True)
    return Star.objects.of_person(by).count() - before


def too_many() -> str:
    return _("Your programme has %(limit)d sessions already: take one out first.") % {"limit": MOST_STARS}


def starred_by(person: Person, conference: Conference) -> set[int]:
    """Keys of the sessions that the person has marked."""
    return set(Star.objects.of(conference).of_person(person).values_list("session", flat=True))


def own_sessions(person: Person, conference: Conference) -> set[int]:
    """All that is the person's own in a programme: stars, own talks, and what other rooms know (enrolments)."""
    found: set[int] = set()
    for sessions in ask("sessions_of", person, conference):
        found |= sessions
    return found


# -- the personal calendar -----------------------------------------------------------------------------------


@transaction.atomic
def feed_for(conference: Conference, *, by: Person) -> CalendarFeed:
    """The person's calendar feed of *conference*, made when there is none."""
    feed, _created = CalendarFeed.objects.get_or_create(conference=conference, person=by)
    return feed


@transaction.atomic
def renew_feed(conference: Conference, *, by: Person) -> CalendarFeed:
    """Give the feed a new address; the one that was given out before leads nowhere from now on."""
    feed, created = CalendarFeed.objects.select_for_update().get_or_create(conference=conference, person=by)
    if not created:
        feed.token, feed.renewed_at = new_token(), timezone.now()
        feed.save(update_fields=["token", "renewed_at"])
    return feed


def stop_feed(conference: Conference, *, by: Person) -> int:
    """Close the feed: its address leads nowhere. Returns how many there were."""
    deleted, _rows = CalendarFeed.objects.of(conference).filter(person=by).delete()
    return deleted
