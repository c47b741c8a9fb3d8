"""A stripped copy tells nobody whose it is, and still opens and says what it said."""

from __future__ import annotations

import io
import shutil
import struct
import zipfile
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workshops.docx import MAIN, zipped
from workshops.anonymity import Mask, Named, NotStripped, stripped
from workshops.anonymity.office import strip_package
from workshops.anonymity.pictures import strip_jpeg, strip_png

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
PEOPLE = (
    Named(
        (("Сомова", "Ольга Викторовна"), ("Somova", "Olga V.")),
        ("Приневский педагогический университет (демонстрационный)", "Neva Pedagogical University"),
    ),
    Named((("Жук", "Алесь"), ("Zhuk", "Ales"))),
    Named((("Краснов-Белый", "Игнат"), ("O’Brien", "Sean"))),
)
MASK = Mask(PEOPLE)
PLANTED = ("Сомов", "Somova", "somova", "Приневск", "0000-0002-1825-0097", "2027-03-04", "00AB12CD")
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
    f'<Override PartName="/word/document.xml" ContentType="{MAIN}"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/x"/>'
    '<Override PartName="/word/people.xml" ContentType="application/x"/></Types>'
)
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATIONSHIP}/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="r2" Type="{RELATIONSHIP}/extended-properties" Target="docProps/app.xml"/>'
    '<Relationship Id="r3" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/thumbnail" '
    'Target="docProps/thumbnail.jpeg"/></Relationships>'
)
DOCUMENT_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATIONSHIP}/comments" Target="comments.xml"/>'
    f'<Relationship Id="r2" Type="{RELATIONSHIP}/customXml" Target="../customXml/item1.xml"/>'
    f'<Relationship Id="r3" Type="{RELATIONSHIP}/hyperlink" Target="mailto:somova@example.org" TargetMode="External"/>'
    f'<Relationship Id="r4" Type="{RELATIONSHIP}/hyperlink" Target="https://example.org/page" TargetMode="External"/>'
    '<Relationship Id="r5" Type="http://schemas.microsoft.com/office/2011/relationships/people" Target="people.xml"/>'
    "</Relationships>"
)
SETTINGS_RELS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="r1" Type="{RELATIONSHIP}/attachedTemplate" Target="file:///C:/Users/Somova/a.dotx" '
    'TargetMode="External"/></Relationships>'
)
BODY = (
    f'<w:document {W}><w:body>'
    '<w:p w:rsidR="00AB12CD"><w:r><w:t>О. В. Со</w:t></w:r><w:r><w:t>мова</w:t></w:r>'
    '<w:r><w:t>, доцент</w:t></w:r></w:p>'
    '<w:p><w:r><w:t>Приневский педагогический университет, somova@example.org, 0000-0002-1825-0097</w:t></w:r></w:p>'
    '<w:p><w:ins w:id="1" w:author="Сомова О.В." w:date="2027-03-04T10:00:00Z">'
    '<w:r><w:t>Вставлено.</w:t></w:r></w:ins></w:p>'
    '<w:p><w:r><w:t>В классе учатся 214 детей.</w:t></w:r></w:p>'
    '<w:p><w:r><w:drawing><w:docPr descr="C:\\Users\\Somova\\photo.png"/></w:drawing></w:r></w:p></w:body></w:document>'
)  # fmt: skip


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = b"".join(
    [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
     chunk(b"tEXt", b"Author\0Somova"), chunk(b"IDAT", zlib.compress(b"\0\0")), chunk(b"IEND", b"")]
)  # fmt: skip


def planted() -> bytes:
    return zipped(
        {
            "docProps/core.xml": "<x>Сомова</x>",
            "docProps/app.xml": "<x>Приневский педагогический университет</x>",
            "docProps/thumbnail.jpeg": b"somova",
            "customXml/item1.xml": "<x>Somova</x>",
            "word/people.xml": "<x>somova@example.org</x>",
            "word/document.xml": BODY,
            "word/comments.xml": f'<w:comments {W}><w:comment w:id="0" w:author="Somova" w:initials="OS" '
            'w:date="2027-03-04T10:00:00Z"><w:p><w:r><w:t>Проверить.</w:t></w:r></w:p></w:comment></w:comments>',
            "word/settings.xml": f'<w:settings {W}><w:rsids><w:rsid w:val="00AB12CD"/></w:rsids>'
            f'<w:attachedTemplate/><w:zoom w:percent="100"/></w:settings>',
            "word/media/image1.png": PNG,
            "word/embeddings/oleObject1.bin": b"C:\\Users\\Somova",
            "word/_rels/document.xml.rels": DOCUMENT_RELS,
            "word/_rels/settings.xml.rels": SETTINGS_RELS,
            "_rels/.rels": RELS,
            "[Content_Types].xml": TYPES,
        }
    )


def everything_in(package: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        told = [f"{member.filename} {member.comment!r} {member.extra!r}" for member in archive.infolist()]
        return "\n".join([*told, *(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())])


def test_the_file_is_full_of_marks_before_it_is_stripped():
    told = everything_in(planted())

    assert [mark for mark in PLANTED if mark not in told] == []


def test_nothing_of_them_is_left_in_a_docx():
    copy = strip_package(planted(), MASK)

    told = everything_in(copy)
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        names = archive.namelist()
        dates = {member.date_time for member in archive.infolist()}
    assert [mark for mark in PLANTED if mark in told] == []
    assert names[0] == "[Content_Types].xml"
    assert [name for name in names if name.startswith(("docProps", "customXml", "word/people"))] == []
    assert dates == {(1980, 1, 1, 0, 0, 0)}


def test_the_text_itself_stays():
    told = everything_in(strip_package(planted(), MASK))

    assert "В классе учатся 214 детей." in told
    assert "Вставлено." in told
    assert "Проверить." in told
    assert "доцент" in told
    assert "https://example.org/page" in told
    assert "thumbnail" not in told


def test_the_same_file_gives_the_same_bytes_through_the_door():
    assert stripped(planted(), "docx", PEOPLE) == strip_package(planted(), MASK)


@pytest.mark.parametrize(("kind", "data"), [("docx", b"no archive"), ("zip", b"PK"), ("pdf", b"no pdf")])
def test_what_cannot_be_stripped_is_given_to_nobody(kind, data):
    with pytest.raises(NotStripped):
        stripped(data, kind, PEOPLE)


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("О. В. Сомова и другие", "[имя скрыто] и другие"),
        ("в работах Сомовой показано", "в работах [имя скрыто] показано"),
        ("СОМОВА Ольга Викторовна", "[имя скрыто]"),
        ("Ольга Викторовна считает", "[имя скрыто] считает"),
        ("вместе с Алесем Жуком", "вместе с [имя скрыто]"),
        ("жук сидит на листе", "жук сидит на листе"),
        ("Somova’s results", "[name hidden] results"),
        ("у Краснова-Белого", "у Краснова-Белого"),
        ("Игнат Краснов-Белый", "[имя скрыто]"),
        ("Sean O'Brien", "[name hidden]"),
        ("сотрудники Приневского педагогического университета", "сотрудники [имя скрыто]"),
        ("пишите: a.b@c-d.example.org", "пишите: [name hidden]"),
        ("ORCID 0000-0002-1825-0097", "ORCID [name hidden]"),
        ("Незнакомова и Соммерс", "Незнакомова и Соммерс"),
        ("", ""),
    ],
)
def test_names_in_running_text(text, hidden):
    assert MASK.hide(text) == hidden


def test_family_names_are_found_for_the_warning():
    assert MASK.families_in("Сомовой, Zhuk и Сомова. Сомова") == ["Zhuk", "Сомова", "Сомовой"]
    assert MASK.families_in("Никого здесь нет") == []


@given(st.text(alphabet="абвСомваОльгЖук .,\n-’", max_size=80))
def test_what_is_hidden_once_stays_hidden(text):
    assert MASK.families_in(MASK.hide(text)) == []


def test_pictures_lose_their_notes():
    jpeg = b"\xff\xd8\xff\xe1\x00\x08Exif\0\0\xff\xfe\x00\x04Hi\xff\xe0\x00\x04JF\xff\xdapixels"

    assert strip_jpeg(jpeg) == b"\xff\xd8\xff\xe0\x00\x04JF\xff\xdapixels"
    assert b"Somova" not in strip_png(PNG)
    assert strip_png(PNG).endswith(chunk(b"IEND", b""))
    assert (strip_jpeg(b"x"), strip_png(b"x")) == (b"", b"")


def pdf(text: str = "") -> bytes:
    document = pikepdf.new()
    document.add_blank_page(page_size=(200, 200))
    page = document.pages[0]
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    page.Contents = document.make_stream(f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET".encode())
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9], T="Somova", Contents="See Somova"
    )
    page.Annots = document.make_indirect(pikepdf.Array([note]))
    document.docinfo["/Author"] = "Somova"
    with document.open_metadata() as metadata:
        metadata["dc:creator"] = ["Olga Somova"]
    document.attachments["somova.txt"] = b"Somova"
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_nothing_of_them_is_left_in_a_pdf():
    copy = stripped(pdf("214 pupils"), "pdf", PEOPLE)

    with pikepdf.open(io.BytesIO(copy)) as document:
        told = "\n".join(item.unparse(resolved=True).decode("latin-1") for item in document.objects)
        assert "/Info" not in document.trailer
        assert "/Metadata" not in document.Root
        assert list(document.attachments) == []
        assert len(document.pages) == 1
    assert b"Somova" not in copy
    assert "Somova" not in told
    assert copy == stripped(pdf("214 pupils"), "pdf", PEOPLE)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no poppler")
def test_a_pdf_that_prints_its_authors_is_refused():
    with pytest.raises(NotStripped) as refused:
        stripped(pdf("A paper by Olga Somova"), "pdf", PEOPLE)

    assert refused.value.reason == "names"
