"""Writing a session out: a new one, or all of one that is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conference.forms import people_of
from conference.keys import key_in
from conference.permissions import may, require
from conference.text import search_key
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms import planning as forms
from workshops.models import Session, Track
from workshops.services import planning
from workshops.services.planning.steps import fingerprint

from .acting import back, planned, state_of

SUGGESTED = 8


@require_http_methods(["GET", "HEAD", "POST"])
def edit_session(request: HttpRequest, pk: int) -> HttpResponse:
    session = planned(request, pk)
    return _writing(request, session)


@require_http_methods(["GET", "HEAD", "POST"])
def create_session(request: HttpRequest) -> HttpResponse:
    """A new session; the day, the room and the time may be named in the address."""
    require(request.user, "workshops.plan", request.conference)
    return _writing(request, None)


def _tracks(request: HttpRequest) -> list[Track] | None:
    """The tracks into which the person may put a session; None for any and none."""
    if may(request.user, "conference.organise", request.conference):
        return None
    return list(Track.objects.chaired_by(request.user, request.conference))


def _writing(request: HttpRequest, session: Session | None) -> HttpResponse:
    conference = request.conference
    if switched := switch_language(request) if request.method == "POST" else None:
        return switched
    kwargs: dict[str, Any] = {"conference": conference, "tracks": _tracks(request)}
    if request.method != "POST":
        told = typed(request)
        start = {"seen": fingerprint(session)} if session else _start(request)
        form = forms.SessionForm.with_typed(told, instance=session, initial=start, **kwargs)
        rows = forms.speaker_rows(
            told if told and "speakers-TOTAL_FORMS" in told else None, conference=conference, session=session
        )
        return _page(request, session, form, rows)
    form = forms.SessionForm(request.POST, instance=_copy(session), **kwargs)
    if "rows" in request.POST:
        return _page(request, session, *_one_more_row(request, session, kwargs))
    rows = forms.speaker_rows(request.POST, conference=conference, session=session)
    if all([form.is_valid(), rows.is_valid()]):
        saved = _save(request, session, form, rows)
        if saved is not None:
            return redirect(back(request, saved))
    return _page(request, session, form, rows, errors=True)


def _copy(session: Session | None) -> Session | None:
    """The form writes into a copy of its own: the verb compares with what is in the database."""
    return Session.objects.select_related("conference").get(pk=session.pk) if session else None


def _start(request: HttpRequest) -> dict[str, Any]:
    """The first hour of the first day, unless the address says otherwise."""
    conference = request.conference
    number = request.GET.get("day", "1")
    day = conference.starts + timedelta(days=max(int(number) - 1, 0) if number.isdigit() and len(number) < 4 else 0)
    room = request.GET.get("room", "")
    return {
        "day": min(day, conference.ends),
        "time": request.GET.get("time", "10:00")[:5],
        "minutes": 60,
        "room": room if room.isdigit() else None,
        "format": Session.Format.WORKSHOP_SESSION,
    }


def _one_more_row(request: HttpRequest, session: Session | None, kwargs: dict[str, Any]) -> tuple[Any, Any]:
    """The same page with another empty row of a speaker; nothing is judged yet."""
    data = request.POST.copy()
    total = data.get("speakers-TOTAL_FORMS", "0")
    data["speakers-TOTAL_FORMS"] = str(min(key_in(total) + 1, 40))
    form = forms.SessionForm.with_typed(data, instance=_copy(session), **kwargs)
    rows = forms.speaker_rows(data, conference=request.conference, session=session)
    for row in rows.forms:
        row.full_clean = lambda: None
        row._errors = {}
    return form, rows


def _save(request: HttpRequest, session: Session | None, form: Any, rows: Any) -> Session | None:
    """Do the verb; None when it refused (the page says why and keeps what was typed)."""
    fields, speakers = form.asked(), rows.speakers(session)
    saved: list[Session] = []

    def verb(*, by: Any) -> Session:
        if session is None:
            made = planning.create_session(request.conference, by=by, speakers=speakers, **fields)
        else:
            seen = form.cleaned_data["seen"]
            made = planning.edit_session(session, by=by, fields=fields, speakers=speakers, seen=seen)
        saved.append(made)
        return made

    return saved[0] if attempt(request, verb, done=_("Saved. The public sees it with the next release.")) else None


def _page(request: HttpRequest, session: Session | None, form: Any, rows: Any, *, errors: bool = False) -> HttpResponse:
    wrong = len(form.errors) + sum(len(row.errors) for row in rows.forms) if errors else 0
    return render(
        request,
        "workshops/planning_session.html",
        {
            "session": session,
            "form": form,
            "rows": rows,
            "has_errors": wrong,
            "language_form": "main-form",
            "back": back(request, session),
            "state": state_of(request),
        },
    )


@require_safe
def people(request: HttpRequest) -> JsonResponse:
    """Names of people of this conference that begin like ``q``, for the field of a speaker; no addresses."""
    require(request.user, "workshops.plan", request.conference)
    wanted = request.GET.get("q", "").strip()[:80]
    if len(wanted) < 3:
        return JsonResponse({"people": []})
    rows = people_of(request.conference).filter(
        Q(full_name__icontains=wanted) | Q(latin_name__icontains=wanted) | Q(latin_name__icontains=search_key(wanted))
    )
    found = rows.select_related("organisation").order_by("full_name")[:SUGGESTED]
    return JsonResponse(
        {
            "people": [
                {"name": each.full_name, "latin": each.latin_name, "organisation": str(each.organisation or "")}
                for each in found
            ]
        }
    )
