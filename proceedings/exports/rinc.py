"""РИНЦ (eLIBRARY): a workbook of everything its cabinet asks for, and the issue-shaped XML for a series with an ISSN.

A collection that is no periodical is entered in the depositor's cabinet by hand, article by article; the workbook
has each field in both languages in the order of that form. The XML is that of journals («выпуск»).
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from conference.tables import Sheet
from proceedings.compiler import Author, Both
from proceedings.gost import initials

from .markup import Element, document, maker, one_line, plain
from .records import Issue, Item

DEGREE = re.compile(
    r"((?:кандидат|доктор|канд\.|д-р)\s[^,;]*?(?:наук|н\.)|Ph\.?\s?D\.?|D\.?Sc\.?)(?:\s*[,;]\s*|$)", re.IGNORECASE
)
LANGUAGES = {"ru": "RUS", "en": "ENG"}
ARTICLE_TYPES = {
    "original": "RAR", "review": "REV", "editorial": "EDI", "discussion": "MIS", "short": "SCO",
    "book_review": "BRV", "personalia": "PER", "conference": "CNF",
}  # fmt: skip
E = maker()


# -- the workbook --------------------------------------------------------------------------------------------

VOLUME = (
    "Заглавие", "Заглавие (англ.)", "Подзаголовок", "Подзаголовок (англ.)", "Издательство", "Издательство (англ.)",
    "Город", "Город (англ.)", "Год", "ISBN", "ISSN серии", "Серия", "Номер в серии", "DOI", "УДК", "ББК", "Страниц",
    "Статей", "Конференция", "Конференция (англ.)", "Место проведения", "Начало", "Окончание", "Лицензия",
    "Редакционная коллегия", "Рецензенты", "Аннотация", "Аннотация (англ.)", "Адрес в сети",
)  # fmt: skip
ARTICLES = (
    "№", "Секция", "Тип", "Язык", "Заглавие", "Заглавие (англ.)", "Авторы", "Авторы (англ.)", "Страницы", "DOI", "УДК",
    "ГРНТИ", "Аннотация", "Аннотация (англ.)", "Ключевые слова", "Ключевые слова (англ.)", "Благодарности",
    "Благодарности (англ.)", "Поступила", "Одобрена", "Принята", "Лицензия", "Пометы", "Адрес в сети", "PDF",
)  # fmt: skip
AUTHORS = (
    "№ статьи", "№ автора", "Фамилия", "Имя и отчество", "Инициалы", "Фамилия (англ.)", "Имя (англ.)",
    "Инициалы (англ.)", "Учёная степень, звание", "Должность", "Организация", "Организация (англ.)", "Город",
    "Город (англ.)", "Страна", "Страна (англ.)", "E-mail", "ORCID", "SPIN-код", "ROR", "Для переписки",
)  # fmt: skip
SOURCES = ("№ статьи", "№ в списке", "Описание источника")


def workbook(issue: Issue) -> tuple[Sheet, ...]:
    """Four sheets: the volume, its articles, their authors, their sources."""
    return (
        Sheet("Сборник", ("Поле", "Значение"), tuple(zip(VOLUME, _volume(issue), strict=True)), {0: 26, 1: 90}),
        Sheet("Статьи", ARTICLES, tuple(_article(issue, item) for item in issue.items), {4: 60, 5: 60, 12: 70, 13: 70}),
        Sheet("Авторы", AUTHORS, tuple(row for item in issue.items for row in _authors(item)), {10: 50, 11: 50}),
        Sheet(
            "Источники",
            SOURCES,
            tuple(
                (item.article.number, number, plain(source))
                for item in issue.items
                for number, source in enumerate(item.article.text.sources, start=1)
            ),
            {2: 120},
        ),
    )


def _volume(issue: Issue) -> tuple[object, ...]:
    book, event = issue.book, issue.event
    return (
        book.title.ru, book.title.en, book.subtitle.ru, book.subtitle.en, book.publisher.ru, book.publisher.en,
        book.place.ru, book.place.en, book.year, book.isbn, book.issn, book.series.best("ru")[0], book.issue_number,
        book.doi, book.udk, book.bbk, issue.pages, len(issue.items), event.title.ru, event.title.en,
        event.place.best("ru")[0], event.starts, event.ends, book.licence, book.editors.best("ru")[0],
        book.reviewers.best("ru")[0], book.annotation.ru, book.annotation.en, issue.url.best("ru")[0],
    )  # fmt: skip


def _article(issue: Issue, item: Item) -> tuple[object, ...]:
    article = item.article
    part = next((part for part in issue.book.parts if part.number == item.part), None)
    return (
        article.number, part.title.best("ru")[0] if part else "", article.type.best("ru")[0],
        LANGUAGES[article.language], item.title("ru"), item.title("en"),
        _names(article.authors, "ru"), _names(article.authors, "en"),
        _pages(item), article.doi, article.udk, article.grnti, article.abstract.ru, article.abstract.en,
        article.keywords.ru, article.keywords.en, article.acknowledgments.ru, article.acknowledgments.en,
        article.received, article.reviewed, article.accepted, issue.licence(item),
        "\n".join(notice.line("ru") for notice in item.notices), item.address(), item.pdf,
    )  # fmt: skip


def _names(authors: tuple[Author, ...], language: str) -> str:
    return "; ".join(author.full_name(language) for author in authors)


def _pages(item: Item) -> str:
    first, last = item.pages
    return str(first) if first == last else f"{first}-{last}"


def degree_and_position(author: Author) -> tuple[str, str]:
    """Both as they are known; a degree that was typed before the position, as in older data, is taken from there."""
    degree, position = author.degree.best("ru")[0], author.position.best("ru")[0]
    found = None if degree else DEGREE.match(position)
    return (found[1], position[found.end() :]) if found else (degree, position)


def _authors(item: Item) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for place, author in enumerate(item.article.authors):
        rows.append(
            (
                item.article.number, place + 1, author.family.ru, author.given.ru, initials(author.given.ru),
                author.family.en, author.given.en, initials(author.given.en), *degree_and_position(author),
                author.affiliation.ru, author.affiliation.en, author.city.ru,
                author.city.en, author.country.ru, author.country.en,
                item.emails[place] if place < len(item.emails) else "", author.orcid, author.spin, author.ror,
                "да" if author.is_corresponding else "",
            )
        )  # fmt: skip
    return rows


# -- the issue as XML ----------------------------------------------------------------------------------------


def lacking(issue: Issue) -> list[str]:
    """Codes of what keeps the issue-shaped XML from being made."""
    lacks = []
    if not issue.book.issn:
        lacks.append("issn")
    if not issue.book.issue_number:
        lacks.append("issue-number")
    return lacks


def issue_xml(issue: Issue, title_id: int) -> bytes:
    """The volume as an issue of a series. *title_id* is the number that eLIBRARY gave the series.

    Raises ValueError when the volume is no issue of a series with an ISSN.
    """
    if lacks := lacking(issue):
        raise ValueError(lacks)
    book = issue.book
    number = book.issue_number.strip()
    root = E(
        "journal",
        E("titleid", str(title_id)),
        E("eissn" if book.is_electronic else "issn", book.issn),
        [
            E("journalInfo", {"lang": LANGUAGES[language]}, E("title", one_line(name)))
            for language, name in _known(book.series if book.series else book.title)
        ],
        E(
            "issue",
            {"type": "ISS"},
            E("number", number),
            E("dateUni", str(book.year)),
            E("pages", f"1-{issue.pages - issue.front_pages}") if issue.pages > issue.front_pages else None,
            _each("issTitle", book.title),
            E("codes", E("doi", book.doi)) if book.doi else None,
            E("articles", _articles(issue)),
        ),
    )
    return document(root)


def _known(text: Both) -> list[tuple[str, str]]:
    return [(language, text[language]) for language in ("ru", "en") if text[language]]


def _each(tag: str, text: Both) -> list[Element]:
    return [E(tag, {"lang": LANGUAGES[language]}, one_line(said)) for language, said in _known(text)]


def _articles(issue: Issue) -> list[Element]:
    made: list[Element] = []
    shown = 0
    for item in issue.items:
        part = next((part for part in issue.book.parts if part.number == item.part), None)
        if part and part.number != shown:
            made.append(E("section", _each("secTitle", part.title)))
            shown = part.number
        made.append(_article_xml(issue, item))
    return made


def _article_xml(issue: Issue, item: Item) -> Element:
    article = item.article
    titles = Both(item.title("ru"), item.title("en"))
    codes = [E("doi", article.doi) if article.doi else None, E("udk", article.udk) if article.udk else None]
    return E(
        "article",
        E("pages", _pages(item)),
        E("artType", ARTICLE_TYPES.get(article.kind, "RAR")),
        E("langPubl", LANGUAGES[article.language]),
        E("authors", [_author_xml(author, place) for place, author in enumerate(article.authors, start=1)])
        if article.authors
        else None,
        E("artTitles", _each("artTitle", titles)),
        E("abstracts", _each("abstract", _with_notices(item))) if _with_notices(item) else None,
        E("text", {"lang": LANGUAGES[article.language]}, plain(article.text.html) or one_line(item.main_title())),
        E("codes", codes) if any(code is not None for code in codes) else None,
        _keywords(item),
        _references(item),
        E("files", E("furl", {"desc": "fullText", "lang": LANGUAGES[article.language]}, item.pdf))
        if item.pdf
        else None,
        E("rubrics", E("rubric", article.grnti)) if article.grnti else None,
        _dates(issue, item),
        E("fundings", _each("funding", article.acknowledgments)) if article.acknowledgments else None,
    )


def _with_notices(item: Item) -> Both:
    """The abstracts, with what was said of the article since before them."""
    said = {}
    for language in ("ru", "en"):
        abstract = item.article.abstract[language]
        parts = [notice.line(language) for notice in item.notices if notice.text[language] or abstract]
        said[language] = " ".join([*parts, abstract]).strip()
    return Both(**said)


def _author_xml(author: Author, place: int) -> Element:
    codes: list[Any] = [
        E("spin", author.spin) if author.spin else None,
        E("orcid", author.orcid) if author.orcid else None,
    ]
    known = [language for language in ("ru", "en") if author.family[language]] or ["ru"]
    return E(
        "author",
        {"num": str(place)},
        E("correspondent", "1") if author.is_corresponding else None,
        [_person(author, language) for language in known],
        E("authorCodes", codes) if any(code is not None for code in codes) else None,
    )


def _person(author: Author, language: str) -> Element:
    name = author.name(language)
    return E(
        "individInfo",
        {"lang": LANGUAGES[language]},
        E("surname", one_line(name.family)),
        E("initials", initials(name.given)) if name.given else None,
        E("town", author.city[language]) if author.city[language] else None,
        E("country", author.country[language]) if author.country[language] else None,
        E("otherInfo", ", ".join(filter(None, (author.degree[language], author.position[language]))))
        if author.degree[language] or author.position[language]
        else None,
        E("orgName", one_line(author.affiliation[language])) if author.affiliation[language] else None,
    )


def _keywords(item: Item) -> Any:
    groups = [
        E("kwdGroup", {"lang": LANGUAGES[language]}, [E("keyword", one_line(word)) for word in item.keywords(language)])
        for language in ("ru", "en")
        if item.keywords(language)
    ]
    return E("keywords", groups) if groups else None


def _references(item: Item) -> Any:
    sources = item.article.text.sources
    if not sources:
        return None
    made = [E("reference", E("refInfo", {"lang": "ANY"}, E("text", plain(source)))) for source in sources]
    return E("references", made)


def _dates(issue: Issue, item: Item) -> Element:
    def day(name: str, when: date | None) -> Any:
        return E(name, f"{when:%d.%m.%Y}") if when else None

    return E(
        "dates",
        day("dateReceived", item.article.received),
        day("dateAccepted", item.article.accepted),
        day("datePublication", issue.issued),
    )
