"""Papers in sessions: placing, taking away, the speaking order, minutes, boards of posters."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from conference.models import Person
from conference.moves import MoveNotAllowed
from workshops.models import ProgrammeEdit, Session, Submission, Talk

from .sessions import told_of
from .steps import lock, step

Kind = ProgrammeEdit.Kind
USUAL_MINUTES = {
    Submission.Type.REPORT: 15,
    Submission.Type.POSTER: 5,
    Submission.Type.CASE_STUDY: 15,
    Submission.Type.ROUND_TABLE: 60,
    Submission.Type.MASTER_CLASS: 45,
}
MOST_MINUTES = 480


def usual_minutes(submission: Submission) -> int:
    """How long a paper of this type is given unless somebody says otherwise."""
    return USUAL_MINUTES.get(Submission.Type(submission.type), 15)


@transaction.atomic
def place_paper(
    submission: Submission, session: Session, *, by: Person, minutes: int | None = None, position: int | None = None
) -> Talk:
    """Put an accepted paper into *session*, last or at *position* (from 1); from another session it moves.

    In a poster session it gets the next free board. Raises MoveNotAllowed when the paper is not to be presented or
    the session holds no talks, ValidationError for minutes nobody means.
    """
    former = Talk.objects.select_related("session__conference").filter(submission=submission).first()
    sessions = [session] if former is None or former.session_id == session.pk else [session, former.session]
    lock(*sessions)
    _require_may_hold(session)
    if submission.conference_id != session.conference_id or not _is_to_be_presented(submission):
        raise MoveNotAllowed(_("This paper is not one of those to be presented here."))
    with step(*sessions, by=by, kind=Kind.PLACED, told=told_of_paper(session, submission)):
        talk = former or Talk(submission=submission, minutes=usual_minutes(submission))
        is_poster = session.format == Session.Format.POSTERS
        moves = former is None or former.session_id != session.pk
        if moves:
            talk.board = _next_board(session) if is_poster else ""
        talk.session = session
        talk.kind = Talk.Kind.POSTER if is_poster else Talk.Kind.PAPER
        talk.minutes = _sound(minutes) if minutes else talk.minutes
        talk.language = submission.language
        others = [each for each in session.talks.all() if each.pk != talk.pk]
        talk.save()
        place = len(others) if position is None else max(0, min(position - 1, len(others)))
        _number([*others[:place], talk, *others[place:]])
        if len(sessions) == 2:
            _number(list(sessions[1].talks.all()))
    return talk


def _require_may_hold(session: Session) -> None:
    if session.is_off:
        raise MoveNotAllowed(_("“%(title)s” has been taken out of the programme.") % {"title": session.title})
    if session.is_break:
        raise MoveNotAllowed(_("A break has no talks. Choose a session."))


def _is_to_be_presented(submission: Submission) -> bool:
    return Submission.objects.filter(pk=submission.pk).for_the_programme().exists()


def _next_board(session: Session) -> str:
    """The lowest number without a poster. The session's row is held, so two posters never get one board."""
    taken = set(session.talks.values_list("board", flat=True))
    number = 1
    while str(number) in taken:
        number += 1
    return str(number)


def _sound(minutes: int) -> int:
    if not 1 <= minutes <= MOST_MINUTES:
        raise ValidationError(_("A talk lasts from 1 to 480 minutes."), code="minutes")
    return minutes


def _number(talks: list[Talk]) -> None:
    """Write down the speaking order, counted from 1."""
    for order, talk in enumerate(talks, start=1):
        if talk.order != order:
            talk.order = order
            talk.save(update_fields=["order"])


def told_of_paper(session: Session, submission: Submission | None, talk: Talk | None = None) -> dict[str, object]:
    row = submission or talk
    titles = {f"paper_{code}": getattr(row, f"title_{code}", "") or "" for code in ("ru", "en")}
    return told_of(session, **titles)


@transaction.atomic
def unplace(talk: Talk, *, by: Person) -> None:
    """Take a paper out of its session: it is among those not yet placed again.

    Raises MoveNotAllowed for a statement (its own page deletes it) and when something hangs on the talk.
    """
    session = talk.session
    lock(session)
    if talk.submission is None:
        raise MoveNotAllowed(_("Statements are taken away on their own page."))
    told = told_of_paper(session, talk.submission)
    with step(session, by=by, kind=Kind.UNPLACED, told=told):
        try:
            talk.delete()
        except ProtectedError as error:
            raise MoveNotAllowed(_("Something has been attached to this talk, so it stays.")) from error
        _number(list(session.talks.all()))


@transaction.atomic
def move_talk(talk: Talk, *, by: Person, position: int) -> Talk:
    """Make the talk the *position*-th of its session (from 1; what is too much is the last)."""
    session = talk.session
    lock(session)
    with step(session, by=by, kind=Kind.REORDERED, told=told_of_paper(session, talk.submission, talk)):
        others = [each for each in session.talks.all() if each.pk != talk.pk]
        place = max(0, min(position - 1, len(others)))
        _number([*others[:place], talk, *others[place:]])
    return talk


@transaction.atomic
def retime_talk(talk: Talk, *, by: Person, minutes: int) -> Talk:
    """Give the talk *minutes*; those after it begin later or earlier. Raises ValidationError beyond 1 to 480."""
    session = talk.session
    lock(session)
    told = told_of_paper(session, talk.submission, talk)
    with step(session, by=by, kind=Kind.RETIMED, told={**told, "talk_minutes": minutes}):
        talk.minutes = _sound(minutes)
        talk.save(update_fields=["minutes"])
    return talk
