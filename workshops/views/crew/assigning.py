"""Who interprets, signs and captions which session: a day at a time, with what is promised and what is amiss."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.keys import key_in
from conference.permissions import require
from conference.services.people import person_for_email
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.crew import AssignForm
from workshops.models import Assignment, Session, Track
from workshops.services import crew as services
from workshops.services.warnings import warnings_of
from workshops.views.planning.acting import planned
from workshops.views.planning.board import all_days, own_tracks

CREW_WARNINGS = ("crew_", "unstaffed_")


@require_safe
def crew(request: HttpRequest) -> HttpResponse:
    """``?day=1``: the sessions of the day, each with the three services."""
    conference = request.conference
    require(request.user, "workshops.plan", conference)
    sessions = list(Session.objects.of(conference).for_the_programme())
    own = own_tracks(request, list(Track.objects.of(conference)))
    days = all_days(conference, sessions)
    asked = key_in(request.GET.get("day", ""))
    day = asked if 1 <= asked <= len(days) else 1
    assigned: dict[int, list[Assignment]] = defaultdict(list)
    for each in Assignment.objects.of(conference).standing().select_related("person"):
        assigned[each.session_id].append(each)
    found = [each for each in warnings_of(conference) if each.kind.startswith(CREW_WARNINGS)]
    rows = [
        _row(session, assigned[session.pk], own is None or session.track_id in own)
        for session in sessions
        if not session.is_break and timezone.localdate(session.starts, conference.zone) == days[day - 1]
    ]
    shown = {row["session"].pk for row in rows}
    untold = {each.person_id for rows_ in assigned.values() for each in rows_ if each.told_at is None}
    return render(
        request,
        "workshops/crew.html",
        {
            "days": list(enumerate(days, start=1)), "day": day, "date": days[day - 1], "rows": rows,
            "warnings": [each for each in found if each.session in shown],
            "elsewhere": sum(each.session not in shown for each in found), "untold": len(untold),
        },
    )  # fmt: skip


def _row(session: Session, assigned: list[Assignment], is_own: bool) -> dict[str, Any]:
    services_of = [
        {
            "kind": kind, "label": kind.label, "is_promised": getattr(session, promise),
            "assigned": [each for each in assigned if each.kind == kind],
        }
        for kind, promise in services.PROMISES.items()
    ]  # fmt: skip
    return {"session": session, "services": services_of, "is_own": is_own}


def _back(session: Session) -> str:
    """The desk with the day of *session*."""
    conference = session.conference
    days = all_days(conference, list(Session.objects.of(conference).standing()))
    day = timezone.localdate(session.starts, conference.zone)
    number = days.index(day) + 1 if day in days else 1
    return f"{conference.url('workshops:crew')}?day={number}#crew-{session.pk}"


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    session = planned(request, pk)
    if session.is_break or session.is_off:
        raise Http404
    conference = session.conference
    if request.method == "POST":
        if switched := switch_language(request):
            return switched
        form = AssignForm(request.POST, conference=conference)
        if form.is_valid() and _assigned(request, session, form.cleaned_data):
            return redirect(_back(session))
    else:
        kind = request.GET.get("kind", "")
        start = {"kind": kind if kind in Assignment.Kind.values else Assignment.Kind.INTERPRETER}
        form = AssignForm.with_typed(typed(request), conference=conference, initial=start)
    context = {
        "session": session, "form": form, "has_errors": form.is_bound and bool(form.errors),
        "language_form": "main-form", "back": _back(session),
    }  # fmt: skip
    return render(request, "workshops/crew_assign.html", context)


def _assigned(request: HttpRequest, session: Session, data: dict[str, Any]) -> bool:
    def verb(*, by: Any) -> Assignment:
        person = data["known"] or person_for_email(
            data["email"], language=data["letters"], full_name=data["full_name"].strip()
        )
        told = {name: data[name] for name in ("kind", "languages", "note")}
        return services.assign(session, person, by=by, **told)

    return attempt(request, verb, done=_("Assigned. The letter goes when you press “Write to them”."))


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, "workshops.plan", request.conference)
    rows = Assignment.objects.of(request.conference).select_related("session__conference", "session__room", "person")
    assignment = get_object_or_404(rows, pk=pk)
    require(request.user, "workshops.plan_session", assignment.session)
    attempt(request, services.unassign, assignment, done=_("Taken off. Who had a letter about it gets another one."))
    return redirect(_back(assignment.session))


@require_POST
def tell(request: HttpRequest) -> HttpResponse:
    """Write to everybody who was assigned since the last letter; a chair to those of the own track's sessions."""
    conference = request.conference
    require(request.user, "workshops.plan", conference)
    own = own_tracks(request, list(Track.objects.of(conference)))
    only = None if own is None else Session.objects.of(conference).filter(track__in=own).values_list("pk", flat=True)

    def words(count: int) -> str:
        if not count:
            return _("Everybody has been written to already.")
        return ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", count) % {
            "count": count
        }

    attempt(request, services.tell_crew, conference, only=only, done=words)
    return redirect(conference.url("workshops:crew"))
