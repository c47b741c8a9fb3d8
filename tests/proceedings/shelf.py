"""A season with experts and a library, for the tests of materials."""

from __future__ import annotations

from typing import Any

from conference.models import Conference
from proceedings.models import Material
from proceedings.services import library
from tests.conftest import new_conference
from workshops.models import Expert, Theme

VIDEO = "https://www.youtube.com/watch?v=abc"
TRANSCRIPT = "[00:00] Добрый день.\n[01:20] Второе место & <b>знак</b>.\n[1:02:30] Конец."


def new_season(slug: str = "season", **fields: Any) -> Conference:
    return new_conference(slug, kind=Conference.Kind.SEASON, **fields)


def new_theme(season: Conference, slug: str = "lesson") -> Theme:
    return Theme.objects.create(conference=season, slug=slug, title_ru=f"Тема {slug}", title_en=f"Theme {slug}")


def new_expert(season: Conference, slug: str, person: Any = None) -> Expert:
    return Expert.objects.create(
        conference=season, slug=slug, person=person, name_ru=f"Анна {slug.title()}", name_en=f"Anna {slug.title()}"
    )


def new_material(season: Conference, *, kind: str = "practical", by: Any = None, **fields: Any) -> Material:
    texts = {
        "title_ru": "Памятка учителю", "title_en": "A memo for teachers", "summary_ru": "Коротко.",
        "body_ru": "## Раз\n\nТекст.", "body_en": "## One\n\nText.",
    }  # fmt: skip
    return library.add(season, kind=kind, by=by, **{**texts, **fields})


def new_recording(season: Conference, **fields: Any) -> Material:
    told = {
        "title_ru": "Диалог о школе", "title_en": "A dialogue on schools", "body_ru": "", "body_en": "",
        "video": VIDEO, "seconds": 5280, "transcript_ru": TRANSCRIPT,
        "chapters": [
            {"seconds": 80, "title_ru": "Вторая", "title_en": "Second"}, {"seconds": 0, "title_ru": "Первая"},
        ],
    }  # fmt: skip
    return new_material(season, kind="recording", **{**told, **fields})


def published(material: Material, **why: str) -> Material:
    library.publish_to_library(material, by=None, **{"why_unreviewed": "для проверки", **why})
    return material
