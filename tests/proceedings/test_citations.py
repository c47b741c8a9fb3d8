"""Citations and descriptions, word for word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from proceedings.citations import (
    Event,
    Record,
    Retraction,
    apa,
    bibtex,
    csl_item,
    csl_json,
    gost,
    issue_digits,
    json_ld,
    licence_address,
    meta_tags,
    ris,
)
from proceedings.citations.record import editor_names, key_of
from proceedings.citations.tags import IN_WORDS
from proceedings.compiler import Article, Author, Book, Both
from proceedings.gost import Name
from tests.proceedings import schemas

BOOK = Book(
    title=Both("Вместе учиться", "Learning Together"),
    subtitle=Both("материалы международной конференции", "proceedings of the international conference"),
    place=Both("Санкт-Петербург", "Saint Petersburg"),
    publisher=Both("Изд-во РГПУ", "Herzen University Press"),
    year=2008,
    parts=(),
    isbn="978-5-8064-1234-9",
    editors=Both("И. Берёзкина (отв. ред.)\nРусу И. П.", "I. Berezkina (managing editor)\nIon Rusu"),
    annotation=Both("Сборник о школе.", "A book about school."),
    licence="CC BY 4.0",
)
ZHUK = Author(
    Both("Жук", "Zhuk"), Both("Алеся Петровна", "Alesya"), affiliation=Both("БГУ", "BSU"), orcid="0000-0002-1825-0097"
)
ORLOVA = Author(Both("Орлова", "Orlova"), Both("Надежда", "Nadezhda"))
MAMMADOV = Author(Both("", "Məmmədov"), Both("", "Elçin"))
ARTICLE = Article(
    key="7",
    number=3,
    language="ru",
    title=Both("Первый год в разном классе", "The first year in a diverse class"),
    authors=(ZHUK, ORLOVA, MAMMADOV),
    udk="376.1",
    abstract=Both("Мы опросили 214 учителей.", "We asked 214 teachers."),
    keywords=Both("наставничество, молодой специалист", "mentoring, early-career teachers"),
)
RECORD = Record(
    book=BOOK,
    article=ARTICLE,
    pages=(201, 209),
    event=Event(
        Both("Инклюзивное образование", "Inclusive Education"),
        Both("Петербург", "Petersburg"),
        date(2008, 6, 19),
        date(2008, 6, 20),
    ),
    key="zhuk2008n3",
    issued=date(2008, 8, 25),
    url="https://vmeste.example/en/inclusion/proceedings/v/3/",
    pdf="https://vmeste.example/en/inclusion/proceedings/v/3/inclusion-3.pdf",
)
RETRACTED = replace(RECORD, retraction=Retraction(date(2026, 3, 12), Both("Данные неверны.", "The data are wrong.")))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ru",
            "Жук А. П., Орлова Н., Məmmədov E. Первый год в разном классе // Вместе учиться: материалы международной "
            "конференции. СПб.: Изд-во РГПУ, 2008. С. 201–209.",
        ),
        (
            "en",
            "Zhuk A., Orlova N., Məmmədov E. The first year in a diverse class // Learning Together: proceedings of "
            "the international conference. Saint Petersburg: Herzen University Press, 2008. P. 201–209.",
        ),
    ],
)
def test_gost_is_in_the_language_of_the_article(language, expected):
    record = replace(RECORD, article=replace(ARTICLE, language=language))

    assert [gost(record, page) for page in ("ru", "en")] == [expected, expected]


def test_gost_of_what_was_retracted():
    assert gost(RETRACTED, "ru").endswith("С. 201–209. (Статья отозвана 12.03.2026.)")
    assert gost(RETRACTED, "en").endswith("С. 201–209. (Retracted 12 March 2026.)")


def test_gost_of_the_volume():
    assert gost(replace(RECORD, article=None, pages=None), "ru") == (
        "Вместе учиться: материалы международной конференции. СПб.: Изд-во РГПУ, 2008."
    )


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "ru",
            "Жук, А. П., Орлова, Н., & Məmmədov, E. (2008). Первый год в разном классе. В И. Берёзкина & И. П. Русу "
            "(ред.), Вместе учиться: материалы международной конференции (с. 201–209). Изд-во РГПУ. "
            "https://vmeste.example/en/inclusion/proceedings/v/3/",
        ),
        (
            "en",
            "Zhuk, A., Orlova, N., & Məmmədov, E. (2008). Первый год в разном классе [The first year in a diverse "
            "class]. In I. Berezkina & I. Rusu (Eds.), Learning Together: proceedings of the international conference "
            "(pp. 201–209). Herzen University "
            "Press. https://vmeste.example/en/inclusion/proceedings/v/3/",
        ),
    ],
)
def test_apa(language, expected):
    assert apa(RECORD, language) == expected


def test_apa_prefers_a_doi_and_says_what_was_retracted():
    record = replace(RETRACTED, article=replace(ARTICLE, doi="10.12345/v.3", authors=(ZHUK,), title=Both(en="Why?")))

    said = apa(replace(record, pages=(5, 5)), "en")

    assert said.startswith("Zhuk, A. (2008). Why? In ")
    assert said.endswith("(p. 5). Herzen University Press. https://doi.org/10.12345/v.3 (Retracted 12 March 2026)")


def test_apa_of_twenty_one_authors():
    many = tuple(Author(Both(en=f"A{number}"), Both(en="B")) for number in range(1, 22))

    said = apa(replace(RECORD, article=replace(ARTICLE, authors=many)), "en")

    assert "A19, B., . . . A21, B. (2008)" in said
    assert "A20" not in said


def test_apa_without_authors_begins_with_the_title():
    said = apa(replace(RECORD, article=replace(ARTICLE, authors=())), "en")

    assert said.startswith("Первый год в разном классе [The first year in a diverse class]. (2008). In ")


def test_bibtex():
    assert (
        bibtex(RECORD, "en")
        == """@inproceedings{zhuk2008n3,
  author    = {Zhuk, Alesya and Orlova, Nadezhda and Məmmədov, Elçin},
  title     = {{Первый год в разном классе}},
  booktitle = {Learning Together: proceedings of the international conference},
  editor    = {Berezkina, I. and Rusu, Ion},
  year      = {2008},
  month     = aug,
  pages     = {201--209},
  publisher = {Herzen University Press},
  address   = {Saint Petersburg},
  isbn      = {978-5-8064-1234-9},
  url       = {https://vmeste.example/en/inclusion/proceedings/v/3/},
  language  = {russian},
  keywords  = {mentoring, early-career teachers},
  abstract  = {We asked 214 teachers.},
}
"""
    )


def test_bibtex_escapes_what_tex_takes_for_its_own():
    odd = replace(RECORD, article=replace(ARTICLE, title=Both(en=r"50% of {A} & B_1 #2 $3 \4 ~5 ^6"), authors=()))

    assert (
        r"title     = {{50\% of \{A\} \& B\_1 \#2 \$3 \textbackslash{}4 \textasciitilde{}5 \textasciicircum{}6}}"
        in bibtex(odd, "en")
    )


def test_bibtex_of_the_volume_and_of_many():
    volume = replace(RECORD, article=None, pages=None, key="volume2008")

    text = bibtex([volume, RECORD], "ru")

    assert text.startswith("@proceedings{volume2008,\n  title     = {{Вместе учиться: материалы международной")
    assert text.count("\n@inproceedings{zhuk2008n3,") == 1
    assert "author    = {Жук, Алеся Петровна and Орлова, Надежда and Məmmədov, Elçin}" in text


def test_bibtex_says_what_was_retracted():
    assert "note      = {Статья отозвана 12.03.2026}" in bibtex(RETRACTED, "ru")


def test_ris():
    assert ris(RECORD, "en").split("\r\n") == [
        "TY  - CPAPER",
        "AU  - Zhuk, Alesya",
        "AU  - Orlova, Nadezhda",
        "AU  - Məmmədov, Elçin",
        "TI  - Первый год в разном классе",
        "TT  - The first year in a diverse class",
        "T2  - Learning Together: proceedings of the international conference",
        "A2  - Berezkina, I.",
        "A2  - Rusu, Ion",
        "C3  - Inclusive Education",
        "CY  - Saint Petersburg",
        "PB  - Herzen University Press",
        "PY  - 2008",
        "DA  - 2008/08/25",
        "SP  - 201",
        "EP  - 209",
        "SN  - 978-5-8064-1234-9",
        "UR  - https://vmeste.example/en/inclusion/proceedings/v/3/",
        "L1  - https://vmeste.example/en/inclusion/proceedings/v/3/inclusion-3.pdf",
        "KW  - mentoring",
        "KW  - early-career teachers",
        "AB  - We asked 214 teachers.",
        "LA  - ru-RU",
        "ER  - ",
        "",
    ]


def test_ris_has_one_line_for_each_value():
    article = replace(ARTICLE, title=Both(ru="Первая\r\nER  - строка"))

    assert "TI  - Первая ER - строка" in ris(replace(RETRACTED, article=article), "ru").split("\r\n")
    assert ris(RETRACTED, "en").split("\r\n")[-3:] == ["N1  - Retracted 12 March 2026", "ER  - ", ""]


def test_csl_json():
    assert csl_item(RECORD, "en") == {
        "id": "zhuk2008n3",
        "type": "paper-conference",
        "title": "Первый год в разном классе",
        "container-title": "Learning Together: proceedings of the international conference",
        "author": [
            {"family": "Zhuk", "given": "Alesya"},
            {"family": "Orlova", "given": "Nadezhda"},
            {"family": "Məmmədov", "given": "Elçin"},
        ],
        "editor": [{"family": "Berezkina", "given": "I."}, {"family": "Rusu", "given": "Ion"}],
        "event-title": "Inclusive Education",
        "event-place": "Petersburg",
        "event-date": {"date-parts": [[2008, 6, 19], [2008, 6, 20]]},
        "page": "201-209",
        "publisher": "Herzen University Press",
        "publisher-place": "Saint Petersburg",
        "issued": {"date-parts": [[2008, 8, 25]]},
        "ISBN": "978-5-8064-1234-9",
        "URL": "https://vmeste.example/en/inclusion/proceedings/v/3/",
        "language": "ru-RU",
        "abstract": "We asked 214 teachers.",
        "keyword": "mentoring, early-career teachers",
    }
    assert csl_item(RETRACTED, "en")["status"] == "retracted"


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("record", [RECORD, RETRACTED, replace(RECORD, article=None, pages=None, issued=None)])
def test_csl_json_is_valid(record, language):
    assert schemas.wrong_in_csl(csl_json(record, language)) == []


@pytest.mark.parametrize(("text", "digits"), [("Вып. 1", "1"), ("№ 3/4", "3/4"), ("first", "first"), ("", "")])
def test_digits_of_a_number_in_a_series(text, digits):
    assert issue_digits(text) == digits


@pytest.mark.parametrize("page", ["ru", "en"])
def test_tags_for_scholar_are_in_the_language_of_the_article(page):
    said = meta_tags(RECORD, page)
    tags = [(tag.name, tag.content) for tag in said]
    other = [tag.name for tag in said if tag.name.startswith("citation_") and tag.language]

    assert ("citation_language", "ru") in tags
    assert ("citation_keywords", "наставничество; молодой специалист") in tags
    assert other == ([] if page == "ru" else [name for name, _content in tags if name in IN_WORDS])

    assert tags[:9] == [
        ("citation_title", "Первый год в разном классе"),
        ("citation_author", "Жук, Алеся Петровна"),
        ("citation_author_institution", "БГУ"),
        ("citation_author_orcid", "https://orcid.org/0000-0002-1825-0097"),
        ("citation_author", "Орлова, Надежда"),
        ("citation_author", "Məmmədov, Elçin"),
        ("citation_publication_date", "2008/08/25"),
        ("citation_conference_title", "Инклюзивное образование"),
        ("citation_inbook_title", "Вместе учиться: материалы международной конференции"),
    ]
    assert [tag.name for tag in meta_tags(RECORD, "en")].count("citation_pdf_url") == 1
    assert ("DC.identifier", RECORD.url) in tags


def test_what_was_retracted_is_not_offered_to_scholar():
    names = {tag.name for tag in meta_tags(RETRACTED, "ru")}

    assert not any(name.startswith("citation_") for name in names)
    assert "DC.title" in names


def test_json_ld():
    said = json_ld(RECORD, "en")

    assert (said["@type"], said["headline"]) == ("ScholarlyArticle", "The first year in a diverse class")
    assert said["alternativeHeadline"] == "Первый год в разном классе"
    assert said["author"][0]["identifier"] == "https://orcid.org/0000-0002-1825-0097"
    assert said["isPartOf"]["@type"] == ["Book", "PublicationVolume"]
    assert said["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert (said["pageStart"], said["pageEnd"], said["inLanguage"]) == ("201", "209", "ru")
    assert json_ld(RETRACTED, "en")["creativeWorkStatus"] == "Retracted"
    assert json_ld(replace(RECORD, article=None), "en")["@type"] == ["Book", "PublicationVolume"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("И. Берёзкина (ответственный редактор)", [Name("Берёзкина", "И.")]),
        ("Берёзкина И. Л.", [Name("Берёзкина", "И. Л.")]),
        ("Ирина Львовна Берёзкина, доктор наук", [Name("Берёзкина", "Ирина Львовна")]),
        ("Платон", [Name("Платон", "")]),
        ("(без имени)\n\n", []),
    ],
)
def test_names_of_an_editorial_board(text, names):
    assert editor_names(text) == names


@pytest.mark.parametrize(
    ("authors", "key"),
    [
        ((ZHUK,), "zhuk2008n3"),
        ((MAMMADOV,), "mammadov2008n3"),
        ((Author(Both("Щукин"), Both("Пётр")),), "shchukin2008n3"),
        ((), "article2008n3"),
    ],
)
def test_keys_are_latin_letters_and_figures(authors, key):
    assert key_of(replace(ARTICLE, authors=authors), BOOK) == key


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("CC BY-NC-SA 3.0", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("all rights reserved", ""),
        ("", ""),
    ],
)
def test_addresses_of_licences(name, address):
    assert licence_address(name) == address
