"""Before an attempt: what a checklist is, beginning it, and what schools say together."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from conference.moves import MoveNotAllowed, refusal_words
from proceedings.models import Material, SelfAudit
from proceedings.services import audits

from .common import MOST_STARTS, back, checklist_of, is_too_often, signed_in, spoken
from .tables import together_table


@require_safe
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    """What the checklist is, how long it takes, its sections, what becomes of the answers; the button to begin."""
    here = checklist_of(slug)
    items = audits.items_of(here, here.material.version)
    sections: dict[int, dict[str, Any]] = {}
    for item in items:
        sections.setdefault(item.section_id, {"section": item.section, "count": 0})["count"] += 1
    mine: list[SelfAudit] = []
    if person := signed_in(request):
        mine = list(SelfAudit.objects.of_person(person).filter(checklist=here)[:5])
    context = {
        "checklist": here,
        "material": here.material,
        "front_conference": here.material.conference,
        "count": len(items),
        "sections": list(sections.values()),
        "mine": mine,
        "is_open": here.material.state == Material.State.PUBLISHED and bool(items),
    }
    return render(request, "proceedings/audits/checklist.html", context)


@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    here = checklist_of(slug)
    if is_too_often(request, "start", MOST_STARTS):
        messages.warning(request, _("Too many self-audits were begun from your network just now. Try again later."))
        return redirect("audits:checklist", slug=slug)
    try:
        audit = audits.start(here, by=signed_in(request), language=spoken())
    except MoveNotAllowed as refusal:
        messages.warning(request, refusal_words(refusal))
        return redirect("audits:checklist", slug=slug)
    return back(audit, "item", 1)


@require_safe
def together(request: HttpRequest, slug: str) -> HttpResponse:
    """What schools say together, by region: groups of five at least."""
    here = checklist_of(slug)
    if not here.material.version:
        raise Http404
    context = {
        "checklist": here,
        "material": here.material,
        "front_conference": here.material.conference,
        **together_table(here),
    }
    return render(request, "proceedings/audits/together.html", context)
