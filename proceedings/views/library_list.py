"""The library as a list: searched, narrowed, in order. The same page without a script and with one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from conference import cards
from conference.models import Conference
from conference.services.mail import link
from proceedings.citations import search_action
from proceedings.models import Material
from proceedings.services import searching
from proceedings.services.material_records import record_of, whole
from proceedings.services.searching import Wish

A_DAY = 24 * 3600
PART = "part"
"""Asks for the moving part of the page alone."""


@require_safe
def material_list(request: HttpRequest) -> HttpResponse:
    """What the address wishes to see of the library. Queries are written nowhere."""
    is_part = PART in request.GET
    if is_part:
        request.GET = request.GET.copy()  # links of the part lead to whole pages
        del request.GET[PART]
    wish = Wish.of(request.GET)
    found = searching.find(wish)
    page = Paginator(found.keys, searching.PER_PAGE).get_page(request.GET.get("page"))
    here = reverse("library:list")
    context = {
        "found": found,
        "wish": found.wish,
        "here": here,
        "page_obj": page,
        "results": searching.results(page.object_list, found.needles),
        "chosen": found.chosen,
        "orders": found.orders,
        "library_url": here,
    }
    if is_part:
        response = render(request, "proceedings/library/_found.html", context)
    else:
        context |= {
            "front_conference": front_conference(),
            "canonical": link(here),
            "is_plain": not request.GET,
            "linked_data": search_action(link(reverse("home")), link(here)),
        }
        response = render(request, "proceedings/library/list.html", context)
    if request.GET:
        response["X-Robots-Tag"] = "noindex, follow"
    return response


def front_conference() -> Conference | None:
    """In whose frame the page of the library stands: of the newest conference or season that has materials in it."""
    rows = Conference.objects.filter(materials__in=Material.objects.published().order_by())
    return rows.order_by("-starts", "-pk").first() or Conference.objects.current()


@require_safe
def card(request: HttpRequest, slug: str) -> HttpResponse:
    """The picture that social networks show beside a link to a material."""
    row = get_object_or_404(whole(Material.objects.published()), slug=slug)
    record, language = record_of(row), get_language() or "ru"
    names = ", ".join(name.best(language)[0] for name in record.speakers)
    png = cards.draw(
        record.title.best(language)[0],
        names,
        record.season.best(language)[0],
        above=capfirst(record.kind_name[language]),
    )
    return HttpResponse(png, content_type="image/png", headers={"Cache-Control": f"public, max-age={A_DAY}"})
