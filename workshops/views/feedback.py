"""The feedback questionnaire: filling it in, and what came of it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.charts import Datum, bars
from conference.moves import MoveNotAllowed
from conference.permissions import require
from conference.tables import as_xlsx
from conference.views.downloads import XLSX, download
from conference.views.typed import switch_language, typed
from workshops.forms.feedback import FeedbackForm
from workshops.models import Questionnaire
from workshops.services import feedback as services


def _questionnaire(request: HttpRequest) -> Questionnaire:
    rows = Questionnaire.objects.of(request.conference).select_related("conference")
    return get_object_or_404(rows)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest) -> HttpResponse:
    """The questionnaire, for participants, once; who does not take part does not find it."""
    questionnaire = _questionnaire(request)
    asked = services.asked_of(request.user, questionnaire)
    if asked == "not-a-participant":
        raise Http404
    if response := switch_language(request):
        return response
    if asked != "yes":
        return _page(request, questionnaire, None, asked)
    if request.method != "POST":
        return _page(
            request, questionnaire, FeedbackForm.with_typed(typed(request), questionnaire=questionnaire), asked
        )
    form = FeedbackForm(request.POST, questionnaire=questionnaire)
    if form.is_valid():
        try:
            services.answer(questionnaire, form.values(), by=request.user)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        except MoveNotAllowed as refusal:
            messages.warning(request, str(refusal))
            return redirect(request.path)
        else:
            return redirect(request.path)
    return _page(request, questionnaire, form, asked)


def _page(request: HttpRequest, questionnaire: Questionnaire, form: FeedbackForm | None, asked: str) -> HttpResponse:
    opens, closes = (
        timezone.localtime(at, request.conference.zone) if at else None
        for at in (questionnaire.opens, questionnaire.closes)
    )
    context = {"questionnaire": questionnaire, "form": form, "asked": asked, "opens": opens, "closes": closes}
    has_errors = bool(form and form.is_bound and form.errors)
    return render(
        request, "workshops/feedback.html", {**context, "has_errors": has_errors, "language_form": "main-form"}
    )


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """What was answered, in numbers and texts, once there are enough answers to hide each one among them."""
    require(request.user, "conference.organise", request.conference)
    questionnaire = Questionnaire.objects.of(request.conference).first()
    total, told = services.results(questionnaire) if questionnaire else (0, [])
    rows = [
        {
            "result": result,
            "chart": bars(result.question.text, [Datum(label, value) for label, value in result.counts])
            if result.counts
            else None,
        }
        for result in told
    ]
    return render(
        request,
        "workshops/feedback_results.html",
        {"questionnaire": questionnaire, "total": total, "rows": rows, "fewest": services.FEWEST},
    )


@require_safe
def results_table(request: HttpRequest) -> HttpResponse:
    require(request.user, "conference.organise", request.conference)
    questionnaire = _questionnaire(request)
    total, _told = services.results(questionnaire)
    if total < services.FEWEST:
        raise Http404
    header, rows = services.table_of(questionnaire)
    return download(as_xlsx(header, rows, title=_("Feedback")), XLSX, f"{request.conference.slug}-feedback.xlsx")


@require_POST
def announce(request: HttpRequest) -> HttpResponse:
    require(request.user, "conference.organise", request.conference)
    try:
        count = services.announce(_questionnaire(request), by=request.user)
    except MoveNotAllowed as refusal:
        messages.warning(request, str(refusal))
    else:
        told = ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", count)
        messages.success(request, told % {"count": count})
    return redirect(request.conference.url("workshops:feedback_results"))
