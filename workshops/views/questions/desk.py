"""The desk of the moderators: a queue, one question in hand, and a verb for each key."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conference.forms import SiteForm
from conference.keys import key_in
from conference.permissions import require
from conference.views.typed import keep_typed, typed
from workshops.forms.questions import AiredForm, DeclineForm, ThemeForm, WordingForm
from workshops.models import Question, Session
from workshops.services.questions import listing, queue
from workshops.views.listening import of_a_season
from workshops.views.shared import etag_of

from .fragment import session_of

KEPT = ("state", "words", "q")
State = Question.State


def desk_url(request: HttpRequest, session: Session | int | None) -> str:
    pk = session.pk if isinstance(session, Session) else session
    if pk:
        return request.conference.url("workshops:questions_desk_event", pk=pk)
    return request.conference.url("workshops:questions_desk")


def view_of(told: QueryDict, **instead: object) -> str:
    """The address part that shows the same list again, with some of it replaced; empty values are left out."""
    values: dict[str, object] = {name: told.get(name, "")[:100] for name in KEPT} | instead
    query = QueryDict(mutable=True)
    query.update({name: str(value) for name, value in values.items() if value})
    return query.urlencode()


@require_safe
@of_a_season
def desk(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """What waits, the oldest first, or the questions in another state; of one event or of all.

    Asked with the header ``X-Part: queue`` it answers with the list alone, or 304: so moderators see each other's
    moves.
    """
    require(request.user, "workshops.moderate", request.conference)
    session = session_of(request, pk) if pk else None
    state = request.GET.get("state", "")
    state = state if state in State.values else State.PENDING
    words = request.GET.get("words", "").strip()[:100]
    rows = queue.of_desk(request.conference, session=session, state=state, words=words)
    counted = queue.counts(request.conference, session)
    context = {
        "rows": rows,
        "state": state,
        "words": words,
        "session": session,
        "base": desk_url(request, session),
        "selected": _selected(request, rows),
        "states": [
            {"key": value, "title": label, "count": counted.get(value, 0), "query": view_of(QueryDict(), state=value)}
            for value, label in State.choices
        ],
        "view": view_of(request.GET, q="", state=state),
    }
    with timezone.override(request.conference.zone):
        if request.headers.get("X-Part") == "queue":
            return _queue(request, context)
        return _page(request, context)


def _selected(request: HttpRequest, rows: list[listing.Row]) -> int:
    return key_in(request.GET.get("q", "")) or (rows[0].question.pk if rows else 0)


def _queue(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    response = render(request, "workshops/questions/desk_queue.html", context)
    etag = etag_of(response.content)
    if etag in request.headers.get("If-None-Match", ""):
        response = HttpResponseNotModified()
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    key = context["selected"]
    known = Question.objects.of(request.conference).select_related("conference", "session", "theme", "asker")
    question = get_object_or_404(known, pk=key) if key else None
    before, after = queue.beside(context["rows"], key)
    told = {
        **context,
        "events": queue.events_asked(request.conference),
        "after": after or before,
        "hand": panel(request, question) if question else None,
        "may_undo": bool(request.session.get(MOVED)),
        "keys": keys(),
    }
    return render(request, "workshops/questions/desk.html", told)


def keys() -> list[tuple[str, str]]:
    """The keys of the desk and what they do."""
    return [
        ("j", _("next question")),
        ("k", _("previous question")),
        ("a", _("approve, or return to the list")),
        ("m", _("merge with a similar one")),
        ("d", _("do not take, with a reason")),
        ("t", _("theme of the question")),
        ("e", _("correct or translate")),
        ("r", _("is being answered now, or is not after all")),
        ("i", _("was answered in the air")),
        ("w", _("answer in writing")),
        ("z", _("take the last move back")),
        ("?", _("show the keys")),
    ]


MOVED, PANEL = "questions_moved", "panel"


def keep_panel(request: HttpRequest, question: Question, name: str) -> None:
    """The panel *name* of *question* was refused: the desk shown next holds it open, with what was typed."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    data[PANEL] = f"{name} {question.pk}"
    keep_typed(request, data, path=desk_url(request, key_in(request.POST.get("event", ""))))


def panel(request: HttpRequest, question: Question) -> dict[str, Any]:
    """What stands beside the queue about *question*: facts, similar questions, a form for each verb."""
    told = typed(request) or QueryDict()
    name, _space, key = told.get(PANEL, "").partition(" ")
    refused = name if key == str(question.pk) else ""
    data = {each: told if each == refused else None for each in ("decline", "theme", "wording", "aired")}
    hand = queue.in_hand(question, words=request.GET.get("with", "").strip()[:100])
    forms: dict[str, SiteForm] = {
        "decline": DeclineForm(data["decline"], auto_id="decline_%s"),
        "theme": ThemeForm(
            data["theme"], conference=request.conference, initial={"theme": question.theme_id}, auto_id="theme_%s"
        ),
        "wording": WordingForm(data["wording"], question=question, auto_id="wording_%s"),
        "aired": AiredForm(data["aired"], auto_id="aired_%s"),
    }
    return {
        "hand": hand,
        "question": question,
        "with": request.GET.get("with", ""),
        "refused": refused,
        **forms,
    }
