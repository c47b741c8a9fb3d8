"""Check and send: who goes now, who follows, and the consents that the officer confirms for them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conference.moves import MoveNotAllowed
from conference.views.typed import switch_language, typed
from registration.forms.proxies import ProxyConsentsForm
from registration.models import Delegation, Registration
from registration.services import delegations as services
from registration.services.delegations import letters

from .common import address, led, page_of, refused
from .tasklist import may_send


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, pk: int) -> HttpResponse:
    if response := switch_language(request):
        return response
    delegation = led(request, pk)
    everybody = services.roster(delegation)
    if request.method != "POST" and not may_send(delegation, everybody):
        return redirect(address(delegation))
    data = request.POST if request.method == "POST" else None
    if data is not None or everybody.to_send:
        form = _form(request, data)
    if not everybody.to_send:  # a delegation returned with nobody new in it: nothing to agree to
        form = None
    if data is not None and (form is None or form.is_valid()):
        try:
            services.submit_delegation(delegation, by=request.user, consents=form.given() if form else ())
        except (ValidationError, MoveNotAllowed) as refusal:
            form = form or _form(request, data)
            refused(form, refusal)
        else:
            return redirect(address(delegation, "delegation_sent"))
    context = page_of(
        delegation, roster=everybody, form=form, has_errors=bool(data is not None and form and form.errors),
        language_form="main-form",
        has_head=bool(everybody.head and everybody.head.is_ready),
        left=[member for member in everybody.members if not member.is_ready],
        with_address=[member for member in everybody.to_send if member.told.get("member_email")],
    )  # fmt: skip
    return render(request, "registration/delegation_check.html", context)


def _form(request: HttpRequest, data: object) -> ProxyConsentsForm:
    if data is not None:
        return ProxyConsentsForm(data, conference=request.conference)
    form: ProxyConsentsForm = ProxyConsentsForm.with_typed(typed(request), conference=request.conference)
    return form


@login_required
@require_safe
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """The number and what happens next; good for reloading and for a bookmark."""
    delegation = led(request, pk)
    if delegation.state == Delegation.State.OPEN:
        return redirect(address(delegation))
    everybody = services.roster(delegation)
    waiting = [each for each in everybody.members if each.registration.state == Registration.State.SUBMITTED]
    context = page_of(delegation, roster=everybody, waiting=waiting, answer_by=letters.answer_by(delegation))
    return render(request, "registration/delegation_sent.html", context)
