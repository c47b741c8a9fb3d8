"""What is asked once for all, the nomination letter, and handing over."""

from __future__ import annotations

from pathlib import PurePath

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.moves import MoveNotAllowed
from conference.permissions import may
from conference.views.typed import switch_language, typed
from registration.forms.delegations import (
    DelegationTravelForm,
    HandoverForm,
    NominationForm,
    SharedForm,
    WhoNeedsVisaForm,
)
from registration.forms.travel import TravelForm
from registration.models import Delegation, Registration
from registration.permissions import ACCREDIT
from registration.services import delegations as services
from registration.services.delegations.membership import STEP, Member
from registration.services.delegations.sharing import exceptions_of, own_travel
from registration.views.start import may_write_to

from .common import accredited, address, led, member_of, page_of, refused, tells_predecessor

KINDS = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".png": "image/png"}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@tells_predecessor
def shared(request: HttpRequest, pk: int) -> HttpResponse:
    """Body, language and attendance of all."""
    if response := switch_language(request):
        return response
    delegation = led(request, pk)
    initial = {
        "body_ru": delegation.body_ru, "body_en": delegation.body_en, "language": delegation.language,  # type: ignore[attr-defined]
        "attendance": delegation.shared.get("attendance", "hall"),
    }  # fmt: skip
    if request.method == "POST":
        form = SharedForm(request.POST, initial=initial)
        if form.is_valid():
            try:
                services.save_shared(delegation, by=request.user, **form.cleaned_data)
            except MoveNotAllowed as refusal:
                refused(form, refusal)
            else:
                return _kept(request, delegation)
    else:
        form = SharedForm.with_typed(typed(request), initial=initial)
    return _page(request, delegation, form, "delegation_shared")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@tells_predecessor
def travel(request: HttpRequest, pk: int) -> HttpResponse:
    """Arrival, departure and transfer, copied to all but the exceptions."""
    if response := switch_language(request):
        return response
    delegation = led(request, pk)
    initial = delegation.shared.get("travel", {})
    if request.method == "POST":
        form = DelegationTravelForm(request.POST, conference=request.conference, initial=initial)
        if form.is_valid():
            services.save_shared_travel(delegation, by=request.user, **form.cleaned_data)
            _tell_copies(request, delegation)
            return redirect(address(delegation))
    else:
        form = DelegationTravelForm.with_typed(typed(request), conference=request.conference, initial=initial)
    everybody = services.roster(delegation)
    alone = exceptions_of([member.registration for member in everybody.members])
    people = [{"member": member, "has_own": member.registration.pk in alone} for member in everybody.members]
    own = [row["member"] for row in people if row["has_own"]]
    return _page(request, delegation, form, "delegation_travel", people=people, own=own, copies=len(people) - len(own))


def _tell_copies(request: HttpRequest, delegation: Delegation) -> None:
    """How many have the answer now, and who keeps their own."""
    members = services.roster(delegation).members
    alone = exceptions_of([member.registration for member in members])
    own = [member.name for member in members if member.registration.pk in alone]
    copied = len(members) - len(own)
    text = ngettext("Saved for %(count)d person.", "Saved for %(count)d people.", copied) % {"count": copied}
    if own:
        text = f"{text} {_('Own dates stay: %(names)s.') % {'names': ', '.join(own)}}"
    messages.success(request, text)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def member_travel(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """The exception: one member comes or leaves otherwise."""
    if response := switch_language(request):
        return response
    delegation = led(request, pk)
    registration = member_of(delegation, member)
    own = own_travel(registration)
    if request.method == "POST":
        form = TravelForm(request.POST, conference=request.conference, initial=own)
        if "together" in request.POST or form.is_valid():
            fields = {} if "together" in request.POST else form.cleaned_data
            services.save_member_travel(registration, by=request.user, **fields)
            return _kept(request, delegation, "delegation_travel")
    else:
        shown = own or delegation.shared.get("travel", {})
        form = TravelForm.with_typed(typed(request), conference=request.conference, initial=shown)
    person = Member(registration, registration.answers.get(STEP, {}))
    return _page(request, delegation, form, "delegation_travel", member=person, has_own=bool(own))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@tells_predecessor
def visas(request: HttpRequest, pk: int) -> HttpResponse:
    """Who needs a letter in support of a visa."""
    if response := switch_language(request):
        return response
    delegation = led(request, pk)
    everybody = services.roster(delegation)
    choices = [(member.registration.pk, format_html("<bdi>{}</bdi>", member.name)) for member in everybody.members]
    initial = {"members": delegation.shared.get("visa", [])}
    if request.method == "POST":
        form = WhoNeedsVisaForm(request.POST, choices=choices, initial=initial)
        if form.is_valid():
            services.save_visas(delegation, by=request.user, needed_by=form.cleaned_data["members"])
            return _kept(request, delegation)
    else:
        form = WhoNeedsVisaForm.with_typed(typed(request), choices=choices, initial=initial)
    wanted = delegation.shared.get("visa", [])
    approved = [each for each in everybody.members if each.registration.state == Registration.State.APPROVED]
    passports = [member for member in approved if member.registration.pk in wanted]
    return _page(request, delegation, form, "delegation_visa", people=everybody.members, passports=passports)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@tells_predecessor
def nomination(request: HttpRequest, pk: int) -> HttpResponse:
    if response := switch_language(request):
        return response
    delegation = led(request, pk)
    initial = {
        "number": delegation.nomination_number, "dated": delegation.nomination_date,
        "signed_by": delegation.nomination_signed_by,
    }  # fmt: skip
    kwargs = {"initial": initial, "has_letter": bool(delegation.nomination)}
    if request.method == "POST":
        form = NominationForm(request.POST, request.FILES, **kwargs)
        if form.is_valid():
            services.nominate(delegation, by=request.user, **form.cleaned_data)
            return _kept(request, delegation)
    else:
        form = NominationForm.with_typed(typed(request), **kwargs)
    return _page(request, delegation, form, "delegation_nomination")


@login_required
@require_safe
def nomination_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter itself, for the focal point and the organisers. Never a public address."""
    is_staff = may(request.user, ACCREDIT, request.conference)
    delegation = accredited(request, pk) if is_staff else led(request, pk)
    if not delegation.nomination:
        raise Http404
    ending = PurePath(delegation.nomination.name).suffix.lower()
    return FileResponse(
        delegation.nomination.open("rb"), as_attachment=True,
        filename=f"{(delegation.number or 'delegation').lower()}-nomination{ending}",
        content_type=KINDS.get(ending, "application/octet-stream"),
    )  # fmt: skip


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def handover(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the delegation to a colleague."""
    if response := switch_language(request):
        return response
    delegation = led(request, pk)
    if request.method == "POST":
        form = HandoverForm(request.POST)
        if form.is_valid() and _offered(request, delegation, form):
            return redirect(address(delegation))
    else:
        form = HandoverForm.with_typed(typed(request))
    return _page(request, delegation, form, "delegation_handover")


def _offered(request: HttpRequest, delegation: Delegation, form: HandoverForm) -> bool:
    to = form.cleaned_data["email"]
    if not may_write_to(request, to):
        form.add_error("email", _("Several letters have been sent to this address already. Wait a minute."))
        return False
    try:
        services.offer_handover(delegation, by=request.user, to=to)
    except ValidationError as refusal:
        refused(form, refusal, field="email")
        return False
    messages.success(request, _("We have written to %(email)s.") % {"email": to})
    return True


@login_required
@require_POST
def handover_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    delegation = led(request, pk)
    services.withdraw_handover(delegation, by=request.user)
    messages.success(request, _("The offer is taken back. You lead the delegation as before."))
    return redirect(address(delegation))


def _kept(request: HttpRequest, delegation: Delegation, name: str = "delegation") -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(address(delegation, name))


def _page(request: HttpRequest, delegation: Delegation, form: object, name: str, **more: object) -> HttpResponse:
    errors = bool(getattr(form, "errors", None))
    context = page_of(delegation, form=form, has_errors=errors, language_form="main-form", **more)
    return render(request, f"registration/{name}.html", context)
