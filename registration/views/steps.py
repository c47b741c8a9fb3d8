"""The steps of the form and the summary at its end."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_countries import countries

from conference.views.typed import switch_language, typed
from registration import services
from registration.documents.addressing import offer_latin, take_apart
from registration.forms import AccessForm, QuestionsForm, Step, StepForm, steps_for
from registration.models import Category, Registration
from registration.services.questions import keep_file

from . import drafts

TYPED_LIMIT = 20_000


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, category: str, step: str) -> HttpResponse:
    if response := switch_language(request):
        return response
    chosen = drafts.category_of(request, category)
    draft = drafts.draft_of(request, chosen)
    this = next((each for each in steps_for(chosen, draft) if each.slug == step), None)
    if this is None:
        raise Http404
    if response := _not_now(request, chosen, draft, this):
        return response
    if request.method == "POST":
        return _answered(request, chosen, draft, this)
    return _page(request, chosen, draft, this, _form(request, chosen, draft, this, typed(request)))


def _not_now(request: HttpRequest, category: Category, draft: Registration | None, this: Step) -> HttpResponse | None:
    """Why this step cannot be shown: closed, registered already, or an earlier step is not done."""
    is_change = draft is not None and draft.amends_id is not None
    if not is_change and not category.is_open():
        return redirect(request.conference.url("registration:start"))
    on_behalf = draft is not None and draft.told().get("who") == "head"
    if not is_change and not on_behalf and (registration := drafts.taking_part(request)):
        return drafts.already(request, registration)
    undone = drafts.first_undone(category, draft)
    slugs = [each.slug for each in steps_for(category, draft)]
    if not is_change and undone and slugs.index(this.slug) > slugs.index(undone.slug):
        return HttpResponseRedirect(drafts.step_url(category, undone.slug))
    return None


def _form(
    request: HttpRequest, category: Category, draft: Registration | None, this: Step, shown: QueryDict | None
) -> StepForm:
    visit = drafts.visit_of(request, category, draft)
    unfinished = draft.answers.get("unfinished", {}).get(this.slug) if draft else None
    if shown is None and unfinished:
        shown = QueryDict(unfinished)
    form: StepForm = this.form.with_typed(shown, visit=visit, initial=this.form.initial_from(visit))
    return form


def _answered(request: HttpRequest, category: Category, draft: Registration | None, this: Step) -> HttpResponse:
    if "use_suggestion" in request.POST:
        data = request.POST.copy()
        data["latin_name"] = offer_latin(data.get("full_name", ""), data.get("latin_name", ""))
        return _page(request, category, draft, this, _form(request, category, draft, this, data))
    visit = drafts.visit_of(request, category, draft)
    form = this.form(request.POST, request.FILES, visit=visit, initial=this.form.initial_from(visit))
    is_later = "later" in request.POST
    if not form.is_valid() and not is_later:
        return _page(request, category, draft, this, form)
    draft = _save(request, category, draft, this, form)
    if is_later:
        return redirect(request.conference.url("registration:later", category=category.slug))
    return HttpResponseRedirect(_next(request, category, draft, this))


def _save(
    request: HttpRequest, category: Category, draft: Registration | None, this: Step, form: StepForm
) -> Registration:
    person = drafts.visitor(request)
    if draft is None:
        draft = services.start_draft(category, by=person, language=get_language() or "ru")
    drafts.remember_draft(request, draft)
    if "later" in request.POST and this.slug not in draft.answers and not _is_begun(request, form):
        return draft
    if form.is_valid() and isinstance(form, AccessForm):
        data = form.cleaned_data
        return services.save_access_needs(
            draft, services=data["services"], note=data["note"], diet=data["diet"],
            door_instruction=data["door_instruction"], assistant=form.assistant(), consent=form.consent(), by=person,
        )  # fmt: skip
    if form.is_valid() and isinstance(form, QuestionsForm):
        kept = {question.field_name: keep_file(draft, question, upload) for question, upload in form.uploads()}
        return services.save_step(draft, this.slug, form.answers() | kept, by=person)
    if form.is_valid():
        return services.save_step(draft, this.slug, form.answers(), by=person)
    if form.keeps_unfinished:
        return services.save_step(draft, this.slug, {}, by=person, typed=_half_done(request, form))
    return draft


def digest(draft: Registration | None, this: Step | None) -> str:
    """Which answers of the step are saved: text kept by itself never comes after answers it did not know of."""
    saved = draft.answers.get(this.slug) if draft and this else None
    return hashlib.sha256(json.dumps(saved, sort_keys=True).encode()).hexdigest()[:16]


@require_POST
def autosave(request: HttpRequest, category: str, step: str) -> JsonResponse:
    """Keep what is half typed on a step; the answer is what the page says about it. Nothing is checked yet.

    409 with a reason when the text cannot be kept: too late, or the step was saved in another window meanwhile.
    """
    chosen = drafts.category_of(request, category)
    draft = drafts.draft_of(request, chosen)
    this = next((each for each in steps_for(chosen, draft) if each.slug == step), None)
    if this is None or not this.form.keeps_unfinished:
        raise Http404
    if _not_now(request, chosen, draft, this):
        return JsonResponse({"text": _("This form can no longer be saved. Copy what you have typed.")}, status=409)
    if request.POST.get("saved_answers") != digest(draft, this):
        text = _("This step was saved in another window. “Save and continue” keeps what is here.")
        return JsonResponse({"text": text}, status=409)
    visit = drafts.visit_of(request, chosen, draft)
    form = this.form(request.POST, visit=visit, initial=this.form.initial_from(visit))
    if draft is None and not _is_begun(request, form):
        return JsonResponse({"text": ""})
    person = drafts.visitor(request)
    if draft is None:
        draft = services.start_draft(chosen, by=person, language=get_language() or "ru")
        drafts.remember_draft(request, draft)
    services.save_step(draft, this.slug, {}, by=person, typed=_half_done(request, form))
    at = date_format(timezone.localtime(draft.saved_at), "H:i")
    return JsonResponse({"text": _("Draft saved at %(time)s") % {"time": at}})


def _is_begun(request: HttpRequest, form: StepForm) -> bool:
    """Whether anything was answered on the page: “Finish later” on an empty step leaves it to be done."""
    names = [name for name, field in form.fields.items() if not field.widget.is_hidden]
    return any(value.strip() for name in names for value in request.POST.getlist(form.add_prefix(name)))


def _half_done(request: HttpRequest, form: StepForm) -> str:
    """What was typed, as it will be shown again; control characters and excess are left out."""
    data = QueryDict(mutable=True)
    for name in form.fields:
        for value in request.POST.getlist(form.add_prefix(name)):
            data.appendlist(name, "".join(char for char in value if char.isprintable() or char in "\r\n\t")[:2000])
    return data.urlencode()[:TYPED_LIMIT] or "typed="


def _next(request: HttpRequest, category: Category, draft: Registration, this: Step) -> str:
    """The step after this one, or the summary when the visitor came from there."""
    slugs = [each.slug for each in steps_for(category, draft)]
    undone = drafts.first_undone(category, draft)
    if (request.GET.get("back") == drafts.CHECK or draft.amends_id) and undone is None:
        return drafts.step_url(category, drafts.CHECK)
    position = slugs.index(this.slug) + 1
    following = slugs[position] if position < len(slugs) else drafts.CHECK
    if following == drafts.CHECK and undone:
        following = undone.slug
    return drafts.step_url(category, following)


def _page(
    request: HttpRequest, category: Category, draft: Registration | None, this: Step, form: StepForm
) -> HttpResponse:
    steps = drafts.step_list(category, draft, this.slug, _("Check"))
    position = next(index for index, row in enumerate(steps) if row["state"] == "current")
    is_change = draft is not None and draft.amends_id is not None
    back = drafts.step_url(category, drafts.CHECK) if is_change or request.GET.get("back") == drafts.CHECK else ""
    if not back:
        slugs = [each.slug for each in steps_for(category, draft)]
        before = drafts.step_url(category, slugs[position - 1]) if position else ""
        back = before or request.conference.url("registration:start")
    return render(
        request,
        f"registration/step_{this.slug}.html" if this.slug in ("access", "consents") else "registration/step.html",
        {
            "category": category,
            "draft": draft,
            "step": this,
            "form": form,
            "steps": steps,
            "number": position + 1,
            "back": back,
            "has_errors": bool(form.errors),
            "language_form": "main-form",
            "badge": badge_of(category, form.visit.told | _shown_now(form)),
            "on_behalf_of": form.visit.told.get("full_name", "") if form.visit.is_on_behalf else "",
            "changed": draft.amends if draft else None,
            "saved_answers": digest(draft, this) if form.keeps_unfinished else "",
        },
    )


def _shown_now(form: StepForm) -> dict[str, Any]:
    """What the fields of the badge show on this page."""
    names = ("full_name", "latin_name", "position_ru", "position_en", "country")
    return {name: form.value_of(name) for name in names if name in form.fields}


BANDS = {"organiser": "committee"}


def badge_of(category: Category, told: dict[str, Any]) -> dict[str, Any]:
    """What the preview of the badge prints; the patronymic stays out of it."""
    language = get_language() or "ru"
    post = told.get(f"position_{language}") or told.get("position_ru") or told.get("position_en") or ""
    name = take_apart(told.get("full_name", ""), told.get("latin_name", ""))
    return {
        "name": name.short,
        "latin": told.get("latin_name", ""),
        "is_same": bool(name.short) and told.get("latin_name", "") == name.short,
        "post": post,
        "fit": "longer" if len(name.short) > 60 else "long" if len(name.short) > 30 else "",
        "country": countries.name(told.get("country", "")) if told.get("country") else "",
        "band": BANDS.get(category.badge_band, category.badge_band),
        "label": category.get_badge_band_display(),
        "has_latin": category.family != Category.Family.LISTENER,
    }


@require_safe
def check(request: HttpRequest, category: str) -> HttpResponse:
    """The summary: every answer, with a way to change it."""
    chosen = drafts.category_of(request, category)
    draft = drafts.draft_of(request, chosen)
    undone = drafts.first_undone(chosen, draft)
    first = steps_for(chosen, draft)[0]
    if undone or draft is None:
        return HttpResponseRedirect(drafts.step_url(chosen, undone.slug if undone else first.slug))
    if response := _not_now(request, chosen, draft, first):
        return response
    return summary(request, chosen, draft)


def summary(
    request: HttpRequest, category: Category, draft: Registration, *, errors: list[str] | None = None
) -> HttpResponse:
    visit = drafts.visit_of(request, category, draft)
    cards = []
    for each in steps_for(category, draft):
        rows = each.form(visit=visit, initial=each.form.initial_from(visit)).rows()
        address = drafts.step_url(category, each.slug)
        for row in rows:
            row["change_url"] = f"{address}?back=check#id_{row['name']}"
        cards.append({"title": each.h1, "rows": rows})
    person = drafts.visitor(request)
    steps = drafts.step_list(category, draft, drafts.CHECK, _("Check"))
    return render(
        request,
        "registration/check.html",
        {
            "category": category,
            "draft": draft,
            "cards": cards,
            "steps": steps,
            "number": len(steps),
            "back": drafts.step_url(category, steps_for(category, draft)[-1].slug),
            "badge": badge_of(category, visit.told),
            "letters_to": person.letters_to if person else visit.told.get("email", ""),
            "on_behalf_of": visit.told.get("full_name", "") if visit.is_on_behalf else "",
            "changed": draft.amends,
            "errors": errors or [],
            "has_errors": bool(errors),
        },
    )
