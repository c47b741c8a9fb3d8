"""Signing up for events, with a letter that carries the personal link and an entry for the calendar; taking it back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from conference.models import ConsentText, Message
from conference.moves import MoveNotAllowed
from conference.services import mail
from registration.models import SignUp
from workshops import zones
from workshops.calendars import calendar
from workshops.models import Listener, Session
from workshops.services.announcing import ICS
from workshops.services.listening import meet, personal_link, stop_link
from workshops.services.questions import say_who
from workshops.services.season.letters import entry_of, moment_in_words, text_of

ONE_DAY = timedelta(days=1)


def may_sign_up(session: Session) -> bool:
    """Whether the event is still to come, or going on, and stands."""
    return not session.is_off and session.ends > timezone.now() and not (session.kind and session.kind.is_booked)


def _require_coming(session: Session) -> None:
    if not may_sign_up(session):
        raise MoveNotAllowed(_("One cannot sign up for this event any more."))


@transaction.atomic
def sign_up(session: Session, listener: Listener, *, writes: bool = True) -> SignUp:
    """That *listener* means to come; a second time changes nothing. With *writes* a letter confirms it.

    Raises MoveNotAllowed for an event that is over, called off or booked one by one.
    """
    _require_coming(session)
    made, is_new = SignUp.objects.get_or_create(session=session, listener=listener)
    if is_new and writes:
        confirm_by_letter(session, listener)
    return made


@transaction.atomic
def sign_up_stranger(
    session: Session, *, name: str, email: str, language: str, consent: ConsentText | None,
    browser: Listener | None = None, writes: bool = True,
) -> Listener:  # fmt: skip
    """Meet a stranger by two fields and sign them up; *browser* is a nameless row of theirs. Raises MoveNotAllowed."""
    _require_coming(session)
    told: dict[str, Any] = {"name": name, "email": email, "language": language, "consent": consent}
    listener = say_who(browser, **told) if browser else meet(session.conference, **told).listener
    sign_up(session, listener, writes=writes)
    return listener


@transaction.atomic
def take_back(session: Session, listener: Listener) -> bool:
    """The listener does not come after all: nothing reminds them any more. Whether they had signed up."""
    gone, _by_model = SignUp.objects.filter(session=session, listener=listener).delete()
    return bool(gone)


def confirm_by_letter(session: Session, listener: Listener) -> Message | None:
    """The letter after signing up; to the owner of a typed address another one, which lets them take it over."""
    if listener.person_id is None:
        return _tell_owner(session, listener) if listener.claims_id else None
    Listener.objects.filter(pk=listener.pk).update(link_sent_at=timezone.now())
    return write(
        "event-signed-up", session, listener, to=f"sessions/{session.pk}/join/",
        attachment=calendar_of(session, listener.language),
    )  # fmt: skip


def _tell_owner(session: Session, browser: Listener) -> Message | None:
    owners = Listener.objects.of(session.conference).filter(person=browser.claims_id)
    owner = owners.select_related("person", "conference").first()
    if owner is None:
        return None
    Listener.objects.filter(pk=browser.pk).update(link_sent_at=timezone.now())
    return write("event-claimed", session, owner, to=str(session.pk))


def calendar_of(session: Session, language: str) -> mail.Attachment:
    """The event as a file for calendars, in *language*."""
    season = session.conference
    with translation.override(language):
        file = calendar([entry_of(session, language)], name=season.title, zone=season.zone, language=language)
    return mail.Attachment("event.ics", ICS, file)


def write(
    key: str, session: Session, listener: Listener, *, to: str, attachment: mail.Attachment | None = None,
    **values: str,
) -> Message | None:  # fmt: skip
    """The letter *key* about *session* in the listener's language, with the link that leads on *to* a page."""
    season, language = session.conference, listener.language
    listener.conference = season
    with translation.override(language):
        told: dict[str, Any] = {
            "listener": listener.name or pgettext("greeting of somebody whose name is not known", "colleague"),
            "event": text_of(session, "title", language),
            "day": day_in_words(session),
            "when": moment_in_words(session.starts, session.ends, session, language),
            "zone": zones.named(season.zone, session.starts),
            "fallback": _fallback(session, language),
        }
    return mail.queue(
        key, to=listener.person or "", conference=season, about=session, language=language, attachment=attachment,
        unsubscribe=stop_link(listener), link=personal_link(listener, to=to), stop=stop_link(listener),
        **{**told, **values},
    )  # fmt: skip


def day_in_words(session: Session) -> str:
    """“Today”, “Tomorrow” or the day of *session*, by a calendar in the zone of the season, in the active language."""
    zone = session.conference.zone
    day, today = timezone.localtime(session.starts, zone).date(), timezone.localdate(timezone=zone)
    if day == today:
        return pgettext("day of an event", "Today")
    return pgettext("day of an event", "Tomorrow") if day == today + ONE_DAY else date_format(day, "DAY_MONTH")


def _fallback(session: Session, language: str) -> str:
    """The other way in, as a paragraph of the letter; nothing when there is none."""
    other_way = text_of(session, "fallback", language)
    return _("If the broadcast fails: %(way)s") % {"way": other_way} + "\n\n" if other_way else ""
