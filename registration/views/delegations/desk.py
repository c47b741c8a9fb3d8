"""The accreditation desk: all delegations, one delegation, and the verbs of the organisers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.permissions import may, require
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from registration.documents.countries import alphabetical
from registration.forms.delegations import CorrectionForm, CredentialsForm, NewDelegationForm, RemarksForm, SeatsForm
from registration.models import Delegation, Registration, Travel
from registration.permissions import ACCREDIT, SEE
from registration.services import delegations as services
from registration.services.delegations.membership import REPLY
from registration.services.delegations.replacing import UNSEEN
from registration.services.delegations.sharing import restored

from .common import accredited, address, member_of, page_of, refused
from .tasklist import status_of, workbook

STATES = Delegation.State
KINDS = {STATES.OPEN: "", STATES.SUBMITTED: "lamp", STATES.ACCREDITED: "ok", STATES.RETURNED: "warn"}


@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    """All delegations in the alphabetical order of the page's language."""
    require(request.user, ACCREDIT, request.conference)
    here = Delegation.objects.of(request.conference)
    chosen = request.GET.get("state", "")
    counts = dict(here.order_by().values_list("state").annotate(Count("pk")))
    rows = here.filter(state=chosen) if chosen in STATES.values else here
    language = get_language() or "ru"
    listed = []
    for delegation in rows.with_people().select_related("focal_point", "category"):
        delegation.conference = request.conference
        listed.append(page_of(delegation, kind=KINDS[STATES(delegation.state)], waits=waits_for(delegation)))
    listed.sort(key=lambda row: alphabetical(row["delegation"].title, language))
    context = {
        "rows": listed,
        "chosen": chosen if chosen in STATES.values else "",
        "states": [
            {"value": state.value, "label": state.label, "count": counts.get(state.value, 0)} for state in STATES
        ],
        "total": sum(counts.values()),
    }
    return render(request, "registration/delegation_desk_list.html", context)


def waits_for(delegation: Delegation) -> str:
    """How long the delegation has waited for the organisers, in words; empty when it does not."""
    if delegation.state != STATES.SUBMITTED or not delegation.submitted_at:
        return ""
    days = (timezone.now() - delegation.submitted_at).days
    if days < 1:
        return _("waits less than a day")
    return ngettext("waits %(days)d day", "waits %(days)d days", days) % {"days": days}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new delegation, and its invitation."""
    if response := switch_language(request):
        return response
    require(request.user, ACCREDIT, request.conference)
    initial = {"seats": 5, "language": get_language()}
    if request.method == "POST":
        form = NewDelegationForm(request.POST, conference=request.conference, initial=initial)
        if form.is_valid() and (delegation := _created(request, form)):
            return redirect(address(delegation, "desk_delegation"))
    else:
        form = NewDelegationForm.with_typed(typed(request), conference=request.conference, initial=initial)
    context = {"form": form, "has_errors": bool(form.errors), "language_form": "main-form"}
    return render(request, "registration/delegation_desk_new.html", context)


def _created(request: HttpRequest, form: NewDelegationForm) -> Delegation | None:
    data = {name: value for name, value in form.cleaned_data.items() if name != "send"}
    try:
        delegation = services.create_delegation(request.conference, by=request.user, **data)
    except ValidationError as refusal:
        refused(form, refusal)
        return None
    if form.cleaned_data["send"]:
        services.invite(delegation, by=request.user)
        messages.success(request, _("The delegation is created, the invitation is on its way."))
    else:
        messages.success(request, _("The delegation is created. Its invitation has not been sent yet."))
    return delegation


@require_safe
def delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """One delegation: people with their states, seats, credentials, and the decisions."""
    return _page(request, accredited(request, pk))


def _page(request: HttpRequest, delegation: Delegation, **forms: Any) -> HttpResponse:
    everybody = services.roster(delegation)
    rows = []
    travel = travel_of(everybody)
    for member in everybody.members:
        status, kind = status_of(member)
        rows.append(
            {
                "member": member, "status": status, "kind": "" if kind == "done" else kind,
                "may_accredit": member.registration.state == Registration.State.SUBMITTED,
                "may_replace": not member.is_draft and delegation.may_replace(),
                "travel": travel[member.registration.pk],
            }
        )  # fmt: skip
    context = page_of(
        delegation,
        roster=everybody,
        rows=rows,
        kind=KINDS[STATES(delegation.state)],
        waits=waits_for(delegation),
        may_decide=delegation.state == STATES.SUBMITTED,
        to_accredit=sum(1 for row in rows if row["may_accredit"]),
        may_invite=delegation.state == STATES.OPEN,
        may_open_registration=may(request.user, SEE, request.conference),
        reply=delegation.shared.get(REPLY, ""),
        unseen=_unseen(delegation, everybody),
        correction_form=forms.get("correction_form") or CorrectionForm(prefix="correction", delegation=delegation),
        remarks_form=forms.get("remarks_form") or RemarksForm(prefix="remarks"),
        seats_form=forms.get("seats_form")
        or SeatsForm(prefix="seats", initial={"seats": delegation.seats, "held_until": delegation.held_until}),
        credentials_form=CredentialsForm(prefix="credentials", initial={"credentials": delegation.credentials}),
        form=next(iter(forms.values()), None),
        has_errors=bool(forms),
    )
    return render(request, "registration/delegation_desk.html", context)


def _unseen(delegation: Delegation, everybody: services.Roster) -> list[Any]:
    """Those who came instead of somebody after the accreditation, and were not looked at yet."""
    keys = {row["pk"] for row in delegation.shared.get(UNSEEN, [])}
    return [member for member in everybody.members if member.registration.pk in keys]


def travel_of(everybody: services.Roster) -> dict[int, dict[str, Any]]:
    """When each member comes and leaves, as far as it is known, in one query."""
    shared = everybody.delegation.shared.get("travel", {})
    told = {each.registration_id: each for each in Travel.objects.filter(
        registration__in=[member.registration for member in everybody.members]
    )}  # fmt: skip
    found = {}
    for member in everybody.members:
        known = told.get(member.registration.pk)
        answers = restored({**shared, **member.registration.answers.get("travel", {})})
        names = ("arrival_day", "departure_day")
        found[member.registration.pk] = {
            name: getattr(known, name) if known else answers.get(name) for name in names
        }  # fmt: skip
    return found


def _done(
    request: HttpRequest, delegation: Delegation, text: str, verb: Callable[..., Any], *args: Any, **kwargs: Any
) -> HttpResponse:
    """Do it, and back to the page of the delegation."""
    attempt(request, verb, *args, done=text, **kwargs)
    return redirect(address(delegation, "desk_delegation"))


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    found = accredited(request, pk)
    return _done(request, found, _("The invitation is on its way."), services.invite, found)


@require_POST
def accredit(request: HttpRequest, pk: int) -> HttpResponse:
    found = accredited(request, pk)
    text = _("The delegation is accredited. Letters are drawn in the background.")
    return _done(request, found, text, services.accredit, found)


@require_POST
def accredit_member(request: HttpRequest, pk: int, member: int) -> HttpResponse:
    found = accredited(request, pk)
    registration = member_of(found, member)
    return _done(request, found, _("The member is accredited."), services.accredit_member, registration)


@require_POST
def send_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the delegation with remarks."""
    found = accredited(request, pk)
    form = RemarksForm(request.POST, prefix="remarks")
    if not form.is_valid():
        return _page(request, found, remarks_form=form)
    text = _("The delegation is returned. The focal point reads your remarks.")
    return _done(request, found, text, services.return_delegation, found, **form.cleaned_data)


@require_POST
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what all share, and the address of the invitation."""
    found = accredited(request, pk)
    form = CorrectionForm(request.POST, prefix="correction", delegation=found)
    if not form.is_valid():
        return _page(request, found, correction_form=form)
    return _done(request, found, _("Saved."), services.correct_delegation, found, **form.cleaned_data)


@require_POST
def seen(request: HttpRequest, pk: int) -> HttpResponse:
    """The replacements have been looked at."""
    found = accredited(request, pk)
    return _done(request, found, _("Marked as seen."), services.mark_seen, found)


@require_POST
def seats(request: HttpRequest, pk: int) -> HttpResponse:
    found = accredited(request, pk)
    form = SeatsForm(request.POST, prefix="seats")
    if not form.is_valid():
        return _page(request, found, seats_form=form)
    return _done(request, found, _("Saved."), services.set_seats, found, **form.cleaned_data)


@require_POST
def credentials(request: HttpRequest, pk: int) -> HttpResponse:
    found = accredited(request, pk)
    form = CredentialsForm(request.POST, prefix="credentials")
    if form.is_valid():
        services.set_credentials(found, by=request.user, credentials=form.cleaned_data["credentials"])
        messages.success(request, _("Saved."))
    return redirect(address(found, "desk_delegation"))


@require_safe
def members_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    return workbook(accredited(request, pk))
