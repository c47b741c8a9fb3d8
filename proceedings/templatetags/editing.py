"""Tags of the editorial desk: the pages beside the board, differences, what happened."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from conference.text import typography
from proceedings.models import ArticleAuthor, ArticleStep, Manuscript, Volume
from proceedings.services.import_report import Remark, remarks_of
from proceedings.services.steps import name_of
from proceedings.services.wording import note_text

register = template.Library()
ROOMS = (
    (gettext_lazy("Imprint"), "imprint"),
    (gettext_lazy("Order of articles"), "order"),
    (gettext_lazy("Sections of the volume"), "sections"),
    (gettext_lazy("Rights and records"), "rights"),
    (gettext_lazy("Printer’s file"), "printing"),
    (gettext_lazy("Errata and retractions"), "notices"),
    (gettext_lazy("Metadata and files"), "exports"),
)
"""Pages of a volume beside its board; those that are not built yet are left out."""
FIELDS = {
    "title_ru": pgettext_lazy("field of a description", "title in Russian"),
    "title_en": pgettext_lazy("field of a description", "title in English"),
    "abstract_ru": pgettext_lazy("field of a description", "abstract in Russian"),
    "abstract_en": pgettext_lazy("field of a description", "abstract in English"),
    "keywords_ru": pgettext_lazy("field of a description", "keywords in Russian"),
    "keywords_en": pgettext_lazy("field of a description", "keywords in English"),
    "authors": pgettext_lazy("field of a description", "authors"),
}


@register.simple_tag(takes_context=True)
def volume_rooms(context: dict[str, Any], volume: Volume) -> list[tuple[str, str, bool]]:
    """Title and address of each page of the volume, and whether the reader is on it or on a page under it."""
    request = context.get("request")
    here = request.path if request else ""
    found = []
    for title, name in ROOMS:
        try:
            url = volume.url(f"proceedings:{name}")
            found.append((str(title), url, here.startswith(url)))
        except NoReverseMatch:
            continue
    return found


@register.simple_tag
def author_name(author: ArticleAuthor) -> SafeString:
    """Given names first, in the page's language, marked where it is known only in the other one."""
    here = get_language() or "ru"
    other = "en" if here == "ru" else "ru"
    language = here if getattr(author, f"family_{here}") else other
    name = name_of(author, here)
    if language == here:
        return format_html("<bdi>{}</bdi>", name)
    return format_html('<bdi lang="{}">{}</bdi>', language, name)


@register.simple_tag
def step_words(step: ArticleStep) -> str:
    """What the note of a step says, for people: codes as sentences, fields by their names."""
    if step.kind == ArticleStep.Kind.TEXT_REFUSED and step.note:
        return note_text({"code": "manuscript-refused", "params": {"reason": step.note}})
    if step.kind == ArticleStep.Kind.DESCRIBED:
        names = [str(FIELDS[name]) for name in step.note.split(", ") if name in FIELDS]
        others = len([name for name in step.note.split(", ") if name and name not in FIELDS])
        if others:
            names.append(_("other fields"))
        return ", ".join(names)
    return step.note


@register.simple_tag
def report_of(manuscript: Manuscript) -> list[Remark]:
    """What the import of a revision changed or lost, the gravest first."""
    return remarks_of(manuscript.report)


@register.simple_tag
def in_language(text: str, language: str) -> SafeString:
    """*text*, typeset, with its language where the page is in another one."""
    body = typography(text, language)
    if language == get_language():
        return format_html("{}", body)
    return format_html('<span lang="{}">{}</span>', language, body)
