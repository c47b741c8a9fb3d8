"""The public list of participants, and the list of delegations by protocol on the desk."""

from __future__ import annotations

import re

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from conference.permissions import require
from conference.tables import as_xlsx
from conference.views.downloads import XLSX, download
from registration.documents import protocol
from registration.permissions import SEE
from registration.services.participants import INTERNATIONAL, OTHERS, list_is_open, public_participants

ON_A_PAGE = 300
LONGEST_QUERY = 100


@require_safe
def participants(request: HttpRequest) -> HttpResponse:
    """Those who agreed to be shown, where the rules of the conference make the list public; else there is no page."""
    if not list_is_open(request.conference):
        raise Http404
    language = get_language() or "ru"
    query = " ".join(request.GET.get("q", "").split())[:LONGEST_QUERY]
    groups = public_participants(request.conference, language, query=query)
    people = [(group, shown) for group in groups for shown in group.people]
    page = Paginator(people, ON_A_PAGE).get_page(request.GET.get("page"))
    shown_groups: list[dict[str, object]] = []
    for group, shown in page:
        if not shown_groups or shown_groups[-1]["group"] is not group:
            shown_groups.append({"group": group, "title": _title(group, language), "people": []})
        shown_groups[-1]["people"].append(shown)  # type: ignore[attr-defined]
    return render(
        request,
        "registration/people.html",
        {"groups": shown_groups, "total": len(people), "query": query, "page_obj": page},
    )


def _title(group: object, language: str) -> str:
    kind = group.kind  # type: ignore[attr-defined]
    if kind == INTERNATIONAL:
        return _("International organisations")
    if kind == OTHERS:
        return _("Other participants")
    return group.title(language)  # type: ignore[attr-defined, no-any-return]


def _first(request: HttpRequest) -> str:
    """The country from which the list begins, when a lot was drawn: two letters, or nothing."""
    code = request.GET.get("first", "").upper()
    return code if re.fullmatch(r"[A-Z]{2}", code) else ""


@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    """Delegations with their approved members, in the order of the page's language."""
    require(request.user, SEE, request.conference)
    language = get_language() or "ru"
    first = _first(request)
    entries = protocol.list_of_delegations(request.conference, language, first=first)
    rows = [
        {
            "entry": entry,
            "body_language": protocol.language_of(entry.body),
            "members": [
                {
                    "registration": member,
                    "person": member.participant,
                    "style": protocol.style_of(member.participant, language),
                    "post": (post := protocol.post_of(member.participant, language)),
                    "post_language": protocol.language_of(post),
                }
                for member in entry.members
            ],
        }
        for entry in entries
    ]
    states = [entry for entry in entries if protocol.group_of(entry.delegation) == 0]
    choices = {entry.delegation.country.code: entry.delegation.country.name for entry in states}
    total = sum(len(entry.members) for entry in entries)
    context = {"rows": rows, "first": first, "choices": choices.items(), "total": total}
    return render(request, "registration/people_protocol.html", context)


@require_safe
def delegations_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The same list as a spreadsheet in the page's language, or as a bilingual PDF."""
    require(request.user, SEE, request.conference)
    first = _first(request)
    if kind == "pdf":
        return download(protocol.as_pdf(request.conference, first=first), "application/pdf", "delegations.pdf")
    header = [
        _("No."), _("Delegation"), _("Role"), _("Form of address"), _("Full name"), _("Name in Latin letters"),
        _("Position"), _("Body"), _("Registration"),
    ]  # fmt: skip
    lines = protocol.as_rows(request.conference, get_language() or "ru", first=first)
    return download(as_xlsx(header, lines, title=_("Delegations")), XLSX, "delegations.xlsx")
