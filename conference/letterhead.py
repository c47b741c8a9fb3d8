"""What every printed document says about its conference, in either language, and the mark it carries."""

from __future__ import annotations

import base64
from functools import cache

from conference import plait
from conference.models import Conference
from conference.text import typography

LANGUAGE_NAMES = {
    "ru": {"ru": "русский", "en": "Russian"},
    "en": {"ru": "английский", "en": "English"},
    "fr": {"ru": "французский", "en": "French"},
}
COMMITTEE = {"ru": "Организационный комитет", "en": "Organising Committee"}


def letterhead(conference: Conference, language: str) -> dict[str, str]:
    """``title``, ``theme``, ``place``, ``organiser``, ``address`` and ``languages`` in *language*, typeset.

    Only the title falls back to the other language; without an organiser the committee stands for it.
    """
    names = ("title", "theme", "place", "organiser", "address")
    told = {name: getattr(conference, f"{name}_{language}") or "" for name in names}
    told["title"] = told["title"] or conference.title
    told["organiser"] = told["organiser"] or COMMITTEE[language]
    told["languages"] = working_languages(conference, language)
    return {name: typography(text, language) for name, text in told.items()}


@cache
def plait_data_uri(kind: str) -> str:
    """The motif as a picture that stands alone: ``mark``, the knot of four strands, or ``band`` across a page."""
    drawing = plait.draw(kind, colours=plait.PRINT_COLOURS)
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()


def mark_data_uri() -> str:
    return plait_data_uri("mark")


def grouped(code: str) -> str:
    """The code of a document in groups that can be read aloud: the check page ignores the hyphens."""
    return "-".join(code[start : start + 5] for start in range(0, 20, 5)) + f"-{code[20:]}"


def working_languages(conference: Conference, language: str) -> str:
    codes = [code.strip() for code in conference.working_languages.split(",")]
    return ", ".join(LANGUAGE_NAMES[code][language] for code in codes if code in LANGUAGE_NAMES)
