"""A material as a page shows it: of what is before readers, of an older version, or of what waits to be published."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language, pgettext

from proceedings.models import Material, MaterialFile, MaterialVersion
from workshops.models import Audience, Expert, Session, Theme

from . import timing
from .facts import LANGUAGES, Facts, facts_of


@dataclass
class ShownChapter:
    """A chapter; its titles are read as those of a row are."""

    seconds: int
    title_ru: str
    title_en: str

    @property
    def place(self) -> str:
        return timing.place(self.seconds)


@dataclass
class Shown:
    """What *facts* say of *material*, with the rows that they name as they are called today.

    Texts are read by language, as of a row: ``title_ru``.
    """

    material: Material
    facts: Facts
    version: MaterialVersion | None = None
    files: list[Facts] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    speakers: list[Expert] = field(default_factory=list)
    session: Session | None = None

    def __getattr__(self, name: str) -> Any:
        if name != "facts" and name in self.facts:
            return self.facts[name]
        raise AttributeError(name)

    @property
    def conference(self) -> Any:
        """Whose pages links in the text lead to."""
        return self.material.conference

    @property
    def kind(self) -> str:
        """In words: the kind, or for a practical material what it is for."""
        genres = dict(Material.Genre.choices)
        if self.facts["genre"] in genres:
            return str(genres[self.facts["genre"]])
        return str(self.material.get_kind_display())

    @property
    def level_label(self) -> str:
        return str(dict(Material.Level.choices).get(self.facts["level"], ""))

    @property
    def language_label(self) -> str:
        return str(dict(Material.Spoken.choices).get(self.facts["language"], ""))

    @property
    def audience_labels(self) -> list[str]:
        known = dict(Audience.choices)
        return [str(known[key]) for key in self.facts["audience"] if key in known]

    @cached_property
    def chapters(self) -> list[ShownChapter]:
        return [ShownChapter(**each) for each in self.facts["chapters"]]

    @property
    def duration(self) -> str:
        return timing.in_words(self.facts["seconds"]) if self.facts["seconds"] else ""

    @property
    def iso_duration(self) -> str:
        return timing.iso_duration(self.facts["seconds"] or 0)

    @property
    def service(self) -> str:
        return timing.service_of(self.facts["video"]).title

    @property
    def names_places(self) -> bool:
        return timing.names_places(self.facts["video"]) or bool(self.own_type)

    @property
    def own_type(self) -> str:
        return timing.own_type(self.facts["video"])

    @cached_property
    def transcripts(self) -> list[tuple[str, list[timing.Passage]]]:
        """The transcript in each language that it has, that of the page first."""
        told = [(code, timing.passages(self.facts[f"transcript_{code}"])) for code in _languages_here()]
        return [(code, found) for code, found in told if found]

    @property
    def text_languages(self) -> list[str]:
        """The languages in which there is a text to print, that of the page first."""
        return [code for code in _languages_here() if self.facts[f"body_{code}"]]

    @property
    def missing(self) -> list[str]:
        """What a reader of one language has not: names of the texts and the language, for the editors."""
        names = {
            "title": pgettext("what is not translated", "title"),
            "summary": pgettext("what is not translated", "summary"),
            "body": pgettext("what is not translated", "text"),
        }
        found = []
        for name, label in names.items():
            there = [code for code in LANGUAGES if self.facts[f"{name}_{code}"]]
            if len(there) == 1:
                lacking = next(code for code in LANGUAGES if code not in there)
                found.append(f"{label} ({lacking.upper()})")
        untitled = [code for code in LANGUAGES if any(not each[f"title_{code}"] for each in self.facts["chapters"])]
        return found + [f"{pgettext('what is not translated', 'chapters')} ({code.upper()})" for code in untitled]

    def title_in(self, language: str) -> tuple[str, str]:
        """The title in *language* or else in the other one, and which."""
        for code in (language, *LANGUAGES):
            if self.facts[f"title_{code}"]:
                return self.facts[f"title_{code}"], code
        return "", language


def _languages_here() -> list[str]:
    here = get_language() or settings.LANGUAGE_CODE
    return sorted(LANGUAGES, key=lambda code: code != here)


def shown(material: Material, facts: Facts, version: MaterialVersion | None = None) -> Shown:
    """*material* as *facts* say, with the rows of its season that they name: five queries."""
    season = material.conference
    themes = {row.pk: row for row in Theme.objects.of(season).filter(pk__in=facts["themes"])}
    experts = Expert.objects.of(season).filter(pk__in=facts["speakers"]).select_related("organisation")
    speakers = {row.pk: row for row in experts}
    events = Session.objects.of(season).filter(pk=facts["session"] or 0)
    session = events.select_related("conference", "kind").first()
    keys = [each["key"] for each in facts["files"]]
    rows = {row.key: row for row in MaterialFile.objects.filter(material=material.pk, key__in=keys)} if keys else {}
    files = [{**each, "row": rows[each["key"]]} for each in facts["files"] if each["key"] in rows]
    return Shown(
        material, facts, version,
        files=files,
        themes=[themes[pk] for pk in facts["themes"] if pk in themes],
        speakers=sorted((speakers[pk] for pk in facts["speakers"] if pk in speakers), key=lambda row: row.order),
        session=session if session and not session.is_off else None,
    )  # fmt: skip


def shown_now(material: Material) -> Shown:
    """*material* as readers have it. What was withdrawn is as it was last."""
    version = material.versions.get(number=material.version)
    return shown(material, version.facts, version)


def shown_to_editors(material: Material) -> Shown:
    """*material* as it would be if it were published now."""
    return shown(material, facts_of(material))


# -- what stands beside it --------------------------------------------------------------------------------------------


def related_to(material: Material, facts: Facts, *, most: int = 5) -> list[Material]:
    """Published materials with the same event, speakers or themes, the nearest first: three queries."""
    weights: dict[int, float] = {}
    through = ((Material.themes.through, "theme", 2.0), (Material.speakers.through, "expert", 1.5))
    for rows, name, weight in through:
        keys = facts["themes" if name == "theme" else "speakers"]
        found = rows._default_manager.filter(**{f"{name}__in": keys, "material__state": Material.State.PUBLISHED})
        for pk in found.exclude(material=material.pk).values_list("material_id", flat=True):
            weights[pk] = weights.get(pk, 0) + weight
    if facts["session"]:
        same = Material.objects.published().filter(session=facts["session"]).exclude(pk=material.pk)
        for pk in same.values_list("pk", flat=True):
            weights[pk] = weights.get(pk, 0) + 5
    if not weights:
        return []
    rows = Material.objects.published().filter(pk__in=weights).select_related("conference")
    return sorted(rows, key=lambda row: (-weights[row.pk], row.kind == material.kind, -row.year, row.pk))[:most]


def next_event_about(material: Material, facts: Facts) -> Session | None:
    """The next event of the season under one of the themes."""
    if not facts["themes"]:
        return None
    coming = Session.objects.of(material.conference).standing().filter(
        themes__in=facts["themes"], starts__gt=timezone.now()
    )  # fmt: skip
    return coming.select_related("conference", "kind").order_by(F("starts"), "pk").first()
