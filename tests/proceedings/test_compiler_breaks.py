"""How the pages of a book break: long tables, last lines, lists of sources."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import page
import pytest

from proceedings.compiler import Compiled, Text, compile_book, present
from tests.proceedings.books import a_book, an_article, flat, rows_of, settings, text_of

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def overleaf(tmp_path_factory: pytest.TempPathFactory) -> tuple[Compiled, Path]:
    """A table longer than a page, then a text whose last lines meet the foot of a page at some of the lengths."""
    articles = [an_article("1", 1, text=Text(html=f"<p>До.</p>{rows_of(60)}"))]
    sources = tuple(f"Иванов И. И. Книга номер {n}. М.: Наука, 2007. 148 с." for n in range(1, 7))
    for number in range(2, 14):
        html = "<p>Строка текста.</p>" * (2 * number + 20)
        articles.append(
            an_article(
                str(number), number, text=Text(html=html, sources=sources),
                received=date(2008, 4, 1), accepted=date(2008, 5, 1),
            )
        )  # fmt: skip
    made = compile_book(a_book(*articles), settings(workers=2))
    target = tmp_path_factory.mktemp("overleaf") / "book.pdf"
    target.write_bytes(made.pdf)
    return made, target


def page_of(pdf: Path, made: Compiled, number: int) -> str:
    physical = str(made.front_pages + number)
    return flat(text_of(pdf, "-f", physical, "-l", physical))


def test_a_long_table_goes_on_overleaf_under_its_head(overleaf):
    made, pdf = overleaf
    first, last = made.page_map["1"]

    pages = [page_of(pdf, made, number) for number in range(first, last + 1)]

    with_rows = [text for text in pages if re.search(r"Строка \d+ \d+", text)]
    assert len(with_rows) >= 2
    assert ["Название строки" in text for text in with_rows] == [True] * len(with_rows)
    report = page.validate_pdf(pdf, profile="ua1", limits=page.SafetyLimits.unlimited())
    assert [str(failure) for failure in report.failures] == []


def test_the_last_lines_of_an_article_never_stand_alone(overleaf):
    """With the dates go those about the author and at least two of the sources."""
    made, pdf = overleaf

    for key, (_first, last) in made.page_map.items():
        text = page_of(pdf, made, last)
        assert "Информация об авторах" in text
        assert len(re.findall(r"Книга номер \d", text)) >= (0 if key == "1" else 2)
        assert ("Статья поступила в редакцию 01.04.2008" in text) == (key != "1")


def test_a_list_of_sources_begins_with_two_of_them(overleaf):
    made, pdf = overleaf

    for first, last in made.page_map.values():
        for number in range(first, last + 1):
            text = page_of(pdf, made, number)
            if "Список источников" in text:
                after = text.split("Список источников")[1]
                assert "Книга номер 1" in after
                assert "Книга номер 2" in after


def test_short_tables_stay_whole_and_long_ones_may_break():
    html = "".join(rows_of(count) for count in (8, 9))

    shown = present(Text(html=html), "ru", for_print=True).body

    assert re.findall(r"<table[^>]*>", shown) == ["<table>", '<table class="long">']
