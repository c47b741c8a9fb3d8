"""Findings as sentences in the page's language."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from proceedings.services.manuscripts import sentence_for

Words = Callable[[dict[str, Any]], str]


def _both(ru: Callable[[], str], en: Callable[[], str]) -> Words:
    """The sentence about a missing Russian text and that about a missing English one."""
    return lambda params: ru() if params["language"] == "ru" else en()


def _plain(sentence: Callable[[], str]) -> Words:
    return lambda params: sentence() % params


def _named(sentence: Callable[[], str]) -> Words:
    return lambda params: sentence() % {"name": params["names"][get_language() or "ru"]}


def _named_in(ru: Callable[[], str], en: Callable[[], str]) -> Words:
    return lambda params: (
        (ru() if params["language"] == "ru" else en()) % {"name": params["names"][get_language() or "ru"]}
    )


def _counted(ru: Callable[[int], str], en: Callable[[int], str]) -> Words:
    """The sentence about so many words of a Russian text and that about those of an English one."""
    return lambda params: (ru if params["language"] == "ru" else en)(params["words"]) % params


SENTENCES: dict[str, Words] = {
    "title-missing": _both(lambda: _("the title is missing in Russian"), lambda: _("the title is missing in English")),
    "abstract-missing": _both(
        lambda: _("the abstract is missing in Russian"), lambda: _("the abstract is missing in English")
    ),
    "keywords-missing": _both(
        lambda: _("the keywords are missing in Russian"), lambda: _("the keywords are missing in English")
    ),
    "title-stop": _both(
        lambda: _("the Russian title ends with a full stop"), lambda: _("the English title ends with a full stop")
    ),
    "abstract-short": _counted(
        lambda n: ngettext(
            "the Russian abstract is short: %(words)d word", "the Russian abstract is short: %(words)d words", n
        ),
        lambda n: ngettext(
            "the English abstract is short: %(words)d word", "the English abstract is short: %(words)d words", n
        ),
    ),
    "abstract-long": _counted(
        lambda n: ngettext(
            "the Russian abstract is long: %(words)d word", "the Russian abstract is long: %(words)d words", n
        ),
        lambda n: ngettext(
            "the English abstract is long: %(words)d word", "the English abstract is long: %(words)d words", n
        ),
    ),
    "udc-missing": _plain(lambda: _("the UDC index is missing")),
    "corresponding-missing": _plain(lambda: _("no author is named as the corresponding one")),
    "email-missing": _plain(lambda: _("the corresponding author has no e-mail: %(name)s")),
    "name-missing": _named_in(
        lambda: _("the name is missing in Russian: %(name)s"), lambda: _("the name is missing in English: %(name)s")
    ),
    "affiliation-missing": _named_in(
        lambda: _("the organisation is missing in Russian: %(name)s"),
        lambda: _("the organisation is missing in English: %(name)s"),
    ),
    "orcid-missing": _named(lambda: _("no ORCID iD: %(name)s")),
    "orcid-wrong": _named(lambda: _("the check digit of the ORCID iD is wrong: %(name)s")),
    "text-missing": _plain(lambda: _("no full text: only the abstract is printed")),
    "text-refused": lambda params: sentence_for(params["reason"]),
    "approval-missing": _plain(lambda: _("no author has approved a proof")),
    "heading-jump": _plain(lambda: _("a subheading stands before any heading: “%(title)s”")),
    "section-empty": _plain(lambda: _("the section has no text: “%(title)s”")),
    "alternative-missing": _plain(lambda: _("figure %(number)d has no alternative text")),
    "alternative-repeats": _plain(lambda: _("the alternative text of figure %(number)d only repeats its caption")),
    "alternative-file-name": _plain(lambda: _("the alternative text of figure %(number)d is the name of a file")),
    "caption-missing": _plain(lambda: _("figure %(number)d has no caption")),
    "formula-silent": _plain(lambda: _("formula %(number)d has no alternative text")),
    "image-coarse": _plain(lambda: _("figure %(number)d has only %(dpi)d dots per inch where it is printed")),
    "table-headless": _plain(lambda: _("table %(number)d has no header cells")),
    "table-nameless": _plain(lambda: _("table %(number)d has no caption")),
    "table-wide": _plain(lambda: _("table %(number)d is wider than the type area by %(mm)d mm")),
    "language-untagged": _plain(lambda: _("a passage in another language is not marked: “%(words)s”")),
    "language-other": _both(
        lambda: _("the text looks English, and the article is declared Russian"),
        lambda: _("the text looks Russian, and the article is declared English"),
    ),
    "formula-typed": _plain(lambda: _("a formula is typed as text: “%(words)s”. Bring it with the file")),
    "date-future": _plain(lambda: _("a date of receipt, reviewing or acceptance is in the future")),
    "dates-order": _plain(lambda: _("the dates of receipt, reviewing and acceptance do not follow one another")),
    "note-missing": _plain(lambda: _("the text refers to note %(number)s, which is not there")),
    "note-unused": _plain(lambda: _("nothing refers to note %(number)s")),
    "sources-missing": _plain(lambda: _("there is no list of references")),
    "source-yearless": _plain(lambda: _("reference %(number)d has no year")),
    "source-uncited": _plain(lambda: _("nothing refers to reference %(number)d")),
    "source-unknown": _plain(lambda: _("the text refers to reference %(number)d, which is not in the list")),
}


def sentence(code: str, params: dict[str, Any]) -> str:
    return SENTENCES[code](params)


KINDS: dict[str, Callable[[], str]] = {
    "licence-missing": lambda: _("licences that are not given"),
    "originality-low": lambda: _("originality below what is wanted"),
    "title-missing": lambda: _("no title in the other language"),
    "abstract-missing": lambda: _("no abstract in one of the languages"),
    "keywords-missing": lambda: _("no keywords in one of the languages"),
    "title-stop": lambda: _("a title with a full stop"),
    "abstract-short": lambda: _("a short abstract"),
    "abstract-long": lambda: _("a long abstract"),
    "email-missing": lambda: _("a corresponding author without an e-mail"),
    "name-missing": lambda: _("an author’s name in one language only"),
    "affiliation-missing": lambda: _("an organisation in one language only"),
    "orcid-missing": lambda: _("an author without an ORCID iD"),
    "orcid-wrong": lambda: _("an ORCID iD with a wrong check digit"),
    "text-refused": lambda: _("a file that could not be read"),
    "heading-jump": lambda: _("a subheading before any heading"),
    "section-empty": lambda: _("a section without text"),
    "alternative-missing": lambda: _("a figure without alternative text"),
    "alternative-repeats": lambda: _("an alternative text that repeats the caption"),
    "alternative-file-name": lambda: _("an alternative text that is the name of a file"),
    "caption-missing": lambda: _("a figure without a caption"),
    "formula-silent": lambda: _("a formula without alternative text"),
    "image-coarse": lambda: _("a picture too coarse for print"),
    "table-headless": lambda: _("a table without header cells"),
    "table-nameless": lambda: _("a table without a caption"),
    "table-wide": lambda: _("a table wider than the type area"),
    "language-untagged": lambda: _("a passage in another language that is not marked"),
    "language-other": lambda: _("a text in another language than its article"),
    "formula-typed": lambda: _("a formula typed as text"),
    "note-missing": lambda: _("a mark of a note that is not there"),
    "note-unused": lambda: _("a note that nothing refers to"),
    "source-yearless": lambda: _("a reference without a year"),
    "source-uncited": lambda: _("a reference that nothing refers to"),
    "source-unknown": lambda: _("a number of a reference that is not in the list"),
}


def kind(code: str) -> str:
    """What all findings of *code* are called together; nothing where one sentence does for all."""
    return KINDS[code]() if code in KINDS else ""
