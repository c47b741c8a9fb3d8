"""The desk of listeners: how many came to what, who they were, and the certificates of courses."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from conference.permissions import require
from conference.services.queue import Queue, enqueue
from conference.views.downloads import download
from registration.services.exporting import FORMATS
from registration.services.joining import certify_all
from registration.services.joining.counting import (
    events_with_turnout,
    guests_of,
    pupils_of,
    table_of_events,
    table_of_guests,
)
from registration.services.joining.courses import ready_for_certificates
from registration.services.joining.running import shown
from workshops.models import Course
from workshops.views.listening import of_a_season

from .courses import course_of
from .event import event_of

MAY = "workshops.season_desk"


@of_a_season
@require_safe
def listeners(request: HttpRequest) -> HttpResponse:
    """The events of the season with who signed up and who came: what is near first; the courses."""
    require(request.user, MAY, request.conference)
    rows, now = list(events_with_turnout(request.conference)), timezone.now()
    for row in rows:
        row.conference = request.conference
        row.shown = shown(row)  # type: ignore[attr-defined]
    context = {
        "coming": [row for row in rows if row.ends > now],
        "past": [row for row in reversed(rows) if row.ends <= now],
        "courses": Course.objects.of(request.conference),
    }
    return render(request, "registration/joining/desk.html", context)


@of_a_season
@require_safe
def listeners_of_event(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, MAY, request.conference)
    session = event_of(request, pk)
    guests = guests_of(session)
    context = {
        "event": session,
        "shown": shown(session),
        "guests": guests,
        "signed_up": sum(each.signed_up for each in guests),
        "came": sum(bool(each.joined) for each in guests),
    }
    return render(request, "registration/joining/desk_event.html", context)


@of_a_season
@require_safe
def events_table(request: HttpRequest, kind: str) -> HttpResponse:
    require(request.user, MAY, request.conference)
    content = table_of_events(request.conference, kind=_kind(kind))
    return download(content, FORMATS[kind], f"events.{kind}")


@of_a_season
@require_safe
def listeners_table(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    require(request.user, MAY, request.conference)
    content = table_of_guests(event_of(request, pk), kind=_kind(kind), by=request.user)
    return download(content, FORMATS[kind], f"listeners-{pk}.{kind}")


def _kind(kind: str) -> str:
    if kind not in FORMATS:
        raise Http404
    return kind


@of_a_season
@require_safe
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes the course, how far they have come, and whose certificate can be issued."""
    require(request.user, MAY, request.conference)
    found = course_of(request, slug)
    pupils = pupils_of(found)
    ready = sum(each.is_enough and not each.number for each in pupils)
    return render(request, "registration/joining/desk_course.html", {"course": found, "pupils": pupils, "ready": ready})


@of_a_season
@require_POST
def certify_course(request: HttpRequest, slug: str) -> HttpResponse:
    """Issue the certificates of all who have earned one, in the background; each gets a letter."""
    require(request.user, MAY, request.conference)
    found = course_of(request, slug)
    number = len(ready_for_certificates(found))
    if number:
        enqueue(certify_all, found.pk, queue=Queue.LONG)
        told = ngettext(
            "%(number)d certificate is being issued; the listener gets a letter.",
            "%(number)d certificates are being issued; the listeners get letters.",
            number,
        )
        messages.success(request, told % {"number": number})
    else:
        messages.info(request, _("Nobody has earned a certificate that is not issued yet."))
    return redirect(request.conference.url("registration:course_desk", slug=slug))
