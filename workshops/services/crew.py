"""Interpreters, sign-language interpreters and captioners: assigned to sessions, written to, and the pack they open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.models import Conference, Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from workshops.models import Assignment, Session

from .materials import log_access

Kind = Assignment.Kind
PROMISES = {Kind.INTERPRETER: "interpretation", Kind.SIGN: "sign_language", Kind.CAPTIONS: "captions"}
"""Which field of a session promises what each kind of helper does."""


@transaction.atomic
def assign(
    session: Session, person: Person, *, by: Person, kind: str, languages: str = "", note: str = ""
) -> Assignment:
    """*person* interprets, signs or captions *session*. They are written to by ``tell_crew``.

    Raises MoveNotAllowed for a break, a session taken out, and somebody assigned to the same already.
    """
    if session.is_off or session.is_break:
        raise MoveNotAllowed(_("Nobody is needed there: it is a break, or not in the programme."))
    made, created = Assignment.objects.get_or_create(
        session=session, person=person, kind=kind, defaults={"languages": languages.strip(), "note": note.strip()}
    )
    if not created:
        raise MoveNotAllowed(_("%(name)s is assigned to this already.") % {"name": person})
    return made


@transaction.atomic
def unassign(assignment: Assignment, *, by: Person) -> None:
    """Take the person off; who has had a letter about it gets another one."""
    person, session = assignment.person, assignment.session
    was_told, kind = assignment.told_at is not None, assignment.kind
    if not Assignment.objects.filter(pk=assignment.pk).delete()[0]:
        raise MoveNotAllowed(_("This has been done already."))
    if was_told and session.ends > timezone.now():
        _write("crew-unassigned", person, session.conference, [Assignment(session=session, kind=kind)])


@transaction.atomic
def tell_crew(conference: Conference, *, by: Person, only: Iterable[int] | None = None) -> int:
    """One letter to everybody who was assigned since the last one, with all their sessions; how many letters.

    *only* limits it to the assignments of these sessions, by their keys.
    """
    rows = Assignment.objects.of(conference).untold().filter(session__ends__gt=timezone.now())
    if only is not None:
        rows = rows.filter(session__in=list(only))
    keys = list(rows.select_for_update(no_key=True, of=("self",)).values_list("pk", "person"))
    Assignment.objects.filter(pk__in=[pk for pk, _person in keys]).update(told_at=timezone.now())
    people = dict.fromkeys(person for _pk, person in keys)
    told: dict[int, list[Assignment]] = defaultdict(list)
    coming = Assignment.objects.of(conference).standing().filter(person__in=people, session__ends__gt=timezone.now())
    for each in coming.exclude(told_at=None).select_related("session__conference", "session__room", "person"):
        told[each.person_id].append(each)
    for assignments in told.values():
        _write("crew-assigned", assignments[0].person, conference, assignments)
    return len(told)


def _write(key: str, person: Person, conference: Conference, assignments: list[Assignment]) -> None:
    language = person.language
    with override(language):
        sessions = "\n".join(f"– {_line(each, conference, language)}" for each in assignments)
        link = mail.link(conference.url("workshops:pack"))
    mail.queue(key, to=person, conference=conference, language=language, sessions=sessions, link=link)


def _line(assignment: Assignment, conference: Conference, language: str) -> str:
    """«18 июня 2027 г., 10:00–11:30: «Открытие», Голубой зал (переводчик)»."""
    session = assignment.session
    starts, ends = (timezone.localtime(each, conference.zone) for each in (session.starts, session.ends))
    title = getattr(session, f"title_{language}") or session.title
    room = (getattr(session.room, f"title_{language}") or session.room.title) if session.room else ""
    told = {
        "when": f"{date_format(starts, 'DATE_FORMAT')}, {starts:%H:%M}–{ends:%H:%M}",
        "title": title,
        "room": room,
        "service": assignment.get_kind_display(),
    }
    wording = _("%(when)s: “%(title)s”, %(room)s (%(service)s)") if room else _("%(when)s: “%(title)s” (%(service)s)")
    return wording % told


def note_seen(assignments: Iterable[Assignment], conference: Conference, *, by: Person) -> None:
    """Note the first opening of the pack, and in the audit log each one."""
    rows = list(assignments)
    Assignment.objects.filter(pk__in=[each.pk for each in rows], seen_at=None).update(seen_at=timezone.now())
    for session in {each.session_id: each.session for each in rows}.values():
        log_access(session, by=by, what="pack")


def unstaffed(conference: Conference) -> list[tuple[Session, str]]:
    """Sessions to come with a kind of helper that is promised and that nobody is assigned to."""
    coming = Session.objects.of(conference).standing().filter(ends__gt=timezone.now()).prefetch_related("assignments")
    return [
        (session, str(kind))
        for session in coming
        for kind, promise in PROMISES.items()
        if getattr(session, promise) and all(each.kind != kind for each in session.assignments.all())
    ]
