"""The way in: a code typed from the letter or a link, who fills it in, a delegation handed over."""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conference.adapters import send_login_code
from conference.moves import MoveNotAllowed
from conference.services.people import person_for_email
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from registration.forms.delegations import CodeForm, OfficerForm
from registration.models import Delegation
from registration.services import delegations as services
from registration.views.start import may_write_to

from .common import address, page_of

INVITED, TAKING = "delegation_invited", "delegation_taking"
GUESSING = "delegation_code"


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """“I have a code from the letter”. Who leads one delegation lands on its task list."""
    if response := switch_language(request):
        return response
    led = Delegation.objects.of(request.conference).led_by(request.user) if request.user.is_authenticated else []
    mine = list(led)
    if request.method != "POST" and len(mine) == 1 and "another" not in request.GET:
        return redirect(address(mine[0]))
    form = CodeForm(request.POST) if request.method == "POST" else CodeForm.with_typed(typed(request))
    if request.method == "POST" and form.is_valid() and (found := _found(request, form)):
        request.session[INVITED] = found.pk
        return redirect(request.conference.url("registration:delegation_begin"))
    context = {
        "form": form, "mine": [page_of(each) for each in mine], "has_errors": bool(form.errors),
        "language_form": "main-form",
    }  # fmt: skip
    return render(request, "registration/delegation_start.html", context)


def _found(request: HttpRequest, form: CodeForm) -> Delegation | None:
    """The delegation of the code. Every attempt is counted; unknown, void and foreign codes are answered alike."""
    if not ratelimit.consume(request, action=GUESSING):
        form.add_error("code", _("Too many attempts. Wait a minute and try again"))
        return None
    found = Delegation.objects.of(request.conference).with_code(form.cleaned_data["code"])
    if found is None or not found.may_replace():
        form.add_error("code", _("There is no such code. Check it against the letter, or open the link in it"))
        return None
    return found


@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the letter: the same as typing its code."""
    found = Delegation.objects.of(request.conference).invited_by(token)
    if found is None or not found.may_replace():
        return render(request, "registration/link_dead.html", status=404)
    request.session[INVITED] = found.pk
    return redirect(request.conference.url("registration:delegation_begin"))


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Country and body are filled in; who fills in the rest is asked of who is not signed in."""
    if response := switch_language(request):
        return response
    delegation = Delegation.objects.of(request.conference).filter(pk=request.session.get(INVITED)).first()
    if delegation is None:
        return redirect(request.conference.url("registration:delegation_start"))
    delegation.conference = request.conference
    if delegation.focal_point_id:
        if request.user.is_authenticated and delegation.focal_point_id == request.user.pk:
            return redirect(address(delegation))
        return render(request, "registration/delegation_taken.html", page_of(delegation))
    if request.user.is_authenticated:
        if request.method == "POST":
            return _take_up(request, delegation)
        return render(request, "registration/delegation_begin.html", page_of(delegation, form=None))
    form = OfficerForm(request.POST) if request.method == "POST" else OfficerForm.with_typed(typed(request))
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["email"]
        if may_write_to(request, to):
            request.session[TAKING] = delegation.pk
            return _prove(
                request, to, form.cleaned_data["name"], request.conference.url("registration:delegation_take")
            )
        form.add_error(
            "email", _("Several codes have been sent to this address already. Wait a minute and send again.")
        )
    context = page_of(delegation, form=form, has_errors=bool(form.errors), language_form="main-form")
    return render(request, "registration/delegation_begin.html", context)


@login_required
@require_safe
def take(request: HttpRequest) -> HttpResponse:
    """Where the officer lands once the code is entered."""
    pk = request.session.pop(TAKING, None)
    delegation = Delegation.objects.of(request.conference).filter(pk=pk).first() if pk else None
    if delegation is None:
        return redirect(request.conference.url("registration:delegation_start"))
    delegation.conference = request.conference
    return _take_up(request, delegation)


def _take_up(request: HttpRequest, delegation: Delegation) -> HttpResponse:
    try:
        services.take_up(delegation, by=request.user)
    except MoveNotAllowed:
        return render(request, "registration/delegation_taken.html", page_of(delegation))
    request.session.pop(INVITED, None)
    has_head = services.roster(delegation).head is not None
    return redirect(address(delegation) if has_head else address(delegation, "delegation_head"))


def _prove(request: HttpRequest, to: str, name: str, path: str) -> HttpResponse:
    """Send a log-in code to *to*; *path* is opened once it is entered. The same whether or not we know the address."""
    person = person_for_email(to, language=get_language() or "ru", full_name=name)
    send_login_code(request, person)
    return HttpResponseRedirect(f"{reverse('account_confirm_login_code')}?{urlencode({'next': path})}")


@require_http_methods(["GET", "HEAD", "POST"])
def handed_over(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a hand-over: the colleague shows that the address is theirs, then accepts."""
    if response := switch_language(request):
        return response
    delegation = Delegation.objects.of(request.conference).handed_over_by(token)
    if delegation is None:
        return render(request, "registration/link_dead.html", status=404)
    is_theirs = request.user.is_authenticated and request.user.email == delegation.handover_email
    if request.method == "POST" and is_theirs:
        return _accept(request, delegation)
    form = None if is_theirs else _colleague_form(request)
    if request.method == "POST" and form is not None and form.is_valid():
        to = delegation.handover_email
        if may_write_to(request, to):
            return _prove(request, to, form.cleaned_data["name"], request.path)
        form.add_error(None, _("Several codes have been sent to this address already. Wait a minute and send again."))
    context = page_of(
        delegation, form=form, is_theirs=is_theirs, has_errors=bool(form and form.errors), language_form="main-form"
    )
    return render(request, "registration/delegation_handed_over.html", context)


def _colleague_form(request: HttpRequest) -> OfficerForm:
    form: OfficerForm
    form = OfficerForm(request.POST) if request.method == "POST" else OfficerForm.with_typed(typed(request))
    del form.fields["email"]  # the address is the one that the offer went to
    return form


def _accept(request: HttpRequest, delegation: Delegation) -> HttpResponse:
    done = _("You lead this delegation now. We have told your colleague.")
    is_accepted = attempt(request, services.accept_handover, delegation, done=done)
    return redirect(address(delegation) if is_accepted else "my_page")
