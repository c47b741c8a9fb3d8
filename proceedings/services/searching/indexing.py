"""The index of the library: written in the transaction that publishes or withdraws a material."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.translation import override

from proceedings import searching
from proceedings.models import (
    Chapter,
    ChecklistItem,
    ChecklistSection,
    IndexedMaterial,
    IndexedTerm,
    Material,
    MaterialFile,
)
from proceedings.services.library import timing

LANGUAGES = ("ru", "en")
BATCH = 100

Texts = dict[str, list[str]]


@transaction.atomic
def index(material: Material) -> None:
    """Make the words of *material* findable; of one that readers do not have, take them away."""
    _write(_whole(Material.objects.filter(pk=material.pk)))


@transaction.atomic
def forget(material: Material) -> None:
    """Take every word of *material* out of the index."""
    _forget([material.pk])


def reindex() -> int:
    """Write the index anew; gives the number of materials in it. Readers search meanwhile."""
    IndexedMaterial.objects.exclude(material__state=Material.State.PUBLISHED).delete()
    IndexedTerm.objects.exclude(material__state=Material.State.PUBLISHED).delete()
    keys = list(Material.objects.filter(state=Material.State.PUBLISHED).order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            some = Material.objects.filter(pk__in=keys[start : start + BATCH])
            since = dict(IndexedMaterial.objects.filter(material__in=some).values_list("material", "since"))
            _write(_whole(some), since)
    return len(keys)


def _whole(rows: QuerySet[Material]) -> QuerySet[Material]:
    """*rows* with everything that is indexed: eight queries, however many."""
    return rows.select_related("session", "checklist").prefetch_related(
        "themes", "speakers",
        Prefetch("chapters", Chapter.objects.order_by("seconds", "pk")),
        Prefetch("files", MaterialFile.objects.filter(is_shown=True)),
        Prefetch("checklist__sections", ChecklistSection.objects.order_by("order", "pk")),
        Prefetch("checklist__sections__items", ChecklistItem.objects.order_by("order", "pk")),
    )  # fmt: skip


def _forget(keys: Iterable[int]) -> None:
    IndexedTerm.objects.filter(material__in=keys).delete()
    IndexedMaterial.objects.filter(material__in=keys).delete()


def _write(rows: Iterable[Material], since: Mapping[int, datetime] | None = None) -> None:
    """Write *rows* anew. Those of *since* keep the time at which they came."""
    found, kept, now = list(rows), since or {}, timezone.now()
    _forget([row.pk for row in found])
    public = [row for row in found if row.state == Material.State.PUBLISHED]
    IndexedMaterial.objects.bulk_create(
        IndexedMaterial(
            material=row,
            since=kept.get(row.pk, now),
            card=_card(row).written(),
            plain=searching.plain(_texts(row)),
            passages=list(_passages(row)),
        )
        for row in public
    )
    IndexedTerm.objects.bulk_create(
        (
            IndexedTerm(material=row, language=language, stem=term.key, form=term.form, weight=term.weight)
            for row in public
            for language in LANGUAGES
            for term in searching.terms(texts_of(row, language))
        ),
        batch_size=2000,
    )


# -- what is indexed of a material ------------------------------------------------------------------------------------


def texts_of(material: Material, language: str) -> Texts:
    """The texts of *material* in *language*, by the names of ``searching.FIELDS``."""
    session = material.session
    return {
        "title": [_text(material, "title", language)],
        "themes": [
            *(_text(theme, "title", language) for theme in material.themes.all()),
            *(_text(expert, "name", language) for expert in material.speakers.all()),
            _text(session, "title", language) if session else "",
            _labels(material, language),
        ],
        "summary": [_text(material, "summary", language)],
        "chapters": [_text(chapter, "title", language) for chapter in material.chapters.all()]
        + [_text(section, "title", language) for section in _sections(material)],
        "text": [
            *searching.blocks(_text(material, "body", language)),
            *(file.title for file in material.files.all() if file.language == language),
            *(_text(item, name, language) for item in _items(material) for name in ("text", "hint", "improve")),
        ],
        "transcript": [each.text for each in timing.passages(_text(material, "transcript", language))],
    }


def _texts(material: Material) -> Iterator[str]:
    """Every text of both languages, for phrases."""
    for language in LANGUAGES:
        for texts in texts_of(material, language).values():
            yield from texts


def _card(row: Material) -> searching.Card:
    has: dict[str, Iterable[str]] = {
        "kind": [row.kind],
        "theme": [theme.slug for theme in row.themes.all()],
        "audience": row.audience,
        "level": [row.level],
        "language": row.languages(),
        "year": [str(row.year)],
        "event": [str(row.session_id)] if row.session_id else [],
        "captions": [searching.YES] if row.has_captions else [],
    }
    published = int((row.published_at or row.changed_at).timestamp())
    return searching.Card(tuple(tuple(has[name]) for name in searching.FACETS), row.seconds, published)


def _labels(material: Material, language: str) -> str:
    """What kind of thing it is, in words: «памятка», “recording”."""
    with override(language):
        return f"{material.get_kind_display()} {material.get_genre_display()}"


def _passages(material: Material) -> Iterator[dict[str, Any]]:
    """What a page of results quotes, in the order of the material; the summary is shown anyway."""
    for language in LANGUAGES:
        for field, text, seconds in _quotable(material, language):
            if text:
                passage: dict[str, Any] = {"language": language, "field": field, "text": text}
                yield passage if seconds is None else passage | {"seconds": seconds}


def _quotable(material: Material, language: str) -> Iterator[tuple[str, str, int | None]]:
    if material.session:
        yield "event", _text(material.session, "title", language), None
    yield "speakers", ", ".join(_text(expert, "name", language) for expert in material.speakers.all()), None
    yield "themes", "; ".join(_text(theme, "title", language) for theme in material.themes.all()), None
    for chapter in material.chapters.all():
        yield "chapters", _text(chapter, "title", language), chapter.seconds
    for line in searching.blocks(_text(material, "body", language)):
        yield "text", searching.normal(line), None
    for item in _items(material):
        for name in ("text", "hint", "improve"):
            yield "text", _text(item, name, language), None
    for each in timing.passages(_text(material, "transcript", language)):
        yield "transcript", searching.normal(each.text), each.seconds


def _sections(material: Material) -> list[ChecklistSection]:
    checklist = getattr(material, "checklist", None)
    return list(checklist.sections.all()) if checklist else []


def _items(material: Material) -> list[ChecklistItem]:
    """The items that readers of today's version answer."""
    return [
        item
        for section in _sections(material)
        for item in section.items.all()
        if item.since <= material.version and (item.until is None or item.until > material.version)
    ]


def _text(row: Any, name: str, language: str) -> str:
    return searching.normal(getattr(row, f"{name}_{language}") or "").strip()
