"""The HTML of the book, page by page. Labels stand in both languages, as the book itself does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from conference import plait
from conference.text import typography
from proceedings import gost

from .book import LANGUAGES, Article, Author, Book, Both, Outcome, Part, lines
from .index import author_index
from .outcomes import PART, contents_rows, outcome_html
from .presenting import present

RUNNING_HEAD = 68
FIRST, LAST = 90_000_001, 90_000_002
WORD_JOINER = "\u2060"  # no glyph is needed for it, and it does not reach the text layer of the file
NEVER_BROKEN = re.compile(
    r"(?<=Санкт-)(?=Петербург)|(?<=Saint-)(?=Petersburg)|(?<=Нью-)(?=Йорк)"
    r"|(?<=\d[–-])(?=\d)"
)
PAPER_SIZE = {"70×100/16": "70×100 1/16"}
LABELS = {
    "ru": {
        "track": "Секция", "abstract": "Аннотация.", "keywords": "Ключевые слова:", "cite": "Для цитирования:",
        "sources": "Список источников", "about": "Информация об авторах", "about_one": "Информация об авторе",
        "contents": "Содержание", "index": "Указатель авторов", "letters": "Для писем:", "udk": "УДК",
        "board": "Редакционная коллегия:", "reviewers": "Рецензенты:", "authors": "© Авторы",
        "example": "Демонстрационный пример",
        "example_note": "Демонстрационный пример. Издание, его авторы, их организации и сведения о них вымышлены.",
        "text_missing": "Полный текст не поступил; публикуется аннотация.",
    },
    "en": {
        "track": "Track", "abstract": "Abstract.", "keywords": "Keywords:", "cite": "For citation:",
        "sources": "References", "about": "Information about the authors", "about_one": "Information about the author",
        "contents": "Contents", "index": "Index of authors", "letters": "Correspondence:", "udk": "UDC",
        "board": "Editorial board:", "reviewers": "Reviewers:", "authors": "© The authors",
        "example": "Demonstration",
        "example_note": "Demonstration. The edition, its authors, their organisations and data are invented.",
        "text_missing": "The full text was not received; the abstract is published.",
    },
}  # fmt: skip


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


def typeset(text: str, language: str) -> str:
    return typography(text, language)


def article_html(book: Book, part: Part, article: Article, pages: tuple[int, int]) -> str:
    """One article, from the line with its track to the dates, as it stands in the book."""
    own, other = article.language, article.other
    shown = present(article.text, own, for_print=True)
    title, title_language = article.title.best(own)
    alternative = article.title[other] if title_language == own else ""
    context = {
        "book": book,
        "article": article,
        "part": part,
        "labels": LABELS,
        "own": LABELS[own],
        "part_label": _part_label(part, own),
        "title": typeset(title, title_language),
        "title_language": title_language,
        "alternative": typeset(alternative, other),
        "running": typeset(_shortened(title), title_language),
        "type": article.type[own],
        "type_other": article.type[other],
        "summaries": [_summary(book, article, language, pages) for language in (own, other)],
        "body": shown.body,
        "sources": shown.sources,
        "about": [_about(article, language) for language in (own, other)],
        "dates": _dates(article),
    }
    return render_to_string("proceedings/book/article.html", context)


def alone_html(book: Book, part: Part, article: Article) -> str:
    """A document of one article, with page numbers of the usual width in its citation."""
    return document_html(book, article_html(book, part, article, (188, 189)))


def front_html(book: Book, layout: Layout) -> str:
    """Everything before the first part."""
    return "".join(
        [titlepage_html(book), imprint_html(book, layout)]
        + [contents_html(book, layout, language) for language in LANGUAGES]
    )


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
        "subtitles": [(language, _capital(typeset(book.subtitle[language], language))) for language in LANGUAGES],
    }
    return render_to_string("proceedings/book/titlepage.html", context)


def imprint_html(book: Book, layout: Layout) -> str:
    """The back of the title page. Of *layout* it tells the extent."""
    context = {"book": book, "labels": LABELS, "imprint": _imprint(book, layout)}
    return render_to_string("proceedings/book/imprint.html", context)


def contents_html(book: Book, layout: Layout, language: str) -> str:
    """The contents in one language. Page numbers are slots."""
    return render_to_string("proceedings/book/contents.html", {"list": _contents(book, layout, language)})


def part_leaf_html(book: Book, part: Part) -> str:
    """The leaf that opens a part; the one of the first opens the body of the book."""
    context = {"part": part, "is_first": part is book.parts[0], **_part_context(part)}
    return render_to_string("proceedings/book/part.html", context)


def back_html(book: Book, layout: Layout) -> str:
    """Everything behind the last part."""
    return index_html(book, layout) + last_html(book, layout)


def index_html(book: Book, layout: Layout) -> str:
    """The index of authors. Page numbers are slots."""
    index = author_index(book, layout.pages)
    context = {
        "labels": LABELS,
        "columns": [(language, index[language]) for language in LANGUAGES if index[language]],
    }
    return render_to_string("proceedings/book/index.html", context)


def last_html(book: Book, layout: Layout) -> str:
    """Концевая полоса. Of *layout* it tells the extent."""
    context = {"book": book, "labels": LABELS, "last": _last_page(book, layout)}
    return render_to_string("proceedings/book/last.html", context)


def outcome_alone(book: Book, outcome: Outcome) -> str:
    return document_html(book, outcome_piece_html(book, outcome))


def outcome_piece_html(book: Book, outcome: Outcome) -> str:
    return outcome_html(book, outcome, running=typeset(_shortened(outcome.title.best("ru")[0]), "ru"))


def front_alone(book: Book, layout: Layout) -> str:
    return document_html(book, front_html(book, layout))


def back_alone(book: Book, layout: Layout) -> str:
    return document_html(book, back_html(book, layout))


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
        "running": typeset(_shortened(book.title.ru), "ru"),
    }
    return render_to_string("proceedings/book/document.html", context)


def _part_label(part: Part, language: str) -> str:
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


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _shortened(title: str) -> str:
    """*title* for the running head: at most RUNNING_HEAD characters, cut between words."""
    if len(title) <= RUNNING_HEAD:
        return title
    for mark in (": ", ". ", "? "):
        head = title.split(mark)[0]
        if 20 <= len(head) <= RUNNING_HEAD:
            return head
    return title[:RUNNING_HEAD].rsplit(" ", 1)[0].rstrip(" ,;:–—") + "…"


def _summary(book: Book, article: Article, language: str, pages: tuple[int, int]) -> dict[str, Any]:
    """Byline, affiliations, abstract, keywords and citation in one language."""
    places: list[str] = []
    byline = []
    for author in article.authors:
        where = author.where(language)
        if where and where not in places:
            places.append(where)
        byline.append(
            {
                "name": typeset(author.full_name(language), language),
                "language": author.name_language(language),
                "mark": places.index(where) + 1 if where else 0,
            }
        )
    corresponding = next((author for author in article.authors if author.is_corresponding and author.email), None)
    return {
        "language": language,
        "labels": LABELS[language],
        "byline": byline,
        "marks": len(places) > 1,
        "places": [typeset(place, language) for place in places],
        "email": corresponding.email if corresponding else "",
        "orcids": [author.orcid for author in article.authors if author.orcid],
        "abstract": [typeset(part, language) for part in lines(article.abstract[language])],
        "keywords": typeset(article.keywords[language].rstrip("."), language),
        "citation": _citation(book, article, language, pages),
    }


def _citation(book: Book, article: Article, language: str, pages: tuple[int, int]) -> str:
    """How to cite the article, as HTML whose page numbers are slots."""
    first, last = pages
    stands_for = (FIRST, LAST if last > first else FIRST)  # numbers that occur nowhere else in the sentence
    text = str(escape(typeset(book.citation(article, language, stands_for), language)))
    text = text.replace(f"{FIRST}–{LAST}", f"{FIRST}–{WORD_JOINER}{LAST}")
    text = text.replace(str(FIRST), slot(f"first:{article.anchor}", first))
    return mark_safe(text.replace(str(LAST), slot(f"last:{article.anchor}", last)))  # noqa: S308


def slot(name: str, number: int) -> str:
    """*number* as a slot of that name: the assembler puts another one in when the page turns out to be another."""
    return f'<span class="slot" data-slot="{escape(name)}">{number}</span>'


def _about(article: Article, language: str) -> dict[str, Any]:
    labels = LABELS[language]
    people = [_about_author(author, language) for author in article.authors if author.position[language]]
    return {
        "language": language,
        "label": labels["about"] if len(article.authors) > 1 else labels["about_one"],
        "people": people,
    }


def _about_author(author: Author, language: str) -> dict[str, str]:
    return {
        "name": typeset(gost.direct(author.name(language)), language),
        "language": author.name_language(language),
        "what": typeset(gost.sentence(author.position[language]), language),
    }


def _dates(article: Article) -> list[tuple[str, str]]:
    """The line with the dates in both languages, the article's own first."""
    received, accepted = (f"{day:%d.%m.%Y}" if day else "" for day in (article.received, article.accepted))
    ru = [f"поступила в редакцию {received}"] if received else []
    en = [f"submitted {received}"] if received else []
    if accepted:
        ru.append(f"принята к публикации {accepted}")
        en.append(f"accepted for publication {accepted}")
    if not ru:
        return []
    said = {"ru": f"Статья {'; '.join(ru)}.", "en": f"The article was {'; '.join(en)}."}
    return [(language, typeset(said[language], language)) for language in (article.language, article.other)]


def _contents(book: Book, layout: Layout, language: str) -> dict[str, Any]:
    parts = []
    for part in book.parts:
        rows = [_row(article, layout, language) for article in part.articles]
        parts.append({"part": part, "label": _part_label(part, language), "rows": rows})
    return {
        "language": language,
        "labels": LABELS[language],
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


def extent(layout: Layout, book: Book) -> str:
    """«vi, 112 с.»: front matter in Roman figures, body in Arabic ones."""
    return f"{gost.roman(layout.front_pages)}, {layout.body_pages} с."


def _imprint(book: Book, layout: Layout) -> dict[str, Any]:
    record = gost.volume_record(book.cited("ru"), extent=extent(layout, book), languages_note="Текст рус., англ.")
    return {
        "board": typeset(", ".join(lines(book.editors.ru)), "ru"),
        "reviewers": typeset("; ".join(lines(book.reviewers.ru)), "ru"),
        "record": typeset(record, "ru"),
        "annotation": [
            (language, [typeset(part, language) for part in lines(book.annotation[language])]) for language in LANGUAGES
        ],
        "rights": _rights(book),
    }


def _rights(book: Book) -> Both:
    if not book.licence:
        return Both()
    return Both(
        typeset(f"Материалы доступны по лицензии {book.licence}. За точность сведений отвечают авторы.", "ru"),
        typeset(f"The papers are available under the {book.licence} licence. The authors answer for accuracy.", "en"),
    )


def _last_page(book: Book, layout: Layout) -> dict[str, Any]:
    """Концевая полоса: what an edition of its kind must say about itself (ГОСТ Р 7.0.4-2020, 7.0.83-2013)."""
    signed = _day(book.signed_on)
    sheets = str(gost.conventional_sheets(layout.front_pages + layout.body_pages, book.paper)).replace(".", ",")
    if book.is_electronic:
        facts = [
            f"Подписано к использованию {signed}." if signed else "",
            f"Объём {gost.roman(layout.front_pages)}, {layout.body_pages} с.",
            f"Усл. печ. л. {sheets}.",
            "Системные требования: программа для чтения PDF.",
            f"Адрес издания: {book.url}" if book.url else "",
        ]
    else:
        facts = [
            f"Подписано в печать {signed}." if signed else "",
            f"Формат {PAPER_SIZE.get(book.paper, book.paper)}.",
            "Гарнитура Source Serif.",
            f"Усл. печ. л. {sheets}.",
            f"Тираж {book.print_run} экз." if book.print_run else "",
        ]
    return {
        "kind": "Научное электронное издание" if book.is_electronic else "Научное издание",
        "title": typeset(book.title.ru, "ru"),
        "subtitle": _capital(typeset(book.subtitle.ru, "ru")),
        "board": typeset(", ".join(lines(book.editors.ru)), "ru"),
        "facts": [typeset(fact, "ru") for fact in facts if fact],
        "publisher": typeset(", ".join(part for part in (book.publisher.ru, book.place.ru) if part), "ru"),
    }


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""
