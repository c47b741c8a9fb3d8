"""The HTML of the book, page by page. Labels stand in both languages, as the book itself does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string

from conference import plait
from proceedings import gost

from . import imprint, opening
from .book import LANGUAGES, Article, Book, Outcome, Part, lines
from .index import author_index
from .labels import LABELS, WORD_JOINER, capital, running_head, typeset
from .outcomes import PART, contents_rows, outcome_html
from .presenting import present
from .sections import contents_of

NEVER_BROKEN = re.compile(
    r"(?<=Санкт-)(?=Петербург)|(?<=Saint-)(?=Petersburg)|(?<=Нью-)(?=Йорк)"
    r"|(?<=\d[–-])(?=\d)"
)

UNKNOWN = (0, 0)
"""Pages of an article that stands in no book yet."""
NEIGHBOURS = 16
"""So many articles in a row have the same room for their numbers in the index."""


@dataclass(frozen=True)
class Layout:
    """Where things stand: first and last page of each article, and how long front and body are.

    Sections before the articles are counted from the first page of the front, all else from the first of the body.
    """

    pages: dict[str, tuple[int, int]] = field(default_factory=dict)
    front_pages: int = 6
    body_pages: int = 100
    index_page: int = 99
    outcomes: dict[str, tuple[int, int]] = field(default_factory=dict)
    sections: dict[str, tuple[int, int]] = field(default_factory=dict)
    annexes: dict[str, tuple[int, int]] = field(default_factory=dict)


def smallest_as_long(number: int) -> int:
    """The smallest number of as many digits."""
    return int(10 ** (len(str(number)) - 1))


def rooms(pages: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """For each article, in order, a number as long as that of the page on which the last of its neighbours begins.

    So the index is set in the same lines when pages shift, but for the rare shift by which that page gets a digit more;
    and few numbers have room to spare.
    """
    keys, found = list(pages), dict[str, int]()
    for start in range(0, len(keys), NEIGHBOURS):
        row = keys[start : start + NEIGHBOURS]
        found |= dict.fromkeys(row, smallest_as_long(max(pages[key][0] for key in row)))
    return found


def article_html(book: Book, part: Part, article: Article, pages: tuple[int, int]) -> str:
    """One article, from the line with its track to the dates, as it stands in the book."""
    own, other = article.language, article.other
    shown = present(article.text, own, for_print=True, source=lambda number: f"#{article.anchor}-s{number}")
    title, title_language = article.title.best(own)
    alternative = article.title[other] if title_language == own else ""
    context = {
        "book": book,
        "article": article,
        "part": part,
        "labels": LABELS,
        "own": LABELS[own],
        "part_label": part_label(part, own),
        "title": typeset(title, title_language),
        "title_language": title_language,
        "alternative": typeset(alternative, other),
        "running": running_head(title, title_language),
        "type": article.type[own],
        "type_other": article.type[other],
        "strap": opening.strap(book, article),
        "summaries": [opening.summary(book, article, language, pages) for language in (own, other)],
        "body": shown.body,
        "sources": shown.sources,
        "about": [opening.about(article, language) for language in (own, other)],
        "rights": [opening.rights(book, article, language) for language in (own, other)],
    }
    return render_to_string("proceedings/book/article.html", context)


def alone_html(book: Book, part: Part, article: Article) -> str:
    """A document of one article, whose pages are not known yet: its citation says «С. 00–00»."""
    return document_html(book, article_html(book, part, article, UNKNOWN))


def titlepage_html(book: Book) -> str:
    svg = plait.draw("title", colours=plait.PRINT_COLOURS, background="#ffffff")
    context = {
        "book": book,
        "labels": LABELS,
        "plait": f"data:image/svg+xml,{quote(svg)}",
        "above": [
            (language, lines(book.above_title[language])) for language in LANGUAGES if book.above_title[language]
        ],
        "title": typeset(book.title.ru, "ru"),
        "parallel": typeset(book.title.en, "en"),
        "subtitles": [(language, capital(typeset(book.subtitle[language], language))) for language in LANGUAGES],
        **imprint.title_page(book),
    }
    return render_to_string("proceedings/book/titlepage.html", context)


def imprint_html(book: Book, layout: Layout) -> str:
    """The back of the title page. Of *layout* it tells the extent."""
    context = {"book": book, "labels": LABELS, "imprint": imprint.verso(book, layout.front_pages, layout.body_pages)}
    return render_to_string("proceedings/book/imprint.html", context)


def contents_html(book: Book, layout: Layout, language: str) -> str:
    """The contents in one language. Page numbers are slots."""
    return render_to_string("proceedings/book/contents.html", {"list": _contents(book, layout, language)})


def part_leaf_html(book: Book, part: Part) -> str:
    """The leaf that opens a part; the one of the first opens the body of the book."""
    context = {"part": part, "is_first": part is book.parts[0], **_part_context(part)}
    return render_to_string("proceedings/book/part.html", context)


def index_html(book: Book, layout: Layout) -> str:
    """The index of authors. Page numbers are slots along which the rest of the line moves."""
    shown = {key: (layout.pages[key][0], room) for key, room in rooms(layout.pages).items()}
    index = author_index(book, shown)
    context = {
        "labels": LABELS,
        "columns": [(language, index[language]) for language in LANGUAGES if index[language]],
    }
    return render_to_string("proceedings/book/index.html", context)


def last_html(book: Book, layout: Layout) -> str:
    """Концевая полоса. Of *layout* it tells the extent."""
    context = {"book": book, "labels": LABELS, "last": imprint.last_page(book, layout.front_pages, layout.body_pages)}
    return render_to_string("proceedings/book/last.html", context)


def outcome_piece_html(book: Book, outcome: Outcome) -> str:
    return outcome_html(book, outcome, running=running_head(outcome.title.best("ru")[0], "ru"))


def unbroken(html: str) -> str:
    """*html* whose city names and ranges of numbers do not break at their hyphen or dash."""
    parts = re.split(r"(<[^>]+>)", html)
    return "".join(part if part.startswith("<") else NEVER_BROKEN.sub(WORD_JOINER, part) for part in parts)


def document_html(book: Book, inner: str, *, begins_left: bool = False) -> str:
    """*inner*, any piece of the book, as a document of its own. A piece that *begins_left* has the margins for it."""
    context = {
        "book": book,
        "begins_left": begins_left,
        "inner": unbroken(inner),
        "title": typeset(book.title.ru, "ru"),
        "running": running_head(book.title.ru, "ru"),
    }
    return render_to_string("proceedings/book/document.html", context)


def part_label(part: Part, language: str) -> str:
    short = part.short_title[language] or part.title.best(language)[0]
    return typeset(f"{LABELS[language]['track']}\u00a0{part.number}. {short}", language)


def _part_context(part: Part) -> dict[str, Any]:
    return {
        "label": f"{LABELS['ru']['track']}\u00a0{part.number}",
        "label_en": f"{LABELS['en']['track']}\u00a0{part.number}",
        "title": typeset(part.title.ru or part.title.en, "ru"),
        "title_en": typeset(part.title.en, "en"),
        "bookmark": f"{LABELS['ru']['track']} {part.number}. {part.short_title.ru or part.title.ru}",
    }


def _contents(book: Book, layout: Layout, language: str) -> dict[str, Any]:
    parts = []
    for part in book.parts:
        rows = [_row(article, layout, language) for article in part.articles]
        parts.append({"part": part, "label": part_label(part, language), "rows": rows})
    return {
        "language": language,
        "labels": LABELS[language],
        "front": contents_of(book.front, layout.sections, language, is_front=True),
        "back": contents_of(book.back, layout.annexes, language, is_front=False),
        "parts": parts,
        "outcomes_label": PART[language] if book.outcomes else "",
        "outcomes": contents_rows(book.outcomes, layout.outcomes, language),
        "index_page": layout.index_page,
    }


def _row(article: Article, layout: Layout, language: str) -> dict[str, Any]:
    title, title_language = article.title.best(language)
    names = typeset(", ".join(gost.inverted(name) for name in article.names(language)), language)
    first = layout.pages.get(article.key, (0, 0))[0]
    return {
        "anchor": article.anchor,
        "names": names,
        "title": typeset(title, title_language),
        "language": title_language,
        "page": first,
    }
