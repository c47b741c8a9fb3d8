"""Licences given by link and asked for, originality checks, an expert opinion, a certificate of acceptance."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from conference.demo.world import World
from conference.models import Person
from proceedings.models import Article, Licence, Volume
from proceedings.services import rights

SYSTEM = "Антиплагиат (пример)"
PERCENTS = ("86.4", "91.2", "78.05", "64.9", "88")


def load(world: World, volume: Volume, editor: Person) -> None:
    """Once: licences of the first articles but the last two, checks, an opinion, a certificate."""
    if Licence.objects.filter(article__volume=volume).exists():
        return
    articles = list(Article.objects.of_volume(volume).in_the_book().whole().order_by("number")[:8])
    for number, article in enumerate(articles):
        rights.ask_licences(article, by=editor)
        if number < len(articles) - 2:
            _sign(article, all_of_them=number != 1)
    today = timezone.localdate()
    for article, percent in zip(articles, PERCENTS, strict=False):
        rights.note_originality(
            article, by=editor, system=SYSTEM, checked_on=today - timedelta(days=3), percent=percent,
            note="Демонстрационный пример: проверка не проводилась.",
        )  # fmt: skip
    if articles:
        rights.note_opinion(
            articles[0], by=editor, number="12-ЭЗ", given_on=today - timedelta(days=2),
            organisation="Экспертная комиссия университета (пример)", is_allowed=True,
        )  # fmt: skip
        rights.certify_acceptance(articles[0], by=editor)


def _sign(article: Article, *, all_of_them: bool) -> None:
    licences = list(article.licences.select_related("author").filter(signed_at=None).exclude(asked_at=None))
    for licence in licences if all_of_them else licences[:1]:
        author = licence.author
        name = f"{author.given} {author.family}" if author.given else f"{author.family} {author.family}"
        rights.sign_licence(licence, signed_as=name, language=article.language)
