"""How materials are made and changed; files of theirs are in ``files``."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext as _

from conference.models import Conference, Person
from conference.moves import MoveNotAllowed
from conference.text import search_key
from proceedings.models import Material

from .facts import PLAIN, TEXTS, Facts, changed, facts_of, write_to_rows


@transaction.atomic
def add(conference: Conference, *, kind: str, by: Person | None, slug: str = "", **fields: Any) -> Material:
    """A new material of *conference*, a draft that readers do not see.

    *fields* are those of ``facts``: texts by language (``title_ru``), plain fields, ``themes``, ``speakers``,
    ``session`` as rows or keys, ``chapters`` as dicts. Without *slug* the address is made of the title.
    Raises ValidationError.
    """
    material = Material(conference=conference, kind=Material.Kind(kind), made_by=by, year=conference.today().year)
    facts = changed(material, _empty(material), fields)
    for name in (*TEXTS, *PLAIN):
        setattr(material, name, facts[name])
    material.slug = free_slug(slug or _address(facts))
    material.save()
    write_to_rows(material, facts)
    material.save()
    return material


@transaction.atomic
def save(material: Material, *, by: Person | None, revision: int, **fields: Any) -> Material:
    """Change *fields* (see ``add``) of the *revision* of *material* that the editor had before them.

    What was published stays as it is for readers: the changes wait until it is published anew. Raises MoveNotAllowed
    when somebody else saved meanwhile, ValidationError.
    """
    take_turn(material, revision)
    keep(material, changed(material, facts_of(material), fields))
    return material


def would_change(material: Material, **fields: Any) -> bool:
    """Whether saving *fields* (see ``add``) would change what editors see of *material*. Raises ValidationError."""
    facts = facts_of(material)
    new = changed(material, facts, fields)
    return any(_comparable(new[name]) != _comparable(facts[name]) for name in facts)


def _comparable(value: Any) -> Any:
    """*value*, the same in whatever order its keys stand."""
    return sorted(map(str, value)) if isinstance(value, list) else value


@transaction.atomic
def drop_changes(material: Material, *, by: Person | None, revision: int) -> Material:
    """Forget the changes that wait: editors see again what readers see. Raises MoveNotAllowed."""
    if not material.version:
        raise MoveNotAllowed(_("Nothing of this material is published yet."))
    take_turn(material, revision)
    material.draft = {}
    material.save()
    return material


def take_turn(material: Material, revision: int) -> None:
    """Take the turn to change *material*, if it is still at *revision*. Raises MoveNotAllowed."""
    same = Material.objects.filter(pk=material.pk, revision=revision)
    if not same.update(revision=F("revision") + 1):
        raise MoveNotAllowed(
            _("Somebody else saved this material meanwhile. Nothing of yours is lost: compare, and save again.")
        )
    material.refresh_from_db()


def keep(material: Material, facts: Facts) -> None:
    """Let editors see *facts* of *material*: beside what was published, or in its rows before that."""
    if material.version:
        material.draft = facts
    else:
        write_to_rows(material, facts)
    material.save()


def _empty(material: Material) -> Facts:
    return {
        **dict.fromkeys(TEXTS, ""),
        **{name: getattr(material, name) for name in PLAIN},
        "themes": [], "speakers": [], "session": None, "chapters": [], "files": [],
    }  # fmt: skip


def _address(facts: Facts) -> str:
    return slugify(search_key(facts["title_en"] or facts["title_ru"]))


def free_slug(wanted: str) -> str:
    """*wanted*, or the first of it with a number that no material has."""
    base = wanted[:70].strip("-") or "material"
    taken = set(Material.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(slug for slug in numbered if slug not in taken)
