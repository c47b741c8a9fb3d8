"""The e-book: by EPUBCheck where there is Java, and its parts one by one."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from lxml import etree

from proceedings.exports import epub
from proceedings.models import Manuscript, Notice, Publication, Volume, VolumeSection
from proceedings.services.exporting import epub_file, issue_of
from tests.proceedings import schemas
from tests.proceedings.exported import filled, published
from workshops.models import Adoption, OutcomeDocument

pytestmark = pytest.mark.once

XHTML = "{http://www.w3.org/1999/xhtml}"
TYPE = "{http://www.idpf.org/2007/ops}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@pytest.fixture
def publication(conference, editor) -> Publication:
    made = published(filled(conference, editor), editor)
    article = made.volume.articles.get(number=1)
    Notice.objects.create(article=article, kind="erratum", text_ru="Опечатка.", text_en="A misprint.")
    return made


def with_sections(volume: Volume) -> Volume:
    """A foreword before the articles, an adopted document after them."""
    VolumeSection.objects.create(
        volume=volume, kind="foreword", title_ru="От редакции", title_en="Foreword", text_ru="Слово **к читателю**.",
        text_en="A word to the reader.", signature_ru="Редакция",
    )  # fmt: skip
    document = OutcomeDocument.objects.create(
        conference=volume.conference, slug="r", state="adopted", title_ru="Рекомендации"
    )
    content = {
        "title": {"ru": "Рекомендации", "en": "Recommendations"}, "adopted_on": "2008-06-20", "session": None,
        "preamble": {"ru": ["Участники,"], "en": ["The participants,"]},
        "clauses": [{"number": {"ru": "1.", "en": "1."}, "text": {"ru": ["Учить."], "en": ["Teach."]}, "level": 1}],
    }  # fmt: skip
    Adoption.objects.create(document=document, number=1, adopted_on=date(2008, 6, 20), content=content, sha256="0" * 64)
    return volume


def made_of(publication: Publication) -> bytes:
    buffer = io.BytesIO()
    epub.write(issue_of(publication), buffer)
    return buffer.getvalue()


@pytest.fixture
def book(publication) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(made_of(publication)))


def page(book: zipfile.ZipFile, name: str) -> Any:
    return etree.fromstring(book.read(f"EPUB/{name}"))


def test_epubcheck_finds_nothing(conference, editor, tmp_path):
    publication = published(with_sections(filled(conference, editor)), editor)
    Notice.objects.create(article=publication.volume.articles.get(number=1), kind="erratum", text_ru="Опечатка.")

    book = epub_file(publication)

    assert schemas.wrong_in_epub(book, tmp_path / "report.json") == []


def test_the_same_volume_gives_the_same_bytes(publication):
    assert made_of(publication) == made_of(publication)


def test_the_archive_begins_with_its_type_uncompressed(book):
    first = book.infolist()[0]

    assert (first.filename, first.compress_type, book.read("mimetype")) == ("mimetype", 0, b"application/epub+zip")


def test_contents_pages_and_landmarks(book):
    navigation = {nav.get(TYPE): nav for nav in page(book, "nav.xhtml").iter(f"{XHTML}nav")}

    links = [(link.get("href"), link.text) for link in navigation["toc"].iter(f"{XHTML}a")]
    assert links == [
        ("text/part-1.xhtml", "Секция 1. Секция о\xa0предмете 1"),
        ("text/a1.xhtml", "О\xa0школе номер 1"),
        ("text/part-2.xhtml", "Секция 2. Секция о\xa0предмете 2"),
        ("text/a2.xhtml", "On school number 2"),
    ]
    assert [(link.get("href"), link.text) for link in navigation["page-list"].iter(f"{XHTML}a")] == [
        ("text/a1.xhtml#p3", "3"), ("text/a2.xhtml#p5", "5"),
    ]  # fmt: skip
    assert [link.get(TYPE) for link in navigation["landmarks"].iter(f"{XHTML}a")] == ["cover", "toc", "bodymatter"]


def test_an_article_keeps_its_structure(book):
    article = page(book, "text/a1.xhtml")

    note = article.find(f".//{XHTML}a[@{TYPE}='noteref']")
    assert (article.get("lang"), article.get(LANG)) == ("ru", "ru")
    assert article.find(f".//{XHTML}*[@{TYPE}='pagebreak']").get("aria-label") == "3"
    assert article.find(f".//{XHTML}*[@{TYPE}='footnote']").get("id") == note.get("href").removeprefix("#")
    assert [
        (span.get("lang"), span.get(LANG))
        for span in article.iter(f"{XHTML}span")
        if span.text == "inclusive education"
    ] == [("en", "en")]
    assert [image.get("alt") for image in article.iter(f"{XHTML}img")] == [
        "заглавная E равно m c в квадрате",
        "Столбики по годам",
        "a делить на b",
    ]
    assert [image.get("src") for image in article.iter(f"{XHTML}img")] == [
        "../formulas/a1-1.svg", "../images/a1-1.png", "../formulas/a1-2.svg",
    ]  # fmt: skip
    assert [cell.get("scope") for cell in article.iter(f"{XHTML}th")] == ["col", "col", "row"]
    assert "Исправление от" in "".join(article.find(f".//{XHTML}aside").itertext())
    assert len(article.findall(f".//{XHTML}*[@{TYPE}='bibliography']//{XHTML}li")) == 2


def test_forewords_and_adopted_documents_are_in_the_book(conference, editor):
    volume = with_sections(filled(conference, editor))
    publication = published(volume, editor)

    path = epub_file(publication)

    book = zipfile.ZipFile(path)
    foreword = page(book, next(name[5:] for name in book.namelist() if name.startswith("EPUB/text/s")))
    outcome = page(book, next(name[5:] for name in book.namelist() if name.startswith("EPUB/text/o")))
    assert [each.text for each in foreword.iter(f"{XHTML}strong")] == ["к\xa0читателю"]
    assert [each.get("lang") for each in foreword.iter(f"{XHTML}div")] == ["en"]
    assert [each.text for each in outcome.findall(f".//{XHTML}div/{XHTML}p")] == ["1. Учить.", "1. Teach."]


def claims(book: zipfile.ZipFile) -> list[tuple[str, str]]:
    metas = page(book, "package.opf").iter("{http://www.idpf.org/2007/opf}meta")
    return [
        (meta.get("property"), meta.text) for meta in metas if meta.get("property").startswith(("schema:", "dcterms:c"))
    ]


def test_accessibility_claims(book):
    told = claims(book)

    assert "dcterms:conformsTo" not in dict(told)
    assert ("schema:accessibilityFeature", "pageBreakMarkers") in told
    assert ("schema:accessibilityFeature", "pageNavigation") in told
    assert "formulas are read out in words" in dict(told)["schema:accessibilitySummary"]
    assert ("schema:accessModeSufficient", "textual") in told
    assert ("schema:accessibilityFeature", "alternativeText") in told
    assert ("schema:accessibilityFeature", "describedMath") in told


def test_a_picture_without_words_takes_the_claims_back(conference, editor):
    volume = filled(conference, editor)
    article = volume.articles.get(number=1)
    first = article.manuscripts.get()
    bare = Manuscript.objects.create(
        article=article, revision=2, sha256="2" * 64, formulas=first.formulas,
        html=first.html.replace("заглавная E равно m c в квадрате", ""), sources=first.sources,
    )  # fmt: skip
    book = zipfile.ZipFile(io.BytesIO(made_of(published(volume, editor))))

    told = dict(claims(book))

    assert bare.revision == 2
    assert "schema:accessModeSufficient" not in told
    assert "describedMath" not in {value for _name, value in claims(book)}
