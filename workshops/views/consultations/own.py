"""A school's own consultations: what it told and was answered, moved, cancelled, blacked out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.models import Person
from conference.permissions import may
from conference.sealed import CannotOpen
from conference.services.readings import NotLogged
from conference.views.downloads import download
from conference.views.verbs import attempt
from workshops.forms.consultations import MoveForm, ReasonForm
from workshops.models import Consultation, Listener
from workshops.services import consultations as services
from workshops.services.consultations import listing
from workshops.services.consultations.letters import file_for_school, owner_of
from workshops.views.listening import known_listener, listener_of, may_write_to_listener, of_a_season, own_page

from .blackening import chosen_passages, words_of
from .times import times_of

CALENDAR = "text/calendar; charset=utf-8"


def own_listener(request: HttpRequest) -> Listener | None:
    """The listener whose page it is. Signing in is proof of the address, so that a row there may be is confirmed."""
    if request.user.is_authenticated and listener_of(request) is not None:
        return known_listener(request)
    return listener_of(request)


def own_consultation(request: HttpRequest, pk: int) -> Consultation | None:
    """The consultation of the listener; None for anybody else's."""
    listener = own_listener(request)
    if listener is None:
        return None
    rows = Consultation.objects.of(request.conference).booked_by(listener)
    found = rows.select_related("slot__expert__person", "slot__expert__organisation", "theme", "listener__person")
    row = found.filter(pk=pk).first()
    if row is not None:
        row.conference = row.slot.conference = request.conference
    return row


def _found(request: HttpRequest, pk: int) -> Consultation:
    consultation = own_consultation(request, pk)
    if consultation is None:
        raise Http404
    return consultation


def may_be_taken_along(consultation: Consultation) -> bool:
    """Whether its case is still kept for another hour: the expert could not come, and nothing was erased."""
    listener = consultation.listener
    return (
        consultation.state == Consultation.State.CANCELLED
        and consultation.is_cancelled_by_expert
        and consultation.erased_at is None
        and listener is not None
        and listener.is_sure
    )


def _by(request: HttpRequest) -> Person | None:
    """In whose name the verb is done: only an address that was shown is one."""
    listener = own_listener(request)
    return listener.person if listener is not None and listener.is_sure else None


def opened(consultation: Consultation, by: Person | None) -> dict[str, Any]:
    """The sealed texts for the page, after the reading was logged; or why they are not shown."""
    if by is None or not may(by, "workshops.read_case", consultation):
        return {"opened": None}
    if consultation.erased_at is not None:
        return {"opened": None, "is_erased": True}
    try:
        return {"opened": services.read(consultation, by=by)}
    except (NotLogged, CannotOpen) as problem:
        return {"opened": None, "problem": str(problem)}


@require_safe
@of_a_season
@own_page
def mine(request: HttpRequest) -> HttpResponse:
    """The list, those to come first; nothing sealed is opened here."""
    listener = own_listener(request)
    found = []
    if listener is not None:
        listener.conference = request.conference
        found = listing.own_consultations(listener)
    return render(request, "workshops/consultations/mine.html", {"listener": listener, "found": found})


@require_safe
@of_a_season
@own_page
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """One consultation: when, with whom, what was told and what was agreed."""
    return _page(request, _found(request, pk))


def _page(request: HttpRequest, found: Consultation, *, form: ReasonForm | None = None) -> HttpResponse:
    by, has_begun = _by(request), found.has_begun
    is_asked = found.state == Consultation.State.ASKED
    may_change = found.state == Consultation.State.BOOKED and not has_begun
    others = listing.hours_of(found.slot.expert) if may_change else []
    told = opened(found, by)
    context = {
        "consultation": found,
        "slot": found.slot,
        "is_asked": is_asked,
        "is_owner": by is not None,
        "may_change": may_change,
        "may_cancel": (is_asked or may_change) and not has_begun,
        "may_take_along": may_be_taken_along(found),
        "others": others,
        "form": form or ReasonForm(),
        "has_errors": bool(form and form.errors),
        "is_thin": is_asked and not any(told.values()),
        **told,
        **times_of(request, found.slot),
    }
    return render(request, "workshops/consultations/consultation.html", context)


@require_POST
@of_a_season
@own_page
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The owner of the address says that the booking is theirs."""
    found, listener = _found(request, pk), own_listener(request)
    assert listener is not None
    done = _("The consultation is booked. The letter with a file for your calendar is on its way.")
    attempt(request, services.confirm_booking, found, listener=listener, by=_by(request), done=done)
    return redirect(request.conference.url("workshops:consultation", pk=pk))


@require_POST
@of_a_season
@own_page
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter that asks for a confirmation, once more; as seldom as any letter that a visitor causes."""
    found = _found(request, pk)
    owner = owner_of(found)
    if owner is None or owner.person is None or not may_write_to_listener(request, owner.person.letters_to):
        messages.warning(request, _("Many letters have gone to this address. Wait a little, then try again."))
    else:
        attempt(request, lambda by: services.ask_again(found), done=_("The letter is on its way once more."))
    return redirect(request.conference.url("workshops:consultation", pk=pk))


@require_POST
@of_a_season
@own_page
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The school does not come, or somebody else typed its address: the hour is free again, the case is erased."""
    found = _found(request, pk)
    if found.has_begun:
        raise Http404
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form=form)
    done = _("The consultation is cancelled, and what you told about the case has been erased.")
    attempt(request, services.cancel, found, by=_by(request), reason=form.cleaned_data["reason"], done=done)
    return redirect(request.conference.url("workshops:consultations_mine"))


@require_POST
@of_a_season
@own_page
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another hour of the same expert."""
    found = _found(request, pk)
    form = MoveForm(request.POST, expert=found.slot.expert)
    if form.is_valid():
        slot = form.cleaned_data["slot"]
        attempt(request, services.move_to, found, slot, by=_by(request), done=_("The consultation has been moved."))
    else:
        messages.warning(request, " ".join(form.errors["slot"]))
    return redirect(request.conference.url("workshops:consultation", pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
@own_page
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Black out words of the case or the note for good, word by word."""
    found, by = _found(request, pk), _by(request)
    back = request.conference.url("workshops:consultation", pk=pk)
    return blacken(request, found, by, back)


def blacken(request: HttpRequest, found: Consultation, by: Person | None, back: str) -> HttpResponse:
    """The page on which words are chosen, for the school and for the expert. 404 for anybody else."""
    if by is None or not may(by, "workshops.read_case", found) or found.erased_at is not None:
        raise Http404
    shown = opened(found, by)
    texts = shown["opened"]
    ticked = request.POST.getlist("words")
    if request.method == "POST" and texts is not None:
        passages = chosen_passages(ticked, texts)
        if attempt(request, services.redact, found, passages, by=by, done=_("Blacked out for good.")):
            return redirect(back)
    parts = words_of(texts, ticked) if texts is not None else []
    context = {"consultation": found, "parts": parts, "back": back, **shown}
    return render(request, "workshops/consultations/redact.html", context)


@require_safe
@of_a_season
@own_page
def as_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """The consultation for a calendar."""
    found = _found(request, pk)
    return download(file_for_school(found, get_language() or "ru"), CALENDAR, f"consultation-{found.pk}.ics")
