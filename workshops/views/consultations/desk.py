"""The expert's desk: own hours as weeks, bookings with their cases, notes; organisers see times and states there."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.moves import MoveNotAllowed, refusal_words
from conference.permissions import may, require
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.consultations import LinkForm, MoveForm, OutcomeForm, PublishForm, ReasonForm, chosen_starts
from workshops.models import Consultation, Expert, Slot
from workshops.services import consultations as services
from workshops.services.consultations import listing
from workshops.views.listening import of_a_season, own_page

from . import checking
from .own import blacken, opened


def _expert(request: HttpRequest) -> Expert | None:
    """The expert that the visitor is in this season."""
    found = Expert.objects.of(request.conference).of_person(request.user).first()
    if found is not None:
        found.conference = request.conference
    return found


def _own(request: HttpRequest) -> Expert:
    require(request.user, "workshops.consult", request.conference)
    expert = _expert(request)
    if expert is None:
        raise Http404
    return expert


def _consultation(request: HttpRequest, pk: int, permission: str = "workshops.run_consultation") -> Consultation:
    rows = Consultation.objects.of(request.conference).select_related(
        "slot__expert__person", "slot__expert__organisation", "theme", "listener__person"
    )
    found = get_object_or_404(rows, pk=pk)
    found.conference = found.slot.conference = found.slot.expert.conference = request.conference
    require(request.user, permission, found)
    return found


def _back(found: Consultation) -> HttpResponse:
    return redirect(found.conference.url("workshops:desk_consultation", pk=found.pk))


@require_safe
@of_a_season
@own_page
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for a word, what is to come, the hours by week; for organisers without own hours, the load."""
    require(request.user, "workshops.consultations_desk", request.conference)
    expert = _expert(request) if request.user.is_authenticated else None
    if expert is None:
        if may(request.user, "workshops.season_desk", request.conference):
            return redirect(request.conference.url("workshops:desk_load"))
        return render(request, "workshops/consultations/desk_nobody.html")
    found = listing.desk_of(expert)
    with timezone.override(request.conference.zone):
        return render(request, "workshops/consultations/desk.html", {"expert": expert, "desk": found})


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
@own_page
def publish(request: HttpRequest) -> HttpResponse:
    """Offer hours by a rule: the rule, then the hours that it makes, of which some may be left out."""
    expert, season = _own(request), request.conference
    if response := switch_language(request):
        return response
    if request.method != "POST":
        return _publishing(request, expert, PublishForm.with_typed(typed(request), conference=season))
    form = PublishForm(request.POST, conference=season)
    if request.POST.get("step") == "back":
        return _publishing(request, expert, PublishForm.with_typed(request.POST, conference=season))
    if not form.is_valid():
        return _publishing(request, expert, form)
    try:
        if request.POST.get("step") == "publish":
            starts = chosen_starts(request.POST.getlist("start"), season)
            if starts:
                made = services.publish_slots(expert, starts=starts, by=request.user, **form.common())
                messages.success(request, _published(len(made)))
                return redirect(season.url("workshops:desk_consultations"))
            form.add_error(None, _("Tick at least one hour."))
        hours = services.preview(expert, rule=form.rule(), minutes=form.cleaned_data["minutes"])
    except (MoveNotAllowed, ValidationError) as refusal:
        form.add_error(None, refusal_words(refusal))
        return _publishing(request, expert, form)
    if not hours:
        form.add_error("days", _("None of these days is between the first and the last one."))
        return _publishing(request, expert, form)
    return _preview(request, expert, form, hours)


def _published(count: int) -> str:
    return ngettext("%(count)d hour is offered now.", "%(count)d hours are offered now.", count) % {"count": count}


def _publishing(request: HttpRequest, expert: Expert, form: PublishForm) -> HttpResponse:
    has_errors = bool(form.is_bound and form.errors)
    context = {"expert": expert, "form": form, "has_errors": has_errors, "language_form": "main-form"}
    return render(request, "workshops/consultations/publish.html", context)


def _preview(request: HttpRequest, expert: Expert, form: PublishForm, hours: list[services.Hour]) -> HttpResponse:
    free = [each for each in hours if not each.obstacle]
    context = {
        "expert": expert,
        "hours": hours,
        "free": len(free),
        "all_open": {each.starts for each in hours} <= _open_of(expert),
        "carried": checking.carried(_without_starts(request)),
        "minutes": form.cleaned_data["minutes"],
        "form": form,
        "has_errors": bool(form.errors),
        "language_form": "main-form",
    }
    with timezone.override(request.conference.zone):
        return render(request, "workshops/consultations/publish_preview.html", context)


def _open_of(expert: Expert) -> set[Any]:
    """When the hours begin that the expert offers already."""
    return set(Slot.objects.of(expert.conference).standing().filter(expert=expert).values_list("starts", flat=True))


def _without_starts(request: HttpRequest) -> Any:
    data = request.POST.copy()
    data.pop("start", None)
    return data


@require_POST
@of_a_season
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a free hour."""
    rows = Slot.objects.of(request.conference).standing().select_related("expert")
    slot = get_object_or_404(rows, pk=pk)
    mine = request.user.is_authenticated and slot.expert.person_id == request.user.pk
    if not (mine or may(request.user, "workshops.season_desk", request.conference)):
        raise Http404
    attempt(request, services.withdraw_slot, slot, done=_("The hour is offered no more."))
    return redirect(request.conference.url("workshops:desk_consultations"))


# -- one consultation --------------------------------------------------------------------------------------------------


@require_safe
@of_a_season
@own_page
def consultation(request: HttpRequest, pk: int) -> HttpResponse:
    """One booking: for its expert with the case, opened under log; for organisers its time and state."""
    return _page(request, _consultation(request, pk))


def _page(
    request: HttpRequest, found: Consultation, *, outcome: OutcomeForm | None = None, seen: list[str] | None = None,
    said: str = "", reason: ReasonForm | None = None, link: LinkForm | None = None,
) -> HttpResponse:  # fmt: skip
    is_expert = may(request.user, "workshops.expert_of", found)
    is_booked = found.state == Consultation.State.BOOKED
    told = opened(found, request.user) if is_expert else {"opened": None}
    noted = told["opened"].outcome if told["opened"] is not None else ""
    may_note = is_expert and found.has_begun and found.erased_at is None and found.state in ("booked", "held")
    if may_note and outcome is None:
        outcome = OutcomeForm.with_typed(typed(request), initial={"outcome": noted})
    with timezone.override(request.conference.zone):
        context = {
            "consultation": found,
            "slot": found.slot,
            "is_expert": is_expert,
            "is_booked": is_booked,
            "has_begun": found.has_begun,
            "may_move": found.may_move,
            "may_note": may_note,
            "outcome": outcome if may_note else None,
            "seen": seen or [],
            "said": said,
            "reason": reason or ReasonForm(),
            "link": (link or LinkForm(initial={"join_link": found.slot.join_link}))
            if is_expert and is_booked
            else None,
            "others": listing.hours_of(found.slot.expert) if is_booked and not found.has_begun else [],
            "has_errors": bool((outcome and outcome.is_bound and outcome.errors) or (reason and reason.errors) or link),
            "form": outcome if outcome and outcome.is_bound else reason or link,
            "language_form": "main-form" if may_note else None,
            **told,
        }
        return render(request, "workshops/consultations/desk_consultation.html", context)


@require_POST
@of_a_season
def hold(request: HttpRequest, pk: int) -> HttpResponse:
    """It took place."""
    found = _consultation(request, pk, "workshops.expert_of")
    attempt(request, services.hold, found, done=_("Noted: the consultation took place."))
    return _back(found)


@require_POST
@of_a_season
def miss(request: HttpRequest, pk: int) -> HttpResponse:
    """The school did not come."""
    found = _consultation(request, pk, "workshops.expert_of")
    attempt(request, services.miss, found, done=_("Noted: the school did not come."))
    return _back(found)


@sensitive_post_parameters()
@sensitive_variables("form", "check", "context")
@require_POST
@of_a_season
@own_page
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The note on what was agreed, looked through for names of children first."""
    found = _consultation(request, pk, "workshops.expert_of")
    if response := switch_language(request, found.conference.url("workshops:desk_consultation", pk=pk)):
        return response
    check = checking.checked(request, "outcome")
    if check.is_back:
        said = _("The passages have been replaced. Look through the note and save it.") if check.replaced else ""
        initial = {"outcome": check.data.get("outcome", "")}
        return _page(request, found, outcome=OutcomeForm(initial=initial), seen=check.seen, said=said)
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, outcome=form, seen=check.seen)
    if check.found:
        context = checking.shown(form.cleaned_data["outcome"], check.found)
        context |= {"consultation": found, "slot": found.slot, "carried": checking.carried(request.POST),
                    "language_form": "main-form"}  # fmt: skip
        return render(request, "workshops/consultations/check.html", context)
    text = form.cleaned_data["outcome"]
    if not attempt(request, services.write_outcome, found, text, done=_("The note is saved. The school reads it.")):
        return _page(request, found, outcome=form, seen=check.seen)
    return _back(found)


@require_POST
@of_a_season
@own_page
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the conversation takes place."""
    found = _consultation(request, pk, "workshops.expert_of")
    form = LinkForm(request.POST)
    if not form.is_valid():
        return _page(request, found, link=form)
    done = _("The link is saved. The school sees it on its page and in reminders.")
    attempt(request, services.set_join_link, found.slot, form.cleaned_data["join_link"], done=done)
    return _back(found)


@require_POST
@of_a_season
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The expert cannot come; the school keeps its text for another hour."""
    found = _consultation(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, found, reason=form)
    done = _("The consultation is cancelled, and the school is told.")
    attempt(request, services.cancel, found, reason=form.cleaned_data["reason"], done=done)
    return _back(found)


@require_POST
@of_a_season
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another free hour of the same expert."""
    found = _consultation(request, pk)
    form = MoveForm(request.POST, expert=found.slot.expert)
    if form.is_valid():
        done = _("The consultation has been moved, and the school is told.")
        attempt(request, services.move_to, found, form.cleaned_data["slot"], done=done)
    else:
        messages.warning(request, " ".join(form.errors["slot"]))
    return _back(found)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
@own_page
def redact(request: HttpRequest, pk: int) -> HttpResponse:
    """Black out words of the case or of the note for good."""
    found = _consultation(request, pk, "workshops.expert_of")
    return blacken(request, found, request.user, found.conference.url("workshops:desk_consultation", pk=pk))
