"""A listener's own page of the season: what is to come, what was, courses, details, and being forgotten."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conference.extensions import blocks
from conference.views.typed import switch_language, typed
from registration.forms.joining import DetailsForm
from registration.services import joining as services
from registration.services.joining.own import own_events_of
from workshops.models import Listener
from workshops.views.listening import forget_browser, known_listener, listener_of, of_a_season, own_page


def _unknown(request: HttpRequest) -> HttpResponse:
    """What somebody sees who has neither signed up nor opened a letter here."""
    return render(request, "registration/joining/unknown.html")


@of_a_season
@own_page
@require_safe
def listener(request: HttpRequest) -> HttpResponse:
    """Coming events, past ones with attendance and recordings, courses, and what other rooms keep."""
    mine = listener_of(request)
    if mine is None:
        return _unknown(request)
    mine.conference = request.conference
    own = own_events_of(mine)
    context = {"listener": mine, "own": own, "blocks": blocks("listener_page", request, mine)}
    return render(request, "registration/joining/mine.html", context)


@of_a_season
@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest) -> HttpResponse:
    """What a listener tells of themselves; nothing of it is needed."""
    if response := switch_language(request):
        return response
    mine = listener_of(request)
    if mine is None:
        return _unknown(request)
    mine.conference = request.conference
    if request.method == "POST":
        form = DetailsForm(request.POST, instance=_again(mine))
        if form.is_valid():
            services.tell_details(mine, organisation=form.organisation(), **_told(form))
            messages.success(request, _("Saved."))
            return redirect(request.conference.url("registration:listener"))
    else:
        form = DetailsForm.with_typed(typed(request), instance=mine)
    context = {"form": form, "has_errors": form.is_bound and bool(form.errors), "language_form": "main-form"}
    return render(request, "registration/joining/details.html", context)


def _again(mine: Listener) -> Listener:
    """A row for the form to write into, so that a refused form changes nothing that the page shows."""
    return Listener.objects.select_related("organisation").get(pk=mine.pk)


def _told(form: DetailsForm) -> dict[str, object]:
    return {name: form.cleaned_data[name] for name in form._meta.fields if name in form.fields}


@of_a_season
@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: HttpRequest) -> HttpResponse:
    """Erase this listener, after asking once."""
    mine = known_listener(request) if request.user.is_authenticated and listener_of(request) else listener_of(request)
    if mine is None:
        return _unknown(request)
    if request.method != "POST":
        return render(request, "registration/joining/forget.html", {"listener": mine})
    mine.conference = request.conference
    services.forget(mine)
    messages.success(request, _("We have forgotten you: nothing of yours is kept in this season any more."))
    return forget_browser(request, redirect(request.conference.url("workshops:programme")))
