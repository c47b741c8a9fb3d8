"""What the desk shows of rights and records: per article what is on paper, what is missing, how serious that is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from proceedings.models import Article, ExpertOpinion, Licence, OriginalityCheck, Volume

from .preflight.items import BLOCK, WARNING, Item, register
from .preflight.words import kind
from .steps import name_of

Demand = Volume.Demand


def _with_records(articles: Any) -> Any:
    return articles.prefetch_related(
        "authors",
        Prefetch("licences", Licence.objects.select_related("author", "noted_by").order_by("author__order", "pk")),
        Prefetch("originality_checks", OriginalityCheck.objects.order_by("-checked_on", "-pk")),
        Prefetch("expert_opinions", ExpertOpinion.objects.order_by("-given_on", "-pk")),
    )


def of_volume(volume: Volume) -> list[dict[str, Any]]:
    """A row for each article of the next build, in a constant number of questions to the database."""
    articles = _with_records(Article.objects.of_volume(volume).in_the_book().whole().in_order())
    return [_row(article, volume) for article in articles]


def of_article(article: Article) -> dict[str, Any]:
    found = _with_records(Article.objects.filter(pk=article.pk)).get()
    found.volume, found.part = article.volume, article.part
    return _row(found, article.volume)


def _row(article: Article, volume: Volume) -> dict[str, Any]:
    licences = {licence.author_id: licence for licence in article.licences.all() if licence.withdrawn_at is None}
    authors: list[dict[str, Any]] = [
        {"author": author, "licence": licences.get(author.pk)} for author in article.authors.all()
    ]
    unsigned = [each for each in authors if not (each["licence"] and each["licence"].signed_at)]
    signed, asked = len(authors) - len(unsigned), sum(_is_asked(each["licence"]) for each in unsigned)
    checks, opinions = list(article.originality_checks.all()), list(article.expert_opinions.all())
    return {
        "article": article,
        "authors": authors,
        "signed": signed,
        "unsigned": [each["author"] for each in unsigned],
        "asked": asked,
        "unasked": len(unsigned) - asked,
        "is_missing_licences": signed < len(authors),
        "checks": checks,
        "check": checks[0] if checks else None,
        "is_original": bool(checks) and checks[0].percent >= volume.least_originality,
        "opinions": opinions,
        "opinion": opinions[0] if opinions else None,
    }


def _is_asked(licence: Licence | None) -> bool:
    return bool(licence and licence.asked_at)


def counted(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    """How many articles have each kind of record."""
    rows = list(rows)
    return {
        "articles": len(rows),
        "licences": sum(not row["is_missing_licences"] for row in rows),
        "originality": sum(row["is_original"] for row in rows),
        "opinions": sum(bool(row["opinion"] and row["opinion"].is_allowed) for row in rows),
    }


def gaps(row: dict[str, Any], volume: Volume) -> list[tuple[str, bool, str]]:
    """What the volume's settings ask for and the article has not: code, whether it stops publishing, a sentence."""
    found = [_licences(row, volume.wants_licences), _originality(row, volume), _opinion(row, volume.wants_opinions)]
    return [gap for gap in found if gap]


def _licences(row: dict[str, Any], demand: str) -> tuple[str, bool, str] | None:
    if demand == Demand.NOTHING or not row["unsigned"]:
        return None
    language = (get_language() or "ru")[:2]
    names = ", ".join(name_of(author, language) for author in row["unsigned"])
    return "licence-missing", demand == Demand.BLOCK, _("no licence yet: %(names)s") % {"names": names}


def _originality(row: dict[str, Any], volume: Volume) -> tuple[str, bool, str] | None:
    demand, check = volume.wants_originality, row["check"]
    if demand == Demand.NOTHING or row["is_original"]:
        return None
    if check is None:
        return "originality-missing", demand == Demand.BLOCK, _("the text was not checked for originality")
    said = _("originality is %(percent)s %%, at least %(least)d %% is wanted")
    numbers = {
        "percent": number_format(check.percent, 2 if check.percent % 1 else 0),
        "least": volume.least_originality,
    }
    return "originality-low", demand == Demand.BLOCK, said % numbers


def _opinion(row: dict[str, Any], demand: str) -> tuple[str, bool, str] | None:
    opinion = row["opinion"]
    if opinion and not opinion.is_allowed:
        return "opinion-refused", True, _("the expert opinion does not allow open publication")
    if demand == Demand.NOTHING or opinion:
        return None
    return "opinion-missing", demand == Demand.BLOCK, _("there is no expert opinion")


def wanted(article: Article) -> list[Item]:
    """The pre-flight items of an article's rights and records, each leading to the page where they are noted."""
    url = article.volume.url("proceedings:article_rights", article=article.pk)
    return [
        Item(code, BLOCK if stops else WARNING, said, url, kind(code))
        for code, stops, said in gaps(_row(article, article.volume), article.volume)
    ]


register(wanted, needs=("licences__author", "originality_checks", "expert_opinions"))
