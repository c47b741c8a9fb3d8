"""Questions of one event: reading, asking, voting."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.keys import key_in
from conference.moves import MoveNotAllowed, refusal_words
from conference.views.typed import switch_language, typed
from workshops.forms.questions import AskForm
from workshops.models import Listener, Question, Season, Session
from workshops.services import listening
from workshops.services import questions as services
from workshops.services.questions import listing
from workshops.views.listening import listener_of, of_a_season, own_page, remember

from .fragment import fragment_of, interval_of, order_of, overlaid, session_of

FROM_ONE_ADDRESS, NEW_VOTER, VOTES = "question", "question_voter", "question_votes"


def wants_name(request: HttpRequest) -> bool:
    """Whether the form asks for a name: only somebody not known yet, and only once."""
    listener = listener_of(request)
    if request.user.is_authenticated:
        return False
    return listener is None or not (listener.name or listener.person_id or listener.claims_id)


def ask_form(request: HttpRequest, **kwargs: Any) -> AskForm:
    told = {"conference": request.conference, "wants_name": wants_name(request), **kwargs}
    if request.method == "POST":
        return AskForm(request.POST, **told)
    form: AskForm = AskForm.with_typed(typed(request), **told)
    return form


def who_asks(request: HttpRequest, form: AskForm) -> Listener:
    """The listener who sends *form*, met now if need be."""
    name, email = form.cleaned_data.get("name", ""), form.cleaned_data.get("email", "")
    language = get_language() or "ru"
    if request.user.is_authenticated:
        return listening.listener_of_person(request.conference, request.user)
    known = listener_of(request)
    if known is None:
        return listening.meet(
            request.conference, name=name, email=email, language=language, consent=form.consent_text
        ).listener
    if name or email:
        return services.say_who(known, name=name, email=email, language=language, consent=form.consent_text)
    return known


def kept(request: HttpRequest, form: AskForm, session: Session | None) -> tuple[Question, Listener] | None:
    """Keep the question in *form*; a refusal becomes an error of the form, and nothing typed is lost.

    A question that may name a child goes back once, to be changed or sent as it is.
    """
    if not form.is_valid() or form.named():
        return None
    if not ratelimit.consume(request, action=FROM_ONE_ADDRESS):
        form.add_error(None, _("Many questions come from your network just now. Wait a minute: the text stays here."))
        return None
    try:
        with transaction.atomic():  # nobody is kept as a listener for a question that is not
            listener = who_asks(request, form)
            question = services.ask(
                request.conference,
                listener=listener,
                text=form.cleaned_data["text"],
                language=get_language() or "ru",
                session=session,
                theme=form.cleaned_data.get("theme"),
                is_anonymous=form.cleaned_data["is_anonymous"],
            )
    except (MoveNotAllowed, ValidationError) as refusal:
        form.add_error(None, refusal_words(refusal))
        return None
    return question, listener


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
@own_page
def event_questions(request: HttpRequest, pk: int) -> HttpResponse:
    """All questions of an event and the form; posted to, it keeps a question."""
    session = session_of(request, pk)
    rules = Season.rules_of(request.conference)
    standing = services.may_ask(request.conference, session, rules=rules)
    if standing == "not-here":
        raise Http404
    if response := switch_language(request):
        return response
    form = ask_form(request)
    if request.method == "POST" and (done := kept(request, form, session)):
        return _after_asking(request, session, *done)
    order = order_of(request)
    body, etag = fragment_of(session, get_language() or "ru", order)
    listener = listener_of(request)
    context = {
        "session": session,
        "is_on": session.starts <= timezone.now() <= session.ends,
        "rules": rules,
        "standing": standing,
        "order": order,
        "orders": [{"key": key, "title": title} for key, title in orders().items()],
        "words": words_of_page(),
        "list": mark_safe(overlaid(body, listing.voted_for(listener, session) if listener else ())),  # noqa: S308
        "etag": etag,
        "interval": str(interval_of(session)),
        "form": form,
        "listener": listener,
        "own": listing.own_questions(listener, session=session) if listener else [],
        "named": form.named() if request.method == "POST" else [],
        "has_errors": bool(form.is_bound and form.errors),
        "language_form": "main-form" if standing == "yes" else None,
    }
    status = 422 if form.is_bound and wants_json(request) else 200
    with timezone.override(request.conference.zone):
        return render(request, "workshops/questions/event.html", context, status=status)


def orders() -> dict[str, str]:
    """The orders of the list, in words."""
    return {"votes": _("By votes"), "theme": _("By theme"), "time": _("Newest first")}


def words_of_page() -> dict[str, Any]:
    """What the script of the page says, in the active language; ``{count}`` and ``{time}`` are filled in there."""

    def fresh(count: int) -> str:
        return ngettext("%(count)d new question", "%(count)d new questions", count).replace("%(count)d", "{count}")

    return {
        "fresh": {"one": fresh(1), "few": fresh(2), "many": fresh(5), "other": fresh(2)},
        "kept": _("No connection: the question is kept here and goes by itself when the network is back."),
        "sent": _("Thank you. A moderator reads the question; what becomes of it stands under “Your questions”."),
        "shown": _("Thank you. The question is in the list."),
        "draft": _("Your text was kept on this device."),
        "offline": _("No connection. What you see is of {time}; your votes will go when the network is back."),
        "voted": _("Your vote is counted."),
        "unvoted": _("Your vote is taken back."),
        "vote_kept": _("No connection: your vote is kept here and goes by itself when the network is back."),
    }


def _after_asking(request: HttpRequest, session: Session, question: Question, listener: Listener) -> HttpResponse:
    if wants_json(request):
        own = listing.own_questions(listener, session=session)
        html = render_to_string("workshops/questions/_own.html", {"own": own, "conference": request.conference})
        response: HttpResponse = JsonResponse({"own": html, "wait": question.state == Question.State.PENDING})
    else:
        response = HttpResponseRedirect(f"{request.path}#own")
    return remember(request, response, listener)


@require_safe
@of_a_season
@own_page
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """What is the visitor's own at this event: keys of the questions they voted for, and their questions as HTML."""
    session, listener = session_of(request, pk), listener_of(request)
    own = listing.own_questions(listener, session=session) if listener else []
    html = render_to_string("workshops/questions/_own.html", {"own": own, "conference": request.conference})
    votes = sorted(listing.voted_for(listener, session)) if listener else []
    return JsonResponse({"votes": votes, "own": html})


@require_POST
@of_a_season
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a vote (``vote=<question>``) or take it back (``unvote=``); a visitor not met yet is known from now on.

    A form gets the page again; a script that accepts JSON gets 204, 409 with the refusal, or 429.
    """
    back = "unvote" in request.POST
    told = request.POST.get("unvote" if back else "vote", "")
    rows = Question.objects.of(request.conference).filter(session=pk, pk=key_in(told))
    question = rows.first()
    if question is None:
        raise Http404
    listener, refused = _voter(request, back=back)
    if listener is not None and not refused:
        try:
            (services.unvote if back else services.vote)(question, listener=listener)
        except MoveNotAllowed as refusal:
            refused = str(refusal)
    response = _after_vote(request, pk, question, refused)
    return remember(request, response, listener) if listener and not request.user.is_authenticated else response


def _voter(request: HttpRequest, *, back: bool) -> tuple[Listener | None, str]:
    """Who votes, and why not, when they are too fast."""
    too_fast = _("That was too fast. Wait a moment and vote again.")
    listener = listener_of(request)
    if listener is None:
        if back or not ratelimit.consume(request, action=NEW_VOTER):
            return None, "" if back else too_fast
        if request.user.is_authenticated:
            return listening.listener_of_person(request.conference, request.user), ""
        return listening.meet(request.conference, name="", language=get_language() or "ru").listener, ""
    if not ratelimit.consume(request, action=VOTES, key=str(listener.pk)):
        return listener, too_fast
    return listener, ""


def _after_vote(request: HttpRequest, pk: int, question: Question, refused: str) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"refused": refused}, status=409) if refused else HttpResponse(status=204)
    if refused:
        messages.warning(request, refused)
    order = request.POST.get("order", "")
    query = f"?order={order}" if order in listing.ORDERS else ""
    shown = question.merged_into_id or question.pk
    return HttpResponseRedirect(request.conference.url("workshops:questions_event", pk=pk) + f"{query}#q{shown}")
