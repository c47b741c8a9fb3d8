"""Answers in writing: what waits for an expert, and writing one."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conference.permissions import may, require
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops.forms.questions import AnswerForm
from workshops.models import Answer, Expert, Question
from workshops.services import questions as services
from workshops.services.questions import listing
from workshops.views.listening import of_a_season

State = Question.State


@require_safe
@of_a_season
def to_answer(request: HttpRequest) -> HttpResponse:
    """Open questions under the themes and to the events of the expert; for a moderator all of them."""
    require(request.user, "workshops.answer_questions", request.conference)
    open_ones = Question.objects.of(request.conference).filter(state=State.APPROVED)
    is_expert = Expert.objects.of(request.conference).of_person(request.user).exists()
    rows = open_ones.for_expert(request.user) if is_expert else open_ones
    if not is_expert and not may(request.user, "workshops.moderate", request.conference):
        rows = open_ones.none()
    told = listing.rows_of(rows.select_related("theme", "session", "asker").order_by("asked_at", "pk"))
    told.sort(key=lambda row: (-row.votes, row.question.asked_at))
    answered = Answer.objects.filter(question__conference=request.conference, expert__person=request.user)
    context = {"rows": told, "answered": answered.count(), "is_expert": is_expert}
    with timezone.override(request.conference.zone):
        return render(request, "workshops/questions/to_answer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer in writing; an expert answers what is theirs, a moderator anything, in the name of an expert."""
    require(request.user, "workshops.answer_questions", request.conference)
    moderates = may(request.user, "workshops.moderate", request.conference)
    rows = Question.objects.of(request.conference).filter(
        state__in=(State.PENDING, State.APPROVED, State.ANSWERED) if moderates else (State.APPROVED, State.ANSWERED)
    )
    rows = rows if moderates else rows.for_expert(request.user)
    question = get_object_or_404(rows.select_related("conference", "session", "theme", "asker"), pk=pk)
    if response := switch_language(request):
        return response
    own = Expert.objects.of(request.conference).of_person(request.user).first()
    if own is None and not moderates:
        raise Http404
    experts = Expert.objects.of(request.conference) if own is None else None
    known = question.answers.filter(kind=Answer.Kind.WRITING, expert=own).first() if own else None
    told = {
        "language": question.language,
        "experts": experts,
        "initial": {f"text_{code}": known.words(code) for code in ("ru", "en")} if known else {},
    }
    form = AnswerForm(request.POST, **told) if request.method == "POST" else AnswerForm.with_typed(
        typed(request), **told)  # fmt: skip
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(
            request, services.answer_in_writing, question, own or given.get("expert"), given["text_ru"],
            given["text_en"], done=_("The answer is published; who asked gets a letter."),
        ):  # fmt: skip
            return HttpResponseRedirect(request.conference.url("workshops:questions_to_answer"))
    context = {
        "question": question,
        "row": listing.rows_of([question])[0],
        "form": form,
        "is_new": known is None,
        "has_errors": bool(form.is_bound and form.errors),
        "language_form": "main-form",
        "here": get_language(),
    }
    with timezone.override(request.conference.zone):
        return render(request, "workshops/questions/answer.html", context)
