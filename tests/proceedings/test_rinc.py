"""РИНЦ: the workbook of a depositor, and the XML of an issue against a document type of our own."""

from __future__ import annotations

import io

import pytest
from lxml import etree
from openpyxl import load_workbook

from conference.tables import as_workbook
from proceedings.compiler import Author, Both
from proceedings.exports import rinc
from proceedings.exports.rinc import degree_and_position
from proceedings.models import ArticleAuthor
from proceedings.services.exporting import issue_of, with_emails
from tests.proceedings import schemas
from tests.proceedings.exported import filled, issue, published, with_dois

pytestmark = pytest.mark.once

SERIES = {"issn": "2049-3630", "issue_number": "3", "series_ru": "Школа для всех", "series_en": "A School for All"}


def test_the_issue_is_valid(conference, editor):
    made = rinc.issue_xml(issue(with_dois(filled(conference, editor, **SERIES)), editor), 11982)

    assert schemas.wrong(schemas.rinc(), made) == []


def test_the_issue_has_both_languages_and_all_identifiers(conference, editor):
    root = etree.fromstring(rinc.issue_xml(issue(with_dois(filled(conference, editor, **SERIES)), editor), 11982))

    first = root.find(".//article")
    assert (root.findtext("titleid"), root.findtext("eissn"), root.findtext("issue/number")) == (
        "11982",
        "2049-3630",
        "3",
    )
    assert [title.text for title in root.findall("journalInfo/title")] == ["Школа для всех", "A School for All"]
    assert [title.text for title in root.findall(".//section[1]/secTitle")] == ["Секция о предмете 1", "Subject 1"]
    assert [title.text for title in first.findall(".//artTitle")] == ["О школе номер 1", "On school number 1"]
    assert [name.text for name in first.findall("authors/author[1]//initials")] == ["П. И.", "P."]
    assert (first.findtext(".//spin"), first.findtext(".//orcid")) == ("1234-5678", "0000-0002-1825-0097")
    assert (first.findtext("codes/doi"), first.findtext("codes/udk"), first.findtext("rubrics/rubric")) == (
        "10.5555/ie2008.1", "376.112", "14.29.01",
    )  # fmt: skip
    assert (first.findtext("pages"), first.findtext("dates/dateReceived")) == ("3-4", "01.04.2008")
    assert len(first.findall(".//reference")) == 2


def test_a_volume_of_no_series_has_no_issue_xml(conference, editor):
    made = issue(filled(conference, editor), editor)

    assert rinc.lacking(made) == ["issn", "issue-number"]
    with pytest.raises(ValueError, match="issn"):
        rinc.issue_xml(made, 1)


def test_the_workbook_has_everything(conference, editor):
    publication = published(filled(conference, editor), editor)

    book = load_workbook(io.BytesIO(as_workbook(rinc.workbook(with_emails(issue_of(publication), publication)))))

    rows = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    volume = dict(rows["Сборник"][1:])
    articles = [dict(zip(rows["Статьи"][0], row, strict=True)) for row in rows["Статьи"][1:]]
    authors = [dict(zip(rows["Авторы"][0], row, strict=True)) for row in rows["Авторы"][1:]]
    assert (volume["Заглавие (англ.)"], volume["ISBN"], volume["Статей"]) == (
        "Learning Together: Proceedings", "978-5-8064-1234-9", 2,
    )  # fmt: skip
    assert (articles[0]["Страницы"], articles[0]["ГРНТИ"], articles[1]["Язык"]) == ("3-4", "14.29.01", "ENG")
    assert [author["Фамилия"] for author in authors] == ["Орлов1", "Қайратова", "Орлов2"]
    assert [author["E-mail"] for author in authors] == ["orlov1@example.org", None, "orlov2@example.org"]
    assert rows["Источники"][1][2] == "Иванов И. И. Книга. М.: Наука, 2007."


def test_an_address_that_was_erased_is_not_in_the_workbook(conference, editor):
    publication = published(filled(conference, editor), editor)
    ArticleAuthor.objects.update(email="")

    made = with_emails(issue_of(publication), publication)

    assert [item.emails for item in made.items] == [("", ""), ("",)]


@pytest.mark.parametrize(
    ("degree", "position", "expected"),
    [
        ("канд. пед. наук", "доцент", ("канд. пед. наук", "доцент")),
        ("", "кандидат педагогических наук, доцент", ("кандидат педагогических наук", "доцент")),
        ("", "PhD", ("PhD", "")),
        ("", "доктор школы", ("", "доктор школы")),
        ("", "учитель", ("", "учитель")),
    ],
)
def test_a_degree_that_was_typed_as_a_position(degree, position, expected):
    author = Author(Both("Жук"), Both("Алеся"), degree=Both(degree), position=Both(position))

    assert degree_and_position(author) == expected
