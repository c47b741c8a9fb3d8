"""Books as plain data for the tests of the compiler, and how what comes of them is read."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from proceedings.compiler import Article, Author, Book, Both, Part, Settings, Text
from proceedings.services.description import FONTS, FORMULAS, STYLES, TEMPLATES

ORLOV = Author(
    family=Both("Орлов", "Orlov"),
    given=Both("Пётр Ильич", "Petr"),
    position=Both("доцент", "Associate Professor"),
    affiliation=Both("Школа № 5", "School No. 5"),
    city=Both("Минск", "Minsk"),
    country=Both("Беларусь", "Belarus"),
    email="orlov@example.org",
    is_corresponding=True,
)
MEMMEDOV = Author(family=Both("Мамедов", "Məmmədov"), given=Both("Эльчин", "Elçin"))
SARGSYAN = Author(family=Both("", "Sargsyan"), given=Both("", "Ani"))


def an_article(key: str, number: int, **fields: object) -> Article:
    given = {
        "key": key,
        "number": number,
        "language": "ru",
        "title": Both(f"Статья номер {number}", f"Article number {number}"),
        "authors": (ORLOV, MEMMEDOV),
        "type": Both("Научная статья", "Original article"),
        "udk": "376.1",
        "abstract": Both("Краткое изложение.", "A short account."),
        "keywords": Both("школа, участие", "school, participation"),
        "text": Text(html="<h2>Начало</h2><p>Первый абзац статьи.</p>", sources=("Иванов И. И. Книга. М., 2007.",)),
    }
    return Article(**{**given, **fields})


def a_book(*articles: Article, **fields: object) -> Book:
    given = {
        "title": Both("Вместе учиться: сборник", "Learning Together: Proceedings"),
        "subtitle": Both("материалы международной конференции", "proceedings of the international conference"),
        "place": Both("Санкт-Петербург", "Saint Petersburg"),
        "publisher": Both("Издательство", "Publisher"),
        "year": 2008,
        "udk": "376.1(082)",
        "isbn": "978-0-00-000000-2",
        "parts": (Part(1, Both("О школе", "On school"), Both("Школа", "School"), tuple(articles)),),
    }
    return Book(**{**given, **fields})


def settings(**fields: object) -> Settings:
    given = {
        "stylesheets": (STYLES / "book-fonts.css", FORMULAS / "formula.css", STYLES / "book.css"),
        "roots": (STYLES, FONTS, FORMULAS),
        "templates": TEMPLATES,
    }
    return Settings(**{**given, **fields})


def text_of(pdf: Path, *options: str) -> str:
    return subprocess.run(["pdftotext", *options, pdf, "-"], capture_output=True, text=True, check=True).stdout


def flat(text: str) -> str:
    """*text* as one line, words broken at line ends joined, all spaces alike."""
    return re.sub(r"\s+", " ", re.sub(r"(?<=\w)-\n(?=\w)", "", text).replace("\u00a0", " "))


def rows_of(count: int) -> str:
    cells = "".join(f'<tr><th scope="row">Строка {n}</th><td class="n">{n}</td></tr>' for n in range(1, count + 1))
    return (
        '<table><caption>Длинная</caption><thead><tr><th scope="col">Название строки</th>'
        f'<th scope="col" class="n">Число</th></tr></thead><tbody>{cells}</tbody></table>'
    )
