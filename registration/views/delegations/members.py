"""Members one by one: the head first, then the others; changed, struck, replaced up to the door."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from conference.moves import MoveNotAllowed
from conference.permissions import may
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from registration.documents.addressing import offer_latin
from registration.forms import Visit
from registration.forms.delegations import MemberAccessForm, MemberForm
from registration.forms.proxies import ProxyConsentsForm
from registration.models import AccessNeeds, Delegation, Registration
from registration.permissions import ACCREDIT
from registration.services import delegations as services
from registration.services.delegations.members import told_about
from registration.services.delegations.membership import STEP, Member

from .common import accredited, address, led, member_of, page_of, refused, tells_predecessor

Role = Registration.DelegationRole


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@tells_predecessor
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """The head of the delegation, or the place for one."""
    if response := switch_language(request):
        return response
    delegation = led(request, pk)
    known = services.roster(delegation).head
    return _edited(request, delegation, known.registration if known else None, is_head=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@tells_predecessor
def new(request: HttpRequest, pk: int) -> HttpResponse:
    if response := switch_language(request):
        return response
    return _edited(request, led(request, pk), None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@tells_predecessor
def edit(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    if response := switch_language(request):
        return response
    delegation = led(request, pk)
    registration = member_of(delegation, member)
    return _edited(request, delegation, registration, is_head=registration.is_head)


def _edited(
    request: HttpRequest, delegation: Delegation, registration: Registration | None, *, is_head: bool = False
) -> HttpResponse:
    if request.method == "POST" and "use_suggestion" not in request.POST:
        form = _form(delegation, registration, is_head=is_head, data=request.POST)
        if form.is_valid() and (response := _saved(request, delegation, registration, form)):
            return response
    else:
        shown = typed(request)
        if request.method == "POST":
            shown = request.POST.copy()
            shown["latin_name"] = offer_latin(shown.get("full_name", ""), shown.get("latin_name", ""))
        form = _form(delegation, registration, is_head=is_head, shown=shown)
    person = None
    if registration is not None:
        told = registration.answers.get(STEP, {}) if registration.state == Registration.State.DRAFT else {}
        person = Member(registration, told)
    context = page_of(
        delegation, form=form, member=person, is_head=is_head, has_errors=bool(form.errors),
        language_form="main-form", may_write=delegation.may_be_written(), may_replace=delegation.may_replace(),
    )  # fmt: skip
    return render(request, "registration/delegation_member.html", context)


def _form(
    delegation: Delegation, registration: Registration | None, *, is_head: bool, data: Any = None, shown: Any = None
) -> MemberForm:
    is_sent = registration is not None and registration.state != Registration.State.DRAFT
    initial = told_about(registration) if registration is not None else {}
    kwargs = {"delegation": delegation, "is_sent": is_sent, "is_head": is_head, "initial": initial}
    if data is not None:
        return MemberForm(data, **kwargs)
    form: MemberForm = MemberForm.with_typed(shown, **kwargs)
    return form


def _saved(
    request: HttpRequest, delegation: Delegation, registration: Registration | None, form: MemberForm
) -> HttpResponse | None:
    """Where to go once the member is kept; None when the verb refused, and the form says why."""
    before = registration.state if registration else ""
    try:
        kept = services.save_member(delegation, by=request.user, told=form.told(), registration=registration)
    except (ValidationError, MoveNotAllowed) as refusal:
        refused(form, refusal, field="delegation_role" if getattr(refusal, "code", "") == "head" else None)
        return None
    if before == Registration.State.APPROVED and kept.state == Registration.State.SUBMITTED:
        messages.info(request, _("Saved. The organisers confirm this change; letter and badge follow anew."))
    else:
        messages.success(request, _("Saved."))
    if "another" in request.POST:
        return redirect(address(delegation, "delegation_member_new"))
    return HttpResponseRedirect(address(delegation))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@tells_predecessor
def remove(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Ask once, then strike the member."""
    delegation = led(request, pk)
    registration = member_of(delegation, member)
    person = Member(registration, registration.answers.get(STEP, {}))
    if request.method != "POST":
        return render(request, "registration/delegation_remove.html", page_of(delegation, member=person))
    done = _("%(name)s is no longer in the delegation.") % {"name": person.name}
    attempt(request, services.remove_member, registration, done=done)
    return redirect(address(delegation))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """Somebody else comes instead; open to the focal point and to the organisers until the last day."""
    if response := switch_language(request):
        return response
    is_staff = may(request.user, ACCREDIT, request.conference)
    delegation = accredited(request, pk) if is_staff else led(request, pk)
    registration = member_of(delegation, member)
    if registration.state == Registration.State.DRAFT or not delegation.may_replace():
        raise Http404
    data = request.POST if request.method == "POST" else None
    if data is not None and "use_suggestion" in data:
        shown = data.copy()
        shown["latin_name"] = offer_latin(shown.get("full_name", ""), shown.get("latin_name", ""))
        form, data = MemberForm.with_typed(shown, delegation=delegation, is_successor=True), None
    elif data is not None:
        form = MemberForm(data, delegation=delegation, is_successor=True)
    else:
        form = MemberForm.with_typed(typed(request), delegation=delegation, is_successor=True)
    consents = ProxyConsentsForm(data, conference=request.conference)
    if data is not None and form.is_valid() and consents.is_valid():
        try:
            successor = services.replace_member(
                registration, by=request.user, told=form.told(), consents=consents.given()
            )
        except (ValidationError, MoveNotAllowed) as refusal:
            refused(form, refusal)
        else:
            messages.success(request, _("%(name)s comes instead.") % {"name": Member(successor, {}).name})
            return redirect(address(delegation, "desk_delegation") if is_staff else address(delegation))
    context = page_of(
        delegation, form=form, consents=consents, member=Member(registration, {}), language_form="main-form",
        has_errors=bool(data is not None and (form.errors or consents.errors)),
        back=_before_replacing(delegation, member, is_staff=is_staff),
    )  # fmt: skip
    return render(request, "registration/delegation_replace.html", context)


def _before_replacing(delegation: Delegation, member: int, *, is_staff: bool) -> str:
    return (
        address(delegation, "desk_delegation") if is_staff else address(delegation, "delegation_member", member=member)
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def access(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    """What one member needs. Written here, read only by those whom the consent names: not even shown again here."""
    if response := switch_language(request):
        return response
    delegation = led(request, pk)
    registration = member_of(delegation, member)
    visit = Visit(request.conference)
    if request.method == "POST":
        form = MemberAccessForm(request.POST, visit=visit)
        if form.is_valid():
            data = form.cleaned_data
            services.save_member_needs(
                registration, by=request.user, consent=form.consent(),
                **{name: data[name] for name in ("services", "note", "diet", "door_instruction")},
            )  # fmt: skip
            messages.success(request, _("Saved."))
            return redirect(address(delegation, "delegation_member", member=member))
    else:
        form = MemberAccessForm.with_typed(typed(request), visit=visit)
    person = Member(registration, registration.answers.get(STEP, {}))
    kept = AccessNeeds.objects.filter(registration=registration).only("updated").first()
    context = page_of(
        delegation, form=form, member=person, kept=kept, has_errors=bool(form.errors), language_form="main-form"
    )
    return render(request, "registration/delegation_access.html", context)
