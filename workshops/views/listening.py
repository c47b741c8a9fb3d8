"""By what the site knows a listener: a signed-in person, or a cookie of this browser for one season."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from conference.keys import key_in
from conference.models import Conference
from conference.models.people import PersonManager
from conference.views.typed import switch_language, typed
from workshops.forms.listening import LinkForm
from workshops.models import Listener, Session
from workshops.services import listening

DAYS = 300 * 24 * 3600
INSIDE = re.compile(r"(?!/)[\w\-/]+/(\?[\w\-=&]*)?(#[\w\-]+)?", re.ASCII)
"""An address within a season, told from its root: ``now/``, ``sessions/5/join/``."""

own_page = cache_control(private=True, no_store=True)
"""A page on which something is a listener's own: no cache keeps it."""


def of_a_season(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page that only a season has: of any other conference it is 404."""

    @wraps(view)
    def page(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not request.conference.is_season:
            raise Http404
        return view(request, *args, **kwargs)

    return page


def cookie_of(conference: Conference) -> str:
    return f"listener-{conference.pk}"


def listener_of(request: HttpRequest) -> Listener | None:
    """The listener who asks for this page of a season; None for somebody not met yet. Asked once for a request.

    A signed-in person is their own listener, whatever the cookie says; they may have none yet
    (``services.listening.listener_of_person`` makes one).
    """
    if not hasattr(request, "_listener"):
        request._listener = _find(request)  # type: ignore[attr-defined]
    found: Listener | None = request._listener  # type: ignore[attr-defined]
    return found


def _find(request: HttpRequest) -> Listener | None:
    conference = request.conference
    if request.user.is_authenticated:
        return Listener.objects.of(conference).of_person(request.user).first()
    return browser_of(request)


def browser_of(request: HttpRequest) -> Listener | None:
    """The listener for whom this browser keeps a cookie, whoever is signed in."""
    conference = request.conference
    token = request.COOKIES.get(cookie_of(conference), "")
    found = listening.listener_by_cookie(conference, token) if token else None
    if found is not None:
        found.conference = conference
    return found


def is_met(request: HttpRequest) -> bool:
    """Whether we know the name and an address already; a browser that only asked or voted has told neither."""
    if request.user.is_authenticated:
        return True
    listener = listener_of(request)
    return listener is not None and bool(listener.person_id or listener.claims_id)


def known_listener(request: HttpRequest) -> Listener | None:
    """``listener_of`` for a verb: a signed-in person who has not listened yet becomes a listener here."""
    if request.user.is_authenticated:
        request._listener = listening.listener_of_person(request.conference, request.user)  # type: ignore[attr-defined]
    return listener_of(request)


def remember(request: HttpRequest, response: HttpResponse, listener: Listener) -> HttpResponse:
    """Let this browser be known as *listener* on later pages of the season."""
    response.set_cookie(
        cookie_of(listener.conference),
        listening.cookie_token(listener),
        max_age=DAYS,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )
    return response


def forget_browser(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    response.delete_cookie(cookie_of(request.conference), samesite="Lax")
    return response


def may_write_to_listener(request: HttpRequest, address: str) -> bool:
    """Whether one more letter that a visitor causes may go to *address* now. No limit for the visitor's own network:
    whole schools sit behind one address."""
    return bool(ratelimit.consume(request, action="listener_letter", key=PersonManager.normalize_email(address)))


# -- the personal link ------------------------------------------------------------------------------------------


@of_a_season
@own_page
@require_safe
def personal_link(request: HttpRequest, token: str) -> HttpResponse:
    """Make the browser known as the owner of the link, and lead on to what ``?to=`` names.

    Programs that look at links in letters before people do may open it too: it proves the address, and does nothing
    else. Attendance is never recorded here. HEAD does nothing at all.
    """
    listener = listening.listener_by_link(request.conference, token)
    if listener is None:
        return render(request, "workshops/listening/link_dead.html", {"form": LinkForm()}, status=404)
    listener.conference = request.conference
    way_on = _way_on(request, request.GET.get("to", ""))
    response = redirect(way_on)
    if request.method == "HEAD":
        return response
    is_first = listener.confirmed_at is None and listener.person_id is not None
    listener = listening.confirm(listener, browser=browser_of(request))
    if request.user.is_authenticated and request.user.pk != listener.person_id:
        messages.info(request, _("You are signed in under another name. Sign out to use the link of this letter."))
    elif is_first and way_on == _own(request.conference):
        messages.success(request, _("Your address is confirmed. Here are your events."))
    return remember(request, response, listener)


def _way_on(request: HttpRequest, to: str) -> str:
    """The address of an event by its key, or one within the season; the listener's own page for anything else."""
    conference = request.conference
    if key := key_in(to):
        if Session.objects.of(conference).filter(pk=key).exists():
            return conference.url("workshops:session", pk=key)
    elif INSIDE.fullmatch(to):
        return conference.get_absolute_url() + to
    return _own(conference)


def _own(conference: Conference) -> str:
    return conference.url("registration:listener")


@of_a_season
@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def link_again(request: HttpRequest) -> HttpResponse:
    """Send the personal link once more. The answer is the same whether or not the address is known."""
    if response := switch_language(request):
        return response
    form = LinkForm(request.POST) if request.method == "POST" else LinkForm.with_typed(typed(request))
    if request.method == "POST" and form.is_valid():
        address = form.cleaned_data["email"]
        if may_write_to_listener(request, address):
            listening.send_link(request.conference, address)
        return render(request, "workshops/listening/link_sent.html", {"email": address})
    context = {"form": form, "has_errors": bool(form.errors), "language_form": "main-form"}
    return render(request, "workshops/listening/link_again.html", context)


@csrf_exempt
@of_a_season
@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop_letters(request: HttpRequest, token: str) -> HttpResponse:
    """End letters about events by one click, without a cookie (RFC 8058: a mail program posts here by itself)."""
    listener = listening.listener_by_stop_link(request.conference, token)
    if listener is None:
        return render(request, "workshops/listening/link_dead.html", {"form": LinkForm()}, status=404)
    if request.method == "POST":
        listening.stop_letters(listener)
    return render(request, "workshops/listening/stop.html", {"is_done": not listener.wants_reminders})
