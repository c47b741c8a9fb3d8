"""A library for tests: single materials, and the texts of the demonstration put straight into the database."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from conference.models import Conference
from proceedings.models import Chapter, Checklist, ChecklistItem, ChecklistSection, Material, MaterialVersion
from proceedings.services import searching
from proceedings.services.library.facts import facts_of_rows
from workshops.models import Expert, Theme

ROOT = Path(__file__).parent.parent.parent
TEXTS = ROOT / "proceedings" / "demo" / "library"
SEASON = ROOT / "workshops" / "demo" / "season"
WORDS = ("title", "summary", "body", "transcript")


def new_material(
    conference: Conference,
    slug: str,
    *,
    themes: tuple[Theme, ...] = (),
    speakers: tuple[Expert, ...] = (),
    **fields: Any,
) -> Material:
    """A published material of *conference*, its first version, in the index."""
    defaults: dict[str, Any] = {
        "kind": Material.Kind.RECORDING, "year": 2026, "state": Material.State.PUBLISHED, "version": 1,
        "published_at": timezone.now(), "title_ru": f"Материал {slug}", "title_en": f"Material {slug}",
        "summary_ru": "Коротко о главном.", "summary_en": "The gist of it.",
    }  # fmt: skip
    chapters = fields.pop("chapters", ())
    row = Material.objects.create(conference=conference, slug=slug, **{**defaults, **fields})
    row.themes.set(themes)
    row.speakers.set(speakers)
    for seconds, ru, en in chapters:
        Chapter.objects.create(material=row, seconds=seconds, title_ru=ru, title_en=en)
    MaterialVersion.objects.create(material=row, number=1, facts=facts_of_rows(row))
    searching.index(row)
    return row


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def demonstration(conference: Conference) -> dict[str, Material]:
    """Every text of the demonstration's library as published materials of *conference*, indexed; by their keys."""
    themes = {
        each["key"]: Theme.objects.create(conference=conference, slug=each["key"], order=order, **both(each, "title"))
        for order, each in enumerate(read(SEASON / "themes.toml")["theme"])
    }
    experts = {
        each["key"]: Expert.objects.create(conference=conference, slug=each["key"], **both(each, "name"))
        for each in read(SEASON / "experts.toml")["expert"]
    }
    for order, (kind, each) in enumerate(_all_texts()):
        row = _row(conference, kind, each, order)
        row.save()
        row.themes.set(themes[key] for key in each["themes"])
        row.speakers.set(experts[key] for key in each.get("speakers", ()))
        Chapter.objects.bulk_create(
            Chapter(material=row, seconds=seconds_of(chapter["at"]), **both(chapter, "title"))
            for chapter in each.get("chapters", ())
        )
        if kind == Material.Kind.CHECKLIST:
            _items(row, each)
    searching.reindex()
    return {row.slug: row for row in Material.objects.of(conference)}


def _all_texts() -> list[tuple[str, dict[str, Any]]]:
    found = [("recording", each) for each in read(TEXTS / "recordings.toml")["recording"]]
    for each in read(TEXTS / "materials.toml")["material"]:
        text = {
            code: (TEXTS / "materials" / f"{each['key']}.{code}.md").read_text(encoding="utf-8")
            for code in ("ru", "en")
        }
        found.append(("practical", {**each, "text": text, "genre": each["kind"]}))
    found += [("digest", {**each, "text": each["intro"]}) for each in read(TEXTS / "digests.toml")["digest"]]
    return found + [("checklist", read(path)) for path in sorted((TEXTS / "checklists").glob("*.toml"))]


def _row(conference: Conference, kind: str, each: dict[str, Any], order: int) -> Material:
    return Material(
        conference=conference, kind=kind, slug=each["key"], state=Material.State.PUBLISHED, version=1,
        published_at=timezone.now() - timedelta(hours=order), genre=each.get("genre", ""), year=each.get("year", 2026),
        level=each.get("level", "practice"), audience=each.get("audience", []), language=each.get("language", "ru"),
        seconds=each["minutes"] * 60 if kind == "recording" else None, has_captions=each.get("captions", False),
        **both(each, "title"), **both(each, "summary"), **both(each, "text", "body"), **both(each, "transcript"),
    )  # fmt: skip


def _items(row: Material, each: dict[str, Any]) -> None:
    checklist = Checklist.objects.create(material=row, minutes=each["minutes"])
    for order, told in enumerate(each["section"]):
        section = ChecklistSection.objects.create(checklist=checklist, order=order, **both(told, "title"))
        ChecklistItem.objects.bulk_create(
            ChecklistItem(
                section=section, order=place,
                **both(item, "text"), **both(item, "hint"), **both(item, "evidence"), **both(item, "improve"),
            )
            for place, item in enumerate(told["item"])
        )  # fmt: skip


def both(told: dict[str, Any], name: str, field: str = "") -> dict[str, str]:
    texts = told.get(name, {})
    return {f"{field or name}_{code}": texts.get(code, "") for code in ("ru", "en")}


def seconds_of(place: str) -> int:
    *hours, minutes, seconds = (int(part) for part in place.split(":"))
    return (hours[0] if hours else 0) * 3600 + minutes * 60 + seconds
