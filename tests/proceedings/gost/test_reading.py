# ruff: noqa: E501 — each row is one line of a list of sources
"""Typed references: made even, and read into their elements."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proceedings.gost import Kind, Name, read, source_reference, tidy

from .test_references import SOURCES

PIECES = st.sampled_from([
    "Иванов И.И.", "Иванов, И. И.", " ", ".", ",", " - ", " – ", "//", " // ", "М.:", "СПб.", "Наука", "2008", "С.15-27",
    "URL: https://example.org/a-1//b", "doi:10.1234/a.b-c", "(дата обращения 01.11.2026)", "Т.6", "№1", "[Электронный ресурс]",
    "Режим доступа: http://x.ru", "«", "»", ":", " : ", ";", "и др.", "/", "Smith J.", "P. 7-16", "384с.",
])  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Рубцов В.В. Основы.- М.: Наука,1996. - 384с.", "Рубцов В. В. Основы. – М.: Наука,1996. – 384 с."),
        ("Алехина С.В. Школа//Педагогика. 2016. Т.21, №1. С.136-145.", "Алехина С. В. Школа // Педагогика. 2016. Т. 21, № 1. С. 136–145."),
        ("Школа. М. : Наука, 2008. 20 с", "Школа. М.: Наука, 2008. 20 с."),
        ("Школа. 2008. URL: https://x.org/a//b-c (дата обращения 1.11.2026)", "Школа. 2008. URL: https://x.org/a//b-c (дата обращения: 1.11.2026)."),
        ("Школа. Режим доступа: https://x.org/1", "Школа. URL: https://x.org/1."),
        ("Smith J. Schools // J. 2020. P. 7-16. doi:10.1080/123-4", "Smith J. Schools // J. 2020. P. 7–16. DOI: 10.1080/123-4."),
        ("Schools. URL: https://x.org (accessed 1 May 2020)", "Schools. URL: https://x.org (accessed: 1 May 2020)."),
        ("Выготский, Л. С. Мышление / Л. С. Выготский. - Москва : Лабиринт, 1999. - 352 с.", "Выготский, Л. С. Мышление / Л. С. Выготский. – Москва : Лабиринт, 1999. – 352 с."),
        ("Война 1941-1945: сб. М.: Наука, 1975.", "Война 1941–1945: сб. М.: Наука, 1975."),
        ("ГОСТ Р 7.0.5-2008. Ссылка. М.: Стандартинформ, 2008.", "ГОСТ Р 7.0.5-2008. Ссылка. М.: Стандартинформ, 2008."),
        ("Книга. ISBN 978-5-8064-1234-9", "Книга. ISBN 978-5-8064-1234-9."),
    ],
)  # fmt: skip
def test_a_typed_reference_is_made_even(typed, expected):
    assert tidy(typed) == expected


@given(st.lists(PIECES, max_size=14).map("".join))
@settings(max_examples=300, deadline=None)
def test_making_even_twice_changes_nothing_more_and_keeps_the_words(typed):
    once = tidy(typed)

    assert tidy(once) == once
    assert "https://example.org/a-1//b" not in typed or "https://example.org/a-1//b" in once


@pytest.mark.parametrize(("source", "expected"), SOURCES)
def test_what_we_write_we_read(source, expected):
    found = read(expected, source.language)

    assert found is not None
    assert (found.year, found.doi, found.url, found.accessed, found.pages) == (
        source.year, source.doi, source.url, source.accessed, source.pages,
    )  # fmt: skip
    assert found.title in {source.title, f"{source.title}: {source.subtitle}"}
    assert [name.family for name in found.authors] == [
        name.family for name in (source.authors if len(source.authors) <= 3 else source.authors[:1])
    ]
    assert (found.volume, found.issue, found.container) == (
        source.volume, source.issue, f"{source.container}".rstrip("."),
    )  # fmt: skip
    assert source_reference(found) == expected or source.language == "fr"


def test_kinds_are_told_apart():
    kinds = {
        "Иванов И. И. Книга. М.: Наука, 2020. 240 с.": Kind.BOOK,
        "Иванов И. И. Доклад // Школа: материалы конф. М.: Наука, 2020. С. 1–5.": Kind.PAPER,
        "Иванов И. И. Глава // Книга. М.: Наука, 2020. С. 1–5.": Kind.CHAPTER,
        "Иванов И. И. Статья // Журнал. 2020. № 1. С. 1–5.": Kind.ARTICLE,
        "Иванов И. И. Школа: дис. … канд. пед. наук. СПб., 2008. 220 с.": Kind.THESIS,
        "Об образовании: федер. закон от 29.12.2012 № 273-ФЗ // СЗ РФ. 2012. № 53. Ст. 7598.": Kind.LAW,
        "ГОСТ Р 7.0.5-2008. Ссылка. М.: Стандартинформ, 2008. 19 с.": Kind.STANDARD,
        "Школа // Сайт. URL: https://example.org (дата обращения: 01.11.2026).": Kind.WEB,
    }

    assert {typed: read(typed).kind for typed in kinds} == kinds


def test_names_of_many_peoples_are_read():
    found = read("van der Berg A., O’Neill P., Əliyev R. Schools // J. of Ed. 2019. P. 1–4.")

    assert found.authors == (Name("van der Berg", "A."), Name("O’Neill", "P."), Name("Əliyev", "R."))


@pytest.mark.parametrize(
    "vague", ["", "См. выше.", "Устное сообщение", "Иванов И. И.", "А" * 3000, "2008", "//", " / ."]
)
def test_what_cannot_be_told_is_not_guessed(vague):
    assert read(vague) is None


@pytest.mark.parametrize(
    "hostile",
    ["А" * 1999, "А. " * 600, "Иванов И. И., " * 140, "М.: " * 500, ": дис" * 400, " /" * 900, "закон " * 300],
)
def test_no_reference_takes_long(hostile):
    started = time.process_time()
    read(hostile)

    assert time.process_time() - started < 0.5
