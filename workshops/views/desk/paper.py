"""One paper on the desk: everything a chair needs to decide, in the order in which it is needed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from conference.models import Conference, Message
from conference.permissions import may, require
from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from workshops import services
from workshops.forms.decisions import ConfirmForForm, PlanForm
from workshops.models import Criterion, Decision, FullText, Review, Stage, Submission
from workshops.permissions import is_one_of_the_authors, tracks_decided_by
from workshops.services.decisions import comments_of, remarks_from, unconfirmed, why_not_collectable
from workshops.services.decisions import confirm_for as confirm_for_author
from workshops.services.decisions import remind as remind_authors
from workshops.services.review_scores import SCALE, summary, total
from workshops.views.paper import about

from .listing import address_of

SHOWN_LETTERS = 20


def seen(request: HttpRequest, pk: int) -> Submission:
    """A paper of the visitor's desk; a draft or another chair's paper is 404."""
    require(request.user, "workshops.desk", request.conference)
    rows = Submission.objects.seen_by(request.user, request.conference)
    return get_object_or_404(rows.select_related("track", "conference", "submitter__organisation"), pk=pk)


def decided(request: HttpRequest, pk: int) -> Submission:
    """A paper about which the visitor decides; any other is 404."""
    submission = seen(request, pk)
    require(request.user, "workshops.decide", submission)
    return submission


def _stage_now(submission: Submission) -> str | None:
    """At which stage the paper awaits a decision; None when it does not."""
    text = FullText.objects.filter(submission=submission).first()
    if submission.state in Submission.ADMITTED and text and text.state == FullText.State.SUBMITTED:
        return Stage.TEXT
    return Stage.ABSTRACT if submission.state == Submission.State.SUBMITTED else None


@require_http_methods(["GET", "HEAD", "POST"])
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at a paper; posting stages a decision about it."""
    if request.method != "POST":
        return _page(request, seen(request, pk))
    submission = decided(request, pk)
    if response := switch_language(request):
        return response
    form = _form(request, submission, data=request.POST)
    if form is None:
        messages.warning(request, _("This paper does not await a decision."))
        return redirect(request.conference.url("workshops:desk_submission", pk=pk))
    done = _("Staged. The author learns of it when you release it.")
    if form.is_valid() and attempt(request, services.stage, submission, form.plan(), done=done):
        return redirect(request.conference.url("workshops:desk_submission", pk=pk))
    return _page(request, submission, form)


def _form(request: HttpRequest, submission: Submission, data: Any = None) -> PlanForm | None:
    """The form of the decision that is due, filled with what is staged; None when none is."""
    is_reopening = submission.state == Submission.State.DECLINED and may(
        request.user, "conference.organise", request.conference
    )
    stage = _stage_now(submission) or (Stage.ABSTRACT if is_reopening else None)
    if stage is None:
        return None
    kwargs = {"stage": stage, "is_reopening": is_reopening}
    if data is not None:
        return PlanForm(data, **kwargs)
    return PlanForm.with_typed(typed(request), initial=_initial(submission, stage), **kwargs)  # type: ignore[no-any-return]


def _initial(submission: Submission, stage: str) -> dict[str, Any]:
    staged = submission.decisions.staged().filter(stage=stage).first()
    if staged is None:
        fresh = Decision(submission=submission, stage=stage, round=_round(submission, stage))
        return {
            "presentation": submission.usual_presentation(),
            "publication": Submission.Publication.ARTICLE,
            "remarks": remarks_from(comments_of([fresh])[fresh.pk]),
        }
    names = ("outcome", "presentation", "publication", "due", "note", "remarks", "shows_comments", "reason")
    return {name: getattr(staged, name) for name in names}


def _round(submission: Submission, stage: str) -> int:
    if stage == Stage.ABSTRACT:
        return submission.round
    return FullText.objects.filter(submission=submission).values_list("round", flat=True).first() or 1


def _page(request: HttpRequest, submission: Submission, form: PlanForm | None = None) -> HttpResponse:
    may_decide = may(request.user, "workshops.decide", submission)
    if may_decide and form is None:
        form = _form(request, submission)
    context = {
        **about(submission),
        "form": form if may_decide else None,
        "may_decide": may_decide,
        "is_own": is_one_of_the_authors(request.user, submission),
        "has_errors": bool(form and form.is_bound and form.errors),
        "language_form": "main-form" if may_decide and form else "",
        "full_text": FullText.objects.filter(submission=submission).first(),
        "not_collectable": why_not_collectable(submission) if submission.state in Submission.ADMITTED else "",
        "letters": _letters(submission),
        "versions": _versions(submission),
        "reviews_url": _address(submission.conference, "workshops:reviews_of_paper", pk=submission.pk),
        **(_judged(submission) if may_decide else {}),
    }
    return render(request, "workshops/desk_submission.html", context)


def _judged(submission: Submission) -> dict[str, Any]:
    """Reviews, remarks and decisions: for those who decide about the paper only."""
    decisions = list(submission.decisions.select_related("staged_by", "released_by").prefetch_related("remarks_given"))
    return {
        "reviews": _reviews(submission),
        "scale": SCALE,
        "staged": next((each for each in decisions if not each.is_released), None),
        "released": [each for each in decisions if each.is_released],
        "may_confirm": submission.state == Submission.State.ACCEPTED and not submission.conference.is_archived,
        "confirm_form": ConfirmForForm(auto_id="c_%s"),
    }


def _reviews(submission: Submission) -> list[dict[str, Any]]:
    """The reviews by stage and round, the newest first, with figures, scores in words and the reviewers' names."""
    rows = submission.reviews.select_related("reviewer").prefetch_related("scores__criterion").order_by("pk")
    groups: dict[tuple[str, int], list[Review]] = {}
    for review in rows:
        groups.setdefault((review.stage, review.round), []).append(review)
    criteria = {each.pk: each for each in Criterion.objects.of(submission.conference)}
    return [
        {
            "stage": Stage(stage), "round": round_, "summary": summary(submission, stage, round_),
            "rows": [
                {
                    "review": review, "total": total(review.scores.all(), criteria),
                    "scores": [(each.criterion, _in_words(each.value, each.criterion)) for each in review.scores.all()],
                }
                for review in members
            ],
        }
        for (stage, round_), members in sorted(groups.items(), key=lambda item: (item[0][0], item[0][1]), reverse=True)
    ]  # fmt: skip


def _in_words(value: int, criterion: Criterion) -> str:
    words = criterion.steps()
    return words[value - 1] if 0 < value <= len(words) else ""


def _versions(submission: Submission) -> list[dict[str, Any]]:
    """The versions as they were sent; from the second one on with the page of what each of them changed."""
    rows = list(submission.versions.all())
    return [
        {"row": row, "url": _address(submission.conference, "workshops:version", pk=submission.pk, number=row.number)}
        for row in rows
    ]


def _address(conference: Conference, name: str, **kwargs: Any) -> str:
    """The address of another journey's page; empty where this installation has none."""
    try:
        return str(conference.url(name, **kwargs))
    except NoReverseMatch:
        return ""


def _letters(submission: Submission) -> list[Message]:
    kind = ContentType.objects.get_for_model(Submission)
    rows = Message.objects.filter(about_type=kind, about_id=submission.pk, person=submission.submitter_id)
    return list(rows[:SHOWN_LETTERS])


@require_POST
def unstage_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back the staged decision about one paper."""
    staged = get_object_or_404(decided(request, pk).decisions.staged())
    attempt(request, services.unstage, staged, done=_("The staged decision is taken back."))
    return redirect(request.conference.url("workshops:desk_submission", pk=pk))


@require_POST
def confirm_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm on the author's behalf."""
    submission = decided(request, pk)
    reason = request.POST.get("reason", "")[:500]
    done = _("Confirmed on the author’s behalf. The author gets a letter about it.")
    attempt(request, confirm_for_author, submission, reason=reason, done=done)
    return redirect(request.conference.url("workshops:desk_submission", pk=pk))


@require_POST
def remind(request: HttpRequest) -> HttpResponse:
    """Write to all accepted authors of one's tracks who have not said whether they come."""
    require(request.user, "workshops.decisions", request.conference)
    rows = unconfirmed(request.conference).in_tracks(tracks_decided_by(request.user, request.conference))
    number = request.POST.get("track", "")
    if number in ("1", "2", "3", "4"):
        rows = rows.filter(submission__track__number=number)
    done = remind_authors(list(rows), by=request.user)
    said = ngettext("Reminded: %(count)d author.", "Reminded: %(count)d authors.", done) % {"count": done}
    messages.success(request, said) if done else messages.info(request, _("All accepted authors have answered."))
    return redirect(address_of(request))
