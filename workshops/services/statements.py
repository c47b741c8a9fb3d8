"""Plenary statements: who speaks in which order, how long and on whose behalf; the texts are asked for by letter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, ProtectedError, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import Conference, Message, Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from workshops.models import ProgrammeEdit, Release, Session, SessionMaterial, Speaker, Talk

from .planning.sessions import told_of
from .planning.steps import lock, step
from .planning.talks import MOST_MINUTES, _number, _require_may_hold, told_of_paper

ASKED = "crew-statement"
ASKED_AGAIN_AFTER = timedelta(days=1)


@transaction.atomic
def add_statement(session: Session, *, by: Person, speaker: Speaker, minutes: int, **fields: Any) -> Talk:
    """A statement at the end of the speaking order. *fields*: ``title_ru|en``, ``on_behalf_of_ru|en``, ``language``.

    Raises MoveNotAllowed for a break and a session taken out, ValidationError for minutes nobody means.
    """
    lock(session)
    _require_may_hold(session)
    with step(session, by=by, kind=ProgrammeEdit.Kind.EDITED, told=told_of(session)):
        order = session.talks.count() + 1
        talk = Talk(session=session, kind=Talk.Kind.STATEMENT, order=order, minutes=_sound(minutes), **fields)
        talk.full_clean(exclude=["title"])
        talk.save()
        _write_speaker(talk, speaker)
    return talk


@transaction.atomic
def edit_statement(talk: Talk, *, by: Person, speaker: Speaker, minutes: int, **fields: Any) -> Talk:
    """Write *fields* and the *speaker* of a statement. Raises as ``add_statement`` does."""
    session = talk.session
    lock(session)
    with step(session, by=by, kind=ProgrammeEdit.Kind.EDITED, told=told_of(session)):
        talk.minutes = _sound(minutes)
        for name, value in fields.items():
            setattr(talk, name, value)
        talk.full_clean(exclude=["title"])
        talk.save()
        _write_speaker(talk, speaker)
    return talk


def _sound(minutes: int) -> int:
    if not 1 <= minutes <= MOST_MINUTES:
        raise ValidationError(_("A talk lasts from 1 to 480 minutes."), code="minutes")
    return minutes


def _write_speaker(talk: Talk, speaker: Speaker) -> None:
    """The one who speaks keeps the row; further speakers of the talk are left alone."""
    row = talk.speakers.first()
    speaker.pk = row.pk if row else None
    speaker.session, speaker.talk, speaker.order = talk.session, talk, row.order if row else 1
    speaker.role = Speaker.Role.SPEAKER
    speaker.save(force_insert=row is None)


@transaction.atomic
def remove_statement(talk: Talk, *, by: Person) -> None:
    """Take a statement out of its session. Raises MoveNotAllowed once a text or slides were sent for it."""
    session = talk.session
    lock(session)
    if talk.kind != Talk.Kind.STATEMENT:
        raise MoveNotAllowed(_("Only statements are taken out here."))
    with step(session, by=by, kind=ProgrammeEdit.Kind.UNPLACED, told=told_of_paper(session, None, talk)):
        try:
            talk.delete()
        except ProtectedError as error:
            raise MoveNotAllowed(
                _("A text or slides have been sent for this statement, so it stays. Give it other words instead.")
            ) from error
        _number(list(session.talks.all()))


# -- texts that are waited for -------------------------------------------------------------------------------------


def without_text(talks: QuerySet[Talk]) -> QuerySet[Talk]:
    """Statements of *talks* whose text has not come."""
    texts = SessionMaterial.objects.current().filter(talk=OuterRef("pk"), kind=SessionMaterial.Kind.STATEMENT)
    return talks.filter(~Exists(texts), kind=Talk.Kind.STATEMENT, session__is_off=False)


def missing_texts(conference: Conference) -> QuerySet[Talk]:
    """Statements of *conference* still to be made whose text has not come."""
    talks = Talk.objects.filter(session__conference=conference, session__starts__gt=timezone.now())
    return without_text(talks).order_by("session__starts", "order")


def announced_at(conference: Conference) -> Any:
    """When the statements became known to all; None before the first release."""
    release = Release.objects.current(conference)
    return release.released_at if release else None


@transaction.atomic
def ask_for_texts(session: Session, *, by: Person) -> int:
    """Ask every speaker with an account whose text has not come; how many letters. Nobody is asked twice in a day."""
    lock(session)
    waiting = without_text(Talk.objects.filter(session=session))
    speakers = Speaker.objects.filter(talk__in=waiting, person__isnull=False).select_related("person", "talk")
    since = timezone.now() - ASKED_AGAIN_AFTER
    lately = set(
        Message.objects.filter(key=ASKED, conference=session.conference, created__gte=since).values_list(
            "person", F("about_id")
        )
    )
    rows = [each for each in speakers if (each.person_id, each.talk_id) not in lately]
    return sum(_ask(each, session) is not None for each in rows)


def _ask(speaker: Speaker, session: Session) -> Message | None:
    person, conference = speaker.person, session.conference
    if person is None or speaker.talk is None:
        return None
    language = person.language
    starts = timezone.localtime(session.starts, conference.zone)
    with override(language):
        when = f"{date_format(starts, 'DATE_FORMAT')}, {starts:%H:%M}"
        link = mail.link(conference.url("workshops:talk_files", pk=speaker.talk.pk))
    return mail.queue(
        ASKED, to=person, conference=conference, about=speaker.talk, language=language,
        session=getattr(session, f"title_{language}") or session.title, when=when, link=link,
        minutes=speaker.talk.minutes,
    )  # fmt: skip
