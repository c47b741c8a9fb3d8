"""The page that stands before a retracted article in its own file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.translation import override

from .book import LANGUAGES, Article, Both
from .labels import typeset
from .pieces import Piece

MARK = Both("Статья отозвана", "Article retracted on")
STAYS = Both(
    "Дальше статья идёт такой, какой была опубликована: она сохранена для памяти, опираться на неё нельзя.",
    "What follows is the article as it was published. It is kept for the record; do not rely on it.",
)
WHERE = Both("Страница статьи:", "Page of the article:")


@dataclass(frozen=True)
class Retraction:
    """When an article was taken back, the words for readers, and the address of its page."""

    on: date
    text: Both
    url: Both


def retraction_piece(article: Article, retraction: Retraction) -> Piece:
    """One page in both languages, the article's own first."""
    facts = (article.title, article.language, retraction)
    return Piece("retraction", lambda layout: retraction_html(article, retraction), facts=facts)


def retraction_html(article: Article, retraction: Retraction) -> str:
    own = article.language
    said = []
    for language in sorted(LANGUAGES, key=lambda each: each != own):
        title, title_language = article.title.best(language)
        text, text_language = retraction.text.best(language)
        said.append(
            {
                "language": language,
                "mark": typeset(f"{MARK[language]} {day_in_words(retraction.on, language)}", language),
                "title": typeset(title, title_language),
                "title_language": title_language,
                "text": [typeset(line, text_language) for line in text.splitlines() if line.strip()],
                "text_language": text_language,
                "stays": typeset(STAYS[language], language),
                "where": WHERE[language],
                "url": retraction.url[language],
            }
        )
    return render_to_string("proceedings/book/retraction.html", {"own": own, "said": said})


def day_in_words(day: date, language: str) -> str:
    """«22 ноября 2008 г.», or as English has it."""
    with override(language):
        return date_format(day, r"j E Y \г." if language == "ru" else "j F Y")
