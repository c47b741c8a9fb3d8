"""The editors' board and the pages of an article on the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.files.base import ContentFile

from proceedings.models import Article, ArticleStep, Manuscript, Part, Volume
from tests.access.rows import Row, here, only
from tests.world import World, marked

EDITORS = ("organiser", "editor")
TEXT = "<h2>{0}</h2><p>{0}</p><table><thead><tr><th>{0}</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>"


def build(world: World) -> None:
    """In both conferences a second article of the planned volume, with two revisions and something in its log."""
    for conference, name in ((world.conference, "editor"), (world.other, "stranger")):
        text = marked(world, conference)
        volume = Volume.objects.get(conference=conference, slug="planned")
        article = Article.objects.create(
            volume=volume, part=Part.objects.get(volume=volume), number=2, language="ru", title_ru=text
        )
        author = article.authors.create(order=1, family_ru=text, email="author@example.org", is_corresponding=True)
        first = Manuscript(article=article, revision=1, sha256="0" * 64, html=TEXT.format(text), source_name="a.docx")
        first.source.save("a.docx", ContentFile(b"PK.."), save=False)
        first.save()
        second = Manuscript.objects.create(
            article=article, revision=2, sha256="1" * 64, html=f"{TEXT.format(text)}<p>!</p>", is_edited=True
        )
        ArticleStep.objects.create(
            article=article, kind="edited", by=world.visitors[name], manuscript=second, note=text
        )
        if conference == world.conference:
            world.things |= {"edited article": article, "author of the edited article": author}


def article_of(volume: str, number: int, **more: Any) -> Callable[[World], dict[str, Any]]:
    """The desk address of an article of the conference: its key, whatever its number becomes."""

    def address(world: World) -> dict[str, Any]:
        key = Article.objects.of(world.conference).get(volume__slug=volume, number=number).pk
        return {**here(volume=volume, **more)(world), "article": key}

    return address


def article(**more: Any) -> Callable[[World], dict[str, Any]]:
    return article_of("planned", 2, **more)


SEEN = only(*EDITORS)
DONE = only(*EDITORS, status=302)
ROWS: dict[str, Row] = {
    "proceedings:assign": Row(DONE, here(volume="planned"), "post"),
    "proceedings:preflight": Row(SEEN, here(volume="planned")),
    "proceedings:edit_article": Row(SEEN, article()),
    "proceedings:edit_begin": Row(DONE, article(), "post"),
    "proceedings:edit_ready": Row(DONE, article(), "post", lambda world: {"certain": "on"}),
    "proceedings:edit_reopen": Row(DONE, article(), "post"),
    "proceedings:edit_ask_text": Row(DONE, article(), "post", lambda world: {"words": "x"}),
    "proceedings:edit_replace": Row(SEEN, article(), "post"),
    "proceedings:edit_restore": Row(DONE, article(), "post", lambda world: {"revision": "1"}),
    "proceedings:edit_compare": Row(SEEN, article()),
    "proceedings:edit_pdf": Row(SEEN, article()),
    "proceedings:edit_source": Row(SEEN, article(revision=1)),
    "proceedings:edit_figure": Row(SEEN, article_of("planned", 1, revision=1, figure=1)),
    "proceedings:edit_description": Row(SEEN, article()),
    "proceedings:edit_text": Row(SEEN, article()),
    "proceedings:edit_resolve": Row(DONE, article(), "post", lambda world: {"revision": "2"}),
    "proceedings:edit_block_add": Row(SEEN, article()),
    "proceedings:edit_note_add": Row(DONE, article(), "post"),
    "proceedings:edit_table": Row(SEEN, article(block=2)),
}
