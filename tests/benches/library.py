"""Searching a library of a thousand materials: CPU of a search, of the page, of writing the index anew.

The texts are those of the demonstration, their sentences dealt anew among a thousand materials, with some words that
only one material has. Figures are CPU of this process, medians of several rounds.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from typing import Any

MATERIALS, LIMIT_MS, ROUNDS = 1000, 30, 15
QUERIES = {
    "one word": "тьюторов",
    "three words": "план поддержки ученика",
    "a common word": "школа",
    "in English": "assessing pupils",
    "a slip": "консилеум",
    "two slips": "альтернотивная комуникация",
    "the other layout": "rjycbkbev",
    "a phrase": "«план поддержки»",
    "nothing to look for": "",
}


def fill() -> None:
    """Bring the library to MATERIALS materials, not indexed yet."""
    from django.utils import timezone

    from conference.models import Conference
    from proceedings.models import Material

    source = list(Material.objects.published())
    dice = random.Random(2026)
    season = Conference.objects.filter(kind=Conference.Kind.SEASON).first()
    themes = list(season.themes.all()) if season else []
    texts = {
        name: [line for row in source for line in (getattr(row, name) or "").split(". ") if line]
        for name in ("summary_ru", "summary_en", "body_ru", "body_en", "transcript_ru")
    }

    def dealt(name: str, count: int) -> str:
        return ". ".join(dice.choices(texts[name], k=count)) if texts[name] else ""

    made = []
    for number in range(MATERIALS - len(source)):
        like = dice.choice(source)
        own = "".join(dice.choices("абвгдежзиклмнопрсту", k=9))
        made.append(
            Material(
                conference=like.conference, kind=like.kind, genre=like.genre, slug=f"bench-{number}", state="published",
                version=1, published_at=timezone.now(), year=dice.choice((2024, 2025, 2026)), level=like.level,
                audience=like.audience, language=like.language, seconds=like.seconds, has_captions=like.has_captions,
                title_ru=like.title_ru, title_en=like.title_en, summary_ru=f"{dealt('summary_ru', 3)}. {own}",
                summary_en=dealt("summary_en", 3), body_ru=dealt("body_ru", 8), body_en=dealt("body_en", 8),
                transcript_ru=dealt("transcript_ru", 8) if like.kind == "recording" else "",
            )
        )  # fmt: skip
    for row in Material.objects.bulk_create(made):
        row.themes.set(dice.sample(themes, k=min(2, len(themes))))


def median_ms(run: Callable[[], object]) -> float:
    rounds = []
    for _round in range(ROUNDS):
        started = time.process_time()
        run()
        rounds.append(time.process_time() - started)
    return round(statistics.median(rounds) * 1000, 1)


def measure() -> dict[str, Any]:
    """All figures; prints them."""
    from django.core.paginator import Paginator
    from django.test import Client

    from proceedings.models import IndexedTerm, Material
    from proceedings.services import searching
    from proceedings.services.searching import Wish

    fill()
    started = time.process_time()
    count = searching.reindex()
    written = round(time.process_time() - started, 1)
    one = Material.objects.published().first()
    result: dict[str, Any] = {
        "materials": count, "terms": IndexedTerm.objects.count(), "index_seconds": written,
        "one_material_ms": median_ms(lambda: searching.index(one)), "searches": {},
    }  # fmt: skip
    started = time.process_time()
    searching.find(Wish(query="неведомослово"))
    result["vocabulary_seconds"] = round(time.process_time() - started, 2)
    print(f"\nlibrary of {count} materials, {result['terms']} terms: written anew in {written} s of CPU,", end=" ")
    print(f"one material in {result['one_material_ms']} ms, its vocabulary read in {result['vocabulary_seconds']} s")
    print(f"  {'search':<24}{'CPU ms':>8}{'page, ms':>10}{'found':>8}")
    client = Client(SERVER_NAME="127.0.0.1")

    def search(text: str) -> int:
        found = searching.find(Wish(query=text))
        searching.results(Paginator(found.keys, searching.PER_PAGE).page(1).object_list, found.needles)
        return len(found.keys)

    for title, text in QUERIES.items():
        found = search(text)
        client.get("/ru/library/", {"q": text})
        row = {
            "cpu_ms": median_ms(lambda text=text: search(text)),
            "page_ms": median_ms(lambda text=text: client.get("/ru/library/", {"q": text})),
            "found": found,
        }
        result["searches"][title] = row
        verdict = "" if row["cpu_ms"] <= LIMIT_MS else f"  OVER {LIMIT_MS}"
        print(f"  {title:<24}{row['cpu_ms']:>8}{row['page_ms']:>10}{found:>8}{verdict}")
    return result
