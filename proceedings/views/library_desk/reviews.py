"""Reviews of a material on the desk: round by round, asking, answering."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.views.verbs import attempt
from proceedings.forms.library import AskReviewForm
from proceedings.models import Material, MaterialReview
from proceedings.services import library
from proceedings.services.library.facts import facts_of
from workshops.models import Expert
from workshops.views.listening import of_a_season

from .editing import material_of


def to_be_asked(found: Material) -> list[Expert]:
    """Experts of the season who are no authors of it and not asked yet, those with the same themes first."""
    facts = facts_of(found)
    rows = Expert.objects.of(found.conference).exclude(pk__in={*facts["speakers"], *library.asked_already(found)})
    wanted = set(facts["themes"])
    return sorted(
        rows.prefetch_related("themes"),
        key=lambda row: (-len(wanted & {theme.pk for theme in row.themes.all()}), row.order, row.pk),
    )


def ask_form(found: Material, *typed_data: object) -> AskReviewForm:
    rows = to_be_asked(found)
    season = Expert.objects.of(found.conference)
    form = AskReviewForm(*typed_data, experts=season.filter(pk__in=[row.pk for row in rows]))
    no_letter = pgettext("an expert who may be asked", "no letter")
    form.fields["experts"].choices = [  # type: ignore[attr-defined]
        (row.pk, row.name if row.person_id else f"{row.name} ({no_letter})") for row in rows
    ]
    return form


@require_safe
@of_a_season
def reviews(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, material_of(request, slug), None)


def _page(request: HttpRequest, found: Material, form: AskReviewForm | None) -> HttpResponse:
    rows = list(found.reviews.select_related("expert__person", "material__conference").order_by("-round", "pk"))
    language = get_language() or "ru"
    rounds: dict[int, list[MaterialReview]] = {}
    for row in rows:
        row.link = library.review_url(row, language) if row.given_at is None else ""  # type: ignore[attr-defined]
        rounds.setdefault(row.round, []).append(row)
    context = {
        "material": found,
        "rounds": rounds.items(),
        "standing": library.standing(found),
        "form": form or ask_form(found),
        "has_errors": bool(form and form.errors),
    }
    return render(request, "proceedings/library/reviews.html", context)


@require_POST
@of_a_season
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    found = material_of(request, slug)
    form = ask_form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    attempt(
        request, library.ask_review, found, experts=list(form.cleaned_data["experts"]),
        done=lambda rows: ngettext("%(count)d expert is asked.", "%(count)d experts are asked.", len(rows))
        % {"count": len(rows)},
    )  # fmt: skip
    return redirect(found.desk_url("library_reviews"))


def _review(request: HttpRequest, slug: str, pk: int) -> tuple[Material, MaterialReview]:
    found = material_of(request, slug)
    return found, get_object_or_404(found.reviews, pk=pk)


@require_POST
@of_a_season
def reply(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found, row = _review(request, slug, pk)
    attempt(request, library.reply, row, text=request.POST.get("text", ""), done=_("The reply is saved."))
    return redirect(f"{found.desk_url('library_reviews')}#review-{pk}")


@require_POST
@of_a_season
def call_off(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    found, row = _review(request, slug, pk)
    attempt(request, library.call_off, row, done=_("This expert is not asked any more."))
    return redirect(found.desk_url("library_reviews"))
