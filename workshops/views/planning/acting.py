"""The verbs of the editor, one address each. A browser without scripts is sent back; a script gets JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.moves import MoveNotAllowed, refusal_words
from conference.permissions import may, require
from conference.views.verbs import attempt
from workshops.forms import planning as forms
from workshops.models import ProgrammeEdit, Session, Talk
from workshops.services import planning
from workshops.services.planning.words import place_of, words_of_step
from workshops.services.warnings.draft import told

VIEWS = ("rooms", "tracks")


def state_of(request: HttpRequest) -> str:
    """The day and the columns that the person looks at, as a query string."""
    day, by = request.GET.get("day", ""), request.GET.get("by", "")
    parts = [f"day={day}" if day.isdigit() and len(day) < 4 else "", f"by={by}" if by in VIEWS else ""]
    return "&".join(filter(None, parts))


def back(request: HttpRequest, session: Session | None = None) -> str:
    """The editor as the person left it, with *session* chosen."""
    chosen = f"session={session.pk}" if session else ""
    query = "&".join(filter(None, (state_of(request), chosen)))
    address = request.conference.url("workshops:planning")
    return f"{address}?{query}" + (f"#s-{session.pk}" if session else "") if query else address


def act(
    request: HttpRequest,
    verb: Callable[..., Any],
    *args: Any,
    done: str | Callable[[Any], str],
    chosen: Session | None = None,
    **kwargs: Any,
) -> HttpResponse:
    """Do *verb*; what became of it is said as a message, or as JSON to a script that asked for it."""
    if not wants_json(request):
        attempt(request, verb, *args, done=done, **kwargs)
        return redirect(back(request, chosen))
    try:
        result = verb(*args, by=request.user, **kwargs)
    except (MoveNotAllowed, ValidationError) as refusal:
        return JsonResponse({"ok": False, "words": refusal_words(refusal)}, status=409)
    return JsonResponse({"ok": True, "words": done(result) if callable(done) else done})


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def planned(request: HttpRequest, pk: int) -> Session:
    """A session that the visitor may plan; any other is 404."""
    require(request.user, "workshops.plan", request.conference)
    rows = Session.objects.of(request.conference).select_related("conference", "track", "room")
    session = get_object_or_404(rows, pk=pk)
    require(request.user, "workshops.plan_session", session)
    return session


def planned_talk(request: HttpRequest, pk: int) -> Talk:
    require(request.user, "workshops.plan", request.conference)
    rows = Talk.objects.filter(session__conference=request.conference)
    talk = get_object_or_404(rows.select_related("session__conference", "session__track", "submission"), pk=pk)
    require(request.user, "workshops.plan_session", talk.session)
    return talk


def _wrong(form: Any) -> Callable[..., Any]:
    """A verb that says what is wrong with *form*, in the way in which verbs refuse."""

    def refuse(*args: Any, by: Any, **kwargs: Any) -> None:
        raise ValidationError([str(message) for messages in form.errors.values() for message in messages])

    return refuse


def _where(session: Session) -> str:
    room = told(session.room, "title") if session.room else ""
    return _("“%(title)s”: %(place)s") % {
        "title": told(session, "title"),
        "place": place_of(session.starts, session.minutes, room, session.conference),
    }


@require_POST
def move_session(request: HttpRequest, pk: int) -> HttpResponse:
    session = planned(request, pk)
    form = forms.MoveForm(request.POST, session=session)
    if not form.is_valid():
        return act(request, _wrong(form), done="", chosen=session)
    asked = form.asked()
    if "track" in asked:
        _require_track(request, session, asked["track"])
    return act(request, planning.move_session, session, done=_where, chosen=session, **asked)


def _require_track(request: HttpRequest, session: Session, track: Any) -> None:
    """A chair cannot push a session into a track of somebody else."""
    require(request.user, "workshops.plan_session", Session(conference=session.conference, track=track))


@require_POST
def resize(request: HttpRequest, pk: int) -> HttpResponse:
    session = planned(request, pk)
    form = forms.ResizeForm(request.POST, session=session)
    if not form.is_valid():
        return act(request, _wrong(form), done="", chosen=session)

    def verb(subject: Session, *, by: Any) -> Session:
        return planning.resize(subject, by=by, **form.asked())

    return act(request, verb, session, done=_where, chosen=session)


@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    session = planned(request, pk)
    words = _("Taken out: “%(title)s”. You can put it back below.") % {"title": told(session, "title")}
    return act(request, planning.take_out, session, done=words, seen=request.POST.get("seen", "")[:20])


@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    session = planned(request, pk)
    words = _("Put back: “%(title)s”") % {"title": told(session, "title")}
    return act(request, planning.put_back, session, done=words, chosen=session)


@require_POST
def place_paper(request: HttpRequest) -> HttpResponse:
    require(request.user, "workshops.plan", request.conference)
    form = forms.PlaceForm(request.POST, conference=request.conference)
    if not form.is_valid():
        return act(request, _wrong(form), done="")
    data = form.cleaned_data
    session = planned(request, data["session"].pk)
    standing = Talk.objects.filter(submission=data["submission"]).select_related("session__conference").first()
    if standing is not None and not may(request.user, "workshops.plan_session", standing.session):
        raise Http404
    words = _("Placed: “%(paper)s”, in “%(title)s”") % {
        "paper": told(data["submission"], "title"),
        "title": told(session, "title"),
    }
    return act(
        request,
        planning.place_paper,
        data["submission"],
        session,
        done=words,
        chosen=session,
        minutes=data["minutes"],
    )


@require_POST
def unplace(request: HttpRequest, pk: int) -> HttpResponse:
    talk = planned_talk(request, pk)
    words = _("The paper is among those not yet placed again.")
    return act(request, planning.unplace, talk, done=words, chosen=talk.session)


@require_POST
def move_talk(request: HttpRequest, pk: int) -> HttpResponse:
    talk = planned_talk(request, pk)
    form = forms.MoveTalkForm(request.POST)
    if not form.is_valid() or form.cleaned_data["position"] is None:
        return act(request, _wrong(form), done="", chosen=talk.session)
    place = form.cleaned_data["position"]

    def words(moved: Talk) -> str:
        return _("“%(title)s” is now number %(place)d") % {"title": _title(moved), "place": moved.order}

    return act(request, planning.move_talk, talk, done=words, chosen=talk.session, position=place)


@require_POST
def retime_talk(request: HttpRequest, pk: int) -> HttpResponse:
    talk = planned_talk(request, pk)
    form = forms.MoveTalkForm(request.POST)
    if not form.is_valid() or form.cleaned_data["minutes"] is None:
        return act(request, _wrong(form), done="", chosen=talk.session)
    minutes = form.cleaned_data["minutes"]
    words = _("“%(title)s”: %(minutes)d min") % {"title": _title(talk), "minutes": minutes}
    return act(request, planning.retime_talk, talk, done=words, chosen=talk.session, minutes=minutes)


def _title(talk: Talk) -> str:
    return told(talk.submission or talk, "title")


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    return _step_back(request, planning.undo, _("Undone: %(step)s"))


@require_POST
def redo(request: HttpRequest) -> HttpResponse:
    return _step_back(request, planning.redo, _("Done again: %(step)s"))


def _step_back(request: HttpRequest, verb: Callable[..., ProgrammeEdit], wording: str) -> HttpResponse:
    """Undo or redo; a step that others have overtaken leaves the list, so that the one before it can be undone."""
    conference = request.conference
    require(request.user, "workshops.plan", conference)

    def or_forget(subject: Any, *, by: Any) -> ProgrammeEdit:
        try:
            return verb(subject, by=by)
        except planning.StaleStep as stale:
            planning.forget_step(stale.step, by=by)
            raise

    def words(step: ProgrammeEdit) -> str:
        return wording % {"step": words_of_step(step, conference)}

    return act(request, or_forget, conference, done=words)
