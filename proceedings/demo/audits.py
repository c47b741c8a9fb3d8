"""Checklists in the demonstration, schools that did them, and the listener's two attempts with a plan."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import override

from conference.demo.accounts import ACCOUNTS, SEASON
from conference.demo.world import World, both, read_toml
from conference.models import Conference, Person, Role
from proceedings.models import AuditAnswer, Checklist, Material, MaterialVersion, SelfAudit
from proceedings.services import audits, library
from workshops.models import Expert, Theme

HERE = Path(__file__).parent
CHECKLISTS = HERE / "library" / "checklists"
ORDER = ("accessible-school", "lesson-for-everyone", "support-team", "family-partnership")
UNREVIEWED = "Чек-лист составлен рабочей группой школ ассоциации и проверен в двенадцати школах"
NEVER = 7
"""Of a hundred answers so many say that a statement does not apply."""
Value = AuditAnswer.Value


def load(world: World) -> None:
    """Once: the checklists, then who did them."""
    season = world.conferences[SEASON]
    if Material.objects.of(season).filter(kind=Material.Kind.CHECKLIST).exists():
        return
    editor = world.people.get(ACCOUNTS["editor"].email) or world.by
    Role.grant(editor, Role.Kind.EDITOR, season)
    told = read_toml(HERE / "audits.toml")
    with transaction.atomic():
        checklists = {key: checklist_of(season, read_toml(CHECKLISTS / f"{key}.toml"), editor) for key in ORDER}
        began = world.moment(-190)
        materials = Material.objects.filter(checklist__in=checklists.values())
        materials.update(published_at=began)
        MaterialVersion.objects.filter(material__in=materials).update(published_at=began)
        finished = sum(schools_of(world, checklists[group["checklist"]], group) for group in told["group"])
        if listener := world.people.get(ACCOUNTS["listener"].email):
            finished += attempts_of(world, checklists[told["mine"]["checklist"]], listener, told["mine"])
    world.say(f"  self-audit: {len(checklists)} checklists, {finished} finished self-audits")


def checklist_of(season: Conference, told: dict[str, Any], editor: Person) -> Checklist:
    """A checklist with its sections and items, published."""
    checklist = audits.add_checklist(
        season,
        by=editor,
        minutes=told["minutes"],
        slug=told["key"],
        **both(told["title"], "title"),
        **both(told["summary"], "summary"),
        themes=Theme.objects.of(season).filter(slug__in=told["themes"]),
        speakers=Expert.objects.of(season).none(),
        audience=told["audience"],
        language=Material.Spoken.BOTH,
    )
    for section in told["section"]:
        row = audits.add_section(checklist, by=editor, **both(section["title"], "title"))
        for item in section["item"]:
            texts = {name: text for field in ("text", "hint", "evidence", "improve")
                     for name, text in both(item[field], field).items()}  # fmt: skip
            audits.add_item(row, by=editor, **texts)
    library.publish_to_library(checklist.material, by=editor, why_unreviewed=UNREVIEWED)
    return checklist


def schools_of(world: World, checklist: Checklist, group: dict[str, Any]) -> int:
    """One finished attempt of each school of *group*; how many."""
    for number, school in enumerate(group["schools"]):
        chance = random.Random(f"{checklist.material.slug} {school}")  # noqa: S311 — the same schools every time
        audit = audits.start(checklist, by=None, language="ru")
        answer(audit, chance, group["mood"])
        audits.tell_about(audit, school=school, region=group.get("region", ""), country=group.get("country", ""))
        audits.finish(audit)
        set_back(world, audit, 20 + (number * 11 + chance.randrange(60)) % 140)
    return len(group["schools"])


def answer(audit: SelfAudit, chance: random.Random, mood: int, notes: list[str] | None = None) -> None:
    """Answers to everything, of which about *mood* per cent is in place; *notes* go with the first two that are not."""
    left = list(notes or [])
    told: dict[int, tuple[str, str]] = {}
    for item in audits.items_of(audit.checklist, audit.version):
        drawn = chance.randrange(100)
        if chance.randrange(100) < NEVER:
            value = Value.NOT_APPLICABLE
        else:
            value = Value.YES if drawn < mood - 12 else Value.PARTLY if drawn < mood + 18 else Value.NO
        note = left.pop(0) if left and value in (Value.PARTLY, Value.NO) else ""
        told[item.pk] = (value, note)
    audits.answer_many(audit, told)


def set_back(world: World, audit: SelfAudit, days: int) -> None:
    """As if it had been finished *days* ago."""
    finished = world.moment(-days, 15)
    SelfAudit.objects.filter(pk=audit.pk).update(
        started_at=finished - timedelta(hours=1, minutes=audit.checklist.minutes), finished_at=finished
    )


def attempts_of(world: World, checklist: Checklist, person: Person, told: dict[str, Any]) -> int:
    """Two attempts half a year apart, the later one better, with a plan on its way."""
    about = {"school": told["school"], "region": told["region"]}
    first = audits.start(checklist, by=person, language="ru")
    answer(first, random.Random("first"), told["first_mood"])  # noqa: S311
    audits.finish(audits.tell_about(first, **about))
    set_back(world, first, 170)
    first.refresh_from_db()
    second = audits.again(first, by=person, language="ru")
    answer(second, random.Random("first"), told["second_mood"], told["notes"])  # noqa: S311 — drawn alike, judged better
    audits.finish(second)
    set_back(world, second, 12)
    plan_of(world, second, told["step"])
    return 2


def plan_of(world: World, audit: SelfAudit, own: dict[str, str]) -> None:
    """Three steps that the checklist advises and one of the school's own, each with a date, the first one done."""
    with override("ru"):
        advised = [line.item.pk for line in audits.proposals(audit)[:3]]
        steps = audits.propose(audit, advised, language="ru")
        steps.append(audits.add_step(audit, text=own["ru"], who=own["who"]))
    who = ("Заместитель директора", "Методист", "Учителя параллели", own["who"])
    changes = {
        step.pk: {"who": who[place], "until": world.today + timedelta(days=21 * place - 3), "is_done": place == 0}
        for place, step in enumerate(steps)
    }
    audits.change_steps(audit, changes)
