"""The public check of a document: genuine or not, valid or void, and no more than that needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from conference.forms import VerifyForm
from conference.models import IssuedDocument
from conference.services.documents import WHY_VOID


@require_safe
def verify_form(request: HttpRequest) -> HttpResponse:
    """Ask for the code of a paper that has no camera in front of it."""
    form = VerifyForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        return redirect("verify", code=form.cleaned_data["code"])
    return render(request, "conference/verify_form.html", {"form": form})


@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    issued = IssuedDocument.objects.select_related("conference", "person").filter(code=code.upper()).first()
    status = 200 if issued else 404
    context = {"issued": issued, "code": code, **(_told(issued) if issued else {})}
    response = render(request, "conference/verify.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    return response


def _told(issued: IssuedDocument) -> dict[str, Any]:
    """What the page says beside number and conference: the name in both scripts, the hours, why it is void.

    The verdict stands in both languages: whoever scans a paper may read only one of them.
    """
    here = get_language() or "ru"
    other = "en" if here == "ru" else "ru"
    person = issued.person
    names = [person.name_in(here), person.name_in(other)] if person else []
    reason = str(issued.facts.get(WHY_VOID, ""))
    return {
        "other": other,
        "other_name": names[1] if names and names[0] != names[1] else "",
        "hours": issued.facts.get("hours"),
        "addressee": (issued.facts.get("addressee") or {}).get(here, ""),
        "reason": reason,
        "reason_language": "ru" if any("Ѐ" <= char <= "ӿ" for char in reason) else "en",
    }
