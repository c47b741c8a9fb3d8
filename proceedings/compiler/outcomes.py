"""The last part of a volume: what the conference adopted, Russian and English paragraph by paragraph."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from conference.text import typography

from .book import LANGUAGES, Book, Both, Outcome

PART = Both("Итоговые документы", "Outcome documents")
EXAMPLE = Both(
    "Демонстрационный пример: текст написан для демонстрации, его никто не принимал.",
    "Demonstration: the text was written as an example and was adopted by nobody.",
)


def part_html() -> str:
    """The leaf that opens the part."""
    return render_to_string("proceedings/book/outcomes.html", {"part": PART})


def outcome_html(book: Book, outcome: Outcome, *, running: str) -> str:
    """One document; *running* is its title as the head of the page has room for it."""
    context = {
        "outcome": outcome,
        "part": PART,
        "title": {language: typography(outcome.title[language], language) for language in LANGUAGES},
        "running": running,
        "adopted": outcome.adopted,
        "preamble": [_pair(each) for each in outcome.preamble],
        "clauses": [
            {"number": each.number, "level": each.level, "pairs": [_pair(pair) for pair in each.paragraphs]}
            for each in outcome.clauses
        ],
        "example": EXAMPLE if book.is_demonstration else None,
    }
    return render_to_string("proceedings/book/outcome.html", context)


def _pair(both: Both) -> dict[str, str]:
    return {language: typography(both[language], language) for language in LANGUAGES}


def contents_rows(
    outcomes: tuple[Outcome, ...], pages: dict[str, tuple[int, int]], language: str
) -> list[dict[str, Any]]:
    """The rows of the contents in *language*."""
    rows = []
    for outcome in outcomes:
        title, title_language = outcome.title.best(language)
        rows.append(
            {
                "anchor": outcome.anchor,
                "names": typography(outcome.adopted[language], language),
                "title": typography(title, title_language),
                "language": title_language,
                "page": pages.get(outcome.key, (0, 0))[0],
            }
        )
    return rows
