"""Which draft a visitor is working on: it belongs to their session, or to their account."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from conference.models import Person
from conference.permissions import may
from registration.forms import Step, Visit, steps_for, steps_of
from registration.models import AccessNeeds, Category, Registration
from registration.permissions import REGISTER_HEAD

INVITED = "invited_categories"
"""Categories that an invitation has opened to this session, by pk."""
DRAFTS, SENDING = "registration_drafts", "registration_sending"
CHECK = "check"


def category_of(request: HttpRequest, slug: str) -> Category:
    """The conference's category with the address *slug*, or 404.

    One that is not shown to everybody exists for those who are invited to it, or have begun or sent a form in it.
    """
    category = get_object_or_404(Category.objects.of(request.conference).select_related("conference"), slug=slug)
    if not steps_of(category.family) or not (category.is_listed or _is_known_to(request, category)):
        raise Http404
    return category


def invited(request: HttpRequest) -> set[int]:
    return set(request.session.get(INVITED, ()))


def _is_known_to(request: HttpRequest, category: Category) -> bool:
    if category.pk in invited(request) or str(category.pk) in request.session.get(DRAFTS, {}):
        return True
    person = visitor(request)
    return (
        person is not None
        and Registration.objects.of(category.conference).about(person).filter(category=category).exists()
    )


def draft_of(request: HttpRequest, category: Category) -> Registration | None:
    """The visitor's own draft in *category*, or the change they are making. Somebody else's does not exist."""
    rows = Registration.objects.of(category.conference).filter(state=Registration.State.DRAFT, category=category)
    rows = rows.select_related("category", "conference", "access_needs", "amends")
    pk = request.session.get(DRAFTS, {}).get(str(category.pk)) if DRAFTS in request.session else None
    if pk and (draft := rows.filter(pk=pk).first()):
        draft.category = category
        return draft
    if request.user.is_authenticated:
        return rows.filter(filled_by=request.user, amends=None).order_by("-saved_at").first()
    return None


def remember_draft(request: HttpRequest, draft: Registration) -> None:
    request.session[DRAFTS] = {**request.session.get(DRAFTS, {}), str(draft.category_id): draft.pk}


def forget_draft(request: HttpRequest, draft: Registration) -> None:
    mine = dict(request.session.get(DRAFTS, {}))
    if mine.pop(str(draft.category_id), None):
        request.session[DRAFTS] = mine


def visitor(request: HttpRequest) -> Person | None:
    return request.user if request.user.is_authenticated else None


def visit_of(request: HttpRequest, category: Category, draft: Registration | None) -> Visit:
    needs: AccessNeeds | None = getattr(draft, "access_needs", None) if draft else None
    return Visit(request.conference, visitor(request), draft.told() if draft else {}, needs, category, draft)


def taking_part(request: HttpRequest) -> Registration | None:
    """The visitor's own registration that counts, if they have one."""
    person = visitor(request)
    if person is None:
        return None
    active = Registration.objects.of(request.conference).active().filter(person=person)
    return active.select_related("category", "conference").first()


def already(request: HttpRequest, registration: Registration) -> HttpResponse:
    """A polite page instead of a second form."""
    may_register_head = may(request.user, REGISTER_HEAD, request.conference)
    context = {"registration": registration, "may_register_head": may_register_head}
    return render(request, "registration/already.html", context)


def step_url(category: Category, slug: str) -> str:
    kwargs = {"conference_slug": category.conference.slug, "category": category.slug}
    if slug == CHECK:
        return reverse("registration:check", kwargs=kwargs)
    return reverse("registration:step", kwargs={**kwargs, "step": slug})


def answered_in(draft: Registration | None) -> set[str]:
    """The steps that are done: answered, and nothing half typed was left there since. A change begins with all."""
    if draft is None:
        return set()
    all_steps = [step.slug for step in steps_for(draft.category, draft)] if draft.amends_id else []
    return {*draft.answers, *all_steps} - set(draft.answers.get("unfinished", {}))


def first_undone(category: Category, draft: Registration | None) -> Step | None:
    answered = answered_in(draft)
    return next((step for step in steps_for(category, draft) if step.slug not in answered), None)


def step_list(category: Category, draft: Registration | None, current: str, last: Any) -> list[dict[str, Any]]:
    """The steps as ``ui/steps.html`` draws them, the summary last."""
    answered = answered_in(draft)
    rows = []
    for step in steps_for(category, draft):
        state = "current" if step.slug == current else "done" if step.slug in answered else "todo"
        rows.append({"title": step.title, "url": step_url(category, step.slug), "state": state})
    rows.append({"title": last, "url": "", "state": "current" if current == CHECK else "todo"})
    return rows
