"""The formats of a published volume, for pages that offer them."""

from __future__ import annotations

from typing import Any

from django import template

from proceedings.models import Publication
from proceedings.services.export_formats import formats_of

register = template.Library()


@register.simple_tag
def formats(publication: Publication) -> list[dict[str, Any]]:
    """What the volume comes in: address, name, purpose, and the size of what is made already."""
    volume = publication.volume
    return [
        {
            "kind": each.kind,
            "title": each.title,
            "purpose": each.purpose,
            "suffix": each.suffix.rpartition(".")[2].upper(),
            "size": each.size(publication),
            "url": volume.url("proceedings:export", kind=each.kind),
        }
        for each in formats_of(publication)
    ]
