"""What joining events adds to pages, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from conference.extensions import Block, ReportPart
from conference.grouping import grouped
from conference.models import Conference, Person
from conference.permissions import may
from conference.regions import region_name
from registration.documents.countries import country_name
from registration.models import Attendance, CourseMember, SignUp
from registration.services import joining as services
from registration.services.joining.attending import Way, way_in
from registration.services.joining.counting import reach_of
from registration.services.joining.courses import certificates_of, progress_in, ready_for_certificates
from registration.services.joining.forgetting import erase_listeners
from registration.services.joining.running import running_of, shown
from registration.services.joining.signing import may_sign_up
from workshops.models import Course, Listener, Season, Session
from workshops.services.season.plan import kept_of
from workshops.views.listening import is_met, listener_of

REACH = 20
JOINING, GOING_IN = 10, 5
"""The order of the block on the page of an event; while one can go in it stands at the very top."""
MOST_ROWS = 15


def schedules() -> list[Callable[[], Any]]:
    return [services.remind]


def recording_published(session: Session, address: dict[str, str]) -> None:
    services.tell_who_waits(session, address)


def listener_proved(listener: Listener, browser: Listener) -> None:
    """What the browser did becomes the owner's, and attendance from it is sure now."""
    if browser.pk != listener.pk:
        for model, key in ((SignUp, "session"), (Attendance, "session"), (CourseMember, "course")):
            has = model.objects.filter(listener=listener).values(key)
            model.objects.filter(listener=browser).exclude(**{f"{key}__in": has}).update(listener=listener)
            model.objects.filter(listener=browser).delete()
    Attendance.objects.filter(listener=listener).update(is_sure=True)


# -- pages ------------------------------------------------------------------------------------------------------


def session_page(request: HttpRequest, session: Session) -> list[Block]:
    """Joining an event, or signing up for it; whether the listener was there. Booked ones are another journey's."""
    if session.format != Session.Format.EVENT or (session.kind and session.kind.is_booked):
        return []
    listener = listener_of(request)
    mine = {"signed_up": False, "was_there": False}
    if listener is not None:
        mine["signed_up"] = SignUp.objects.filter(session=session, listener=listener).exists()
        mine["was_there"] = Attendance.objects.filter(session=session, listener=listener).exists()
    is_over = session.ends <= timezone.now()
    if session.is_off or (is_over and not mine["was_there"]):
        return []
    told = {"event": session, "shown": shown(session), "way": way_in(session), "is_met": is_met(request), **mine}
    told["is_kept"] = is_over and bool(kept_of([session]).get(session.pk))
    order = GOING_IN if told["way"] in (Way.OPEN, Way.NO_LINK) else JOINING
    return [Block(order, "registration/joining/block.html", {**told, "is_over": is_over, "may": may_sign_up(session)})]


def course_page(request: HttpRequest, course: Course) -> list[Block]:
    """Taking the course, one's own attendance, the certificate."""
    listener = listener_of(request)
    told: dict[str, Any] = {"course": course, "member": None, "progress": progress_in(course, listener)}
    if listener is not None:
        told["member"] = CourseMember.objects.filter(course=course, listener=listener).first()
        told["is_sure"] = listener.is_sure
    if told["member"]:
        told["certificate"] = certificates_of([told["member"]]).get(told["member"].pk)
    return [Block(10, "registration/joining/course_block.html", told)]


def home(request: HttpRequest, conference: Conference) -> list[Block]:
    """What runs in a season now or begins within the hour."""
    if not conference.is_season:
        return []
    running = running_of(conference)
    events = [*running.going_on, *running.soon]
    told = {"events": events, "is_on": bool(running.going_on)}
    return [Block(5, "registration/joining/block_home.html", told)] if events else []


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """The next events that the person signed up for, season by season."""
    rows = SignUp.objects.filter(listener__person=person, session__is_off=False, session__ends__gt=timezone.now())
    found = rows.select_related("session__conference", "session__kind").order_by("session__starts")[:5]
    events = [shown(row.session) for row in found]
    return [Block(11, "registration/joining/block_mine.html", {"events": events})] if events else []


def desk(request: HttpRequest, conference: Conference) -> list[Block]:
    """How many listen, and the way to their desk."""
    if not conference.is_season or not may(request.user, "workshops.season_desk", conference):
        return []
    return [Block(13, "registration/joining/block_desk.html", {"reach": reach_of(conference)})]


def tasks_waiting(request: HttpRequest, conference: Conference) -> list[dict[str, Any]]:
    """Certificates of courses that were earned and not issued."""
    if not conference.is_season or not may(request.user, "workshops.season_desk", conference):
        return []
    tasks = []
    for course in Course.objects.of(conference):
        if not (number := len(ready_for_certificates(course))):
            continue
        text = ngettext(
            "%(number)d listener has earned a certificate of hours",
            "%(number)d listeners have earned a certificate of hours",
            number,
        )
        tasks.append(
            {
                "text": text % {"number": number},
                "note": course.title,
                "url": conference.url("registration:course_desk", slug=course.slug),
                "action": _("Issue certificates"),
                "since": timezone.now(),
            }
        )
    return tasks


def sessions_of(person: Person, conference: Conference) -> set[int]:
    """Events that belong into the person's own calendar."""
    rows = SignUp.objects.of(conference).filter(listener__person=person)
    return set(rows.values_list("session", flat=True))


def listeners_of(sessions: Iterable[Session]) -> dict[int, set[int]]:
    """Who signed up, by event: those who gave an address of their own."""
    found: dict[int, set[int]] = {}
    rows = SignUp.objects.filter(session__in=list(sessions), listener__person__isnull=False)
    for session, person in rows.values_list("session", "listener__person"):
        found.setdefault(session, set()).add(person)
    return found


# -- statistics ---------------------------------------------------------------------------------------------------


def reach(conference: Conference) -> list[ReportPart]:
    """Who listens and from where, in distinct counts."""
    told = reach_of(conference)
    if not told.listeners:
        return []
    language = get_language() or "ru"
    figures = [
        (pgettext("statistics of a season", "Listeners"), told.listeners),
        (_("Came to at least one event"), told.active),
        (_("Visits to events"), told.joins),
        (_("Hours listened"), told.hours),
        (_("Schools of listeners"), told.schools),
        (_("Regions of Russia"), told.regions),
        (_("Countries"), told.countries),
    ]
    header = pgettext("statistics of a season", "Listeners")
    least = Season.rules_of(conference).least_group
    by_region = _apart(dict(told.by_region), region_name, _("Other regions"), least=least)
    by_country = _apart(
        dict(told.by_country), lambda code: country_name(code, language), _("Other countries"), least=least
    )
    tables = (
        (_("Listeners by region"), (_("Region"), header), by_region),
        (_("Listeners by country"), (_("Country"), header), by_country),
    )
    shown_figures = tuple((str(name), number_format(value, use_l10n=True)) for name, value in figures if value)
    title = pgettext("statistics of a season", "Listeners")
    return [ReportPart(REACH, title, figures=shown_figures, tables=tuple(table for table in tables if table[2]))]


def _apart(
    sizes: dict[str, int], name: Callable[[str], str], others: str, *, least: int
) -> tuple[tuple[str, str], ...]:
    """Rows of groups large enough to be shown apart, the longest first; the others told as one, or not at all."""
    shown_apart = grouped(sizes, least=least)
    rows = [(name(code), str(sizes[code])) for code in shown_apart.apart[:MOST_ROWS]]
    left = [*shown_apart.apart[MOST_ROWS:], *shown_apart.others]
    if left:
        rows.append((others, str(sum(sizes[code] for code in left))))
    return tuple(rows)


# -- personal data ------------------------------------------------------------------------------------------------


def personal_data(person: Person) -> dict[str, Any]:
    """Sign-ups, attendance and courses in every season."""
    signed = SignUp.objects.filter(listener__person=person).select_related("session__conference")
    came = Attendance.objects.filter(listener__person=person).select_related("session__conference")
    courses = CourseMember.objects.filter(listener__person=person).select_related("course__conference")
    return {
        "events_signed_up": [
            {"season": row.session.conference.title, "event": row.session.title, "at": row.at} for row in signed
        ],
        "events_joined": [
            {"season": row.session.conference.title, "event": row.session.title, "at": row.at, "is_sure": row.is_sure}
            for row in came
        ],
        "courses": [
            {"season": row.course.conference.title, "course": row.course.title, "certified_at": row.certified_at}
            for row in courses
        ],
    }


def erase(person: Person, *, by: Person | None) -> list[str]:
    """The person's listeners in all seasons, and the rows of browsers that said to be them."""
    return erase_listeners(Listener.objects.filter(Q(person=person) | Q(claims=person)))
