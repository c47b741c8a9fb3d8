"""Taking a course of several meetings, and its certificate of hours."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.models import IssuedDocument
from conference.moves import MoveNotAllowed, refusal_words
from conference.services.documents import draw
from conference.views.downloads import download
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from registration.forms.joining import MeetForm
from registration.models import CourseMember
from registration.services import joining as services
from registration.services.joining.courses import certificates_of, progress_in
from workshops.models import Course, Listener
from workshops.views.listening import (
    is_met,
    known_listener,
    listener_of,
    may_write_to_listener,
    of_a_season,
    own_page,
    remember,
)

from .event import of_a_form


def course_of(request: HttpRequest, slug: str) -> Course:
    course = get_object_or_404(Course.objects.of(request.conference), slug=slug)
    course.conference = request.conference
    return course


def _mine(request: HttpRequest) -> HttpResponse:
    return redirect(request.conference.url("registration:listener"))


@of_a_season
@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def join_course(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the course: one click for who is known, two fields for who is not."""
    if response := switch_language(request):
        return response
    course = course_of(request, slug)
    if is_met(request):
        if request.method == "POST":
            return _join(request, course, known_listener(request))
        return _page(request, course, None)
    if request.method != "POST":
        return _page(request, course, MeetForm.with_typed(typed(request), conference=request.conference))
    form = MeetForm(request.POST, conference=request.conference)
    if not form.is_valid():
        return _page(request, course, form)
    try:
        listener = services.join_course_as_stranger(
            course, **form.told(), browser=listener_of(request),
            writes=may_write_to_listener(request, form.cleaned_data["email"]),
        )  # fmt: skip
    except MoveNotAllowed as refusal:
        messages.warning(request, refusal_words(refusal))
        return _page(request, course, form)
    messages.success(request, _joined())
    return remember(request, _mine(request), listener)


def _joined() -> str:
    return _("You take the course: you are signed up for all of its meetings still to come.")


def _join(request: HttpRequest, course: Course, listener: Listener | None) -> HttpResponse:
    attempt(request, lambda by: services.join_course(course, listener), done=_joined())
    return _mine(request)


def _page(request: HttpRequest, course: Course, form: MeetForm | None) -> HttpResponse:
    context = {"course": course, "progress": progress_in(course, listener_of(request)), **of_a_form(form)}
    return render(request, "registration/joining/course_join.html", context)


@of_a_season
@require_POST
def leave_course(request: HttpRequest, slug: str) -> HttpResponse:
    course, listener = course_of(request, slug), listener_of(request)
    if listener is not None:
        services.leave_course(course, listener)
        messages.success(request, _("You no longer take this course."))
    return _mine(request)


@of_a_season
@require_POST
def certify(request: HttpRequest, slug: str) -> HttpResponse:
    """Issue the certificate of hours to a listener who has shown that the address is theirs."""
    course, listener = course_of(request, slug), listener_of(request)
    rows = CourseMember.objects.filter(course=course, listener=listener).select_related("listener__person", "course")
    member = get_object_or_404(rows, listener__confirmed_at__isnull=False)
    member.course = course
    attempt(request, lambda by: services.certify(member, by=None), done=_("Your certificate is ready."))
    return _mine(request)


@of_a_season
@own_page
@require_safe
def certificate(request: HttpRequest, slug: str) -> HttpResponse:
    """The certificate as PDF, for the listener alone."""
    course, listener = course_of(request, slug), listener_of(request)
    rows = CourseMember.objects.filter(course=course, listener=listener, listener__confirmed_at__isnull=False)
    member = get_object_or_404(rows)
    issued = certificates_of([member]).get(member.pk)
    if issued is None or issued.kind != IssuedDocument.Kind.HOURS:
        return _mine(request)
    return download(draw(issued), "application/pdf", f"certificate-{issued.number}.pdf")
