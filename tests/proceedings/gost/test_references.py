# ruff: noqa: E501 — each row is one line of a list of sources
"""References after ГОСТ Р 7.0.5-2008: one row for each kind of source."""

from __future__ import annotations

import pytest

from proceedings.gost import Kind, Name, Source, cite, cite_again, source_record, source_reference, tidy_citations

IVANOV, PETROVA = Name("Иванов", "Иван Иванович"), Name("Петрова", "Анна Сергеевна")
SIDOROV, ORLOV = Name("Сидоров", "Пётр"), Name("Орлов", "Олег Львович")
AINSCOW, BOOTH = Name("Ainscow", "Mel"), Name("Booth", "Tony")
SCIENCE = {"place": "Москва", "publisher": "Наука", "year": "2020"}


def book(*authors: Name, **fields: object) -> Source:
    return Source(Kind.BOOK, "Заглавие", authors=authors, **{**SCIENCE, "extent": "240", **fields})


SOURCES = [
    (book(IVANOV), "Иванов И. И. Заглавие. М.: Наука, 2020. 240 с."),
    (book(IVANOV, PETROVA), "Иванов И. И., Петрова А. С. Заглавие. М.: Наука, 2020. 240 с."),
    (
        book(IVANOV, PETROVA, SIDOROV, subtitle="учеб. пособие", edition="2-е изд., перераб. и доп."),
        "Иванов И. И., Петрова А. С., Сидоров П. Заглавие: учеб. пособие. 2-е изд., перераб. и доп. "
        "М.: Наука, 2020. 240 с.",
    ),
    (
        book(IVANOV, PETROVA, SIDOROV, ORLOV, subtitle="учеб. пособие"),
        "Заглавие: учеб. пособие / И. И. Иванов [и др.]. М.: Наука, 2020. 240 с.",
    ),
    (
        book(responsibility="под ред. И. И. Иванова", subtitle="сб. ст."),
        "Заглавие: сб. ст. / под ред. И. И. Иванова. М.: Наука, 2020. 240 с.",
    ),
    (book(editors=(IVANOV,)), "Заглавие / ред. И. И. Иванов. М.: Наука, 2020. 240 с."),
    (book(editors=(AINSCOW,)), "Заглавие / под ред. M. Ainscow. М.: Наука, 2020. 240 с."),
    (
        book(IVANOV, PETROVA, SIDOROV, ORLOV, responsibility="под ред. О. Л. Орлова"),
        "Заглавие / И. И. Иванов [и др.]; под ред. О. Л. Орлова. М.: Наука, 2020. 240 с.",
    ),
    (
        book(IVANOV, container="Целое", editors=(ORLOV,), pages="15–27", extent="", chapter="3"),
        "Иванов И. И. Заглавие // Целое / ред. О. Л. Орлов. М.: Наука, 2020. Гл. 3. С. 15–27.",
    ),
    (
        book(IVANOV, extent="368", volumes="6", volume="5", series="Психология"),
        "Иванов И. И. Заглавие: в 6 т. М.: Наука, 2020. Т. 5. 368 с. (Психология).",
    ),
    (
        Source(Kind.ARTICLE, "Статья", authors=(IVANOV,), container="Вопр. психологии", year="2020", volume="6",
               issue="1", pages="7–16", doi="10.12345/vp.2020.1"),
        "Иванов И. И. Статья // Вопр. психологии. 2020. Т. 6, № 1. С. 7–16. DOI: 10.12345/vp.2020.1.",
    ),
    (
        Source(Kind.ARTICLE, "Статья", container="Педагогика", year="2020", issue="4", pages="3"),
        "Статья // Педагогика. 2020. № 4. С. 3.",
    ),
    (
        Source(Kind.ARTICLE, "Статья", container="Учен. зап.", year="1999", issue="Вып. 3", pages="3–9"),
        "Статья // Учен. зап. 1999. Вып. 3. С. 3–9.",
    ),
    (
        Source(Kind.THESIS, "Школа и мир", authors=(IVANOV,), subtitle="дис. … канд. пед. наук", place="Санкт-Петербург",
               year="2008", extent="220"),
        "Иванов И. И. Школа и мир: дис. … канд. пед. наук. СПб., 2008. 220 с.",
    ),
    (
        Source(Kind.THESIS, "Школа и мир", authors=(IVANOV,), subtitle="автореф. дис. … д-ра пед. наук", place="Москва",
               year="2008", extent="24"),
        "Иванов И. И. Школа и мир: автореф. дис. … д-ра пед. наук. М., 2008. 24 с.",
    ),
    (
        Source(Kind.LAW, "Об образовании в Российской Федерации", subtitle="федер. закон от 29.12.2012 № 273-ФЗ",
               container="Собр. законодательства РФ", year="2012", issue="53 (ч. 1)", clause="7598"),
        "Об образовании в Российской Федерации: федер. закон от 29.12.2012 № 273-ФЗ // Собр. законодательства РФ. "
        "2012. № 53 (ч. 1). Ст. 7598.",
    ),
    (
        Source(Kind.LAW, "Конвенция о правах инвалидов", subtitle="принята резолюцией 61/106 Генеральной Ассамблеи",
               url="https://www.un.org/ru/documents/", accessed="01.11.2026"),
        "Конвенция о правах инвалидов: принята резолюцией 61/106 Генеральной Ассамблеи. "
        "URL: https://www.un.org/ru/documents/ (дата обращения: 01.11.2026).",
    ),
    (
        Source(Kind.STANDARD, "Библиографическая ссылка. Общие требования", number="ГОСТ Р 7.0.5-2008", place="Москва",
               publisher="Стандартинформ", year="2008", extent="19"),
        "ГОСТ Р 7.0.5-2008. Библиографическая ссылка. Общие требования. М.: Стандартинформ, 2008. 19 с.",
    ),
    (
        Source(Kind.WEB, "Школа для всех", container="Музей книги: сайт", url="https://example.org/a?b=1-2",
               accessed="01.11.2026"),
        "Школа для всех // Музей книги: сайт. URL: https://example.org/a?b=1-2 (дата обращения: 01.11.2026).",
    ),
    (
        Source(Kind.REPORT, "Education report, 2020", language="en", subtitle="all means all", responsibility="UNESCO",
               place="Paris", publisher="UNESCO", year="2020", extent="424", doi="10.54676/JJNK6989"),
        "Education report, 2020: all means all / UNESCO. Paris: UNESCO, 2020. 424 p. DOI: 10.54676/JJNK6989.",
    ),
    (
        Source(Kind.ARTICLE, "Promoting inclusion", language="en", authors=(AINSCOW,), container="Nordic J.",
               year="2020", volume="6", issue="1", pages="7–16", doi="10.1080/20020317.2020.1729587"),
        "Ainscow M. Promoting inclusion // Nordic J. 2020. Vol. 6, no. 1. P. 7–16. "
        "DOI: 10.1080/20020317.2020.1729587.",
    ),
    (
        Source(Kind.ARTICLE, "Schools", language="en", container="Prospects", year="2020", issue="3", pages="1"),
        "Schools // Prospects. 2020. No. 3. P. 1.",
    ),
    (
        Source(Kind.BOOK, "Index", language="en", authors=(BOOTH, AINSCOW, BOOTH, AINSCOW), edition="3rd ed.",
               place="Bristol", publisher="CSIE", year="2011", extent="190"),
        "Index / T. Booth [et al.]. 3rd ed. Bristol: CSIE, 2011. 190 p.",
    ),
    (
        Source(Kind.CHAPTER, "Frames", language="en", authors=(AINSCOW,), container="Handbook", editors=(BOOTH,),
               place="Moscow", publisher="Science", year="2014", pages="3–19"),
        "Ainscow M. Frames // Handbook / ed. by T. Booth. Moscow: Science, 2014. P. 3–19.",
    ),
    (
        Source(Kind.ARTICLE, "Inklusion", language="de", authors=(Name("Müller", "Karl"),), container="Pädagogik",
               year="2010", volume="56", issue="2", pages="163–180"),
        "Müller K. Inklusion // Pädagogik. 2010. Bd. 56, Nr. 2. S. 163–180.",
    ),
    (
        Source(Kind.BOOK, "Школа", language="be", authors=(IVANOV,) * 4, place="Мінск", publisher="НІА", year="2019",
               extent="90"),
        "Школа / И. И. Иванов [і інш.]. Мінск: НІА, 2019. 90 с.",
    ),
    (
        Source(Kind.WEB, "École", language="fr", url="https://example.org/", accessed="01.11.2026"),
        "École. URL: https://example.org/ (consulté le: 01.11.2026).",
    ),
    (
        Source(Kind.BOOK, "Кто платит?", authors=(IVANOV,), place="Тверь", publisher="Тверское изд-во", year="1999"),
        "Иванов И. И. Кто платит? Тверь: Тверское изд-во, 1999.",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("source", "expected"), SOURCES)
def test_a_reference(source, expected):
    assert source_reference(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            book(IVANOV, PETROVA),
            "Иванов, И. И. Заглавие / И. И. Иванов, А. С. Петрова. – Москва : Наука, 2020. – 240 с. – "
            "Текст : непосредственный.",
        ),
        (
            book(IVANOV, PETROVA, SIDOROV, ORLOV),
            "Заглавие / И. И. Иванов, А. С. Петрова, П. Сидоров, О. Л. Орлов. – Москва : Наука, 2020. – 240 с. – "
            "Текст : непосредственный.",
        ),
        (
            book(IVANOV, PETROVA, SIDOROV, ORLOV, IVANOV),
            "Заглавие / И. И. Иванов, А. С. Петрова, П. Сидоров [и др.]. – Москва : Наука, 2020. – 240 с. – "
            "Текст : непосредственный.",
        ),
        (
            Source(Kind.ARTICLE, "Статья", authors=(IVANOV,), container="Педагогика", year="2020", volume="6", issue="1",
                   pages="7–16", url="https://example.org/1", accessed="01.11.2026"),
            "Иванов, И. И. Статья / И. И. Иванов. – Текст : электронный // Педагогика. – 2020. – Т. 6, № 1. – С. 7–16. "
            "– URL: https://example.org/1 (дата обращения: 01.11.2026).",
        ),
    ],
)  # fmt: skip
def test_the_same_as_a_record(source, expected):
    assert source_record(source) == expected


def test_references_in_the_text():
    assert cite(1, language="ru") == "[1]"
    assert cite(1, language="ru", pages="15") == "[1, с. 15]"
    assert cite(2, language="en", pages="7") == "[2, p. 7]"
    assert cite([1, 3], language="ru") == "[1; 3]"
    assert cite_again(language="ru", pages="20") == "[Там же. С. 20]"
    assert cite_again(language="en", pages="20") == "[Ibid. P. 20]"
    assert (cite_again(language="ru"), cite_again(language="en")) == ("[Там же]", "[Ibid.]")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("как показано [1,с.15] и далее", "как показано [1, с. 15] и далее"),
        ("[1, c. 15-17]", "[1, с. 15–17]"),
        ("[2, p.7]", "[2, p. 7]"),
        ("[2, pp. 7-9]", "[2, pp. 7–9]"),
        ("[1;3;5]", "[1; 3; 5]"),
        ("[там же, с. 20]", "[Там же. С. 20]"),
        ("[Ibid., p. 20]", "[Ibid. P. 20]"),
        ("от [1, 3] до [0, 1]", "от [1, 3] до [0, 1]"),
        ("[1, ст. 24]", "[1, ст. 24]"),
        ("массив a[1] и [x, y]", "массив a[1] и [x, y]"),
    ],
)
def test_typed_references_in_the_text_are_made_even(typed, expected):
    assert tidy_citations(typed, "ru") == expected
    assert tidy_citations(expected, "ru") == expected
