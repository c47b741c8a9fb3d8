"""Licences that are asked for and signed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest

from conference.extensions import Block
from conference.models import Person
from proceedings.models import Licence
from proceedings.services.rights import remind_licences


def _of(person: Person) -> Q:
    """Licences of the person as an author, known by the address in the byline."""
    return Q(author__email__iexact=person.email) if person.email else Q(pk=None)


def mine(request: HttpRequest, person: Person) -> list[Block]:
    """Licences that the person has been asked for and has not signed."""
    waiting = Licence.objects.filter(_of(person), signed_at=None, withdrawn_at=None).exclude(asked_at=None)
    rows = list(waiting.select_related("article__volume__conference").order_by("asked_at"))
    return [Block(22, "proceedings/rights_block_mine.html", {"licences": rows})] if rows else []


def schedules() -> list[Callable[[], Any]]:
    return [remind_licences]


def personal_data(person: Person) -> dict[str, Any]:
    rows = Licence.objects.filter(_of(person)).select_related("article__volume", "text")
    return {
        "licences": [
            {
                "article": licence.article.title,
                "asked_at": licence.asked_at,
                "signed_at": licence.signed_at,
                "signed_as": licence.signed_as,
                "how": licence.get_method_display() if licence.method else "",
                "version": licence.text.version if licence.text else None,
                "withdrawn_at": licence.withdrawn_at,
            }
            for licence in rows
        ]
    }


def erase(person: Person, *, by: Person | None) -> list[str]:
    """Licences that were not used go; those of published articles prove the right to publish and stay."""
    unused = Licence.objects.filter(_of(person), article__published=None)
    count = unused.count()
    for licence in unused:
        if licence.scan:
            licence.scan.delete(save=False)
        licence.delete()
    return ["licences"] if count else []
