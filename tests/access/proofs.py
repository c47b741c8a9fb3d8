"""Proofs: editors send them; whoever has the key of one reads it, without an account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from proceedings.models import Article, Manuscript, Proof, Remark
from tests.access.editing import DONE, article_of
from tests.access.rows import ANYBODY, Row, redirects
from tests.world import World, marked


def build(world: World) -> None:
    """In both conferences an open proof with a remark, and one whose remarks wait for an answer."""
    for conference in (world.conference, world.other):
        text = marked(world, conference)
        for number, outcome in ((1, ""), (2, "remarks")):
            article = Article.objects.get(volume__conference=conference, volume__slug="planned", number=number)
            manuscript = Manuscript.objects.filter(article=article).order_by("-revision").first()
            proof = Proof.objects.create(
                article=article, manuscript=manuscript, number=1, sent_to=article.authors.first(),
                due_on=timezone.localdate() + timedelta(days=3), outcome=outcome,
                closed_at=timezone.now() if outcome else None,
            )  # fmt: skip
            remark = Remark.objects.create(proof=proof, place="b0", quote=text, text=text)
            if conference == world.conference:
                world.things |= {f"proof {number}": proof, f"remark {number}": remark}


def by_key(**more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"conference_slug": world.conference.slug, "key": world.things["proof 1"].key, **more}


def desk(number: int, **more: Any) -> Callable[[World], dict[str, Any]]:
    return article_of("planned", number, **more)


DONE_BY_KEY = redirects(ANYBODY)
ROWS: dict[str, Row] = {
    "proceedings:proof_send": Row(
        DONE, desk(2), "post",
        lambda world: {"to": world.things["author of the edited article"].pk, "due_on": "2100-01-01"},
    ),
    "proceedings:proof_take_back": Row(DONE, desk(1), "post"),
    "proceedings:remark_answer": Row(
        DONE, lambda world: {**desk(2)(world), "pk": world.things["remark 2"].pk}, "post",
        lambda world: {"answer": "done"},
    ),
    "proceedings:proof": Row(ANYBODY, by_key()),
    "proceedings:proof_pdf": Row(ANYBODY, by_key()),
    "proceedings:proof_figure": Row(ANYBODY, by_key(figure=1)),
    "proceedings:proof_remark": Row(DONE_BY_KEY, by_key(), "post", lambda world: {"text": "Слово", "place": "b0"}),
    "proceedings:proof_drop": Row(
        DONE_BY_KEY, lambda world: {**by_key()(world), "pk": world.things["remark 1"].pk}, "post"
    ),
    "proceedings:proof_send_remarks": Row(DONE_BY_KEY, by_key(), "post"),
    "proceedings:proof_approve": Row(DONE_BY_KEY, by_key(), "post", lambda world: {"signed_as": "Ольга Сомова"}),
}  # fmt: skip
