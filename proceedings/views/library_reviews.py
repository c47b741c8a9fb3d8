"""The page of an expert who was asked to read a material: it as it will be, and what they say of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from conference.views.typed import switch_language, typed
from conference.views.verbs import attempt
from proceedings.forms.library import MaterialReviewForm
from proceedings.models import MaterialReview
from proceedings.services import library
from proceedings.services.library.showing import shown_to_editors
from workshops.views.listening import of_a_season

from .library import page_context, sent, sent_preview
from .proofs.pages import private


def review_of(request: HttpRequest, key: str) -> MaterialReview:
    found = library.review_by(request.conference, key)
    if found is None:
        raise Http404
    found.material.conference = request.conference
    return found


@private
@require_http_methods(["GET", "HEAD", "POST"])
@of_a_season
def review(request: HttpRequest, key: str) -> HttpResponse:
    """The material as readers will have it, and the form; afterwards what was said, and the editors' reply."""
    found = review_of(request, key)
    if response := switch_language(request):
        return response
    is_open = MaterialReview.objects.waiting().filter(pk=found.pk).exists()
    if request.method == "POST":
        form = MaterialReviewForm(request.POST)
        if form.is_valid():
            by = request.user if request.user.is_authenticated else None
            attempt(
                request, library.give_review, found, by=by, **form.cleaned_data,
                done=_("Thank you. The editors have your word."),
            )  # fmt: skip
            return redirect(request.path)
    else:
        form = MaterialReviewForm.with_typed(typed(request))
    now = shown_to_editors(found.material)
    earlier = found.material.reviews.filter(expert=found.expert_id, round__lt=found.round, given_at__isnull=False)
    context = page_context(request, now, is_preview=True, desk="") | {
        "review": found,
        "is_open": is_open,
        "earlier": list(earlier),
        "form": form,
        "has_errors": bool(form.errors),
        "language_form": "main-form" if is_open else "",
    }
    for each in now.files:
        each["url"] = request.conference.url("proceedings:material_review_file", key=key, file=each["key"])
        each["page"] = request.conference.url("proceedings:material_review_page", key=key, file=each["key"])
    return render(request, "proceedings/library/review.html", context)


@private
@require_safe
@of_a_season
def review_file(request: HttpRequest, key: str, file: str) -> HttpResponse:
    return sent(get_object_or_404(review_of(request, key).material.files, key=file))


@private
@require_safe
@of_a_season
def review_page(request: HttpRequest, key: str, file: str) -> HttpResponse:
    return sent_preview(get_object_or_404(review_of(request, key).material.files, key=file))
