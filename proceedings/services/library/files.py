"""Files of a material: taken in by what they are, shown with a picture of their first page."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from conference.models import Person
from conference.pictures import Redrawing
from conference.rendering import RenderFailed
from conference.rendering.page_picture import first_page as draw_first_page
from conference.uploads import CONTENT_TYPES, check_upload
from proceedings.models import Material, MaterialFile

from .facts import Facts, facts_of, file_facts
from .writing import keep, take_turn

KINDS = ("pdf", "docx", "xlsx", "pptx", "odt", "odp", "png", "jpg")
MOST_BYTES = 25 * 1024 * 1024
MOST_FILES = 20
PREVIEW_WIDTH = 480
PICTURE = Redrawing(
    "", code="kind", formats=("JPEG", "PNG"), longest_side=2400, becomes="JPEG", quality=85
)  # fmt: skip
THUMBNAIL = Redrawing("", code="kind", formats=("JPEG", "PNG"), longest_side=PREVIEW_WIDTH, becomes="JPEG")


def add_file(
    material: Material, *, by: Person | None, revision: int, file: Any, title: str, language: str, alt: str = ""
) -> MaterialFile:
    """Put *file* at the end of the files of *material* that editors see; readers get it with the next version.

    A picture is drawn anew, so that nothing else of its file is kept. Raises ValidationError for a file of another
    kind than KINDS or too large, MoveNotAllowed when somebody else saved meanwhile.
    """
    kind = check_upload(file, KINDS, most_bytes=MOST_BYTES)
    file.seek(0)
    content = file.read()
    if kind in ("png", "jpg"):
        if not alt.strip():
            raise ValidationError({"alt": _("Say in words what the picture shows.")})
        content, kind = _redrawn(PICTURE, content), "jpg"
    picture = first_page(content, kind)
    with transaction.atomic():
        take_turn(material, revision)
        facts = facts_of(material)
        if len(facts["files"]) >= MOST_FILES:
            raise ValidationError(_("A material has at most %(most)d files.") % {"most": MOST_FILES})
        row = MaterialFile(
            material=material, key=secrets.token_hex(16), title=title.strip()[:200], alt=alt.strip()[:300],
            language=language, kind=kind, bytes=len(content), order=len(facts["files"]),
        )  # fmt: skip
        row.file.save(f"file.{kind}", ContentFile(content), save=False)
        if picture:
            row.preview.save("page.jpg", ContentFile(picture), save=False)
        row.save()
        _keep(material, [*facts["files"], file_facts(row)])
    return row


@transaction.atomic
def change_file(
    material: Material, *, by: Person | None, revision: int, key: str, title: str, alt: str, move: str = ""
) -> None:
    """Call the file *key* otherwise; ``move`` up or down changes its place. Raises MoveNotAllowed, ValidationError."""
    take_turn(material, revision)
    files = [dict(each) for each in facts_of(material)["files"]]
    at = _place(files, key)
    if not title.strip():
        raise ValidationError({"title": _("Say how the file is called.")})
    files[at] |= {"title": title.strip()[:200], "alt": alt.strip()[:300]}
    to = at + {"up": -1, "down": 1}.get(move, 0)
    if 0 <= to < len(files):
        files[at], files[to] = files[to], files[at]
    _keep(material, files)


@transaction.atomic
def take_file_away(material: Material, *, by: Person | None, revision: int, key: str) -> None:
    """Leave the file *key* out of what is published next; versions that name it keep it. Raises MoveNotAllowed."""
    take_turn(material, revision)
    files = list(facts_of(material)["files"])
    del files[_place(files, key)]
    _keep(material, files)
    row = material.files.get(key=key)
    if not _is_named(material, key):
        for kept in (row.file, row.preview):
            if kept:
                kept.delete(save=False)
        row.delete()


def _is_named(material: Material, key: str) -> bool:
    versions = material.versions.values_list("facts", flat=True)
    return any(each["key"] == key for facts in versions for each in facts.get("files", []))


def _place(files: list[Facts], key: str) -> int:
    for at, each in enumerate(files):
        if each["key"] == key:
            return at
    raise ValidationError(_("This file is not there any more."), code="gone")


def _keep(material: Material, files: list[Facts]) -> None:
    facts = facts_of(material) | {"files": files}
    keep(material, facts)
    if not material.version:
        for order, each in enumerate(files):
            material.files.filter(key=each["key"]).update(order=order, title=each["title"], alt=each["alt"])


# -- pictures of first pages ------------------------------------------------------------------------------------------


def first_page(content: bytes, kind: str) -> bytes:
    """A JPEG of the first page of a PDF, or of a picture; empty where none can be made."""
    if kind in ("png", "jpg"):
        return _redrawn(THUMBNAIL, content)
    if kind != "pdf":
        return b""
    try:
        return _redrawn(THUMBNAIL, draw_first_page(content, width=2 * PREVIEW_WIDTH))
    except (RenderFailed, ValidationError):
        return b""


def _redrawn(how: Redrawing, content: bytes) -> bytes:
    try:
        return how.drawn_anew(content)[0]
    except ValidationError:
        raise ValidationError(
            _("This is not a picture that we can read. Save it anew as JPG or PNG."), code="kind"
        ) from None


def content_type(file: MaterialFile) -> str:
    return CONTENT_TYPES[file.kind]
