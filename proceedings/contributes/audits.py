"""What self-audits add to pages, and what is kept of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.extensions import Address, Block, ReportPart
from conference.models import Conference, Person
from conference.services.mail import link
from proceedings.models import Checklist, Material
from proceedings.services import audits

ORDER = 60
"""Of the chapter in the statistics of a season: after the library."""


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """The self-audits in the person's cabinet."""
    rows = audits.of_person(person)
    return [Block(45, "proceedings/audits/_mine.html", {"rows": rows})] if rows else []


def reach(conference: Conference) -> list[ReportPart]:
    """Checklists, attempts, schools. How many schools there are tells nothing of one: no region, no answer is told."""
    told = audits.reached(conference)
    if not told.checklists:
        return []
    return [
        ReportPart(
            ORDER,
            _("Self-audit of schools"),
            intro=_("Schools go through a checklist by themselves; nobody else sees their answers."),
            figures=(
                (_("Published checklists"), str(told.checklists)),
                (_("Self-audits begun"), str(told.begun)),
                (_("Self-audits finished"), str(told.finished)),
                (_("Schools that finished one"), str(told.schools)),
            ),
        )
    ]


def sitemap() -> list[Address]:
    """The pages on which a self-audit begins."""
    rows = Checklist.objects.filter(material__in=Material.objects.published()).select_related("material")
    found = []
    for checklist in rows:
        urls = {}
        for language in ("ru", "en"):
            with override(language):
                urls[language] = link(audits.start_path(checklist))
        found.append(Address(urls, checklist.material.published_at))
    return found


def schedules() -> list[Callable[[], Any]]:
    return [audits.forget_letters, audits.forget_left]


def personal_data(person: Person) -> dict[str, Any]:
    return {"self_audits": audits.copy_for(person)}


def erase(person: Person, *, by: Person | None) -> list[str]:
    """What was not finished, or is not to be counted, goes; of the rest only the bare answers stay, of nobody."""
    return ["self-audits"] if audits.forget_person(person) else []
