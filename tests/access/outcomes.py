"""Recommendations and other outcomes: who may open what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone

from conference.models import IssuedDocument
from tests.access.rows import ANYBODY, SIGNED_IN, Row, here, only, redirects
from tests.world import World, marked
from workshops.models import (
    Adoption,
    Amendment,
    ClauseComment,
    ClauseVersion,
    OutcomeDocument,
    Recommendation,
    Track,
)

WRITERS = ("organiser", "chair")
STATES = ("draft", "open", "merging", "endorsing", "adopted")


def build(world: World) -> None:
    """In both conferences a document in every state, with a clause, a comment and a proposal."""
    now = timezone.now()
    for conference, name in ((world.conference, "participant"), (world.other, "stranger")):
        text = marked(world, conference)
        track = Track.objects.get(conference=conference, number=1)
        for state in STATES:
            document = OutcomeDocument.objects.create(
                conference=conference, slug=state, title_ru=text, title_en=text, preamble_ru=text, state=state,
                track=None if state in {"draft", "adopted"} else track, opens_at=now - timedelta(days=1),
                closes_at=now + timedelta(days=1), announced_at=None if state == "draft" else now,
            )  # fmt: skip
            clause = Recommendation.objects.create(document=document, order=1, text_ru=text, text_en=text)
            base = ClauseVersion.objects.create(clause=clause, number=1, text_ru=text, text_en=text)
            told: dict[str, Any] = {"document": document, "clause": clause, "author": world.visitors[name]}
            said = ClauseComment.objects.create(text=text, on_behalf_of=text, **told)
            proposal = Amendment.objects.create(text_ru=f"{text}!", reason=text, base=base, **told)
            if conference == world.conference:
                world.things |= {
                    f"{state} outcome": document, f"clause of the {state} outcome": clause,
                    f"comment on the {state} outcome": said, f"proposal to the {state} outcome": proposal,
                }  # fmt: skip
        adopt(world, document, text)


def adopt(world: World, document: OutcomeDocument, text: str) -> None:
    """The frozen text of the last document, with a file that needs no drawing."""
    pairs = {"ru": [text], "en": [text]}
    numbers = {"ru": "1", "en": "1"}
    content = {
        "kind": "policy", "track": None, "title": {"ru": text, "en": text}, "preamble": pairs,
        "clauses": [{"anchor": "p1", "level": 1, "number": numbers, "text": pairs}],
        "adopted_on": "2027-06-18", "session": None, "note": {},
    }  # fmt: skip
    adoption = Adoption.objects.create(
        document=document, number=1, adopted_on=date(2027, 6, 18), content=content, sha256="0" * 64
    )
    issued = IssuedDocument(
        conference=document.conference, kind="outcome", number="2027-R01", language="ru",
        about_type=ContentType.objects.get_for_model(Adoption), about_id=adoption.pk,
    )  # fmt: skip
    issued.file.save("outcome.pdf", ContentFile(b"%PDF-1.7"))


def of(state: str, **more: Any) -> Callable[[World], dict[str, Any]]:
    return here(slug=state, **more)


def about(thing: str, state: str = "open") -> Callable[[World], dict[str, Any]]:
    """The keywords of a page about a clause, comment or proposal of the document in *state*."""
    return lambda world: {**of(state)(world), "pk": world.things[f"{thing} the {state} outcome"].pk}


def data(**values: str) -> Callable[[World], dict[str, str]]:
    return lambda world: values


REMARK = {**redirects(SIGNED_IN), **dict.fromkeys(["reviewer", "chair", "editor", "protocol", "door"], 200)}
REMARK |= {"organiser": 200, "stranger": 200}
CLAUSE, PROPOSAL = "clause of", "proposal to"
STEP = only(*WRITERS, status=302)
ROWS: dict[str, Row] = {
    "workshops:outcomes": Row(ANYBODY, here()),
    "workshops:outcome": Row(ANYBODY, of("open")),
    "workshops:outcome_json": Row(ANYBODY, of("adopted")),
    "workshops:outcome_pdf": Row(ANYBODY, of("adopted")),
    "workshops:adoption": Row(ANYBODY, of("adopted", number=1)),
    "workshops:outcome_endorse": Row(SIGNED_IN, of("endorsing")),
    "workshops:propose_clause": Row(SIGNED_IN, of("open")),
    "workshops:clause": Row(ANYBODY, about(CLAUSE)),
    "workshops:propose": Row(SIGNED_IN, about(CLAUSE)),
    "workshops:clause_comment": Row(REMARK, about(CLAUSE), "post", data(text="Замечание")),
    "workshops:amendment_support": Row(redirects(SIGNED_IN), about(PROPOSAL), "post"),
    "workshops:amendment_take_back": Row(redirects(SIGNED_IN), about(PROPOSAL), "post"),
    "workshops:amendment_withdraw": Row(redirects(SIGNED_IN), about(PROPOSAL), "post"),
    "workshops:amendment_hide": Row(STEP, about(PROPOSAL), "post", data(reason="Не по существу")),
    "workshops:comment_hide": Row(STEP, about("comment on"), "post", data(reason="Не по существу")),
    "workshops:outcomes_desk": Row(only(*WRITERS), here()),
    "workshops:outcome_new": Row(only(*WRITERS), here()),
    "workshops:outcomes_announce": Row(only(*WRITERS), here()),
    "workshops:outcome_desk": Row(only(*WRITERS), of("draft")),
    "workshops:outcome_edit": Row(only(*WRITERS), of("draft")),
    "workshops:outcome_autosave": Row(only(*WRITERS), of("draft"), "post", data(title_ru="Название")),
    "workshops:clause_add": Row(STEP, of("draft"), "post"),
    "workshops:clause_edit": Row(only(*WRITERS), about(CLAUSE, "draft")),
    "workshops:clause_autosave": Row(only(*WRITERS), about(CLAUSE, "draft"), "post", data(revision="0")),
    "workshops:clause_move": Row(STEP, about(CLAUSE, "draft"), "post", data(to="up")),
    "workshops:clause_place": Row(STEP, about(CLAUSE, "draft"), "post", data(before="")),
    "workshops:clause_remove": Row(STEP, about(CLAUSE, "draft"), "post"),
    "workshops:clause_correct": Row(only(*WRITERS), about(CLAUSE, "adopted")),
    "workshops:outcome_amendments": Row(only(*WRITERS), of("open")),
    "workshops:amendments_decide": Row(STEP, of("open")),
    "workshops:outcome_pick": Row(only(*WRITERS), of("draft")),
    "workshops:outcome_close": Row(STEP, of("open"), "post"),
    "workshops:outcome_begin_endorsement": Row(STEP, of("merging"), "post"),
    "workshops:outcome_return": Row(STEP, of("endorsing"), "post"),
    "workshops:outcome_adopt": Row(only(*WRITERS), of("endorsing")),
}
