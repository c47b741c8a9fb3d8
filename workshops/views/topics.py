"""Topics that listeners propose, and what organisers make of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.moves import MoveNotAllowed, refusal_words
from conference.permissions import require
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.topics import DeclineTopicForm, PlanTopicForm, TopicForm
from workshops.models import TopicProposal
from workshops.services import topics as services

from .consultations.public import met
from .listening import is_met, listener_of, of_a_season, own_page, remember

RATE = "topic"
ON_A_PAGE = 30
TABS = ("new", "planned", "declined")


def _tabs() -> dict[str, str]:
    words = pgettext("topics", "New"), pgettext("topics", "Taken into the plan"), pgettext("topics", "Declined")
    return dict(zip(TABS, words, strict=True))


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
@own_page
def topics(request: HttpRequest) -> HttpResponse:
    """What became of proposals, one's own among them, and the form; posted to, it keeps a proposal."""
    season = request.conference
    if response := switch_language(request):
        return response
    made: dict[str, Any] = {"conference": season, "wants_who": not is_met(request)}
    form = TopicForm(request.POST, **made) if request.method == "POST" else TopicForm.with_typed(typed(request), **made)
    if request.method == "POST" and form.is_valid() and (response := _propose(request, form)):
        return response
    listener = listener_of(request)
    rows = TopicProposal.objects.of(season).decided().select_related("theme", "session")
    own = TopicProposal.objects.of(season).proposed_by(listener).select_related("theme", "session") if listener else ()
    context = {
        "form": form,
        "page_obj": Paginator(rows.order_by("-decided_at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page")),
        "own": list(own),
        "listener": listener,
        "is_closed": season.is_archived,
        "has_errors": bool(form.is_bound and form.errors),
        "language_form": None if season.is_archived else "main-form",
    }
    with timezone.override(season.zone):
        return render(request, "workshops/topics/topics.html", context)


def _propose(request: HttpRequest, form: TopicForm) -> HttpResponse | None:
    """Keep the topic and show the page anew; None when it is refused, with the reason in the form."""
    if not ratelimit.consume(request, action=RATE):
        form.add_error(None, _("Many topics come from your network just now. Wait a minute: the text stays here."))
        return None
    listener = met(request, form)
    told = {name: form.cleaned_data[name] for name in ("text", "audience", "theme")}
    try:
        services.propose(request.conference, listener=listener, language=get_language() or "ru", **told)
    except (MoveNotAllowed, ValidationError) as refusal:
        form.add_error(None, refusal_words(refusal))
        return None
    messages.success(request, _("Thank you. The organisers read every topic; what becomes of yours stands below."))
    response = redirect(f"{request.path}#own")
    return response if request.user.is_authenticated else remember(request, response, listener)


# -- the desk ----------------------------------------------------------------------------------------------------------


@require_safe
@of_a_season
def desk(request: HttpRequest) -> HttpResponse:
    """Proposals by state, the oldest of the new ones first."""
    season = request.conference
    require(request.user, "workshops.season_desk", season)
    tab = request.GET.get("state", "")
    tab = tab if tab in TABS else TABS[0]
    every = TopicProposal.objects.of(season)
    rows = every.filter(state=tab).select_related("theme", "session", "listener")
    order = "proposed_at" if tab == TABS[0] else "-decided_at"
    counts = {state: every.filter(state=state).count() for state in TABS}
    context = {
        "tab": tab,
        "tabs": [(state, words, counts[state]) for state, words in _tabs().items()],
        "page_obj": Paginator(rows.order_by(order, "pk"), ON_A_PAGE).get_page(request.GET.get("page")),
    }
    with timezone.override(season.zone):
        return render(request, "workshops/topics/desk.html", context)


def _topic(request: HttpRequest, pk: int) -> TopicProposal:
    require(request.user, "workshops.season_desk", request.conference)
    rows = TopicProposal.objects.of(request.conference).select_related("listener__person", "session", "conference")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the topic into the plan."""
    topic = _topic(request, pk)
    done = _("The topic is in the plan, and who proposed it is told.")

    def verb(form: PlanTopicForm) -> None:
        told = form.cleaned_data
        services.plan_topic(topic, told["session"], by=request.user, note=told["reason_ru"],
                            note_en=told["reason_en"], **form.wording())  # fmt: skip

    return _decide(request, topic, PlanTopicForm, verb, done)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Decline the topic with a reason."""
    topic = _topic(request, pk)
    done = _("The topic is declined, and who proposed it is told.")

    def verb(form: DeclineTopicForm) -> None:
        told = form.cleaned_data
        services.decline_topic(topic, by=request.user, reason=told["reason_ru"], reason_en=told["reason_en"],
                               **form.wording())  # fmt: skip

    return _decide(request, topic, DeclineTopicForm, verb, done)


def _decide(
    request: HttpRequest, topic: TopicProposal, kind: type[Any], verb: Callable[[Any], None], done: str
) -> HttpResponse:
    """The page of a decision; posted to, it is done by *verb*."""
    if response := switch_language(request):
        return response
    form = kind(request.POST, topic=topic) if request.method == "POST" else kind.with_typed(typed(request), topic=topic)
    if request.method == "POST" and form.is_valid():
        try:
            verb(form)
        except (MoveNotAllowed, ValidationError) as refusal:
            form.add_error(None, refusal_words(refusal))
        else:
            messages.success(request, done)
            return _back(request)
    context = {
        "topic": topic,
        "form": form,
        "is_planning": kind is PlanTopicForm,
        "has_errors": bool(form.is_bound and form.errors),
        "language_form": "main-form",
    }
    return render(request, "workshops/topics/decide.html", context)


@require_POST
@of_a_season
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Think about the topic anew."""
    attempt(request, services.reopen_topic, _topic(request, pk), done=_("The topic is among the new ones again."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    return redirect(request.conference.url("workshops:desk_topics"))
