"""Topics that listeners ask for: proposed, taken into the plan or declined with a reason; who proposed is told."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from conference.models import Conference, Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from workshops.models import Audience, Listener, Session, Theme, TopicProposal

from .listening import personal_link
from .season.letters import text_of

LONGEST = 500
MOST_A_DAY = 5
State = TopicProposal.State


class TooMany(ValidationError):
    """Somebody proposes more than organisers can read in a day."""


@transaction.atomic
def propose(
    season: Conference, *, listener: Listener, text: str, language: str, audience: Collection[str] = (),
    theme: Theme | None = None, by: Person | None = None,
) -> TopicProposal:  # fmt: skip
    """Keep a topic that *listener* would like an event about. The same words sent twice are one proposal.

    Raises MoveNotAllowed when the season is over; TooMany; ValidationError for no text or a theme of another season.
    """
    text = " ".join(text.split())
    if not season.is_season or season.is_archived:
        raise MoveNotAllowed(_("Topics are not taken any more."))
    if listener.conference_id != season.pk or (theme is not None and theme.conference_id != season.pk):
        raise ValidationError(_("This belongs to another conference."), code="elsewhere")
    if not text:
        raise ValidationError(_("Write what the event should be about."), code="empty")
    if len(text) > LONGEST:
        raise ValidationError(
            ngettext("Shorten the topic to %(count)d character.", "Shorten the topic to %(count)d characters.", LONGEST)
            % {"count": LONGEST},
            code="long",
        )
    now = timezone.now()
    own = TopicProposal.objects.of(season).proposed_by(listener)
    today = list(own.filter(proposed_at__gt=now - timedelta(days=1)))
    for each in today:
        if each.words(language) == text:
            return each
    if len(today) >= MOST_A_DAY:
        raise TooMany(_("That is as many topics as can be taken from one listener in a day."), code="too-many")
    return TopicProposal.objects.create(
        conference=season, listener=listener, language=language, theme=theme, proposed_at=now,
        audience=[value for value in Audience.values if value in audience], **{f"text_{language}": text},
    )  # fmt: skip


@transaction.atomic
def plan_topic(
    topic: TopicProposal, session: Session | None = None, *, by: Person | None, note: str = "", note_en: str = "",
    **wording: str,
) -> TopicProposal:  # fmt: skip
    """Take *topic* into the plan: into the event *session*, or with a *note* when there is none yet.

    *wording* may bring the topic in the other language (``text_en``). Who proposed it gets a letter. Raises
    ValidationError without either, or for an event of another season; MoveNotAllowed.
    """
    note, note_en = note.strip(), note_en.strip()
    if session is None and not (note or note_en):
        raise ValidationError(_("Choose an event, or write in a note what is planned."), code="empty")
    if session is not None and session.conference_id != topic.conference_id:
        raise ValidationError(_("This belongs to another conference."), code="elsewhere")
    _put(topic, note, note_en, wording)
    topic.move(State.PLANNED, by=by, session=session, decided_at=timezone.now())
    _tell("topic-planned", topic)
    return topic


@transaction.atomic
def decline_topic(
    topic: TopicProposal, *, by: Person | None, reason: str = "", reason_en: str = "", **wording: str
) -> TopicProposal:
    """Decline *topic* with a *reason*, which everybody reads. Raises ValidationError without one; MoveNotAllowed."""
    reason, reason_en = reason.strip(), reason_en.strip()
    if not (reason or reason_en):
        raise ValidationError(_("Write why, in one of the languages at least: who proposed the topic reads it."),
                              code="empty")  # fmt: skip
    _put(topic, reason, reason_en, wording)
    topic.move(State.DECLINED, by=by, session=None, decided_at=timezone.now())
    _tell("topic-declined", topic)
    return topic


@transaction.atomic
def reopen_topic(topic: TopicProposal, *, by: Person | None) -> TopicProposal:
    """Put *topic* among the new ones again. Raises MoveNotAllowed."""
    topic.move(State.NEW, by=by, session=None, decided_at=None)
    return topic


def _put(topic: TopicProposal, ru: str, en: str, wording: dict[str, str]) -> None:
    topic.reason_ru, topic.reason_en = ru, en  # type: ignore[attr-defined]
    names = ["reason_ru", "reason_en"]
    for name, text in wording.items():
        if name in ("text_ru", "text_en") and name != f"text_{topic.language}" and text.strip():
            setattr(topic, name, " ".join(text.split())[:LONGEST])
            names.append(name)
    topic.save(update_fields=names)


def _tell(key: str, topic: TopicProposal) -> None:
    listener = topic.listener
    if listener is None or listener.person is None:
        return
    language = listener.language
    listener.conference = topic.conference
    with translation.override(language):
        event = text_of(topic.session, "title", language) if topic.session else ""
        told: dict[str, Any] = {
            "listener": listener.name or pgettext("greeting of somebody whose name is not known", "colleague"),
            "topic": topic.words(topic.language),
            "event": f"{_('The event:')} {event}\n\n" if event else "",
            "reason": f"{reason}\n\n" if (reason := text_of(topic, "reason", language)) else "",
        }
    to = f"sessions/{topic.session_id}/" if topic.session_id else "topics/"
    mail.queue(
        key, to=listener.person, conference=topic.conference, about=topic, language=language,
        link=personal_link(listener, to=to), **told,
    )  # fmt: skip


def leave(listeners: Collection[Listener]) -> int:
    """What forgotten *listeners* leave: proposals nobody has decided on go, the others stay without a name."""
    own = TopicProposal.objects.filter(listener__in=[each.pk for each in listeners])
    gone = own.filter(state=State.NEW).delete()[0]
    return gone + own.update(listener=None)


def erase_of(person: Person) -> list[str]:
    """Forget *person*'s proposals; names what was erased."""
    rows = Listener.objects.filter(Q(person=person) | Q(claims=person))
    return ["topics"] if leave(list(rows)) else []


def numbers_of(season: Conference) -> dict[str, Any]:
    """How many topics were proposed, planned and declined."""
    rows = TopicProposal.objects.of(season)
    planned = rows.filter(state=State.PLANNED).count()
    declined = rows.filter(state=State.DECLINED).count()
    return {"proposed": rows.count(), "planned": planned, "declined": declined}


__all__ = ["LONGEST", "TooMany", "decline_topic", "erase_of", "leave", "numbers_of", "plan_topic", "propose",
           "reopen_topic"]  # fmt: skip
