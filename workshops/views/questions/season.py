"""All questions of a season, by theme, with their answers."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conference.keys import key_in
from conference.text import finds, search_words
from conference.views.typed import switch_language
from workshops.models import Question, Season, Session, Theme
from workshops.services import questions as services
from workshops.services.questions import listing
from workshops.views.listening import listener_of, of_a_season, own_page, remember

from .asking import ask_form, kept, words_of_page

ON_A_PAGE = 20
STATES = (Question.State.ANSWERED, Question.State.APPROVED)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
@own_page
def season_questions(request: HttpRequest) -> HttpResponse:
    """What was asked in the season, found by words, theme, state, event; posted to, it keeps a question to no event."""
    if response := switch_language(request):
        return response
    form = ask_form(request, by_theme=True)
    if request.method == "POST" and (done := kept(request, form, None)):
        return remember(request, HttpResponseRedirect(f"{request.path}#own"), done[1])
    rules = Season.rules_of(request.conference)
    listener = listener_of(request)
    context = {
        **_found(request),
        "rules": rules,
        "standing": services.may_ask(request.conference, rules=rules),
        "form": form,
        "listener": listener,
        "own": listing.own_questions(listener) if listener else [],
        "named": form.named() if request.method == "POST" else [],
        "has_errors": bool(form.is_bound and form.errors),
        "words": words_of_page(),
        "language_form": "main-form",
    }
    with timezone.override(request.conference.zone):
        return render(request, "workshops/questions/season.html", context)


def _found(request: HttpRequest) -> dict[str, Any]:
    """What the filters of the address find: a page of it in the order of themes, with what may be filtered by."""
    shown = Question.objects.of(request.conference).public()
    told = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "theme", "state", "event")}
    themes = list(Theme.objects.of(request.conference))
    theme = next((each for each in themes if each.slug == told["theme"]), None)
    rows = shown.filter(theme=theme) if theme else shown
    if told["state"] in STATES:
        rows = rows.filter(state=told["state"])
    if event := key_in(told["event"]):
        rows = rows.filter(session=event)
    rows = rows.select_related("theme", "asker", "session").with_votes()
    rows = rows.order_by("theme__order", "theme__pk", "-votes_given", "asked_at", "pk")
    found = [each for each in rows if _has(each, told["q"])] if told["q"] else rows
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    asked = Q(questions__state__in=Question.SHOWN)
    return {
        "told": told,
        "theme": theme,
        "themes": themes,
        "states": [(state.value, state.label) for state in STATES],
        "events": Session.objects.of(request.conference).filter(asked).distinct().order_by("starts"),
        "page_obj": page,
        "groups": listing.grouped(listing.rows_of(page.object_list), "theme"),
        "is_filtered": any(told.values()),
    }


def _has(question: Question, words: str) -> bool:
    return finds(words, search_words(f"{question.words('ru')} {question.words('en')}"))
