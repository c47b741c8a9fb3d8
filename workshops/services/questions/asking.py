"""Asking: what a listener writes is kept at once, and who they are is asked only so far as they wish to say."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import Conference, ConsentText, Person
from conference.moves import MoveNotAllowed
from conference.services.consent import give_consent
from conference.services.people import person_met
from workshops.models import Listener, Question, Season, Session, Theme, Vote

LONGEST = 1000
MOST_AT_ONCE = 3
AT_ONCE = timedelta(minutes=5)
MOST_A_DAY = 30


class TooFast(ValidationError):
    """Somebody asks more often than others can read. What they typed is theirs to send again later."""


def phase_of(session: Session | None) -> str:
    """When a question asked now is asked: before, during or after *session*; before, when it belongs to none."""
    now = timezone.now()
    if session is None or now < session.starts:
        return Question.Phase.BEFORE
    return Question.Phase.DURING if now <= session.ends else Question.Phase.AFTER


def may_ask(conference: Conference, session: Session | None = None, *, rules: Season | None = None) -> str:
    """``yes``, or why nothing is asked here: ``not-here`` (no questions in this format), ``off``, ``over``."""
    if not conference.is_season or conference.is_archived:
        return "over"
    if session is None:
        return "yes"
    if session.kind is None or not session.kind.takes_questions:
        return "not-here"
    if session.is_off:
        return "off"
    rules = rules or Season.rules_of(conference)
    return "yes" if timezone.now() <= session.ends + timedelta(days=rules.asking_days) else "over"


def too_long() -> ValidationError:
    told = ngettext(
        "Shorten the question to %(count)d character.", "Shorten the question to %(count)d characters.", LONGEST
    )
    return ValidationError(told % {"count": LONGEST}, code="long")


@transaction.atomic
def ask(
    conference: Conference,
    *,
    listener: Listener,
    text: str,
    language: str,
    session: Session | None = None,
    theme: Theme | None = None,
    is_anonymous: bool = False,
    phase: str | None = None,
    by: Person | None = None,
) -> Question:
    """Keep the question of *listener* in *language*; it waits for a moderator unless the season's rules let it through.

    *phase* is told by the time of *session* when it is not given; *by* is a member of staff who writes it down for the
    listener, later than others may and as often as it comes. The same words sent twice are one question. Raises
    MoveNotAllowed where nothing is asked, TooFast, ValidationError for an empty or long text.
    """
    text = " ".join(text.split()) if "\n" not in text else text.strip()
    rules = Season.rules_of(conference)
    _check(conference, session, theme, listener, rules, is_staff=by is not None)
    if not text:
        raise ValidationError(_("Write your question."), code="empty")
    if len(text) > LONGEST:
        raise too_long()
    now = timezone.now()
    today = Question.objects.asked_by(listener).filter(asked_at__gt=now - timedelta(days=1))
    recent = list(today.order_by("-asked_at")[: MOST_A_DAY + 1])
    for each in recent:
        if each.session_id == (session and session.pk) and each.in_words_of_asker == text:
            return each
    if by is None:
        _check_rate([each for each in recent if each.phase != Question.Phase.SIGNUP], since=now - AT_ONCE)
    return Question.objects.create(
        conference=conference,
        session=session,
        theme=theme,
        asker=listener,
        state=Question.State.PENDING if rules.questions_wait else Question.State.APPROVED,
        language=language,
        is_anonymous=is_anonymous,
        phase=phase or phase_of(session),
        asked_at=now,
        **{f"text_{language}": text},
    )


def _check(
    conference: Conference,
    session: Session | None,
    theme: Theme | None,
    listener: Listener,
    rules: Season,
    *,
    is_staff: bool,
) -> None:
    for given in (session, theme, listener):
        if given is not None and given.conference_id != conference.pk:
            raise ValidationError(_("This belongs to another conference."), code="elsewhere")
    standing = may_ask(conference, session, rules=rules)
    if standing == "not-here":
        raise MoveNotAllowed(_("No questions are taken for this event."))
    if standing == "off":
        raise MoveNotAllowed(_("The event does not take place, so no questions are taken for it."))
    if standing == "over" and (not is_staff or session is None):
        raise MoveNotAllowed(_("Questions to this event are not taken any more."))


def _check_rate(recent: list[Question], *, since: datetime) -> None:
    lately = sum(1 for each in recent if each.asked_at > since)
    if lately >= MOST_AT_ONCE:
        raise TooFast(
            _("You have just asked several questions. Wait five minutes, the text stays here."), code="too-fast"
        )
    if len(recent) >= MOST_A_DAY:
        raise TooFast(_("That is as many questions as can be taken from one listener in a day."), code="too-many")


@transaction.atomic
def say_who(
    listener: Listener, *, name: str, email: str, language: str, consent: ConsentText | None = None
) -> Listener:
    """Let a listener who is known by a browser alone say their name, and the address for letters.

    An address that another listener of the season has is claimed, not taken. Votes already given go with them, one
    for each question. The letter with the personal link follows in the background.
    """
    if listener.person_id or listener.claims_id:
        return listener
    was = listener.voter
    listener.name = name or listener.name
    if email:
        person, is_new = person_met(email, language=language, full_name=name)
        known = not is_new and Listener.objects.of(listener.conference).of_person(person).exists()
        listener.person, listener.claims = (None, person) if known else (person, None)
        listener.link_sent_at = None
        if consent is not None and not known:
            give_consent(person, consent, language=language)
    listener.save(update_fields=["name", "person", "claims", "link_sent_at"])
    if listener.voter != was:
        _carry_votes(was, listener.voter)
    return listener


def _carry_votes(was: str, now: str) -> None:
    had = list(Vote.objects.filter(voter=now).values_list("question_id", flat=True))
    own = Vote.objects.filter(voter=was)
    own.exclude(question_id__in=had).update(voter=now)
    own.delete()
