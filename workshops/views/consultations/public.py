"""Free hours of the experts for everybody, and booking one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from conference.keys import key_in
from conference.moves import MoveNotAllowed, refusal_words
from conference.views.typed import switch_language, typed
from workshops.forms.consultations import BookForm, WhoFields
from workshops.models import Consultation, Listener, Season, Slot
from workshops.services import consultations as services
from workshops.services import listening, questions
from workshops.services.consultations import listing
from workshops.views.listening import is_met, known_listener, listener_of, of_a_season, own_page, remember
from workshops.views.programme.clocks import clock_of
from workshops.views.programme.clocks import remember as remember_clock

from . import checking
from .own import may_be_taken_along, own_consultation
from .times import times_of

RATE = "consultation"
OTHER_HOURS = 8
LONGEST = 40


@require_safe
@of_a_season
def consultations(request: HttpRequest) -> HttpResponse:
    """Who consults on what, and the hours that can be booked, by day, in the time that the visitor reads."""
    season = request.conference
    clock = clock_of(request, season)
    wanted = listing.Wanted(
        **{name: request.GET.get(name, "").strip()[:LONGEST] for name in ("theme", "expert", "language")}
    )
    experts = listing.consulting(season)
    with timezone.override(clock.zone):
        context = {
            "clock": clock,
            "zone": clock.told(),
            "asked": wanted,
            "experts": experts,
            "chosen": next((each for each in experts if each.slug == wanted.expert), None),
            "themes": listing.themes_of_consultations(season),
            "days": listing.by_day(listing.free_slots(season, wanted), clock.zone),
            "has_own": _has_own(request),
            "carry": _carried_on(request),
            "taken_along": request.GET.get("from", "")[:12],
        }
        response = render(request, "workshops/consultations/list.html", context)
    return remember_clock(request, response, clock)


def _carried_on(request: HttpRequest) -> str:
    """What goes along to the page of an hour: the theme, and the cancelled consultation whose case is taken along."""
    told = {name: request.GET[name][:LONGEST] for name in ("theme", "from") if request.GET.get(name)}
    return f"?{urlencode(told)}" if told else ""


def _has_own(request: HttpRequest) -> bool:
    listener = listener_of(request)
    return listener is not None and Consultation.objects.of(request.conference).booked_by(listener).exists()


# -- booking ---------------------------------------------------------------------------------------------------------


def met(request: HttpRequest, form: WhoFields) -> Listener:
    """The listener who sends *form*, met now if need be. Nobody signs in."""
    if is_met(request):
        known = known_listener(request)
        assert known is not None
        return known
    known, told = listener_of(request), form.who()
    if known is not None:
        return questions.say_who(known, **told) if told["email"] else known
    return listening.meet(request.conference, **told).listener


@sensitive_post_parameters()
@sensitive_variables("form", "check", "context", "initial")
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
@own_page
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book one hour: the form, the check for names of children when there are any, the confirmation."""
    season = request.conference
    rows = Slot.objects.of(season).standing().select_related("expert__organisation")
    slot = get_object_or_404(rows, pk=pk)
    slot.conference = slot.expert.conference = season
    if season.is_archived:
        raise Http404
    if response := switch_language(request):
        return response
    made: dict[str, Any] = {"conference": season, "expert": slot.expert, "wants_who": not is_met(request)}
    before = _taken_from(request)
    if request.method != "POST":
        if not Slot.objects.bookable().filter(pk=pk).exists():
            return _page(request, slot, None)
        form = BookForm.with_typed(typed(request), initial=_initial(request, slot, before), **made)
        return _page(request, slot, form, before=before)
    check = checking.checked(request, "case")
    if check.is_back:
        said = _said_replaced(check.replaced) if check.replaced else ""
        return _page(request, slot, BookForm.with_typed(check.data, **made), before=before, seen=check.seen, said=said)
    form = BookForm(request.POST, **made)
    if not form.is_valid():
        return _page(request, slot, form, before=before, seen=check.seen)
    if check.found:
        context = checking.shown(form.cleaned_data["case"], check.found)
        context |= {
            "slot": slot,
            "carried": checking.carried(request.POST),
            "language_form": "main-form",
            **times_of(request, slot),
        }
        return render(request, "workshops/consultations/check.html", context)
    return _book(request, slot, form, before, check.seen)


def _book(
    request: HttpRequest, slot: Slot, form: BookForm, before: Consultation | None, seen: list[str]
) -> HttpResponse:
    if not ratelimit.consume(request, action=RATE):
        form.add_error(None, _("Many bookings come from your network just now. Wait a minute: the text stays here."))
        return _page(request, slot, form, before=before, seen=seen)
    listener = met(request, form)
    told = {name: form.cleaned_data[name] for name in ("school", "theme", "case")}
    by = request.user if request.user.is_authenticated else listener.person if listener.is_sure else None
    try:
        made = services.book(slot, listener=listener, by=by, instead_of=before, **told)
    except services.SlotTaken as refusal:
        form.add_error(None, str(refusal))
        return _page(request, slot, form, before=before, seen=seen, is_taken=True, listener=listener)
    except (MoveNotAllowed, ValidationError) as refusal:
        form.add_error(None, refusal_words(refusal))
        return _page(request, slot, form, before=before, seen=seen, listener=listener)
    if made.state == Consultation.State.BOOKED:
        messages.success(request, _("You have booked the consultation. The letter with a file for your calendar is on "
                                    "its way."))  # fmt: skip
    response = redirect(request.conference.url("workshops:consultation", pk=made.pk))
    return response if request.user.is_authenticated else remember(request, response, listener)


def _initial(request: HttpRequest, slot: Slot, before: Consultation | None) -> dict[str, Any]:
    """What is known already: the school, a theme when the expert has one alone, a case that is taken along."""
    listener, themes = listener_of(request), list(slot.expert.themes.all()[:2])
    told: dict[str, Any] = {"theme": themes[0].pk} if len(themes) == 1 else {}
    if listener is not None and listener.organisation:
        told["school"] = str(listener.organisation)
    asked = slot.expert.themes.filter(slug=request.GET.get("theme", "")).first()
    if asked is not None:
        told["theme"] = asked.pk
    if before is not None and listener is not None and listener.person is not None:
        told |= {"school": before.school, "theme": before.theme_id}
        told["case"] = services.read(before, by=listener.person).case
    return told


def _taken_from(request: HttpRequest) -> Consultation | None:
    """The consultation that the expert cancelled, whose case goes along to this hour: ``?from=<key>``."""
    found = own_consultation(request, key_in(request.GET.get("from", "")))
    return found if found is not None and may_be_taken_along(found) else None


def _said_replaced(count: int) -> str:
    return ngettext(
        "%(count)d passage has been replaced. Look through the text and book.",
        "%(count)d passages have been replaced. Look through the text and book.",
        count,
    ) % {"count": count}


def _page(
    request: HttpRequest, slot: Slot, form: BookForm | None, *, before: Consultation | None = None,
    seen: list[str] | None = None, said: str = "", is_taken: bool = False, listener: Listener | None = None,
) -> HttpResponse:  # fmt: skip
    """The form of an hour; without one, or when it is taken, other hours of the same expert."""
    others: list[Slot] = []
    if form is None or is_taken:
        rows = Slot.objects.bookable().filter(expert=slot.expert).exclude(pk=slot.pk)
        others = list(rows.order_by("starts")[:OTHER_HOURS])
    context = {
        "slot": slot,
        "form": form,
        "others": others,
        "carry": _carried_on(request),
        "is_taken": is_taken,
        "before": before,
        "seen": seen or [],
        "said": said,
        "rules": Season.rules_of(request.conference),
        "listener": listener_of(request),
        "has_errors": bool(form and form.is_bound and form.errors),
        "language_form": "main-form" if form else None,
        **times_of(request, slot),
    }
    with timezone.override(clock_of(request, request.conference).zone):
        response = render(request, "workshops/consultations/book.html", context)
    if listener is not None and not request.user.is_authenticated:
        remember(request, response, listener)
    return response
