"""The imprint of a volume: what the standard wants said, what is missing, and saying it.

ГОСТ Р 7.0.4-2020 for a printed edition, ГОСТ Р 7.0.83-2013 for an electronic one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from stdnum import isbn

from conference.models import Person
from proceedings.models import Volume

from .preparing import volume_soon

TITLE, VERSO, LAST = "title", "verso", "last"
PARTS: dict[str, tuple[str, ...]] = {
    TITLE: (
        "kind", "above_title", "series", "issue_number", "issn", "title", "subtitle", "responsible", "place",
        "publisher", "year", "age_mark",
    ),
    VERSO: (
        "udk", "bbk", "author_sign", "editors", "reviewers", "annotation", "isbn", "doi", "licence", "deposit_number",
    ),
    LAST: (
        "signed_on", "paper", "stock", "stock_microns", "printing", "print_run", "order_number", "publisher_address",
        "printer", "requirements",
    ),
}  # fmt: skip
"""Fields by the page of the book that they stand on: title page, its back, last page."""
PART_NAMES: dict[str, Promise] = {
    TITLE: pgettext_lazy("page of a book", "Title page"),
    VERSO: pgettext_lazy("page of a book", "Back of the title page"),
    LAST: pgettext_lazy("page of a book", "Last page"),
}
ALWAYS = ("title", "subtitle", "place", "publisher", "year", "udk", "bbk", "author_sign", "annotation", "isbn")
REQUIRED = {
    Volume.Kind.PRINT: (*ALWAYS, "signed_on", "paper", "print_run", "publisher_address", "printer"),
    Volume.Kind.ELECTRONIC: (*ALWAYS, "signed_on", "requirements", "publisher_address"),
}
ADVISED = {
    Volume.Kind.PRINT: ("above_title", "responsible", "editors", "reviewers", "order_number", "stock", "printing"),
    Volume.Kind.ELECTRONIC: ("above_title", "responsible", "editors", "reviewers", "deposit_number"),
}
IN_BOTH = ("title", "subtitle", "annotation", "place", "publisher")
"""What the English half of the book repeats."""
HINTS: dict[str, Promise] = {
    "isbn-short": gettext_lazy("thirteen figures are wanted: this is an old ISBN"),
    "isbn-wrong": gettext_lazy("the check digit is wrong"),
    "issn": gettext_lazy("a series has one"),
    "english": gettext_lazy("missing in English"),
}


@dataclass(frozen=True)
class Element:
    """One element of the imprint: where it is written, whether it is there, and whether the standard insists."""

    name: str
    label: str
    part: str
    is_required: bool
    is_there: bool
    hint: str = ""
    url: str = ""


def imprint_elements(volume: Volume) -> list[Element]:
    """Every element that the kind of edition asks for or that is good to have, in the order of the book."""
    kind = Volume.Kind(volume.kind)
    found = []
    for part, names in PARTS.items():
        for name in names:
            is_required = name in REQUIRED[kind]
            if is_required or name in ADVISED[kind] or (name == "issn" and volume.series):
                found.append(_element(volume, part, name, is_required=is_required))
    return found


def imprint_gaps(volume: Volume) -> list[Element]:
    """What is missing or wrong, the required first."""
    gaps = [element for element in imprint_elements(volume) if not element.is_there]
    return sorted(gaps, key=lambda element: not element.is_required)


def _element(volume: Volume, part: str, name: str, *, is_required: bool) -> Element:
    is_there, hint = _state(volume, name)
    label = str(Volume._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
    language = "en" if hint == HINTS["english"] else "ru"
    field = f"{name}_{language}" if _is_bilingual(name) else name
    url = f"{volume.url('proceedings:imprint_part', part=part)}#id_{field}"
    return Element(name, label, part, is_required, is_there, str(hint), url)


def _is_bilingual(name: str) -> bool:
    return any(field.name == f"{name}_ru" for field in Volume._meta.get_fields())


def _state(volume: Volume, name: str) -> tuple[bool, Promise | str]:
    if _is_bilingual(name):
        if not (getattr(volume, f"{name}_ru") or "").strip():
            return False, ""
        missing = name in IN_BOTH and not (getattr(volume, f"{name}_en") or "").strip()
        return (False, HINTS["english"]) if missing else (True, "")
    value = getattr(volume, name)
    if name == "isbn" and value:
        return _isbn(value)
    if name == "issn":
        return bool(value), HINTS["issn"] if not value else ""
    return bool(value), ""


def _isbn(value: str) -> tuple[bool, Promise | str]:
    if not isbn.is_valid(value):
        return False, HINTS["isbn-wrong"]
    return (True, "") if isbn.isbn_type(value) == "ISBN13" else (False, HINTS["isbn-short"])


@transaction.atomic
def set_imprint(volume: Volume, *, by: Person, **told: Any) -> Volume:
    """Write what the form of one part tells. A published volume keeps what it said: the next publication says this."""
    kept = Volume.objects.select_for_update(no_key=True).get(pk=volume.pk)
    allowed = {name for names in PARTS.values() for name in names}
    for name, value in told.items():
        if name.removesuffix("_ru").removesuffix("_en") not in allowed:
            raise TypeError(f"the imprint has no {name}")
        setattr(kept, name, value)
    kept.full_clean(exclude=[field.name for field in kept._meta.fields if field.name not in told])
    kept.save()
    volume_soon(kept)
    return kept


def said_of(gap: Element) -> str:
    """The gap as a line of a list: «УДК», «название: missing in English»."""
    return _("%(element)s: %(hint)s") % {"element": gap.label, "hint": gap.hint} if gap.hint else gap.label
