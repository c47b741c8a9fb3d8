"""Imprints of the demonstration volumes, their forewords, committees and annexes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from conference.demo.world import World, read_toml
from conference.models import Person
from proceedings.models import Volume
from proceedings.services.arranging import write_section
from proceedings.services.editing.describing import save_description, snapshot
from proceedings.services.imprint import set_imprint

HERE = Path(__file__).parent


def load(world: World, volume: Volume, key: str) -> None:
    """Tell what the volume says of itself, once; later it is as the editors left it."""
    if volume.is_published or volume.sections.exists():
        return
    told = read_toml(HERE / "imprint.toml")[key]
    sections = told.pop("sections", [])
    set_imprint(volume, by=world.by, **_flat(told))
    for section in sections:
        write_section(volume, by=world.by, **_flat(section))
    volume.refresh_from_db()


def give_dois(volume: Volume, editor: Person) -> None:
    """Each article gets a DOI under that of the volume, as an editor would type it before publishing."""
    if not volume.doi:
        return
    for article in volume.articles.filter(doi=""):
        doi = f"{volume.doi}.{article.number}"
        save_description(article, {"doi": doi}, [], by=editor, base=snapshot(article))


def _flat(told: dict[str, Any]) -> dict[str, Any]:
    """``{"title": {"ru": …}}`` as ``{"title_ru": …}``."""
    flat: dict[str, Any] = {}
    for name, value in told.items():
        if isinstance(value, dict):
            flat |= {f"{name}_{language}": text.strip() for language, text in value.items()}
        else:
            flat[name] = value
    return flat
