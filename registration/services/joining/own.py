"""What is a listener's own: events to come and past, courses, certificates."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from conference.models import IssuedDocument
from registration.models import Attendance, CourseMember, SignUp
from workshops.models import Listener, Session
from workshops.services.season.plan import kept_of

from .courses import Progress, certificates_of, progress_of
from .running import Shown, shown


@dataclass(frozen=True)
class Past:
    """An event that is over: whether the listener was there (and surely), and whether there is something to watch."""

    event: Shown
    was_there: bool
    is_sure: bool
    has_materials: bool


@dataclass(frozen=True)
class Taken:
    """A course the listener takes."""

    member: CourseMember
    progress: Progress
    certificate: IssuedDocument | None


@dataclass(frozen=True)
class OwnEvents:
    coming: list[Shown] = field(default_factory=list)
    past: list[Past] = field(default_factory=list)
    courses: list[Taken] = field(default_factory=list)


def own_events_of(listener: Listener) -> OwnEvents:
    """Everything of the listener's in the season, in a constant number of queries."""
    now = timezone.now()
    rows = Session.objects.of(listener.conference).filter(
        Q(pk__in=SignUp.objects.filter(listener=listener).values("session"))
        | Q(pk__in=Attendance.objects.filter(listener=listener).values("session"))
    )
    sessions = list(rows.select_related("kind", "course").order_by("starts", "pk"))
    for each in sessions:
        each.conference = listener.conference
    seen = dict(Attendance.objects.filter(listener=listener).values_list("session", "is_sure"))
    past = [each for each in sessions if each.ends <= now]
    kept = kept_of(past) if past else {}
    return OwnEvents(
        coming=[shown(each) for each in sessions if each.ends > now],
        past=[
            Past(shown(each), each.pk in seen, bool(seen.get(each.pk)), bool(kept.get(each.pk)))
            for each in reversed(past)
        ],
        courses=_courses(listener),
    )


def _courses(listener: Listener) -> list[Taken]:
    members = list(CourseMember.objects.filter(listener=listener).select_related("course").order_by("at", "pk"))
    for each in members:
        each.course.conference = listener.conference
    progress = progress_of(listener, [each.course for each in members]) if members else {}
    certificates = certificates_of(members) if members else {}
    return [Taken(each, progress[each.course_id], certificates.get(each.pk)) for each in members]
