"""Sending the form, and what the sender sees afterwards."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.adapters import send_login_code
from conference.moves import MoveNotAllowed
from conference.permissions import require
from conference.services.people import person_for_email
from registration import services
from registration.models import Registration
from registration.permissions import FOLLOW
from registration.services.changing import apply_change
from registration.services.companions import assistants_of

from . import drafts
from .start import may_write_to
from .steps import summary


@require_POST
def send_draft(request: HttpRequest, category: str) -> HttpResponse:
    """Send at once when the visitor is signed in; otherwise let them show that the address is theirs.

    The answer is the same whether or not the address is known here.
    """
    chosen = drafts.category_of(request, category)
    draft = drafts.draft_of(request, chosen)
    undone = drafts.first_undone(chosen, draft)
    if draft is None or undone:
        return redirect(request.conference.url("registration:category", category=chosen.slug))
    if draft.amends_id and request.user.is_authenticated:
        return _apply(request, draft)
    if draft.amends_id:
        return redirect("my_page")
    if request.user.is_authenticated:
        return _submit(request, draft)
    told = draft.told()
    address = told.get("email", "")
    if not may_write_to(request, address):
        return summary(
            request, chosen, draft,
            errors=[_("Several codes have been sent to this address already. Wait a minute and send again.")],
        )  # fmt: skip
    language = get_language() or "ru"
    person = person_for_email(address, language=language, full_name=told.get("helper_name") or told["full_name"])
    request.session[drafts.SENDING] = draft.pk
    send_login_code(request, person)
    finish = urlencode({"next": request.conference.url("registration:send")})
    return HttpResponseRedirect(f"{reverse('account_confirm_login_code')}?{finish}")


@login_required
@require_safe
def send(request: HttpRequest) -> HttpResponse:
    """Where the visitor lands once the code is entered: the form they had asked to send is sent."""
    pk = request.session.pop(drafts.SENDING, None)
    rows = Registration.objects.of(request.conference).drafts()
    draft = rows.select_related("category", "conference", "access_needs").filter(pk=pk).first() if pk else None
    if draft is None:
        return redirect(request.conference.url("registration:sent"))
    return _submit(request, draft)


def _submit(request: HttpRequest, draft: Registration) -> HttpResponse:
    try:
        services.submit(draft, by=request.user)
    except services.AlreadyRegistered as refusal:
        return drafts.already(request, refusal.registration)
    except MoveNotAllowed:  # sent in another tab meanwhile
        return redirect(request.conference.url("registration:sent"))
    except ValidationError as refusal:
        return summary(request, draft.category, draft, errors=refusal.messages)
    drafts.forget_draft(request, draft)
    return redirect(request.conference.url("registration:sent"))


def _apply(request: HttpRequest, draft: Registration) -> HttpResponse:
    """Send a change: the registration is written, or everything stays as it was and the page says why."""
    require(request.user, FOLLOW, draft.amends)
    try:
        registration = apply_change(draft, by=request.user)
    except MoveNotAllowed as refusal:
        return summary(request, draft.category, draft, errors=[str(refusal)])
    except ValidationError as refusal:
        return summary(request, draft.category, draft, errors=refusal.messages)
    drafts.forget_draft(request, draft)
    messages.success(request, _("Registration %(number)s: the changes are saved.") % {"number": registration.number})
    return redirect("my_page")


@login_required
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The number and what happens next, and the number of an assistant; good for reloading and for a bookmark."""
    mine = Registration.objects.of(request.conference).sent().about(request.user).filter(accompanies=None)
    registration = mine.select_related("category", "person", "conference").first()
    if registration is None:
        return redirect(request.conference.url("registration:start"))
    context = {"registration": registration, "assistants": assistants_of(registration)}
    return render(request, "registration/sent.html", context)
