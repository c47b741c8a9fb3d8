"""Joining an event of a season, and signing up for one.

The link of a letter or of a shared message leads to a page with one large button: programs that open links before
people do must record nothing, so nothing is recorded by GET, and the button works without JavaScript.

The answer to the button is a page of ours (200) whose ``<meta http-equiv=refresh>`` leads on to the video service,
with the same address as a link. A redirect (302, 303) would be refused: in Chromium ``form-action 'self'`` of our
policy holds for every redirect that follows a form, while a refresh is a navigation of its own. Tried in Chromium in
``tests/browser/test_joining.py``.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from conference.moves import MoveNotAllowed, refusal_words
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from registration.forms.joining import MeetForm, SignUpForm
from registration.models import Attendance, SignUp
from registration.services import joining as services
from registration.services.joining.attending import DOORS_OPEN_BEFORE, Way, way_in
from registration.services.joining.running import clock
from registration.services.joining.signing import may_sign_up
from workshops import zones
from workshops.models import Listener, Question, Session
from workshops.services import questions
from workshops.services.season.plan import kept_of
from workshops.views.listening import (
    is_met,
    known_listener,
    listener_of,
    may_write_to_listener,
    of_a_season,
    own_page,
    remember,
)


def event_of(request: HttpRequest, pk: int) -> Session:
    """The event, called off or not, with its season at hand."""
    rows = Session.objects.of(request.conference).select_related("kind", "course")
    session = get_object_or_404(rows, pk=pk, format=Session.Format.EVENT)
    session.conference = request.conference
    return session


def times_of(session: Session) -> dict[str, Any]:
    """When the event begins and ends and when its doors open, by a clock in the zone of the season."""
    zone = session.conference.zone
    starts = clock(session.starts, zone)
    named = zones.named(zone, session.starts)
    return {"starts": starts, "ends": clock(session.ends, zone), "doors": starts - DOORS_OPEN_BEFORE, "zone": named}


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """A button for who is known, two fields for who is not; otherwise when one can join, or that it is over."""
    if response := switch_language(request):
        return response
    session = event_of(request, pk)
    if way_in(session) != Way.OPEN:
        return _closed(request, session)
    is_known = is_met(request)
    if request.method == "POST":
        return _let_in(request, session) if is_known else _meet(request, session)
    form = None if is_known else MeetForm.with_typed(typed(request), conference=request.conference)
    return _page(request, session, form)


def of_a_form(form: MeetForm | None) -> dict[str, Any]:
    """What a page that meets somebody reads; who is met already fills in no form."""
    has_errors = bool(form and form.is_bound and form.errors)
    return {"form": form, "has_errors": has_errors, "language_form": "main-form" if form else ""}


def _page(request: HttpRequest, session: Session, form: MeetForm | None) -> HttpResponse:
    context = {"event": session, "listener": listener_of(request), **of_a_form(form), **times_of(session)}
    return render(request, "registration/joining/join.html", context)


def _closed(request: HttpRequest, session: Session) -> HttpResponse:
    listener = listener_of(request)
    signed_up = has_signed_up(request, session)
    was_there = listener is not None and Attendance.objects.filter(session=session, listener=listener).exists()
    context = {
        "event": session,
        "way": way_in(session),
        "signed_up": signed_up,
        "was_there": was_there,
        "may_sign_up": may_sign_up(session),
        "is_kept": bool(kept_of([session]).get(session.pk)),
        **times_of(session),
    }
    return render(request, "registration/joining/closed.html", context)


def _let_in(request: HttpRequest, session: Session) -> HttpResponse:
    listener = known_listener(request)
    assert listener is not None
    try:
        services.join(session, listener)
    except MoveNotAllowed:  # it ended at this very moment
        return _closed(request, session)
    return _opened(request, session)


def _meet(request: HttpRequest, session: Session) -> HttpResponse:
    form = MeetForm(request.POST, conference=request.conference)
    if not form.is_valid():
        return _page(request, session, form)
    try:
        listener = services.enter(session, **form.told(), browser=listener_of(request))
    except MoveNotAllowed:
        return _closed(request, session)
    request._listener = listener  # type: ignore[attr-defined]
    return remember(request, _opened(request, session), listener)


def _opened(request: HttpRequest, session: Session) -> HttpResponse:
    """The page that leads on to the video service."""
    return render(request, "registration/joining/opened.html", {"event": session})


def has_signed_up(request: HttpRequest, session: Session) -> bool:
    """Whether the listener who asks means to come already."""
    listener = listener_of(request)
    return listener is not None and SignUp.objects.filter(session=session, listener=listener).exists()


# -- signing up -----------------------------------------------------------------------------------------------------


@of_a_season
@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """One click for who is known; two fields for who is not."""
    if response := switch_language(request):
        return response
    session = event_of(request, pk)
    is_known = is_met(request)
    if not may_sign_up(session):
        return redirect(_page_of(session))
    if has_signed_up(request, session):
        messages.info(request, _("You have signed up already."))
        return redirect(_page_of(session))
    if request.method == "POST":
        return _sign_up_known(request, session) if is_known else _sign_up_stranger(request, session)
    form = None if is_known else _form(request, session)
    return _sign_up_page(request, session, form)


def _form(request: HttpRequest, session: Session) -> SignUpForm:
    asks = bool(session.kind and session.kind.takes_questions)
    if request.method == "POST":
        return SignUpForm(request.POST, conference=request.conference, asks=asks)
    return SignUpForm.with_typed(typed(request), conference=request.conference, asks=asks)


def _sign_up_page(request: HttpRequest, session: Session, form: SignUpForm | None) -> HttpResponse:
    context = {"event": session, **of_a_form(form), **times_of(session)}
    return render(request, "registration/joining/sign_up.html", context)


def _sign_up_known(request: HttpRequest, session: Session) -> HttpResponse:
    listener = known_listener(request)
    assert listener is not None
    writes = may_write_to_listener(request, listener.person.letters_to if listener.person else f"row {listener.pk}")
    done = _("You have signed up. The letter with your link is on its way.")
    said = done if writes and listener.person_id else _("You have signed up.")
    attempt(request, lambda by: services.sign_up(session, listener, writes=writes), done=said)
    return redirect(_page_of(session))


def _sign_up_stranger(request: HttpRequest, session: Session) -> HttpResponse:
    form = _form(request, session)
    if not form.is_valid():
        return _sign_up_page(request, session, form)
    told = form.told()
    writes = may_write_to_listener(request, told["email"])
    try:
        listener = services.sign_up_stranger(session, **told, browser=listener_of(request), writes=writes)
    except MoveNotAllowed as refusal:
        messages.warning(request, refusal_words(refusal))
        return redirect(_page_of(session))
    if listener.person_id:
        messages.success(request, _("You have signed up. The letter with your link is on its way."))
    else:
        messages.success(
            request,
            _("You have signed up in this browser. This address is known here: open the link in our letter, and "
              "reminders will come to it."),
        )  # fmt: skip
    _ask(request, session, listener, form.cleaned_data.get("question", ""))
    return remember(request, redirect(_page_of(session)), listener)


def _ask(request: HttpRequest, session: Session, listener: Listener, text: str) -> None:
    """The question asked at sign-up; one that is refused does not undo the signing up."""
    if not text.strip():
        return
    try:
        asked = questions.ask(
            request.conference, listener=listener, text=text, language=get_language() or "ru", session=session,
            phase=Question.Phase.SIGNUP,
        )  # fmt: skip
    except (MoveNotAllowed, ValidationError) as refusal:
        messages.warning(request, refusal_words(refusal))
        return
    waits = asked.state == Question.State.PENDING
    said = _("Your question is with the moderator.") if waits else _("Your question is in the list.")
    address = request.conference.url("workshops:questions_event", pk=session.pk)
    messages.success(request, format_html('{} <a href="{}#own">{}</a>', said, address, _("Your questions")))


def _page_of(session: Session) -> str:
    """From its top, where the page says what was done."""
    return session.conference.url("workshops:session", pk=session.pk)


@of_a_season
@require_POST
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The listener does not come after all."""
    session = event_of(request, pk)
    listener = listener_of(request)
    if listener is not None and services.take_back(session, listener):
        messages.success(request, _("You are no longer signed up; nothing will remind you of this event."))
    return redirect(_page_of(session))
