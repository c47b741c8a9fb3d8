"""The HTML of the book: an article in the order of ГОСТ Р 7.0.7-2021, both imprints, sections, the index."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from proceedings.compiler import Article, Author, Book, Both, Part, Section, Text
from proceedings.compiler.imprint import last_page, verso
from proceedings.compiler.index import author_index
from proceedings.compiler.listing import source_html
from proceedings.compiler.pages import Layout, article_html, contents_html, imprint_html, last_html, titlepage_html
from proceedings.compiler.sections import section_html

ZHUK = Author(
    family=Both("Жук", "Zhuk"), given=Both("Алеся Ивановна", "Alesia"),
    affiliation=Both("УО «Педагогический университет»", "Pedagogical University LLC"), city=Both("Минск", "Minsk"),
    country=Both("Беларусь", "Belarus"), email="zhuk@example.org", orcid="0000-0002-1825-0097", is_corresponding=True,
    degree=Both("кандидат педагогических наук", "PhD"), position=Both("доцент", "Associate Professor"),
    spin="1234-5678",
)  # fmt: skip
RUSU = replace(ZHUK, family=Both("Русу", "Rusu"), given=Both("Ион", "Ion"), email="rusu@example.org",
               is_corresponding=False, orcid="", spin="")  # fmt: skip
ARTICLE = Article(
    "7", 7, "ru", Both("Первый год", "The first year"), (ZHUK, RUSU), type=Both("Научная статья", "Original article"),
    udk="376.1", doi="10.12345/v.7", abstract=Both("О чём.", "About."), keywords=Both("школа, год.", "school, year"),
    text=Text("<p>Текст [1,с.5].</p>", ("Иванов И.И. Школа//Ж. 2020. №1. С.7-16.",)),
    received=date(2026, 9, 1), reviewed=date(2026, 10, 1), accepted=date(2026, 10, 12),
    acknowledgments=Both("поддержано фондом", "supported by a fund"), contribution=Both("поровну", "equally"),
)  # fmt: skip
PART = Part(2, Both("Право", "Law"), Both(), (ARTICLE,))
BOOK = Book(
    title=Both("Вместе", "Together"), subtitle=Both("материалы конференции", "proceedings"),
    place=Both("Санкт-Петербург", "Saint Petersburg"), publisher=Both("Мир", "World"), year=2026, parts=(PART,),
    licence="CC BY 4.0", udk="37", bbk="74", author_sign="В61", isbn="978-5-8064-1234-9", editors=Both("А. Б. Вин"),
    reviewers=Both("Г. Д. Ежов"), annotation=Both("О сборнике.", "On the volume."), is_electronic=False,
    signed_on=date(2026, 11, 20), print_run=300, order_number="123", stock=Both("Офсетная"), printing=Both("Цифровая"),
    publisher_address=Both("Невский пр., 1"), printer=Both("Типография, ул. Примерная, 2"), series=Both("Серия"),
    issn="2049-3630", issue_number="Вып. 3", responsible=Both("Под редакцией А. Б. Вина"), age_mark="12+",
)  # fmt: skip


def words(html: str) -> str:
    """What a reader sees: blocks and links apart, words whole, spaces as typed."""
    parted = re.sub(r"</?(?:p|br|div|li|ol|h\d|section|span class=\"pg[^>]*)[^>]*>", " ", html)
    plain = unescape(re.sub(r"<[^>]+>", "", parted)).replace("\u00a0", " ").replace("\u2060", "")
    return re.sub(r"\s+", " ", plain).strip()


def test_the_elements_of_an_article_stand_in_the_order_of_the_standard():
    shown = words(article_html(BOOK, PART, ARTICLE, (15, 27)))

    order = [
        "Научная статья", "УДК 376.1", "https://doi.org/10.12345/v.7", "Первый год", "Алеся Ивановна Жук",
        "Педагогический университет, Минск, Беларусь", "zhuk@example.org", "https://orcid.org/0000-0002-1825-0097",
        "Аннотация. О чём.", "Ключевые слова: школа, год", "Благодарности: поддержано фондом.", "Для цитирования:",
        "Текст [1, с. 5].", "Список источников", "Информация об авторах", "А. И. Жук — кандидат",
        "SPIN-код: 1234-5678.",
        "Вклад авторов: поровну.", "Авторы заявляют об отсутствии конфликта интересов.",
        "Статья поступила в редакцию 01.09.2026; одобрена после рецензирования 01.10.2026; принята к публикации "
        "12.10.2026.", "© Жук А. И., Русу И., 2026. Статья доступна по лицензии CC BY 4.0",
    ]  # fmt: skip
    places = [shown.index(each) for each in order]
    assert places == sorted(places)


def test_its_english_twin_says_the_same():
    shown = words(article_html(BOOK, PART, ARTICLE, (15, 27)))

    for each in (
        "Original article", "Alesia Zhuk, Ion Rusu", "Pedagogical University, Minsk, Belarus", "Abstract. About.",
        "Keywords: school, year", "Acknowledgments: supported by a fund.", "For citation: Zhuk A., Rusu I.",
        "P. 15–27. DOI: 10.12345/v.7.", "Information about the authors", "Contribution of the authors: equally.",
        "The authors declare no conflicts of interests.",
        "The article was submitted 01.09.2026; approved after reviewing 01.10.2026; accepted for publication",
    ):  # fmt: skip
        assert each in shown


def test_only_the_corresponding_author_shows_an_address_and_an_orcid_has_no_stop():
    html = article_html(BOOK, PART, ARTICLE, (15, 27))

    assert "rusu@example.org" not in html
    assert 'href="https://orcid.org/0000-0002-1825-0097">https://orcid.org/0000-0002-1825-0097</a></span>' in html


def test_one_author_is_not_many():
    alone = replace(ARTICLE, authors=(ZHUK,), conflict_of_interest=Both("работает в школе", ""), reviewed=None)

    shown = words(article_html(BOOK, PART, alone, (15, 15)))

    assert "Информация об авторе" in shown
    assert "Вклад автора: поровну." in shown
    assert "Конфликт интересов: работает в школе." in shown
    assert "The author declares no conflicts of interests." in shown
    assert "01.09.2026; принята к публикации" in shown


def test_the_foot_of_the_opening_page_is_short():
    html = article_html(BOOK, PART, ARTICLE, (15, 27))

    foot = re.search(r'data-foot="([^"]*)"', html)[1].replace("\u00a0", " ")
    assert foot == "Вместе. СПб., 2026\n© Жук А. И., Русу И., 2026 · CC BY 4.0\nhttps://doi.org/10.12345/v.7"


def test_a_licence_of_its_own_comes_before_that_of_the_book():
    own = replace(ARTICLE, licence="CC BY-ND 4.0")

    assert 'href="https://creativecommons.org/licenses/by-nd/4.0/"' in article_html(BOOK, PART, own, (1, 2))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "Иванов И.И. Школа//Ж. 2020. №1. С.7-16. doi:10.12345/a",
            'Иванов И. И. Школа // Ж. 2020. № 1. С. 7–16. <a href="https://doi.org/10.12345/a">DOI: 10.12345/a</a>.',
        ),
        (
            "Школа. URL: https://x.org/a?b=1 (дата обращения 01.11.2026)",
            'Школа. URL: <a href="https://x.org/a?b=1">https://x.org/a?b=1</a> (дата обращения: 01.11.2026).',
        ),
        ("<em>Школа</em>. 2020. С.7-16", "<em>Школа</em>. 2020. С.7–16"),
        ('<a href="https://x.org/">x</a>', '<a href="https://x.org/">x</a>'),
        ("<code>a - b</code> и текст", "<code>a - b</code> и текст"),
    ],
)
def test_a_source_is_even_and_its_addresses_are_links(typed, expected):
    assert source_html(typed, "ru").replace("\u00a0", " ") == expected


def test_the_last_page_of_a_printed_edition():
    said = last_page(BOOK, 8, 232)

    assert [fact.replace("\u00a0", " ") for fact in said["facts"]] == [
        "Подписано в печать 20.11.2026.", "Формат 70×100 1/16.", "Бумага офсетная.", "Гарнитура Source Serif 4.",
        "Печать цифровая.", "Усл. печ. л. 19,50.", "Уч.-изд. л. 0,01.", "Тираж 300 экз.", "Заказ № 123.",
    ]  # fmt: skip
    assert said["printer"].replace("\u00a0", " ") == "Отпечатано: Типография, ул. Примерная, 2."
    html = words(last_html(BOOK, Layout(front_pages=8, body_pages=232)))
    places = [html.index(each) for each in ("Серия. Вып. 3", "Научное издание", "Вместе", "Под редакцией", "Подписано")]
    assert places == sorted(places)


def test_the_last_page_of_an_electronic_edition():
    edition = replace(BOOK, is_electronic=True, url="https://x.org/v/", megabytes=4, requirements=Both("Программа PDF"))

    said = last_page(edition, 8, 232)

    assert [fact.replace("\u00a0", " ") for fact in said["facts"]] == [
        "Подписано к использованию 20.11.2026.", "Объём 240 с., 4 МБ.", "Системные требования: программа PDF.",
        "Адрес издания: https://x.org/v/",
    ]  # fmt: skip
    assert (said["kind"], said["printer"]) == ("Научное электронное издание", "")


def test_title_page_and_its_back():
    front = words(titlepage_html(BOOK))
    back = words(imprint_html(BOOK, Layout(front_pages=8, body_pages=232)))

    for each in ("Серия. Вып. 3", "Вместе", "Together", "Под редакцией А. Б. Вина", "Санкт-Петербург", "Мир", "12+"):
        assert each in front
    assert back.startswith("УДК 37 ББК 74 В61 Редакционная коллегия: А. Б. Вин Рецензенты: Г. Д. Ежов")
    assert (
        "Вместе = Together : материалы конференции / под редакцией А. Б. Вина ; редакционная коллегия: А. Б. Вин. – "
        "Санкт-Петербург : Мир, 2026. – viii, 232 с. – (Серия, ISSN 2049-3630 ; Вып. 3). – Текст рус., англ. – "
        "ISBN 978-5-8064-1234-9. – Текст : непосредственный."
    ) in back
    assert verso(BOOK, 8, 232)["numbers"] == ["ISBN\u00a0978-5-8064-1234-9", "ISSN\u00a02049-3630"]


HOSTILE = (
    '<script>alert(1)</script> [x](javascript:alert(1)) <img src="file:///etc/passwd">\n\n## Комитет\n\n- А. И. Жук'
)


def test_a_section_is_safe_and_stands_in_both_languages():
    section = Section(
        "3", "foreword", Both("Предисловие", "Foreword"), Both(HOSTILE, "*Words*"), Both("А. Вин", "A. Vin")
    )

    html = section_html(section)

    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert '<div class="words" lang="ru">' in html
    assert '<div class="words other" lang="en">\n<p><em>Words</em></p>' in html
    assert "А.\u00a0И.\u00a0Жук" in html


def test_contents_count_what_comes_before_in_roman_figures():
    book = replace(
        BOOK,
        front=(Section("3", "foreword", Both("Предисловие", "Foreword")),),
        back=(Section("4", "annex", Both("Приложение", "Annex"), is_front=False),),
    )
    layout = Layout({"7": (3, 8)}, 8, 20, 15, {}, {"3": (7, 7)}, {"4": (11, 12)})

    shown = words(contents_html(book, layout, "en"))

    assert shown == (
        "Contents Foreword vii Track 2. Law Zhuk A., Rusu I. The first year 3 Annex 11 Index of authors 15"
    )


NAMES = [
    ("Ёлкин", "Yolkin"), ("Елкина", "Yelkina"), ("Ельцин", "Yeltsin"), ("Йонас", "Jonas"), ("Иванов", "Ivanov"),
    ("Қасымов", "Qasymov"), ("Карпов", "Karpov"), ("", "Əliyev"), ("", "Étienne"), ("", "O’Neill"),
    ("", "van der Berg"), ("", "Țurcanu"), ("", "Świątek"),
    ("д’Артаньян", "d’Artagnan"), ("Ўразов", "Urazov"), ("Әбілов", "Abilov"),
]  # fmt: skip


def test_hard_names_stand_in_the_index_as_readers_look_for_them():
    authors = tuple(Author(Both(ru, en), Both("И.", "I.")) for ru, en in NAMES)
    book = replace(BOOK, parts=(replace(PART, articles=(replace(ARTICLE, authors=authors),)),))

    index = author_index(book, {"7": (3, 8)})

    shown = {code: [(row.letter, [entry.name for entry in row.entries]) for row in index[code]] for code in index}
    assert shown["ru"] == [
        ("Ә", ["Әбілов И."]), ("Д", ["д’Артаньян И."]), ("Е", ["Ёлкин И.", "Елкина И.", "Ельцин И."]),
        ("И", ["Иванов И."]), ("Й", ["Йонас И."]), ("К", ["Карпов И."]), ("Қ", ["Қасымов И."]), ("Ў", ["Ўразов И."]),
    ]  # fmt: skip
    assert [letter for letter, _names in shown["en"]] == [
        "A", "D", "E", "Ə", "I", "J", "K", "O", "Q", "S", "T", "U", "V", "Y",
    ]  # fmt: skip
    assert [names for letter, names in shown["en"] if letter == "S"] == [["Świątek I."]]


def test_an_author_without_a_latin_name_is_transliterated_in_english():
    author = Author(family=Both("Жидкова"), given=Both("Тамара Сергеевна"))

    assert author.full_name("en") == "Tamara Sergeevna Zhidkova"
    assert (author.name_language("en"), author.full_name("ru")) == ("en", "Тамара Сергеевна Жидкова")
