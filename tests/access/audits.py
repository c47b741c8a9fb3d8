"""Rows of self-audits: whoever has the key of an attempt has its pages; checklists are the editors' of their season."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from proceedings.services import audits, library
from tests.access.rows import ANYBODY, Row, in_season, only, redirects
from tests.world import World, marked

AUDIT, DONE, STEP, SECTION, ITEM, WAITING, EMPTY = (
    "self-audit that goes on", "finished self-audit", "step of a plan", "section of a checklist",
    "item of a checklist", "item that goes", "empty section",
)  # fmt: skip
EDITORS = only("organiser", "editor")
SLUG = "checklist"


def build(world: World) -> None:
    """In each season a published checklist with an attempt that goes on and a finished one with a plan."""
    for season in (world.season, world.other_season):
        text = marked(world, season)
        slug = SLUG if season == world.season else f"{SLUG}-elsewhere"
        checklist = audits.add_checklist(season, by=None, slug=slug, title_ru=text, summary_ru=text)
        section = audits.add_section(checklist, by=None, title_ru=text)
        items = [audits.add_item(section, by=None, text_ru=f"{text} {number}", improve_ru=text) for number in (1, 2)]
        library.publish_to_library(checklist.material, by=None, why_unreviewed="to be seen")
        going, done = (audits.start(checklist, by=None, language="ru") for _each in range(2))
        for audit, left in ((going, items[:1]), (done, items)):
            audits.answer_many(audit, {item.pk: ("no", text) for item in left})
            audits.tell_about(audit, school=text)
        audits.finish(done)
        step = audits.add_step(done, text=text)
        goes = audits.add_item(section, by=None, text_ru=text)
        empty = audits.add_section(checklist, by=None, title_ru=text)
        audits.retire_item(items[1], by=None)
        if season == world.season:
            world.things |= {
                AUDIT: going, DONE: done, STEP: step, SECTION: section, ITEM: goes, WAITING: items[1], EMPTY: empty,
            }  # fmt: skip


def by_key(name: str, **more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"key": world.things[name].key, **more}


def of_checklist(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"conference_slug": world.season.slug, "slug": SLUG, "pk": world.things[name].pk}


def of_step(world: World) -> dict[str, Any]:
    return {"key": world.things[DONE].key, "pk": world.things[STEP].pk}


def up(world: World) -> dict[str, str]:
    return {"direction": "up"}


POSTED = redirects(ANYBODY)
CHANGED = redirects(EDITORS)
ROWS: dict[str, Row] = {
    "audits:checklist": Row(ANYBODY, lambda world: {"slug": SLUG}),
    "audits:start": Row(POSTED, lambda world: {"slug": SLUG}, "post"),
    "audits:together": Row(ANYBODY, lambda world: {"slug": SLUG}),
    "audits:audit": Row(ANYBODY, by_key(AUDIT)),
    "audits:item": Row(ANYBODY, by_key(AUDIT, number=1)),
    "audits:items": Row(ANYBODY, by_key(AUDIT)),
    "audits:answer": Row(ANYBODY, by_key(AUDIT), "post"),
    "audits:section": Row(ANYBODY, by_key(AUDIT, number=1)),
    "audits:letter": Row(POSTED, by_key(AUDIT), "post", lambda world: {"email": "school@example.org"}),
    "audits:attach": Row(POSTED, by_key(AUDIT), "post"),
    "audits:earlier": Row(ANYBODY, by_key(AUDIT), "post", lambda world: {"link": "https://example.org/"}),
    "audits:forget": Row(ANYBODY, by_key(AUDIT)),
    "audits:finish": Row(ANYBODY, by_key(AUDIT)),
    "audits:again": Row(POSTED, by_key(DONE), "post"),
    "audits:results": Row(ANYBODY, by_key(DONE)),
    "audits:results_pdf": Row(ANYBODY, by_key(DONE)),
    "audits:compare": Row(ANYBODY, by_key(DONE)),
    "audits:plan": Row(ANYBODY, by_key(DONE)),
    "audits:plan_pdf": Row(ANYBODY, by_key(DONE)),
    "audits:plan_calendar": Row(ANYBODY, by_key(DONE)),
    "audits:propose": Row(POSTED, by_key(DONE), "post"),
    "audits:add_step": Row(POSTED, by_key(DONE), "post", lambda world: {"new-text": "Шаг"}),
    "audits:move_step": Row(POSTED, of_step, "post", up),
    "audits:remove_step": Row(POSTED, of_step, "post"),
    "proceedings:checklists": Row(EDITORS, in_season()),
    "proceedings:checklist_add": Row(EDITORS, in_season()),
    "proceedings:checklist_edit": Row(EDITORS, in_season(slug=SLUG)),
    "proceedings:checklist_minutes": Row(CHANGED, in_season(slug=SLUG), "post", lambda world: {"minutes": "20"}),
    "proceedings:checklist_section_add": Row(
        CHANGED, in_season(slug=SLUG), "post", lambda world: {"new-title_ru": "Раздел"}
    ),
    "proceedings:checklist_section": Row(EDITORS, of_checklist(SECTION)),
    "proceedings:checklist_section_move": Row(CHANGED, of_checklist(SECTION), "post", up),
    "proceedings:checklist_section_remove": Row(CHANGED, of_checklist(EMPTY), "post"),
    "proceedings:checklist_item_add": Row(EDITORS, of_checklist(SECTION)),
    "proceedings:checklist_item": Row(EDITORS, of_checklist(ITEM)),
    "proceedings:checklist_item_move": Row(CHANGED, of_checklist(ITEM), "post", up),
    "proceedings:checklist_item_retire": Row(CHANGED, of_checklist(ITEM), "post"),
    "proceedings:checklist_item_restore": Row(CHANGED, of_checklist(WAITING), "post"),
    "proceedings:checklist_together": Row(EDITORS, in_season(slug=SLUG)),
    "proceedings:checklist_together_file": Row(EDITORS, in_season(slug=SLUG)),
}
