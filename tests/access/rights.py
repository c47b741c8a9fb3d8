"""Licences of authors, originality checks, expert opinions, certificates: who may open what."""

from __future__ import annotations

from django.core.files.base import ContentFile
from django.utils import timezone

from proceedings.models import Article, ArticleAuthor, ExpertOpinion, Licence, OriginalityCheck, Volume
from tests.access.rows import ANYBODY, Row, here, only
from tests.world import World, marked

EDITORS = ("organiser", "editor")
UNSIGNED, SIGNED = "licence that waits", "licence with a scan"


def build(world: World) -> None:
    """In both conferences an article of the planned volume with papers, one licence signed, one waiting."""
    for conference in (world.conference, world.other):
        text = marked(world, conference)
        volume = Volume.objects.of(conference).get(slug="planned")
        article = Article.objects.of_volume(volume).order_by("number").first()
        if article is None:
            part = volume.parts.create(number=9, title_ru=text)
            article = Article.objects.create(volume=volume, part=part, number=1, language="ru", title_ru=text)
        names = {"family_ru": text, "given_ru": "Пётр"}
        authors = [ArticleAuthor.objects.create(article=article, order=order, **names) for order in (11, 12)]
        waiting = Licence.objects.create(article=article, author=authors[0], asked_at=timezone.now())
        signed = Licence(article=article, author=authors[1], method="scan", signed_at=timezone.now(), signed_as=text)
        signed.scan.save("scan.pdf", ContentFile(b"%PDF-1.7"))
        OriginalityCheck.objects.create(article=article, system=text, percent=80)
        ExpertOpinion.objects.create(article=article, organisation=text)
        if conference == world.conference:
            world.things |= {UNSIGNED: waiting, SIGNED: signed}


def of_article(world: World) -> dict[str, object]:
    key = world.things[SIGNED].article_id
    return {"conference_slug": world.conference.slug, "volume": "planned", "article": key}


POST = (only(*EDITORS, status=302), of_article, "post")
ROWS: dict[str, Row] = {
    "proceedings:licence": Row(
        ANYBODY, lambda world: {"conference_slug": world.conference.slug, "key": world.things[UNSIGNED].key}
    ),
    "proceedings:rights": Row(only(*EDITORS), here(volume="planned")),
    "proceedings:ask_all_licences": Row(only(*EDITORS, status=302), here(volume="planned"), "post"),
    "proceedings:agreement": Row(only(*EDITORS), here(volume="planned")),
    "proceedings:article_rights": Row(only(*EDITORS), of_article),
    "proceedings:ask_licences": Row(*POST),
    "proceedings:paper_licence": Row(only(*EDITORS), of_article, "post"),
    "proceedings:note_originality": Row(only(*EDITORS), of_article, "post"),
    "proceedings:note_opinion": Row(only(*EDITORS), of_article, "post"),
    "proceedings:certify_acceptance": Row(*POST),
    "proceedings:withdraw_licence": Row(
        only(*EDITORS, status=302), lambda world: of_article(world) | {"pk": world.things[SIGNED].pk}, "post"
    ),
    "proceedings:rights_file": Row(
        only(*EDITORS), lambda world: of_article(world) | {"kind": "licences", "pk": world.things[SIGNED].pk}
    ),
}
