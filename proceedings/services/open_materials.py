"""The library as the public API tells it, as plain data. ``docs/api.md`` documents every name."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from proceedings.citations import MaterialRecord
from proceedings.compiler import Both
from proceedings.models import Material

from .description import both
from .harvesting import identifier_of
from .material_records import record_of, whole

Data = dict[str, Any]


def materials(kind: str = "") -> QuerySet[Material]:
    """What readers have, of one kind if it is given, the latest published first."""
    rows = Material.objects.published().order_by("-published_at", "-pk")
    return rows.filter(kind=kind) if kind else rows


def materials_told(rows: QuerySet[Material]) -> list[Data]:
    """Each of *rows* without its text: six queries, however many."""
    return [_material(row, record_of(row)) for row in whole(rows)]


def material(row: Material) -> Data:
    """One material, with its text and its transcript."""
    record = record_of(row)
    return {**_material(row, record), "text": _text(record.text), "transcript": _text(record.transcript)}


def _material(row: Material, record: MaterialRecord) -> Data:
    session = row.session if record.event else None
    return {
        "slug": record.key,
        "oai_identifier": identifier_of(f"material-{row.pk}"),
        "kind": record.kind,
        "genre": record.genre or None,
        "title": _text(record.title),
        "summary": _text(record.summary),
        "languages": list(record.languages),
        "year": record.year,
        "level": record.level,
        "audience": list(record.audience),
        "themes": [{"slug": theme.slug, "title": _text(both(theme, "title"))} for theme in row.themes.all()],
        "speakers": [_text(name) for name in record.speakers],
        "conference": row.conference.slug,
        "event": {"id": session.pk, "title": _text(record.event)} if session else None,
        "video": record.video or None,
        "seconds": record.seconds,
        "duration": record.duration or None,
        "has_captions": record.has_captions,
        "has_sign_language": record.has_sign_language,
        "chapters": [
            {"seconds": clip.seconds, "title": _text(clip.title), "url": clip.address or None} for clip in record.clips
        ],
        "files": [
            {
                "title": file.title, "url": file.address, "content_type": file.media_type, "size": file.size,
                "language": file.language,
            }
            for file in record.files
        ],
        "version": record.version,
        "published_at": record.published,
        "is_demonstration": record.is_demonstration,
        "url": _text(record.url),
    }  # fmt: skip


def _text(text: Both) -> dict[str, str]:
    return {"ru": text.ru, "en": text.en}
