"""Rows of the desk of the library, and of the experts who have a personal link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from proceedings.models import Usefulness
from proceedings.services import library
from tests.access.library import DRAFT, FILE, SLUG, WAITING
from tests.access.rows import ANYBODY, NOBODY, Row, in_season, only, redirects
from tests.world import World

EDITORS = only("organiser", "editor")
DONE = redirects(EDITORS)


def of_review(**more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {
        "conference_slug": world.season.slug, "key": library.token_of(world.things[WAITING]), **more,
    }  # fmt: skip


def one(**more: Any) -> Callable[[World], dict[str, Any]]:
    return in_season(slug=SLUG, **more)


def of_file(world: World) -> dict[str, Any]:
    return {"conference_slug": world.season.slug, "slug": SLUG, "key": world.things[FILE].key}


def of_asked(world: World) -> dict[str, Any]:
    return {"conference_slug": world.season.slug, "slug": DRAFT, "pk": world.things[WAITING].pk}


def of_note(world: World) -> dict[str, Any]:
    mark = Usefulness.objects.get(material__conference=world.season)
    return {"conference_slug": world.season.slug, "pk": mark.pk}


ROWS: dict[str, Row] = {
    "proceedings:material_review": Row(ANYBODY, of_review()),
    "proceedings:material_review_file": Row(NOBODY, of_review(file="none")),
    "proceedings:material_review_page": Row(NOBODY, of_review(file="none")),
    "proceedings:library_desk": Row(EDITORS, in_season()),
    "proceedings:library_digest": Row(  # there is no such event
        NOBODY, in_season(), "post", lambda world: {"session": "0"}
    ),
    "proceedings:library_notes": Row(EDITORS, in_season()),
    "proceedings:library_note_read": Row(DONE, of_note, "post"),
    "proceedings:library_import": Row(EDITORS, in_season()),
    "proceedings:library_import_template": Row(EDITORS, in_season()),
    "proceedings:library_import_apply": Row(DONE, in_season(), "post"),
    "proceedings:library_new": Row(EDITORS, in_season(kind="recording")),
    "proceedings:library_edit": Row(EDITORS, one()),
    "proceedings:library_preview": Row(EDITORS, one()),
    "proceedings:library_publish": Row(DONE, one(), "post", lambda world: {"publish-why_unreviewed": "x"}),
    "proceedings:library_withdraw": Row(DONE, one(), "post", lambda world: {"withdraw-reason_ru": "x"}),
    "proceedings:library_put_back": Row(DONE, one(), "post"),
    "proceedings:library_to_draft": Row(DONE, in_season(slug=DRAFT), "post"),
    "proceedings:library_drop": Row(DONE, one(), "post"),
    "proceedings:library_file_add": Row(EDITORS, one(), "post"),
    "proceedings:library_file": Row(EDITORS, of_file),
    "proceedings:library_file_page": Row(EDITORS, of_file),
    "proceedings:library_file_change": Row(DONE, of_file, "post"),
    "proceedings:library_file_remove": Row(DONE, of_file, "post"),
    "proceedings:library_reviews": Row(EDITORS, in_season(slug=DRAFT)),
    "proceedings:library_ask": Row(EDITORS, in_season(slug=DRAFT), "post"),
    "proceedings:library_reply": Row(DONE, of_asked, "post"),
    "proceedings:library_call_off": Row(DONE, of_asked, "post"),
}
