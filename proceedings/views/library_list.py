"""The library as a list: searched, narrowed, in order. The same page without a script and with one."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from conference.services.mail import link
from proceedings.citations import search_action
from proceedings.services import searching
from proceedings.services.searching import Wish

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
            "canonical": link(here),
            "is_plain": not request.GET,
            "linked_data": search_action(link(reverse("home")), link(here)),
        }
        response = render(request, "proceedings/library/list.html", context)
    if request.GET:
        response["X-Robots-Tag"] = "noindex, follow"
    return response
