"""Texts of the volume that are no articles: forewords, committees, annexes. Markdown becomes safe HTML."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from conference.text import markdown
from proceedings import gost

from .book import LANGUAGES, Section, lines
from .labels import running_head, typeset


def section_html(section: Section) -> str:
    """One section, in each language that it is written in."""
    title, language = section.title.best("ru")
    texts = [_text(section, each) for each in LANGUAGES]
    context = {
        "section": section,
        "title": typeset(title, language),
        "language": language,
        "parallel": typeset(section.title.en, "en") if language == "ru" else "",
        "running": running_head(title, language),
        "bookmark": title,
        "texts": [text for text in texts if text["html"] or text["signature"]],
    }
    return render_to_string("proceedings/book/section.html", context)


def _text(section: Section, language: str) -> dict[str, Any]:
    return {
        "language": language,
        "html": markdown(section.text[language], language) if section.text[language] else "",
        "signature": [typeset(line, language) for line in lines(section.signature[language])],
    }


def contents_of(
    sections: tuple[Section, ...], places: dict[str, tuple[int, int]], language: str, *, is_front: bool
) -> list[dict[str, Any]]:
    """Their rows in the contents: Roman numbers before the articles, Arabic ones after them."""
    rows = []
    for section in sections:
        title, title_language = section.title.best(language)
        first = places.get(section.key, (1, 1))[0]
        rows.append(
            {
                "anchor": section.anchor,
                "title": typeset(title, title_language),
                "language": title_language,
                "page": gost.roman(first) if is_front else str(first),
            }
        )
    return rows
