"""The formats of a published volume, for pages that offer them."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import template

from proceedings.models import Publication
from proceedings.services.export_formats import GROUPS, Format, formats_of

register = template.Library()


@register.simple_tag
def formats(publication: Publication) -> list[dict[str, Any]]:
    """What the volume comes in: address, name, purpose, and the size of what is made already."""
    return [_row(each, publication) for each in formats_of(publication)]


@register.simple_tag
def format_groups(publication: Publication) -> list[dict[str, Any]]:
    """The same, with formats of one purpose together: ``rows`` and the sentence about them."""
    found = []
    for group, members in groupby(formats_of(publication), key=lambda each: each.group or each.kind):
        rows = [_row(each, publication) for each in members]
        found.append({"rows": rows, "purpose": GROUPS.get(group) or rows[0]["purpose"]})
    return found


def _row(each: Format, publication: Publication) -> dict[str, Any]:
    volume = publication.volume
    return {
        "kind": each.kind,
        "title": each.title,
        "purpose": each.purpose,
        "suffix": each.suffix.rpartition(".")[2].upper(),
        "size": each.size(publication),
        "url": volume.url("proceedings:export", kind=each.kind),
    }
