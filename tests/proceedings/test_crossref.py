"""Deposits for Crossref against its schema, which takes long to read: one worker does it once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from lxml import etree

from proceedings.exports import crossref
from proceedings.models import Notice
from proceedings.services.exporting import issue_of
from tests.proceedings import schemas
from tests.proceedings.exported import filled, issue, published, with_dois

pytestmark = pytest.mark.once

DEPOSITOR = crossref.Depositor("Редакция", "editor@example.org", "Университет")
AT = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
C = f"{{{crossref.NAMESPACE}}}"
J = f"{{{crossref.JATS}}}"


@pytest.fixture(scope="session")
def schema() -> etree.XMLSchema:
    return schemas.crossref()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"isbn": ""},
        {"doi": "10.5555/ie2008", "kind": "print"},
        {"issn": "2049-3630", "issue_number": "3", "series_ru": "Школа для всех", "series_en": "A School for All"},
        {"licence": "", "publisher_en": "", "place_en": ""},
    ],
    ids=["plain", "no-isbn", "print", "series", "sparse"],
)
def test_a_deposit_is_valid(schema, conference, editor, fields):
    volume = with_dois(filled(conference, editor))
    type(volume).objects.filter(pk=volume.pk).update(**fields)

    made = crossref.deposit(issue(volume, editor), DEPOSITOR, at=AT)

    assert schemas.wrong(schema, made) == []


def test_a_deposit_says_what_the_volume_is(conference, editor):
    root = etree.fromstring(crossref.deposit(issue(with_dois(filled(conference, editor)), editor), DEPOSITOR, at=AT))

    first = root.find(f".//{C}conference_paper")
    person = first.find(f".//{C}person_name")
    assert root.findtext(f".//{C}timestamp") == "20261122013000000"
    assert root.findtext(f".//{C}conference_name") == "Inclusive Education"
    assert root.findtext(f".//{C}proceedings_title") == "Learning Together: Proceedings"
    assert root.findtext(f".//{C}isbn") == "978-5-8064-1234-9"
    assert (first.get("language"), first.get("publication_type")) == ("ru", "full_text")
    assert first.findtext(f".//{C}title") == "On school number 1"
    assert first.findtext(f".//{C}original_language_title") == "О школе номер 1"
    assert [each.get("{http://www.w3.org/XML/1998/namespace}lang") for each in first.findall(f"{J}abstract")] == [
        "en",
        "ru",
    ]
    assert person.findtext(f"{C}ORCID") == "https://orcid.org/0000-0002-1825-0097"
    assert person.findtext(f".//{C}institution_id") == "https://ror.org/02rh8xn26"
    assert [page.text for page in first.find(f"{C}pages")] == ["3", "4"]
    assert first.findtext(f".//{C}doi_data/{C}doi") == "10.5555/ie2008.1"
    assert first.find(f".//{{{crossref.ACCESS}}}license_ref").text == "https://creativecommons.org/licenses/by/4.0/"
    assert first.findtext(f".//{C}citation/{C}doi") == "10.1080/20020317.2020.1729587"
    assert len(first.findall(f".//{C}citation")) == 2


def test_a_retracted_article_says_so_in_its_title(schema, conference, editor):
    publication = published(with_dois(filled(conference, editor)), editor)
    article = publication.volume.articles.get(number=1)
    Notice.objects.create(article=article, kind="retraction", text_ru="Данные неверны.", text_en="The data are wrong.")

    made = crossref.deposit(issue_of(publication), DEPOSITOR, at=AT)

    paper = etree.fromstring(made).find(f".//{C}conference_paper")
    assert schemas.wrong(schema, made) == []
    assert paper.findtext(f".//{C}title") == "RETRACTED: On school number 1"
    assert paper.findtext(f".//{C}original_language_title") == "ОТОЗВАНА: О школе номер 1"


def test_without_dois_there_is_no_deposit_but_a_list_of_what_is_missing(conference, editor):
    made = issue(filled(conference, editor), editor)

    assert crossref.lacking(made) == [crossref.Lack("article-doi", (1, 2))]
    with pytest.raises(ValueError, match="article-doi"):
        crossref.deposit(made, DEPOSITOR, at=AT)


def test_the_schema_does_refuse(schema, conference, editor):
    made = crossref.deposit(issue(with_dois(filled(conference, editor)), editor), DEPOSITOR, at=AT)

    bad = made.replace(b"https://orcid.org/0000", b"0000").replace(b"conference_name>", b"conference_theme>")

    assert len(schemas.wrong(schema, bad)) == 2
