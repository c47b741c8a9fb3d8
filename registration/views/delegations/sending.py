"""Check and send: who goes now, who follows, and the consents that the officer confirms for them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conference.moves import MoveNotAllowed
from conference.views.typed import switch_language, typed
from registration.forms.delegations import ReplyForm
from registration.forms.proxies import ProxyConsentsForm
from registration.models import Delegation, Registration
from registration.services import delegations as services
from registration.services.delegations import letters
from registration.services.delegations.sharing import restored

from .common import address, led, page_of, refused, tells_predecessor
from .tasklist import may_send


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@tells_predecessor
def check(request: HttpRequest, pk: int) -> HttpResponse:
    if response := switch_language(request):
        return response
    delegation = led(request, pk)
    everybody = services.roster(delegation)
    if request.method != "POST" and not may_send(delegation, everybody):
        return redirect(address(delegation))
    data = request.POST if request.method == "POST" else None
    is_returned = delegation.state == Delegation.State.RETURNED
    kept = None if data is not None else typed(request)
    reply = ReplyForm(data) if data is not None else ReplyForm.with_typed(kept)
    if data is not None or everybody.to_send:
        form = _form(request, data, kept)
    if not everybody.to_send:  # a delegation returned with nobody new in it: nothing to agree to
        form = None
    if data is not None and reply.is_valid() and (form is None or form.is_valid()):
        try:
            services.submit_delegation(
                delegation, by=request.user, consents=form.given() if form else (),
                reply=reply.cleaned_data["reply"] if is_returned else "",
            )  # fmt: skip
        except (ValidationError, MoveNotAllowed) as refusal:
            form = form or _form(request, data, kept)
            refused(form, refusal)
        else:
            return redirect(address(delegation, "delegation_sent"))
    context = page_of(
        delegation, roster=everybody, form=form, has_errors=bool(data is not None and form and form.errors),
        language_form="main-form",
        has_head=bool(everybody.head and everybody.head.is_ready),
        reply=reply if is_returned else None, travel=restored(delegation.shared.get("travel", {})),
        already=[member for member in everybody.members if not member.is_draft],
        left=[member for member in everybody.members if not member.is_ready],
        with_address=[member for member in everybody.to_send if member.told.get("member_email")],
    )  # fmt: skip
    return render(request, "registration/delegation_check.html", context)


def _form(request: HttpRequest, data: object, kept: QueryDict | None) -> ProxyConsentsForm:
    if data is not None:
        return ProxyConsentsForm(data, conference=request.conference)
    form: ProxyConsentsForm = ProxyConsentsForm.with_typed(kept, conference=request.conference)
    return form


@login_required
@require_safe
@tells_predecessor
def sent(request: HttpRequest, pk: int) -> HttpResponse:
    """The number and what happens next; good for reloading and for a bookmark."""
    delegation = led(request, pk)
    if delegation.state == Delegation.State.OPEN:
        return redirect(address(delegation))
    everybody = services.roster(delegation)
    waiting = [each for each in everybody.members if each.registration.state == Registration.State.SUBMITTED]
    context = page_of(delegation, roster=everybody, waiting=waiting, answer_by=letters.answer_by(delegation))
    return render(request, "registration/delegation_sent.html", context)
