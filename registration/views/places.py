"""Places: the offer of a seat and the confirmation of attendance, and what organisers do with the waiting list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from conference.keys import keys_in
from conference.moves import MoveNotAllowed
from conference.permissions import require
from conference.views.verbs import attempt
from registration.models import Category, Registration
from registration.permissions import DECIDE
from registration.services import confirming, waiting

SHOWN = 100
"""So many of a list are shown at once; the others move up."""
AT_ONCE = 200

# -- the guest ------------------------------------------------------------------------------------------------


def _of_link(request: HttpRequest, token: str) -> Registration:
    """The registration of a link from a letter; 404 when the link was altered or is another conference's."""
    registration = waiting.of_token(token)
    if registration is None or registration.conference_id != request.conference.pk:
        raise Http404
    return registration


def _answered(request: HttpRequest, token: str, verb: Callable[..., Any], page: str) -> HttpResponse:
    attempt(request, verb, _of_link(request, token))
    return redirect(request.conference.url(page, token=token))


@require_safe
def offer(request: HttpRequest, token: str) -> HttpResponse:
    """The seat that is offered, with its two buttons; or what became of it. Reading it changes nothing."""
    registration = _of_link(request, token)
    context = {
        "registration": registration,
        "token": token,
        "is_open": registration.state == "offered" and not waiting.is_lapsed(registration),
        "position": waiting.positions_of([registration]).get(registration.pk),
    }
    return render(request, "registration/waiting_offer.html", context)


@require_POST
def take(request: HttpRequest, token: str) -> HttpResponse:
    return _answered(request, token, waiting.accept_offer, "registration:offer")


@require_POST
def give_up(request: HttpRequest, token: str) -> HttpResponse:
    return _answered(request, token, waiting.give_up_offer, "registration:offer")


@require_POST
def online(request: HttpRequest, token: str) -> HttpResponse:
    return _answered(request, token, waiting.take_online_instead, "registration:offer")


@require_safe
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Are you coming? Two buttons; or what was answered. Reading it changes nothing."""
    registration = _of_link(request, token)
    is_guest = registration.state == "approved" and registration.attendance == "hall"
    context = {"registration": registration, "token": token, "is_guest": is_guest}
    return render(request, "registration/confirm.html", context)


@require_POST
def coming(request: HttpRequest, token: str) -> HttpResponse:
    return _answered(request, token, confirming.confirm, "registration:confirm")


@require_POST
def not_coming(request: HttpRequest, token: str) -> HttpResponse:
    return _answered(request, token, confirming.cannot_come, "registration:confirm")


# -- the waiting list at the desk -----------------------------------------------------------------------------


@require_safe
def waiting_list(request: HttpRequest) -> HttpResponse:
    """Who waits in each category for the hall and for places online, and what is offered to whom until when."""
    require(request.user, DECIDE, request.conference)
    here = Registration.objects.of(request.conference).select_related("person", "category", "delegation")
    rows = [*here.waiting_list(), *here.filter(state=Registration.State.OFFERED).order_by("offered_until", "pk")]
    lists = []
    for category in Category.objects.of(request.conference):
        for attendance in Registration.Attendance:
            mine = [each for each in rows if each.category_id == category.pk and each.attendance == attendance]
            if mine:
                lists.append(_list(category, attendance, mine))
    return render(request, "registration/waiting_desk.html", {"lists": lists})


def _list(category: Category, attendance: Registration.Attendance, rows: list[Registration]) -> dict[str, Any]:
    line = [each for each in rows if each.state == Registration.State.WAITING]
    limit, taken = waiting.seats.POOLS[waiting.seats.Seat(attendance)]
    return {
        "category": category,
        "attendance": attendance.value,
        "label": attendance.label,
        "seats": getattr(category, limit),
        "taken": getattr(category, taken),
        "free": waiting.free_seats(category, attendance),
        "waiting": line[:SHOWN],
        "number": len(line),
        "offered": [each for each in rows if each.state == Registration.State.OFFERED][:SHOWN],
        "is_automatic": category.promotion == Category.Promotion.AUTOMATIC,
    }


@require_POST
def offer_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer a seat to one who waits, whatever their place in the list."""
    require(request.user, DECIDE, request.conference)
    rows = Registration.objects.of(request.conference).sent()
    registration = get_object_or_404(rows.select_related("conference", "category", "person", "filled_by"), pk=pk)
    done = _("A seat is offered to %(person)s.") % {"person": registration.person}
    attempt(request, waiting.offer, registration, done=done)
    return redirect(request.conference.url("registration:waiting"))


@require_POST
def offer_free(request: HttpRequest, category: str, attendance: str) -> HttpResponse:
    """Offer all free places of one list to those who are next."""
    require(request.user, DECIDE, request.conference)
    if attendance not in Registration.Attendance.values:
        raise Http404
    chosen = get_object_or_404(Category.objects.of(request.conference), slug=category)
    offered = 0
    while offered < AT_ONCE and waiting.offer_next(chosen, attendance, by=request.user):
        offered += 1
    if offered:
        text = ngettext("%(count)d seat is offered.", "%(count)d seats are offered.", offered) % {"count": offered}
        messages.success(request, text)
    else:
        messages.info(request, _("There is no free seat to offer, or nobody waits."))
    return redirect(request.conference.url("registration:waiting"))


# -- silent guests --------------------------------------------------------------------------------------------


@require_safe
def silent(request: HttpRequest) -> HttpResponse:
    """The guests who were asked whether they come and have not answered."""
    require(request.user, DECIDE, request.conference)
    here = Registration.objects.of(request.conference).approved().filter(attendance="hall")
    guests = list(confirming.silent_guests(request.conference)[: SHOWN + 1])
    context = {
        "guests": guests[:SHOWN],
        "has_more": len(guests) > SHOWN,
        "number": confirming.silent_guests(request.conference).count(),
        "confirmed": here.exclude(confirmed_at=None).count(),
    }
    return render(request, "registration/confirm_desk.html", context)


def _chosen(request: HttpRequest) -> list[Registration]:
    """The guests that were ticked, as far as they are silent guests of this conference."""
    require(request.user, DECIDE, request.conference)
    keys = keys_in(request.POST.getlist("guest"))
    return list(confirming.silent_guests(request.conference).filter(pk__in=keys[:SHOWN]))


def _done(request: HttpRequest, verb: Callable[..., Any], said: Callable[[int], str]) -> HttpResponse:
    done = 0
    guests = _chosen(request)
    for guest in guests:
        try:
            verb(guest, by=request.user)
        except MoveNotAllowed as refusal:
            messages.warning(request, f"{guest}: {refusal}")
        else:
            done += 1
    if done:
        messages.success(request, said(done))
    if not guests:
        messages.info(request, _("Tick the guests first."))
    return redirect(request.conference.url("registration:silent"))


@require_POST
def release(request: HttpRequest) -> HttpResponse:
    """Ask once, naming the guests; then give their seats to others."""
    if "sure" not in request.POST:
        guests = _chosen(request)
        if guests:
            return render(request, "registration/confirm_release.html", {"guests": guests})
    return _done(
        request,
        confirming.release_silent,
        lambda count: (
            ngettext("%(count)d seat is free again.", "%(count)d seats are free again.", count) % {"count": count}
        ),
    )


@require_POST
def ask_again(request: HttpRequest) -> HttpResponse:
    return _done(
        request,
        confirming.ask_to_confirm,
        lambda count: (
            ngettext("%(count)d guest is asked again.", "%(count)d guests are asked again.", count) % {"count": count}
        ),
    )


@require_POST
def confirmed_by_hand(request: HttpRequest) -> HttpResponse:
    """Who has answered by telephone."""
    return _done(
        request,
        confirming.confirm,
        lambda count: (
            ngettext("%(count)d guest is confirmed.", "%(count)d guests are confirmed.", count) % {"count": count}
        ),
    )
