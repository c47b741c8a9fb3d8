"""Articles as JATS 1.1 against the document type of JATS."""

from __future__ import annotations

import pytest
from lxml import etree

from proceedings.exports import jats
from proceedings.models import Notice
from proceedings.services.exporting import issue_of
from tests.proceedings import schemas
from tests.proceedings.exported import filled, issue, published, with_dois

pytestmark = pytest.mark.once

SERIES = {"issn": "2049-3630", "issue_number": "3", "series_ru": "Школа для всех", "series_en": "A School for All"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture(scope="module")
def doctype() -> etree.DTD:
    return schemas.jats()


def test_every_article_is_valid(doctype, conference, editor):
    volume = with_dois(filled(conference, editor, **SERIES))
    made = issue(volume, editor)

    assert [schemas.wrong(doctype, jats.article(made, item)) for item in made.items] == [[], []]


def test_an_article_with_notices_is_valid_and_shows_them(doctype, conference, editor):
    publication = published(filled(conference, editor, **SERIES), editor)
    article = publication.volume.articles.get(number=1)
    Notice.objects.create(article=article, kind="erratum", text_ru="Опечатка.", text_en="A misprint.")
    Notice.objects.create(article=article, kind="retraction", text_ru="Данные неверны.")
    told = issue_of(publication)

    made = jats.article(told, told.items[0])

    root = etree.fromstring(made)
    assert schemas.wrong(doctype, made) == []
    assert [said.get("sec-type") for said in root.findall("front/notes/sec")] == ["retraction", "erratum", "erratum"]
    assert root.findtext(".//article-title") == "ОТОЗВАНА: О школе номер 1"


def test_the_text_becomes_sections_tables_figures_formulas_and_notes(conference, editor):
    told = issue(filled(conference, editor, **SERIES), editor)

    root = etree.fromstring(jats.article(told, told.items[0]))

    body = root.find("body")
    assert [title.text for title in body.findall("sec/title")] == ["Первый раздел", "Таблицы и рисунки"]
    assert body.findtext("sec/sec/title") == "Подраздел"
    assert body.findtext(".//table-wrap/label") == "Таблица 1"
    assert body.findtext(".//table-wrap/caption/p") == "Сколько школ"
    assert body.find(".//td[@colspan='2']").text == "Всего"
    assert body.findtext(".//fig/alt-text") == "Столбики по годам"
    assert body.find(".//fig/graphic").get("{http://www.w3.org/1999/xlink}href") == "figure-1.png"
    assert [formula.tag for formula in body.iter("inline-formula", "disp-formula")] == [
        "inline-formula",
        "disp-formula",
    ]
    assert body.findtext(".//inline-formula/alternatives/tex-math") == "E = mc^2"
    assert body.findtext(".//inline-formula//alt-text") == "заглавная E равно m c в квадрате"
    assert body.findtext(".//disp-formula/graphic/alt-text") == "a делить на b"
    assert body.find(".//styled-content").get(LANG) == "en"
    assert body.find(".//xref[@ref-type='fn']").get("rid") == "fn1"
    assert root.findtext("back/fn-group/fn/p") == "Пояснение к слову."
    assert [each.text for each in root.findall("back/ref-list/ref/mixed-citation")] == [
        "Иванов И. И. Книга. М.: Наука, 2007.",
        "Ainscow M. Promoting inclusion // Nordic J. 2020. DOI: 10.1080/20020317.2020.1729587",
    ]
    assert "".join(body.find("p").itertext()).startswith("Вводный абзац со словами inclusive education, курсивом, H2O,")


def test_the_description_has_both_languages(conference, editor):
    told = issue(filled(conference, editor, **SERIES), editor)

    meta = etree.fromstring(jats.article(told, told.items[0])).find("front/article-meta")

    assert meta.findtext("title-group/trans-title-group/trans-title") == "On school number 1"
    assert [name.findtext("surname") for name in meta.findall(".//contrib[1]//name")] == ["Орлов1", "Orlov1"]
    assert [group.get(LANG) for group in meta.findall("kwd-group")] == ["ru", "en"]
    assert meta.find(".//country").get("country") == "RU"
    assert (meta.findtext("fpage"), meta.findtext("lpage")) == ("3", "4")


def test_a_volume_without_an_issn_has_no_jats(conference, editor):
    told = issue(filled(conference, editor), editor)

    with pytest.raises(ValueError, match="issn"):
        jats.article(told, told.items[0])
