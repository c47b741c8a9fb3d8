"""The organisers' desk of a season: its events, each written out in both languages, moved, copied, called off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.permissions import require
from conference.text import finds, search_words
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.season import CancelForm, CopyForm, EventForm, JoinLinkForm, WhenForm
from workshops.models import Session
from workshops.services import season as verbs
from workshops.services.planning.steps import fingerprint
from workshops.services.season.letters import listening_to
from workshops.services.season.plan import events_of
from workshops.views.listening import of_a_season

PERMISSION = "workshops.season_desk"
SHOWN = ("coming", "past", "off", "all")


def _event(request: HttpRequest, pk: int) -> Session:
    require(request.user, PERMISSION, request.conference)
    return get_object_or_404(events_of(request.conference), pk=pk)


# -- the list --------------------------------------------------------------------------------------------------


@require_safe
@of_a_season
def events(request: HttpRequest) -> HttpResponse:
    """Every event with what is missing of it and how many signed up; a search and four tabs."""
    conference = request.conference
    require(request.user, PERMISSION, conference)
    rows = list(events_of(conference).annotate(question_count=Count("questions", distinct=True)))
    which = request.GET.get("show", "coming")
    which = which if which in SHOWN else "coming"
    words = request.GET.get("q", "").strip()[:80]
    now = timezone.now()
    groups = {
        "coming": [row for row in rows if row.ends > now and not row.is_off],
        "past": [row for row in rows if row.ends <= now and not row.is_off][::-1],
        "off": [row for row in rows if row.is_off],
        "all": rows,
    }
    shown = [row for row in groups[which] if not words or finds(words, search_words(f"{row.title_ru} {row.title_en}"))]  # type: ignore[attr-defined]
    listening = listening_to(shown)
    names = {"coming": _("Coming"), "past": _("Past"), "off": _("Called off"), "all": _("All")}
    context = {
        "rows": [
            {"session": row, "listeners": len(listening.get(row.pk, ())), "missing": missing(row)} for row in shown
        ],
        "tabs": [
            {"words": names[key], "count": len(held), "query": f"?show={key}", "is_on": key == which}
            for key, held in groups.items()
        ],
        "q": words,
        "show": which,
    }
    with timezone.override(conference.zone):
        return render(request, "workshops/season_desk.html", context)


def missing(session: Session) -> list[str]:
    """What an event still needs before it is held, in words."""
    if session.is_off:
        return []
    said = {
        "title": {"ru": _("no Russian title"), "en": _("no English title")},
        "summary": {"ru": _("no Russian summary"), "en": _("no English summary")},
    }
    told = [
        words[code] for code in ("ru", "en") for name, words in said.items() if not getattr(session, f"{name}_{code}")
    ]
    if session.ends > timezone.now() and not session.join_link:
        told.append(_("no link for taking part"))
    if not session.hostings.all() and not session.host:
        told.append(_("no host"))
    if not session.themes.all():
        told.append(_("no theme"))
    return told


# -- writing -------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
def new_event(request: HttpRequest) -> HttpResponse:
    require(request.user, PERMISSION, request.conference)
    return _writing(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
def edit_event(request: HttpRequest, pk: int) -> HttpResponse:
    return _writing(request, _event(request, pk))


def _writing(request: HttpRequest, event: Session | None) -> HttpResponse:
    conference = request.conference
    if switched := switch_language(request) if request.method == "POST" else None:
        return switched
    if request.method != "POST":
        start: dict[str, Any] = {"seen": fingerprint(event)} if event else _start(request)
        form = EventForm.with_typed(typed(request), instance=event, initial=start, conference=conference)
        return _page(request, event, form)
    form = EventForm(request.POST, instance=_copy_of(event), conference=conference)
    if form.is_valid():
        saved: list[Session] = []

        def verb(*, by: Any) -> None:
            if event is None:
                saved.append(verbs.create_event(conference, by=by, **form.people(), **form.asked()))
            else:
                seen = form.cleaned_data["seen"]
                saved.append(verbs.edit_event(event, by=by, fields=form.asked(), seen=seen, **form.people()))

        if attempt(request, verb, done=_("Saved. The event is in the plan as it stands now.")):
            return redirect(conference.url("workshops:event_plan", pk=saved[0].pk))
    return _page(request, event, form, errors=len(form.errors))


def _copy_of(event: Session | None) -> Session | None:
    """The form writes into a copy of its own: the verb compares with what is in the database."""
    return events_of(event.conference).get(pk=event.pk) if event else None


def _start(request: HttpRequest) -> dict[str, Any]:
    """In two weeks at four in the afternoon, while that is within the season."""
    season = request.conference
    day = min(max(season.today() + timedelta(days=14), season.starts), season.ends)
    return {"day": day, "time": "16:00", "minutes": 90, "language": "ru"}


def _page(request: HttpRequest, event: Session | None, form: EventForm, *, errors: int = 0) -> HttpResponse:
    context = {"session": event, "form": form, "has_errors": errors, "language_form": "main-form"}
    return render(request, "workshops/season_event_form.html", context)


# -- moving, copying, calling off --------------------------------------------------------------------------------


@require_safe
@of_a_season
def planning(request: HttpRequest, pk: int) -> HttpResponse:
    """What can be done with one event beside its texts: each verb with its own small form."""
    return _planning(request, _event(request, pk))


def _planning(request: HttpRequest, event: Session, **bound: Any) -> HttpResponse:
    season = event.conference
    starts = timezone.localtime(event.starts, season.zone)
    when = {"day": starts.date(), "time": starts.time()}
    later = {"day": min(max(starts.date() + timedelta(days=7), season.today()), season.ends), "time": starts.time()}
    has_errors = sum(len(form.errors) for form in bound.values())
    forms = {
        "move": WhenForm(initial=when, conference=season, prefix="move"),
        "copy": CopyForm(initial=later, conference=season, prefix="copy"),
        "call_off": CancelForm(prefix="off"),
        "link": JoinLinkForm(initial={"join_link": event.join_link}, prefix="link"),
        **bound,
    }
    context = {
        "session": event, "forms": forms, "is_past": event.ends < timezone.now(), "missing": missing(event),
        "has_errors": has_errors, "wrong": next(iter(bound.values()), None),
        "listeners": len(listening_to([event]).get(event.pk, ())), "is_hosted": event.hostings.exists(),
    }  # fmt: skip
    with timezone.override(season.zone):
        return render(request, "workshops/season_event_plan.html", context)


def _back(event: Session) -> HttpResponse:
    return redirect(event.conference.url("workshops:event_plan", pk=event.pk))


@require_POST
@of_a_season
def move(request: HttpRequest, pk: int) -> HttpResponse:
    event = _event(request, pk)
    form = WhenForm(request.POST, conference=event.conference, prefix="move")
    if not form.is_valid():
        return _planning(request, event, move=form)
    if form.starts() == event.starts:
        messages.info(request, _("The day and the time are as before: nothing was moved, and nobody is written to."))
        return _back(event)
    attempt(request, verbs.move_event, event, starts=form.starts(), done=_("Moved. Those who signed up get a letter."))
    return _back(event)


@require_POST
@of_a_season
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    event = _event(request, pk)
    form = CopyForm(request.POST, conference=event.conference, prefix="copy")
    if not form.is_valid():
        return _planning(request, event, copy=form)
    made: list[Session] = []
    asked = form.cleaned_data

    def verb(*, by: Any) -> list[Session]:
        starts = form.starts()
        if asked["every"]:
            every = verbs.Every(asked["every"])
            made.extend(verbs.repeat_event(event, by=by, starts=starts, every=every, times=asked["times"]))
        else:
            made.append(verbs.copy_event(event, by=by, starts=starts))
        return made

    if not attempt(request, verb, done=_told_of_copies):
        return _back(event)
    season = event.conference
    return redirect(
        season.url("workshops:event_edit", pk=made[0].pk) if len(made) == 1 else season.url("workshops:events_desk")
    )


def _told_of_copies(made: list[Session]) -> str:
    if len(made) == 1:
        return _("Copied. Look through the copy: it is in the plan already.")
    told = ngettext(
        "%(count)d event more is in the plan, the last on %(day)s.",
        "%(count)d events more are in the plan, the last on %(day)s.",
        len(made),
    )
    last = timezone.localtime(made[-1].starts, made[-1].conference.zone)
    return told % {"count": len(made), "day": date_format(last.date())}


@require_POST
@of_a_season
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    event = _event(request, pk)
    form = CancelForm(request.POST, prefix="off")
    if not form.is_valid():
        return _planning(request, event, call_off=form)
    attempt(
        request, verbs.cancel_event, event, **form.cleaned_data, done=_("Called off. Those who signed up get a letter.")
    )
    return _back(event)


@require_POST
@of_a_season
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    event = _event(request, pk)
    attempt(request, verbs.put_back_event, event, done=_("The event is in the plan again."))
    return _back(event)


@require_POST
@of_a_season
def join_link(request: HttpRequest, pk: int) -> HttpResponse:
    event = _event(request, pk)
    form = JoinLinkForm(request.POST, prefix="link")
    if not form.is_valid():
        return _planning(request, event, link=form)
    attempt(request, verbs.set_join_link, event, link=form.cleaned_data["join_link"], done=_("The link is saved."))
    return _back(event)
