"""What a manuscript lost or had changed on its way in, as sentences for its editor, the gravest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

LOST, CHECK, CHANGED = "lost", "check", "changed"
WEIGHTS = {
    **dict.fromkeys(
        ("figure-missing", "pictures-outside", "image-unreadable", "image-too-large", "picture-drawn", "charts",
         "diagrams", "drawings", "embedded-objects", "formula-as-picture", "hidden-text", "element-removed"),
        LOST,
    ),
    **dict.fromkeys(
        ("formula-as-text", "table-without-header", "table-header-guessed", "figure-without-alternative",
         "figure-without-caption", "headings-guessed", "no-sources", "sources-twice", "text-boxes", "struck-out",
         "changes-accepted"),
        CHECK,
    ),
}  # fmt: skip
"""What is in no row of these was changed as every manuscript is."""
ORDER = (LOST, CHECK, CHANGED)


@dataclass(frozen=True)
class Remark:
    """One line of a report: ``weight`` is ``"lost"``, ``"check"`` or ``"changed"``."""

    code: str
    count: int
    weight: str
    text: str


def remarks_of(report: Iterable[dict[str, Any]]) -> list[Remark]:
    """The report of a manuscript (``Manuscript.report``) in words, what was lost before what was only changed."""
    made = [
        Remark(row["code"], row["count"], WEIGHTS.get(row["code"], CHANGED), sentence(row["code"], row["count"]))
        for row in report
    ]
    return sorted(made, key=lambda remark: (ORDER.index(remark.weight), remark.code))


def sentence(code: str, count: int) -> str:
    """One remark about one manuscript: «не перенесены 3 комментария на полях»."""
    if code in PLAIN:
        return PLAIN[code]()
    return COUNTED[code](count) % {"count": count} if code in COUNTED else code


PLAIN: dict[str, Callable[[], str]] = {
    "no-sources": lambda: _("no list of sources was found"),
    "sources-twice": lambda: _("there are two lists of sources: the first was taken, the second stands in the text"),
    "title-repeated": lambda: _("the title was repeated in the text and was taken out of it"),
    "contents-left-out": lambda: _("the table of contents was left out: the volume has one of its own"),
    "description-left-out": lambda: _("names of authors and a date were left out of the text: they are known already"),
    "header-footer": lambda: _("running heads and feet were left out: the volume has its own"),
}
COUNTED: dict[str, Callable[[int], str]] = {
    "figure-missing": lambda n: ngettext(
        "%(count)d picture did not come with the text", "%(count)d pictures did not come with the text", n
    ),
    "pictures-outside": lambda n: ngettext(
        "%(count)d picture is only linked to and is not in the file",
        "%(count)d pictures are only linked to and are not in the file", n,
    ),
    "image-unreadable": lambda n: ngettext(
        "%(count)d picture is in a format that cannot be printed: use PNG or JPEG",
        "%(count)d pictures are in a format that cannot be printed: use PNG or JPEG", n,
    ),
    "image-too-large": lambda n: ngettext(
        "%(count)d picture has more than 25 million pixels", "%(count)d pictures have more than 25 million pixels", n
    ),
    "picture-drawn": lambda n: ngettext(
        "%(count)d picture is a drawing of an office program (EMF, WMF) or an SVG: save it as PNG",
        "%(count)d pictures are drawings of an office program (EMF, WMF) or SVG: save them as PNG", n,
    ),
    "charts": lambda n: ngettext(
        "%(count)d chart was left out: copy it and paste it as a picture",
        "%(count)d charts were left out: copy them and paste them as pictures", n,
    ),
    "diagrams": lambda n: ngettext(
        "%(count)d diagram (SmartArt) was left out: copy it and paste it as a picture",
        "%(count)d diagrams (SmartArt) were left out: copy them and paste them as pictures", n,
    ),
    "drawings": lambda n: ngettext(
        "%(count)d drawn shape was left out", "%(count)d drawn shapes were left out", n
    ),
    "embedded-objects": lambda n: ngettext(
        "%(count)d embedded object was left out, except for its picture",
        "%(count)d embedded objects were left out, except for their pictures", n,
    ),
    "formula-as-picture": lambda n: ngettext(
        "%(count)d formula of the old editor is only a picture: type it anew as a formula",
        "%(count)d formulas of the old editor are only pictures: type them anew as formulas", n,
    ),
    "hidden-text": lambda n: ngettext(
        "%(count)d hidden passage was left out", "%(count)d hidden passages were left out", n
    ),
    "element-removed": lambda n: ngettext(
        "%(count)d active part of the page (a script, a form, a film) was left out",
        "%(count)d active parts of the page (scripts, forms, films) were left out", n,
    ),
    "formula-as-text": lambda n: ngettext(
        "%(count)d formula could not be drawn and stands as text",
        "%(count)d formulas could not be drawn and stand as text", n,
    ),
    "table-without-header": lambda n: ngettext(
        "%(count)d table has no header row", "%(count)d tables have no header row", n
    ),
    "table-header-guessed": lambda n: ngettext(
        "the first row of %(count)d table was taken for its header",
        "the first rows of %(count)d tables were taken for their headers", n,
    ),
    "figure-without-alternative": lambda n: ngettext(
        "%(count)d picture has no text alternative of its own",
        "%(count)d pictures have no text alternative of their own", n,
    ),
    "figure-without-caption": lambda n: ngettext(
        "%(count)d picture has no caption", "%(count)d pictures have no caption", n
    ),
    "headings-guessed": lambda n: ngettext(
        "%(count)d bold line was taken for a heading", "%(count)d bold lines were taken for headings", n
    ),
    "headings-flattened": lambda n: ngettext(
        "%(count)d heading of a lower level was raised to the second",
        "%(count)d headings of lower levels were raised to the second", n,
    ),
    "text-boxes": lambda n: ngettext(
        "the text of %(count)d box was put after the paragraph that it stood at",
        "the text of %(count)d boxes was put after the paragraphs that they stood at", n,
    ),
    "boxes-opened": lambda n: ngettext(
        "%(count)d frame made of a table was opened", "%(count)d frames made of tables were opened", n
    ),
    "struck-out": lambda n: ngettext(
        "%(count)d passage was struck out and is plain text now",
        "%(count)d passages were struck out and are plain text now", n,
    ),
    "underlined": lambda n: ngettext(
        "%(count)d underlined passage is in italics now", "%(count)d underlined passages are in italics now", n
    ),
    "changes-accepted": lambda n: ngettext(
        "%(count)d tracked change was accepted", "%(count)d tracked changes were accepted", n
    ),
    "comments-left-out": lambda n: ngettext(
        "%(count)d comment in the margin was left out", "%(count)d comments in the margin were left out", n
    ),
    "fields": lambda n: ngettext(
        "%(count)d field became plain text", "%(count)d fields became plain text", n
    ),
    "index-entries": lambda n: ngettext(
        "%(count)d mark for an index was left out", "%(count)d marks for an index were left out", n
    ),
    "page-breaks": lambda n: ngettext(
        "%(count)d page or section break was left out", "%(count)d page or section breaks were left out", n
    ),
    "columns": lambda n: ngettext(
        "%(count)d part in columns is in one column now", "%(count)d parts in columns are in one column now", n
    ),
    "colours": lambda n: ngettext(
        "%(count)d passage lost its colour", "%(count)d passages lost their colour", n
    ),
    "link-removed": lambda n: ngettext(
        "%(count)d link that leads neither to a site nor to an e-mail address became plain text",
        "%(count)d links that lead neither to a site nor to an e-mail address became plain text", n,
    ),
}  # fmt: skip
