"""Verbs of the moderators' desk, one address each. A script gets the same page as a form does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from conference.keys import key_in
from conference.permissions import require
from conference.views.verbs import attempt
from workshops.forms.questions import AiredForm, DeclineForm, ThemeForm, WordingForm
from workshops.models import Question, Theme
from workshops.services import questions as services
from workshops.views.listening import of_a_season

from .desk import MOVED, desk_url, keep_panel, view_of

REMEMBERED, THEME = 30, "theme"
PLACES = {"decline": "decline_ready_0", "theme": "theme_title", "wording": "hand", "aired": "aired_place"}
"""Where the page of a refused panel starts."""


def question_of(request: HttpRequest, pk: int) -> Question:
    rows = Question.objects.of(request.conference).select_related("conference", "session", "asker")
    return get_object_or_404(rows, pk=pk)


def back(request: HttpRequest, *, to: object = "", at: str = "hand") -> HttpResponse:
    """To the same list, with the question *to* in hand, at the place *at* of the page."""
    told = QueryDict(request.POST.get("view", "")[:300])
    url = desk_url(request, key_in(request.POST.get("event", "")))
    return HttpResponseRedirect(f"{url}?{view_of(told, q=to)}#{at}")


def moved(
    request: HttpRequest, question: Question, verb: Callable[..., Any], *args: Any, done: str, panel: str = "",
    **kwargs: Any,
) -> HttpResponse:  # fmt: skip
    """Do *verb* and go to the next question; the move is remembered, so that it can be taken back.

    When the verb refuses, the *panel* it was asked for in stays open.
    """
    was, since = question.state, question.in_the_air_since
    if not attempt(request, verb, question, *args, done=done, **kwargs):
        return refused(request, question, panel) if panel else back(request, to=question.pk)
    question.refresh_from_db(fields=["state"])
    if question.state == was:
        return back(request, to=question.pk)
    _remember(request, question.pk, was, question.state, since.isoformat() if since else "")
    return back(request, to=key_in(request.POST.get("after", "")) or "")


def _remember(request: HttpRequest, *move: object) -> None:
    request.session[MOVED] = [*request.session.get(MOVED, []), list(move)][-REMEMBERED:]


def moderating(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For who moderates questions of the season, by POST."""

    @require_POST
    @of_a_season
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(request.user, "workshops.moderate", request.conference)
        return view(request, *args, **kwargs)

    return guarded


def refused(request: HttpRequest, question: Question, panel: str) -> HttpResponse:
    """Back to *question* with the panel open, what was typed in it, and the complaint at the field."""
    keep_panel(request, question, panel)
    return back(request, to=question.pk, at=PLACES[panel])


@moderating
def approve(request: HttpRequest, pk: int) -> HttpResponse:
    return moved(request, question_of(request, pk), services.approve, done=_("The question is in the list."))


@moderating
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    form = DeclineForm(request.POST)
    question = question_of(request, pk)
    if not form.is_valid():
        return refused(request, question, "decline")
    done = _("The question is not taken.")
    return moved(request, question, services.decline, reason=form.told(), done=done, panel="decline")


@moderating
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    into = question_of(request, key_in(request.POST.get("into", "")))
    return moved(request, question_of(request, pk), services.merge, into=into, done=_("The questions are merged."))


@moderating
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    return moved(request, question_of(request, pk), services.reopen, done=_("The question is in the list again."))


@moderating
def into_the_air(request: HttpRequest, pk: int) -> HttpResponse:
    question = question_of(request, pk)
    attempt(request, services.take_into_the_air, question, done=_("The question is marked as being answered."))
    return back(request, to=question.pk)


@moderating
def off_the_air(request: HttpRequest, pk: int) -> HttpResponse:
    question = question_of(request, pk)
    attempt(request, services.off_the_air, question, done=_("The question is in the list again."))
    return back(request, to=question.pk)


@moderating
def aired(request: HttpRequest, pk: int) -> HttpResponse:
    """Answered in the air; a question answered there before only gets another minute."""
    form, question = AiredForm(request.POST), question_of(request, pk)
    if not form.is_valid():
        return refused(request, question, "aired")
    seconds = form.cleaned_data["place"]
    answer = question.answers.filter(kind="air").last()
    if answer is not None and question.state == Question.State.ANSWERED:
        if not attempt(request, services.with_the_minute, answer, seconds, done=_("The minute is noted.")):
            return refused(request, question, "aired")
        return back(request, to=question.pk)
    done = _("The question is answered in the air.")
    return moved(request, question, services.answer_in_the_air, seconds=seconds, done=done, panel="aired")


@moderating
def theme(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the question under a theme, made now if a title is typed."""
    question = question_of(request, pk)
    form = ThemeForm(request.POST, conference=request.conference)
    if not form.is_valid():
        return refused(request, question, "theme")
    chosen: Theme | None = form.cleaned_data["theme"]
    titles = {f"title_{code}": form.cleaned_data[name].strip() for code, name in (("ru", "title"), ("en", "title_en"))}
    done = _("The theme is set.") if chosen else _("The question stands under no theme now.")
    if any(titles.values()):
        known = set(Theme.objects.of(request.conference).values_list("pk", flat=True))
        chosen = services.make_theme(request.conference, by=request.user, **titles)
        done = _told_of_new(chosen) if chosen.pk not in known else _("The theme is set.")
    was, now = question.theme_id, chosen.pk if chosen else None
    if was == now:
        messages.info(request, _("The question stands under this theme already: nothing was changed.")
                      if chosen else _("The question stood under no theme: nothing was changed."))  # fmt: skip
        return back(request, to=question.pk)
    if not attempt(request, services.put_under, question, chosen, done=done):
        return refused(request, question, "theme")
    _remember(request, question.pk, was, now, THEME)
    return back(request, to=question.pk)


def _told_of_new(theme: Theme) -> str:
    """That a theme was made, for more than this question, and which title it lacks."""
    if not theme.title_en:  # type: ignore[attr-defined]
        said = _("A new theme was made for the whole season, and the question stands under it: “%(title)s”. "
                 "It has no title in English yet.")  # fmt: skip
    elif not theme.title_ru:  # type: ignore[attr-defined]
        said = _("A new theme was made for the whole season, and the question stands under it: “%(title)s”. "
                 "It has no title in Russian yet.")  # fmt: skip
    else:
        said = _("A new theme was made for the whole season, and the question stands under it: “%(title)s”.")
    return said % {"title": theme.title_ru or theme.title_en}  # type: ignore[attr-defined]


@moderating
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The wording in the language of the question, and in the other one."""
    question = question_of(request, pk)
    form = WordingForm(request.POST, question=question)
    if not form.is_valid():
        return refused(request, question, "wording")
    texts = {code: form.cleaned_data[f"text_{code}"] for code in ("ru", "en")}
    kept = attempt(request, services.reword, question, texts[question.language]) and attempt(
        request, services.translate, question, texts[question.other_language], done=_("The wording is kept.")
    )
    if not kept:
        return refused(request, question, "wording")
    return back(request, to=question.pk)


@moderating
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the last move made in this browser, unless somebody has moved the question on."""
    stack = list(request.session.get(MOVED, []))
    if not stack:
        messages.info(request, _("There is nothing to take back."))
        return back(request)
    pk, was, now, *more = stack.pop()
    request.session[MOVED] = stack
    question = question_of(request, pk)
    done = _("The last move is taken back.")
    if more == [THEME]:
        attempt(request, services.take_theme_back, question, was=was, now=now, done=_("The former theme is back."))
    else:
        since = parse_datetime(more[0]) if more and more[0] else None
        attempt(request, services.take_back, question, was=was, now=now, aired_since=since, done=done)
    told = QueryDict(request.POST.get("view", "")[:300], mutable=True)
    told["state"] = question.state
    request.POST = request.POST.copy()
    request.POST["view"] = told.urlencode()
    return back(request, to=question.pk)
