"""Every file that the published volume of the demonstration gives away is what its standard says. By plain HTTP."""

from __future__ import annotations

import hashlib
import http.cookiejar
import io
import json
import os
import posixpath
import re
import urllib.parse
import urllib.request
import zipfile
from functools import cache
from typing import Any

import pypandoc
import pytest
from lxml import etree
from openpyxl import load_workbook

from tests.proceedings import schemas

from .pages import FIRST

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DUBLIN = "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
CROSSREF = "{http://www.crossref.org/schema/5.4.0}"
XLINK = "{http://www.w3.org/1999/xlink}href"
OPF = "{http://www.idpf.org/2007/opf}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
XHTML = "application/xhtml+xml"
VOLUME = "10.5555/vmeste.2008"
ARTICLES = [f"{VOLUME}.{number}" for number in range(1, 13)]
DESK = f"ru/{FIRST}/desk/proceedings/proceedings/exports/"


class Reader:
    """Somebody who downloads; each file once."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        self.get = cache(self._get)

    def _get(self, path: str, data: bytes | None = None) -> bytes:
        with self.opener.open(f"{self.server}/{path}", data, timeout=60) as answer:
            content: bytes = answer.read()
        return content

    def file(self, kind: str, language: str = "ru") -> bytes:
        return self.get(f"{language}/{FIRST}/proceedings/proceedings/files/{kind}/")

    def archive(self, kind: str) -> zipfile.ZipFile:
        return zipfile.ZipFile(io.BytesIO(self.file(kind)))

    def send(self, page: str, action: str, **fields: str) -> bytes:
        """Press the button of a form of *page*."""
        token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', self._get(page))[1].decode()
        return self._get(action, urllib.parse.urlencode({"csrfmiddlewaretoken": token, **fields}).encode())


@pytest.fixture(scope="module")
def anybody(server: str) -> Reader:
    return Reader(server)


@pytest.fixture(scope="module")
def editor(server: str) -> Reader:
    found = Reader(server)
    found.send("ru/", "ru/demo/enter/editor/")
    return found


def test_all_formats_that_are_offered_are_tried_here(anybody):
    page = anybody.get(f"ru/{FIRST}/proceedings/proceedings/").decode()

    offered = set(re.findall(r'/files/([\w-]+)/"', page))

    assert offered == {"epub", "bibtex", "ris", "csl", "dublin-core", "jats", "libraries"}


@pytest.mark.parametrize(("path", "doi"), [("", VOLUME), ("5/", ARTICLES[4])], ids=["volume", "article"])
@pytest.mark.parametrize(("language", "example"), [("ru", "пример"), ("en", "example")])
def test_the_pages_call_their_dois_examples(anybody, path, doi, language, example):
    page = anybody.get(f"{language}/{FIRST}/proceedings/proceedings/{path}").decode()

    assert f'<a href="https://doi.org/{doi}">{doi.replace("/", "/<wbr>")}</a> ({example})' in page


def test_the_deposit_for_crossref(editor):
    made = editor.send(
        DESK, f"{DESK}crossref/", depositor="Редакция", email="editor@example.org", registrant="Университет"
    )

    root = etree.fromstring(made)
    told = [each.text for each in root.iterfind(f".//{CROSSREF}doi_data/{CROSSREF}doi")]
    assert schemas.wrong(schemas.crossref(), made) == []
    assert told == [VOLUME, *ARTICLES]
    assert root.findtext(f".//{CROSSREF}proceedings_series_metadata/{CROSSREF}volume") == "1"


def test_the_files_for_rinc(editor):
    made = editor.send(DESK, f"{DESK}rinc/xml/", title_id="11982")
    book = load_workbook(io.BytesIO(editor.get(f"{DESK}rinc/table/")))

    told = [each.text for each in etree.fromstring(made).iterfind(".//article/codes/doi")]
    rows = list(book["Статьи"].iter_rows(values_only=True))
    assert schemas.wrong(schemas.rinc(), made) == []
    assert told == ARTICLES == [row[rows[0].index("DOI")] for row in rows[1:]]


def test_every_article_as_jats(anybody):
    archive = anybody.archive("jats")
    names = archive.namelist()
    articles = {name: etree.fromstring(archive.read(name)) for name in names if name.endswith("/article.xml")}

    found = {name: schemas.wrong(schemas.jats(), root) for name, root in articles.items()}

    shown = {
        posixpath.join(posixpath.dirname(name), each.get(XLINK))
        for name, root in articles.items()
        for each in root.iter("graphic", "inline-graphic")
    }
    assert found == {f"{number:03d}/article.xml": [] for number in range(1, 13)}
    assert shown == set(names) - set(articles)
    assert [root.findtext(".//article-id[@pub-id-type='doi']") for root in articles.values()] == ARTICLES


@pytest.mark.parametrize("language", ["ru", "en"])
def test_the_citations(anybody, language):
    csl = anybody.file("csl", language)
    records = {each["id"]: each.get("DOI") for each in json.loads(csl)}

    from_bibtex = json.loads(pypandoc.convert_text(anybody.file("bibtex", language), "csljson", "bibtex"))
    from_ris = json.loads(pypandoc.convert_text(anybody.file("ris", language), "csljson", "ris"))

    assert schemas.wrong_in_csl(csl) == []
    assert sorted(records.values()) == sorted([VOLUME, *ARTICLES])
    assert {each["id"]: each.get("DOI") for each in from_bibtex} == records
    assert sorted(each.get("DOI") for each in from_ris) == sorted(records.values())


def test_dublin_core(anybody):
    made = etree.fromstring(anybody.file("dublin-core"))

    records = list(made.iter(DUBLIN))

    assert [schemas.wrong(schemas.dublin_core(), each) for each in records] == [[]] * 13
    assert dois(records) == sorted(f"https://doi.org/{doi}" for doi in [VOLUME, *ARTICLES])


def dois(records: list[Any]) -> list[str]:
    told = (each.text for record in records for each in record.iter(IDENTIFIER))
    return sorted(text for text in told if text.startswith("https://doi.org/"))


def asked(reader: Reader, **arguments: str) -> Any:
    """The answer of OAI-PMH as a tree, checked against the schemas of the protocol and of its records."""
    content = reader.get(f"oai/?{urllib.parse.urlencode(arguments)}")
    root = etree.fromstring(content)
    records = list(root.iter(DUBLIN))
    assert schemas.wrong(schemas.oai(), content) == []
    assert [schemas.wrong(schemas.dublin_core(), each) for each in records] == [[]] * len(records)
    return root


def test_oai_pmh_page_by_page_and_one_by_one(anybody):
    records: list[Any] = []
    root = asked(anybody, verb="ListRecords", metadataPrefix="oai_dc", set=f"{FIRST}:proceedings")
    records += root.iter(f"{OAI}record")
    while token := root.findtext(f".//{OAI}resumptionToken"):
        root = asked(anybody, verb="ListRecords", resumptionToken=token)
        records += root.iter(f"{OAI}record")
    names = [record.findtext(f".//{OAI}identifier") for record in records]

    for verb in ("Identify", "ListSets", "ListMetadataFormats"):
        assert asked(anybody, verb=verb).find(f"{OAI}error") is None
    again = [asked(anybody, verb="GetRecord", metadataPrefix="oai_dc", identifier=name) for name in names]

    assert len(set(names)) == len(names) == 13
    assert [root.findtext(f".//{OAI}identifier") for root in again] == names
    assert dois(records) == sorted(f"https://doi.org/{doi}" for doi in [VOLUME, *ARTICLES])


def test_the_e_book_is_whole(anybody):
    book = anybody.archive("epub")
    first = book.infolist()[0]
    package = etree.fromstring(book.read("META-INF/container.xml")).find(f".//{CONTAINER}rootfile").get("full-path")
    root = etree.fromstring(book.read(package))
    items = {each.get("id"): each for each in root.iter(f"{OPF}item")}

    held = {posixpath.join(posixpath.dirname(package), each.get("href")) for each in items.values()}
    pages = [each for each in items.values() if each.get("media-type") == XHTML]
    links = [link for each in pages for link in links_of(book, posixpath.join("EPUB", each.get("href")))]

    assert (first.filename, first.compress_type, book.read("mimetype")) == ("mimetype", 0, b"application/epub+zip")
    assert book.testzip() is None
    assert held == set(book.namelist()) - {"mimetype", "META-INF/container.xml", package}
    assert {each.get("idref") for each in root.iter(f"{OPF}itemref")} <= set(items)
    assert [link for link in links if link not in held] == []
    assert len(links) > 50


def links_of(book: zipfile.ZipFile, page: str) -> list[str]:
    """What *page* refers to inside the book: pages, pictures, styles."""
    root = etree.fromstring(book.read(page))
    said = [each.get(name) for each in root.iter() for name in ("href", "src") if each.get(name)]
    return [
        posixpath.normpath(posixpath.join(posixpath.dirname(page), urllib.parse.unquote(link.partition("#")[0])))
        for link in said
        if not link.startswith(("#", "http", "mailto:"))
    ]


@pytest.mark.skipif(not os.environ.get("AUDIT"), reason="EPUBCheck takes ten seconds; it tries books of the tests too")
def test_epubcheck_finds_nothing_in_the_e_book(anybody, tmp_path):
    path = tmp_path / "book.epub"
    path.write_bytes(anybody.file("epub"))

    assert schemas.wrong_in_epub(path, tmp_path / "report.json") == []


def test_the_archive_for_libraries_holds_what_it_says(anybody):
    archive = anybody.archive("libraries")
    top = archive.namelist()[0].partition("/")[0]
    content = {name.removeprefix(f"{top}/"): archive.read(name) for name in archive.namelist()}
    sums = dict(reversed(line.split("  ", 1)) for line in content.pop("SHA256SUMS").decode().splitlines())
    jats = anybody.archive("jats")

    assert sums == {name: hashlib.sha256(each).hexdigest() for name, each in content.items()}
    assert [name for name in content if name.startswith("articles/")] == [f"articles/{n:03d}.pdf" for n in range(1, 13)]
    assert all(each.startswith(b"%PDF-1.7") for name, each in content.items() if name.endswith(".pdf"))
    assert content[f"{top}.epub"] == anybody.file("epub")
    assert content["metadata/dublin-core.xml"] == anybody.file("dublin-core")
    for language in ("ru", "en"):
        for kind, ending in (("bibtex", "bib"), ("ris", "ris"), ("csl", "csl.json")):
            assert content[f"metadata/{language}.{ending}"] == anybody.file(kind, language), (language, kind)
    assert {
        name.removeprefix("metadata/jats/"): each for name, each in content.items() if name.startswith("metadata/jats/")
    } == {name: jats.read(name) for name in jats.namelist()}
