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
