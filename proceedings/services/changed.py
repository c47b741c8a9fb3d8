"""What changed in the articles of a volume since it was published: revisions of texts, fields of descriptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from proceedings.models import Publication, PublishedArticle

from .frozen import freeze_article

FIELDS = {
    "title": _("title"), "authors": pgettext_lazy("of an article", "authors"), "abstract": _("abstract"),
    "keywords": _("keywords"), "language": _("language"), "part": _("part"), "type": _("type"),
    "kind": _("kind of article"), "udk": _("UDC"), "grnti": _("ГРНТИ"), "doi": "DOI",
    "acknowledgments": _("acknowledgments and funding"), "contribution": _("contribution of the authors"),
    "conflict_of_interest": _("conflict of interest"), "licence": _("licence"), "received": _("received"),
    "reviewed": _("approved after reviewing"), "accepted": _("accepted"),
}  # fmt: skip
"""Fields of a frozen article that readers see, as editors call them."""


@dataclass(frozen=True)
class Changed:
    """One article: its verdict in the build, the published revision and the new one, and which fields differ.

    The revisions are 0 when the text is the same.
    """

    verdict: dict[str, Any]
    article: int
    older: int
    newer: int
    fields: list[Any]


def changed_since(publication: Publication, verdicts: list[dict[str, Any]], revisions: dict[str, int]) -> list[Changed]:
    """The articles of *verdicts* as they differ from *publication*; *revisions* are the new texts (keys) by article."""
    keys = [int(verdict["key"]) for verdict in verdicts]
    rows = publication.articles.filter(article__in=keys).select_related("manuscript", "article__part")
    known = {row.article_id: row for row in rows.prefetch_related("article__authors")}
    texts = dict(
        publication.volume.articles.filter(manuscripts__in=revisions.values()).values_list(
            "pk", "manuscripts__revision"
        )
    )
    return [_changed(verdict, known.get(int(verdict["key"])), texts) for verdict in verdicts]


def _changed(verdict: dict[str, Any], row: PublishedArticle | None, texts: dict[int, int]) -> Changed:
    key = int(verdict["key"])
    if row is None:
        return Changed(verdict, key, 0, 0, [])
    older, newer = row.manuscript.revision if row.manuscript else 0, texts.get(key, 0)
    is_other = bool(older and newer and older != newer)
    now = freeze_article(row.article)
    fields = [name for each, name in FIELDS.items() if row.facts.get(each) != now.get(each)]
    return Changed(verdict, key, older if is_other else 0, newer if is_other else 0, fields)
