from proceedings.models import Article, Notice, Volume
from tests.access.rows import ANYBODY, Row, here, only
from tests.world import World, marked

EDITORS = ("organiser", "editor")


def of_article(world: World) -> dict[str, object]:
    article = world.things["published article"]
    return {"conference_slug": world.conference.slug, "volume": "printed", "pk": article.pk}


def of_notice(world: World) -> dict[str, object]:
    return {**of_article(world), "pk": world.things["notice"].pk}


ROWS: dict[str, Row] = {
    "proceedings:publish": Row(
        only(*EDITORS, status=302), here(volume="planned"), "post", lambda world: {"certain": "on"}
    ),
    "proceedings:publish_ask": Row(only(*EDITORS), here(volume="planned")),
    "proceedings:notices": Row(only(*EDITORS), here(volume="printed")),
    "proceedings:article_files": Row(only(*EDITORS, status=302), here(volume="printed"), "post"),
    "proceedings:erratum": Row(only(*EDITORS), of_article),
    "proceedings:bind_notice": Row(only(*EDITORS, status=302), of_notice, "post"),
    "proceedings:retract": Row(only(*EDITORS), of_article),
    "robots": Row(ANYBODY),
    "sitemap": Row(ANYBODY),
}


def build(world: World) -> None:
    """In both conferences an erratum to the published article."""
    for conference in (world.conference, world.other):
        volume = Volume.objects.of(conference).get(slug="printed")
        article = Article.objects.of_volume(volume).order_by("number").first()
        notice = Notice.objects.create(article=article, kind="erratum", text_ru=marked(world, conference))
        if conference == world.conference:
            world.things |= {"published article": article, "notice": notice}
