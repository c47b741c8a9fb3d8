"""The patterns of STANDARDS §1.3 and §1.5, letter by letter."""

from __future__ import annotations

from decimal import Decimal

import pytest

from proceedings.compiler import Author, Both
from proceedings.gost import (
    Book,
    Name,
    article_record,
    conventional_sheets,
    direct,
    initials,
    inverted,
    page_range,
    reference,
    roman,
    volume_record,
)

IVANOV, PETROVA = Name("Иванов", "Иван Иванович"), Name("Петрова", "Анна Сергеевна")
RU = Book(
    title="Заглавие сборника",
    subtitle="материалы конф., Санкт-Петербург, 19–20 июня 2008 г.",
    place="Санкт-Петербург",
    publisher="Изд-во РГПУ",
    year=2008,
)
EN = Book(title="Learning Together", subtitle="proceedings", place="Saint Petersburg", publisher="Press", year=2008)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Иван Иванович", "И. И."),
        ("Жан-Пьер", "Ж.-П."),
        ("Anton I.", "A. I."),
        ("Elçin", "E."),
        ("", ""),
        ("  Günel   Tofiq  qızı ", "G. T."),
        ("Гюнель Тофик кызы", "Г. Т."),
        ("Гюнель Тофик-кызы", "Г. Т."),
        ("Эльчин Рустам Оглы", "Э. Р."),
        ("Эльчин Рустам оглу", "Э. Р."),
        ("Айгуль Асан кизи", "А. А."),
        ("Elchin Rustam ogly", "E. R."),
        ("Elchin Rustam OGLU", "E. R."),
        ("Aigul Asan kyzy", "A. A."),
    ],
)
def test_initials(given, expected):
    assert initials(given) == expected


def test_a_full_name_keeps_what_its_initials_drop():
    rahimova = Author(family=Both("Рагимова", "Rəhimova"), given=Both("Гюнель Тофик кызы", "Günəl"))

    assert rahimova.full_name("ru") == "Гюнель Тофик кызы Рагимова"
    assert inverted(rahimova.name("ru")) == "Рагимова Г. Т."
    assert inverted(rahimova.name("en")) == "Rəhimova G."


def test_names_both_ways():
    assert inverted(IVANOV) == "Иванов И. И."
    assert inverted(IVANOV, comma=True) == "Иванов, И. И."
    assert inverted(Name("Аристотель"), comma=True) == "Аристотель"
    assert direct(PETROVA) == "А. С. Петрова"


def test_up_to_three_authors_head_the_reference():
    made = reference([IVANOV, PETROVA], "Заглавие", RU, language="ru", pages=(15, 27))

    assert made == (
        "Иванов И. И., Петрова А. С. Заглавие // Заглавие сборника: материалы конф., Санкт-Петербург, "
        "19–20 июня 2008 г. СПб.: Изд-во РГПУ, 2008. С. 15–27."
    )


def test_from_four_authors_the_title_comes_first():
    made = reference([IVANOV, PETROVA, IVANOV, PETROVA], "Заглавие", RU, language="ru", pages=(1, 5))

    assert made.startswith("Заглавие / И. И. Иванов [и др.] // Заглавие сборника:")


def test_an_english_source_keeps_english_terms():
    made = reference([Name("Ainscow", "Mel")], "Promoting inclusion", EN, language="en", pages=(7, 16))

    assert made == (
        "Ainscow M. Promoting inclusion // Learning Together: proceedings. Saint Petersburg: Press, 2008. P. 7–16."
    )


def test_a_title_that_asks_keeps_its_mark_and_one_page_is_one_number():
    made = reference([IVANOV], "Кто платит ассистенту?", RU, language="ru", pages=(9, 9))

    assert made.startswith("Иванов И. И. Кто платит ассистенту? // ")
    assert made.endswith(" С. 9.")


def test_an_address_carries_the_day_it_was_read():
    made = reference([IVANOV], "Заглавие", RU, language="ru", url="https://example.org/1", accessed="01.11.2026")

    assert made.endswith(" URL: https://example.org/1 (дата обращения: 01.11.2026).")


def test_an_example_says_so():
    book = Book(title="Сборник", place="Москва", publisher="Издательство", year=2008, is_example=True)

    made = reference([IVANOV], "Заглавие", book, language="ru", pages=(1, 2))

    assert made == "Иванов И. И. Заглавие // Сборник. М.: Издательство, 2008. С. 1–2 (демонстрационный пример)."


def test_the_record_of_a_volume():
    book = Book(
        title="Вместе",
        parallel_title="Together",
        subtitle="материалы международной конференции",
        place="Санкт-Петербург",
        publisher="Издательство",
        year=2008,
        editors=("Н. В. Орлова (отв. ред.)", "А. С. Белова", "А. П. Жук", "В. О. Ким", "И. И. Русу"),
        isbn="978-0-00-000000-2",
    )

    assert volume_record(book, extent="vi, 112 с.", languages_note="Текст рус., англ.") == (
        "Вместе = Together : материалы международной конференции / редакционная коллегия: Н. В. Орлова (отв. ред.), "
        "А. С. Белова, А. П. Жук [и др.]. – Санкт-Петербург : Издательство, 2008. – vi, 112 с. – Текст рус., англ. – "
        "ISBN 978-0-00-000000-2. – Текст : электронный."
    )


def test_the_record_of_an_article():
    book = Book(title="Вместе", subtitle="материалы", place="Москва", publisher="Наука", year=2008, is_electronic=False)

    assert article_record([IVANOV, PETROVA], "Заглавие", book, pages=(15, 27)) == (
        "Иванов, И. И. Заглавие / И. И. Иванов, А. С. Петрова. – Текст : непосредственный // Вместе : материалы. – "
        "Москва : Наука, 2008. – С. 15–27."
    )
    five = [Name(f"Автор{number}", "Иван") for number in range(5)]
    assert article_record(five, "Заглавие", book).startswith(
        "Заглавие / И. Автор0, И. Автор1, И. Автор2 [и др.]. – Текст : непосредственный // "
    )


@pytest.mark.parametrize(
    ("pages", "paper", "sheets"),
    [(160, "70×100/16", "13.00"), (240, "60×84/16", "13.95"), (101, "70×100/16", "8.21")],
)
def test_conventional_sheets(pages, paper, sheets):
    assert conventional_sheets(pages, paper) == Decimal(sheets)


def test_pages_and_roman_figures():
    assert (page_range(15, 27), page_range(9, 9)) == ("15–27", "9")
    assert [roman(number) for number in (1, 4, 6, 9, 14, 48)] == ["i", "iv", "vi", "ix", "xiv", "xlviii"]
