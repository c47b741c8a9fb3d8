"""How a material is cited: a reference after ГОСТ Р 7.0.5 on Russian pages, after APA on English ones."""

from __future__ import annotations

from datetime import date

from proceedings.citations import apa_page
from proceedings.gost import Kind, Name, Source, source_reference

from .showing import Shown

KINDS = {
    "recording": {"ru": "запись мероприятия", "en": "Recording"},
    "practical": {"ru": "практический материал", "en": "Practical material"},
    "digest": {"ru": "дайджест ответов", "en": "Digest of answers"},
    "checklist": {"ru": "чек-лист для самоаудита", "en": "Self-audit checklist"},
}
ELECTRONIC = "Электронный ресурс"
SITE = {"ru": "Вместе", "en": "Vmeste"}


def citation(shown: Shown, *, language: str, url: str, seen: date | None = None) -> tuple[str, str]:
    """A reference that can be copied, and the language of its title (the other one where there is no translation).

    *seen* is the day on which the page was open; what is printed and kept leaves it to its reader.
    """
    title, told = shown.title_in(language)
    names = tuple(_name(getattr(each, f"name_{language}") or each.name) for each in shown.speakers)
    kind, year = KINDS[shown.material.kind][language], shown.facts["year"]
    if language == "en":
        return apa_page(names, title, kind=kind, year=year, site=SITE["en"], url=url), told
    source = Source(
        Kind.WEB, f"{title} [{ELECTRONIC}]", subtitle=kind, authors=names, container=SITE["ru"],
        container_subtitle="сайт", year=str(year), url=url, accessed=f"{seen:%d.%m.%Y}" if seen else "",
    )  # fmt: skip
    return source_reference(source), told


def _name(text: str) -> Name:
    """«Вера Тополева»: the family name comes last."""
    *given, family = text.split() or [""]
    return Name(family, " ".join(given))
