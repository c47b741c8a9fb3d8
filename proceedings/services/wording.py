"""Codes of the compiler and the importer as sentences for people, in the page's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .import_report import sentence
from .manuscripts import sentence_for

PLAIN = {
    "text-missing": gettext_lazy("no full text: only the abstract is printed"),
    "failed-time": gettext_lazy("typesetting takes too long; look for an enormous table"),
    "failed-memory": gettext_lazy("typesetting takes too much memory; look for an enormous table or picture"),
    "failed-refused": gettext_lazy("the text refers to something outside the volume"),
    "failed-error": gettext_lazy("the text could not be typeset"),
    "resource-refused": gettext_lazy("the text refers to a picture that cannot be read"),
}
JOB_ERRORS = {
    "nothing": gettext_lazy("There was nothing to compile: no article came out."),
    "failed-time": gettext_lazy("The volume takes too long to typeset. The articles alone came out."),
    "failed-memory": gettext_lazy("The volume takes too much memory to typeset. The articles alone came out."),
    "failed-refused": gettext_lazy("The volume could not be assembled."),
    "failed-error": gettext_lazy("The volume could not be assembled. The reason stands in the log of the site."),
    "worker lost": gettext_lazy("The program that compiles fell silent three times running."),
}


STAGE_SENTENCES = {
    "reading": gettext_lazy("Reading the manuscripts"),
    "front": gettext_lazy("Typesetting contents and index"),
    "assembling": gettext_lazy("Assembling the volume"),
    "whole": gettext_lazy("Typesetting the whole volume at once: this takes minutes"),
}
GROUPS = {
    "text-missing": gettext_lazy("Only the abstract is printed"),
    "manuscript-refused": gettext_lazy("The manuscript could not be read"),
    "figure-file-missing": gettext_lazy("The file of a picture is gone"),
    "resource-refused": gettext_lazy("A picture cannot be read"),
    "failed-time": gettext_lazy("Typesetting takes too long"),
    "failed-memory": gettext_lazy("Typesetting takes too much memory"),
    "failed-refused": gettext_lazy("The text refers to something outside the volume"),
    "failed-error": gettext_lazy("The text could not be typeset"),
    "table-wide": gettext_lazy("A table is wider than the type area"),
    "characters-missing": gettext_lazy("The book’s typefaces lack characters"),
    "translation-missing-title": gettext_lazy("The title is not translated"),
    "translation-missing-abstract": gettext_lazy("The abstract is not translated"),
    "translation-missing-keywords": gettext_lazy("The keywords are not translated"),
    "figure-missing": gettext_lazy("A picture did not come with the text"),
    "image-unreadable": gettext_lazy("A picture is in a format that cannot be printed"),
    "image-too-large": gettext_lazy("A picture has too many pixels"),
    "formula-as-text": gettext_lazy("A formula stands as text"),
    "table-without-header": gettext_lazy("A table has no header row"),
    "figure-without-alternative": gettext_lazy("A picture has no text alternative"),
}


def stage(code: str) -> str:
    """What the compiler is at when it is at no article."""
    return str(STAGE_SENTENCES[code])


def group_title(code: str) -> str:
    """What remarks of one kind have in common."""
    return str(GROUPS.get(code, GROUPS["failed-error"]))


def note_text(note: dict[str, Any]) -> str:
    """One remark about one article: «таблица 2 шире полосы на 14 мм»."""
    code, params = note["code"], note.get("params", {})
    if code in PLAIN:
        return str(PLAIN[code])
    if code.startswith("translation-missing-"):
        return _missing(code.removeprefix("translation-missing-"), params["language"])
    if code == "manuscript-refused":
        return sentence_for(params["reason"])
    if code == "table-wide":
        return _("table %(number)d is wider than the type area by %(mm)d mm") % params
    if code == "characters-missing":
        return _("the book’s typefaces lack these characters: %(characters)s") % params
    return _counted(code, params.get("count", 1))


def _missing(what: str, language: str) -> str:
    sentences = {
        ("title", "ru"): _("the title is missing in Russian"),
        ("title", "en"): _("the title is missing in English"),
        ("abstract", "ru"): _("the abstract is missing in Russian"),
        ("abstract", "en"): _("the abstract is missing in English"),
        ("keywords", "ru"): _("the keywords are missing in Russian"),
        ("keywords", "en"): _("the keywords are missing in English"),
    }
    return sentences[what, language]


def _counted(code: str, count: int) -> str:
    if code == "figure-file-missing":
        return ngettext("the file of %(count)d picture is gone", "the files of %(count)d pictures are gone", count) % {
            "count": count
        }
    return sentence(code, count)


def job_error(code: str) -> str:
    return str(JOB_ERRORS.get(code, JOB_ERRORS["failed-error"]))


def duration(seconds: int) -> str:
    """«около 2 мин 40 с»: minutes and tens of seconds, for people who wait."""
    if seconds < 10:
        return _("a few seconds")
    minutes, rest = divmod(round(seconds, -1), 60)
    if not minutes:
        return _("about %(seconds)d s") % {"seconds": rest}
    if not rest:
        return _("about %(minutes)d min") % {"minutes": minutes}
    return _("about %(minutes)d min %(seconds)d s") % {"minutes": minutes, "seconds": rest}
