"""The pre-flight list: what is to be mended before an article, and the volume, can be published.

Other journeys add checks of their own by ``register``; each is a function of an article that yields items.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet

from proceedings.gost import trim_mm
from proceedings.models import Article, Build, Manuscript, Volume
from proceedings.services.steps import with_state

from .items import ADVICE, BLOCK, SEVERITIES, WARNING, Finding, Item, checks, demanded, needs, register
from .records import findings_of
from .summary import summary_of
from .texts import findings_in
from .words import kind, sentence

VERSION = 2
KEPT_FOR = 30 * 24 * 3600
MARGINS_MM = 38
"""What the outer and the inner margin of a page take together."""


def items_of(article: Article) -> list[Item]:
    """The list of one article, the weightiest first."""
    return of_articles(article.volume, Article.objects.filter(pk=article.pk))[article.pk]


def of_volume(volume: Volume) -> dict[int, list[Item]]:
    """The lists of all articles of the next build, by the keys of the articles."""
    return of_articles(volume, Article.objects.of_volume(volume).in_the_book())


def blocking(volume: Volume) -> list[tuple[Article, Item]]:
    """What stops the volume from being published by its own settings, article by article."""
    lists = of_volume(volume)
    articles = {article.pk: article for article in Article.objects.filter(pk__in=lists).whole().in_order()}
    return [(articles[pk], item) for pk in articles for item in lists[pk] if item.severity == BLOCK]


def of_articles(volume: Volume, articles: QuerySet[Article], build: Build | None = None) -> dict[int, list[Item]]:
    """The lists of *articles* of one volume, in a constant number of queries."""
    found_rows = with_state(articles).select_related("part").prefetch_related("authors", "proofs", *needs())
    rows: list[Any] = list(found_rows)  # with what ``with_state`` adds
    texts = _texts({row.pk: row for row in rows}, volume)
    wide = _wide_tables(build or volume.builds.first(), [row.newest for row in rows])
    found = {}
    for row in rows:
        row.volume = volume
        findings = list(findings_of(row, row.step))
        if row.newest:
            findings += texts[row.newest]
            findings += wide.get(row.pk, [])
        elif not row.import_error:
            findings.append(Finding("text-missing", place="#files"))
        items = [_item(row, finding) for finding in findings]
        items += [item for check in checks() for item in check(row)]
        found[row.pk] = sorted(items, key=lambda item: SEVERITIES.index(item.severity))
    return found


def _texts(articles: dict[int, Any], volume: Volume) -> dict[int, list[Finding]]:
    """What is to be mended in each text: read once, then kept, for a revision never changes."""
    measure = trim_mm(volume.paper)[0] - MARGINS_MM
    keys = {
        f"preflight:{VERSION}:{row.newest}:{measure}:{row.language}": row.newest
        for row in articles.values()
        if row.newest
    }
    known = cache.get_many(keys)
    found = {keys[key]: [Finding(**told) for told in kept] for key, kept in known.items()}
    missing = [pk for key, pk in keys.items() if key not in known]
    new = {}
    for manuscript in Manuscript.objects.filter(pk__in=missing).prefetch_related("figures"):
        language = articles[manuscript.article_id].language
        found[manuscript.pk] = findings_in(manuscript, language, measure)
        new[f"preflight:{VERSION}:{manuscript.pk}:{measure}:{language}"] = [
            asdict(finding) for finding in found[manuscript.pk]
        ]
    if new:
        cache.set_many(new, KEPT_FOR)
    return found


def _wide_tables(build: Build | None, newest: Iterable[int | None]) -> dict[int, list[Finding]]:
    """Tables wider than the measure, as the last compilation saw them, where the text is still the same."""
    found: dict[int, list[Finding]] = {}
    if build is None:
        return found
    later = Manuscript.objects.filter(pk__in=[pk for pk in newest if pk], created__gt=build.created)
    changed = set(later.values_list("article_id", flat=True))
    for verdict in build.verdicts:
        key = int(verdict["key"]) if str(verdict["key"]).isdecimal() else 0
        for note in verdict["notes"]:
            if note["code"] == "table-wide" and key not in changed:
                finding = Finding("table-wide", params=note["params"], place="text#tables")
                found.setdefault(key, []).append(finding)
    return found


def _item(article: Article, finding: Finding) -> Item:
    words = sentence(finding.code, finding.params)
    return Item(finding.code, finding.severity, words, _address(article, finding.place), kind(finding.code))


def _address(article: Article, place: str) -> str:
    """The field that mends it, on the pages of the editors' desk."""
    page, _hash, anchor = place.partition("#")
    anchor = f"#{anchor}" if anchor else ""
    volume = article.volume
    if page.startswith("text/table/"):
        return volume.url("proceedings:edit_table", article=article.pk, block=int(page.rpartition("/")[2]))
    name = {"text": "edit_text", "description": "edit_description"}.get(page, "edit_article")
    return f"{volume.url(f'proceedings:{name}', article=article.pk)}{anchor}"


__all__ = [
    "ADVICE", "BLOCK", "WARNING", "Finding", "Item", "blocking", "demanded", "items_of", "of_articles",
    "of_volume", "register", "summary_of",
]  # fmt: skip
