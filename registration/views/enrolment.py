"""Places in sessions: asking for one, giving it up, and the desk's list of who has one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.moves import MoveNotAllowed
from conference.permissions import require
from conference.tables import as_xlsx
from conference.views.downloads import XLSX, download
from conference.views.verbs import attempt
from registration.forms.enrolment import ReasonForm, SeatsForm
from registration.models import Enrolment
from registration.permissions import DECIDE
from registration.services import enrolment as services
from workshops.models import Session

State = Enrolment.State


def _session(request: HttpRequest, pk: int) -> Session:
    return get_object_or_404(Session.objects.of(request.conference).standing().select_related("conference"), pk=pk)


def _back(request: HttpRequest, session: Session) -> HttpResponse:
    return redirect(request.conference.url("workshops:session", pk=session.pk) + "#place")


@login_required
@require_POST
def enrol(request: HttpRequest, pk: int) -> HttpResponse:
    session = _session(request, pk)
    try:
        enrolment = services.enrol(session, by=request.user)
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
        return _back(request, session)
    if enrolment.state == State.ENROLLED:
        messages.success(request, _("You have a place. We have written to you to confirm it."))
    else:
        messages.info(request, _("All places are taken. You are on the waiting list and will hear from us."))
    _warn_of_overlap(request, session)
    return _back(request, session)


def _warn_of_overlap(request: HttpRequest, session: Session) -> None:
    """Two places at the same time are allowed, and told of; so is a place waited for."""
    others = Enrolment.objects.of(request.conference).of_person(request.user).standing()
    clash = others.exclude(session=session).filter(
        session__starts__lt=session.ends, session__ends__gt=session.starts, session__is_off=False
    )
    for other in clash.select_related("session"):
        told = (
            _("At the same time you wait for a place in “%(session)s”. Keep only one of them if you can.")
            if other.state == State.WAITING
            else _("At the same time you have a place in “%(session)s”. Give one of them up if you can.")
        )
        messages.warning(request, told % {"session": other.session.title})


@login_required
@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    session = _session(request, pk)
    mine = Enrolment.objects.standing().of_person(request.user).select_related("session", "person")
    enrolment = get_object_or_404(mine, session=session)
    attempt(request, services.give_up, enrolment, done=_("You have given up your place. Thank you for telling us."))
    return _back(request, session)


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Sessions with limited places: how many are taken, how many people wait."""
    require(request.user, DECIDE, request.conference)
    waiting = Count("enrolments", filter=Q(enrolments__state=State.WAITING))
    rows = Session.objects.of(request.conference).standing().exclude(seats=None).annotate(waiting=waiting)
    return render(request, "registration/enrolment_desk.html", {"sessions": rows.order_by("starts", "pk")})


@require_safe
def desk_session(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, DECIDE, request.conference)
    session = _session(request, pk)
    return _page(request, session, SeatsForm(initial={"seats": session.seats}), ReasonForm())


def _page(
    request: HttpRequest, session: Session, seats: SeatsForm, reason: ReasonForm, *, refused: int | None = None
) -> HttpResponse:
    """The list of one session; *refused* is the place whose taking back was refused: its row stands open."""
    rows = Enrolment.objects.filter(session=session).standing().select_related("person__organisation")
    told = {
        "session": session,
        "enrolled": [row for row in rows if row.state == State.ENROLLED],
        "waiting": [row for row in rows if row.state == State.WAITING],
        "form": seats,
        "reason": reason,
        "refused": refused,
        "refusal": reason.errors.get("reason", []),
        "has_errors": seats.is_bound or reason.is_bound,
    }
    return render(request, "registration/enrolment_session.html", told)


@require_safe
def desk_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Who has a place and who waits, for a spreadsheet."""
    require(request.user, DECIDE, request.conference)
    session = _session(request, pk)
    rows = Enrolment.objects.filter(session=session).standing().select_related("person__organisation")
    told = [
        [row.get_state_display(), row.person.full_name, row.person.latin_name, str(row.person.organisation or "")]
        for row in rows.order_by("state", "enrolled_at", "pk")
    ]
    header = [_("State"), _("Full name"), _("Name in Latin letters"), _("Organisation")]
    return download(as_xlsx(header, told, title=_("Places")), XLSX, f"session-{session.pk}.xlsx")


@require_POST
def change_seats(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, DECIDE, request.conference)
    session = _session(request, pk)
    form = SeatsForm(request.POST)
    if form.is_valid():
        try:
            given = services.change_seats(session, form.cleaned_data["seats"], by=request.user)
        except ValidationError as refusal:
            form.add_error("seats", refusal.messages)
        else:
            messages.success(request, _("The number of places is changed; %(count)d who waited got one.") % {
                "count": len(given)
            })  # fmt: skip
            return redirect(request.conference.url("registration:enrolment_session", pk=pk))
    return _page(request, session, form, ReasonForm())


@require_POST
def remove(request: HttpRequest, pk: int, enrolment: int) -> HttpResponse:
    require(request.user, DECIDE, request.conference)
    session = _session(request, pk)
    rows = Enrolment.objects.filter(session=session).standing().select_related("person", "session__conference")
    row = get_object_or_404(rows, pk=enrolment)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, session, SeatsForm(initial={"seats": session.seats}), form, refused=row.pk)
    told = form.cleaned_data["reason"]
    attempt(request, services.remove, row, reason=told, done=_("The place is taken back; the person gets a letter."))
    return redirect(request.conference.url("registration:enrolment_session", pk=pk))
