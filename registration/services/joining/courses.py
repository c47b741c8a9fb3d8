"""Courses of several meetings: taking one, how far one has come, and the certificate of hours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conference.models import ConsentText, IssuedDocument, Message, Person
from conference.moves import MoveNotAllowed
from conference.services import mail
from conference.services.documents import issue_document
from registration.documents.joining import CourseCertificate
from registration.models import Attendance, CourseMember, SignUp
from workshops.models import Course, Listener, Session
from workshops.services.listening import meet, personal_link
from workshops.services.questions import say_who
from workshops.services.season.letters import text_of

from .running import clock
from .signing import sign_up


@dataclass(frozen=True)
class Meeting:
    """A meeting of a course for a listener: ``attended``, ``unsure``, ``missed``, ``running`` or ``coming``."""

    session: Session
    starts: datetime
    state: str


@dataclass(frozen=True)
class Progress:
    """How far a listener has come in a course: its meetings in time order, and at which they were seen for sure."""

    course: Course
    meetings: list[Session] = field(default_factory=list)
    attended: frozenset[int] = frozenset()
    unsure: frozenset[int] = frozenset()
    """Joined without showing that the address is theirs: this counts once the personal link has been opened."""

    @property
    def count(self) -> int:
        return len(self.attended)

    @property
    def left(self) -> int:
        return max(self.course.meetings_needed - self.count, 0)

    @property
    def is_enough(self) -> bool:
        return self.count >= self.course.meetings_needed

    @property
    def coming(self) -> list[Session]:
        """Meetings that are not over, with those at which the listener is already."""
        now = timezone.now()
        return [each for each in self.meetings if each.ends > now]

    @property
    def is_in_reach(self) -> bool:
        """Whether the certificate can still be earned, or is: by what was attended, sure or not, and is to come."""
        seen = self.attended | self.unsure
        return len(seen | {each.pk for each in self.coming}) >= self.course.meetings_needed

    @property
    def rows(self) -> list[Meeting]:
        """The meetings with their days, and what the listener did at each."""
        zone = self.course.conference.zone
        return [Meeting(each, clock(each.starts, zone), self._state(each)) for each in self.meetings]

    def _state(self, session: Session) -> str:
        if session.pk in self.attended:
            return "attended"
        if session.pk in self.unsure:
            return "unsure"
        now = timezone.now()
        if session.ends <= now:
            return "missed"
        return "running" if session.starts <= now else "coming"


def meetings_of(courses: Iterable[Course]) -> dict[int, list[Session]]:
    """The standing meetings of each course in time order; one query."""
    found: dict[int, list[Session]] = {each.pk: [] for each in courses}
    for session in Session.objects.standing().filter(course__in=found).order_by("starts", "pk"):
        found[session.course_id].append(session)  # type: ignore[index]
    return found


def progress_of(listener: Listener, courses: Iterable[Course]) -> dict[int, Progress]:
    """The listener's progress in each of *courses*; two queries, whatever their number."""
    courses = list(courses)
    meetings = meetings_of(courses)
    rows = Attendance.objects.filter(listener=listener, session__course__in=courses)
    seen = dict(rows.values_list("session", "is_sure"))
    return {
        course.pk: Progress(
            course,
            meetings[course.pk],
            frozenset(each.pk for each in meetings[course.pk] if seen.get(each.pk)),
            frozenset(each.pk for each in meetings[course.pk] if seen.get(each.pk) is False),
        )
        for course in courses
    }


def progress_in(course: Course, listener: Listener | None) -> Progress:
    """The progress of *listener* in one course; of somebody not met yet, that of a beginner."""
    if listener is None:
        return Progress(course, meetings_of([course])[course.pk])
    return progress_of(listener, [course])[course.pk]


@transaction.atomic
def join_course(course: Course, listener: Listener, *, writes: bool = True) -> CourseMember:
    """Take the course: this signs up for all of its meetings still to come, with one letter.

    Raises MoveNotAllowed when none is to come.
    """
    coming = Progress(course, meetings_of([course])[course.pk]).coming
    member = CourseMember.objects.filter(course=course, listener=listener).first()
    if not coming and member is None:
        raise MoveNotAllowed(_("All meetings of this course are over."))
    is_new = member is None
    member = member or CourseMember.objects.create(course=course, listener=listener)
    for session in coming:
        sign_up(session, listener, writes=False)
    if is_new and writes:
        _confirm_by_letter(course, listener, coming)
    return member


@transaction.atomic
def join_course_as_stranger(
    course: Course, *, name: str, email: str, language: str, consent: ConsentText | None,
    browser: Listener | None = None, writes: bool = True,
) -> Listener:  # fmt: skip
    """Meet a stranger by two fields and let them take the course. Raises MoveNotAllowed."""
    told: dict[str, Any] = {"name": name, "email": email, "language": language, "consent": consent}
    listener = say_who(browser, **told) if browser else meet(course.conference, **told).listener
    join_course(course, listener, writes=writes)
    return listener


def _confirm_by_letter(course: Course, listener: Listener, coming: list[Session]) -> Message | None:
    if listener.person_id is None:
        return None
    Listener.objects.filter(pk=listener.pk).update(link_sent_at=timezone.now())
    return mail.queue(
        "event-course", to=listener.person or "", conference=course.conference, language=listener.language,
        about=course, listener=listener.name, link=personal_link(listener, to="mine/"),
        course=text_of(course, "title", listener.language), number=len(coming),
    )  # fmt: skip


@transaction.atomic
def leave_course(course: Course, listener: Listener) -> None:
    """Leave the course: its meetings still to come are taken back; what was attended stays."""
    CourseMember.objects.filter(course=course, listener=listener, certified_at=None).delete()
    SignUp.objects.filter(listener=listener, session__course=course, session__starts__gt=timezone.now()).delete()


def certificate_of(member: CourseMember) -> IssuedDocument | None:
    """The valid certificate of hours of *member*, if it was issued."""
    return certificates_of([member]).get(member.pk)


def certificates_of(members: Iterable[CourseMember]) -> dict[int, IssuedDocument]:
    """Valid certificates by the key of the member; one query."""
    about = ContentType.objects.get_for_model(CourseMember)
    keys = [each.pk for each in members]
    rows = IssuedDocument.objects.valid().filter(about_type=about, about_id__in=keys)
    return {row.about_id: row for row in rows if row.about_id is not None}


def certify(member: CourseMember, *, by: Person | None) -> IssuedDocument:
    """Issue the certificate of hours, numbered and verifiable; one that is valid already is returned as it is.

    Raises MoveNotAllowed when too few meetings were attended for sure.
    """
    known = certificate_of(member)
    if known is not None and known.file:
        return known
    listener, course = member.listener, member.course
    progress = progress_of(listener, [course])[course.pk]
    if listener.person is None or not progress.is_enough:
        left = progress.left or course.meetings_needed
        raise MoveNotAllowed(
            ngettext(
                "%(left)d more meeting of the course is needed for the certificate.",
                "%(left)d more meetings of the course are needed for the certificate.",
                left,
            )
            % {"left": left}
        )
    issued = issue_document(
        CourseCertificate, conference=course.conference, person=listener.person, language=listener.language,
        about=member, facts=facts_of(progress, listener),
    )  # fmt: skip
    CourseMember.objects.filter(pk=member.pk, certified_at=None).update(certified_at=timezone.now())
    return issued


def facts_of(progress: Progress, listener: Listener) -> dict[str, Any]:
    """What the certificate says, kept so that it never changes afterwards. Hours are academic, of 45 minutes."""
    course, zone = progress.course, progress.course.conference.zone
    return {
        "name": listener.name,
        "hours": float(course.hours),
        "course_ru": text_of(course, "title", "ru"),
        "course_en": text_of(course, "title", "en"),
        "meetings": len(progress.meetings),
        "sessions": [
            {
                "day": timezone.localtime(each.starts, zone).date().isoformat(),
                "ru": text_of(each, "title", "ru"),
                "en": text_of(each, "title", "en"),
                "minutes": each.minutes,
            }
            for each in progress.meetings
            if each.pk in progress.attended
        ],
    }


def ready_for_certificates(course: Course) -> list[CourseMember]:
    """Members who attended enough for sure and have no certificate yet; three queries."""
    members = list(
        CourseMember.objects.filter(course=course, certified_at=None, listener__person__isnull=False)
        .select_related("listener__person", "course__conference")
        .order_by("pk")
    )
    seen = attended_by(members, course)
    return [each for each in members if seen[each.listener_id] >= course.meetings_needed]


def attended_by(members: Iterable[CourseMember], course: Course) -> Counter[int]:
    """How many meetings of the course each of *members* was at for sure, by the key of the listener; two queries."""
    meetings = [each.pk for each in meetings_of([course])[course.pk]]
    listeners = [each.listener_id for each in members]
    rows = Attendance.objects.filter(session__in=meetings, is_sure=True, listener__in=listeners)
    return Counter(rows.values_list("listener", flat=True))


def certify_all(course_pk: int) -> int:
    """A task: issues the certificates of everybody who has earned one and tells them; returns how many."""
    course = Course.objects.select_related("conference").filter(pk=course_pk).first()
    members = ready_for_certificates(course) if course else []
    for member in members:
        issued = certify(member, by=None)
        listener = member.listener
        mail.queue(
            "event-certificate", to=listener.person or "", conference=member.course.conference,
            language=listener.language, about=member, listener=listener.name,
            course=text_of(member.course, "title", listener.language),
            document=issued.number, link=personal_link(listener, to="mine/"),
        )  # fmt: skip
    return len(members)
