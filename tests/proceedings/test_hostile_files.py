"""Files that mean harm are refused in no time of the process that takes them: what reads them is a child."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import override

from proceedings import services
from proceedings.services.manuscripts import REFUSALS
from tests.proceedings.conftest import docx_of

pytestmark = pytest.mark.once

SAMPLES = Path(__file__).parent / "samples"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def with_parts(archive: bytes, parts: dict[str, bytes]) -> bytes:
    """*archive* with some of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            if item.filename not in parts:
                new.writestr(item.filename, old.read(item))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def part_of(archive: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return opened.read(name)


def with_body(docx: bytes, xml: bytes) -> bytes:
    """*docx* with *xml* at the beginning of its text."""
    document = part_of(docx, "word/document.xml").replace(b"<w:body>", b"<w:body>" + xml, 1)
    return with_parts(docx, {"word/document.xml": document})


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> bytes:
    return docx_of("Безобидный текст.\n", tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def odt() -> bytes:
    return (SAMPLES / "libreoffice" / "paper.odt").read_bytes()


@pytest.fixture
def article(conference, make_paper, volume, editor):
    make_paper(conference, body="")
    services.collect(volume, by=editor)
    return volume.articles.get()


@pytest.fixture
def refused(article, editor):
    """The code with which a file is refused, in less than two seconds of this process's own time."""

    def look(data: bytes) -> str:
        name = "x.docx" if data.startswith(b"PK") else "x.html"
        started = time.process_time()
        with pytest.raises(ValidationError) as refusal:
            services.import_manuscript(article, by=editor, source=ContentFile(data, name=name), name=name)
        assert time.process_time() - started < 2
        assert article.manuscripts.count() == 0
        assert refusal.value.code in REFUSALS
        return refusal.value.code

    return look


def test_an_external_entity_is_not_read(refused, plain):
    hostile = part_of(plain, "word/document.xml").replace(
        b"<w:document", b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document', 1
    )
    hostile = hostile.replace("Безобидный".encode(), b"&e;")

    assert refused(with_parts(plain, {"word/document.xml": hostile})) == "not-docx"


def test_a_billion_laughs_are_refused(refused, plain):
    entities = b"".join(b'<!ENTITY l%d "%s">' % (i, b"&l%d;" % (i - 1) * 10) for i in range(1, 10))
    hostile = part_of(plain, "word/document.xml").replace(
        b"<w:document", b'<!DOCTYPE x [<!ENTITY l0 "ha">' + entities + b"]><w:document", 1
    )

    assert refused(with_parts(plain, {"word/document.xml": hostile})) == "not-docx"


@pytest.mark.parametrize("name", ["word/media/bomb.xml", "word/footnotes.xml"])
def test_a_zip_bomb_is_refused(refused, plain, name):
    assert refused(with_parts(plain, {name: b"<a>" + b" " * 200_000_000 + b"</a>"})) == "not-docx"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"MZ\x90\x00 a program", "program"),
        (OLE, "old Word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"%PDF-1.7", "PDF"),
        (b"{\\rtf1 text}", "RTF"),
    ],
)
def test_what_is_no_manuscript_is_refused_in_its_own_words(article, editor, data, words):
    with override("en"), pytest.raises(ValidationError) as refusal:
        services.import_manuscript(article, by=editor, source=ContentFile(data, name="x.docx"))

    assert refusal.value.code == "not-docx"
    assert words in refusal.value.messages[0]


@pytest.mark.parametrize("data", [b"", b" \n", b"\x89PNG\r\n\x1a\n", b"\x00\x01\x02", b"GIF89a\x01\x00\x01\x00"])
def test_what_is_nothing_at_all_is_refused(refused, data):
    assert refused(data) == "kind"


def test_a_torn_archive_is_refused(refused):
    assert refused(b"PK\x03\x04 torn") == "damaged"


def test_macros_are_refused(refused, plain):
    assert refused(with_parts(plain, {"word/vbaProject.bin": b"x"})) == "macros"


@pytest.mark.parametrize("head", [b"<!DOCTYPE html><p>x</p>", b"GIF89a", b"%PDF-1.7\n", b"#!/bin/sh\n"])
def test_an_archive_that_is_something_else_as_well_is_refused(refused, plain, head):
    assert refused(head + plain) in {"kind", "not-docx"}


@pytest.mark.parametrize("head", [b"<!DOCTYPE html><p>x</p>", b"GIF89a", b"%PDF-1.7\n", b"#!/bin/sh\n"])
def test_an_odt_that_is_something_else_as_well_is_refused(refused, odt, head):
    assert refused(head + odt) in {"kind", "not-docx"}


def test_a_directory_of_two_hundred_thousand_members_is_refused(refused):
    entry = struct.Struct("<4s4B4HL2L5H2L")
    rows = b"".join(
        entry.pack(b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0) + b"%05x" % number
        for number in range(190_000)
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 190_000 & 0xFFFF, 190_000 & 0xFFFF, len(rows), 30, 0)

    assert refused(b"PK\x03\x04" + b"\0" * 26 + rows + end) == "bomb"


def test_three_hundred_thousand_paragraphs_are_refused(refused, plain):
    assert refused(with_body(plain, b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 300_000)) == "not-docx"


def test_three_hundred_thousand_paragraphs_that_hardly_shrink_are_refused(refused, plain):
    paragraphs = b"".join(b"<w:p><w:r><w:t>%x</w:t></w:r></w:p>" % (number * 2654435761) for number in range(300_000))

    assert refused(with_body(plain, paragraphs)) == "too-large"


def test_tables_within_tables_within_tables_are_refused(refused, plain):
    opened, closed = b"<w:tbl><w:tr><w:tc>", b"<w:p/></w:tc></w:tr></w:tbl>"

    assert refused(with_body(plain, opened * 300 + closed * 300)) == "too-deep"


def test_a_page_nested_five_thousand_deep_is_refused(refused):
    assert refused(b"<html><body>" + b"<div>" * 5000 + b"x" + b"</div>" * 5000) == "too-deep"


def test_an_enormous_table_is_refused(refused):
    rows = "\n".join("| " + " | ".join(str(n) for n in range(50)) + " |" for _ in range(100))
    table = "| " + " | ".join("abcdefghij"[n % 10] for n in range(50)) + " |\n|" + "---|" * 50 + "\n" + rows

    assert refused(f"# A\n\n{table}\n".encode()) == "table-too-large"


@pytest.mark.parametrize("attribute", ["colspan", "rowspan"])
def test_a_cell_over_a_million_others_is_refused(refused, attribute):
    page = f"<html><table><tr><td>a</td><td {attribute}=1000000>b</td></tr></table>"

    assert refused(page.encode()) == "table-too-large"


def test_three_thousand_notes_are_refused(refused):
    marks = " ".join(f"x[^{number}]" for number in range(3000))
    notes = "\n\n".join(f"[^{number}]: y" for number in range(3000))

    assert refused(f"# A\n\n{marks}\n\n{notes}\n".encode()) == "too-many-notes"


def test_an_odt_that_hides_a_bomb_is_refused(refused, odt):
    assert refused(with_parts(odt, {"Pictures/bomb.xml": b"<a>" + b" " * 200_000_000 + b"</a>"})) == "bomb"


def test_an_odt_with_entities_is_refused(refused, odt):
    content = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'

    assert refused(with_parts(odt, {"content.xml": content})) == "damaged"


def test_an_odt_with_a_document_type_of_its_own_is_refused(refused, odt):
    assert refused(with_parts(odt, {"content.xml": b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><x/>'})) == (
        "unreadable"
    )


@pytest.mark.parametrize(
    ("part", "data", "code"),
    [
        ("Basic/Standard/Evil.xml", b"<x/>", "macros"),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>", "locked"),
        ("../outside.xml", b"<x/>", "damaged"),
    ],
)
def test_an_odt_with_macros_a_lock_or_a_way_out_is_refused(refused, odt, part, data, code):
    assert refused(with_parts(odt, {part: data})) == code


def test_an_odt_that_repeats_a_cell_a_million_times_is_refused(refused, odt):
    content = part_of(odt, "content.xml").replace(
        b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="1000000" ', 1
    )

    assert refused(with_parts(odt, {"content.xml": content})) == "table-too-large"
