"""What is different in a build from the one before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language

from proceedings.compiler import Both
from proceedings.gost import page_range
from proceedings.models import Build

Verdict = dict[str, Any]


@dataclass(frozen=True)
class Moved:
    """An article that stands on other pages than before."""

    verdict: Verdict
    was: tuple[int, int]
    now: tuple[int, int]

    @property
    def was_pages(self) -> str:
        return page_range(*self.was)

    @property
    def now_pages(self) -> str:
        return page_range(*self.now)


@dataclass(frozen=True)
class Difference:
    """Articles by what became of them, as their verdicts; and the length of the volume then and now."""

    changed: list[Verdict] = field(default_factory=list)
    new: list[Verdict] = field(default_factory=list)
    gone: list[Verdict] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)
    was_pages: int = 0
    pages: int = 0

    def __bool__(self) -> bool:
        return bool(self.changed or self.new or self.gone or self.moved or self.was_pages != self.pages)


def difference(build: Build, before: Build) -> Difference:
    """What is different in *build*: texts and descriptions by their fragments, places by the pages."""
    titles = _titles(build)
    now, then = _verdicts(build, titles), _verdicts(before, titles)
    both = [key for key in build.page_map if key in before.page_map]
    return Difference(
        changed=[now[key] for key in both if _piece(build, key) != _piece(before, key)],
        new=[now[key] for key in build.page_map if key not in before.page_map],
        gone=[then[key] for key in before.page_map if key not in build.page_map],
        moved=[
            Moved(now[key], _span(before, key), _span(build, key))
            for key in both
            if build.page_map[key] != before.page_map[key]
        ],
        was_pages=before.pages,
        pages=build.pages,
    )


def difference_to_last(build: Build) -> Difference | None:
    """The difference to the build before; None for the first."""
    before = build.volume.builds.filter(created__lt=build.created).first()
    return difference(build, before) if before else None


def _verdicts(build: Build, titles: dict[str, Verdict]) -> dict[str, Verdict]:
    return {verdict["key"]: {**verdict, **titles.get(verdict["key"], {})} for verdict in build.verdicts}


def _titles(build: Build) -> dict[str, Verdict]:
    """What the articles are called in the language of the page, or in the other one; a deleted one keeps its label."""
    wanted = "en" if get_language() == "en" else "ru"
    found = {}
    for key, ru, en in build.volume.articles.values_list("pk", "title_ru", "title_en"):
        title, language = Both(ru or "", en or "").best(wanted)
        found[str(key)] = {"label": title, "language": language}
    return found


def _piece(build: Build, key: str) -> str:
    return build.pieces.get(key, "")


def _span(build: Build, key: str) -> tuple[int, int]:
    first, last = build.page_map[key]
    return first, last
