"""The library in the public API."""

from __future__ import annotations

from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop
from ninja import Query

from proceedings.services import open_materials
from proceedings.services.material_records import whole

from . import api_schemas as shapes
from .api import LIMIT, OFFSET, REFUSALS, api, dated, piece

KIND = Query(None, description="Only materials of this kind.")


@api.get(
    "/materials",
    response={200: shapes.Piece[shapes.Material], **REFUSALS},
    url_name="materials",
    summary=gettext_noop("Materials of the library"),
    tags=["library"],
)
def materials(
    request: HttpRequest,
    kind: Literal["recording", "practical", "digest", "checklist"] | None = KIND,
    limit: int = LIMIT,
    offset: int = OFFSET,
) -> Any:
    rows = open_materials.materials(kind or "")
    shown = open_materials.materials_told(rows[offset : offset + limit])
    return piece(request, shown, rows.count(), limit, offset, **({"kind": kind} if kind else {}))


@api.get(
    "/materials/{slug}",
    response={200: shapes.WholeMaterial, **REFUSALS},
    url_name="material",
    summary=gettext_noop("One material with its text"),
    tags=["library"],
)
def material(request: HttpRequest, response: HttpResponse, slug: str) -> Any:
    row = get_object_or_404(whole(open_materials.materials()), slug=slug)
    dated(response, row.published_at)
    return open_materials.material(row)


__all__ = ["api"]
