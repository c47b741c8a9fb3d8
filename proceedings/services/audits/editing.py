"""Checklists as editors make them. What was published is never changed: the next version takes the new wording.

Items of a material that was never published are changed and deleted in place. Afterwards a change is a new row that
comes with the next published version, and an item that goes is retired with it; answers keep the wording they were
given to. The order, and the titles of sections, change at once: no answer depends on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from conference.moves import MoveNotAllowed
from proceedings.models import Checklist, ChecklistItem, ChecklistSection, Material
from proceedings.services import library

TEXTS = tuple(f"{name}_{code}" for name in ("text", "hint", "evidence", "improve") for code in ("ru", "en"))
MOST_ITEMS, MOST_SECTIONS = 100, 20


@dataclass(frozen=True)
class Entry:
    """An item on the desk, and what becomes of it with the next version: “”, “new”, “changed” or “retired”."""

    item: ChecklistItem
    fate: str


def next_version(checklist: Checklist) -> int:
    return checklist.material.version + 1


def is_published(checklist: Checklist) -> bool:
    return checklist.material.version > 0


def entries_of(checklist: Checklist) -> list[tuple[ChecklistSection, list[Entry]]]:
    """Sections with their items as the next version will have them; those that go stand with them until then."""
    coming = next_version(checklist)
    rows = ChecklistItem.objects.filter(section__checklist=checklist, replaced_by=None)
    rows = rows.filter(Q(until=None) | Q(until=coming)).select_related("replaces")
    by_section: dict[int, list[Entry]] = {}
    for item in rows:
        by_section.setdefault(item.section_id, []).append(Entry(item, _fate(item, checklist)))
    return [(section, by_section.get(section.pk, [])) for section in checklist.sections.all()]


def _fate(item: ChecklistItem, checklist: Checklist) -> str:
    if not is_published(checklist):
        return ""
    if item.until is not None:
        return "retired"
    if item.since <= checklist.material.version:
        return ""
    return "changed" if item.replaces_id else "new"


def changes_wait(checklist: Checklist) -> bool:
    """Whether editors have changed items since the checklist was published."""
    coming = next_version(checklist)
    rows = ChecklistItem.objects.filter(section__checklist=checklist)
    return is_published(checklist) and rows.filter(Q(since=coming) | Q(until=coming)).exists()


@transaction.atomic
def add_checklist(conference: Conference, *, by: Person | None, minutes: int = 20, **fields: Any) -> Checklist:
    """A new checklist, a draft in the library; *fields* are those of ``library.add``. Raises ValidationError."""
    material = library.add(conference, kind=Material.Kind.CHECKLIST, by=by, **fields)
    return Checklist.objects.create(material=material, minutes=minutes)


@transaction.atomic
def set_minutes(checklist: Checklist, minutes: int, *, by: Person | None) -> Checklist:
    checklist.minutes = minutes
    checklist.save(update_fields=["minutes"])
    return checklist


# -- sections ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_section(
    checklist: Checklist, *, by: Person | None, title_ru: str | None = None, title_en: str | None = None
) -> ChecklistSection:
    """A section at the end; it is seen once it has items. Raises ValidationError."""
    _check_title(title_ru, title_en)
    if checklist.sections.count() >= MOST_SECTIONS:
        raise ValidationError(_("A checklist has at most %(most)d sections.") % {"most": MOST_SECTIONS})
    last = checklist.sections.aggregate(last=Max("order"))["last"] or 0
    return ChecklistSection.objects.create(checklist=checklist, title_ru=title_ru, title_en=title_en, order=last + 1)


@transaction.atomic
def rename_section(
    section: ChecklistSection, *, by: Person | None, title_ru: str | None, title_en: str | None
) -> ChecklistSection:
    """Raises ValidationError when there is no title in either language."""
    _check_title(title_ru, title_en)
    section.title_ru, section.title_en = title_ru, title_en  # type: ignore[attr-defined]
    section.save()
    return section


def _check_title(*titles: str | None) -> None:
    """A form tells an empty text of one language as None."""
    if not any((title or "").strip() for title in titles):
        raise ValidationError({"title_ru": _("Write the title in one language at least.")})


@transaction.atomic
def move_section(section: ChecklistSection, *, up: bool, by: Person | None) -> bool:
    """Let *section* change places with its neighbour; whether there was one."""
    return _move(list(section.checklist.sections.all()), section, up)


@transaction.atomic
def remove_section(section: ChecklistSection, *, by: Person | None) -> None:
    """Delete a section without items. Raises MoveNotAllowed while it has any, even such as older attempts answered."""
    if section.items.exists():
        raise MoveNotAllowed(_("The section has items. Retire them: readers do not see a section without items."))
    section.delete()


# -- items ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_item(section: ChecklistSection, *, by: Person | None, **texts: str) -> ChecklistItem:
    """An item at the end of *section*, from the next version on; *texts* by language, and ``link``."""
    told = _texts(texts)
    if section.items.filter(until=None).count() >= MOST_ITEMS:
        raise ValidationError(_("A section has at most %(most)d items.") % {"most": MOST_ITEMS})
    last = section.items.aggregate(last=Max("order"))["last"] or 0
    return ChecklistItem.objects.create(section=section, order=last + 1, since=next_version(section.checklist), **told)


@transaction.atomic
def change_item(item: ChecklistItem, *, by: Person | None, **texts: str) -> ChecklistItem:
    """Give *item* other words: in place while nobody has seen it, else as a new row for the next version.

    Returns the row with the new words. Raises MoveNotAllowed for what is replaced or retired, ValidationError.
    """
    told = _texts(texts)
    checklist = _hold(item)
    if item.until is not None:
        raise MoveNotAllowed(_("This item was changed or retired meanwhile. Look at the list again."))
    if all((getattr(item, name) or "") == value for name, value in told.items()):
        return item
    coming = next_version(checklist)
    if item.since >= coming:
        for name, value in told.items():
            setattr(item, name, value)
        item.save()
        return item
    made = ChecklistItem.objects.create(
        section_id=item.section_id, order=item.order, since=coming, replaces=item, first_id=item.statement, **told
    )
    item.until = coming
    item.save(update_fields=["until"])
    return made


@transaction.atomic
def retire_item(item: ChecklistItem, *, by: Person | None) -> None:
    """Take *item* out of the next version; what nobody has seen is deleted, and an earlier wording goes with it."""
    checklist = _hold(item)
    coming = next_version(checklist)
    if item.until is not None:
        raise MoveNotAllowed(_("This item was changed or retired meanwhile. Look at the list again."))
    if item.since >= coming:
        item.delete()  # an earlier wording has ended with the coming version already, and is retired by that
        return
    item.until = coming
    item.save(update_fields=["until"])


@transaction.atomic
def restore_item(item: ChecklistItem, *, by: Person | None) -> ChecklistItem:
    """Undo what waits for the next version: a retired item stays, another wording is forgotten. The row that stays.

    Raises MoveNotAllowed when nothing waits.
    """
    checklist = _hold(item)
    coming = next_version(checklist)
    if item.until == coming:
        item.until = None
        item.save(update_fields=["until"])
        return item
    earlier = item.replaces
    if item.since < coming or earlier is None:
        raise MoveNotAllowed(_("There is nothing to undo: this item is as readers see it."))
    item.delete()
    earlier.until = None
    earlier.save(update_fields=["until"])
    return earlier


@transaction.atomic
def move_item(item: ChecklistItem, *, up: bool, by: Person | None) -> bool:
    """Let *item* change places with its neighbour of the same section; whether there was one."""
    rows = ChecklistItem.objects.filter(section=item.section_id, replaced_by=None).select_related("replaces")
    listed = list(rows.filter(Q(until=None) | Q(until=next_version(item.section.checklist))))
    moved = _move(listed, item, up)
    for row in listed:
        if moved and row.replaces is not None:
            ChecklistItem.objects.filter(pk=row.replaces.pk).update(order=row.order)
    return moved


def _move(rows: list[Any], row: ChecklistItem | ChecklistSection, up: bool) -> bool:
    at = next((place for place, each in enumerate(rows) if each.pk == row.pk), None)
    other = None if at is None else at - 1 if up else at + 1
    if at is None or other is None or not 0 <= other < len(rows):
        return False
    rows[at], rows[other] = rows[other], rows[at]
    for order, each in enumerate(rows, start=1):
        if each.order != order:
            each.order = order
            type(each).objects.filter(pk=each.pk).update(order=order)
    return True


def _hold(item: ChecklistItem) -> Checklist:
    """Hold the material of *item*, so that it is not published meanwhile, and read the item anew."""
    checklist = item.section.checklist
    rows = Material.objects.select_for_update(no_key=True, of=("self",)).select_related("conference")
    checklist.material = rows.get(pk=checklist.material_id)
    item.refresh_from_db(fields=["since", "until"])
    return checklist


def _texts(texts: dict[str, str]) -> dict[str, str]:
    """The texts of an item as they are kept. Raises ValidationError."""
    unknown = set(texts) - {*TEXTS, "link"}
    if unknown:
        raise TypeError(f"an item has no {', '.join(sorted(unknown))}")
    told = {name: str(texts.get(name) or "").strip() for name in (*TEXTS, "link")}
    if not told["text_ru"] and not told["text_en"]:
        raise ValidationError({"text_ru": _("Write the statement in one language at least.")})
    return told
