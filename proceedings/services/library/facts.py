"""What a material says, as plain data: what editors save, what a version freezes and what pages are drawn from.

``facts`` hold every text in both languages (``title_ru``), the plain fields, ``chapters`` and ``files`` in order, and
the keys of rows that are shown under their names of today: ``themes``, ``speakers``, ``session``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conference.models import Conference
from proceedings.models import Chapter, Material, MaterialFile
from workshops.models import Audience, Expert, Session, Theme

Facts = dict[str, Any]
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
TEXTS = tuple(f"{name}_{code}" for name in ("title", "summary", "body", "transcript") for code in LANGUAGES)
PLAIN = (
    "genre", "language", "year", "level", "audience", "video", "seconds", "has_captions", "has_sign_language",
)  # fmt: skip
MANY = {"themes": Theme, "speakers": Expert}
CHAPTER = ("seconds", *(f"title_{code}" for code in LANGUAGES))
FILE = ("key", "title", "alt", "language", "kind", "bytes")
KNOWN = frozenset({*TEXTS, *PLAIN, *MANY, "session", "chapters", "files"})
MOST_CHAPTERS = 100


def facts_of(material: Material) -> Facts:
    """What editors see of *material*: the changes that wait, else what its rows say."""
    return dict(material.draft) or facts_of_rows(material)


def facts_of_rows(material: Material) -> Facts:
    """What the rows of *material* say; of one that was published, that is what readers see."""
    files = material.files.all() if material.version == 0 else material.files.filter(is_shown=True)
    return {
        **{name: getattr(material, name) or "" for name in TEXTS},
        **{name: getattr(material, name) for name in PLAIN},
        **{name: list(getattr(material, name).order_by("pk").values_list("pk", flat=True)) for name in MANY},
        "session": material.session_id,
        "chapters": [chapter_facts(each) for each in material.chapters.all()],
        "files": [file_facts(each) for each in files],
    }  # fmt: skip


def chapter_facts(chapter: Chapter) -> Facts:
    titles = {name: getattr(chapter, name) or "" for name in CHAPTER if name != "seconds"}
    return {"seconds": chapter.seconds, **titles}


def file_facts(file: MaterialFile) -> Facts:
    return {**{name: getattr(file, name) for name in FILE}, "preview": bool(file.preview)}


def write_to_rows(material: Material, facts: Facts) -> None:
    """Make the rows of *material* say *facts*; its own row is left to be saved by the caller."""
    for name in (*TEXTS, *PLAIN):
        setattr(material, name, facts[name])
    material.session_id = facts["session"]
    for name in MANY:
        getattr(material, name).set(facts[name])
    material.chapters.all().delete()
    Chapter.objects.bulk_create([Chapter(material=material, **each) for each in facts["chapters"]])


def show_files(material: Material, facts: Facts) -> None:
    """Give readers the files of *facts*, in their order, and no others."""
    said = {each["key"]: (order, each) for order, each in enumerate(facts["files"])}
    rows = list(material.files.all())
    for row in rows:
        order, each = said.get(row.key, (row.order, {}))
        row.is_shown, row.order = row.key in said, order
        row.title, row.alt = each.get("title", row.title), each.get("alt", row.alt)
    MaterialFile.objects.bulk_update(rows, ["is_shown", "order", "title", "alt"])


def changed(material: Material, facts: Facts, fields: Facts) -> Facts:
    """*facts* with *fields* in the place of what they name. Raises ValidationError, by field where one is to blame.

    *fields* may hold rows where facts hold keys.
    """
    unknown = set(fields) - KNOWN
    if unknown:
        raise TypeError(f"a material has no {', '.join(sorted(unknown))}")
    new = facts | {name: _plain(value) for name, value in fields.items()}
    for name in TEXTS:
        new[name] = str(new[name] or "").replace("\r\n", "\n").strip()
    new["chapters"] = _chapters(new["chapters"])
    for name, rows in MANY.items():
        if name in fields:
            new[name] = _of_the_conference(material.conference, rows, new[name], name)
    if new["session"] and not Session.objects.of(material.conference).filter(pk=new["session"]).exists():
        raise ValidationError({"session": _("Choose an event of this season.")})
    if not any(new[f"title_{code}"] for code in LANGUAGES):
        raise ValidationError({f"title_{LANGUAGES[0]}": _("A material needs a title in one language at least.")})
    if not set(new["audience"]) <= set(Audience.values):
        raise ValidationError({"audience": _("Choose for whom the material is from the list.")})
    _check_fields(material, new)
    return new


def _plain(value: Any) -> Any:
    """Keys in the place of rows."""
    if isinstance(value, Session):
        return value.pk
    if isinstance(value, list | tuple | set) or hasattr(value, "values_list"):
        return [each.pk if hasattr(each, "pk") else each for each in value]
    return value


def _of_the_conference(conference: Conference, rows: Any, keys: Iterable[int], name: str) -> list[int]:
    """*keys* of *rows*, each once and in order, when all are of *conference*."""
    wanted = sorted(set(keys))
    if rows.objects.of(conference).filter(pk__in=wanted).count() != len(wanted):
        raise ValidationError({name: _("Choose what belongs to this season.")})
    return wanted


def _chapters(chapters: list[Facts]) -> list[Facts]:
    """In the order of their places, without those that say nothing; no place holds two."""
    if len(chapters) > MOST_CHAPTERS:
        raise ValidationError({"chapters": _("A recording has at most %(most)d chapters.") % {"most": MOST_CHAPTERS}})
    kept = sorted(
        ({"seconds": int(each["seconds"]), **{name: str(each.get(name) or "").strip() for name in CHAPTER[1:]}}
         for each in chapters if any(each.get(name) for name in CHAPTER[1:])),
        key=lambda each: int(str(each["seconds"])),
    )  # fmt: skip
    places = [each["seconds"] for each in kept]
    if len(set(places)) != len(places):
        raise ValidationError({"chapters": _("Two chapters begin at the same time. Change one of them.")})
    return kept


def _check_fields(material: Material, facts: Facts) -> None:
    """Every text and plain field as the model would take it. Raises ValidationError by field."""
    wrong: dict[str, list[str]] = {}
    for name in (*TEXTS, *PLAIN):
        try:
            field: Any = Material._meta.get_field(name)
            field.clean(facts[name] or None if name in TEXTS else facts[name], material)
        except ValidationError as error:
            wrong[name] = error.messages
    if wrong:
        raise ValidationError(wrong)
